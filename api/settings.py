"""What an operator may set: environment variables that begin with `PLUMBLINE_`.

Every field of `ServiceSettings` is read from the variable of its name in capitals, so `queue_size`
from `PLUMBLINE_QUEUE_SIZE`. Lists are written with commas. An unknown profile, a malformed token or
a limit out of range stops the start with one line that names the variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from limits import RateLimitItem, parse_many
from pydantic import BeforeValidator, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from analyzer.errors import SettingsError
from analyzer.registry import Profile

PREFIX = "PLUMBLINE_"
_TOKEN = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,64})[:=](?P<digest>[0-9a-f]{64})")


def _listed(value: Any) -> Any:
    """Split the commas of an environment variable."""
    if not isinstance(value, str):
        return value
    return tuple(part for piece in value.split(",") if (part := piece.strip()))


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class ServiceSettings(BaseSettings):
    """The settings of one service process.

    Attributes:
        profile: school of thought of a request that names none.
        embedders: the embedders that a request may name; the first is the default. All of them are
            loaded at the start, and nothing outside this list can be asked for.
        pipeline: name or path of another installed spaCy pipeline, or None for the shipped one.
        max_body_bytes: size of a request body from which it is refused with 413.
        max_text_chars: characters of one field from which a record is refused with 422.
        max_statements: statements of one record above which it is refused with 422.
        body_seconds: time within which a body must have arrived; 408 after it.
        wait_seconds: longest that a request waits for its report; 503 after it.
        stall_seconds: time on one batch after which the process reports itself unhealthy.
        queue_size: requests that may wait for the analyser; 503 beyond.
        batch_size: requests that are analysed together at most.
        batch_chars: characters after which a batch takes no further request.
        rate_limit: requests that one client may make, such as `10/second;300/minute`; empty for
            no limit.
        rate_limit_storage: where they are counted; `async+redis://…` where several processes or
            machines are to count together.
        tokens: `name:SHA-256` of each bearer token that opens `/v1`; without any it is open.
        pages: whether the web form is served; by default it is unless tokens are set, for whoever
            writes into a form has none.
        cors_origins: origins that a browser may call the API from; none by default.
        root_path: path under which a proxy publishes the service, such as `/plumbline`.
        log_level: least severe entries that are written.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    profile: Profile = "okr-hub"
    embedders: Names = ("static",)
    pipeline: str | None = None
    max_body_bytes: int = Field(default=262_144, ge=1_024, le=5_000_000)
    max_text_chars: int = Field(default=40_000, ge=1)
    max_statements: int = Field(default=200, ge=1)
    body_seconds: float = Field(default=10.0, gt=0)
    wait_seconds: float = Field(default=30.0, gt=0)
    stall_seconds: float = Field(default=60.0, gt=0)
    queue_size: int = Field(default=128, ge=1)
    batch_size: int = Field(default=16, ge=1, le=32)
    batch_chars: int = Field(default=20_000, ge=1)
    rate_limit: str = "300/minute"
    rate_limit_storage: str = "async+memory://"
    tokens: Names = ()
    pages: bool | None = None
    cors_origins: Names = ()
    root_path: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("embedders")
    @classmethod
    def _some(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("names no embedder; leave it out for `static`")
        return value

    @field_validator("rate_limit")
    @classmethod
    def _parsable(cls, value: str) -> str:
        if value.strip():
            parse_many(value)
        return value.strip()

    @field_validator("tokens")
    @classmethod
    def _hashed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # The entry itself is not repeated: it may be the token, written here unhashed.
        if not all(_TOKEN.fullmatch(entry) for entry in value):
            raise ValueError("each entry must be name:digest, the digest 64 hex digits of SHA-256")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"https?://[^/\s*]+", origin):
                raise ValueError(f"{origin!r} is no origin; write it as https://example.org")
        return value

    @field_validator("root_path")
    @classmethod
    def _path(cls, value: str) -> str:
        if value and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+/?", value):
            raise ValueError("must be a path such as /plumbline")
        return value.rstrip("/")

    @property
    def serves_pages(self) -> bool:
        """Whether the web form is served."""
        return not self.tokens if self.pages is None else self.pages

    @cached_property
    def rate_limits(self) -> tuple[RateLimitItem, ...]:
        """The limits of `rate_limit`, all of which hold."""
        return tuple(parse_many(self.rate_limit)) if self.rate_limit else ()

    @cached_property
    def token_digests(self) -> Mapping[str, bytes]:
        """The SHA-256 digest of each token by its name."""
        found = (_TOKEN.fullmatch(entry) for entry in self.tokens)
        return {m["name"]: bytes.fromhex(m["digest"]) for m in found if m}


def read_settings(**given: Any) -> ServiceSettings:
    """Read the settings from the environment.

    Args:
        given: values that win over the environment's.

    Raises:
        SettingsError: a value that cannot be used; names the variable.
    """
    try:
        return ServiceSettings(**given)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(fault["loc"][0]).upper()
        message = fault["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}") from None
