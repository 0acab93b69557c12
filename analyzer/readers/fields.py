"""What the keys of YAML, JSON and TOML say, and which of them nothing is read from."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.grid import is_baseline_column, is_target_column
from analyzer.readers.headings import kind_of
from analyzer.readers.organisations import ORGANISATION_KEYS
from analyzer.readers.synonyms import CONTEXT
from analyzer.readers.trees import Field
from analyzer.types import Declared, Unchecked

# Keys under which a table keeps the words of its statement, the first one found.
TEXT_KEYS = ("text", "statement", "objective", "goal", "okr", "kr", "key_result", "result")
NAME_KEYS = ("title", "name", "label", "description", "summary")
RESULT_KEYS = ("results", "measures", "metrics", "outcomes")
PERIOD_KEYS = ("period", "quarter", "cycle", "year", "timeframe", "horizon")
WHOSE = ("name", "team", *ORGANISATION_KEYS)
# Fields that say whose a statement is, and when: read as titles, or only ways to point to it.
BESIDE = frozenset({*WHOSE, *PERIOD_KEYS, "id", "number", "no"})
# Fields of a file that say nothing of its statements, and those that date all of them.
ABOUT_FILE = frozenset(
    "title author authors version status updated last_updated created date tags schema $schema "
    "license licence language lang url link layout draft slug".split()
)
DUE_KEYS = frozenset({"due", "due_date", "due_by", "deadline", "by", "by_when", "target_date"})
# A misspelt one of these is an error; other keys are the author's own.
SPELT = (
    "mission", "purpose", "vision", "values", "strategy", "objectives", "objective", "goals",
    "okrs", "key_results", "krs", "owner", "deadline",
)  # fmt: skip
_LISTED = 8
_ADVICE = "rename those that hold statements, or name their kind under `headings` in the settings"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the words of a statement."""

    owner: str | None = None
    due: str | None = None
    baseline: str | None = None
    target: str | None = None


def beside_as(key: str, kind: Declared) -> str | None:
    """Return which of these a key names beside a statement of a kind, or None."""
    name = key.replace("_", " ")
    if is_owner_column(name):
        return "owner"
    if is_due_column(name):
        return "due"
    if kind == "key_result":
        if is_baseline_column(name):
            return "baseline"
        return "target" if is_target_column(name) else None
    return None


@dataclass(slots=True)
class UnreadFields:
    """The fields that no statement was read from; those of many list items count once."""

    unknown: dict[str, str] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)

    def notes(self) -> tuple[Unchecked, ...]:
        """Name the fields that were not read, those of many list items once."""
        reasons = []
        if self.unknown:
            listed = _shortened(list(self.unknown.values()))
            reasons.append(f"unknown fields were not read: {listed}; {_ADVICE}")
        if self.context:
            listed = _shortened(list(self.context.values()))
            reasons.append(f"taken as context, not as statements: {listed}")
        return tuple(Unchecked("reader", None, reason) for reason in reasons)

    def add(self, key: str, path: str) -> None:
        """Keep an unknown field, with the known one that looks most like it."""
        name, place = spelt(key), re.sub(r"\[\d+\]", "[]", path)
        if CONTEXT.match(name.replace("_", " ")):
            self.context.setdefault(place, path)
            return
        close = difflib.get_close_matches(name, SPELT, n=1, cutoff=0.7)
        meant = f" (did you mean {close[0]!r}?)" if close and close[0] != name else ""
        self.unknown.setdefault(place, f"{path}{meant}")


def _shortened(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def is_beside(key: str) -> bool:
    """Whether a key above statements dates them, owns them, or is about the file alone."""
    name = key.replace("_", " ")
    if spelt(key) in BESIDE | ABOUT_FILE:
        return True
    return is_due_column(name) or is_owner_column(name)


def spelt(key: str) -> str:
    """Return a key in the one spelling that keys are compared in."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def joined(path: str, key: str) -> str:
    """Return the path of a key in the table at a path."""
    return f"{path}.{key}" if path else key


def kind_of_key(key: str) -> Declared | None:
    """Return the kind that a key names."""
    return kind_of(key.replace("_", " "))


def has_kinds(value: Field) -> bool:
    """Whether a table, or one below it, has keys that name kinds."""
    return any(
        kind_of_key(key) is not None
        or any(
            i.table is not None and has_kinds(i)
            for i in (item.items if item.type == "list" else (item,))
        )
        for key, item in (value.table or {}).items()
    )


def holds_statements(value: Field, kind: Declared) -> bool:
    """Whether a key such as "strategy" or "okrs" only gathers tables that say what is what."""
    if value.type == "list":
        return bool(value.items) and all(holds_statements(i, kind) for i in value.items)
    if value.table is None or own_text(value.table) is not None:
        return False
    kinds = {kind_of_key(key) for key in value.table} - {None}
    # Key results belong to the objective whose key or text stands beside them.
    return bool(kinds - {"key_result"}) and not (kind == "values" and len(kinds) < 2)


def own_text(table: Mapping[str, Field]) -> tuple[str, Field] | None:
    """Return the key and field that hold the words of a statement, or None."""
    keys = {spelt(key): key for key in table}
    for name in (*TEXT_KEYS, *NAME_KEYS):
        if name in keys and table[keys[name]].type == "text":
            return keys[name], table[keys[name]]
    return None


def named_text(table: Mapping[str, Field], key: str, words: Field) -> str:
    """Return the words of a value with its name in front: "Thrift: we mend what we have"."""
    if spelt(key) not in NAME_KEYS:
        return words.text
    texts = {spelt(k): v.text for k, v in table.items() if v.type == "text"}
    name = next((texts[k] for k in ("title", "name", "label") if k in texts), "")
    said = next((texts[k] for k in ("description", "summary") if k in texts), "")
    return f"{name}: {said}" if name and said else words.text
