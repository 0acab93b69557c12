"""What parts versions that share their words: numbers, opposites and negations, in all pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyzer.alignment.parting import WordForms, named, part_of, partings
from analyzer.people import read_statements

if TYPE_CHECKING:
    from analyzer.alignment.reading import Reading
    from analyzer.engine import Analyzer


def read(analyzer: Analyzer, *texts: str) -> list[Reading]:
    found = read_statements(texts, analyzer)
    return [found[text] for text in texts]


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("By 2030 bread is free.", "By 2035 bread is free.", "years"),
        ("In 2030 we run ten schools.", "In 2030 we run two schools.", "figures"),
        ("In 2030 we run ten schools.", "By 2030 we run 10 schools.", None),
        ("We reach a fire within 8 minutes.", "We reach each fire at once.", None),  # left out
        ("By 2030 we mend 50% of boats.", "By 2030 half of the boats are mended.", None),
        ("We will grow the hospital.", "We will shrink the hospital.", "opposite"),
        ("We will not grow the hospital.", "We will shrink the hospital.", None),
        ("We will grow the hospital.", "We will never grow the hospital.", "negation"),
        ("Nobody here waits for a doctor.", "All islanders see a doctor at once.", None),
        ("Free advice for tenants.", "We defend tenants against eviction.", None),
    ],
)
def test_what_parts_two_versions(analyzer: Analyzer, one: str, other: str, by: str | None) -> None:
    found = partings(read(analyzer, one, other))
    kinds = ("years", "figures", "opposite", "negation")
    assert [kind for kind in kinds if getattr(found, kind)[0, 1]] == ([by] if by else [])
    np.testing.assert_array_equal(found.any, found.any.T)
    assert not found.any.diagonal().any()


def test_differences_are_named_with_people_on_each_side(analyzer: Analyzer) -> None:
    readings = read(
        analyzer,
        "By 2030 we grow the ten schools.",
        "By 2030 we shrink the ten schools.",
        "By 2040 we grow the ten schools.",
        "By 2030 we do not grow the ten schools.",
    )
    everybody = np.ones((4, 4), dtype=bool)
    told = [(own.what, own.said) for own in named(readings, partings(readings), everybody)]
    assert told == [
        ("number", (("2030", 3), ("2040", 1))),
        ("opposite", (("grow", 2), ("shrink", 1))),
        ("negation", ((readings[0].text, 2), (readings[3].text, 1))),
    ]
    assert named(readings, partings(readings), ~everybody) == []


def test_a_part_of_a_reading_has_its_own_words(analyzer: Analyzer) -> None:
    (reading,) = read(analyzer, "We bring bread to the school, and bread to the prison.")
    assert [word.text for word in part_of(reading, "to the school").words] == [
        "to", "the", "school",
    ]  # fmt: skip
    (denied,) = read(analyzer, "We will never grow the hospital.")
    said = [part_of(denied, "grow the hospital", denial=own).words[0].text for own in (True, False)]
    assert said == ["never", "grow"]
    assert part_of(reading, "no such words").words == ()
    assert WordForms().encode(["a", "b"]).shape == (2, 1)
