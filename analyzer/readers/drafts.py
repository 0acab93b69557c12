"""The statements found so far, which may still grow, and which objective a key result serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.documents import Passage, inherited
from analyzer.readers.asides import read_asides, take_asides
from analyzer.readers.grid import Cell
from analyzer.readers.headings import MAX_LABEL, Label, find_label
from analyzer.readers.inline import Inline, join_all
from analyzer.readers.lead_ins import has_words
from analyzer.readers.placement import Lines
from analyzer.types import Declared, Location


@dataclass(slots=True)
class Draft:
    """A statement that may still grow by the items of a list."""

    parts: list[Inline]
    declared: Declared | None
    heading: str = ""
    parent: int | None = None
    owner: str | None = None
    due: str | None = None
    baseline: str | None = None
    target: str | None = None


@dataclass(slots=True)
class Drafts:
    """The statements of a document in the order of its text.

    Attributes:
        all: the drafts; an index into it becomes the index of the passage.
        group: the objectives under the heading or label that was last opened for them.
        by_number: objectives by the number in their label.
    """

    all: list[Draft] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    by_number: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        inline: Inline,
        kind: Declared | None,
        titles: Sequence[str],
        *,
        label: Label | None = None,
        parent: int | None = None,
    ) -> int:
        """Add a statement and return its index.

        Args:
            inline: its prose.
            kind: what it is declared as.
            titles: the headings and labels above it.
            label: its own label, whose number can name its objective.
            parent: the objective above it by its place, where it is a key result.
        """
        owner = due = None
        if kind in ("objective", "key_result"):
            asides = take_asides(inline)
            inline, owner, due = asides.inline, asides.owner, asides.due
        if kind == "key_result":
            parent = self._objective_of(label, parent)
        elif kind == "objective" and label is not None and label.number:
            self.by_number[label.number] = len(self.all)
        heading = " / ".join(title for title in titles if title)
        own = parent if kind == "key_result" else None
        self.all.append(Draft([inline], kind, heading, own, owner, due))
        return len(self.all) - 1

    def set_asides(self, index: int, inline: Inline) -> bool:
        """Take "Owner: Ana Ruiz" below an objective for its owner; returns whether it was that."""
        owner, due = read_asides(inline.text)
        draft = self.all[index]
        draft.owner, draft.due = draft.owner or owner, draft.due or due
        return bool(owner or due)

    def _objective_of(self, label: Label | None, parent: int | None) -> int | None:
        """Return a key result's objective: by its number, its place, or the only one there is."""
        number = label.number if label else None
        if number and "." in number and number.split(".")[0] in self.by_number:
            return self.by_number[number.split(".")[0]]
        if parent is not None:
            return parent
        return self.group[0] if len(self.group) == 1 else None

    def add_table(
        self, cells: Sequence[Cell], titles: Sequence[str], objective: int | None
    ) -> None:
        """Add the statements of a table; key results belong to the objective of their row.

        Args:
            cells: the table's statements, row by row.
            titles: the headings above the table.
            objective: the objective above the table, for rows without one.
        """
        found: list[tuple[int, int]] = []
        above: str | None = None
        for cell in cells:
            strong_end = cell.inline.strong_end()
            label = find_label(cell.inline.text[: 2 * MAX_LABEL], strong_end=strong_end)
            own = label if label is not None and label.kind == cell.kind else None
            inline = cell.inline.part(own.end) if own else cell.inline
            if cell.kind == "objective":
                # Spreadsheets repeat the objective, or leave it blank, on each of its key results.
                if not has_words(inline) or inline.text == above:
                    continue
                above = inline.text
            if not has_words(inline):
                continue
            index = self.add(inline, cell.kind, [*titles, cell.label], label=own)
            draft = self.all[index]
            draft.parts.extend(cell.beside)
            draft.baseline, draft.target = cell.baseline, cell.target
            draft.owner, draft.due = cell.owner or draft.owner, cell.due or draft.due
            if cell.kind == "objective":
                self.group.append(index)
                if cell.number:
                    self.by_number[cell.number] = index
            found.append((cell.row, index))
        self._adopt(found, objective)

    def _adopt(self, found: Sequence[tuple[int, int]], last: int | None) -> None:
        """Give the key results of each row its objective, or that of the last row with one."""
        objectives = {row: i for row, i in found if self.all[i].declared == "objective"}
        for row, index in found:
            last = objectives.get(row, last)
            if self.all[index].declared == "key_result" and last is not None:
                self.all[index].parent = last

    def passages(self, text: str, lines: Lines) -> tuple[Passage, ...]:
        """Return all statements as passages of the text."""
        return inherited([_passage(draft, text, lines) for draft in self.all])


def _passage(draft: Draft, text: str, lines: Lines) -> Passage:
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
        draft.baseline,
        draft.target,
    )
