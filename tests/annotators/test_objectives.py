"""Objectives: their type and Balanced Scorecard perspective."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.annotators.objectives import annotate_objectives, create, find_perspective
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc


@pytest.fixture(scope="module")
def read() -> Callable[..., Doc]:
    pipeline = Pipeline(["lexicon", "quantities"])

    def parse(text: str, declared: str = "objective") -> Doc:
        passage = Passage((), declared=declared)  # type: ignore[arg-type]
        document = join_fields("t", "t", [(text, passage)])
        return annotate_objectives(next(iter(pipeline.parse([document], profile="okr-hub"))).doc)

    return parse


def judged(doc: Doc) -> dict[str, Any]:
    record: dict[str, Any] = doc._.plumbline["statements"][0]["objective"]
    return record


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Strengthen the safety of patients in rural hospitals", "qualitative_aim"),
        ("Improve access to affordable care for families", "qualitative_aim"),
        ("Be the market leader in bicycle repair", "posture"),
        ("Create a new dashboard for the finance team", "task"),
    ],
)
def test_judges_plain_cases(read: Callable[..., Doc], text: str, kind: str) -> None:
    assert judged(read(text))["type"] == kind


@pytest.mark.parametrize(
    ("text", "perspective"),
    [
        ("Grow revenue and protect our margin", "financial"),
        ("Delight patients and win back former clients", "customer"),
        ("Shorten the workflow and remove defects", "process"),
        ("Build the skills of every employee", "learning"),
        ("Shine", None),
        # Two sides at once, a single word that only leans, and a qualifier of something else.
        ("Train nurses so that patients wait less", None),
        ("Student learning comes first", "customer"),
        ("Cut the cost of drugs per patient and spend less on them", "financial"),
        ("Launch in Brazil", None),
        ("Choose a customer platform", None),
    ],
)
def test_finds_the_perspective(
    read: Callable[..., Doc], text: str, perspective: str | None
) -> None:
    assert judged(read(text))["perspective"] == perspective


def test_perspectives_of_invented_objectives_are_mostly_right() -> None:
    lines = resource("data/statements/objectives.jsonl").read_text("utf-8").splitlines()
    wordings = [w for w in map(json.loads, lines) if "perspective" in w]
    documents = [
        join_fields(str(i), str(i), [(w["text"], Passage((), declared="objective"))])
        for i, w in enumerate(wordings)
    ]
    parse = Pipeline(["lexicon", "quantities"]).parse(documents, profile="okr-hub")
    found = [find_perspective(parsed.doc.spans["statements"][0]) for parsed in parse]
    named = [(f, w["perspective"]) for f, w in zip(found, wordings, strict=True) if f]
    assert len(named) > 100
    assert sum(f == read for f, read in named) / len(named) >= 0.85


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Start a breakfast club at the harbour", "task"),
        ("Start a culture of trust", "qualitative_aim"),
    ],
)
def test_a_thing_that_is_started_is_a_task(read: Callable[..., Doc], text: str, kind: str) -> None:
    assert judged(read(text))["type"] == kind


def test_other_statements_have_none(read: Callable[..., Doc]) -> None:
    doc = read("We feed the hungry.", declared="mission")
    assert doc._.plumbline["statements"][0]["objective"] is None


def test_component_pickles(read: Callable[..., Doc]) -> None:
    doc = read("Build the skills of every employee")
    before = judged(doc)
    again = pickle.loads(pickle.dumps(create(doc.vocab, "x")))  # type: ignore[arg-type]
    assert judged(again(doc)) == before
