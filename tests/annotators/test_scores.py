"""The three scores: additive to the last bit, with words, interval, band and percentile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.documents import Passage, join_fields
from analyzer.grading.scores import BANDS, SCORES, reference
from analyzer.grading.wording import LABELS
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    Grade = Callable[[str], dict[str, Any]]

VAGUE = "We strive to be the leading provider of innovative, world-class solutions for everyone."
PLAIN = "We drive 140 pensioners in Ullapool to the hospital in Inverness, 57 miles away, for free."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["scores"])


@pytest.fixture(scope="module")
def whole(pipeline: Pipeline) -> Grade:
    def run(text: str) -> dict[str, Any]:
        document = join_fields("t", "t", [(text, Passage(()))], single=True)
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        record: dict[str, Any] = doc._.plumbline
        return record

    return run


@pytest.fixture(scope="module")
def grade(whole: Grade) -> Grade:
    def run(text: str) -> dict[str, Any]:
        scores: dict[str, Any] = whole(text)["statements"][0]["scores"]
        return scores

    return run


def check(scores: dict[str, Any], text: str) -> None:
    for name in SCORES:
        score = scores[name]
        amounts = [c["amount"] for c in score["contributions"]]
        total = min(100.0, max(0.0, score["base"] + math.fsum(amounts)))
        assert score["value"] == pytest.approx(total, abs=1e-9)
        assert score["interval"][0] <= score["value"] <= score["interval"][1]
        assert score["band"] in BANDS[name]
        assert 0 <= score["percentile"] <= 100
        assert score["reference_n"] > 1000
        assert len(amounts) <= 12
        for contribution in score["contributions"]:
            assert contribution["label"] == LABELS[contribution["feature"]]
            for start, end in contribution["spans"]:
                assert 0 <= start < end <= len(text)


def test_amounts_sum_to_the_score(grade: Grade, own_statements: list[dict[str, Any]]) -> None:
    for row in own_statements[:120]:
        scores = grade(row["text"])
        if scores:
            check(scores, row["text"])


@settings(max_examples=25)
@given(st.lists(st.sampled_from(f"{VAGUE} {PLAIN} ____ 🙂 – e\u0301".split()), min_size=3))
def test_amounts_sum_to_the_score_of_any_words(grade: Grade, words: list[str]) -> None:
    text = " ".join(words)
    scores = grade(text)
    if scores:
        check(scores, text)


def test_vague_and_plain_are_told_apart(grade: Grade) -> None:
    vague, plain = grade(VAGUE), grade(PLAIN)
    assert vague["vagueness"]["value"] > plain["vagueness"]["value"] + 25
    assert vague["buzzwords"]["value"] > plain["buzzwords"]["value"] + 25
    assert vague["decision"]["value"] < plain["decision"]["value"]
    assert vague["vagueness"]["band"] == "vague"
    assert plain["vagueness"]["band"] == "clear"


def test_causes_quote_their_words(grade: Grade) -> None:
    causes = {
        c["feature"]: [VAGUE[a:b] for a, b in c["spans"]]
        for c in grade(VAGUE)["buzzwords"]["contributions"]
    }
    assert "the leading" in " ".join(causes["rank_claim"])
    assert any("innovative" in words for words in causes["buzzword"])


def test_removing_a_stock_phrase_lowers_the_buzzword_score(grade: Grade) -> None:
    without = VAGUE.replace("innovative, world-class ", "")
    assert grade(without)["buzzwords"]["value"] < grade(VAGUE)["buzzwords"]["value"]


@pytest.mark.parametrize("text", ["Be bold", "Onwards!", "…"])
def test_short_texts_have_no_scores_and_say_so(whole: Grade, text: str) -> None:
    record = whole(text)
    assert record["statements"][0]["scores"] == {}
    assert [(u["code"], u["statement"]) for u in record["unchecked"]] == [("scores", 0)]


def test_percentiles_follow_the_reference() -> None:
    for name in SCORES:
        table = reference(name)
        assert list(table.quantiles) == sorted(table.quantiles)
        assert len(table.quantiles) == 101
        assert table.percentile(-1.0) == 0
        assert table.percentile(101.0) == 100
        assert table.percentile(table.quantiles[50]) in range(45, 56)
