"""Structured input: a batch record, an API request or one pasted statement becomes a Document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from analyzer.documents import Document, Passage, join_fields
from analyzer.errors import InputError
from analyzer.readers.headings import kind_of
from analyzer.readers.names import near_miss, nearest
from analyzer.types import DECLARED, Declared, Location

_FIELD_KINDS: tuple[Declared, ...] = ("mission", "vision", "values", "strategy")


def _clean(value: Any) -> Any:
    """Trim a text and give it plain line ends; refuse what cannot be written as UTF-8."""
    if not isinstance(value, str):
        return value
    if not value.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise ValueError("holds bytes or escapes that are no text; save the input as UTF-8")
    return value.replace("\r\n", "\n").strip()


def _named(value: Any) -> Any:
    """Take a number for an id or name."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return _clean(value)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _item(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _declared(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    label = value.strip()
    key = label.lower().replace(" ", "_").replace("-", "_")
    if not label or key in ("none", "null"):
        return None
    if key in DECLARED:
        return key
    if (kind := kind_of(label)) is not None:
        return kind
    raise ValueError(f"{label!r} names no kind; give one of {', '.join(DECLARED)} or leave it out")


Text = Annotated[str, BeforeValidator(_clean)]
Name = Annotated[str | None, BeforeValidator(_named)]
Texts = Annotated[list[Text], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class KeyResultField(_Strict):
    """A key result as a text, or with its owner and date."""

    text: Text
    owner: Name = None
    due: Name = None


class ObjectiveField(_Strict):
    """An objective as a text, or with its key results."""

    text: Text
    key_results: list[Annotated[KeyResultField, BeforeValidator(_item)]] | None = None
    owner: Name = None
    due: Name = None


class Record(_Strict):
    """One organisation's statements, or one statement: the body of a batch line or API request.

    Attributes:
        id: the caller's own name for it; numbers become text.
        text: one statement; then none of the five fields below may be given.
        declared: what the caller says `text` is, or None.
        mission: a text or several.
        vision: a text or several.
        values: a text or several.
        strategy: a text or several.
        objectives: texts, or objects with key results.
        language: "en" to analyse a text whatever its language is guessed to be.
    """

    id: Name = None
    text: Text | None = None
    declared: Annotated[Declared | None, BeforeValidator(_declared)] = None
    mission: Texts | None = None
    vision: Texts | None = None
    values: Texts | None = None
    strategy: Texts | None = None
    objectives: (
        Annotated[list[Annotated[ObjectiveField, BeforeValidator(_item)]], BeforeValidator(_listed)]
        | None
    ) = None
    language: str | None = None

    _row: int | None = PrivateAttr(default=None)
    _lists: frozenset[str] = PrivateAttr(default=frozenset())

    @model_validator(mode="after")
    def _one_shape(self) -> Record:
        parts = [f for f in (*_FIELD_KINDS, "objectives") if getattr(self, f) is not None]
        if self.text is not None and parts:
            raise ValueError(f"give either text or {parts[0]}, not both")
        if self.text is None and self.declared is not None and parts:
            raise ValueError("declared goes with text; the other fields declare themselves")
        return self


FIELDS: tuple[str, ...] = tuple(Record.model_fields)


def parse_record(value: object, *, extra: bool = False) -> Record:
    """Check a decoded JSON object and return it as a Record.

    Args:
        value: the object.
        extra: accept fields of the caller's own, unless one looks like a misspelt known field.

    Raises:
        InputError: wrong shape, wrong type, an unknown field or no statement; one line that names
            the field.
    """
    if not isinstance(value, Mapping):
        raise InputError(
            f'expected an object such as {{"id": "a1", "text": "…"}}, not {_type_name(value)}'
        )
    given = dict(cast("Mapping[str, Any]", value))
    if extra:
        given = {k: v for k, v in given.items() if k in FIELDS or _is_misspelt(str(k))}
    try:
        record = Record.model_validate(given)
    except ValidationError as error:
        raise InputError(_one_line(error)) from error
    record._lists = frozenset(k for k in _FIELD_KINDS if isinstance(given.get(k), list))
    if not any(passage_text for passage_text, _ in _fields(record)):
        where = "text is blank" if record.text is not None else "no statement"
        raise InputError(f"{where}; fill text, mission, vision, values, strategy or objectives")
    return record


def record_document(record: Record, *, name: str) -> Document:
    """Return the document of a record: every field or list item is one statement.

    Args:
        record: a checked record; blank fields are left out.
        name: what a person calls its source, such as the batch file.
    """
    fields = [(text, passage) for text, passage in _fields(record)]
    return join_fields(record.id or "text", name, fields, single=record.text is not None)


def statement_document(
    text: str, *, declared: Declared | None = None, id: str = "text", name: str = "<text>"
) -> Document:
    """Return the document of one pasted statement, with the text exactly as given.

    Raises:
        InputError: the text is blank, or holds what is no text.
    """
    if not text.strip():
        raise InputError(f"{name}: no text; give a statement to look at")
    if not text.isascii() and any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise InputError(f"{name}: not UTF-8; save or paste it as UTF-8 and try again")
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    before = text[:start]
    line = before.count("\n") + 1
    location = Location(line, start - (before.rfind("\n") + 1) + 1)
    passage = Passage(line_segments(text, start, end), location, declared)
    return Document(id, name, text, (passage,), single=True)


def line_segments(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return a range as segments that leave out the carriage return of each CRLF."""
    segments, position = [], start
    while (found := text.find("\r\n", position, end)) >= 0:
        if found > position:
            segments.append((position, found))
        position = found + 1
    if position < end:
        segments.append((position, end))
    return tuple(segments)


def _fields(record: Record) -> Iterator[tuple[str, Passage]]:
    """Yield each statement of a record with its kind, place and parent."""
    index = 0
    if record.text:
        yield record.text, Passage((), Location(path=_path(record, "text")), record.declared)
    for kind in _FIELD_KINDS:
        for position, text in enumerate(getattr(record, kind) or ()):
            if text:
                path = f"{kind}[{position}]" if kind in record._lists else kind
                yield text, Passage((), Location(path=_path(record, path)), kind)
                index += 1
    for number, objective in enumerate(record.objectives or ()):
        parent = None
        path = f"objectives[{number}]"
        if objective.text:
            yield (
                objective.text,
                Passage(
                    (),
                    Location(path=_path(record, path)),
                    "objective",
                    owner=objective.owner or None,
                    due=objective.due or None,
                ),
            )
            parent, index = index, index + 1
        for position, result in enumerate(objective.key_results or ()):
            if result.text:
                yield (
                    result.text,
                    Passage(
                        (),
                        Location(path=_path(record, f"{path}.key_results[{position}]")),
                        "key_result",
                        parent,
                        owner=result.owner or None,
                        due=result.due or None,
                    ),
                )
                index += 1


def _path(record: Record, path: str) -> str:
    """Return the place of a field: of a JSON field as it is, of a CSV cell by row and column."""
    if record._row is None:
        return path
    column, bracket, rest = path.partition("[")
    line = f", line {int(rest.split(']')[0]) + 1}" if bracket else ""
    return f"row {record._row}, column {column}{line}"


def _is_misspelt(name: str) -> bool:
    return near_miss(name, FIELDS) is not None


def _type_name(value: object) -> str:
    names = {type(None): "null", bool: "a boolean", str: "a string", list: "a list"}
    return names.get(type(value), "a number" if isinstance(value, (int, float)) else "an object")


def _one_line(error: ValidationError) -> str:
    """Say the first fault of a record in one line that names its field."""
    fault = error.errors(include_url=False)[0]
    place = ""
    for part in fault["loc"]:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    if fault["type"] == "extra_forbidden":
        own = str(fault["loc"][-1])
        known = FIELDS
        if len(fault["loc"]) > 1:
            model = KeyResultField if "key_results" in fault["loc"] else ObjectiveField
            known = tuple(model.model_fields)
        return f"unknown field {place!r}; did you mean {nearest(own, known)!r}?"
    if fault["type"] == "missing":
        return f"field {place!r} is missing"
    if fault["type"] == "value_error":
        message = str(fault["ctx"]["error"])
        return f"field {place!r}: {message}" if place else message
    wanted = {
        "string_type": "a text",
        "list_type": "a text or a list of texts",
        "model_type": "a text or an object with a text",
        "model_attributes_type": "a text or an object with a text",
        "literal_error": f"one of {', '.join(DECLARED)}",
    }.get(fault["type"], fault["msg"])
    return f"field {place!r} must be {wanted}, not {_type_name(fault['input'])}"
