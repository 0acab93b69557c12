"""Kind and scores stay within the stated bands when a text is said again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.evaluation.stability import BANDS, evaluate_stability, pairs_of
from analyzer.grading.scores import SCORES

if TYPE_CHECKING:
    from analyzer.engine import Analyzer
    from analyzer.evaluation.figures import Figure


@pytest.fixture(scope="module")
def figures(analyzer: Analyzer) -> dict[tuple[str, str, str], Figure]:
    return {(f.task, f.figure, f.subgroup): f for f in evaluate_stability(analyzer)}


@pytest.mark.parametrize("change", BANDS)
def test_the_kind_stays(figures: dict[tuple[str, str, str], Figure], change: str) -> None:
    found = figures["kind", "stays where sure", change]
    assert found.value >= BANDS[change].stays
    assert found.n >= 9


@pytest.mark.parametrize("change", BANDS)
@pytest.mark.parametrize("score", SCORES)
def test_the_scores_stay(
    figures: dict[tuple[str, str, str], Figure], change: str, score: str
) -> None:
    assert figures[score, "95% of changes", change].value <= BANDS[change].points
    assert figures[score, "mean change", change].value <= BANDS[change].points / 2


@pytest.mark.parametrize("change", BANDS)
def test_every_change_changes(change: str) -> None:
    pairs = pairs_of(change)
    assert len(pairs) >= 10
    assert all(before != after for before, after in pairs)


def test_only_the_named_things_change() -> None:
    before, after = pairs_of("another name")[0]
    assert "Harbour Lane" in before
    assert "Harbour Lane" not in after
    assert before.split()[2:] == after.split()[2:]
    spelled = pairs_of("spelling")
    assert any("organize" in after for _, after in spelled)
    assert not any("organise" in after or "colour" in after for _, after in spelled)
    assert all(len(before.split()) == len(after.split()) for before, after in spelled)
    assert all(after == before.upper() for before, after in pairs_of("capitals"))
