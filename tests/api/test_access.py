"""Bearer tokens, cross-origin calls and headers."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.access import token_name
from api.front import SECURITY_HEADERS
from tests.api.conftest import Start
from tests.api.test_errors import problem

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TOKEN = "3f1d0c5b9a7e4826"
TOKENS = {"tokens": (f"robot:{hashlib.sha256(TOKEN.encode()).hexdigest()}",)}
RECORD = {"text": "We mend boats."}


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xe9", TOKEN,
     f"Bearer {hashlib.sha256(TOKEN.encode()).hexdigest()}", f"Bearer {'a' * 10_000}"],
)  # fmt: skip
def test_without_a_valid_token_nothing_under_v1_answers(start: Start, header: str | None) -> None:
    client = start(**TOKENS)
    headers = [] if header is None else [(b"authorization", header.encode("latin-1"))]
    for method, path in (("POST", "/v1/analyze"), ("POST", "/v1/align"), ("GET", "/v1/rules")):
        response = client.request(method, path, json=RECORD, headers=headers)
        assert problem(response, 401).field == "authorization"
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert TOKEN not in response.text
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_token_opens_v1_and_the_log_has_its_name_alone(
    start: Start, scheme: str, capfd: pytest.CaptureFixture[str]
) -> None:
    client = start(**TOKENS)
    headers = {"Authorization": f"{scheme} {TOKEN}"}
    assert client.post("/v1/analyze", json=RECORD, headers=headers).status_code == 200
    written = capfd.readouterr().err
    assert '"client": "robot"' in written
    assert TOKEN not in written


def test_the_document_asks_for_the_token_only_where_one_is_needed(
    start: Start, client: TestClient
) -> None:
    guarded = start(**TOKENS).get("/openapi.json").json()
    assert guarded["components"]["securitySchemes"] == {
        "bearer": {"type": "http", "scheme": "bearer"}
    }
    for path, operations in guarded["paths"].items():
        for operation in operations.values():
            assert ("security" in operation) == path.startswith("/v1")
            assert ("401" in operation["responses"]) == path.startswith("/v1")
    assert "securitySchemes" not in client.get("/openapi.json").json()["components"]


def test_all_digests_are_compared() -> None:
    digests = {n: hashlib.sha256(n.encode()).digest() for n in ("one", "two", "three")}
    assert [token_name(f"Bearer {n}", digests) for n in digests] == ["one", "two", "three"]
    assert token_name("Bearer four", digests) is None


def test_no_other_origin_may_call_by_default(client: TestClient) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    response = client.post("/v1/analyze", json=RECORD, headers=origin)
    assert not [name for name in response.headers if name.startswith("access-control")]
    asked = {**origin, "Access-Control-Request-Method": "POST"}
    assert client.options("/v1/analyze", headers=asked).status_code == 405


def test_an_origin_that_is_set_may_call_and_no_other(start: Start) -> None:
    client = start(cors_origins=("https://board.example",))
    for origin, allowed in (("https://board.example", True), ("https://evil.example", False)):
        response = client.post("/v1/analyze", json=RECORD, headers={"Origin": origin})
        assert (response.headers.get("access-control-allow-origin") == origin) == allowed
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "path", ["/docs", "/healthz", "/v1/rules", "/nowhere", "/static/docs.js", "/openapi.json"]
)
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "strict-transport-security" not in response.headers
    assert ("cache-control" in response.headers) == (not path.startswith("/static"))


def test_transport_security_is_asked_for_where_the_call_was_encrypted(start: Start) -> None:
    from starlette.testclient import TestClient

    client = TestClient(start().app, base_url="https://testserver")
    assert "max-age" in client.get("/healthz").headers["strict-transport-security"]


def test_the_documentation_page_loads_only_from_here(start: Start) -> None:
    client = start(root_path="/plumbline")
    page = client.get("/docs").text
    links = re.findall(r'(?:src|href|data-document)="([^"]+)"', page)
    assert len(links) == 6
    for link in links:
        if link != "data:,":
            assert link.startswith("/plumbline/")
            assert client.get(link.removeprefix("/plumbline")).status_code == 200
    assert "<script>" not in page
    assert "style=" not in page


def test_the_vendored_files_are_those_of_the_package() -> None:
    folder = Path(__file__).resolve().parents[2] / "api" / "static" / "vendor"
    for name, digest in re.findall(
        r"`([^`]+)` \| `([0-9a-f]{64})`", (folder / "README.md").read_text(encoding="utf-8")
    ):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (folder / "swagger-ui" / "LICENSE").is_file()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-123", True), ("", False), ("a" * 65, False), ('x"},{"a":"b', False), ("ä", False)],
)
def test_a_request_id_is_kept_where_it_is_a_plain_word(
    client: TestClient, given: str, kept: bool
) -> None:
    headers = [(b"x-request-id", given.encode("latin-1"))]
    found = client.get("/healthz", headers=headers).headers["x-request-id"]
    assert (found == given) == kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", found)
