"""The OpenAPI document, and the page that shows it without a file from anywhere else."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from pydantic.json_schema import models_json_schema

from api.examples import STATEMENT, STRATEGY, TEAM
from api.problems import MEDIA_TYPE, SORTS, Problem, example
from api.schemas import (
    ConsensusModel,
    Health,
    PeopleRecord,
    ReportModel,
    RuleModel,
    StatementRecord,
    StrategyRecord,
)
from api.settings import ServiceSettings

_SCHEMAS = "#/components/schemas/{model}"
_REF = "#/components/schemas/"
_RETRY = {
    "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}
}
_SECURITY = {"bearer": {"type": "http", "scheme": "bearer"}}

_SCHEMA_OF_STRATEGY = {"$ref": f"{_REF}StrategyRecord"}
_SHOWN_STRATEGY = {"strategy": {"summary": "A whole strategy", "value": STRATEGY}}


def _body(schema: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema, "examples": shown}}
    return {"requestBody": {"required": True, "content": content}}


STRATEGY_BODY = _body(_SCHEMA_OF_STRATEGY, _SHOWN_STRATEGY)
RECORD_BODY = _body(
    {"anyOf": [{"$ref": f"{_REF}StatementRecord"}, _SCHEMA_OF_STRATEGY]},
    {"statement": {"summary": "One statement", "value": STATEMENT}, **_SHOWN_STRATEGY},
)


PEOPLE_BODY = _body(
    {"$ref": f"{_REF}PeopleRecord"}, {"team": {"summary": "A team of five", "value": TEAM}}
)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses of errors.

    Args:
        statuses: HTTP statuses of the errors that an endpoint may give.
    """
    found: dict[int | str, dict[str, Any]] = {}
    for sort in SORTS:
        if sort.status in statuses:
            content = {"schema": {"$ref": f"{_REF}Problem"}}
            found[sort.status] = {"description": sort.title, "content": {MEDIA_TYPE: content}}
            if sort.status in (429, 503):
                found[sort.status]["headers"] = _RETRY
    return found


def secured(settings: ServiceSettings, extra: dict[str, Any]) -> dict[str, Any]:
    """Return an endpoint's additions to the document, with its token where tokens are set."""
    return {**extra, "security": [{"bearer": []}]} if settings.tokens else extra


def document(app: FastAPI, settings: ServiceSettings) -> dict[str, Any]:
    """Return the OpenAPI document of the service; it is made once.

    Args:
        app: whose routes it describes.
        settings: of the service.
    """
    if app.openapi_schema is None:
        whole = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
            servers=[{"url": settings.root_path}] if settings.root_path else None,
        )
        components = whole.setdefault("components", {})
        components.setdefault("schemas", {}).update(_schemas())
        _show_problems(whole)
        _name_embedders(whole, settings)
        if settings.tokens:
            components["securitySchemes"] = _SECURITY
        app.openapi_schema = whole
    return app.openapi_schema


_REQUESTS = (StatementRecord, StrategyRecord, PeopleRecord)
_ANSWERS = (Problem, Health, ReportModel, RuleModel, ConsensusModel)


def _schemas() -> dict[str, Any]:
    """Return the schemas of all models; FastAPI's own would lose the nulls of their examples."""
    requests = [(model, "validation") for model in _REQUESTS]
    answers = [(model, "serialization") for model in _ANSWERS]
    given: list[Any] = [*requests, *answers]
    _, whole = models_json_schema(given, ref_template=_SCHEMAS)
    found: dict[str, Any] = whole["$defs"]
    found["Problem"]["examples"] = [example(sort) for sort in SORTS]
    return found


def _show_problems(whole: dict[str, Any]) -> None:
    """Give every error of every operation its example."""
    examples = {str(sort.status): example(sort) for sort in SORTS}
    for path in whole["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if MEDIA_TYPE in response.get("content", {}):
                    response["content"][MEDIA_TYPE]["example"] = examples[status]


def _name_embedders(whole: dict[str, Any], settings: ServiceSettings) -> None:
    """Say which embedders this service has; the types alone cannot."""
    for path in whole["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "embedder":
                    parameter["schema"]["enum"] = list(settings.embedders)


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plumbline API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}/static/vendor/swagger-ui/swagger-ui.css">
</head>
<body>
<main id="api" data-document="{root}/openapi.json">
<noscript>The API is described in <a href="{root}/openapi.json">openapi.json</a>.</noscript>
</main>
<script src="{root}/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script src="{root}/static/docs.js"></script>
</body>
</html>
"""


def documentation(settings: ServiceSettings) -> APIRouter:
    """Return `/docs` and `/openapi.json`.

    Args:
        settings: of the service; its `root_path` stands before every link.
    """
    router = APIRouter(include_in_schema=False)
    page = _PAGE.format(root=settings.root_path)

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(page)

    @router.get("/openapi.json")
    async def whole(request: Request) -> dict[str, Any]:
        app: FastAPI = request.app
        return app.openapi()

    return router
