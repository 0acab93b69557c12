"""Who may call `/v1`, and how often."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Awaitable, Callable, Mapping

from limits.aio.strategies import MovingWindowRateLimiter
from limits.storage import storage_from_string
from starlette.requests import Request

from api.metrics import Metrics
from api.problems import TOO_MANY, UNAUTHORISED, ProblemError, retry_after
from api.settings import ServiceSettings

Guard = Callable[[Request], Awaitable[None]]
_LONGEST_TOKEN = 512


def token_name(header: str | None, digests: Mapping[str, bytes]) -> str | None:
    """Return the name of the token in an `Authorization` header, or None where it is not known.

    All digests are compared, each in constant time, so that the time tells nothing. Tokens are long
    random words, so one round of SHA-256 guards them as well as a slow hash would.

    Args:
        header: value of the header, or None.
        digests: SHA-256 of each token by its name.
    """
    scheme, _, token = (header or "").partition(" ")
    given = hashlib.sha256(token.strip()[:_LONGEST_TOKEN].encode()).digest()
    matching = [name for name, digest in digests.items() if hmac.compare_digest(given, digest)]
    return matching[0] if matching and scheme.lower() == "bearer" else None


def client_of(request: Request) -> str:
    """Return what a request is counted under: its token's name, or its address.

    An IPv6 client owns a network of 64 bits at least, so it is counted by that.
    """
    name = getattr(request.state, "client", None)
    if name is not None:
        return f"token {name}"
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return host


def token_guard(settings: ServiceSettings, metrics: Metrics) -> Guard:
    """Return the check of the bearer token; it lets all pass where no tokens are set."""

    async def check_token(request: Request) -> None:
        if not settings.token_digests:
            return
        name = token_name(request.headers.get("authorization"), settings.token_digests)
        if name is None:
            metrics.refused("token")
            raise ProblemError(
                UNAUTHORISED,
                UNAUTHORISED.example,
                field="authorization",
                headers={"WWW-Authenticate": 'Bearer realm="plumbline"'},
            )
        request.state.client = name

    return check_token


def rate_guard(settings: ServiceSettings, metrics: Metrics) -> Guard:
    """Return the count of a client's requests; it lets all pass where no limit is set."""
    limiter = MovingWindowRateLimiter(storage_from_string(settings.rate_limit_storage))

    async def check_rate(request: Request) -> None:
        client = client_of(request)
        for limit in settings.rate_limits:
            if await limiter.hit(limit, client):
                continue
            metrics.refused("rate")
            window = await limiter.get_window_stats(limit, client)
            seconds = max(1.0, window.reset_time - time.time())
            detail = f"{limit} are allowed; wait {seconds:.0f} seconds"
            raise ProblemError(TOO_MANY, detail, headers=retry_after(seconds))

    return check_rate
