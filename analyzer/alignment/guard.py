"""What a pair loses that contradicts itself: an objective against the mission it stands under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.alignment.opposition import opposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.alignment.opposition import Stance

# In log-odds; the closest pairs stand at about 4.
OPPOSED = 6.0


def guard(
    alone: NDArray[np.float64], sources: Sequence[Stance], targets: Sequence[Stance]
) -> NDArray[np.float64]:
    """Return what the ranker's score of each pair loses, 0 or more [sources, targets].

    Args:
        alone: what each source loses whatever the target says (`HarmModel.loss`) [sources].
        sources: their stances.
        targets: stances of the targets.
    """
    against = np.array(
        [[opposed(source, target) or _denies(source, target) for target in targets]
         for source in sources]
    )  # fmt: skip
    return np.minimum(alone[:, None] + OPPOSED * against.reshape(len(sources), -1), 2 * OPPOSED)


def _denies(source: Stance, target: Stance) -> bool:
    """Return whether a source plainly takes a good, and not one that the target takes as well."""
    return source.denies and not (source.taken & target.taken or source.said & target.said)
