"""Tables beside the statements in them: values with their names, and the columns nobody reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.blocks import Table
from analyzer.readers.grid import Cell, cells, is_baseline_column, is_target_column
from analyzer.readers.headings import kind_of
from analyzer.readers.inline import Inline

# The name of a value has at most so many words; a cell that says something has more than so few.
_NAME_WORDS, _FEW_WORDS = 4, 3


def named_values(table: Table) -> Iterator[Cell]:
    """Yield the values of a table, each with its name: "Welcome | Nobody is asked to buy"."""
    header, body = table.rows[0], table.rows[1:]
    names = [row[0] for row in body if row[0].text]
    paired = (
        len(header) > 1 and body and not any(kind_of(cell.text) for row in body for cell in row[:1])
    )
    if not paired or any(len(name.text.split()) > _NAME_WORDS for name in names):
        yield from cells(table, "values")
        return
    for number, row in enumerate(body):
        if row[0].text:
            yield Cell(
                row[0], "values", number, header[0].text, beside=tuple(filter(_says, row[1:2]))
            )


def _says(cell: Inline) -> bool:
    return bool(cell.text)


def unread_cells(table: Table, found: Sequence[Cell]) -> Iterator[tuple[str, Inline]]:
    """Yield the cells of words that belong to no statement, each with what names its column.

    Args:
        table: the table.
        found: the statements read from it.
    """
    parts = (part for cell in found for part in (cell.inline, *cell.beside))
    taken = sorted(start for part in parts for start, _ in part.segments)
    header = [cell.text.strip() for cell in table.rows[0]]
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if number == 0 or len(cell.text.split()) < _FEW_WORDS or _is_beside(header[column]):
                continue
            if not any(bisect_left(taken, a) < bisect_left(taken, b) for a, b in cell.segments):
                yield header[column] or row[0].text, cell


def _is_beside(name: str) -> bool:
    tests = (is_owner_column, is_due_column, is_baseline_column, is_target_column)
    return any(test(name) for test in tests)
