"""What an alignment comes to, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.render.standing import headline, standing
from analyzer.types import Alignment, Relation, Report, Unchecked
from tests.render import reports


def aligned(*closeness: float | None, relation: Relation = "objective-mission") -> Report:
    links = [
        Alignment(f"s{number}", "s1", relation, 0.5, value, None, None)
        for number, value in enumerate(closeness, start=2)
    ]
    return reports.report("", alignment=tuple(links))


@pytest.mark.parametrize(
    ("closeness", "words"),
    [
        ((0.1,), "the objective stands far from the mission"),
        ((0.6,), "the objective stands fairly close to the mission"),
        ((0.4, 0.9), "1 of 2 objectives stands weakly to the mission"),
        ((0.4, 0.3), "both objectives stand weakly to the mission"),
        ((0.1, 0.2, 0.9), "2 of 3 objectives stand far from the mission"),
        (
            (0.1, 0.4, 0.9),
            "2 of 3 objectives stand weakly to the mission, 1 of them far from it",
        ),
        ((0.6, 0.7, 0.9), "all 3 objectives stand fairly close to the mission, or closer"),
        ((0.8, 0.9), "both objectives stand close to the mission"),
        ((None, None), ""),
        ((), ""),
    ],
)
def test_how_a_plan_stands(closeness: tuple[float | None, ...], words: str) -> None:
    assert standing(aligned(*closeness)) == words


def test_the_closest_of_several_targets_counts() -> None:
    link = Alignment("s2", "s9", "objective-mission", 0.5, 0.95, None, None)
    report = aligned(0.1)
    both = replace(report, alignment=(*report.alignment, link))
    assert standing(both) == "the objective stands close to the mission"


def test_without_a_mission_the_vision_counts() -> None:
    report = aligned(0.3, 0.9, relation="key_result-vision")
    assert standing(report) == "1 of 2 key results stands weakly to the vision"


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ([], "No question from the rules"),
        (["ALN003"], "No question from the 2 rules that could run"),
        (["ALN002", "ALN003"], "No question from the one rule that could run"),
        (["ALN001", "ALN002", "ALN003"], "No rule could run"),
    ],
)
def test_silence_says_which_rules_ran(left_out: list[str], words: str) -> None:
    unchecked = tuple(Unchecked(code, None, "no vision") for code in left_out)
    report = replace(aligned(0.9), unchecked=unchecked)
    assert headline(report, ("ALN001", "ALN002", "ALN003")) == words


def test_questions_are_counted_but_for_those_set_aside() -> None:
    found = reports.finding("VAG002", None, None)
    held = reports.finding("VAG002", None, None, suppressed="agreed in May")
    assert headline(replace(aligned(0.1), findings=(found, held)), ()) == "1 question"
    assert headline(reports.report(""), ()) == "Nothing could be compared"
