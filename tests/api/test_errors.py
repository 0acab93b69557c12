"""Every error is a problem that names its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.problems import MEDIA_TYPE, Problem
from tests.api.conftest import Start

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

JSON = {"Content-Type": "application/json"}


def problem(response: Response, status: int) -> Problem:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    found = Problem.model_validate(response.json())
    assert found.status == status
    assert found.request_id == response.headers["x-request-id"]
    return found


@pytest.mark.parametrize(
    ("record", "field", "words"),
    [
        ({}, "text", "no statement"),
        ([], "body", "not a list"),
        ("text", "body", "not a string"),
        ({"text": "  "}, "text", "blank"),
        ({"text": 7}, "text", "must be a text"),
        ({"text": "a", "mission": "b"}, "text", "not both"),
        ({"misson": "We mend boats."}, "misson", "'mission'"),
        ({"text": "Mend.", "declared": "missile"}, "declared", "names no kind"),
        ({"text": "Mend.", "language": "de"}, "language", "en"),
        ({"mission": ["We mend boats.", 8]}, "mission[1]", "must be a text"),
        ({"objectives": [{"text": "a", "key_results": [{"txt": "b"}]}]}, None, "is missing"),
        ({"mission": "We mend boats.", "declared": "vision"}, "declared", "declare themselves"),
    ],
)
def test_a_record_that_cannot_be_used(
    client: TestClient, record: Any, field: str | None, words: str
) -> None:
    found = problem(client.post("/v1/analyze", json=record), 422)
    assert words in found.detail
    assert found.field == field if field else found.field.startswith("objectives[0].key_results[0]")


@pytest.mark.parametrize("body", [b"", b"{", b"{'text': 1}", b'{"text": NaN}', b"\xff\xfe", b"nul"])
def test_a_body_that_is_no_json(client: TestClient, body: bytes) -> None:
    found = problem(client.post("/v1/analyze", content=body, headers=JSON), 400)
    assert found.field == "body"
    assert "line 1 column" in found.detail or "utf-8" in found.detail.lower()


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({}, "content-type"),
        ({"Content-Type": "text/plain"}, "content-type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "content-type"),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, "content-encoding"),
    ],
)
def test_another_media_type(client: TestClient, headers: dict[str, str], field: str) -> None:
    response = client.post("/v1/analyze", content=b'{"text": "We mend boats."}', headers=headers)
    assert problem(response, 415).field == field


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("profile=guess", "profile", "okr-hub"),
        ("embedder=minilm", "embedder", "static"),
        ("embedder=/etc/passwd", "embedder", "static"),
        ("embedder=", "embedder", "static"),
        ("profil=stoner", "profil", "no such parameter"),
    ],
)
def test_a_choice_that_does_not_exist(
    client: TestClient, query: str, field: str, words: str
) -> None:
    found = problem(client.post(f"/v1/analyze?{query}", json={"text": "We mend boats."}), 422)
    assert found.field == field
    assert words in found.detail


def test_a_rule_that_does_not_exist(client: TestClient) -> None:
    found = problem(client.get("/v1/rules/VAG02"), 404)
    assert found.field == "code"
    assert "VAG002" in found.detail


def test_a_path_that_does_not_exist(client: TestClient) -> None:
    for path in ("/v2/analyze", "/v1/", "/v1/analyze/", "/static/none.js", "/static/../app.py"):
        problem(client.get(path), 404)


def test_a_method_that_is_not_allowed(client: TestClient) -> None:
    response = client.get("/v1/analyze")
    problem(response, 405)
    assert response.headers["allow"] == "POST"


def test_one_statement_has_nothing_to_align(client: TestClient) -> None:
    assert problem(client.post("/v1/align", json={"text": "We mend boats."}), 422).field == "text"


def test_a_fault_of_the_analysis_says_nothing_of_the_text(client: TestClient) -> None:
    response = client.post("/v1/analyze", json={"text": "break the analyser"})
    found = problem(response, 500)
    assert "break" not in response.text
    assert "request id" in found.detail


def test_a_fault_of_a_handler_is_a_problem_too(start: Start) -> None:
    client = start()

    async def broken() -> None:
        raise ZeroDivisionError("secret words")

    client.app.add_api_route("/broken", broken)  # type: ignore[attr-defined]
    response = client.get("/broken")
    problem(response, 500)
    assert "secret" not in response.text


def test_a_long_field_name_is_cut(client: TestClient) -> None:
    found = problem(client.post("/v1/analyze", json={"x" * 100_000: "We mend boats."}), 422)
    assert len(found.detail) <= 600
    assert found.field is not None
    assert len(found.field) <= 600
