"""Ranking figures: ties count half, a missing closeness counts as wrong."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.evaluation.okr import outcome_activity_f1
from analyzer.evaluation.ranking import closeness_error, rank_figures, weighted_error


def test_perfect_scores() -> None:
    scores = [np.array([[0.9, 0.1], [0.8, 0.2]]), np.array([[0.3, 0.7]])]
    assert rank_figures(scores) == {"mrr": 1.0, "top1": 1.0, "auc": 1.0}


def test_a_tie_counts_half() -> None:
    scores = [np.array([[0.5, 0.5]]), np.array([[0.5, 0.5]])]
    found = rank_figures(scores)
    assert found == {"mrr": pytest.approx(0.75), "top1": pytest.approx(0.5), "auc": 0.5}


def test_what_is_missing_is_wrong() -> None:
    missing = np.full((1, 2), np.nan)
    found = rank_figures([missing, missing])
    assert found["top1"] == 0.0
    assert found["auc"] == 0.0
    assert found["mrr"] == pytest.approx(0.5)


def test_owners_may_be_drawn_again() -> None:
    scores = [np.array([[0.9, 0.1]]), np.array([[0.9, 0.1]])]
    assert rank_figures([scores[0], scores[0]], [0, 0])["auc"] == 1.0
    assert rank_figures([scores[1], scores[1]], [1, 1])["auc"] == 0.0


def test_calibration_error_weighs_both_sides_alike() -> None:
    own, other = np.full(10, 0.8), np.full(1000, 0.2)
    assert weighted_error(own, other) == pytest.approx(0.2)
    assert weighted_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == pytest.approx(0.5)
    assert np.isnan(closeness_error([np.full((1, 2), np.nan)], [0]))


def test_outcome_and_activity_weigh_alike() -> None:
    truth = ["outcome", "activity", "activity", "mixed"]
    assert outcome_activity_f1(truth, truth) == 1.0
    assert outcome_activity_f1(truth, ["activity"] * 4) == pytest.approx(1 / 3)
