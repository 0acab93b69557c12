"""Figures beside stored ones, residuals by origin, and the four kinds on published labels."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.evaluation.fairness import evaluate_fairness, residuals
from analyzer.evaluation.figures import Figure, loss, table
from analyzer.evaluation.published import family_figures, macro_f1_of_four
from analyzer.evaluation.run import Evaluation, stored_evaluation


def figure(name: str, value: float, subgroup: str = "") -> Figure:
    return Figure("kind", name, value, value - 0.1, value + 0.1, 50, subgroup, "text")


def test_the_table_shows_what_was_stored_and_what_changed() -> None:
    before = figure("accuracy", 0.9)
    text = table([figure("accuracy", 0.87), figure("macro-F1", 0.8)], {before.key: before})
    first, second = text.splitlines()[2:]
    assert [cell.strip() for cell in first.split("|")[-3:-1]] == ["0.900", "-0.030"]
    assert [cell.strip() for cell in second.split("|")[-3:-1]] == ["", ""]
    assert "stored" not in table([before])


@pytest.mark.parametrize(
    ("name", "now", "then", "worse"),
    [
        ("accuracy", 0.87, 0.9, 0.03),
        ("ECE", 0.05, 0.02, 0.03),
        ("mean residual", -4.0, 1.0, 0.03),
        ("abstained", 0.5, 0.1, 0.0),
        ("accuracy", 0.9, 0.87, -0.03),
    ],
)
def test_what_is_worse_hangs_on_the_figure(
    name: str, now: float, then: float, worse: float
) -> None:
    assert loss(figure(name, now), figure(name, then)) == pytest.approx(worse)


def test_losses_name_figures_that_fall_short() -> None:
    now = Evaluation((figure("accuracy", 0.8), figure("macro-F1", 0.8)))
    then = Evaluation((figure("accuracy", 0.9), figure("macro-F1", 0.81)))
    (line,) = now.losses(then, 0.05)
    assert line == "kind, accuracy, text: 0.900 stored, 0.800 now"
    assert not now.losses(then, 0.2)


def test_stored_figures_are_shipped() -> None:
    stored = stored_evaluation()
    assert stored is not None
    assert {f.key for f in stored.figures} >= {("kind", "macro-F1", "masked", "")}
    assert not stored.losses(stored, 0.0)


def test_residuals_are_what_the_rating_does_not_say() -> None:
    rating = np.array([1.0, 2.0, 3.0, 4.0])
    np.testing.assert_allclose(residuals(10 * rating + 3, rating), 0, atol=1e-9)
    assert residuals(np.array([0.0, 0, 0, 8]), np.array([1.0, 1, 2, 2]))[3] > 0


def test_a_sector_that_scores_higher_at_equal_ratings_shows() -> None:
    rows = [
        {"text": "x", "sector": "school" if i % 2 else "brand", "vagueness": 1 + i % 5}
        for i in range(80)
    ]
    scores = [{"vagueness": 25.0 * (i % 5) + 6 * (i % 2 == 0)} for i in range(80)]
    found = {f.subgroup: f for f in evaluate_fairness(rows, scores, "text")}
    assert found["company"].value == pytest.approx(3.0, abs=0.1)
    assert found["unknown sector"].value == pytest.approx(-3.0, abs=0.1)


def test_four_kinds_are_told_apart_from_all_others() -> None:
    truth = ["values", "objective", "key_result", "slogan", "mission", "strategy"]
    assert macro_f1_of_four(truth, truth) == 1.0
    guess = ["values", "objective", "key_result", "slogan", "slogan", "objective"]
    assert macro_f1_of_four(truth, guess) == pytest.approx((1 + 2 / 3 + 1 + 2 / 3) / 4)
    names = [f.task for f in family_figures(truth, guess, "labels")]
    assert names == ["kind", "values", "objective", "key_result", "slogan", "strategy"]
