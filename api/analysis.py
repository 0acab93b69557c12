"""One analyser per process: a bounded queue, and one thread that empties it in small batches.

An `Analyzer` must not be shared between threads, and Python runs one thread at a time anyway, so
one thread owns the models and `--workers` adds processes. Nothing waits for a batch to fill: the
thread takes what has come in while it worked, so a lone request is answered at once and a crowd is
parsed together, which costs less each.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import structlog

from analyzer.aligning import compare
from analyzer.documents import Document
from analyzer.engine import Analyzer
from analyzer.errors import InputError, UsageError
from analyzer.readers.records import statement_document
from analyzer.registry import Profile
from analyzer.settings import Settings
from analyzer.types import Report
from api.metrics import Metrics
from api.settings import ServiceSettings

T = TypeVar("T")
State = Literal["starting", "ready", "draining", "failed"]
_log: structlog.stdlib.BoundLogger = structlog.get_logger("plumbline.analysis")
_WARM_UP = "We bring fresh water to hill villages so that children stay in school."
_SMOOTHING = 0.1  # weight of the newest batch in the running mean of seconds per request


class Unavailable(Exception):
    """The queue takes nothing now; `seconds` says when to try again."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class AnalysisError(Exception):
    """The analysis of one document failed; the log has the place, nobody has the text."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with a document: the same task is done by the same analyser.

    Attributes:
        embedder: one of the settings' embedders.
        profile: school of thought.
        language: "en" to insist on English, or None to go by the guess.
        aligned: only the alignment and its rules, as `plumbline align` gives them.
    """

    embedder: str
    profile: Profile
    language: str | None = None
    aligned: bool = False


@dataclass(slots=True)
class _Job:
    """One document to analyse and what to make of its report, or work of its own kind."""

    document: Document | None
    task: Task
    work: Callable[[Any], Any]  # of the document's report; of the analyser where there is none
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    since: float = field(default_factory=time.perf_counter)


Analyzers = Callable[[Task], Analyzer]


def analyzers(settings: ServiceSettings) -> Analyzers:
    """Return what gives the analyser of a task; those of one embedder share their models.

    Args:
        settings: of the service.
    """
    made: dict[Task, Analyzer] = {}
    loaded: dict[str, Analyzer] = {}

    def analyzer(task: Task) -> Analyzer:
        if task not in made:
            own = Settings(
                profile=task.profile,
                select=("ALN",) if task.aligned else (),
                embedder=task.embedder,
                language=task.language,
                pipeline=settings.pipeline,
            )
            first = loaded.get(task.embedder)
            made[task] = Analyzer(own) if first is None else first.under(own)
            loaded.setdefault(task.embedder, made[task])
        return made[task]

    return analyzer


class AnalysisQueue:
    """Takes documents from the event loop and gives back what a thread made of their reports."""

    def __init__(
        self, settings: ServiceSettings, metrics: Metrics, load: Callable[[], Analyzers]
    ) -> None:
        """Make the queue; nothing is loaded before `start`.

        Args:
            settings: of the service.
            metrics: where batches and waits are counted.
            load: gives the analysers; called in the thread.
        """
        self._settings = settings
        self._metrics = metrics
        self._load = load
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._state: State = "starting"
        self._working_since: float | None = None
        self._seconds_each = 0.01
        self._thread = threading.Thread(target=self._run, name="analysis", daemon=True)
        self._analyzers: Analyzers | None = None

    @property
    def state(self) -> State:
        """Whether requests are taken."""
        return self._state

    @property
    def healthy(self) -> bool:
        """Whether the thread lives and does not hang in a batch."""
        since = self._working_since
        hangs = since is not None and time.perf_counter() - since > self._settings.stall_seconds
        alive = self._thread.is_alive() or self._state in ("starting", "draining")
        return self._state != "failed" and alive and not hangs

    def start(self) -> None:
        """Start the thread, which loads the models."""
        self._thread.start()

    async def close(self) -> None:
        """Take nothing more, finish what was taken, and stop the thread."""
        with self._changed:
            if self._state != "failed":
                self._state = "draining"
            self._changed.notify()
        self._metrics.ready.set(0)
        await asyncio.to_thread(self._thread.join)

    async def report(self, document: Document, task: Task) -> Report:
        """Return the report of a document.

        Raises:
            Unavailable: the queue is full, the service is starting or stopping, or the wait became
                too long.
            AnalysisError: the analysis failed.
        """
        return await self.rendered(document, task, _unchanged)

    async def rendered(self, document: Document, task: Task, render: Callable[[Report], T]) -> T:
        """Return what a function makes of a document's report, in the thread and not in the loop.

        Args:
            document: to analyse.
            task: how.
            render: called with the report.

        Raises:
            Unavailable: as `report` does.
            AnalysisError: as `report` does.
        """
        return await self._done(document, task, render)

    async def called(self, task: Task, work: Callable[[Analyzer], T]) -> T:
        """Return what a function makes with the analyser of a task, in the thread that owns it.

        Args:
            task: whose analyser is wanted.
            work: called with it; what it returns holds nothing of the analyser.

        Raises:
            Unavailable: as `report` does.
            AnalysisError: as `report` does.
            InputError: what the function says of its input; so for UsageError.
        """
        return await self._done(None, task, work)

    async def _done(self, document: Document | None, task: Task, work: Callable[[Any], T]) -> T:
        loop = asyncio.get_running_loop()
        job = _Job(document, task, work, loop, loop.create_future())
        self._put(job)
        try:
            async with asyncio.timeout(self._settings.wait_seconds):
                result: T = await job.future
                return result
        except TimeoutError:
            self._metrics.refused("wait")
            raise Unavailable("the analysis took too long", self._wait()) from None

    def _put(self, job: _Job) -> None:
        with self._changed:
            if self._state != "ready":
                raise Unavailable(f"the service is {_SAID[self._state]}", 5)
            if len(self._jobs) >= self._settings.queue_size:
                self._metrics.refused("queue")
                raise Unavailable("too many requests are waiting", self._wait())
            self._jobs.append(job)
            self._metrics.queue_depth.set(len(self._jobs))
            self._changed.notify()

    def _wait(self) -> float:
        """Return the seconds in which the present queue should be done."""
        return self._seconds_each * len(self._jobs)

    def _run(self) -> None:
        if not self._warm_up():
            return
        while batch := self._take():
            self._working_since = time.perf_counter()
            self._work(batch)
            self._working_since = None

    def _warm_up(self) -> bool:
        """Load the models of every embedder and run them once."""
        start = time.perf_counter()
        try:
            self._analyzers = self._load()
            document = statement_document(_WARM_UP)
            for embedder in self._settings.embedders:
                self._analyzers(Task(embedder, self._settings.profile)).analyze(document)
        except Exception as error:
            self._state = "failed"
            _log.critical("models not loaded", **fault(error), reason=str(error))
            return False
        with self._changed:
            if self._state == "starting":
                self._state = "ready"
        self._metrics.ready.set(1)
        _log.info("ready", seconds=round(time.perf_counter() - start, 3))
        return True

    def _take(self) -> list[_Job]:
        """Wait for jobs and return a batch; empty when all is done and none will come."""
        with self._changed:
            while not self._jobs and self._state != "draining":
                self._changed.wait()
            batch: list[_Job] = []
            room = self._settings.batch_chars
            while self._jobs and len(batch) < self._settings.batch_size and (room > 0 or not batch):
                job = self._jobs.popleft()
                room -= len(job.document.text) if job.document else self._settings.batch_chars
                batch.append(job)
            self._metrics.queue_depth.set(len(self._jobs))
        return batch

    def _work(self, batch: list[_Job]) -> None:
        start = time.perf_counter()
        groups: dict[tuple[Task, int], list[_Job]] = {}
        for job in batch:
            if not job.future.cancelled():  # its client has waited long enough
                self._metrics.wait_seconds.observe(start - job.since)
                alone = 0 if job.document else id(job)
                groups.setdefault((job.task, alone), []).append(job)
        for (task, _), jobs in groups.items():
            results = self._results(task, jobs)
            _deliver(zip(jobs, results, strict=True))
        seconds = time.perf_counter() - start
        self._metrics.batch_size.observe(len(batch))
        self._metrics.batch_seconds.observe(seconds)
        self._seconds_each += _SMOOTHING * (seconds / len(batch) - self._seconds_each)

    def _results(self, task: Task, jobs: list[_Job]) -> list[Any]:
        """Analyse jobs together; if that fails, one by one, so that one costs no other."""
        try:
            return self._analyze(task, jobs)
        except Exception as error:
            if jobs[0].document is None and isinstance(error, InputError | UsageError):
                return [error]  # it tells the client of what was sent
            if len(jobs) > 1:
                return [result for job in jobs for result in self._results(task, [job])]
            _log.error("analysis failed", **fault(error))
            return [AnalysisError(type(error).__name__)]

    def _analyze(self, task: Task, jobs: list[_Job]) -> list[Any]:
        if self._analyzers is None:  # `_run` has loaded them before the first batch
            raise RuntimeError("no analyser is loaded")
        analyzer = self._analyzers(task)
        if jobs[0].document is None:
            return [job.work(analyzer) for job in jobs]
        documents = [job.document for job in jobs if job.document]
        reports = compare(documents, analyzer) if task.aligned else analyzer.analyze_many(documents)
        return [job.work(report) for job, report in zip(jobs, reports, strict=True)]


_SAID: dict[State, str] = {
    "starting": "starting; its models are loading",
    "draining": "stopping",
    "failed": "out of order; its log says why",
    "ready": "ready",
}


def _unchanged(report: Report) -> Report:
    return report


def _deliver(results: Iterable[tuple[_Job, Any]]) -> None:
    """Hand results to the event loops that wait for them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for job, result in results:
        by_loop.setdefault(job.loop, []).append((job.future, result))
    for loop, pairs in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, pairs)
        except RuntimeError:
            _log.warning("nobody waits any more", requests=len(pairs))  # the loop is closed


def _settle(pairs: Iterable[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in pairs:
        if future.done():
            continue
        if isinstance(result, AnalysisError | InputError | UsageError):
            future.set_exception(result)
        else:
            future.set_result(result)


def fault(error: BaseException) -> dict[str, Any]:
    """Return what a log may say of an exception: its type and the places, never its message.

    Messages of exceptions quote values, and a value may be somebody's strategy.
    """
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(
            f"{trace.tb_frame.f_globals.get('__name__')}.{code.co_name}:{trace.tb_lineno}"
        )
        trace = trace.tb_next
    return {"error": type(error).__name__, "places": places[-12:]}
