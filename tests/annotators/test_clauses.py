"""Clauses: where statements are cut, with and without a parse."""

from __future__ import annotations

import itertools
import pickle
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from analyzer.annotators.clauses import annotate_clauses, clauses, create

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def english() -> Language:
    from analyzer.resources import resource

    return spacy.load(resource("models/english/pipeline"))


def cut(nlp: Language, text: str) -> list[str]:
    return [text[start:end] for start, end in clauses(nlp(text)[:])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We repair bicycles in Leeds. By 2032 nobody there drives to school.",
            ["We repair bicycles in Leeds.", "By 2032 nobody there drives to school."],
        ),
        (
            "We repair bicycles in Leeds; no child there walks in fear.",
            ["We repair bicycles in Leeds;", "no child there walks in fear."],
        ),
        (
            "To repair bicycles in Leeds, and our vision is a town without cars.",
            ["To repair bicycles in Leeds,", "and our vision is a town without cars."],
        ),
        (
            "Our purpose is repair, with the ____ of a town that needs no cars",
            ["Our purpose is repair,", "with the ____ of a town that needs no cars"],
        ),
        (
            "We repair bicycles in Leeds / A town that needs no cars and/or buses",
            ["We repair bicycles in Leeds /", "A town that needs no cars and/or buses"],
        ),
        ("Repair before replacement", ["Repair before replacement"]),
    ],
)
def test_marks_and_labels_cut_without_a_parse(
    blank: Language, text: str, expected: list[str]
) -> None:
    assert cut(blank, text) == expected


def test_the_parse_cuts_at_joined_predicates(english: Language) -> None:
    found = cut(english, "We feed four hundred families and we teach their children to cook.")
    assert found == ["We feed four hundred families", "and we teach their children to cook."]


@given(st.text(max_size=200))
def test_clauses_are_in_order_and_cover_all_but_space(blank: Language, text: str) -> None:
    doc = blank(text)
    found = clauses(doc[:])
    covered = "".join(text[start:end] for start, end in found)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert "".join(covered.split()) == "".join(text.split())


def test_the_component_fills_records_and_pickles(blank: Language) -> None:
    component = pickle.loads(pickle.dumps(create(blank, "clauses")))
    doc = component(blank("First part here. Second part here.\n\nAnother statement."))
    assert [len(r["clauses"]) for r in doc._.plumbline["statements"]] == [2, 1]
    assert annotate_clauses(doc) is doc
