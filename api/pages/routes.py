"""The routes of the pages, and what a browser is shown when something goes wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData, Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from analyzer.documents import Document
from analyzer.errors import InputError, UsageError
from analyzer.people import consensus
from analyzer.readers.people import OwnWords
from analyzer.registry import PROFILES, Rule
from analyzer.render.html import View, render_html, view
from analyzer.render.html.versions import consensus_context
from analyzer.render.json import render_json
from analyzer.render.words import counted
from analyzer.rules import select_rules
from analyzer.types import Report
from analyzer.versions import Consensus
from api.access import rate_guard
from api.analysis import AnalysisError, AnalysisQueue, Task, Unavailable
from api.catalogue import every_rule, one_rule
from api.metrics import Metrics
from api.pages.compare import compare
from api.pages.examples import EXAMPLES
from api.pages.figures import model_cards
from api.pages.forms import SHAPES, Entry, FormError, document_of, plain, read_entry
from api.pages.markdown import markdown
from api.pages.templating import PROFILE_NAMES, Templates
from api.pages.workshop import EXAMPLE, WorkshopEntry, people_of, read_workshop
from api.problems import NOT_FOUND, Cause, ProblemError, respond, retry_after
from api.settings import ServiceSettings

FRAGMENT = "x-fragment"  # header of a request for the result alone
_MAX_PARTS = 400
_PLACEHOLDER = re.compile(r"\{\w+\}")
_FAMILIES: Mapping[str, str] = {
    "KND": "What kind of statement it is",
    "VAG": "Statements that pin nothing down",
    "BUZ": "Stock phrases",
    "MIS": "Missions",
    "OKR": "Objectives and key results",
    "ALN": "Alignment with what stands above",
    "DRF": "Change over time",
    "CON": "Agreement among people",
}


def wants_page(scope: Scope) -> bool:
    """Return whether a browser asks for a page, rather than a program for the API."""
    accepts = Headers(scope=scope).get("accept", "")
    return "text/html" in accepts and not scope["path"].startswith("/v1")


def refusal(scope: Scope, cause: Cause, root: str, request_id: str | None) -> Response:
    """Return what tells of a problem: a page to a browser, else `application/problem+json`.

    Args:
        scope: of the request.
        cause: what went wrong.
        root: path under which the service is published.
        request_id: what the log calls the request.
    """
    if not wants_page(scope):
        return respond(cause, request_id)
    body = Templates(root).render(
        "problem.html",
        title=cause.sort.title,
        detail=cause.detail,
        status=cause.sort.status,
        request_id=request_id or "",
        page="",
    )
    return HTMLResponse(body, status_code=cause.sort.status, headers=cause.headers)


@dataclass(frozen=True, slots=True)
class _Failure:
    """What is said above the form when it cannot be answered."""

    field: str
    message: str
    status: int = 422
    headers: Mapping[str, str] | None = None


class _Pages:
    """Answers the requests for pages of one service."""

    def __init__(self, settings: ServiceSettings, metrics: Metrics, queue: AnalysisQueue) -> None:
        self._settings = settings
        self._queue = queue
        self._check_rate = rate_guard(settings, metrics)
        self._templates = Templates(settings.root_path)

    def _page(
        self, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
    ) -> Response:
        body = self._templates.render(name, **context)
        return HTMLResponse(body, status_code=status, headers=dict(headers or {}))

    def _fragment(self, answer: str, failure: _Failure | None = None, **context: Any) -> Response:
        """Return the answer alone, for a script that puts it into the page."""
        return self._page(
            "fragment.html",
            failure.status if failure else 200,
            failure.headers if failure else None,
            answer=answer,
            failure=failure,
            **context,
        )

    async def analyze_form(self) -> Response:
        """Return the empty form."""
        return self._form(Entry(profile=self._settings.profile))

    async def analyze(self, request: Request) -> Response:
        """Return the form with what its text is asked, or the report as a file."""
        async with _form_of(request) as form:
            entry, fault = await read_entry(form, self._settings)
        example = EXAMPLES.get(str(form.get("example", "")))
        if example is not None:
            entry, fault = replace(example.entry, profile=entry.profile), None
        fragment = FRAGMENT in request.headers
        if str(form.get("add", "")):
            return self._form(entry, autofocus=f"objective-{len(entry.objectives)}")
        wanted = str(form.get("download", ""))
        try:
            if fault is not None:
                raise fault
            document = document_of(entry, self._settings)
            return await self._answer(request, entry, document, wanted, fragment=fragment)
        except FormError as error:
            failure = _Failure(error.field, error.message)
        except Exception as error:
            failure = _failure(error)
        if fragment:
            return self._fragment("result.html", failure)
        return self._form(entry, failure=failure)

    async def _answer(
        self, request: Request, entry: Entry, document: Document, wanted: str, *, fragment: bool
    ) -> Response:
        await self._check_rate(request)
        rules = _rules_of(entry)

        def render(report: Report) -> Response:
            if wanted == "json":
                return _attached(render_json(report), "json", "application/json")
            seen = view(report, rules, single=document.single)
            if wanted == "markdown":
                return _attached(markdown(seen), "md", "text/markdown; charset=utf-8")
            if wanted == "html":
                return _attached(render_html([seen]), "html", "text/html; charset=utf-8")
            if fragment:
                return self._fragment("result.html", **self._shown(seen))
            return self._form(entry, seen=seen)

        return await self._queue.rendered(document, self._task(entry), render)

    def _task(self, entry: Entry) -> Task:
        language = "en" if entry.english else None
        return Task(self._settings.embedders[0], entry.profile, language)

    def _shown(self, seen: View | None) -> dict[str, Any]:
        return {"view": seen, "markdown": markdown(seen) if seen and seen.asked else ""}

    def _form(
        self,
        entry: Entry,
        *,
        seen: View | None = None,
        failure: _Failure | None = None,
        autofocus: str = "",
    ) -> Response:
        return self._page(
            "analyze.html",
            failure.status if failure else 200,
            failure.headers if failure else None,
            page="analyze",
            entry=entry,
            shapes=SHAPES,
            failure=failure,
            autofocus=autofocus,
            examples=EXAMPLES,
            **self._shown(seen),
        )

    async def compare_form(self) -> Response:
        """Return the empty form of two versions."""
        return self._comparison({"before": "", "after": ""}, Entry(profile=self._settings.profile))

    async def compare(self, request: Request) -> Response:
        """Return what differs between two versions."""
        async with _form_of(request) as form:
            entry, _ = await read_entry(form, self._settings)
        texts = {name: plain(form.get(name)) for name in ("before", "after")}
        if str(form.get("example", "")):
            texts = {
                "before": EXAMPLES["statement"].entry.text,
                "after": EXAMPLES["mended"].entry.text,
            }
        try:
            documents = [self._version(name, text, entry) for name, text in texts.items()]
            await self._check_rate(request)
            rules = _rules_of(entry)
            task = self._task(entry)

            def render(report: Report) -> View:
                return view(report, rules, single=True)

            seen = await asyncio.gather(*(self._queue.rendered(d, task, render) for d in documents))
        except FormError as error:
            failure = _Failure(error.field, error.message)
        except Exception as error:
            failure = _failure(error)
        else:
            both = (seen[0], seen[1])
            if FRAGMENT in request.headers:
                return self._fragment("comparison.html", comparison=compare(*both), views=both)
            return self._comparison(texts, entry, seen=both)
        if FRAGMENT in request.headers:
            return self._fragment("comparison.html", failure)
        return self._comparison(texts, entry, failure)

    def _version(self, name: str, text: str, entry: Entry) -> Document:
        if not text.strip():
            raise FormError(name, f"Paste the version {name} first")
        own = replace(entry, shape="statement", text=text)
        try:
            return document_of(own, self._settings)
        except FormError as error:
            raise FormError(name, error.message) from error

    def _comparison(
        self,
        texts: Mapping[str, str],
        entry: Entry,
        failure: _Failure | None = None,
        seen: tuple[View, View] | None = None,
    ) -> Response:
        return self._page(
            "compare.html",
            failure.status if failure else 200,
            failure.headers if failure else None,
            page="compare",
            texts=texts,
            entry=entry,
            failure=failure,
            comparison=compare(*seen) if seen else None,
            views=seen,
        )

    async def workshop_form(self) -> Response:
        """Return the empty form of people's versions."""
        return self._workshop(WorkshopEntry())

    async def workshop(self, request: Request) -> Response:
        """Return what people's versions of one statement have in common."""
        async with _form_of(request) as form:
            entry = EXAMPLE if str(form.get("example", "")) else read_workshop(form)
        fragment = FRAGMENT in request.headers
        try:
            people = people_of(entry, self._settings)
            await self._check_rate(request)
            task = Task(self._settings.embedders[0], self._settings.profile)
            found = await self._queue.called(task, lambda analyzer: consensus(people, analyzer))
            # The form asks for one statement, so that the other is missing tells nobody anything.
            other = "vision" if entry.statement == "mission" else "mission"
            found = replace(found, unchecked=tuple(u for u in found.unchecked if u.code != other))
        except FormError as error:
            failure = _Failure(error.field, error.message)
        except (InputError, UsageError) as error:
            failure = _Failure("versions", _sentence(str(error)))
        except Exception as error:
            failure = _failure(error)
        else:
            shown = self._consensus(found, people)
            if fragment:
                return self._fragment("agreement.html", **shown)
            return self._workshop(entry, **shown)
        return (
            self._fragment("agreement.html", failure)
            if fragment
            else self._workshop(entry, failure)
        )

    def _consensus(self, found: Consensus, people: list[OwnWords]) -> dict[str, Any]:
        versions = [
            (person, own.mission or own.vision or "")
            for person, own in zip(found.people, people, strict=True)
        ]
        number = len(found.findings)
        title = f"{counted(number, 'question') if number else 'No question'} for the room"
        if found.agreement is None:
            title = "Nothing to compare"
        return {"versions": versions, "title": title, **consensus_context(found)}

    def _workshop(
        self, entry: WorkshopEntry, failure: _Failure | None = None, **shown: Any
    ) -> Response:
        return self._page(
            "workshop.html",
            failure.status if failure else 200,
            failure.headers if failure else None,
            page="workshop",
            entry=entry,
            failure=failure,
            **({"found": None} | shown),
        )

    async def rules(self) -> Response:
        """Return all rules by family."""
        families: dict[str, list[dict[str, Any]]] = {}
        for rule in map(_readable, every_rule()):
            families.setdefault(_FAMILIES.get(rule["code"][:3], "Others"), []).append(rule)
        return self._page("rules.html", page="rules", families=families)

    async def rule(self, code: str) -> Response:
        """Return the page of one rule.

        Raises:
            ProblemError: there is none of that code or name.
        """
        try:
            found = _readable(one_rule(code))
        except UsageError as error:
            raise ProblemError(NOT_FOUND, str(error), field="code") from None
        others = [name for name in PROFILES if name not in found["profiles"]]
        return self._page(
            "rule.html",
            page="rules",
            rule=found,
            schools=[PROFILE_NAMES[name] for name in found["profiles"]],
            others=[PROFILE_NAMES[name] for name in others],
        )

    async def models(self) -> Response:
        """Return the cards and figures of the models."""
        return self._page("models.html", page="models", models=model_cards())


def router(settings: ServiceSettings, metrics: Metrics, queue: AnalysisQueue) -> APIRouter:
    """Return the routes of the pages; they are no part of the API's description.

    Args:
        settings: of the service.
        metrics: where refusals are counted.
        queue: that analyses.
    """
    pages = _Pages(settings, metrics, queue)
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    table: tuple[tuple[str, Callable[..., Any], str], ...] = (
        ("/", pages.analyze_form, "GET"),
        ("/", pages.analyze, "POST"),
        ("/compare", pages.compare_form, "GET"),
        ("/compare", pages.compare, "POST"),
        ("/consensus", pages.workshop_form, "GET"),
        ("/consensus", pages.workshop, "POST"),
        ("/rules", pages.rules, "GET"),
        ("/rules/{code}", pages.rule, "GET"),
        ("/models", pages.models, "GET"),
    )
    for path, handler, method in table:
        name = f"page {path} {method}"
        routes.add_api_route(path, handler, methods=[method], name=name, response_model=None)
    return routes


@asynccontextmanager
async def _form_of(request: Request) -> AsyncIterator[FormData]:
    """Give the fields that were sent; a form that cannot be read counts as an empty one."""
    try:
        form = await request.form(max_files=1, max_fields=_MAX_PARTS, max_part_size=5_000_000)
    except HTTPException:
        form = FormData()
    try:
        yield form
    finally:
        await form.close()


def _readable(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule whose placeholders are left open: they are filled by a finding only."""
    return {**rule, "question": _PLACEHOLDER.sub("…", rule["question"])}


def _rules_of(entry: Entry) -> list[Rule]:
    return list(select_rules(profile=entry.profile))


def _failure(error: Exception) -> _Failure:
    """Return what is said of an exception that has a meaning; raise any other again."""
    if isinstance(error, Unavailable):
        headers = retry_after(error.seconds)
        message = f"{error.reason[:1].upper()}{error.reason[1:]}; your text is kept, try again in "
        return _Failure("send", f"{message}{headers['Retry-After']} seconds", 503, headers)
    if isinstance(error, ProblemError):
        cause = error.cause
        return _Failure(
            "send", f"{cause.sort.title}: {cause.detail}", cause.sort.status, cause.headers
        )
    if isinstance(error, AnalysisError):
        message = "The analysis failed; your text is kept. Try again, or leave out the last change"
        return _Failure("send", message, HTTPStatus.INTERNAL_SERVER_ERROR)
    raise error


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]


def _attached(body: str, suffix: str, media_type: str) -> Response:
    name = f"plumbline-report.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)
