"""People's versions of a mission and a vision: CSV, YAML, JSON and JSON Lines.

Each row or object is one person: `{"person"?, "role"?: "leader", "mission"?, "vision"?}`. YAML and
JSON hold a list of them, alone or under `people` or `versions`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from analyzer.errors import InputError
from analyzer.readers.files import read_text
from analyzer.readers.names import near_miss, nearest
from analyzer.readers.trees import Field, read_tree

MOST_PEOPLE = 5_000
_ROLES = ("leader", "member")
_LISTS = ("people", "versions")
_SEPARATORS = (",", ";", "\t")
_SHAPE = "expected a list of people, each with a mission, a vision or both, alone or under 'people'"


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise ValueError("holds bytes or escapes that are no text; save the input as UTF-8")
    return value.replace("\r\n", "\n").strip() or None


def _named(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _role(value: Any) -> Any:
    found = _text(value)
    if not isinstance(found, str):
        return found
    if found.lower() not in _ROLES:
        raise ValueError(f"{found!r} is no role; give 'leader' or leave it out")
    return found.lower()


class OwnWords(BaseModel):
    """What one person wrote.

    Attributes:
        person: a name; it is shown only where names are asked for.
        role: `leader`, or None.
        mission: the mission from memory, or None.
        vision: the vision from memory, or None.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    person: Annotated[str | None, BeforeValidator(_named)] = None
    role: Annotated[str | None, BeforeValidator(_role)] = None
    mission: Annotated[str | None, BeforeValidator(_text)] = None
    vision: Annotated[str | None, BeforeValidator(_text)] = None


FIELDS: tuple[str, ...] = tuple(OwnWords.model_fields)


def read_people(path: str | Path) -> list[OwnWords]:
    """Read a file of people's versions.

    Args:
        path: .csv or .tsv with a header, .yaml, .yml, .json, or .jsonl.

    Raises:
        InputError: unreadable, of another format, a row that is wrong, or fewer than two people;
            names line and field.
    """
    file = Path(path)
    readers = {
        ".csv": _table, ".tsv": _table, ".yaml": _tree, ".yml": _tree, ".json": _tree,
        ".jsonl": _lines, ".ndjson": _lines,
    }  # fmt: skip
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise InputError(
            f"{file}: people's versions are read from CSV, YAML, JSON or JSON Lines; "
            "save them as one of these, with the extension that belongs to it"
        )
    found = list(reader(read_text(file), str(path)))
    if len(found) > MOST_PEOPLE:
        raise InputError(f"{file}: {len(found):,} people, of at most {MOST_PEOPLE:,}; split it")
    return _enough(found, str(path))


def parse_people(value: object, *, most: int = MOST_PEOPLE) -> list[OwnWords]:
    """Check the decoded body of a request: a list of people, or an object with one.

    Raises:
        InputError: another shape, fewer than two people or more than allowed, or a field that is
            wrong; names it.
    """
    if isinstance(value, Mapping) and len(value) == 1:
        value = next((value[name] for name in _LISTS if name in value), value)
    if not isinstance(value, list):
        raise InputError(f"people: {_SHAPE}")
    rows = value
    if len(rows) > most:
        raise InputError(f"people: {len(rows):,} of at most {most:,}; send fewer")
    found = [_person(row, f"people[{number}]") for number, row in enumerate(rows)]
    return _enough(found, "people")


def _enough(people: list[OwnWords], place: str) -> list[OwnWords]:
    """Return the people, of whom two at least say something."""
    if sum(bool(own.mission or own.vision) for own in people) < 2:
        raise InputError(f"{place}: two people at least must give a mission or a vision; add them")
    return people


def _person(value: object, place: str) -> OwnWords:
    """Check one person's versions."""
    if not isinstance(value, Mapping):
        raise InputError(f'{place}: expected an object such as {{"mission": "…"}}')
    try:
        return OwnWords.model_validate(dict(cast("Mapping[str, Any]", value)))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = str(fault["loc"][0]) if fault["loc"] else ""
        if fault["type"] == "extra_forbidden":
            hint = nearest(field, FIELDS)
            raise InputError(f"{place}: unknown field {field!r}; did you mean {hint!r}?") from error
        said = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else "must be a text"
        raise InputError(f"{place}: field {field!r}: {said}") from error


def _tree(text: str, name: str) -> Iterator[OwnWords]:
    """Read YAML or JSON, which the tree reader has checked and bounded."""
    documents = read_tree(text, Path(name).suffix.lower(), name)
    if len(documents) != 1:
        raise InputError(f"{name}: {len(documents)} documents; put all people into one list")
    (root,) = documents
    if root.table is not None:
        own = [field for key, field in root.table.items() if key in _LISTS]
        if len(own) == 1 and len(root.table) == 1:
            (root,) = own
    if root.type != "list":
        raise InputError(f"{name}: {_SHAPE}")
    for number, item in enumerate(root.items, start=1):
        line = f"line {item.line}: " if item.line else ""
        yield _person(_value(item), f"{name}: {line}person {number}")


def _value(field: Field) -> object:
    """Return a field as plain data: numbers and dates as they are written."""
    if field.table is not None:
        return {key: _value(below) for key, below in field.table.items()}
    if field.type == "list":
        return [_value(item) for item in field.items]
    return None if field.type == "nothing" else field.text


def _lines(text: str, name: str) -> Iterator[OwnWords]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{name}: line {number}"
        try:
            value = json.loads(line)
        except (RecursionError, ValueError) as error:
            reason = (
                "nested too deeply" if isinstance(error, RecursionError) else "a number too large"
            )
            reason = error.msg if isinstance(error, json.JSONDecodeError) else reason
            raise InputError(
                f"{place}: not JSON: {reason}; write one object on each line"
            ) from error
        yield _person(value, place)


def _table(text: str, name: str) -> Iterator[OwnWords]:
    if not text.strip():
        raise InputError(f"{name}: empty; the first line must name the columns: person,mission")
    rows = _rows(text, _separator(text.lstrip("\r\n").splitlines()[0]), name)
    place, header = next(rows)
    columns = _columns(header, place)
    for place, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise InputError(
                f"{place}: {len(cells)} cells where the header has {len(columns)} columns; "
                "quote cells that hold the delimiter"
            )
        row = {c: cell for c, cell in zip(columns, cells, strict=True) if c is not None}
        yield _person(row, place)


def _rows(text: str, separator: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the place and the cells of each row, the header among them.

    Raises:
        InputError: what is no CSV; names the line in which the row begins.
    """
    start = text.lstrip("\r\n")
    skipped = text[: len(text) - len(start)].count("\n")
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator, strict=True)
    while True:
        place = f"{name}: line {skipped + reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            unclosed = "unexpected end of data" in str(error)
            reason = "a quoted cell is never closed" if unclosed else str(error)
            raise InputError(f"{place}: not CSV: {reason}") from error
        yield place, cells


def _separator(header: str) -> str:
    """Return the separator under which most columns are known."""

    def known(separator: str) -> int:
        return sum(cell.strip(' "').lower() in FIELDS for cell in header.split(separator))

    return max(_SEPARATORS, key=known)


def _columns(header: list[str], place: str) -> list[str | None]:
    """Return the field of each column; None for a column of the caller's own."""
    names = [cell.strip().lower() for cell in header]
    for name in names:
        if name not in FIELDS and (meant := near_miss(name, FIELDS)):
            raise InputError(f"{place}: unknown column {name!r}; did you mean {meant!r}?")
        if name in FIELDS and names.count(name) > 1:
            raise InputError(f"{place}: more than one column {name!r}; keep one of them")
    if not {"mission", "vision"} & set(names):
        raise InputError(
            f"{place}: no column 'mission' or 'vision'; the first line must name the columns, "
            "as in person,role,mission,vision"
        )
    return [name if name in FIELDS else None for name in names]
