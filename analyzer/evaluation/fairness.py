"""Whether texts of one sector or region score higher than others that were rated alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.groups import FEWEST, origins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# Names of the scores, and of the ratings they are held against.
RATING_OF = {"vagueness": "vagueness", "buzzwords": "jargon", "decision": "decision"}


def evaluate_fairness(
    rows: Sequence[dict[str, Any]], scores: Sequence[Mapping[str, float]], field: str
) -> list[Figure]:
    """Return the mean residual of each score, in points, by sector and by region.

    The residual is what a score has over the straight line that gives the score of a rating: how
    far a text scores above others of any origin that readers rated alike.

    Args:
        rows: with ratings, and what tells sector and region.
        scores: values of each row's scores.
        field: what was read, for the table.
    """
    figures = []
    for score, rating in RATING_OF.items():
        kept = [i for i, row in enumerate(rows) if rating in row and score in scores[i]]
        if len(kept) < 2 * FEWEST:
            continue
        over = residuals(
            np.array([scores[i][score] for i in kept]),
            np.array([float(rows[i][rating]) for i in kept]),
        )
        groups = origins([rows[i] for i in kept])
        figures += [
            measured(score, "mean residual", _mean, over[at], subgroup=name, field=field)
            for name, at in groups.items()
        ]
    return figures


def residuals(value: NDArray[np.float64], rating: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values less the line through them over their ratings."""
    design = np.stack([np.ones_like(rating), rating], axis=1)
    line, *_ = np.linalg.lstsq(design, value, rcond=None)
    return np.asarray(value - design @ line, dtype=np.float64)


def _mean(values: NDArray[np.float64]) -> float:
    return float(np.mean(values))
