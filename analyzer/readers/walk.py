"""From blocks to statements: which heading or label a text stands under, and whose part it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest

from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.columns import named_values, unread_cells
from analyzer.readers.drafts import Drafts
from analyzer.readers.goals import Goals, Results, is_ordinary
from analyzer.readers.grid import cells
from analyzer.readers.headings import NUMBERING, Label, find_label, is_period
from analyzer.readers.inline import EMPTY, Inline
from analyzer.readers.lead_ins import chunks, has_words, is_title, named_lines
from analyzer.readers.lookahead import (
    is_deeper_next,
    list_follows,
    results_follow,
)
from analyzer.readers.sections import LABEL_LEVEL, RESULTS_LEVEL, Item, List, Opened, Section, short
from analyzer.readers.stated import stated
from analyzer.readers.unread import Unread
from analyzer.types import Declared

# "Our mission is to:" and its list are one statement; "Our values:" only introduces several.
_JOINED: frozenset[Declared | None] = frozenset({"mission", "vision", "merged", "slogan"})
_ONE_PER_ITEM: frozenset[Declared | None] = _JOINED | {"values", "strategy"}
_TASK_BOX = re.compile(r"\[[ xX]\]\s+")


@dataclass(slots=True)
class Walk:
    """Goes through the blocks once and keeps what is open.

    Attributes:
        blocks: in the order of the text.
        titles: indices of the headings that only introduce others.
        stating: kinds of statement to look for in running text: "Our mission is to …".
        drafts: the statements found.
        unread: the texts passed over.
        labelled: whether anything named a kind.
        headed: whether a heading was seen.
        open: the headings, labels, lists and items around the block that is read.
        joins: the statement that the next list goes on.
        goals: tells the objectives that nothing calls so.
    """

    blocks: Sequence[Block]
    titles: frozenset[int]
    stating: frozenset[Declared] = frozenset()
    drafts: Drafts = field(default_factory=Drafts)
    unread: Unread = field(default_factory=Unread)
    labelled: bool = False
    headed: bool = False
    open: Opened = field(default_factory=Opened)
    joins: int | None = None
    goals: Goals = field(init=False)

    def __post_init__(self) -> None:
        """Make ready to look ahead."""
        self.goals = Goals(self.blocks)

    def run(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self.blocks):
            match block:
                case Mark():
                    self._mark(index, block)
                    continue
                case Paragraph():
                    self._paragraph(index, block.inline)
                    continue
                case Heading():
                    self._heading(index, block)
                case Table():
                    self._table(block)
            self.joins = None

    def _add(
        self,
        inline: Inline,
        kind: Declared | None,
        label: Label | None = None,
        title: str = "",
        parent: int | None = None,
    ) -> int:
        titles = (*self.open.titles(), title)
        if kind == "key_result" and parent is None:
            parent = self.open.objective_above()
        return self.drafts.add(inline, kind, titles, label=label, parent=parent)

    # Headings and labels

    def _heading(self, index: int, block: Heading) -> None:
        while self.open.sections and self.open.sections[-1].level >= block.level:
            self.open.sections.pop()
        above, inline = self.open.section(), block.inline
        section = Section(block.level, short(inline.text))
        first = not (self.headed or self.drafts.all)
        section.opens, self.headed = first and is_deeper_next(self.blocks, index), True
        self.open.sections.append(section)
        found = find_label(inline.text, strong_end=inline.strong_end(), heading=True)
        rest = inline.part(found.end) if found else inline
        label = self.goals.settled(self.open, index, found, rest) if found else None
        if label is None:
            self._unlabelled_heading(index, inline, section, above)
            return
        self.labelled = True
        if label.kind == "strategy" and label.number:
            self._strategic_heading(index, rest, section)
        elif has_words(rest):
            statement = self._add(rest, label.kind, label)
            if label.kind == "objective":
                section.objective, self.drafts.group = statement, [statement]
        else:
            section.kind, section.plural = label.kind, label.plural
            section.introduces = index in self.titles
            if label.kind == "objective":
                self.drafts.group = []

    def _unlabelled_heading(
        self, index: int, inline: Inline, section: Section, above: Section
    ) -> None:
        """Take "### Faster repairs for all" under "Objectives" for one; elsewhere labels end."""
        number = NUMBERING.match(inline.text)
        bare = inline.part(number.end() if number else 0)
        if (
            not is_period(inline.text)
            and has_words(bare)
            and self.goals.is_goal(index, inline, above)
        ):
            self.labelled = True
            self._goal_heading(bare, section)
        elif above.objective is not None or above.introduces or is_ordinary(bare.text):
            return
        elif above.kind == "strategy" and not is_period(inline.text):
            self._strategic_heading(index, bare, section)
        elif above.kind in ("values", "strategy", "objective"):
            section.kind, section.plural = above.kind, above.plural

    def _goal_heading(self, inline: Inline, section: Section) -> None:
        section.objective = self._add(inline, "objective")
        self.drafts.group = [section.objective]

    def _strategic_heading(self, index: int, inline: Inline, section: Section) -> None:
        """Read "Pillar 1: Warm homes": an objective where numbers follow, else what it says."""
        below = self.blocks[index + 1 : index + 2]
        if has_words(inline) and self.goals.is_served(index, inline.text):
            self._goal_heading(inline, section)
        elif has_words(inline) and (not below or isinstance(below[0], Heading)):
            self._add(inline, "strategy")
        else:
            section.kind, section.plural = "strategy", True

    def _open_label(self, title: str, label: Label, objective: int | None = None) -> None:
        """Open the section of a label in the text; with its objective where it states one."""
        level = RESULTS_LEVEL if label.kind == "key_result" else LABEL_LEVEL
        self.open.close_labels(level)
        kind = None if objective is not None else label.kind
        self.open.sections.append(Section(level, short(title), kind, label.plural, objective))
        if label.kind == "objective" and objective is None:
            self.drafts.group = []

    # Lists, items and quotes

    def _mark(self, index: int, mark: Mark) -> None:
        joins, self.joins = self.joins, None
        if not mark.opens:
            _, self.open.sections = self.open.containers.pop()
            self.open.section().had_list |= mark.what == "list"
            return
        container: List | Item | None = None
        if mark.what == "list":
            container = self._open_list(index, joins)
        elif mark.what == "item":
            inside = self.open.containers[-1][0] if self.open.containers else None
            container = Item(inside if isinstance(inside, List) else List())
        self.open.containers.append((container, list(self.open.sections)))

    def _open_list(self, index: int, joins: int | None) -> List:
        """Say what the items of a list are from the item or heading that it stands under."""
        item = self.open.item()
        if joins is None and item is not None:
            joins = item.inside.joins
        if joins is not None:
            return List(joins=joins)
        section = self.open.section()
        labelled = section.level == RESULTS_LEVEL
        if item is not None and item.statement is not None and not labelled:
            if item.kind == "objective":
                return List("key_result", item.statement)
            return List(None if item.kind == "key_result" else item.kind)
        if section.objective is not None:
            return List("key_result", section.objective)
        # Objectives may stand in a list and under headings; below a title a list explains things.
        title = section.introduces and (section.kind != "objective" or section.level == 1)
        if section.kind == "merged" and "values" in section.title.lower():
            return List("values")
        kind = None if title else section.kind
        # A priority whose list has numbers is the objective that they measure.
        goals = kind == "strategy" and self.goals.list_of_goals(index)
        return List("objective" if goals else kind)

    # Paragraphs

    def _paragraph(self, index: int, inline: Inline) -> None:
        self.joins = None
        if not has_words(inline):
            return
        item = self.open.item()
        first = item is not None and not item.begun
        if item is not None and first:
            item.begun = True
            if box := _TASK_BOX.match(inline.text):
                inline = inline.part(box.end())
        # A value may be called "Ambition" or "Purpose": in a list of values no label counts.
        named = item is not None and item.inside.kind == "values"
        settle = partial(self.goals.settled, self.open, index)
        pieces = [(None, inline, "")] if named else list(chunks(inline, settle))
        for (label, rest, title), (following, *_) in zip_longest(
            pieces, pieces[1:], fillvalue=(None, EMPTY, "")
        ):
            self.labelled = self.labelled or label is not None
            if item is not None and not first and self._turns(index, item.inside, label, rest):
                continue
            if item is not None:
                self._item_text(index, item, label, rest, title, first)
            elif label is not None:
                self._labelled_text(index, label, rest, title)
            elif self.goals.is_goal_piece(following, rest, self.open):
                self._goal_line(rest)
            else:
                self._plain_text(index, rest)
            first = False

    def _turns(self, index: int, inside: List, label: Label | None, rest: Inline) -> bool:
        """Let the line "**Actions**" right below the last item say what the next items are."""
        alone = not has_words(rest) if label is not None else is_title(rest)
        if alone := alone and self.blocks[index + 1] == Mark("item", False):
            self.open.turn(inside, label.kind if label is not None else None)
        return alone

    def _labelled_text(self, index: int, label: Label, rest: Inline, title: str) -> None:
        """Read "**Mission:** …" or a label that stands alone."""
        if not has_words(rest):
            self._open_label(title, label)
            return
        if label.kind != "key_result":
            self.open.close_labels()
        statement = self._add(rest, label.kind, label, title)
        if label.kind == "objective":
            self.drafts.group = [statement]
            self._open_label(title, label, statement)
        self._expect_list(index, statement)

    def _plain_text(self, index: int, inline: Inline) -> None:
        """Read a paragraph that names no kind itself."""
        section = self.open.section()
        if section.level >= LABEL_LEVEL and (section.had_list or is_title(inline)):
            # What follows the list of a label is no longer under it, nor is a new bold line.
            named = is_title(inline) and (section.objective is None or bool(section.title))
            self.open.close_labels()
            section = self.open.section()
        else:
            free = section.kind is None and section.objective is None
            named = is_title(inline) and (free or is_ordinary(inline.text))
        if self.goals.is_goal_line(index, inline, section):
            self._goal_line(inline)
            return
        if named:
            self.open.sections.append(Section(LABEL_LEVEL, short(inline.text)))
            return
        if self._set_asides(section.objective, inline):
            return
        ended = section.kind in ("objective", "key_result") and section.had_list
        if section.kind is None or section.introduces or section.objective is not None or ended:
            self._pass_over(index, inline)
            return
        if section.kind == "objective":
            self._objective_text(index, inline, section)
            return
        introduces = inline.text.endswith(":") and list_follows(self.blocks, index)
        if introduces and section.kind not in _JOINED:
            return
        for part in named_lines(inline) if section.kind == "values" else (inline,):
            self._expect_list(index, self._add(part, section.kind))

    def _goal_line(self, inline: Inline) -> None:
        self.labelled = True
        number = NUMBERING.match(inline.text)
        statement = self._add(inline.part(number.end() if number else 0), "objective")
        self.drafts.group.append(statement)
        self._open_label("", Label("objective", 0), statement)

    def _pass_over(self, index: int, inline: Inline) -> None:
        """Note a text that is no statement, but what it states itself: "Our mission is to …"."""
        if self.stating and (inline := self._take_stated(inline)) is EMPTY:
            return
        if list_follows(self.blocks, index) and inline.text.endswith(":"):
            return
        self.unread.add(inline, self.open.titles(), self.open.role())

    def _take_stated(self, inline: Inline) -> Inline:
        """Add the sentences that say what they are; returns what else a text says."""
        rest = inline
        for kind, start, end in stated(inline.text):
            if kind in self.stating:
                self._add(inline.part(start, end), kind)
                self.labelled = True
                behind = inline.part(end)
                rest = behind if has_words(behind) else EMPTY
        return rest

    def _objective_text(self, index: int, inline: Inline, section: Section) -> None:
        """Tell an objective from the line that introduces a list of them."""
        if inline.strong_end() and (number := NUMBERING.match(inline.text)):
            inline = inline.part(number.end())
        if not section.plural:
            section.objective = self._add(inline, "objective")
            self.drafts.group = [section.objective]
            return
        follows = list_follows(self.blocks, index)
        introduces = inline.text.endswith((":", ".")) and inline.strong_end() < len(inline.text)
        if follows and introduces and not results_follow(self.blocks, index):
            return
        statement = self._add(inline, "objective")
        self.drafts.group.append(statement)
        if follows:
            self._open_label("", Label("objective", 0), statement)

    def _item_text(
        self, index: int, item: Item, label: Label | None, rest: Inline, title: str, first: bool
    ) -> None:
        """Read a part of a list item."""
        if label and not has_words(rest):
            self._open_label(title, label)
        elif item.inside.joins is not None:
            self.drafts.all[item.inside.joins].parts.append(rest)
        elif label is None and item.statement is not None:
            if item.kind in _ONE_PER_ITEM:
                self.drafts.all[item.statement].parts.append(rest)
            elif not self.drafts.set_asides(item.statement, rest):
                self._pass_over(index, rest)
        elif label is None and not first and self.open.section().level >= LABEL_LEVEL:
            self._plain_text(index, rest)
        elif label is None and self.goals.only_gathers(index, rest, item):
            self.open.sections.append(Section(LABEL_LEVEL, short(rest.text)))
        elif label is None and first and self._set_asides(item.inside.parent, rest):
            return
        elif label is not None or item.inside.kind is not None:
            kind = label.kind if label is not None else item.inside.kind
            statement = self._add(rest, kind, label, title, item.inside.parent)
            if kind == "objective":
                self.drafts.group.append(statement)
            if kind != "key_result" or item.kind != "objective":
                item.statement, item.kind = statement, kind
            self._expect_list(index, statement)
        elif label is None and first and self.goals.below_line(index) is Results.NAMED:
            item.statement, item.kind = self._add(rest, "objective"), "objective"
            self.drafts.group.append(item.statement)
        else:
            self._pass_over(index, rest)

    def _set_asides(self, objective: int | None, inline: Inline) -> bool:
        """Take "Owner: Ana Ruiz" below an objective for its owner; returns whether it was that."""
        return objective is not None and self.drafts.set_asides(objective, inline)

    def _expect_list(self, index: int, statement: int) -> None:
        """Let "Our mission is to:" go on with the items of the list that follows."""
        draft = self.drafts.all[statement]
        if draft.declared in _JOINED and draft.parts[-1].text.endswith(":"):
            self.joins = statement if list_follows(self.blocks, index) else None

    def _table(self, table: Table) -> None:
        section = self.open.section()
        context = None if section.introduces else section.kind
        objective = self.open.objective_above()
        kind = "key_result" if section.objective is not None else context
        found = list(named_values(table) if kind == "values" else cells(table, kind))
        self.labelled = self.labelled or bool(found)
        self.drafts.add_table(found, self.open.titles(), objective)
        section.had_list |= bool(found)
        for column, cell in unread_cells(table, found):
            titles = (*self.open.titles(), column) if column and found else self.open.titles()
            self.unread.add(cell, titles, "explains" if found else "section")
