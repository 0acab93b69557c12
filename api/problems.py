"""Errors as `application/problem+json` (RFC 9457), each with the field that caused it.

A problem's `type` tells them apart for good; `detail` says in one sentence what to do.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse

from analyzer.errors import InputError
from analyzer.readers.records import FIELDS

MEDIA_TYPE = "application/problem+json"
_LONGEST = 600  # characters of a detail, which may quote what was sent


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of problem: its name in `type`, its status and its title."""

    name: str
    status: int
    title: str
    example: str
    field: str | None = None

    @property
    def type(self) -> str:
        """The URI that names it."""
        return f"urn:plumbline:problem:{self.name}"


NOT_JSON = Sort(
    "not-json", 400, "The body is not JSON",
    "the body is not JSON: expected `,` or `}` at line 1 column 18", "body",
)  # fmt: skip
UNAUTHORISED = Sort(
    "unauthorised", 401, "A token is needed",
    "send a valid token in the header, as in: Authorization: Bearer TOKEN", "authorization",
)  # fmt: skip
NOT_FOUND = Sort(
    "not-found", 404, "There is nothing here", "unknown rule 'VAG02'; did you mean VAG002?", "code"
)
WRONG_METHOD = Sort(
    "wrong-method", 405, "The method is not allowed here", "use one of the methods named in Allow"
)
BODY_TOO_SLOW = Sort(
    "body-too-slow", 408, "The body did not arrive in time",
    "the body must have arrived within 10 seconds", "body",
)  # fmt: skip
BODY_TOO_LARGE = Sort(
    "body-too-large", 413, "The body is too large",
    "the body may hold 262,144 bytes; send fewer statements", "body",
)  # fmt: skip
WRONG_MEDIA_TYPE = Sort(
    "wrong-media-type", 415, "The body has the wrong media type",
    "send the body as application/json, not compressed", "content-type",
)  # fmt: skip
INVALID = Sort(
    "invalid", 422, "The request cannot be used",
    "unknown field 'misson'; did you mean 'mission'?", "misson",
)  # fmt: skip
TOO_MANY = Sort("too-many-requests", 429, "Too many requests", "300 per 1 minute; wait 12 seconds")
FAULT = Sort(
    "fault", 500, "A fault of the service",
    "a fault of the service; report it with the request id",
)  # fmt: skip
UNAVAILABLE = Sort(
    "unavailable", 503, "The service cannot take this now",
    "too many requests are waiting; try again in 2 seconds",
)  # fmt: skip
SORTS: tuple[Sort, ...] = (
    NOT_JSON, UNAUTHORISED, NOT_FOUND, WRONG_METHOD, BODY_TOO_SLOW, BODY_TOO_LARGE,
    WRONG_MEDIA_TYPE, INVALID, TOO_MANY, FAULT, UNAVAILABLE,
)  # fmt: skip


class Problem(BaseModel):
    """An error: what went wrong, in which field, and what to do."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="URI that names the sort of problem; it never changes")
    title: str = Field(description="the sort of problem in a few words")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what went wrong here, and what to do")
    field: str | None = Field(description="the field, parameter or header that caused it")
    request_id: str | None = Field(description="what the service's log calls the request")


class ProblemError(Exception):
    """Stops a request with a problem."""

    def __init__(
        self,
        sort: Sort,
        detail: str,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sort.name)  # never the detail, which may quote the request
        self.cause = Cause(sort, detail, field, dict(headers or {}))


@dataclass(frozen=True, slots=True)
class Cause:
    """What a problem response is made from."""

    sort: Sort
    detail: str
    field: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


def example(sort: Sort) -> dict[str, Any]:
    """Return an example of a problem, for the OpenAPI document."""
    return _problem(Cause(sort, sort.example, sort.field), "5f0c9a7be1f34c0e").model_dump()


def respond(cause: Cause, request_id: str | None) -> JSONResponse:
    """Return the response of a problem."""
    return JSONResponse(
        _problem(cause, request_id).model_dump(),
        status_code=cause.sort.status,
        media_type=MEDIA_TYPE,
        headers=cause.headers,
    )


def retry_after(seconds: float) -> dict[str, str]:
    """Return the header that says when to try again, in whole seconds."""
    return {"Retry-After": str(max(1, round(seconds)))}


def field_of(error: InputError) -> str | None:
    """Return the path of the record's field that an error of the reader is about.

    The reader keeps pydantic's fault as the cause; what concerns the record as a whole names its
    fields in the message, and the first of them counts.
    """
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        location = cause.errors(include_url=False, include_input=False)[0]["loc"]
        if location:
            return path_of(location)
    named = (word for word in re.findall(r"\w+", str(error)) if word in FIELDS)
    return next(named, "body")


def path_of(location: tuple[int | str, ...]) -> str:
    """Return a path such as `objectives[1].text`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return _clip(path)


def _problem(cause: Cause, request_id: str | None) -> Problem:
    return Problem(
        type=cause.sort.type,
        title=cause.sort.title,
        status=cause.sort.status,
        detail=_clip(cause.detail),
        field=cause.field,
        request_id=request_id,
    )


def _clip(text: str) -> str:
    plain = text.encode("utf-8", "backslashreplace").decode()
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
