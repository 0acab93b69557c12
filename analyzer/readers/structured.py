"""YAML, JSON and TOML: keys that name kinds, in whatever nesting people keep their strategy.

The shape, which `docs/formats.md` describes, is forgiving where the meaning is plain and strict
where it is not. Every field or list item is one statement.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from analyzer.documents import Document, Passage, join_fields
from analyzer.errors import InputError
from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.fields import (
    ABOUT_FILE,
    BESIDE,
    DUE_KEYS,
    NAME_KEYS,
    PERIOD_KEYS,
    RESULT_KEYS,
    SPELT,
    WHOSE,
    Beside,
    UnreadFields,
    beside_as,
    has_kinds,
    holds_statements,
    is_beside,
    joined,
    kind_of_key,
    named_text,
    own_text,
    spelt,
)
from analyzer.readers.headings import find_label, is_period
from analyzer.readers.names import near_miss
from analyzer.readers.organisations import check_single
from analyzer.readers.outline import NO_STATEMENT
from analyzer.readers.suppressions import find_hash_suppressions, has_hash_comment
from analyzer.readers.trees import Field, read_tree
from analyzer.types import Declared, Location, Unchecked

_TOML_COMMENT = (
    "comments that set findings aside are not read in TOML; keep the strategy in YAML or Markdown"
)
_OBJECTIVES_OR_RESULTS = (
    "may be a list of objectives or of key results; write text: with the objective's words, and "
    "key_results: with the list"
)


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
    document = join_fields(id, name, reading.found, notes + reading.unread.notes())
    if suffix not in (".yaml", ".yml"):
        return document
    found = find_hash_suppressions(text, document)
    return replace(document, suppressions=tuple(found))


def _has_results(priorities: Field) -> bool:
    """Whether a priority has key results below it, so that all of them are objectives."""
    return any(
        kind_of_key(key) == "key_result" or spelt(key) in RESULT_KEYS
        for item in priorities.items
        for key in item.table or ()
    )


@dataclass(slots=True)
class _Reading:
    """Goes through a tree of fields and keeps the statements in their order."""

    name: str
    found: list[tuple[str, Passage]] = field(default_factory=list)
    unread: UnreadFields = field(default_factory=UnreadFields)
    above: list[Beside] = field(default_factory=lambda: [Beside()])

    def _note_rest(
        self, table: Mapping[str, Field], path: str, own: Container[str], kind: Declared
    ) -> None:
        """Keep the fields beside the words of a statement that nothing reads."""
        for key, value in table.items():
            beside = beside_as(key, kind) is not None or spelt(key) in BESIDE
            if value.type != "nothing" and spelt(key) not in own and not beside:
                self.unread.add(key, joined(path, key))

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
        self.above.append(self._below(tree.table, path))
        self._fields(tree.table, path, titles)
        self.above.pop()

    def _below(self, table: Mapping[str, Field], path: str) -> Beside:
        """Return owner and date that a table gives to all objectives and key results in it."""
        own = {
            key: value
            for key, value in table.items()
            if value.type != "nothing"
            and (is_owner_column(key.replace("_", " ")) or spelt(key) in DUE_KEYS)
        }
        given, above = self._beside(Field("table", table=own), path, "objective"), self.above[-1]
        return Beside(given.owner or above.owner, given.due or above.due)

    def _fields(self, table: Mapping[str, Field], path: str, titles: tuple[str, ...]) -> None:
        alone = len([k for k in table if kind_of_key(k) == "objective"]) == 1
        parent: int | None = None
        for key, value in table.items():
            place = joined(path, key)
            kind = kind_of_key(key)
            if kind is None:
                self._other(key, value, place, titles)
            elif holds_statements(value, kind):
                self.organisation(value, place, (*titles, key))
            elif kind == "objective" or (kind == "strategy" and _has_results(value)):
                objectives = self._objectives(value, place, (*titles, key))
                parent = objectives[0] if alone and len(objectives) == 1 else None
            elif kind == "key_result":
                self._results(value, place, (*titles, key), parent)
            else:
                self._texts(value, place, (*titles, key), kind)

    def _titles(self, table: Mapping[str, Field]) -> Iterator[str]:
        """Yield what says whose statements these are, and of which period."""
        for key, value in table.items():
            dated = is_due_column(key) and spelt(key) not in ABOUT_FILE
            if value.text and (key.lower() in (*WHOSE, *PERIOD_KEYS) or dated):
                yield value.text

    def _other(self, key: str, value: Field, path: str, titles: tuple[str, ...]) -> None:
        """Look below a key that names no kind; note it where it holds words that are not read."""
        if meant := near_miss(spelt(key), SPELT):
            raise InputError(f"{self._place(value, path)} is unknown; did you mean {meant!r}?")
        below = value.items if value.type == "list" else (value,)
        if any(item.table is not None and has_kinds(item) for item in below):
            self.organisation(value, path, (*titles, key))
        elif value.type != "nothing" and not is_beside(key):
            self.unread.add(key, path)

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
        elif words := own_text(value.table):
            self._add(words[1], path, titles, kind, words=named_text(value.table, *words))
            named = spelt(words[0]) in NAME_KEYS
            self._note_rest(value.table, path, NAME_KEYS if named else (words[0],), kind)
        else:
            for key, item in value.table.items():
                if item.type not in ("text", "nothing"):
                    self._refuse(item, joined(path, key), "must be a text")
                words_of = f"{key}: {item.text}" if item.text.strip() else key
                self._add(item, joined(path, key), titles, kind, words=words_of)

    def _objectives(self, value: Field, path: str, titles: tuple[str, ...]) -> list[int]:
        """Read objectives and return their indices."""
        if value.type == "list":
            return [
                index
                for number, item in enumerate(value.items)
                for index in self._objective(item, f"{path}[{number}]", titles)
            ]
        if value.table is not None and own_text(value.table) is None:
            return [
                index
                for key, item in value.table.items()
                for index in self._objective_of(key, item, joined(path, key), titles)
            ]
        return self._objective(value, path, titles)

    def _objective(
        self, value: Field, path: str, titles: tuple[str, ...], words: str = ""
    ) -> list[int]:
        """Read one objective with its key results."""
        if value.table is None:
            return self._add(value, path, titles, "objective")
        own = own_text(value.table)
        if own is None and not words:
            if has_kinds(value):
                self.organisation(value, path, titles)
                return []
            self._refuse(value, path, "needs a text, under text, objective, title or name")
        titles = (*titles, *(v.text for k, v in value.table.items() if k.lower() in PERIOD_KEYS))
        source, text = (own[1], None) if own is not None else (value, words)
        found = self._add(
            source, path, titles, "objective", self._beside(value, path, "objective"), text
        )
        for key, item in value.table.items():
            place = joined(path, key)
            if own is not None and key == own[0]:
                continue
            if kind_of_key(key) == "key_result" or spelt(key) in RESULT_KEYS:
                self._results(item, place, titles, found[0] if found else None)
            elif meant := near_miss(spelt(key), SPELT):
                raise InputError(f"{self._place(item, place)} is unknown; did you mean {meant!r}?")
        read = [k for k in map(spelt, value.table) if kind_of_key(k) == "key_result"]
        read += [*RESULT_KEYS, *(own[:1] if own else ())]
        self._note_rest(value.table, path, read, "objective")
        return found

    def _objective_of(
        self, key: str, value: Field, path: str, titles: tuple[str, ...]
    ) -> list[int]:
        """Read an objective by its key: "O1: text", or "Text: [key results]"."""
        if is_period(key.replace("_", " ")):
            return self._objectives(value, path, (*titles, key))
        label = find_label(key)
        numbered = (label is not None and label.end >= len(key)) or len(key.split()) == 1
        if value.type == "list" and any(item.table and has_kinds(item) for item in value.items):
            return self._objectives(value, path, (*titles, key))
        if value.type == "list" and numbered:
            self._refuse(value, path, _OBJECTIVES_OR_RESULTS)
        if value.table is not None:
            own = own_text(value.table)
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
        elif value.table is not None and own_text(value.table) is None:
            for key, item in value.table.items():
                self._result(item, joined(path, key), titles, parent)
        else:
            self._result(value, path, titles, parent)

    def _result(self, value: Field, path: str, titles: tuple[str, ...], parent: int | None) -> None:
        if value.table is None:
            self._add(value, path, titles, "key_result", parent=parent)
            return
        own = own_text(value.table)
        if own is None:
            self._refuse(value, path, "needs a text, under text, kr, result or name")
        beside = self._beside(value, path, "key_result")
        self._add(own[1], path, titles, "key_result", beside, parent=parent)
        self._note_rest(value.table, path, own[:1], "key_result")

    def _beside(self, value: Field, path: str, kind: Declared) -> Beside:
        """Return what stands beside the words of an objective or key result."""
        found: dict[str, str] = {}
        for key, item in (value.table or {}).items():
            what = beside_as(key, kind)
            if what is None:
                continue
            if item.type not in ("text", "number", "date", "nothing"):
                parts = item.items
                if not parts or any(part.type != "text" for part in parts):
                    shape = "a name or a date" if what in ("owner", "due") else "a value"
                    self._refuse(item, joined(path, key), f"must be {shape}")
                item = Field("text", ", ".join(part.text for part in parts))
            words = " ".join(item.text.split()) if item.type != "nothing" else ""
            if words:
                found.setdefault(what, words)
        return Beside(**found)

    def _add(
        self,
        value: Field,
        path: str,
        titles: tuple[str, ...],
        kind: Declared,
        beside: Beside | None = None,
        words: str | None = None,
        parent: int | None = None,
    ) -> list[int]:
        """Add a statement and return its index in a list; blank ones are left out."""
        if words is None:
            if value.type == "nothing":
                return []
            if value.type not in ("text", "date"):
                named = "a table" if value.type == "table" else f"a {value.type}"
                shape = "a table with its text" if path.endswith("]") else "a list of texts"
                self._refuse(value, path, f"must be a text or {shape}, not {named}")
            words = value.text
        text = words.strip()
        if not any(c.isalnum() for c in text):
            return []
        beside = beside or Beside()
        if kind in ("objective", "key_result") and parent is None:
            above = self.above[-1]
            owner, due = beside.owner or above.owner, beside.due or above.due
            beside = replace(beside, owner=owner, due=due)
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
