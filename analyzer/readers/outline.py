"""From blocks to statements: which heading or label a text stands under, and whose part it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.documents import Document
from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.drafts import Draft, Drafts
from analyzer.readers.grid import cells
from analyzer.readers.headings import MAX_LABEL, NUMBERING, Label, find_label, is_period
from analyzer.readers.inline import Inline
from analyzer.readers.lead_ins import chunks, has_words, is_title
from analyzer.readers.placement import Lines
from analyzer.types import Declared, Unchecked

NO_STATEMENT = (
    "no statement found; put each one under a heading such as “Mission”, “Vision” or “Objectives”, "
    "or behind a label such as “Mission:”"
)
# Labels inside the text rank below every heading; "Key results" ranks below "Objective 1".
_LABEL_LEVEL, _RESULTS_LEVEL = 90, 95
_TITLE_CHARS = 160
# "Our mission is to:" and its list are one statement; "Our values:" only introduces several.
_JOINED: frozenset[Declared | None] = frozenset({"mission", "vision", "merged", "slogan"})
_ONE_PER_ITEM: frozenset[Declared | None] = _JOINED | {"values", "strategy"}
_TITLE_KINDS = frozenset({"strategy", "merged", "objective"})
_TASK_BOX = re.compile(r"\[[ xX]\]\s+")
_ORDINARY = re.compile(
    r"(?:non-?goals?|out of scope|background|context|notes?|about|appendix|risks?|history|intro"
    r"|introduction|summary|overview|status|how|why|what|when|where|who|references?|glossary|next"
    r"|initiatives?|actions?|tasks?|activities|projects?|dependencies|assumptions)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Section:
    """What stands under one heading or label.

    Attributes:
        level: of the heading; labels in the text rank below all headings.
        title: its words.
        kind: of the texts below it, or None where it names none.
        plural: whether it announces several.
        objective: the objective that the heading or label itself states.
        introduces: whether headings below it say what is what.
        had_list: whether its list has ended.
    """

    level: int
    title: str
    kind: Declared | None = None
    plural: bool = False
    objective: int | None = None
    introduces: bool = False
    had_list: bool = False


@dataclass(slots=True)
class _List:
    """An open list: what its items are, or the statement that they go on."""

    kind: Declared | None = None
    parent: int | None = None
    joins: int | None = None


@dataclass(slots=True)
class _Item:
    """An open list item, the list that it is in, and the statement in it."""

    inside: _List
    statement: int | None = None
    kind: Declared | None = None
    begun: bool = False


@dataclass(slots=True)
class _Outline:
    """Goes through the blocks once and keeps the headings, lists and quotes that are open."""

    blocks: Sequence[Block]
    titles: frozenset[int]
    drafts: Drafts = field(default_factory=Drafts)
    sections: list[_Section] = field(default_factory=list)
    containers: list[tuple[_List | _Item | None, list[_Section]]] = field(default_factory=list)
    labelled: bool = False
    joins: int | None = None

    def run(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self.blocks):
            match block:
                case Mark():
                    self._mark(block)
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
        titles = [*(section.title for section in self.sections), title]
        if kind == "key_result" and parent is None:
            parent = self._objective_above()
        return self.drafts.add(inline, kind, titles, label=label, parent=parent)

    def _objective_above(self) -> int | None:
        """Return the objective of an open list item or heading, the innermost first."""
        for container, _ in reversed(self.containers):
            if isinstance(container, _Item) and container.kind == "objective":
                return container.statement
        stated = (section.objective for section in reversed(self.sections))
        return next((objective for objective in stated if objective is not None), None)

    # Headings and labels

    def _section(self) -> _Section:
        return self.sections[-1] if self.sections else _Section(0, "")

    def _heading(self, index: int, block: Heading) -> None:
        while self.sections and self.sections[-1].level >= block.level:
            self.sections.pop()
        above, inline = self._section(), block.inline
        section = _Section(block.level, _short(inline.text))
        self.sections.append(section)
        label = find_label(inline.text, strong_end=inline.strong_end(), heading=True)
        if label is None:
            self._unlabelled_heading(inline, section, above)
            return
        self.labelled = True
        rest = inline.part(label.end)
        if has_words(rest):
            statement = self._add(rest, label.kind, label)
            if label.kind == "objective":
                section.objective, self.drafts.group = statement, [statement]
            return
        section.kind, section.plural = label.kind, label.plural
        section.introduces = index in self.titles
        if label.kind == "objective":
            self.drafts.group = []

    def _unlabelled_heading(self, inline: Inline, section: _Section, above: _Section) -> None:
        """Take "### Faster repairs for all" under "Objectives" for one; elsewhere labels end."""
        if above.kind is None or above.objective is not None or _ORDINARY.match(inline.text):
            return
        several = above.kind == "objective" and above.plural
        number = NUMBERING.match(inline.text) if several else None
        if number is not None:
            inline = inline.part(number.end())
        stated = number is not None or len(inline.text.split()) >= 3
        if several and stated and not is_period(inline.text) and has_words(inline):
            section.objective = self._add(inline, "objective")
            self.drafts.group = [section.objective]
        elif several or above.kind in ("values", "strategy") or is_period(inline.text):
            section.kind, section.plural = above.kind, above.plural

    def _open_label(self, title: str, label: Label, objective: int | None = None) -> None:
        """Open the section of a label in the text; with its objective where it states one."""
        level = _RESULTS_LEVEL if label.kind == "key_result" else _LABEL_LEVEL
        self._close_labels(level)
        kind = None if objective is not None else label.kind
        self.sections.append(_Section(level, _short(title), kind, label.plural, objective))
        if label.kind == "objective" and objective is None:
            self.drafts.group = []

    def _close_labels(self, level: int = _LABEL_LEVEL) -> None:
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()

    # Lists, items and quotes

    def _mark(self, mark: Mark) -> None:
        joins, self.joins = self.joins, None
        if not mark.opens:
            _, self.sections = self.containers.pop()
            if mark.what == "list" and self.sections:
                self.sections[-1].had_list = True
            return
        container: _List | _Item | None = None
        if mark.what == "list":
            container = self._open_list(joins)
        elif mark.what == "item":
            inside = self.containers[-1][0] if self.containers else None
            container = _Item(inside if isinstance(inside, _List) else _List())
        self.containers.append((container, list(self.sections)))

    def _open_list(self, joins: int | None) -> _List:
        """Say what the items of a list are from the item or heading that it stands under."""
        item = self._open_item()
        if joins is None and item is not None:
            joins = item.inside.joins
        if joins is not None:
            return _List(joins=joins)
        section = self._section()
        labelled = section.level == _RESULTS_LEVEL
        if item is not None and item.statement is not None and not labelled:
            if item.kind == "objective":
                return _List("key_result", item.statement)
            return _List(None if item.kind == "key_result" else item.kind)
        if section.objective is not None:
            return _List("key_result", section.objective)
        # Objectives may stand in a list and under headings; below a title a list explains things.
        title = section.introduces and (section.kind != "objective" or section.level == 1)
        return _List(None if title else section.kind)

    def _open_item(self) -> _Item | None:
        """Return the innermost open list item, unless a block quote stands between."""
        innermost = self.containers[-1][0] if self.containers else None
        return innermost if isinstance(innermost, _Item) else None

    # Paragraphs

    def _paragraph(self, index: int, inline: Inline) -> None:
        self.joins = None
        if not has_words(inline):
            return
        item = self._open_item()
        first = item is not None and not item.begun
        if item is not None and first:
            item.begun = True
            if box := _TASK_BOX.match(inline.text):
                inline = inline.part(box.end())
        # A value may be called "Ambition" or "Purpose": in a list of values no label counts.
        named = item is not None and item.inside.kind == "values"
        for label, rest, title in [(None, inline, "")] if named else chunks(inline):
            self.labelled = self.labelled or label is not None
            if item is not None:
                self._item_text(index, item, label, rest, title, first)
            elif label is not None:
                self._labelled_text(index, label, rest, title)
            else:
                self._plain_text(index, rest)
            first = False

    def _labelled_text(self, index: int, label: Label, rest: Inline, title: str) -> None:
        """Read "**Mission:** …" or a label that stands alone."""
        if not has_words(rest):
            self._open_label(title, label)
            return
        if label.kind != "key_result":
            self._close_labels()
        statement = self._add(rest, label.kind, label, title)
        if label.kind == "objective":
            self.drafts.group = [statement]
            self._open_label(title, label, statement)
        self._expect_list(index, statement)

    def _plain_text(self, index: int, inline: Inline) -> None:
        """Read a paragraph that names no kind itself."""
        section = self._section()
        if section.level >= _LABEL_LEVEL and (section.had_list or is_title(inline)):
            # What follows the list of a label is no longer under it, nor is a new bold line.
            stated = section.objective is not None and not section.title
            self._close_labels()
            if is_title(inline) and not stated:
                return
            section = self._section()
        if section.objective is not None:
            self.drafts.set_asides(section.objective, inline)
        if section.kind is None or section.introduces or section.objective is not None:
            return
        if section.kind in ("objective", "key_result") and section.had_list:
            return
        if section.kind == "objective":
            self._objective_text(index, inline, section)
            return
        introduces = inline.text.endswith(":") and self._list_follows(index)
        if introduces and section.kind not in _JOINED:
            return
        self._expect_list(index, self._add(inline, section.kind))

    def _objective_text(self, index: int, inline: Inline, section: _Section) -> None:
        """Tell an objective from the line that introduces a list of them."""
        if inline.strong_end() and (number := NUMBERING.match(inline.text)):
            inline = inline.part(number.end())
        if not section.plural:
            section.objective = self._add(inline, "objective")
            self.drafts.group = [section.objective]
            return
        follows = self._list_follows(index)
        introduces = inline.text.endswith((":", ".")) and inline.strong_end() < len(inline.text)
        if follows and introduces and not self._results_follow(index):
            return
        statement = self._add(inline, "objective")
        self.drafts.group.append(statement)
        if follows:
            self._open_label("", Label("objective", 0), statement)

    def _item_text(
        self, index: int, item: _Item, label: Label | None, rest: Inline, title: str, first: bool
    ) -> None:
        """Read a part of a list item."""
        if label is not None and not has_words(rest):
            self._open_label(title, label)
        elif item.inside.joins is not None:
            self.drafts.all[item.inside.joins].parts.append(rest)
        elif label is None and item.statement is not None:
            if item.kind in _ONE_PER_ITEM:
                self.drafts.all[item.statement].parts.append(rest)
        elif label is None and not first and self._section().level >= _LABEL_LEVEL:
            self._plain_text(index, rest)
        elif label is not None or item.inside.kind is not None:
            kind = label.kind if label is not None else item.inside.kind
            statement = self._add(rest, kind, label, title, item.inside.parent)
            if kind == "objective":
                self.drafts.group.append(statement)
            if kind != "key_result" or item.kind != "objective":
                item.statement, item.kind = statement, kind
            self._expect_list(index, statement)

    def _expect_list(self, index: int, statement: int) -> None:
        """Let "Our mission is to:" go on with the items of the list that follows."""
        draft = self.drafts.all[statement]
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
        objective = self._objective_above()
        found = list(cells(table, "key_result" if section.objective is not None else context))
        self.labelled = self.labelled or bool(found)
        titles = [section.title for section in self.sections]
        self.drafts.add_table(found, titles, objective)


def outline_document(
    blocks: Sequence[Block], text: str, lines: Lines, *, id: str, name: str, labelled_only: bool
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
        paragraphs = (block.inline for block in blocks if isinstance(block, Paragraph))
        drafts = Drafts([Draft([inline], None) for inline in paragraphs if has_words(inline)])
    passages = drafts.passages(text, lines)
    unchecked = () if passages else (Unchecked("document", None, NO_STATEMENT),)
    return Document(id, name, text, passages, unchecked)


def _titles(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the headings that only introduce others: "Strategy 2030" above "Mission"."""
    found: set[int] = set()
    above: list[tuple[int, int, Declared | None]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        label = find_label(block.inline.text, strong_end=block.inline.strong_end(), heading=True)
        kind = label.kind if label else None
        if kind not in (None, "key_result", "slogan", "other"):
            found.update(i for _, i, other in above if other in _TITLE_KINDS)
        above.append((block.level, index, kind))
    return frozenset(found)


def _short(title: str) -> str:
    return title[:_TITLE_CHARS].replace("\n", " ").strip()
