"""The service: `create_app` puts settings, queue, guards and endpoints together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from analyzer import __version__
from analyzer.errors import InputError, UsageError
from api import openapi, service
from api.analysis import AnalysisError, AnalysisQueue, Analyzers, Unavailable, analyzers
from api.front import Front
from api.logs import set_up_logs
from api.metrics import Metrics
from api.pages import routes as pages
from api.problems import (
    FAULT,
    INVALID,
    NOT_FOUND,
    UNAVAILABLE,
    WRONG_METHOD,
    Cause,
    ProblemError,
    field_of,
    path_of,
    retry_after,
)
from api.settings import ServiceSettings, read_settings

STATIC = Path(__file__).with_name("static")
_DESCRIPTION = (
    "Finds what a mission, vision or OKR leaves unsaid, shows the words that cause it, and asks "
    "the question that would mend it. Every error is `application/problem+json`."
)


def create_app(
    settings: ServiceSettings | None = None, load: Callable[[], Analyzers] | None = None
) -> FastAPI:
    """Return the application; its models load in the background once it is started.

    Args:
        settings: of the service; from the environment where None.
        load: gives the analysers; those of the settings where None.

    Raises:
        SettingsError: an environment variable that cannot be used.
    """
    chosen = settings or read_settings()
    set_up_logs(chosen.log_level)
    metrics = Metrics()
    queue = AnalysisQueue(chosen, metrics, load or (lambda: analyzers(chosen)))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        queue.start()
        yield
        await queue.close()

    app = FastAPI(
        title="Plumbline",
        version=__version__,
        summary="Strategy statements, read closely",
        description=_DESCRIPTION,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,  # a redirect would be made from the Host header
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.openapi = lambda: openapi.document(app, chosen)  # type: ignore[method-assign]
    app.state.settings = chosen
    app.state.queue = queue
    app.state.metrics = metrics
    app.include_router(service.operations(metrics, queue))
    app.include_router(service.version_1(chosen, metrics, queue))
    app.include_router(openapi.documentation(chosen))
    if chosen.serves_pages:
        app.include_router(pages.router(chosen, metrics, queue))
    app.mount(
        "/static",
        StaticFiles(directory=STATIC, packages=[("analyzer.render.html", "static")]),
        name="static",
    )
    _handle_errors(app, chosen)
    if chosen.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(chosen.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )
    app.add_middleware(Front, settings=chosen, metrics=metrics)  # the last added comes first
    return app


def _handle_errors(app: FastAPI, settings: ServiceSettings) -> None:
    """Turn every exception that has a meaning into a problem; `Front` takes what is left."""

    def answer(request: Request, cause: Cause) -> Response:
        request_id = getattr(request.state, "request_id", None)
        return pages.refusal(request.scope, cause, settings.root_path, request_id)

    @app.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> Response:
        return answer(request, error.cause)

    @app.exception_handler(InputError)
    async def unusable(request: Request, error: InputError) -> Response:
        return answer(request, Cause(INVALID, str(error), field_of(error)))

    @app.exception_handler(UsageError)
    async def unknown(request: Request, error: UsageError) -> Response:
        return answer(request, Cause(INVALID, str(error)))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        # Beyond the name a location only says which of a parameter's types was tried.
        place = path_of(tuple(first["loc"][1:2])) or "body"
        message = first["msg"][:1].lower() + first["msg"][1:]
        if first["type"] == "extra_forbidden":
            message = "no such parameter"
        return answer(request, Cause(INVALID, f"{place}: {message}", place))

    @app.exception_handler(Unavailable)
    async def unavailable(request: Request, error: Unavailable) -> Response:
        headers = retry_after(error.seconds)
        detail = f"{error.reason}; try again in {headers['Retry-After']} seconds"
        return answer(request, Cause(UNAVAILABLE, detail, headers=headers))

    @app.exception_handler(AnalysisError)
    async def failed(request: Request, _error: AnalysisError) -> Response:
        return answer(request, Cause(FAULT, FAULT.example))

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        sort = {404: NOT_FOUND, 405: WRONG_METHOD}.get(error.status_code, FAULT)
        detail = {404: "no such path; /docs lists them", 405: WRONG_METHOD.example}.get(
            error.status_code, str(error.detail)
        )
        cause = Cause(sort, detail, headers=dict(error.headers or {}))
        response = answer(request, cause)
        response.status_code = error.status_code
        return response
