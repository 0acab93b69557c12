"""Reads labelled rows, and sorts them by sector, region, length and label word."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# A subgroup with fewer rows says nothing.
FEWEST = 15
_SHORT_WORDS = 15
_LABEL_WORD = re.compile(r"\b(?:missions?|visions?|visionary|envision\w*|purpose)\b", re.IGNORECASE)
_SECTORS = (
    ("nonprofit", re.compile(r"charity|nonprofit|foundation", re.IGNORECASE)),
    ("university", re.compile(r"university|college|higher education", re.IGNORECASE)),
    ("agency", re.compile(r"agency|department|bureau|government|-gov\b", re.IGNORECASE)),
    (
        "company",
        re.compile(
            r"compan|brand|software|technology|mission_statements_dataset|\b(?:inc|corp|plc)\b",
            re.IGNORECASE,
        ),
    ),
)
# States by the four regions of the United States Census Bureau; others by name or nationality.
# Washington is left out: as often the capital as the state.
_REGIONS = {
    "US Northeast": (
        "Connecticut Maine Massachusetts New_Hampshire Rhode_Island Vermont New_Jersey New_York "
        "Pennsylvania"
    ),
    "US Midwest": (
        "Illinois Indiana Michigan Ohio Wisconsin Iowa Kansas Minnesota Missouri Nebraska "
        "North_Dakota South_Dakota"
    ),
    "US South": (
        "Delaware Florida Georgia Maryland North_Carolina South_Carolina Virginia West_Virginia "
        "Alabama Kentucky Mississippi Tennessee Arkansas Louisiana Oklahoma Texas"
    ),
    "US West": (
        "Arizona Colorado Idaho Montana Nevada New_Mexico Utah Wyoming Alaska California Hawaii "
        "Hawai'i Oregon"
    ),
    "United Kingdom": "UK British Britain United_Kingdom (?<!New_)England Scotland Wales London",
    "elsewhere": (
        "Africa Kenya Uganda Nigeria Ghana India Asia China Japan Tokyo "
        "Australia Canada Canadian Toronto Europe European Germany France Ireland Haiti Mexico "
        "Brazil Nepal Philippines Pakistan"
    ),
}
_PLACES = {
    region: re.compile(rf"\b(?:{'|'.join(names.split()).replace('_', ' ')})\b")
    for region, names in _REGIONS.items()
}


def read_rows(
    path: Path, needed: Sequence[str], labels: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, Any]]:
    """Read labelled rows.

    Args:
        path: of a JSON Lines file.
        needed: fields that every row must have; those named `text` or `masked` must be strings.
        labels: field to the labels that it may hold.

    Raises:
        InputError: the file cannot be read; a line is no JSON object, lacks a needed field, or
            holds something else in it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: no JSON ({error.msg})") from error
        fault = _fault(row, needed, labels or {})
        if fault:
            raise InputError(f"{path}, line {number}: {fault}")
        rows.append(row)
    return rows


def _fault(row: Any, needed: Sequence[str], labels: Mapping[str, Sequence[str]]) -> str | None:
    """Say what is wrong with a row; None where nothing is."""
    for name in needed:
        if not isinstance(row, dict) or name not in row:
            return f"the field {name!r} is missing"
    for name in ("text", "masked"):
        if not isinstance(row.get(name, ""), str):
            return f"the field {name!r} is no string"
    for name, allowed in labels.items():
        if row[name] not in allowed:
            return f"{name} is {row[name]!r}, not one of {', '.join(allowed)}"
    for name in ("mission", "vision", "objectives"):
        held = row.get(name, [])
        if not isinstance(held, list) or not all(isinstance(text, str) for text in held):
            return f"the field {name!r} is no list of strings"
    for name in ("vagueness", "jargon", "decision", "specificity"):
        if not isinstance(row.get(name, 0), int | float):
            return f"the field {name!r} is no number"
    return None


def with_sources(data: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add sector and source from `statements.jsonl` to rows of the same id, where it is there."""
    path = data / "statements.jsonl"
    if not path.is_file():
        return rows
    published = {r["id"]: r for r in read_rows(path, ("text",)) if "id" in r}
    wanted = ("sector", "source")
    return [
        {n: published[r["id"]].get(n) for n in wanted} | r if r.get("id") in published else r
        for r in rows
    ]


def subgroups(rows: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the places of rows by sector, length and label word; small groups are left out."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        short = count_words(row["text"]) <= _SHORT_WORDS
        labelled = bool(_LABEL_WORD.search(row["text"]))
        names = (
            sector(row),
            f"up to {_SHORT_WORDS} words" if short else f"over {_SHORT_WORDS} words",
            "with label words" if labelled else "without label words",
        )
        for name in names:
            groups.setdefault(name, []).append(place)
    return _large(groups)


def origins(rows: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the places of rows by sector and by region; small groups are left out."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for name in (sector(row), region(row)):
            groups.setdefault(name, []).append(place)
    return _large(groups)


def _large(groups: dict[str, list[int]]) -> dict[str, list[int]]:
    return {name: places for name, places in sorted(groups.items()) if len(places) >= FEWEST}


def sector(row: dict[str, Any]) -> str:
    """Return nonprofit, company, university or agency, by the row's source, sector and name."""
    for field in ("source", "sector", "organisation"):
        for name, pattern in _SECTORS:
            if pattern.search(str(row.get(field) or "")):
                return name
    return "unknown sector"


def region(row: dict[str, Any]) -> str:
    """Return where an organisation is, by the first place that its name or its text names."""
    for field in ("organisation", "text"):
        text = str(row.get(field) or "")
        found = [(m.start(), name) for name, p in _PLACES.items() if (m := p.search(text))]
        if found:
            return min(found)[1]
    return "unknown region"


def count_words(text: str) -> int:
    """Return the number of words between spaces."""
    return len(text.split())
