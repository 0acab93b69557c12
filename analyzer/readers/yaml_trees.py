"""YAML as a tree of fields, from the parser's events: no object is ever constructed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from analyzer.errors import InputError
from analyzer.readers.trees import MAX_DEPTH, MAX_FIELDS, Field, Type, checked, too_deep

# The parser in C is ten times as fast; both give the same events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TYPES: dict[str, Type] = {
    "str": "text", "int": "number", "float": "number", "bool": "boolean", "null": "nothing",
    "timestamp": "date", "seq": "list", "map": "table", "merge": "text", "value": "text",
}  # fmt: skip
_PREFIX = "tag:yaml.org,2002:"


def read_yaml(text: str, name: str) -> tuple[Field, ...]:
    """Return the documents of a YAML file; `<<` puts in the keys of another table.

    Raises:
        InputError: a syntax error, a key given twice, a tag, an alias of nothing, or too deep or
            too large a tree; names the line.
    """
    reading = _Reading(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reading.step(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}: line {mark.line + 1}, column {mark.column + 1}" if mark else name
        problem = error.problem or error.context or "cannot be read"
        raise InputError(f"{place}: not YAML: {problem}; correct it there") from error
    except yaml.YAMLError as error:
        problem = str(error).splitlines()[0]
        raise InputError(f"{name}: not YAML: {problem}; save it as plain text") from error
    return tuple(reading.documents)


@dataclass(slots=True)
class _Open:
    """A list or table whose end has not come yet.

    Attributes:
        start: where it begins.
        below: the fields in it so far; of a table keys and values in turn.
        size: fields in it, those counted that its aliases stand for.
        depth: of the deepest of them.
    """

    start: CollectionStartEvent
    below: list[Field] = field(default_factory=list)
    size: int = 1
    depth: int = 0


@dataclass(slots=True)
class _Reading:
    """Goes through the events; only open collections are kept, so no nesting can exhaust it."""

    name: str
    documents: list[Field] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Field, int, int]] = field(default_factory=dict)

    def step(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case ScalarEvent():
                self._add(self._scalar(event), event.anchor, 1, 0)
            case AliasEvent():
                if event.anchor not in self.anchors:
                    raise self._error(event, f"the alias *{event.anchor} names nothing above it")
                found, size, depth = self.anchors[event.anchor]
                self._add(found, None, size, depth)
            case CollectionStartEvent():
                self._check_tag(event, self._plain_tag(event))
                self.opened.append(_Open(event))
                if len(self.opened) > MAX_DEPTH:
                    raise too_deep(self.name)
            case CollectionEndEvent():
                self._close()
            case DocumentEndEvent():
                self.anchors.clear()

    def _add(self, found: Field, anchor: str | None, size: int, depth: int) -> None:
        """Put a finished field into what is open; its size counts what its aliases stand for."""
        if size > MAX_FIELDS:
            raise InputError(
                f"{self.name}: line {found.line}: more than {MAX_FIELDS:,} fields stand here, "
                "those counted that aliases repeat; give the part with the statements"
            )
        if len(self.opened) + depth > MAX_DEPTH:
            raise too_deep(self.name)
        if anchor:
            self.anchors[anchor] = (found, size, depth)
        if not self.opened:
            self.documents.append(found)
            return
        above = self.opened[-1]
        above.below.append(found)
        above.size, above.depth = above.size + size, max(above.depth, depth)

    def _close(self) -> None:
        done = self.opened.pop()
        start = done.start
        place = _place(start)
        if isinstance(start, MappingStartEvent):
            found = Field("table", "", (), self._table(done.below), *place)
        else:
            found = Field("list", "", tuple(done.below), None, *place)
        self._add(found, start.anchor, done.size, done.depth + 1)

    def _table(self, below: list[Field]) -> dict[str, Field]:
        table: dict[str, Field] = {}
        merged: list[Field] = []
        for key, value in list(pairwise(below))[::2]:
            place = f"{self.name}: line {key.line}"
            if key.type in ("list", "table"):
                raise InputError(f"{place}: a key must be a word, not a {key.type}")
            if key.text == "<<":
                merged.extend(value.items if value.type == "list" else (value,))
            elif key.text in table:
                raise InputError(f"{place}: key {key.text!r} stands twice in one table; keep one")
            else:
                table[key.text] = value
        for other in merged:
            for name, value in (other.table or {}).items():
                table.setdefault(name, value)
        return table

    def _scalar(self, event: ScalarEvent) -> Field:
        tag = event.tag
        if tag is None and event.implicit[0]:
            tag = _resolve(yaml.ScalarNode, event.value, event.implicit)
        type = self._check_tag(event, f"{_PREFIX}str" if tag in (None, "!") else tag)
        text = checked(event.value, self.name) if type == "text" else event.value
        return Field(type, text, (), None, *_place(event))

    def _plain_tag(self, event: CollectionStartEvent) -> str:
        default = "map" if isinstance(event, MappingStartEvent) else "seq"
        return event.tag or f"{_PREFIX}{default}"

    def _check_tag(self, event: NodeEvent, tag: str) -> Type:
        """Return the type that a tag names; none but the plain ones are read."""
        type = _TYPES.get(tag.removeprefix(_PREFIX))
        if type is None:
            raise self._error(event, f"the tag {tag!r} is not read; give a plain text")
        return type

    def _error(self, event: Event, fault: str) -> InputError:
        line, column = _place(event)
        return InputError(f"{self.name}: line {line}, column {column}: {fault}")


def _place(event: Event) -> tuple[int | None, int | None]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (None, None)


_resolve: Callable[..., str] = yaml.resolver.Resolver().resolve
