"""Whatever is sent: an answer of the contract, and nothing of it in a header or a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.readers.records import parse_record
from api.problems import MEDIA_TYPE, Problem
from api.schemas import ReportModel
from tests.api.test_errors import JSON, problem

if TYPE_CHECKING:
    from httpx2 import Client, Response
    from starlette.testclient import TestClient

# Every plane, control characters and unassigned code points; surrogates are no characters.
UNICODE = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)
CONTROL = st.text(st.characters(categories=("Cc", "Cf", "Co", "Zl", "Zp")), min_size=1, max_size=20)
WORDS = st.lists(st.sampled_from("be the leading by 2030 for all 🚢 50% #1 – we $5m".split()))
TEXT = st.one_of(UNICODE, CONTROL, WORDS.map(" ".join))
FIELD = st.one_of(TEXT, st.lists(TEXT, max_size=3), st.none())
RECORD = st.one_of(
    st.fixed_dictionaries({"text": TEXT}),
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("mission", "vision", "values", "strategy", "objectives"), FIELD)
    ),
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | UNICODE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(UNICODE, inner, max_size=3),
    max_leaves=12,
)
INJECTIONS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}",
    "${jndi:ldap://x.example/a}",
    "%s%n{0.__class__}{words}{message}",
    "'; DROP TABLE reports; --",
    "a\r\nSet-Cookie: x=1\r\n\r\n<html>",
    "\x1b[2J\x1b]0;owned\x07",
    "../../../../etc/passwd",
    "\u202egnp.exe\u2066",
    "__proto__",
)


def answered(response: Response) -> None:
    """Check that an answer is a report with right offsets, or a problem."""
    if response.status_code == 200:
        ReportModel.model_validate_json(response.content, strict=True)
        report = response.json()
        for span in spans(report):
            assert report["text"][span["start"] : span["end"]] == span["text"]
    else:
        assert response.status_code in (400, 422), response.text
        assert response.headers["content-type"] == MEDIA_TYPE
        assert Problem.model_validate(response.json()).field


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        inner = [span for item in value.values() for span in spans(item)]
        return [*inner, value] if value.keys() == {"start", "end", "text"} else inner
    return [span for item in value for span in spans(item)] if isinstance(value, list) else []


@given(record=RECORD)
@settings(max_examples=80)
@example(record={"text": "\x00"})
@example(record={"text": "\ufeff\ufffe\U0010ffff"})
@example(record={"text": "a\u0301" * 200})
@example(record={"text": "👩‍👩‍👧‍👦🏳️‍🌈" * 20})
@example(record={"mission": "\u2028\u2029\x85", "objectives": ["\x1c\x1d"]})
def test_texts_of_every_plane(service: Client, record: dict[str, Any]) -> None:
    insisting = {**record, "language": "en"}
    response = service.post("/v1/analyze", json=insisting)
    answered(response)
    try:
        parse_record(insisting)
    except InputError:
        assert response.status_code == 422
    else:
        assert response.status_code == 200


@given(value=ANY_JSON)
def test_any_json(client: TestClient, value: Any) -> None:
    for path in ("/v1/analyze", "/v1/align"):
        response = client.post(path, content=json.dumps(value), headers=JSON)
        assert response.status_code in (200, 422)
        if response.status_code == 422:
            assert Problem.model_validate(response.json()).field


@given(body=st.binary(max_size=200))
def test_any_bytes(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/analyze", content=body, headers=JSON)
    assert response.status_code in (400, 422)
    Problem.model_validate(response.json())


@given(words=st.text(max_size=40))
def test_any_path_and_query(client: TestClient, words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    for response in (
        client.get("/v1/rules/x", params={"q": words}),
        client.post("/v1/analyze", params={"profile": f"x{words}"}, json={"text": "We mend."}),
    ):
        assert response.status_code in (404, 422)
        Problem.model_validate(response.json())


@pytest.mark.parametrize("depth", [50, 500, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"text":', "}")])
def test_deep_json(client: TestClient, depth: int, opening: str, closing: str) -> None:
    body = opening * depth + "1" + closing * depth
    response = client.post("/v1/analyze", content=body[:250_000], headers=JSON)
    assert response.status_code in (400, 422)
    assert len(response.content) < 2_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "\\ud800"}',
        b'{"text": "\\udc00 and \\ud83d"}',
        b'{"id": 1e999, "text": "Mend."}',
        b'{"id": ' + b"9" * 5_000 + b', "text": "Mend."}',
        b'\xef\xbb\xbf{"text": "Mend."}',
        b'{"text": "a\xc0\x80"}',
    ],
)
def test_numbers_and_escapes_that_are_no_text(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/analyze", content=body, headers=JSON)
    assert response.status_code in (200, 400, 422)
    assert response.content.decode()
    json.loads(response.content)


def test_a_word_of_a_megabyte_is_refused(client: TestClient) -> None:
    problem(client.post("/v1/analyze", json={"text": "a" * 1_000_000}), 413)


def test_one_word_as_long_as_a_text_may_be(service: Client) -> None:
    for text in ("a" * 40_000, "\U0001f6a2" * 10_000, "(" * 19_000, "-" * 19_000, "a-" * 1_000):
        answered(service.post("/v1/analyze", json={"text": text, "language": "en"}))


@pytest.mark.parametrize("words", INJECTIONS)
def test_injected_words_come_back_as_data_alone(service: Client, words: str) -> None:
    text = f"To be the leading {words} provider of world-class solutions."
    response = service.post("/v1/analyze", json={"id": words, "text": text, "language": "en"})
    assert response.headers["content-type"] == "application/json"
    assert "set-cookie" not in response.headers
    report = response.json()
    assert report["text"] == text.replace("\r\n", "\n")
    assert report["source"]["id"] == words.replace("\r\n", "\n")
    answered(response)
    for finding in report["findings"]:
        assert "49" not in finding["message"]
        assert "__class__ of" not in finding["message"]


@pytest.mark.parametrize("words", INJECTIONS)
def test_injected_words_in_a_problem_stay_json(client: TestClient, words: str) -> None:
    for response in (
        client.post("/v1/analyze", json={words: "We mend."}),
        client.post("/v1/analyze", json={"text": "We mend.", "declared": words}),
        client.get("/v1/rules/x" + quote(words, safe="")),
        client.post("/v1/analyze", params={"profile": words}, json={"text": "We mend."}),
        client.get("/healthz", headers=[(b"x-request-id", f"{words};".encode())]),
    ):
        assert response.headers["content-type"] in (MEDIA_TYPE, "application/json")
        assert "set-cookie" not in response.headers
        response.json()
        for value in response.headers.values():
            assert words not in value
