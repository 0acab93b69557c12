"""How well scores find the own one among strangers, and how true they are as probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.evaluation.metrics import auc

if TYPE_CHECKING:
    from collections.abc import Sequence

Scores = NDArray[np.float64]
_MISSING = -1e300


def rank_figures(scores: Sequence[Scores], owners: Sequence[int] | None = None) -> dict[str, float]:
    """Return MRR, top-1 and AUC of own against other missions.

    Args:
        scores: for each organisation the scores of its objectives [objectives, organisations],
            the organisations in the same order. NaN stands for a missing closeness and counts as
            wrong; ties count half.
        owners: column of each organisation's own mission; its place in the list by default.
    """
    reciprocal: list[float] = []
    first: list[float] = []
    values: list[Scores] = []
    labels: list[NDArray[np.bool_]] = []
    for own, matrix in zip(owners or range(len(scores)), scores, strict=True):
        # What is missing loses against everything, an own pair even against a missing other one.
        filled = np.where(np.isnan(matrix), _MISSING, matrix)
        filled[np.isnan(matrix[:, own]), own] = -np.inf
        mine, others = filled[:, own, None], np.delete(filled, own, axis=1)
        for ahead, level in zip((others > mine).sum(1), (others == mine).sum(1), strict=True):
            # A tie stands on each of its places equally often.
            places = np.arange(ahead, ahead + level + 1)
            reciprocal.append(float(np.mean(1 / (places + 1))))
            first.append(float(np.mean(places == 0)))
        values.append(filled.ravel())
        labels.append((np.arange(filled.shape[1]) == own)[None].repeat(len(filled), 0).ravel())
    return {
        "mrr": float(np.mean(reciprocal)),
        "top1": float(np.mean(first)),
        "auc": auc(np.concatenate(values), np.concatenate(labels)),
    }


def closeness_error(scores: Sequence[Scores], owners: Sequence[int] | None = None) -> float:
    """Return the expected calibration error in ten bins, own and other pairs weighted alike."""
    own_parts, other_parts = [], []
    for own, matrix in zip(owners or range(len(scores)), scores, strict=True):
        own_parts.append(matrix[:, own])
        other_parts.append(np.delete(matrix, own, axis=1).ravel())
    own_scores, others = np.concatenate(own_parts), np.concatenate(other_parts)
    own_scores, others = own_scores[~np.isnan(own_scores)], others[~np.isnan(others)]
    return weighted_error(own_scores, others)


def weighted_error(own: Scores, other: Scores) -> float:
    """Return the expected calibration error of closeness, half of it over own pairs."""
    if not len(own) or not len(other):
        return float("nan")
    closeness = np.concatenate([own, other])
    label = np.arange(len(closeness)) < len(own)
    weight = np.where(label, 0.5 / len(own), 0.5 / len(other))
    bins = np.minimum((closeness * 10).astype(int), 9)
    gaps = np.bincount(bins, weights=weight * (closeness - label), minlength=10)
    return float(np.abs(gaps).sum())
