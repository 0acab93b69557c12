"""From blocks to statements: which heading or label a text stands under, and whose part it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.documents import Document, Passage
from analyzer.readers.asides import take_asides
from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.grid import Cell, cells
from analyzer.readers.headings import MAX_LABEL, Label, find_label, is_period
from analyzer.readers.inline import Inline, Lines, join_all
from analyzer.types import Declared, Location, Unchecked

# Labels inside the text rank below every heading; "Key results" ranks below "Objective 1".
_LABEL_LEVEL, _RESULTS_LEVEL = 90, 95
_TITLE_CHARS = 160
_JOINED: frozenset[Declared | None] = frozenset({"mission", "vision", "merged", "slogan"})
_ONE_PER_ITEM: frozenset[Declared | None] = _JOINED | {"values", "strategy"}
_PART_OF = {"strategy", "merged", "objective"}
_TASK_BOX = re.compile(r"\[[ xX]\]\s+")
_ORDINARY = re.compile(
    r"(?:non-?goals?|out of scope|background|context|notes?|about|appendix|risks?|history|intro"
    r"|introduction|summary|overview|status|how|why|what|when|where|who|references?|glossary|next"
    r"|initiatives?|actions?|tasks?|activities|projects?|dependencies|assumptions)\b",
    re.IGNORECASE,
)
NO_STATEMENT = (
    "no statement found; put each one under a heading such as “Mission”, “Vision” or “Objectives”, "
    "or behind a label such as “Mission:”"
)


@dataclass(slots=True)
class _Section:
    """What stands under one heading or label."""

    level: int
    title: str
    kind: Declared | None = None
    plural: bool = False
    objective: int | None = None
    introduces: bool = False
    had_list: bool = False


@dataclass(slots=True)
class _Draft:
    """A statement that may still grow by the items of a list."""

    parts: list[Inline]
    declared: Declared | None
    heading: str
    parent: int | None = None
    owner: str | None = None
    due: str | None = None


@dataclass(slots=True)
class _List:
    """An open list: what its items are, or the statement that they go on."""

    kind: Declared | None
    parent: int | None
    joins: int | None


@dataclass(slots=True)
class _Item:
    """An open list item and the statement in it."""

    statement: int | None = None
    kind: Declared | None = None
    begun: bool = False


@dataclass(slots=True)
class _Outline:
    """Goes through the blocks once and keeps the headings and lists that are open."""

    blocks: Sequence[Block]
    titles: frozenset[int]
    drafts: list[_Draft] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    containers: list[tuple[_List | _Item | None, list[_Section]]] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    by_number: dict[str, int] = field(default_factory=dict)
    labelled: bool = False
    joins: int | None = None

    def run(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self.blocks):
            if isinstance(block, Mark):
                self._mark(block)
                continue
            match block:
                case Heading():
                    self._heading(index, block)
                case Paragraph():
                    self._paragraph(index, block.inline)
                case Table():
                    self._table(block)
            if not isinstance(block, Paragraph):
                self.joins = None

    # Headings and labels

    def _heading(self, index: int, block: Heading) -> None:
        while self.sections and self.sections[-1].level >= block.level:
            self.sections.pop()
        above = self._section()
        text = block.inline.text
        label = find_label(text, strong_end=block.inline.strong_end(), heading=True)
        section = _Section(block.level, text[:_TITLE_CHARS].replace("\n", " "))
        if label is None:
            self._unlabelled_heading(block, section, above)
            return
        self.labelled = True
        rest = block.inline.part(label.end)
        self.sections.append(section)
        if _has_words(rest):
            statement = self._add(rest, label.kind, label)
            if label.kind == "objective":
                section.objective, self.group = statement, [statement]
            return
        section.kind, section.plural = label.kind, label.plural
        section.introduces = index in self.titles
        if label.kind == "objective":
            self.group = []

    def _unlabelled_heading(self, block: Heading, section: _Section, above: _Section) -> None:
        """Take "### Faster repairs" under "Objectives" for one; elsewhere it ends the label."""
        self.sections.append(section)
        text = block.inline.text
        if above.kind is None or above.objective is not None or _ORDINARY.match(text):
            return
        if is_period(text):
            section.kind, section.plural = above.kind, above.plural
        elif above.kind == "objective" and above.plural and len(text.split()) >= 3:
            section.objective = self._add(block.inline, "objective", None)
            self.group = [section.objective]
        elif above.kind in ("values", "strategy") or (above.kind == "objective" and above.plural):
            section.kind, section.plural = above.kind, above.plural

    def _open_label(self, title: str, label: Label, objective: int | None = None) -> None:
        """Open the section of a label in the text."""
        level = _RESULTS_LEVEL if label.kind == "key_result" else _LABEL_LEVEL
        self._close_labels(level)
        kind = None if objective is not None else label.kind
        title = title[:_TITLE_CHARS].replace("\n", " ")
        self.sections.append(_Section(level, title, kind, label.plural, objective))
        if label.kind == "objective" and objective is None:
            self.group = []

    def _close_labels(self, level: int = _LABEL_LEVEL) -> None:
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()

    def _section(self) -> _Section:
        return self.sections[-1] if self.sections else _Section(0, "")

    # Containers

    def _mark(self, mark: Mark) -> None:
        if not mark.opens:
            if self.containers:
                _, self.sections = self.containers.pop()
            if mark.what == "list":
                self._section().had_list = True
            self.joins = None
            return
        outer = list(self.sections)
        match mark.what:
            case "list":
                self.containers.append((self._open_list(), outer))
            case "item":
                self.containers.append((_Item(), outer))
            case "quote":
                self.containers.append((None, outer))
        self.joins = None

    def _open_list(self) -> _List:
        if self.joins is not None:
            return _List(None, None, self.joins)
        item = self._within(_Item)
        outer = self._within(_List)
        section = self._section()
        if outer is not None and outer.joins is not None:
            return _List(None, None, outer.joins)
        if item is not None and item.statement is not None and section.level < _LABEL_LEVEL:
            return self._nested_list(item)
        if item is not None and item.statement is not None and section.kind != "key_result":
            return self._nested_list(item)
        if section.objective is not None:
            return _List("key_result", section.objective, None)
        if section.introduces:
            return _List(None, None, None)
        return _List(section.kind, None, None)

    def _nested_list(self, item: _Item) -> _List:
        if item.kind == "objective":
            return _List("key_result", item.statement, None)
        return _List(None if item.kind == "key_result" else item.kind, None, None)

    def _within(self, what: type[_Item] | type[_List]) -> _Item | _List | None:
        """Return the innermost open item or list, unless a block quote stands between."""
        for container, _ in reversed(self.containers):
            if container is None:
                return None
            if isinstance(container, what):
                return container
        return None

    # Paragraphs

    def _paragraph(self, index: int, inline: Inline) -> None:
        self.joins = None
        if not _has_words(inline):
            return
        container = self.containers[-1][0] if self.containers else None
        if isinstance(container, _Item) and not container.begun:
            if box := _TASK_BOX.match(inline.text):
                inline = inline.part(box.end())
            container.begun = True
            first = True
        else:
            first = False
        for label, rest, title in _chunks(inline):
            self.labelled = self.labelled or label is not None
            if isinstance(container, _Item):
                self._item_text(index, container, label, rest, title, first)
            elif label is not None:
                self._labelled_text(index, label, rest, title)
            else:
                self._plain_text(index, rest)
            first = False

    def _labelled_text(self, index: int, label: Label, rest: Inline, title: str) -> int | None:
        """Read "**Mission:** …" or a label that stands alone."""
        if not _has_words(rest):
            self._open_label(title, label)
            return None
        if label.kind == "key_result":
            return self._add(rest, "key_result", label, title=title)
        self._close_labels()
        statement = self._add(rest, label.kind, label, title=title)
        if label.kind == "objective":
            self.group = [statement]
            self._open_label(title, label, statement)
        self._expect_list(index, statement)
        return statement

    def _plain_text(self, index: int, inline: Inline) -> None:
        """Read a paragraph that names no kind itself."""
        section = self._section()
        if section.level >= _LABEL_LEVEL and (section.had_list or _is_title(inline)):
            self._close_labels(section.level if section.objective is None else _LABEL_LEVEL)
            if _is_title(inline):
                self._close_labels()
                return
            section = self._section()
        if section.kind is None or section.introduces or section.objective is not None:
            return
        if section.kind in ("objective", "key_result") and section.had_list:
            return
        if section.kind == "objective":
            self._objective_text(index, inline, section)
            return
        if inline.text.endswith(":") and section.kind not in _JOINED and self._list_follows(index):
            return
        statement = self._add(inline, section.kind, None)
        self._expect_list(index, statement)

    def _objective_text(self, index: int, inline: Inline, section: _Section) -> None:
        """Tell an objective from the line that introduces a list of them."""
        follows = self._list_follows(index)
        if not section.plural:
            section.objective = self._add(inline, "objective", None)
            self.group = [section.objective]
            return
        title = inline.strong_end() == len(inline.text)
        introduces = inline.text.endswith((":", ".")) and not title
        if follows and introduces and not self._results_follow(index):
            return
        statement = self._add(inline, "objective", None)
        self.group.append(statement)
        if follows:
            self._open_label("", Label("objective", 0), statement)

    def _item_text(
        self, index: int, item: _Item, label: Label | None, rest: Inline, title: str, first: bool
    ) -> None:
        """Read a part of a list item."""
        parent = self._within(_List)
        frame = parent if isinstance(parent, _List) else _List(None, None, None)
        if label is not None and not _has_words(rest):
            self._open_label(title, label)
        elif frame.joins is not None:
            self.drafts[frame.joins].parts.append(rest)
        elif label is not None:
            statement = self._add(rest, label.kind, label, frame.parent, title)
            if label.kind == "objective":
                self.group.append(statement)
            item.statement, item.kind = statement, label.kind
            self._expect_list(index, statement)
        elif item.statement is not None:
            if item.kind in _ONE_PER_ITEM:
                self.drafts[item.statement].parts.append(rest)
        elif not first and self._section().level >= _LABEL_LEVEL:
            self._plain_text(index, rest)
        elif frame.kind is not None:
            statement = self._add(rest, frame.kind, None, frame.parent)
            if frame.kind == "objective":
                self.group.append(statement)
            item.statement, item.kind = statement, frame.kind
            self._expect_list(index, statement)

    def _expect_list(self, index: int, statement: int) -> None:
        """Let "Our mission is to:" go on with the items of the list that follows."""
        draft = self.drafts[statement]
        if draft.declared in _JOINED and draft.parts[-1].text.endswith(":"):
            self.joins = statement if self._list_follows(index) else None

    def _list_follows(self, index: int) -> bool:
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        return isinstance(following, Mark) and following.what == "list" and following.opens

    def _results_follow(self, index: int) -> bool:
        """Whether the first item of the list that follows is labelled as a key result."""
        for block in self.blocks[index + 1 : index + 4]:
            if isinstance(block, Paragraph):
                label = find_label(block.inline.text[: 2 * MAX_LABEL])
                return label is not None and label.kind == "key_result"
        return False

    # Tables

    def _table(self, table: Table) -> None:
        section = self._section()
        context = None if section.introduces else section.kind
        if section.objective is not None:
            context = "key_result"
        last = section.objective
        found: list[tuple[int, int]] = []
        for cell in cells(table, context):
            self.labelled = True
            if cell.kind == "objective" and cell.repeats:
                continue
            statement = self._add_cell(cell)
            if statement is None:
                continue
            if cell.kind == "objective":
                self.group.append(statement)
            found.append((cell.row, statement))
        self._adopt(found, last)

    def _add_cell(self, cell: Cell) -> int | None:
        label = find_label(cell.inline.text[: 2 * MAX_LABEL], strong_end=cell.inline.strong_end())
        inline = cell.inline
        if label is not None and label.kind == cell.kind:
            inline = inline.part(label.end)
        if not _has_words(inline):
            return None
        statement = self._add(inline, cell.kind, label, title=cell.label)
        draft = self.drafts[statement]
        draft.owner, draft.due = cell.owner or draft.owner, cell.due or draft.due
        if cell.number and cell.kind == "objective":
            self.by_number[cell.number] = statement
        return statement

    def _adopt(self, found: list[tuple[int, int]], last: int | None) -> None:
        """Give the key results of each row the objective of the row, or of the last that had one."""
        objectives = {
            row: i for row, i in found if self.drafts[i].declared == "objective"
        }
        for row, statement in found:
            last = objectives.get(row, last)
            if self.drafts[statement].declared == "key_result":
                draft = self.drafts[statement]
                draft.parent = last if last is not None else draft.parent

    # Statements

    def _add(
        self,
        inline: Inline,
        kind: Declared | None,
        label: Label | None,
        parent: int | None = None,
        title: str = "",
    ) -> int:
        owner = due = None
        if kind in ("objective", "key_result"):
            asides = take_asides(inline)
            inline, owner, due = asides.inline, asides.owner, asides.due
        number = label.number if label else None
        index = len(self.drafts)
        if kind == "objective" and number:
            self.by_number[number] = index
        if kind == "key_result":
            parent = self._parent(number, parent)
        titles = [s.title for s in self.sections if s.title]
        heading = " / ".join([*titles, *([title] if title else [])])
        own = parent if kind == "key_result" else None
        self.drafts.append(_Draft([inline], kind, heading, own, owner, due))
        return index

    def _parent(self, number: str | None, parent: int | None) -> int | None:
        """Return a key result's objective: by its number, its list, its heading or the only one."""
        if number and "." in number and number.split(".")[0] in self.by_number:
            return self.by_number[number.split(".")[0]]
        if parent is not None:
            return parent
        for container, _ in reversed(self.containers):
            if isinstance(container, _Item) and container.kind == "objective":
                return container.statement
        for section in reversed(self.sections):
            if section.objective is not None:
                return section.objective
        return self.group[0] if len(self.group) == 1 else None


def outline_document(
    blocks: Sequence[Block],
    text: str,
    lines: Lines,
    *,
    id: str,
    name: str,
    labelled_only: bool,
) -> Document:
    """Return the document of a text's blocks.

    Args:
        blocks: in the order of the text; what opens is closed.
        text: the source.
        lines: its lines.
        id: id of the document.
        name: what a person calls it.
        labelled_only: whether a text without any label has no statements; else each paragraph and
            list item is one.
    """
    outline = _Outline(blocks, _titles(blocks))
    outline.run()
    drafts = outline.drafts
    if not outline.labelled and not labelled_only:
        drafts = [
            _Draft([block.inline], None, "")
            for block in blocks
            if isinstance(block, Paragraph) and _has_words(block.inline)
        ]
    passages = tuple(_passage(draft, text, lines) for draft in drafts)
    unchecked = () if passages else (Unchecked("document", None, NO_STATEMENT),)
    return Document(id, name, text, passages, unchecked)


def _passage(draft: _Draft, text: str, lines: Lines) -> Passage:
    inline = join_all(draft.parts, text)
    line, column = lines.place(inline.segments[0][0])
    return Passage(
        inline.segments,
        Location(line, column),
        draft.declared,
        draft.parent,
        draft.heading,
        draft.owner,
        draft.due,
    )


def _titles(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the headings that only introduce others: "Strategy 2030" above "Mission"."""
    found: set[int] = set()
    open_: list[tuple[int, int, Declared | None]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        while open_ and open_[-1][0] >= block.level:
            open_.pop()
        label = find_label(block.inline.text, strong_end=block.inline.strong_end(), heading=True)
        kind = label.kind if label else None
        if kind is not None and kind not in ("key_result", "slogan", "other"):
            found.update(i for _, i, above in open_ if above in _PART_OF)
        open_.append((block.level, index, kind))
    return frozenset(found)


def _chunks(inline: Inline) -> Iterator[tuple[Label | None, Inline, str]]:
    """Split a paragraph at the lines that begin with a label; yield label, text and label's words."""
    text = inline.text
    starts = [0, *(m.end() for m in re.finditer("\n", text)), *inline.cuts]
    marks: list[tuple[int, Label]] = []
    for start in sorted(set(starts)):
        label = _label_at(inline, start)
        if label is not None and (not marks or start >= marks[-1][0] + marks[-1][1].end):
            marks.append((start, label))
    before = inline.part(0, marks[0][0]) if marks else inline
    if _has_words(before):
        yield None, before, ""
    if not marks:
        return
    ends = [start for start, _ in marks[1:]] + [len(text)]
    for (start, label), end in zip(marks, ends, strict=True):
        middle = min(start + label.end, end)
        yield label, inline.part(middle, end), text[start:middle].strip(" \n:–—-.")


def _label_at(inline: Inline, start: int) -> Label | None:
    """Find a label at a line of a paragraph; below the first line it must be plain to see."""
    text = inline.text[start : start + 3 * MAX_LABEL]
    position = bisect_left(inline.strong, (start, 0))
    strong_end = 0
    if position < len(inline.strong):
        first, last = inline.strong[position]
        if not inline.text[start:first].strip() and first - start < MAX_LABEL:
            strong_end = min(last - start, len(text))
    label = find_label(text, strong_end=strong_end)
    if label is None or start == 0 or strong_end:
        return label
    opens = text.lstrip()[:1]
    if opens.islower():
        return None
    alone = "\n" in text[: label.end]
    before = inline.text[max(0, start - 3) : start].rstrip()
    return label if not alone or before.endswith((".", "!", "?", ":")) else None


def _has_words(inline: Inline) -> bool:
    return any(c.isalnum() for c in inline.text)


def _is_title(inline: Inline) -> bool:
    """Whether a paragraph is a short emphasised line, which ends the label above it."""
    text = inline.text
    wholly = bool(text) and inline.strong_end() == len(text)
    return wholly and len(text.split()) <= 6 and not text.endswith((".", "!", "?"))

