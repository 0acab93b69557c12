"""Measures against values worked out by hand or by SciPy and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.evaluation.metrics import (
    accuracy,
    auc,
    calibration_error,
    confusion,
    f1,
    interval,
    macro_f1,
    partial_spearman,
    ranks,
    reliability,
    spearman,
)

TRUE = ["a", "a", "b", "b", "c", "c", "a"]
GUESS = ["a", "b", "b", "b", "c", "a", "a"]


def test_agreement_equals_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    assert accuracy(TRUE, GUESS) == pytest.approx(metrics.accuracy_score(TRUE, GUESS))
    expected = metrics.f1_score(TRUE, GUESS, average="macro")
    assert macro_f1(TRUE, GUESS, ("a", "b", "c", "absent")) == pytest.approx(expected)
    assert f1(TRUE, GUESS, "b") == pytest.approx(0.8)
    assert f1(TRUE, GUESS, "absent") == 0.0
    assert confusion(TRUE, GUESS, ("a", "b", "c"))["a"] == {"a": 2, "b": 1, "c": 0}


def test_rank_correlation_equals_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(5)
    x = generator.integers(0, 6, 80)
    y = x + generator.integers(0, 6, 80)
    assert spearman(x, y) == pytest.approx(stats.spearmanr(x, y)[0], abs=1e-12)
    assert list(ranks([3, 1, 3])) == [2.5, 1.0, 2.5]
    assert spearman([1, 1, 1], [1, 2, 3]) == 0.0


def test_partial_correlation_takes_the_third_variable_out() -> None:
    generator = np.random.default_rng(5)
    common = generator.normal(size=400)
    x = common + 0.1 * generator.normal(size=400)
    y = common + 0.1 * generator.normal(size=400)
    assert spearman(x, y) > 0.9
    assert abs(partial_spearman(x, y, common)) < 0.15


def test_calibration_error_of_a_sure_and_half_right_model() -> None:
    assert calibration_error([0.95] * 10, [1, 0] * 5) == pytest.approx(0.45)
    assert calibration_error([1.0] * 4, [1] * 4) == 0.0
    assert reliability([0.95] * 4, [1, 0, 1, 1]) == [
        {"probability": pytest.approx(0.95), "correct": 0.75, "n": 4}
    ]


def test_auc_counts_ties_half() -> None:
    assert auc([0.1, 0.4, 0.4, 0.9], [0, 0, 1, 1]) == pytest.approx(0.875)
    assert np.isnan(auc([0.1, 0.2], [1, 1]))


def test_the_interval_holds_the_value_and_repeats() -> None:
    true, guess = np.array(TRUE * 20), np.array(GUESS * 20)
    low, high = interval(accuracy, true, guess)
    assert low < accuracy(true, guess) < high
    assert interval(accuracy, true, guess) == (low, high)
