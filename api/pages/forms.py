"""The form of the page: what was written into it, and the document that it makes.

A form keeps what was written whatever happens, so that no error costs anybody their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal, cast

from starlette.datastructures import FormData, UploadFile

from analyzer.documents import Document
from analyzer.errors import InputError
from analyzer.readers.files import decode
from analyzer.readers.records import parse_record, record_document, statement_document
from analyzer.registry import PROFILES, Profile
from analyzer.types import DECLARED, Declared
from api.settings import ServiceSettings

Shape = Literal["statement", "strategy", "document"]
SHAPES: tuple[Shape, ...] = ("statement", "strategy", "document")
FILES: tuple[str, ...] = (".md", ".markdown", ".txt")
OBJECTIVES = 3  # objectives that an empty form has room for
MAX_OBJECTIVES = 40
_PARTS = ("mission", "vision", "values", "strategy")


class FormError(Exception):
    """Something in the form cannot be used.

    Attributes:
        field: id of the control that it is about.
        message: what is wrong and what to do.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """One objective as written, with a key result a line."""

    text: str = ""
    results: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the form.

    Attributes:
        shape: which of the three ways is used; the others keep what they hold.
        text: one statement.
        declared: what it is said to be; empty where nothing is said.
        mission: of a strategy; so are vision, values (one a line), strategy and objectives.
        document: a strategy document in Markdown or plain text.
        name: the name of the file that it came from, or empty.
        profile: school of thought.
        english: analyse it as English whatever it looks like.
    """

    shape: Shape = "statement"
    text: str = ""
    declared: str = ""
    mission: str = ""
    vision: str = ""
    values: str = ""
    strategy: str = ""
    objectives: tuple[ObjectiveEntry, ...] = (ObjectiveEntry(),) * OBJECTIVES
    document: str = ""
    name: str = ""
    profile: Profile = "okr-hub"
    english: bool = False


async def read_entry(form: FormData, settings: ServiceSettings) -> tuple[Entry, FormError | None]:
    """Return what was sent, and what is wrong with its file where something is.

    Args:
        form: as it was sent; unknown fields are left alone, missing ones are empty.
        settings: of the service; give the default profile.
    """
    shape = _text(form, "shape")
    profile = _text(form, "profile")
    declared = _text(form, "declared")
    aims, results = form.getlist("objective"), form.getlist("results")
    pairs = [
        ObjectiveEntry(plain(aim), plain(results[i]) if i < len(results) else "")
        for i, aim in enumerate(aims[:MAX_OBJECTIVES])
    ]
    pairs += [ObjectiveEntry()] * (OBJECTIVES - len(pairs))
    if _text(form, "add") and len(pairs) < MAX_OBJECTIVES:
        pairs.append(ObjectiveEntry())
    entry = Entry(
        shape=shape if shape in SHAPES else "statement",
        text=_text(form, "text"),
        declared=declared if declared in DECLARED else "",
        mission=_text(form, "mission"),
        vision=_text(form, "vision"),
        values=_text(form, "values"),
        strategy=_text(form, "strategy"),
        objectives=tuple(pairs),
        document=_text(form, "document"),
        name=_file_name(_text(form, "name")),
        profile=profile if profile in PROFILES else settings.profile,
        english=_text(form, "language") == "en",
    )
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return entry, None
    name = _file_name(file.filename)
    entry = replace(entry, shape="document", name=name)
    if PurePath(name).suffix.lower() not in FILES:
        message = f"“{name}” is not Markdown (.md) or plain text (.txt); save it as one of them"
        return entry, FormError("file", message)
    try:
        text = decode(await file.read(), name)
    except InputError as error:
        return entry, FormError("file", str(error))
    return replace(entry, document=_lines(text)), None


def document_of(entry: Entry, settings: ServiceSettings) -> Document:
    """Return the document that a form makes.

    Raises:
        FormError: nothing is written, or more than the service reads.
    """
    try:
        document = _document(entry)
    except InputError as error:
        raise FormError(_first_field(entry), str(error)) from error
    _check_size(document, entry, settings)
    return document


def _document(entry: Entry) -> Document:
    if entry.shape == "statement":
        if not entry.text.strip():
            raise FormError("text", "Write or paste a statement first")
        declared = cast("Declared | None", entry.declared or None)
        return statement_document(entry.text, declared=declared, name="statement")
    if entry.shape == "strategy":
        record = dict(_record(entry))
        if not record:
            raise FormError("mission", "Fill in a mission, a vision, values or an objective first")
        return record_document(parse_record(record), name="strategy")
    if not entry.document.strip():
        raise FormError("document", "Paste a strategy document first, or choose a file")
    return _read(entry)


def _read(entry: Entry) -> Document:
    from analyzer.readers.markdown import read_markdown
    from analyzer.readers.text import read_plain

    name = entry.name or "document"
    id = PurePath(name).stem or "document"
    if PurePath(name).suffix.lower() == ".txt":
        return read_plain(entry.document, id=id, name=name)
    found = read_markdown(entry.document, id=id, name=name)
    if found.passages or entry.name:
        return found
    return read_plain(entry.document, id=id, name=name)


def _record(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Yield the fields of the record that a strategy makes, those that hold words."""
    for name in ("mission", "vision", "strategy"):
        if text := str(getattr(entry, name)).strip():
            yield name, text
    if values := _split(entry.values):
        yield "values", values
    objectives = [
        {"text": objective.text.strip(), "key_results": _split(objective.results)}
        for objective in entry.objectives
        if objective.text.strip() or objective.results.strip()
    ]
    if objectives:
        yield "objectives", objectives


def _check_size(document: Document, entry: Entry, settings: ServiceSettings) -> None:
    field = _first_field(entry)
    if len(document.passages) > settings.max_statements:
        message = f"More than {settings.max_statements:,} statements; send fewer at a time"
        raise FormError(field, message)
    for passage in document.passages:
        length = passage.segments[-1][1] - passage.segments[0][0]
        if length > settings.max_text_chars:
            message = (
                f"A statement holds {length:,} characters, of at most "
                f"{settings.max_text_chars:,}; split it"
            )
            raise FormError(field, message)


def _first_field(entry: Entry) -> str:
    names: Mapping[Shape, str] = {
        "statement": "text",
        "strategy": "mission",
        "document": "document",
    }
    return names[entry.shape]


def _text(form: FormData, name: str) -> str:
    return plain(form.get(name))


def plain(value: Any) -> str:
    """Return the text of a field with the line ends that a text area counts; a file is none."""
    return _lines(value) if isinstance(value, str) else ""


def _lines(text: str) -> str:
    """Give a text the line ends that a text area counts: a form sends CR LF for each of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str) -> list[str]:
    return [line.strip().removeprefix("- ").strip() for line in text.splitlines() if line.strip()]


def _file_name(name: str) -> str:
    """Return the last part of a file's name; a browser may send a whole path."""
    return PurePath(name.replace("\\", "/")).name[:120]
