"""The frame of an objective or key result: mood, verb class, what it acts on, amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.annotators.okr import okr_features
from analyzer.annotators.okr_words import NOUN_CLASSES, VERB_CLASSES
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def features() -> Callable[[str], dict[str, float]]:
    pipeline = Pipeline(["lexicon", "quantities"])

    def of(text: str) -> dict[str, float]:
        document = join_fields("t", "t", [(text, Passage((), declared="key_result"))])
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        return okr_features(doc.spans["statements"][0])

    return of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Publish two guides", "frame=imperative:produce>object:deliverable"),
        ("Publish two guides", "object_is=counteds"),
        ("Publish a guide", "object_is=a"),
        ("80% of tenants use the portal", "share_of=audience"),
        ("80% of tenants use the portal", "share_first"),
        ("Reduce the wait by 20%", "by_share"),
        ("Raise attendance to 75%", "to_number"),
        ("Shelves rebuilt => 70%", "scored"),
        ("All shelves were labelled by the crew", "mood=passive"),
    ],
)
def test_names_the_frame(
    features: Callable[[str], dict[str, float]], text: str, expected: str
) -> None:
    assert expected in features(text)


def test_words_share_one_unit(features: Callable[[str], dict[str, float]]) -> None:
    found = features("Teach the teachers of the teachers")
    words = [value for name, value in found.items() if name.startswith("v=")]
    assert sum(words) == pytest.approx(1.0)


def test_equal_texts_give_equal_features_in_equal_order(
    features: Callable[[str], dict[str, float]],
) -> None:
    text = "All teams have written a plan, and 40% of the pages moved"
    assert list(features(text).items()) == list(features(text).items())


def test_a_lemma_may_have_several_classes() -> None:
    assert {"change", "reach"} <= set(VERB_CLASSES["gain"])
    assert {"metric", "deliverable"} <= set(NOUN_CLASSES["pipeline"])
