"""The endpoints: health, metrics, rules and analysis."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from analyzer.errors import UsageError
from analyzer.render.json import render_json
from analyzer.types import Report
from api import openapi
from api.access import rate_guard, token_guard
from api.analysis import AnalysisQueue
from api.catalogue import every_rule, one_rule
from api.metrics import MEDIA_TYPE, Metrics
from api.people import compare, read_team
from api.problems import NOT_FOUND, UNAVAILABLE, ProblemError, retry_after
from api.requests import document_of, read_record, task_of
from api.schemas import ConsensusModel, Health, Options, PeopleOptions, ReportModel, RuleModel
from api.settings import ServiceSettings

_JSON = "application/json"
_LOADING_SECONDS = 5.0


def _json(report: Report) -> bytes:
    return render_json(report).encode()


def operations(metrics: Metrics, queue: AnalysisQueue) -> APIRouter:
    """Return the endpoints for those who run the service; they need no token.

    Args:
        metrics: of this process.
        queue: whose state is told.
    """
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", responses=openapi.problems(503), summary="Whether the process lives")
    async def healthz() -> Health:
        """Answer 503 when the models cannot be loaded or the analyser hangs: restart it then."""
        if not queue.healthy:
            detail = "the analyser has failed; restart the process and read its log"
            raise ProblemError(UNAVAILABLE, detail, headers=retry_after(_LOADING_SECONDS))
        return Health(status="alive")

    @router.get("/readyz", responses=openapi.problems(503), summary="Whether requests are taken")
    async def readyz() -> Health:
        """Answer 503 while the models load and while the process stops."""
        if queue.state != "ready" or not queue.healthy:
            detail = f"the service is {queue.state}"
            raise ProblemError(UNAVAILABLE, detail, headers=retry_after(_LOADING_SECONDS))
        return Health(status="ready")

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
        summary="Figures for Prometheus",
    )
    async def figures() -> Response:
        """Give the counters of all processes of this machine."""
        return Response(metrics.page(), headers={"Content-Type": MEDIA_TYPE})

    return router


def version_1(settings: ServiceSettings, metrics: Metrics, queue: AnalysisQueue) -> APIRouter:
    """Return the endpoints under `/v1`.

    Args:
        settings: of the service.
        metrics: where refusals are counted.
        queue: that analyses.
    """
    guards = [Depends(token_guard(settings, metrics)), Depends(rate_guard(settings, metrics))]
    common = openapi.problems(*((401, 429) if settings.tokens else (429,)))
    router = APIRouter(prefix="/v1", dependencies=guards, responses=common)
    analysis: dict[str, Any] = {
        "tags": ["analysis"],
        "response_class": Response,
        "responses": {
            200: {"model": ReportModel, "description": "The report"},
            **openapi.problems(400, 408, 413, 415, 422, 500, 503),
        },
    }

    async def report(request: Request, options: Options, *, aligned: bool) -> Response:
        record = await read_record(request, settings)
        task = task_of(record, options, settings, aligned=aligned)
        body = await queue.rendered(document_of(record), task, _json)
        return Response(body, media_type=_JSON)

    @router.post(
        "/analyze",
        summary="Analyse a statement or a strategy",
        openapi_extra=openapi.secured(settings, openapi.RECORD_BODY),
        **analysis,
    )
    async def analyze(request: Request, options: Annotated[Options, Query()]) -> Response:
        """Return what a statement, or the statements of an organisation, leave unsaid.

        The body is one record, as a line of a batch: either `text`, or any of `mission`, `vision`,
        `values`, `strategy` and `objectives`. A statement is read up to 20,000 characters; what is
        beyond stands under `unchecked`.
        """
        return await report(request, options, aligned=False)

    @router.post(
        "/align",
        summary="Compare objectives with mission and vision",
        openapi_extra=openapi.secured(settings, openapi.STRATEGY_BODY),
        **analysis,
    )
    async def align(request: Request, options: Annotated[Options, Query()]) -> Response:
        """Return a report with the closeness of the statements and its rules alone."""
        return await report(request, options, aligned=True)

    shared = {200: {"model": ConsensusModel, "description": "What the versions share"}}

    @router.post(
        "/consensus",
        summary="Compare people's versions of a mission and a vision",
        openapi_extra=openapi.secured(settings, openapi.PEOPLE_BODY),
        **{**analysis, "responses": {**analysis["responses"], **shared}},
    )
    async def consensus(request: Request, options: Annotated[PeopleOptions, Query()]) -> Response:
        """Return how far people's versions say the same, and where they part.

        Two people at least give a mission or a vision, written from memory. They are labelled by
        their number in the body, unless `names` asks for names. Nothing is kept.
        """
        people, task = await read_team(request, options, settings)
        body = await queue.called(task, compare(people, names=options.names))
        return Response(body, media_type=_JSON)

    catalogue: dict[str, Any] = {
        "tags": ["rules"],
        "openapi_extra": openapi.secured(settings, {}),
    }

    @router.get("/rules", summary="All rules", response_model=list[RuleModel], **catalogue)
    async def rules() -> list[dict[str, Any]]:
        """Return what is looked for, why, and how often it was right."""
        return every_rule()

    @router.get(
        "/rules/{code}",
        summary="One rule",
        response_model=RuleModel,
        responses=openapi.problems(404, 422),
        **catalogue,
    )
    async def rule(
        code: Annotated[str, Path(description="code or name", examples=["VAG002"])],
    ) -> dict[str, Any]:
        """Return one rule by its code or name."""
        try:
            return one_rule(code)
        except UsageError as error:
            raise ProblemError(NOT_FOUND, str(error), field="code") from None

    return router
