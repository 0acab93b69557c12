"""Tables: which cells are statements, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.blocks import Table
from analyzer.readers.headings import find_label, kind_of
from analyzer.readers.inline import Inline
from analyzer.types import Declared

# The baseline of a row stays out: without words between, the first number would be the target.
_TARGET = re.compile(
    r"(?:target|target value|to|end value)(?: (?:in )?\d{4})?(?: \([^()]*\))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A statement in a table.

    Attributes:
        inline: its prose.
        kind: what its column or label names.
        row: which row it stands in; the key results of a row belong to the row's objective.
        label: the words that name its kind.
        owner: from the row's column for owners.
        due: from the row's column for dates.
        number: "2" of "O2".
        target: of a key result whose row has a column for targets, with a number in it.
    """

    inline: Inline
    kind: Declared
    row: int
    label: str
    owner: str | None = None
    due: str | None = None
    number: str | None = None
    target: Inline | None = None


def cells(table: Table, context: Declared | None) -> Iterator[Cell]:
    """Yield the statements of a table, row by row.

    Args:
        table: the table.
        context: the kind that the headings above it name; its first column is then of that kind
            where no column names one.
    """
    header, body = table.rows[0], table.rows[1:]
    kinds = [kind_of(cell.text) for cell in header]
    labelled = sum(kind_of(row[0].text) is not None for row in body)
    if not any(kinds[1:]) and (labelled or _is_pair(header)):
        yield from _pairs(table)
        return
    if any(kinds):
        yield from _columns(header, body, kinds)
    elif context is not None:
        column = next((i for i, cell in enumerate(header) if _holds_texts(body, i, cell)), None)
        if column is not None:
            guess = [context if i == column else None for i in range(len(header))]
            yield from _columns(header, body, guess)


def _is_pair(header: Sequence[Inline]) -> bool:
    """Whether the header row itself is a label and its statement."""
    return (
        len(header) == 2 and kind_of(header[0].text) is not None and len(header[1].text.split()) > 3
    )


def _pairs(table: Table) -> Iterator[Cell]:
    """Read "Mission | We …": a label in the first column, its statement in the next."""
    for number, row in enumerate(table.rows):
        kind = kind_of(row[0].text)
        value = next((cell for cell in row[1:] if cell.text), None)
        if kind is None or value is None or (number == 0 and not _is_pair(row)):
            continue
        label = find_label(row[0].text)
        for part in value.split_cuts():
            yield Cell(part, kind, number, row[0].text, number=label.number if label else None)


def _columns(
    header: Sequence[Inline],
    body: Sequence[Sequence[Inline]],
    kinds: Sequence[Declared | None],
) -> Iterator[Cell]:
    """Read a table whose columns name kinds."""
    names = [cell.text for cell in header]
    owner = next((i for i, name in enumerate(names) if is_owner_column(name)), None)
    due = next((i for i, name in enumerate(names) if is_due_column(name)), None)
    with_results = "key_result" in kinds
    for number, row in enumerate(body):
        for column, kind in enumerate(kinds):
            if kind is None or not row[column].text:
                continue
            beside = kind == "key_result" or not with_results
            parts = list(row[column].split_cuts())
            alone = kind == "key_result" and len(parts) == 1
            target = _target(names, row, kinds, column) if alone else None
            for part in parts:
                yield Cell(
                    part,
                    kind,
                    number,
                    names[column],
                    _value(row, owner) if beside else None,
                    _value(row, due) if beside else None,
                    target=target,
                )


def _target(
    names: Sequence[str], row: Sequence[Inline], kinds: Sequence[Declared | None], column: int
) -> Inline | None:
    """Return the target of a key result; a statement in between would part the two."""
    for place in range(column + 1, len(names)):
        if kinds[place] is not None:
            return None
        if _TARGET.fullmatch(names[place].strip()) and any(c.isdigit() for c in row[place].text):
            return row[place]
    return None


def _value(row: Sequence[Inline], column: int | None) -> str | None:
    return (row[column].text.strip() or None) if column is not None else None


def _holds_texts(body: Sequence[Sequence[Inline]], column: int, header: Inline) -> bool:
    """Whether a column holds texts of three words and more, and no owners or dates."""
    if is_owner_column(header.text) or is_due_column(header.text):
        return False
    texts = [row[column].text for row in body if row[column].text]
    return bool(texts) and sum(len(t.split()) >= 3 for t in texts) * 2 > len(texts)
