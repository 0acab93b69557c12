"""Size, length and number of what is sent; the queue; the rate."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.conftest import StandIn, Start, wait_until_ready
from tests.api.test_errors import JSON, problem

RECORD = {"text": "We mend boats."}


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit(start: Start, declared: bool) -> None:
    client = start(max_body_bytes=2_000)
    body = b'{"text": "' + b"a" * 2_000 + b'"}'
    content = body if declared else iter([body[:1_000], body[1_000:]])
    response = client.post("/v1/analyze", content=content, headers=JSON)
    assert problem(response, 413).field == "body"
    assert response.headers["connection"] == "close"


def test_a_body_at_the_limit_passes(start: Start) -> None:
    client = start(max_body_bytes=2_000)
    body = b'{"text": "' + b"a" * (2_000 - 12) + b'"}'
    assert len(body) == 2_000
    assert client.post("/v1/analyze", content=body, headers=JSON).status_code == 200


def test_a_text_over_the_limit(start: Start) -> None:
    client = start(max_text_chars=10)
    assert client.post("/v1/analyze", json={"text": "🚣" * 10}).status_code == 200
    found = problem(client.post("/v1/analyze", json={"mission": ["Mend.", "a" * 11]}), 422)
    assert found.field == "mission[1]"
    assert "11 characters" in found.detail
    key_results = {"objectives": [{"text": "Mend", "key_results": ["b" * 11]}]}
    found = problem(client.post("/v1/analyze", json=key_results), 422)
    assert found.field == "objectives[0].key_results[0]"


def test_more_statements_than_are_taken(start: Start) -> None:
    client = start(max_statements=3)
    assert client.post("/v1/analyze", json={"objectives": ["Mend"] * 3}).status_code == 200
    found = problem(client.post("/v1/analyze", json={"objectives": ["Mend"] * 4}), 422)
    assert found.field == "objectives[3]"


def test_a_full_queue_refuses_and_says_when(start: Start, stand_in: StandIn) -> None:
    client = start(queue_size=2, batch_size=1)
    stand_in.batches.clear()
    stand_in.gate.clear()
    with ThreadPoolExecutor(3) as clients:
        first = clients.submit(client.post, "/v1/analyze", json=RECORD)
        while not stand_in.batches:
            threading.Event().wait(0.005)
        rest = [clients.submit(client.post, "/v1/analyze", json=RECORD) for _ in range(2)]
        while "plumbline_queue_depth 2.0" not in client.get("/metrics").text:
            threading.Event().wait(0.005)
        response = client.post("/v1/analyze", json=RECORD)
        problem(response, 503)
        assert int(response.headers["retry-after"]) >= 1
        stand_in.gate.set()
        assert [f.result().status_code for f in (first, *rest)] == [200, 200, 200]
    assert 'plumbline_refused_total{reason="queue"} 1.0' in client.get("/metrics").text


def test_a_request_waits_no_longer_than_it_may(start: Start, stand_in: StandIn) -> None:
    client = start(wait_seconds=0.05)
    stand_in.gate.clear()
    response = client.post("/v1/analyze", json=RECORD)
    assert "too long" in problem(response, 503).detail
    assert "retry-after" in response.headers
    stand_in.gate.set()
    assert client.post("/v1/analyze", json=RECORD).status_code == 200


def test_a_client_over_its_rate_waits(start: Start) -> None:
    client = start(rate_limit="3/minute")
    statuses = [client.post("/v1/analyze", json=RECORD).status_code for _ in range(3)]
    assert statuses == [200, 200, 200]
    response = client.get("/v1/rules")
    found = problem(response, 429)
    assert "3 per 1 minute" in found.detail
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert client.get("/healthz").status_code == 200  # machines that watch are not counted


def test_the_rate_is_counted_by_client(start: Start) -> None:
    from starlette.testclient import TestClient

    app = start(rate_limit="1/minute").app
    for host, status in (
        ("198.51.100.7", 200), ("198.51.100.7", 429), ("198.51.100.8", 200),
        ("2001:db8:1:2::5", 200), ("2001:db8:1:2:ffff::9", 429), ("2001:db8:1:3::5", 200),
    ):  # fmt: skip
        assert TestClient(app, client=(host, 1)).get("/v1/rules").status_code == status


def test_the_service_takes_nothing_before_its_models_are_warm(stand_in: StandIn) -> None:
    from starlette.testclient import TestClient

    from api.app import create_app
    from api.settings import read_settings
    from tests.api.conftest import OPEN

    stand_in.gate.clear()
    app = create_app(read_settings(**OPEN), lambda: lambda _task: stand_in)  # type: ignore[arg-type]
    with TestClient(app) as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        problem(client.get("/readyz"), 503)
        assert "starting" in problem(client.post("/v1/analyze", json=RECORD), 503).detail
        assert "plumbline_ready 0.0" in client.get("/metrics").text
        stand_in.gate.set()
        wait_until_ready(client)
        assert client.post("/v1/analyze", json=RECORD).status_code == 200
        assert "plumbline_ready 1.0" in client.get("/metrics").text


def test_models_that_cannot_be_loaded_are_said() -> None:
    from starlette.testclient import TestClient

    from analyzer.errors import ResourceError
    from api.analysis import Analyzers
    from api.app import create_app

    def load() -> Analyzers:
        raise ResourceError("models/kind is missing from this installation")

    with TestClient(create_app(load=load)) as broken:
        while broken.get("/healthz").status_code == 200:
            threading.Event().wait(0.005)
        problem(broken.get("/readyz"), 503)
        assert "out of order" in problem(broken.post("/v1/analyze", json=RECORD), 503).detail


def test_an_analyser_that_hangs_is_unhealthy(start: Start, stand_in: StandIn) -> None:
    client = start(wait_seconds=0.05, stall_seconds=0.01)
    stand_in.gate.clear()
    problem(client.post("/v1/analyze", json=RECORD), 503)
    problem(client.get("/healthz"), 503)
    stand_in.gate.set()
    while client.get("/healthz").status_code != 200:
        threading.Event().wait(0.005)
