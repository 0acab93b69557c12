"""Calibration, thresholds and figures of `models/kind`, from predictions out of fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.metrics import (
    accuracy,
    calibration_error,
    confusion,
    f1,
    interval,
    macro_f1,
    reliability,
)
from analyzer.grading.kind import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities [rows, classes] of logits."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def choose_temperature(logits: NDArray[np.float64], truth: NDArray[Any], order: list[str]) -> float:
    """Return the temperature with the least log loss, from a fine grid."""
    columns = np.array([order.index(x) for x in truth])

    def loss(temperature: float) -> float:
        p = softmax(logits / temperature)[np.arange(len(columns)), columns]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    return float(min(np.geomspace(0.3, 5, 200), key=loss))


def choose_calibration(
    logits: NDArray[np.float64], truth: NDArray[Any], order: list[str]
) -> tuple[float, list[float]]:
    """Return the temperature, and the shift of each class, with the least log loss.

    The training set is not drawn in the proportions of what is judged; the shifts put that right.
    """
    from scipy.optimize import minimize

    columns = np.array([order.index(x) for x in truth])

    def loss(parameters: NDArray[np.float64]) -> float:
        shift = np.append(0.0, parameters[1:])
        p = softmax(logits * np.exp(parameters[0]) + shift)[np.arange(len(columns)), columns]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    found = minimize(loss, np.zeros(len(order)), method="L-BFGS-B").x
    return float(np.exp(-found[0])), [0.0, *(float(x) for x in found[1:])]


def merged_threshold(probability: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Return the probability from which calling a text merged gives the best F1."""

    def score(threshold: float) -> float:
        said = probability >= threshold
        return 2 * float((said & truth).sum()) / max(float(said.sum() + truth.sum()), 1.0)

    grid = np.linspace(0.2, 0.6, 41)
    best = max(score(t) for t in grid)
    # The middle of the plateau holds best for other texts.
    return float(np.median([t for t in grid if score(t) >= best - 0.005]))


def function_figures(
    truth: NDArray[Any],
    probabilities: NDArray[np.float64],
    order: list[str],
    thresholds: Mapping[str, float],
) -> dict[str, Any]:
    """Return the figures of the four functions, decided as the analyzer decides."""
    merged = probabilities[:, order.index("merged")]
    rest = probabilities.copy()
    rest[:, order.index("merged")] = -1.0
    guess = np.array(order)[rest.argmax(axis=1)]
    guess[merged >= thresholds["merged"]] = "merged"
    top = probabilities.max(axis=1)
    sure = top >= thresholds["abstain"]
    low, high = interval(lambda t, g: macro_f1(t, g, FUNCTIONS), truth, guess, resamples=300)
    return {
        "cross_validated": {
            "macro_f1": round(macro_f1(truth, guess, FUNCTIONS), 4),
            "interval": [round(low, 4), round(high, 4)],
            "n": len(truth),
            "f1": {label: round(f1(truth, guess, label), 4) for label in FUNCTIONS},
            "accuracy": round(accuracy(truth, guess), 4),
            "calibration_error": round(calibration_error(top, truth == guess), 4),
            "reliability": reliability(top, truth == guess),
            "accuracy_when_sure": round(accuracy(truth[sure], guess[sure]), 4),
            "abstained": round(float(1 - sure.mean()), 4),
            "confusion": confusion(truth.tolist(), guess.tolist(), FUNCTIONS),
        }
    }
