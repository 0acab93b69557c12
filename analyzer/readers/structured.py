"""YAML, JSON and TOML: keys that name kinds, in whatever nesting people keep their strategy.

The shape, which `docs/formats.md` describes, is forgiving where the meaning is plain and strict
where it is not. Every field or list item is one statement.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from analyzer.documents import Document, Passage, join_fields
from analyzer.errors import InputError
from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.grid import is_baseline_column, is_target_column
from analyzer.readers.headings import find_label, kind_of
from analyzer.readers.names import near_miss
from analyzer.readers.organisations import ORGANISATION_KEYS, check_single
from analyzer.readers.outline import NO_STATEMENT
from analyzer.readers.suppressions import find_hash_suppressions, has_hash_comment
from analyzer.readers.trees import Field, read_tree
from analyzer.types import Declared, Location, Unchecked

# Keys under which a table keeps the words of its statement, the first one found.
_TEXT_KEYS = ("text", "statement", "objective", "goal", "okr", "kr", "key_result", "result")
_NAME_KEYS = ("title", "name", "label", "description", "summary")
_RESULT_KEYS = ("results", "measures", "metrics", "outcomes")
_PERIOD_KEYS = ("period", "quarter", "cycle", "year", "timeframe", "horizon")
_WHOSE = ("name", "team", *ORGANISATION_KEYS)
# Fields that say whose a statement is, and when: read as titles, or only ways to point to it.
_BESIDE = frozenset({*_WHOSE, *_PERIOD_KEYS, "id", "number", "no"})
_LISTED = 8
_TOML_COMMENT = (
    "comments that set findings aside are not read in TOML; keep the strategy in YAML or Markdown"
)
# A misspelt one of these is an error; other keys are the author's own.
_SPELT = (
    "mission", "purpose", "vision", "values", "strategy", "objectives", "objective", "goals",
    "okrs", "key_results", "krs", "owner", "deadline",
)  # fmt: skip


def read_structured(text: str, suffix: str, *, id: str, name: str) -> Document:
    """Find the statements of a YAML, JSON or TOML file.

    Args:
        text: the file.
        suffix: .yaml, .yml, .json or .toml.
        id: id of the document.
        name: what a person calls it.

    Returns:
        The document; each statement has its path, and in YAML its line.

    Raises:
        InputError: a syntax error, a field of the wrong shape, or several organisations in one
            file; names path and line.
    """
    reading = _Reading(name)
    documents = read_tree(text, suffix, name)
    check_single(documents, name)
    for number, tree in enumerate(documents):
        reading.organisation(tree, f"[{number}]" if len(documents) > 1 else "", ())
    notes: tuple[Unchecked, ...] = (
        () if reading.found else (Unchecked("document", None, NO_STATEMENT),)
    )
    if suffix == ".toml" and has_hash_comment(text):
        notes += (Unchecked("suppression", None, _TOML_COMMENT),)
    document = join_fields(id, name, reading.found, notes + reading.notes())
    if suffix not in (".yaml", ".yml"):
        return document
    found = find_hash_suppressions(text, document)
    return replace(document, suppressions=tuple(found))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the words of a statement."""

    owner: str | None = None
    due: str | None = None
    baseline: str | None = None
    target: str | None = None


def _beside_as(key: str, kind: Declared) -> str | None:
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
class _Reading:
    """Goes through a tree of fields and keeps the statements in their order."""

    name: str
    found: list[tuple[str, Passage]] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)

    def notes(self) -> tuple[Unchecked, ...]:
        """Name the fields that were not read, those of many list items once."""
        unread = list(self.unread.values())
        if not unread:
            return ()
        more = len(unread) - _LISTED
        listed = ", ".join(unread[:_LISTED]) + (f" and {more} more" if more > 0 else "")
        return (Unchecked("reader", None, f"unknown fields were not read: {listed}"),)

    def _note(self, key: str, path: str) -> None:
        """Keep an unknown field, with the known one that looks most like it."""
        close = difflib.get_close_matches(_spelt(key), _SPELT, n=1, cutoff=0.7)
        meant = f" (did you mean {close[0]!r}?)" if close else ""
        self.unread.setdefault(re.sub(r"\[\d+\]", "[]", path), f"{path}{meant}")

    def _note_rest(
        self, table: Mapping[str, Field], path: str, own: Container[str], kind: Declared
    ) -> None:
        """Keep the fields beside the words of a statement that nothing reads."""
        for key, value in table.items():
            beside = _beside_as(key, kind) is not None or _spelt(key) in _BESIDE
            if value.type != "nothing" and _spelt(key) not in own and not beside:
                self._note(key, _join(path, key))

    # Organisations, teams and whatever else holds statements

    def organisation(self, tree: Field, path: str, titles: tuple[str, ...]) -> None:
        """Read a table of statements, a list of such tables, or a table of them by name."""
        if tree.type == "nothing":
            return
        if tree.type == "list" and all(item.table is not None for item in tree.items):
            for number, item in enumerate(tree.items):
                self.organisation(item, f"{path}[{number}]", titles)
            return
        if tree.table is None:
            self._refuse(tree, path, "must be a table of fields, such as mission: …")
        titles = (*titles, *self._titles(tree.table))
        alone = len([k for k in tree.table if _kind(k) == "objective"]) == 1
        parent: int | None = None
        for key, value in tree.table.items():
            place = _join(path, key)
            kind = _kind(key)
            if kind is None:
                self._other(key, value, place, titles)
            elif _holds_statements(value, kind):
                self.organisation(value, place, (*titles, key))
            elif kind == "objective":
                objectives = self._objectives(value, place, (*titles, key))
                parent = objectives[0] if alone and len(objectives) == 1 else None
            elif kind == "key_result":
                self._results(value, place, (*titles, key), parent)
            else:
                self._texts(value, place, (*titles, key), kind)

    def _titles(self, table: Mapping[str, Field]) -> Iterator[str]:
        """Yield what says whose statements these are, and of which period."""
        for key, value in table.items():
            wanted = key.lower() in _WHOSE
            if value.text and (wanted or key.lower() in _PERIOD_KEYS or is_due_column(key)):
                yield value.text

    def _other(self, key: str, value: Field, path: str, titles: tuple[str, ...]) -> None:
        """Look below a key that names no kind; note it where it holds words that are not read."""
        if meant := near_miss(_spelt(key), _SPELT):
            raise InputError(f"{self._place(value, path)} is unknown; did you mean {meant!r}?")
        below = value.items if value.type == "list" else (value,)
        if any(item.table is not None and _has_kinds(item) for item in below):
            self.organisation(value, path, (*titles, key))
        elif value.type != "nothing" and not (_spelt(key) in _BESIDE or is_due_column(key)):
            self._note(key, path)

    # Statements

    def _texts(self, value: Field, path: str, titles: tuple[str, ...], kind: Declared) -> None:
        """Read a text, a list of them, or a table of names and texts: "Thrift: we mend"."""
        if value.type == "list":
            for number, item in enumerate(value.items):
                if item.type == "list":
                    self._refuse(item, f"{path}[{number}]", "must be a text, not a list")
                self._texts(item, f"{path}[{number}]", titles, kind)
        elif value.table is None:
            self._add(value, path, titles, kind)
        elif words := _own_text(value.table):
            self._add(words[1], path, titles, kind, words=_named(value.table, *words))
            named = _spelt(words[0]) in _NAME_KEYS
            self._note_rest(value.table, path, _NAME_KEYS if named else (words[0],), kind)
        else:
            for key, item in value.table.items():
                if item.type not in ("text", "nothing"):
                    self._refuse(item, _join(path, key), "must be a text")
                words_of = f"{key}: {item.text}" if item.text.strip() else key
                self._add(item, _join(path, key), titles, kind, words=words_of)

    def _objectives(self, value: Field, path: str, titles: tuple[str, ...]) -> list[int]:
        """Read objectives and return their indices."""
        if value.type == "list":
            return [
                index
                for number, item in enumerate(value.items)
                for index in self._objective(item, f"{path}[{number}]", titles)
            ]
        if value.table is not None and _own_text(value.table) is None:
            return [
                index
                for key, item in value.table.items()
                for index in self._objective_of(key, item, _join(path, key), titles)
            ]
        return self._objective(value, path, titles)

    def _objective(
        self, value: Field, path: str, titles: tuple[str, ...], words: str = ""
    ) -> list[int]:
        """Read one objective with its key results."""
        if value.table is None:
            return self._add(value, path, titles, "objective")
        own = _own_text(value.table)
        if own is None and not words:
            if _has_kinds(value):
                self.organisation(value, path, titles)
                return []
            self._refuse(value, path, "needs a text, under text, objective, title or name")
        titles = (*titles, *(v.text for k, v in value.table.items() if k.lower() in _PERIOD_KEYS))
        source, text = (own[1], None) if own is not None else (value, words)
        found = self._add(
            source, path, titles, "objective", self._beside(value, path, "objective"), text
        )
        for key, item in value.table.items():
            place = _join(path, key)
            if own is not None and key == own[0]:
                continue
            if _kind(key) == "key_result" or _spelt(key) in _RESULT_KEYS:
                self._results(item, place, titles, found[0] if found else None)
            elif meant := near_miss(_spelt(key), _SPELT):
                raise InputError(f"{self._place(item, place)} is unknown; did you mean {meant!r}?")
        read = [k for k in map(_spelt, value.table) if _kind(k) == "key_result"]
        read += [*_RESULT_KEYS, *(own[:1] if own else ())]
        self._note_rest(value.table, path, read, "objective")
        return found

    def _objective_of(
        self, key: str, value: Field, path: str, titles: tuple[str, ...]
    ) -> list[int]:
        """Read an objective by its key: "O1: text", or "Text: [key results]"."""
        label = find_label(key)
        numbered = (label is not None and label.end >= len(key)) or len(key.split()) == 1
        if value.table is not None:
            own = _own_text(value.table)
            return self._objective(value, path, titles, "" if own or numbered else key)
        if numbered:
            return self._objective(value, path, titles)
        found = self._add(value, path, titles, "objective", words=key)
        self._results(value, path, titles, found[0])
        return found

    def _results(
        self, value: Field, path: str, titles: tuple[str, ...], parent: int | None
    ) -> None:
        """Read key results: a text, a list, or a table of them by label."""
        if value.type == "list":
            for number, item in enumerate(value.items):
                self._result(item, f"{path}[{number}]", titles, parent)
        elif value.table is not None and _own_text(value.table) is None:
            for key, item in value.table.items():
                self._result(item, _join(path, key), titles, parent)
        else:
            self._result(value, path, titles, parent)

    def _result(self, value: Field, path: str, titles: tuple[str, ...], parent: int | None) -> None:
        if value.table is None:
            self._add(value, path, titles, "key_result", parent=parent)
            return
        own = _own_text(value.table)
        if own is None:
            self._refuse(value, path, "needs a text, under text, kr, result or name")
        beside = self._beside(value, path, "key_result")
        self._add(own[1], path, titles, "key_result", beside, parent=parent)
        self._note_rest(value.table, path, own[:1], "key_result")

    def _beside(self, value: Field, path: str, kind: Declared) -> _Beside:
        """Return what stands beside the words of an objective or key result."""
        found: dict[str, str] = {}
        for key, item in (value.table or {}).items():
            what = _beside_as(key, kind)
            if what is None:
                continue
            if item.type not in ("text", "number", "date", "nothing"):
                parts = item.items
                if not parts or any(part.type != "text" for part in parts):
                    shape = "a name or a date" if what in ("owner", "due") else "a value"
                    self._refuse(item, _join(path, key), f"must be {shape}")
                item = Field("text", ", ".join(part.text for part in parts))
            words = " ".join(item.text.split()) if item.type != "nothing" else ""
            if words:
                found.setdefault(what, words)
        return _Beside(**found)

    def _add(
        self,
        value: Field,
        path: str,
        titles: tuple[str, ...],
        kind: Declared,
        beside: _Beside | None = None,
        words: str | None = None,
        parent: int | None = None,
    ) -> list[int]:
        """Add a statement and return its index in a list; blank ones are left out."""
        if words is None:
            if value.type == "nothing":
                return []
            if value.type not in ("text", "date"):
                named = "a table" if value.type == "table" else f"a {value.type}"
                self._refuse(value, path, f"must be a text or a list of texts, not {named}")
            words = value.text
        text = words.strip()
        if not any(c.isalnum() for c in text):
            return []
        beside = beside or _Beside()
        location = Location(value.line, value.column, path or None)
        heading = " / ".join(dict.fromkeys(title for title in titles if title))
        passage = Passage(
            (), location, kind, parent, heading,
            beside.owner, beside.due, beside.baseline, beside.target,
        )  # fmt: skip
        self.found.append((text, passage))
        return [len(self.found) - 1]

    def _refuse(self, value: Field, path: str, shape: str) -> NoReturn:
        raise InputError(f"{self._place(value, path)} {shape}")

    def _place(self, value: Field, path: str) -> str:
        line = f"line {value.line}: " if value.line else ""
        return f"{self.name}: {line}field {path!r}" if path else f"{self.name}: {line}the file"


def _spelt(key: str) -> str:
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _kind(key: str) -> Declared | None:
    """Return the kind that a key names."""
    return kind_of(key.replace("_", " "))


def _has_kinds(value: Field) -> bool:
    """Whether a table, or one below it, has keys that name kinds."""
    return any(
        _kind(key) is not None
        or any(
            i.table is not None and _has_kinds(i)
            for i in (item.items if item.type == "list" else (item,))
        )
        for key, item in (value.table or {}).items()
    )


def _holds_statements(value: Field, kind: Declared) -> bool:
    """Whether a key such as "strategy" or "okrs" only gathers tables that say what is what."""
    if value.type == "list":
        return bool(value.items) and all(_holds_statements(i, kind) for i in value.items)
    if value.table is None or _own_text(value.table) is not None:
        return False
    kinds = {_kind(key) for key in value.table} - {None}
    # Key results belong to the objective whose key or text stands beside them.
    return bool(kinds - {"key_result"}) and not (kind == "values" and len(kinds) < 2)


def _own_text(table: Mapping[str, Field]) -> tuple[str, Field] | None:
    """Return the key and field that hold the words of a statement, or None."""
    keys = {_spelt(key): key for key in table}
    for name in (*_TEXT_KEYS, *_NAME_KEYS):
        if name in keys and table[keys[name]].type == "text":
            return keys[name], table[keys[name]]
    return None


def _named(table: Mapping[str, Field], key: str, words: Field) -> str:
    """Return the words of a value with its name in front: "Thrift: we mend what we have"."""
    if _spelt(key) not in _NAME_KEYS:
        return words.text
    texts = {_spelt(k): v.text for k, v in table.items() if v.type == "text"}
    name = next((texts[k] for k in ("title", "name", "label") if k in texts), "")
    said = next((texts[k] for k in ("description", "summary") if k in texts), "")
    return f"{name}: {said}" if name and said else words.text
