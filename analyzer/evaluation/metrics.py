"""Measures in NumPy: agreement, rank correlation, calibration, ranking, and bootstrap intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Measure = Callable[..., float]
    Labels = Sequence[str] | NDArray[Any]

RESAMPLES = 500


def accuracy(true: Labels, guess: Labels) -> float:
    """Return the share of guesses that are right."""
    return float(np.mean(np.asarray(true) == np.asarray(guess)))


def f1(true: Labels, guess: Labels, label: str) -> float:
    """Return the F1 of one label; 0 where it is neither there nor guessed."""
    real, said = np.asarray(true) == label, np.asarray(guess) == label
    hits = int(np.count_nonzero(real & said))
    return 2 * hits / max(int(np.count_nonzero(real)) + int(np.count_nonzero(said)), 1)


def macro_f1(true: Labels, guess: Labels, labels: Sequence[str]) -> float:
    """Return the mean F1 over the labels that occur in `true` or `guess`."""
    a, b = np.asarray(true), np.asarray(guess)
    present = [label for label in labels if np.any(a == label) or np.any(b == label)]
    return float(np.mean([f1(a, b, label) for label in present])) if present else 0.0


def confusion(true: Labels, guess: Labels, labels: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return counts: true label to guessed label to number."""
    table = {a: dict.fromkeys(labels, 0) for a in labels}
    for real, said in zip(true, guess, strict=True):
        table[real][said] += 1
    return table


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Return ranks from 1, ties sharing their mean rank."""
    data = np.asarray(values, dtype=np.float64)
    _, inverse, counts = np.unique(data, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2.0)[inverse]


def pearson(x: ArrayLike, y: ArrayLike) -> float:
    """Return the linear correlation; 0 where one side does not vary."""
    a, b = np.asarray(x, np.float64), np.asarray(y, np.float64)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size else 0.0


def spearman(x: ArrayLike, y: ArrayLike) -> float:
    """Return the rank correlation."""
    return pearson(ranks(x), ranks(y))


def partial_spearman(x: ArrayLike, y: ArrayLike, given: ArrayLike) -> float:
    """Return the rank correlation of two variables with a third one taken out of both."""
    xy, xz, yz = spearman(x, y), spearman(x, given), spearman(y, given)
    size = float(np.sqrt((1 - xz**2) * (1 - yz**2)))
    return (xy - xz * yz) / size if size else 0.0


def calibration_error(probability: ArrayLike, correct: ArrayLike, *, bins: int = 10) -> float:
    """Return the expected calibration error of top-label probabilities, over equal-width bins."""
    p, hit = np.asarray(probability, np.float64), np.asarray(correct, np.float64)
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(p[place == b].mean() - hit[place == b].mean()) * np.mean(place == b)
            for b in range(bins)
            if np.any(place == b)
        )
    )


def reliability(
    probability: ArrayLike, correct: ArrayLike, *, bins: int = 10
) -> list[dict[str, float]]:
    """Return mean probability, share correct and number of each occupied bin."""
    p, hit = np.asarray(probability, np.float64), np.asarray(correct, np.float64)
    place = np.minimum((p * bins).astype(int), bins - 1)
    return [
        {
            "probability": float(p[place == b].mean()),
            "correct": float(hit[place == b].mean()),
            "n": int(np.sum(place == b)),
        }
        for b in range(bins)
        if np.any(place == b)
    ]


def auc(score: ArrayLike, positive: ArrayLike) -> float:
    """Return the probability that a positive scores above a negative one, ties counting half."""
    label = np.asarray(positive, bool)
    ups, downs = int(label.sum()), int((~label).sum())
    if not ups or not downs:
        return float("nan")
    return float((ranks(score)[label].sum() - ups * (ups + 1) / 2) / (ups * downs))


def interval(
    measure: Measure,
    *columns: Sequence[str] | ArrayLike,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return a bootstrap interval of a measure over paired columns.

    Args:
        measure: takes the columns, resampled in parallel, and returns a number.
        columns: sequences of one length.
        resamples: number of draws with replacement.
        seed: of the draws.
        level: coverage of the percentile interval.
    """
    arrays = [np.asarray(c) for c in columns]
    generator = np.random.default_rng(seed)
    size = len(arrays[0])
    drawn = [
        measure(*(a[index] for a in arrays))
        for index in (generator.integers(0, size, size) for _ in range(resamples))
    ]
    edge = (1 - level) / 2
    low, high = np.nanquantile(drawn, [edge, 1 - edge])
    return float(low), float(high)
