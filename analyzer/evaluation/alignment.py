"""How well closeness finds an objective's own mission, on organisations not seen in training."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def rank_figures(scores: list[Scores]) -> dict[str, float]:
    """Return MRR, top-1 and AUC of own against other missions.

    Args:
        scores: for each organisation the scores of its objectives [objectives, organisations],
            the organisations in the same order. NaN stands for a missing closeness and counts as
            wrong; ties count half.
    """
    reciprocal: list[float] = []
    first: list[float] = []
    own_scores: list[Scores] = []
    other_scores: list[Scores] = []
    for own, matrix in enumerate(scores):
        filled = np.where(np.isnan(matrix), -np.inf, matrix)
        mine, others = filled[:, own], np.delete(filled, own, axis=1)
        above = (others > mine[:, None]).sum(axis=1)
        tied = np.where(
            np.isneginf(mine), others.shape[1] - above, (others == mine[:, None]).sum(axis=1)
        )
        for ahead, level, missing in zip(above, tied, np.isnan(matrix[:, own]), strict=True):
            # A missing closeness stands last; a tie stands on each of its places equally often.
            ranks = [ahead + level] if missing else range(ahead, ahead + level + 1)
            reciprocal.append(float(np.mean([1 / (rank + 1) for rank in ranks])))
            first.append(float(np.mean([rank == 0 for rank in ranks])))
        own_scores.append(mine)
        other_scores.append(others.ravel())
    return {
        "mrr": float(np.mean(reciprocal)),
        "top1": float(np.mean(first)),
        "auc": auc(np.concatenate(own_scores), np.concatenate(other_scores)),
    }


def auc(own: Scores, other: Scores) -> float:
    """Return how often an own pair scores above another; ties count half, missing ones as wrong."""
    ordered = np.sort(other)
    valid = own[~np.isneginf(own)]
    below = np.searchsorted(ordered, valid, side="left")
    level = np.searchsorted(ordered, valid, side="right") - below
    return float((below + level / 2).sum() / max(len(own) * len(other), 1))
