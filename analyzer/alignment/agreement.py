"""Whether two versions say the same: what was learned for each embedder, and means over pairs.

A logistic curve turns the cosine of two versions into a probability. It was fitted on missions that
members of one team wrote from memory against the most similar missions of strangers, so an even
probability lies between a loose retelling and a near stranger of the same field. Shorter phrases
have a curve of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.alignment.closeness import load_calibration, sigmoid
from analyzer.alignment.embedder import unit
from analyzer.errors import ResourceError, UsageError
from analyzer.resources import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.alignment.embedder import Embedder, Vectors

    Floats = NDArray[np.float64]
    Table = NDArray[np.bool_]

MODEL = "models/versions/model.json"
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Curve:
    """Probability that two texts say the same, by the cosine of their centred vectors."""

    slope: float
    intercept: float

    def __call__(self, cosine: Floats) -> Floats:
        """Return the probabilities of cosines."""
        return sigmoid(self.slope * cosine + self.intercept)

    @property
    def even(self) -> float:
        """The cosine at which both are as likely."""
        return -self.intercept / self.slope


@dataclass(frozen=True, slots=True, eq=False)
class VersionModel:
    """What was learned for one embedder.

    Attributes:
        embedder: whose vectors it is about.
        center: mean vector of strategy language [d].
        statement: curve of whole versions.
        phrase: curve of phrases.
        change: weights of `analyzer.alignment.changes.FEATURES`.
        bias: of the curve of changes.
    """

    embedder: Embedder
    center: Vectors
    statement: Curve
    phrase: Curve
    change: Floats
    bias: float

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return centred unit rows [texts, d]; equal texts are embedded once."""
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return np.zeros((0, len(self.center)), dtype=np.float32)
        place = {text: row for row, text in enumerate(distinct)}
        vectors = unit(self.embedder.encode(distinct) - self.center)
        return vectors[[place[text] for text in texts]]


def load_version_model(embedder: Embedder, names: Sequence[str]) -> VersionModel:
    """Return what was learned for an embedder.

    Args:
        embedder: to compare with.
        names: of the features of changes, in the order in which they are given.

    Raises:
        UsageError: nothing was learned for it.
        ResourceError: the stored figures do not belong to its vectors.
    """
    stored: dict[str, Any] = read_json(MODEL)["embedders"]
    calibration = load_calibration(embedder)
    if embedder.name not in stored:
        known = ", ".join(stored)
        raise UsageError(f"versions are compared by {known}; {embedder.name!r} is not calibrated")
    own = stored[embedder.name]
    if calibration is None or own["revision"] != embedder.revision:
        raise ResourceError(
            f"{MODEL} was fitted for other vectors of {embedder.name!r}; in a checkout run: "
            "python -m models.train versions --data DIR"
        )
    return VersionModel(
        embedder,
        calibration.center,
        Curve(**own["statement"]),
        Curve(**own["phrase"]),
        np.array([own["change"]["coef"][name] for name in names]),
        float(own["change"]["intercept"]),
    )


def sums(
    vectors: Vectors, curve: Curve, others: Vectors | None = None, parted: Table | None = None
) -> Floats:
    """Return, for each row, the sum of its probabilities with all other rows [n].

    Memory stays flat: at no time are more than 512 rows of pairs held.

    Args:
        vectors: unit rows [n, d].
        curve: from cosine to probability.
        others: rows to compare with instead; then none is left out as the row itself.
        parted: pairs that cannot say the same, whatever their vectors [n, others].
    """
    against = vectors if others is None else others
    found = np.zeros(len(vectors))
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK]
        likely = curve((block @ against.T).astype(np.float64))
        if parted is not None:
            likely *= ~parted[start : start + _BLOCK]
        found[start : start + _BLOCK] = likely.sum(axis=1)
    if others is None:
        itself = np.einsum("ij,ij->i", vectors, vectors).astype(np.float64)
        found -= curve(itself)
    return found


def mean_of_pairs(vectors: Vectors, curve: Curve, parted: Table | None = None) -> float | None:
    """Return the mean probability over all pairs of rows; None for fewer than two."""
    n = len(vectors)
    return float(sums(vectors, curve, parted=parted).sum() / (n * (n - 1))) if n > 1 else None
