"""YAML, JSON and TOML as plain trees of fields that know where they stand.

Nothing is made of a file but texts, lists and tables: numbers and dates keep the form in which they
are written, tags are refused, and an alias is walked, not copied.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analyzer.errors import InputError

# Deeper nesting, and more fields than this once aliases are followed, is no strategy document.
MAX_DEPTH = 40
MAX_FIELDS = 100_000

Type = Literal["text", "number", "boolean", "date", "nothing", "list", "table"]


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a file.

    Attributes:
        type: what it is.
        text: of a text, number, boolean or date: as written.
        items: of a list.
        table: of a table.
        line: on which it begins, from 1; None where the format does not tell.
        column: from 1, likewise.
    """

    type: Type
    text: str = ""
    items: tuple[Field, ...] = ()
    table: Mapping[str, Field] | None = None
    line: int | None = None
    column: int | None = None


def read_tree(text: str, suffix: str, name: str) -> tuple[Field, ...]:
    """Read the documents of a file; only YAML can hold several.

    Args:
        text: the file.
        suffix: .yaml, .yml, .json or .toml.
        name: what errors call the file.

    Raises:
        InputError: a syntax error, a key given twice, or too deep or too large a tree; names the
            line where the format tells it.
    """
    if suffix == ".json":
        return (_read_json(text, name),)
    if suffix == ".toml":
        return (_read_toml(text, name),)
    from analyzer.readers.yaml_trees import read_yaml

    return read_yaml(text, name)


def _read_json(text: str, name: str) -> Field:
    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise InputError(f"{name}: key {key!r} stands twice in one object; keep one")
            found[key] = value
        return found

    if not text.strip():
        return Field("nothing")
    try:
        value = json.loads(text, object_pairs_hook=table, parse_int=_Number, parse_float=_Number)
    except json.JSONDecodeError as error:
        reason = f"{name}: line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
        raise InputError(f"{reason}; correct it there") from error
    except RecursionError as error:
        raise too_deep(name) from error
    return _plain(value, name)


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _read_toml(text: str, name: str) -> Field:
    try:
        value = tomllib.loads(text, parse_float=_Number)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not TOML: {error}; correct it there") from error
    except ValueError as error:  # of more digits than Python takes
        raise InputError(f"{name}: holds a number of too many digits; put it in quotes") from error
    except RecursionError as error:
        raise too_deep(name) from error
    return _plain(value, name)


def _plain(value: Any, name: str, depth: int = 0) -> Field:
    """Turn what a decoder returns into fields."""
    if depth > MAX_DEPTH:
        raise too_deep(name)
    match value:
        case dict():
            return Field("table", table={k: _plain(v, name, depth + 1) for k, v in value.items()})
        case list():
            return Field("list", items=tuple(_plain(v, name, depth + 1) for v in value))
        case None:
            return Field("nothing")
        case bool():
            return Field("boolean", str(value).lower())
        case _Number() | int() | float():
            return Field("number", str(value))
        case str():
            return Field("text", checked(value, name))
    return Field("date", str(value))


def checked(text: str, name: str) -> str:
    """Return a text with plain line ends.

    Raises:
        InputError: half a character, which cannot be written as UTF-8.
    """
    if not text.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise InputError(f"{name}: holds an escape that is no character (\\ud800 to \\udfff)")
    return text.replace("\r\n", "\n")


def too_deep(name: str) -> InputError:
    """Return the error for a file that nests deeper than any strategy document."""
    return InputError(f"{name}: nested deeper than {MAX_DEPTH} levels; make it flatter")
