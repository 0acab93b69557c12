"""Which headings, lines and items are objectives, though nothing calls them so.

What has key results below it is an objective, whatever the section around it is called: "### Make
the harbour safe in winter" below "Our big bets", with a table of measures. Its neighbours of the
same level are objectives too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.grid import cells
from analyzer.readers.headings import NUMBERING, Label, find_label
from analyzer.readers.inline import Inline
from analyzer.readers.lead_ins import chunks, has_words, is_title
from analyzer.readers.lookahead import has_amount, is_measured, list_follows
from analyzer.readers.sections import LABEL_LEVEL, Item, Opened, Section
from analyzer.readers.synonyms import CONTEXT, NAVIGATION, ORDINARY, QUESTION, TEAM
from analyzer.types import Declared

# So far below a heading its texts are looked at.
_AHEAD = 60
# "Projects" and "Our work on safety: a summary" only explain; longer headings may say something.
_CONTEXT_WORDS = 4


class Results(IntEnum):
    """How plain it is that key results stand below a text."""

    NONE = 0
    COUNTED = 1  # a list with amounts, a table with values
    NAMED = 2  # a label, heading or column calls them so


@dataclass(slots=True)
class Goals:
    """Looks below headings, lines and items for key results.

    Attributes:
        blocks: of the document.
        below: what was found below each heading.
        families: whether key results stand below any heading of a level and sort under one parent.
        members: the parent, level and sort of each heading.
    """

    blocks: Sequence[Block]
    below: dict[int, Results] = field(default_factory=dict)
    families: dict[tuple[int, int, str], list[int]] = field(default_factory=dict)
    members: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    _served: dict[tuple[int, int, str], Results] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the headings that stand side by side."""
        above: list[tuple[int, int]] = []
        for index, block in enumerate(self.blocks):
            if not isinstance(block, Heading):
                continue
            while above and above[-1][0] >= block.level:
                above.pop()
            member = (above[-1][1] if above else -1, block.level, _sort(block))
            self.members[index] = member
            self.families.setdefault(member, []).append(index)
            above.append((block.level, index))

    def is_goal(self, index: int, inline: Inline, above: Section) -> bool:
        """Whether a heading that names no kind is an objective.

        Args:
            index: of its block.
            inline: its prose.
            above: the section around it.
        """
        number = NUMBERING.match(inline.text)
        text = inline.text[number.end() :] if number else inline.text
        words, found = len(text.split()), self.below_heading(index)
        if above.level == 0 and len(self.families[self.members[index]]) == 1:
            return False  # the title of the document
        if is_ordinary(text) and not (found is Results.NAMED and QUESTION.match(text)):
            return False
        stated = number is not None or words >= 3
        several = above.kind == "objective" and above.plural
        if above.introduces or above.objective is not None:
            least = Results.COUNTED if above.objective is None else Results.NAMED
            return above.kind != "values" and stated and found >= least
        if several or above.kind == "strategy":
            return (several and stated) or (self.is_served(index, text) and not TEAM.search(text))
        if found is not Results.NAMED and above.level and words >= 3:
            # Beside headings that are objectives for sure, one that has nothing below it.
            alone = not self._has_text(index) and self.is_served(index, text, Results.NAMED)
            return alone and not TEAM.search(text)
        return found is Results.NAMED and (stated or words == 2) and not TEAM.search(text)

    def _has_text(self, index: int) -> bool:
        following = self.blocks[index + 1 : index + 2]
        return bool(following) and not isinstance(following[0], Heading)

    def is_served(self, index: int, text: str, least: Results = Results.COUNTED) -> bool:
        """Whether key results stand below a heading, or below one of its own sort beside it.

        Args:
            index: of its block.
            text: its words; a name of one or two with a text below it only names that text.
            least: how plain it must be.
        """
        if self.below_heading(index) >= least:
            return True
        if len(text.split()) < 3 and self._has_text(index):
            return False
        member = self.members[index]
        if member not in self._served:
            self._served[member] = max(self.below_heading(i) for i in self.families[member])
        return self._served[member] >= least

    def below_heading(self, index: int) -> Results:
        """Say how plain it is that key results stand below a heading."""
        if index not in self.below:
            self.below[index] = self._below_heading(index)
        return self.below[index]

    def _below_heading(self, index: int) -> Results:
        heading = self.blocks[index]
        level = heading.level if isinstance(heading, Heading) else 0
        own, depth, table = True, 0, False
        texts: list[str] = []
        for place in range(index + 1, min(len(self.blocks), index + _AHEAD)):
            match self.blocks[place]:
                case Heading(deeper, inline):
                    if deeper <= level:
                        break
                    own = False  # what stands there belongs to that heading
                    kinds = self._kinds(place, inline, heading=True)
                case Paragraph(inline) if own:
                    kinds = self._kinds(place, inline)
                    if depth == 1:
                        texts.append(inline.text)
                case Mark("list", opens):
                    depth += 1 if opens else -1
                    continue
                case Table() as found if own:
                    kinds = {cell.kind for cell in cells(found, None)}
                    table = table or _has_values(found)
                case _:
                    continue
            if kinds:
                return Results.NAMED if kinds == {"key_result"} else Results.NONE
        counted = table or sum(map(has_amount, texts)) * 2 > len(texts)
        return Results.COUNTED if counted else Results.NONE

    def below_line(self, index: int) -> Results:
        """Say how plain it is that the list or table behind a line or item holds key results."""
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if isinstance(following, Table):
            named = {cell.kind for cell in cells(following, None)} == {"key_result"}
            return Results.NAMED if named else Results.NONE
        if following != Mark("list", True):
            return Results.NONE
        for place in range(index + 2, min(len(self.blocks), index + 5)):
            block = self.blocks[place]
            if isinstance(block, Paragraph):
                kinds = self._kinds(place, block.inline)
                if "key_result" in kinds:
                    return Results.NAMED
                break
        return Results.COUNTED if is_measured(self.blocks, index + 1) else Results.NONE

    def is_goal_line(self, index: int, inline: Inline, section: Section) -> bool:
        """Whether a line in bold is an objective: key results stand below it.

        A line in a section of another kind is a statement of that kind.
        """
        if section.kind not in (None, "strategy") or is_ordinary(inline.text):
            return False
        least = Results.COUNTED if section.kind else Results.NAMED
        title = is_title(inline) and section.objective is None
        return title and self.below_line(index) >= least

    def settled(self, opened: Opened, index: int, label: Label, rest: Inline) -> Label | None:
        """Return what a label names here: "KPIs" names key results where numbers follow."""
        if not label.measured:
            return label
        if not has_words(rest):
            counts = is_measured(self.blocks, index + 1)
        elif (inside := opened.inside()) == "key_result":
            counts = True
        else:
            counts = inside in ("objective", "strategy") and has_amount(rest.text)
        kind = label.kind if counts else label.otherwise
        return replace(label, kind=kind, measured=False) if kind else None

    def is_goal_piece(self, following: Label | None, inline: Inline, opened: Opened) -> bool:
        """Whether a line is an objective: the next line of its paragraph is a key result.

        Behind such a line, "Bet 2: Print on demand" is one too.
        """
        section = opened.section()
        beside = section.level == LABEL_LEVEL and section.objective is not None
        if not (beside or (section.kind in (None, "strategy") and section.objective is None)):
            return False
        numbered = NUMBERING.match(inline.text) is not None and not section.had_list
        served = following.kind == "key_result" if following else beside and numbered
        return served and not is_ordinary(inline.text)

    def only_gathers(self, index: int, inline: Inline, item: Item) -> bool:
        """Whether an item among key results only names its own list: "Initiatives"."""
        named = item.inside.kind == "key_result" and is_ordinary(inline.text)
        return named and len(inline.text.split()) <= 2 and list_follows(self.blocks, index)

    def list_of_goals(self, index: int) -> bool:
        """Whether an item of the list that opens at a block has key results below it."""
        depth, first = 0, False
        for place in range(index, len(self.blocks)):
            match self.blocks[place]:
                case Mark("list", opens):
                    depth += 1 if opens else -1
                    if depth == 0:
                        break
                case Mark("item", True):
                    first = depth == 1
                case Paragraph() if first:
                    first = False
                    if self.below_line(place) is not Results.NONE:
                        return True
        return False

    def _kinds(self, place: int, inline: Inline, *, heading: bool = False) -> set[Declared]:
        """Return what the labels in a text name; "Measures" needs numbers behind it."""

        def settle(label: Label, rest: Inline) -> Label | None:
            counts = has_amount(rest.text) if has_words(rest) else False
            return label if counts or is_measured(self.blocks, place + 1) else None

        if not heading:
            return {label.kind for label, _, _ in chunks(inline, settle) if label is not None}
        label = find_label(inline.text, strong_end=inline.strong_end(), heading=True)
        if label is not None and label.measured:
            label = settle(label, inline.part(label.end))
        return {label.kind} if label is not None else set()


def is_ordinary(text: str) -> bool:
    """Whether a heading only explains: "Background", "Thanks", "How we got here"."""
    bare = text.strip(" \t\n.:;!?–—-")
    explains = len(bare.split()) <= _CONTEXT_WORDS and CONTEXT.fullmatch(bare)
    return bool(ORDINARY.match(bare) or NAVIGATION.fullmatch(bare) or explains)


def _has_values(table: Table) -> bool:
    """Whether any cell below the header has an amount."""
    return any(has_amount(cell.text) for row in table.rows[1:] for cell in row)


def _sort(block: Heading) -> str:
    """Return the sort of a heading: headings of one sort say the same kind of thing."""
    label = find_label(block.inline.text, strong_end=block.inline.strong_end(), heading=True)
    if label is None:
        return ""
    return f"{label.kind} {label.number is not None}"
