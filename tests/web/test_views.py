"""What the pages show, without a browser: forms, marks, comparisons, refusals."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from analyzer.render.html.marking import marks, pieces
from analyzer.render.html.questions import Card
from analyzer.types import Location, Span, Statement
from api.app import create_app
from api.pages.compare import _words
from api.pages.forms import Entry, FormError, ObjectiveEntry, document_of
from api.settings import ServiceSettings, read_settings
from tests.api.conftest import StandIn, wait_until_ready

HTML = {"Accept": "text/html"}
SETTINGS = ServiceSettings()


def _card(number: int, spans: tuple[tuple[int, int], ...], gaps: tuple[str, ...] = ()) -> Card:
    return Card(
        number=number, id=f"q-X{number}", code="VAG002", name="x",
        statement="s1", back="s-s1", place="",
        questions=("Why?",), quotes=(), gaps=gaps, message="",
        suggestions=(), cost="", before="", after="", spans=spans, hints=(),
    )  # fmt: skip


def _statement(text: str) -> Statement:
    return Statement("s1", Span(0, len(text), text), Location(), None, None)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Card]]:
    alphabet = st.sampled_from("ab 🚀é𝒲.")
    text = "a" + draw(st.text(alphabet, min_size=1, max_size=30)) + "z"
    place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    ranges = draw(st.lists(place.filter(lambda p: p[0] < p[1]), max_size=6))
    return text, [_card(i, (r,)) for i, r in enumerate(ranges, start=1)]


@given(marked())
def test_pieces_hold_every_word_once(given_: tuple[str, list[Card]]) -> None:
    text, cards = given_
    found = pieces(_statement(text), cards)
    assert "".join(p.text for p in found) == " ".join(text.split())
    anchors = [a for p in found for a in p.anchors]
    assert len(anchors) == len(set(anchors))


@given(marked())
def test_marks_count_as_a_browser_does(given_: tuple[str, list[Card]]) -> None:
    text, cards = given_
    encoded = text.encode("utf-16-le")
    covered = {i for c in cards for s, e in c.spans for i in range(s, e)}
    found = marks(text, cards)
    assert list(found) == sorted(found)
    shown = "".join(encoded[2 * s : 2 * e].decode("utf-16-le") for s, e, _ in found)
    assert shown == "".join(c for i, c in enumerate(text) if i in covered)


def test_a_gap_stands_behind_its_words() -> None:
    text = "To be the leader of eye care."
    found = pieces(_statement(text), [_card(1, ((6, 16),), ("by when?",))])
    assert [(p.text, p.gap) for p in found] == [
        ("To be ", False), ("the leader", False), ("by when?", True), (" of eye care.", False),
    ]  # fmt: skip


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_a_comparison_loses_no_word(before: str, after: str) -> None:
    found = _words(before, after)
    for sorts, text in (({"same", "gone"}, before), ({"same", "new"}, after)):
        words = " ".join(c.text for c in found if c.sort in sorts)
        assert words.split() == text.split()


def test_a_strategy_is_read_line_by_line() -> None:
    entry = Entry(
        shape="strategy",
        mission="We feed\nthe north.",
        values="- Care\n\nCourage",
        objectives=(ObjectiveEntry("Grow", "One\nTwo"), ObjectiveEntry()),
    )
    document = document_of(entry, SETTINGS)
    assert [p.declared for p in document.passages] == [
        "mission", "values", "values", "objective", "key_result", "key_result",
    ]  # fmt: skip
    assert document.passages[4].parent == 3


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry(), "text"),
        (Entry(shape="strategy"), "mission"),
        (Entry(shape="document", document="\n"), "document"),
        (Entry(text="x" * 50_000), "text"),
        (Entry(shape="strategy", values="word\n" * 500), "mission"),
    ],
)
def test_a_form_that_cannot_be_used_names_its_field(entry: Entry, field: str) -> None:
    with pytest.raises(FormError) as caught:
        document_of(entry, SETTINGS)
    assert caught.value.field == field


@pytest.fixture
def client() -> Iterator[TestClient]:
    stand_in: Any = StandIn()
    settings = read_settings(rate_limit="2/minute", max_body_bytes=2_000, log_level="error")
    with TestClient(create_app(settings, lambda: lambda _task: stand_in)) as found:
        wait_until_ready(found)
        yield found


def test_a_browser_is_told_in_a_page_and_a_program_in_json(client: TestClient) -> None:
    page = client.get("/rules/NOPE", headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "unknown rule" in page.text.lower()
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert client.get("/rules/NOPE").headers["content-type"] == "application/problem+json"
    api = client.get("/v1/rules/NOPE", headers=HTML)
    assert api.headers["content-type"] == "application/problem+json"
    large = client.post("/", data={"text": "x" * 3_000}, headers=HTML)
    assert (large.status_code, "The body is too large" in large.text) == (413, True)


def test_a_rule_page_tells_how_the_rule_did(client: TestClient) -> None:
    told = client.get("/v1/rules/VAG001").json()
    page = client.get("/rules/VAG001").text
    assert f"finds {told['recall'] * 100:.0f} of 100 cases" in page
    assert told["exams"]
    assert all(exam in page for exam in told["exams"])
    assert "<dt>Schools</dt>" in page


def test_a_refused_form_keeps_its_text(client: TestClient) -> None:
    for _ in range(2):
        assert client.post("/", data={"text": "We feed the north."}).status_code == 200
    refused = client.post("/", data={"text": "We feed <the> south."})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "We feed &lt;the&gt; south." in refused.text
    assert "<title>Error:" in refused.text


def test_a_failed_analysis_keeps_the_text(client: TestClient) -> None:
    failed = client.post("/", data={"text": "break the analyser"})
    assert failed.status_code == 500
    assert "break the analyser</textarea>" in failed.text
    assert "<title>Error:" in failed.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.docx", b"PK", "not Markdown"),
        ("plan.md", b"\xff\xfe\xff", "plan.md"),
        ("a\\b/../plan.txt", b"a\0b", "plan.txt: binary content"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    client: TestClient, name: str, content: bytes, said: str
) -> None:
    answer = client.post("/", files={"file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#file"' in answer.text


def test_forms_that_no_page_sends_are_answered(client: TestClient) -> None:
    nonsense = {"shape": "x", "profile": "y", "declared": "z", "download": "exe", "text": "Go."}
    assert client.post("/", data=nonsense).status_code == 200
    broken = client.post("/", content=b"--x", headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 422


@pytest.mark.parametrize(("pages", "status"), [(None, 404), (True, 200)])
def test_where_tokens_are_set_no_form_goes_round_them(pages: bool | None, status: int) -> None:
    stand_in: Any = StandIn()
    settings = read_settings(tokens=f"a:{'0' * 64}", pages=pages, log_level="error")
    with TestClient(create_app(settings, lambda: lambda _task: stand_in)) as client:
        assert client.get("/", headers=HTML).status_code == status


def test_pages_are_no_part_of_the_api(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert [p for p in paths if not p.startswith(("/v1", "/healthz", "/readyz", "/metrics"))] == []


def test_axe_is_the_file_of_the_package() -> None:
    folder = Path(__file__).with_name("vendor")
    rows = re.findall(
        r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", (folder / "README.md").read_text(), re.MULTILINE
    )
    assert len(rows) == 4
    for name, digest in rows:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
