"""What every request passes first: identity, limits of its body, headers, log entry and metrics.

Plain ASGI, since Starlette's `BaseHTTPMiddleware` costs a task and a queue for each request.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.analysis import fault
from api.metrics import Metrics
from api.pages.routes import refusal
from api.problems import BODY_TOO_LARGE, BODY_TOO_SLOW, FAULT, Cause
from api.settings import ServiceSettings

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # the API page's style sheet holds its icons as data
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS: dict[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_DRAINED = 16  # times the limit
_HTTPS_ONLY = "max-age=31536000"
# What is asked every few seconds by machines is not worth a line each time that all is well.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})

_log: structlog.stdlib.BoundLogger = structlog.get_logger("plumbline.requests")


class _ClientGone(Exception):
    """The client left before its request was whole."""


class Front:
    """Gives a request its id, answers what no handler caught, writes the log and the metrics."""

    def __init__(self, app: ASGIApp, *, settings: ServiceSettings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        request_id = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id  # the handlers of errors name it
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, MutableHeaders(scope=message), request_id)
            await send(message)

        error: Exception | None = None
        try:
            await self._pass_on(scope, receive, answer, request_id)
        except _ClientGone:
            status = 499  # as proxies write it; nobody is there to be told
        except Exception as caught:
            error = caught
            if not status:
                problem = self._refusal(scope, Cause(FAULT, FAULT.example), request_id)
                await problem(scope, receive, answer)
        seconds = time.perf_counter() - start
        self._note(scope, request_id, status, seconds, error)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        refused = await self._whole(receive)
        if isinstance(refused, Cause):
            self._metrics.refused("slow" if refused.sort is BODY_TOO_SLOW else "size")
            response = self._refusal(scope, refused, request_id)
            await response(scope, receive, send)
            return
        await self._app(scope, refused, send)

    def _refusal(self, scope: Scope, cause: Cause, request_id: str) -> Response:
        return refusal(scope, cause, self._settings.root_path, request_id)

    async def _whole(self, receive: Receive) -> Receive | Cause:
        """Read the body to its end, within its size and time, and return what gives it out.

        A handler so never waits for a slow client, and holds no more than the limit.
        """
        limit = self._settings.max_body_bytes
        # A body that was not read whole would be taken for the next request.
        close = {"Connection": "close"}
        too_large = Cause(
            BODY_TOO_LARGE, f"the body may hold {limit:,} bytes; send less", "body", close
        )
        body = bytearray()
        read, more = 0, True
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                # A body over the limit is read on and thrown away for a while: to close at once
                # would reset the connection, and the client would never see the answer.
                while more and read <= _DRAINED * limit:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _ClientGone
                    chunk = message.get("body", b"")
                    read += len(chunk)
                    more = message.get("more_body", False)
                    body = body + chunk if read <= limit else bytearray()
        except TimeoutError:
            seconds = self._settings.body_seconds
            detail = f"the body must have arrived within {seconds:g} seconds"
            return Cause(BODY_TOO_SLOW, detail, "body", close)
        if read > limit:
            return too_large
        return _again(bytes(body), receive)

    def _add_headers(self, scope: Scope, headers: MutableHeaders, request_id: str) -> None:
        headers["X-Request-ID"] = request_id
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        if scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", _HTTPS_ONLY)
        if not scope["path"].startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store")

    def _note(
        self, scope: Scope, request_id: str, status: int, seconds: float, error: Exception | None
    ) -> None:
        route = _template(scope)
        self._metrics.answered(scope["method"], route, status, seconds)
        if route in _QUIET and status < 400:
            return
        entry = {
            "request_id": request_id,
            "method": scope["method"] if status != 405 else "other",
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
            "client": scope["state"].get("client"),
        }
        if error is None:
            _log.info("request", **entry)
        else:
            _log.error("request", **entry, **fault(error))


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives a body once and then what really comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _request_id(headers: Headers) -> str:
    """Return the id that a proxy gave, where it is a plain word, or a new one."""
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _template(scope: Scope) -> str:
    """Return the route that answered, without anything that a client wrote."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if isinstance(path, str):
        return path
    return "/static" if scope["path"].startswith("/static/") else "none"
