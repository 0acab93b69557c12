"""Kind by function: probabilities, abstention, merged texts and their split."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.annotators.kind import create
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline
from analyzer.types import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    Judge = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["kind"])


@pytest.fixture(scope="module")
def judge(pipeline: Pipeline) -> Judge:
    def run(text: str, declared: str | None = None) -> dict[str, Any]:
        document = join_fields("t", "t", [(text, Passage((), declared=declared))])  # type: ignore[arg-type]
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        record: dict[str, Any] = doc._.plumbline["statements"][0]
        return record

    return run


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "We provide free legal advice to tenants in Glasgow so that nobody loses a home.",
            "mission",
        ),
        ("To train midwives for the villages of northern Ghana.", "mission"),
        ("A world in which every child learns to read.", "vision"),
        ("To become the most trusted bank in Kenya by 2035.", "vision"),
        ("Cut median waiting time from 41 to 20 days by 30 June 2027", "key_result"),
        ("Integrity, courage, curiosity and respect", "values"),
    ],
)
def test_clear_cases(judge: Judge, text: str, kind: str) -> None:
    assert judge(text)["kind"] == kind


def test_probabilities_are_of_the_eight_kinds_and_sum_to_one(
    judge: Judge, own_statements: list[dict[str, Any]]
) -> None:
    for row in own_statements[:60]:
        record = judge(row["text"])
        assert set(record["probabilities"]) == set(KINDS)
        assert sum(record["probabilities"].values()) == pytest.approx(1.0, abs=1e-9)
        assert 0.0 <= record["merged"]["probability"] <= 1.0
        assert record["kind"] in KINDS


def test_the_declared_label_does_not_decide(judge: Judge) -> None:
    text = "We lend tools to anyone who lives on the estate."
    assert judge(text, "key_result")["probabilities"] == judge(text, "vision")["probabilities"]


def test_label_words_and_blanks_are_read_alike(judge: Judge) -> None:
    named = judge("Our vision is to teach every adult in Porto to swim.")
    masked = judge("Our ____ is to teach every adult in Porto to swim.")
    assert named["kind"] == masked["kind"]
    for kind, p in named["probabilities"].items():
        assert masked["probabilities"][kind] == pytest.approx(p, abs=0.25)


def test_a_merged_text_is_split_at_the_right_word(judge: Judge) -> None:
    first = "Our mission is to repair and lend bicycles to families in Leeds."
    second = "Our vision is a city in which no child is driven to school."
    record = judge(f"{first} {second}")
    parts = record["merged"]["parts"]
    assert [p["kind"] for p in parts] == ["mission", "vision"]
    assert parts[0]["start"] == 0
    assert parts[0]["end"] == len(first)
    assert parts[1]["start"] == len(first) + 1
    assert record["kind"] == "mission"


def test_words_that_lead_in_belong_to_what_they_lead_to(judge: Judge) -> None:
    first = "Our mission is to repair and lend bicycles to families in Leeds."
    second = "What we want to see: our vision is a city in which no child is driven to school."
    parts = judge(f"{first} {second}")["merged"]["parts"]
    assert [p["start"] for p in parts] == [0, len(first) + 1]


def test_a_spaced_slash_parts_two_jobs(judge: Judge) -> None:
    first, second = "We repair bicycles for families in Leeds", "We envision a city without cars"
    parts = judge(f"{first} / {second}")["merged"]["parts"]
    assert [p["kind"] for p in parts] == ["mission", "vision"]
    assert parts[1]["start"] == len(first) + 3


def test_parts_lie_inside_the_statement_and_touch_nothing_twice(
    judge: Judge, own_statements: list[dict[str, Any]]
) -> None:
    merged = [row for row in own_statements if row["label"] == "merged"][:25]
    found = 0
    for row in merged:
        parts = judge(row["text"])["merged"]["parts"]
        if parts:
            found += 1
            assert len({p["kind"] for p in parts}) == 2
            assert 0 == parts[0]["start"] < parts[0]["end"] <= parts[1]["start"] < parts[1]["end"]
            assert parts[1]["end"] <= len(row["text"])
    assert found >= 15


def test_abstention_is_where_the_likeliest_function_is_not_likely(judge: Judge) -> None:
    assert judge("We provide free legal advice to tenants in Glasgow.")["abstained"] is False


def test_nothing_to_read_is_no_error(judge: Judge) -> None:
    for text in ("…", "?", "____", "42"):
        assert judge(text)["kind"] in KINDS


def test_the_component_pickles(pipeline: Pipeline) -> None:
    again = pickle.loads(pickle.dumps(create(pipeline.nlp, "kind")))

    def read(component: Callable[[Doc], Doc]) -> Any:
        doc = component(pipeline.nlp("To train midwives for the villages of northern Ghana."))
        return doc._.plumbline["statements"][0]["probabilities"]

    assert read(again) == read(create(pipeline.nlp, "kind"))
