"""Batch input, one record at a time: CSV and JSON Lines of any size.

Every record of the input gives one `Row`, in order; a bad one gives a `Row` with an error, and the
next one is read. A blank line among JSON Lines is a bad record, so that output line N always
belongs to input line N; blank lines at the very end are not records. Blank lines of a CSV file are
not records, as everywhere with CSV.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analyzer.errors import InputError
from analyzer.readers.files import BOMS, check_file
from analyzer.readers.headings import kind_of
from analyzer.readers.names import near_miss
from analyzer.readers.records import FIELDS, Record, parse_record

JSON_LINES = frozenset({".jsonl", ".ndjson"})
CSV = frozenset({".csv", ".tsv"})
MAX_CELL_CHARS = 5_000_000

_STATEMENT_COLUMNS = ("text", "mission", "vision", "values", "strategy", "objectives")
_COLUMN_OF = {
    "mission": "mission",
    "vision": "vision",
    "values": "values",
    "strategy": "strategy",
    "objective": "objectives",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a batch input.

    Attributes:
        line: line of the file on which it begins, from 1.
        id: its id where one could be read.
        record: the checked record, or None.
        error: one line that says what is wrong with it, or None.
    """

    line: int
    id: str | None
    record: Record | None = None
    error: str | None = None


def iter_rows(path: str | Path) -> Iterator[Row]:
    """Yield the records of a CSV or JSONL file, in order, without holding the file in memory.

    A CSV file has a header with `id` and either `text` and `declared`, or any of `mission`,
    `vision`, `values`, `strategy`, `objectives` (one objective a line of the cell); synonyms such
    as "Purpose" name them too. Comma, semicolon and tab are told apart by the header. Columns and
    fields of the caller's own are left alone, unless one looks like a misspelt known name.

    Raises:
        InputError: the file cannot be opened, is of another format, or has no usable header; raised
            by this call, before the first row is asked for.
    """
    file = Path(path)
    check_file(file)
    suffix = file.suffix.lower()
    if suffix not in JSON_LINES | CSV:
        raise InputError(f"{file}: batch input is CSV (.csv, .tsv) or JSON Lines (.jsonl)")
    if suffix in JSON_LINES:
        with _opened(file):
            return _json_rows(file)
    return _csv_rows(file, _read_header(file, tab=suffix == ".tsv"))


@contextmanager
def _opened(path: Path, newline: str = "") -> Iterator[Iterator[str]]:
    """Open a file as lines with their ends; bytes that are not UTF-8 become lone surrogates.

    Raises:
        InputError: it cannot be opened, or is not of the encoding that its byte order mark names.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        mark, encoding = next((m for m in BOMS if start.startswith(m[0])), (b"", "utf-8"))
        errors = "surrogateescape" if encoding == "utf-8" else "strict"
        with path.open(encoding=encoding, errors=errors, newline=newline) as lines:
            lines.read(1 if mark else 0)
            yield lines
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        reason = f"not {error.encoding.upper()}: {error.reason}"
        raise InputError(f"{path}: {reason}; save the file as UTF-8") from error


def _json_rows(path: Path) -> Iterator[Row]:
    blank: list[int] = []
    with _opened(path, newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                blank.append(number)
                continue
            for skipped in blank:
                error = f"{path.name}: line {skipped}: blank line; remove it"
                yield Row(skipped, None, None, error)
            blank.clear()
            yield _json_row(number, line, path.name)


def _json_row(number: int, line: str, name: str) -> Row:
    place = f"{name}: line {number}"
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"{place}, column {error.colno}: not JSON: {error.msg}"
        return Row(number, None, None, f"{reason}; write one object on each line")
    except (RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Row(number, None, None, f"{place}: not usable JSON: {reason}")
    known = value.get("id") if isinstance(value, dict) else None
    id = str(known) if isinstance(known, (str, int, float)) and known is not True else None
    return _checked(number, place, id, value, None)


def _checked(number: int, place: str, id: str | None, value: object, row: int | None) -> Row:
    """Check one record; without an id it cannot be told apart in the output."""
    try:
        record = parse_record(value, extra=True)
        if not record.id:
            raise InputError("field 'id' is missing; give every record one")
    except InputError as error:
        return Row(number, id, None, f"{place}: {error}")
    record._row = row
    return Row(number, record.id, record)


@dataclass(frozen=True, slots=True)
class _Header:
    """The line that names the columns, the delimiter, and the field of each column."""

    line: int
    delimiter: str
    columns: tuple[str | None, ...]


def _read_header(path: Path, *, tab: bool) -> _Header:
    """Read the first line that is not blank.

    Raises:
        InputError: there is none, or it does not name the columns.
    """
    with _opened(path) as lines:
        number, first = next(((n, x) for n, x in enumerate(lines, 1) if x.strip()), (0, ""))
    if not first:
        raise InputError(f"{path}: empty; the first line must name the columns, such as id,text")
    delimiter = "\t" if tab else _delimiter(first)
    cells = next(csv.reader([first], delimiter=delimiter))
    return _Header(number, delimiter, tuple(_columns(cells, path, number)))


def _csv_rows(path: Path, header: _Header) -> Iterator[Row]:
    if csv.field_size_limit() < MAX_CELL_CHARS:
        csv.field_size_limit(MAX_CELL_CHARS)
    with _opened(path) as lines:
        for _ in range(header.line):
            next(lines, None)
        reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
        while True:
            number = header.line + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                unclosed = "end of data" in str(error)
                reason = "a quoted cell is never closed" if unclosed else str(error)
                yield Row(number, None, None, f"{path.name}: line {number}: not CSV: {reason}")
                continue
            if cells:
                yield _csv_row(number, cells, header.columns, path.name)


def _csv_row(number: int, cells: Sequence[str], columns: Sequence[str | None], name: str) -> Row:
    place = f"{name}: line {number}"
    value = {c: cell for c, cell in zip(columns, cells, strict=False) if c and cell.strip()}
    id = value.get("id", "").strip() or None
    if len(cells) != len(columns):
        reason = f"{len(cells)} cells where the header has {len(columns)} columns"
        return Row(number, id, None, f"{place}: {reason}; quote cells that hold the delimiter")
    return _checked(number, place, id, _record_of(value), number)


def _record_of(value: dict[str, str]) -> dict[str, object]:
    """Turn a row's cells into a record's fields; each line of `objectives` is one objective."""
    record: dict[str, object] = dict(value)
    if "objectives" in value:
        record["objectives"] = value["objectives"].splitlines()
    return record


def _delimiter(header: str) -> str:
    """Return the delimiter under which most of the header's names are known."""

    def known(delimiter: str) -> int:
        cells = next(csv.reader([header], delimiter=delimiter))
        return sum(_field_of(cell) is not None for cell in cells)

    return max((",", ";", "\t"), key=known)


def _field_of(column: str) -> str | None:
    """Return the record's field that a column fills, by its name or a synonym."""
    name = column.strip().lower().replace(" ", "_")
    if name in FIELDS:
        return name
    return _COLUMN_OF.get(kind_of(column) or "")


def _columns(header: list[str], path: Path, number: int) -> list[str | None]:
    """Map the header's cells to fields; None for a column of the caller's own.

    Raises:
        InputError: no id or no statement column, a column twice, or a misspelt one.
    """
    place = f"{path}: line {number}"
    exact = [c.strip().lower() if c.strip().lower() in FIELDS else None for c in header]
    single = "text" in exact
    columns = exact if single else [_field_of(cell) for cell in header]
    for cell, field in zip(header, columns, strict=True):
        if field is None and (meant := near_miss(cell, FIELDS)):
            raise InputError(f"{place}: unknown column {cell.strip()!r}; did you mean {meant!r}?")
        if field is not None and columns.count(field) > 1:
            raise InputError(f"{place}: more than one column for {field!r}; keep one of them")
    statements = [c for c in columns if c in _STATEMENT_COLUMNS]
    if "id" not in columns or not statements:
        missing = "id" if "id" not in columns else "text"
        raise InputError(
            f"{place}: no column {missing!r}; the first line must name the columns: "
            "id,text,declared or id,mission,vision,values,strategy,objectives"
        )
    if single and len(statements) > 1:
        raise InputError(f"{place}: columns 'text' and {statements[1]!r}; give one or the other")
    return columns
