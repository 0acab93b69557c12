"""From a request to a document and a task: everything a client may get wrong is named here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request

from analyzer.documents import Document
from analyzer.errors import InputError
from analyzer.readers.records import Record, parse_record, record_document
from api.analysis import Task
from api.problems import INVALID, NOT_JSON, WRONG_MEDIA_TYPE, ProblemError, field_of
from api.schemas import Options
from api.settings import ServiceSettings

SOURCE = "<request>"
LANGUAGES = ("en",)


async def read_record(request: Request, settings: ServiceSettings) -> Record:
    """Return the record in a request's body.

    Raises:
        ProblemError: another media type, no JSON, another shape, or more than the limits allow;
            names the field.
    """
    value = await read_json(request)
    try:
        record = parse_record(value)
    except InputError as error:
        field = field_of(error) if isinstance(value, dict) else "body"
        raise ProblemError(INVALID, str(error), field=field) from None
    _check_limits(record, settings)
    return record


async def read_json(request: Request) -> Any:
    """Return what the JSON of a request's body holds.

    Raises:
        ProblemError: another media type, or no JSON.
    """
    _check_media_type(request)
    try:
        return from_json(await request.body(), allow_inf_nan=False, cache_strings="none")
    except ValueError as error:
        raise ProblemError(NOT_JSON, f"the body is not JSON: {error}", field="body") from None


def document_of(record: Record) -> Document:
    """Return the document of a record that was sent."""
    return record_document(record, name=SOURCE)


def task_of(
    record: Record, options: Options, settings: ServiceSettings, *, aligned: bool = False
) -> Task:
    """Return what is to be done with a record.

    Raises:
        ProblemError: the embedder is not one of the service's, or there is nothing to align.
    """
    embedder = embedder_of(options, settings)
    if aligned and record.text is not None:
        detail = "text stands alone; give a mission, vision or values, and objectives"
        raise ProblemError(INVALID, detail, field="text")
    return Task(embedder, options.profile or settings.profile, record.language, aligned)


def embedder_of(options: Options, settings: ServiceSettings) -> str:
    """Return the embedder that a request asks for, or the first of the service's.

    Raises:
        ProblemError: it is not one of the service's.
    """
    embedder = settings.embedders[0] if options.embedder is None else options.embedder
    if embedder not in settings.embedders:
        known = ", ".join(settings.embedders)
        raise ProblemError(INVALID, f"embedder must be one of {known}", field="embedder")
    return embedder


def texts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield every text of a record with the path of its field."""
    if record.text is not None:
        yield "text", record.text
    for name in ("mission", "vision", "values", "strategy"):
        given: list[str] = getattr(record, name) or []
        for index, text in enumerate(given):
            yield f"{name}[{index}]" if len(given) > 1 else name, text
    for number, objective in enumerate(record.objectives or ()):
        yield f"objectives[{number}]", objective.text
        for index, result in enumerate(objective.key_results or ()):
            yield f"objectives[{number}].key_results[{index}]", result.text


def _check_media_type(request: Request) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    coded = request.headers.get("content-encoding", "identity").strip().lower()
    if given != "application/json" or coded != "identity":
        field = "content-type" if given != "application/json" else "content-encoding"
        raise ProblemError(WRONG_MEDIA_TYPE, WRONG_MEDIA_TYPE.example, field=field)


def _check_limits(record: Record, settings: ServiceSettings) -> None:
    check_language(record.language)
    check_texts(texts(record), settings)


def check_language(language: object) -> None:
    """Check the language that a request insists on.

    Raises:
        ProblemError: it is none that is read.
    """
    if language is not None and language not in LANGUAGES:
        detail = f"language must be one of {', '.join(LANGUAGES)}, or left out"
        raise ProblemError(INVALID, detail, field="language")


def check_texts(found: Iterable[tuple[str, str]], settings: ServiceSettings) -> None:
    """Check number and length of the texts of a request.

    Args:
        found: path of the field and text of each.
        settings: with the limits.

    Raises:
        ProblemError: a text is too long, or there are too many.
    """
    for number, (path, text) in enumerate(found, start=1):
        if len(text) > settings.max_text_chars:
            detail = (
                f"field {path!r} holds {len(text):,} characters, of at most "
                f"{settings.max_text_chars:,}; split it"
            )
            raise ProblemError(INVALID, detail, field=path)
        if number > settings.max_statements:
            detail = f"more than {settings.max_statements:,} statements; send fewer at a time"
            raise ProblemError(INVALID, detail, field=path)
