"""Claims that move something and leave open how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.annotators.okr_levels import has_end, is_open
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Span


@pytest.fixture(scope="module")
def read() -> Callable[[str], Span]:
    pipeline = Pipeline(["lexicon", "quantities"])

    def parse(text: str) -> Span:
        document = join_fields("t", "t", [(text, Passage((), declared="key_result"))])
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        statement: Span = doc.spans["statements"][0]
        return statement

    return parse


@pytest.mark.parametrize(
    "text",
    [
        "Patients feel calmer before surgery",
        "Suppliers are visibly more satisfied by December",
        "A marked increase in trust among growers",
        "A plain drop in quarrels during 2031",
        "Far fewer quarrels at the loading dock",
        "Simpler forms for new tenants by 4 June",
        "The night crew is better rested",
        "Handovers have become smoother",
        "Our name is better known in Flanders",
        "Members feel more at home with us",
        "Noticeable improvement of the canteen",
        "Make the first week smoother",
        "Make real progress on data quality",
        "Visitor numbers up",
        "Heating costs go down",
        "Survey score up",
        "Test results down",
        "Improve the mood on the night shift",
    ],
)
def test_open_claims(read: Callable[[str], Span], text: str) -> None:
    assert is_open(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Publish a clearer guide for tenants",
        "Hire more nurses",
        "No more paper forms",
        "More applicants than in 2030",
        "80% of parents feel safer",
        "Build a larger workshop",
        "Complaints down to 12",
        "Tenants no longer wait for heating",
        "Halve the backlog",
        "Every child reads better at home",
        "Higher-level categories for nodes",
        "Reduce the time to hire to 65 days",
        "Sign up by Friday",
        "Sign the lease",
        "Clean the yard up",
        "Ramp training up",
        "?",
    ],
)
def test_other_claims(read: Callable[[str], Span], text: str) -> None:
    assert not is_open(read(text))


def test_a_date_is_no_end(read: Callable[[str], Span]) -> None:
    assert not has_end(read("Trust grows by 30 September 2031"))
    assert has_end(read("Trust grows to 30 points by September 2031"))
    assert has_end(read("All dealers trust us"))
