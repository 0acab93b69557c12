"""The log tells what happened to a request and never what was in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Start

SECRET = "Zanzibar tugboats before breakfast"
Log = Callable[[], list[dict[str, Any]]]


def test_an_entry_names_the_request_and_its_route(start: Start, log: Log) -> None:
    client = start()
    log()
    response = client.post("/v1/analyze", json={"text": SECRET}, headers={"X-Request-ID": "r-1"})
    assert response.status_code == 200
    (entry,) = log()
    assert entry.pop("timestamp").endswith("Z")
    assert 0 < entry.pop("seconds") < 10
    assert entry == {
        "event": "request", "level": "info", "logger": "plumbline.requests", "request_id": "r-1",
        "method": "POST", "route": "/v1/analyze", "status": 200, "client": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "arguments"),
    [
        ("POST", "/v1/analyze", {"json": {"text": SECRET}}),
        ("POST", "/v1/analyze", {"json": {"text": f"break the analyser {SECRET}"}}),
        ("POST", "/v1/analyze", {"json": {SECRET: SECRET}}),
        ("POST", "/v1/analyze", {"json": {"text": "a", "declared": SECRET}}),
        ("POST", "/v1/analyze", {"content": SECRET, "headers": {"Content-Type": SECRET}}),
        ("POST", f"/v1/analyze?text={SECRET}", {}),
        ("GET", f"/v1/rules/{SECRET}", {}),
        ("GET", f"/{SECRET}", {}),
        ("GET", f"/static/{SECRET}", {}),
        ("GET", "/healthz", {"headers": {"X-Request-ID": SECRET, "User-Agent": SECRET}}),
        (SECRET.replace(" ", ""), "/v1/rules", {}),
        ("GET", "/broken", {}),
    ],
)
def test_no_word_of_a_request_reaches_the_log(
    start: Start, capfd: pytest.CaptureFixture[str], method: str, path: str, arguments: Any
) -> None:
    client = start(log_level="debug")

    async def broken() -> None:
        raise ValueError(SECRET)

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    client.request(method, path, **arguments)
    captured = capfd.readouterr()
    assert "Zanzibar" not in captured.err + captured.out
    assert "%20tugboats" not in captured.err + captured.out


def test_a_failed_analysis_names_its_places(start: Start, log: Log) -> None:
    client = start()
    log()
    client.post("/v1/analyze", json={"text": f"break the analyser {SECRET}"})
    failed, answered = log()
    assert failed["event"] == "analysis failed"
    assert failed["error"] == "ValueError"
    assert any(place.startswith("tests.api.conftest.analyze_many") for place in failed["places"])
    assert answered["status"] == 500


def test_an_uncaught_error_is_logged_once_with_its_request(start: Start, log: Log) -> None:
    client = start()

    async def broken() -> None:
        raise KeyError(SECRET)

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    log()
    response = client.get("/broken")
    (entry,) = log()
    assert (entry["level"], entry["error"], entry["status"]) == ("error", "KeyError", 500)
    assert entry["request_id"] == response.json()["request_id"]


def test_the_servers_own_entries_have_the_same_form(start: Start, log: Log) -> None:
    import logging

    start()
    log()
    try:
        raise OSError(SECRET)
    except OSError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (entry,) = log()
    assert entry["event"] == "Exception in ASGI application"
    assert entry["error"] == "OSError"
    assert SECRET not in json.dumps(entry)


def test_what_machines_ask_is_logged_only_when_it_fails(start: Start, log: Log) -> None:
    client = start()
    log()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert log() == []
    client.post("/healthz")
    assert [entry["status"] for entry in log()] == [405]
