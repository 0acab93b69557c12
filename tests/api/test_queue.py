"""Micro-batches: what waits together is analysed together, and one costs no other."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from analyzer.errors import InputError
from analyzer.readers.records import statement_document
from api.analysis import AnalysisError, AnalysisQueue, Task, Unavailable
from api.metrics import Metrics
from api.settings import ServiceSettings
from tests.api.conftest import StandIn, Start

TASK = Task("static", "okr-hub")


def queue_of(stand_in: StandIn, **given: Any) -> AnalysisQueue:
    return AnalysisQueue(
        ServiceSettings(**given),
        Metrics(),
        lambda: lambda _task: stand_in,  # type: ignore[arg-type, return-value]
    )


async def ready(queue: AnalysisQueue) -> AnalysisQueue:
    queue.start()
    while queue.state != "ready":
        await asyncio.sleep(0.002)
    return queue


async def pile_up(queue: AnalysisQueue, stand_in: StandIn, texts: list[str]) -> list[Any]:
    """Have texts wait behind a first one, and return what became of them."""
    stand_in.batches.clear()
    stand_in.gate.clear()
    first = asyncio.create_task(queue.report(statement_document("First of all."), TASK))
    while not stand_in.batches:
        await asyncio.sleep(0.002)
    rest = [asyncio.create_task(queue.report(statement_document(t), TASK)) for t in texts]
    await asyncio.sleep(0)
    stand_in.gate.set()
    found = await asyncio.gather(first, *rest, return_exceptions=True)
    return found[1:]


def test_what_waits_is_analysed_together_and_in_order(stand_in: StandIn) -> None:
    texts = [f"We mend boat {i}." for i in range(9)]

    async def run() -> list[Any]:
        queue = await ready(queue_of(stand_in, batch_size=4))
        found = await pile_up(queue, stand_in, texts)
        await queue.close()
        return found

    assert [report.text for report in asyncio.run(run())] == texts
    assert stand_in.batches == [1, 4, 4, 1]


def test_long_texts_make_small_batches(stand_in: StandIn) -> None:
    async def run() -> list[Any]:
        queue = await ready(queue_of(stand_in, batch_chars=100))
        found = await pile_up(queue, stand_in, ["a" * 300, "b" * 60, "c" * 60, "d" * 60])
        await queue.close()
        return found

    assert len(asyncio.run(run())) == 4
    assert stand_in.batches == [1, 1, 2, 1]


def test_a_document_that_breaks_the_analyser_breaks_no_other(stand_in: StandIn) -> None:
    async def run() -> list[Any]:
        queue = await ready(queue_of(stand_in))
        found = await pile_up(queue, stand_in, ["One.", "break the analyser", "Three."])
        assert queue.healthy
        await queue.close()
        return found

    one, broken, three = asyncio.run(run())
    assert (one.text, three.text) == ("One.", "Three.")
    assert isinstance(broken, AnalysisError)
    assert str(broken) == "ValueError"


def test_what_nobody_waits_for_any_more_is_not_analysed(stand_in: StandIn) -> None:
    async def run() -> None:
        queue = await ready(queue_of(stand_in, wait_seconds=0.5))
        stand_in.batches.clear()
        stand_in.gate.clear()
        first = asyncio.create_task(queue.report(statement_document("First."), TASK))
        while not stand_in.batches:
            await asyncio.sleep(0.002)
        with pytest.raises(Unavailable):
            await queue.report(statement_document("Second."), TASK)
        stand_in.gate.set()
        await queue.close()
        assert isinstance((await asyncio.gather(first, return_exceptions=True))[0], Unavailable)

    asyncio.run(run())
    assert stand_in.batches == [1]


def test_a_closing_queue_finishes_what_it_took_and_takes_no_more(stand_in: StandIn) -> None:
    async def run() -> list[Any]:
        queue = await ready(queue_of(stand_in, batch_size=1))
        stand_in.gate.clear()
        texts = [f"We mend boat {i}." for i in range(5)]
        waiting = [asyncio.create_task(queue.report(statement_document(t), TASK)) for t in texts]
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(queue.close())
        await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="stopping"):
            await queue.report(statement_document("Too late."), TASK)
        stand_in.gate.set()
        await closing
        return [report.text for report in await asyncio.gather(*waiting)]

    assert asyncio.run(run()) == [f"We mend boat {i}." for i in range(5)]


def test_stopping_the_service_answers_what_it_took(start: Start, stand_in: StandIn) -> None:
    client = start(batch_size=1)
    stand_in.batches.clear()
    stand_in.gate.clear()
    with ThreadPoolExecutor(5) as clients:
        waiting = [
            clients.submit(client.post, "/v1/analyze", json={"text": f"We mend boat {i}."})
            for i in range(4)
        ]
        while "plumbline_queue_depth 3.0" not in client.get("/metrics").text:
            threading.Event().wait(0.005)
        app: Any = client.app
        closing = clients.submit(asyncio.run, app.state.queue.close())
        while client.get("/readyz").status_code == 200:
            threading.Event().wait(0.005)
        stand_in.gate.set()
        assert {w.result().json()["text"] for w in waiting} == {
            f"We mend boat {i}." for i in range(4)
        }
        closing.result()


def test_metrics_count_batches_and_answers(start: Start) -> None:
    client = start()
    client.post("/v1/analyze", json={"text": "We mend boats."})
    client.post("/v1/analyze", json={"text": " "})
    client.get("/v1/rules/VAG002")
    client.request("BREW", "/v1/rules")
    page = client.get("/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    lines = page.text.splitlines()
    for line in (
        'plumbline_requests_total{method="POST",route="/v1/analyze",status="200"} 1.0',
        'plumbline_requests_total{method="POST",route="/v1/analyze",status="422"} 1.0',
        'plumbline_requests_total{method="GET",route="/v1/rules/{code}",status="200"} 1.0',
        'plumbline_batch_size_bucket{le="1.0"} 1.0',
        'plumbline_request_seconds_count{route="/v1/analyze"} 2.0',
        "plumbline_queue_depth 0.0",
        "plumbline_ready 1.0",
    ):
        assert line in lines
    assert "BREW" not in page.text
    assert 'method="other"' in page.text


def test_work_of_its_own_kind_is_done_with_the_analyser_and_alone(stand_in: StandIn) -> None:
    def refuse(_analyzer: Any) -> None:
        raise InputError("two people are needed")

    def fail(_analyzer: Any) -> None:
        raise ValueError("a text that no log may hold")

    async def run() -> list[Any]:
        queue = await ready(queue_of(stand_in))
        stand_in.batches.clear()
        found = await asyncio.gather(
            queue.called(TASK, lambda analyzer: analyzer is stand_in),
            queue.report(statement_document("We mend boats."), TASK),
            queue.called(TASK, refuse),
            queue.called(TASK, fail),
            return_exceptions=True,
        )
        await queue.close()
        return list(found)

    same, report, refused, failed = asyncio.run(run())
    assert same is True
    assert report.text == "We mend boats."
    assert isinstance(refused, InputError)
    assert str(refused) == "two people are needed"
    assert isinstance(failed, AnalysisError)
    assert "text" not in str(failed)
