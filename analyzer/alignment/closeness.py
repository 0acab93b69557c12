"""From vectors to closeness: the probability that two texts belong together, at an even prior.

Bare cosine is no closeness: some texts are near to everything. So a ranker adds up, for each pair,

    cosine    of the two texts, after the centre of all strategy language has been taken away
    source_z  the cosine against the source's cosines to other organisations' targets
    part      the best cosine between a clause of the one and a clause of the other
    overlap   shared words, weighted by their rarity

and a logistic curve, fitted on own against other organisations' pairs, turns the sum into a
probability. A source that works against its target first loses some of the sum
(`analyzer.alignment.guard`). What other organisations' cosines look like is kept as a mean and a
low-rank covariance, never as texts or as vectors of single texts.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.alignment.embedder import Embedder, Vectors, unit
from analyzer.errors import ResourceError
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FEATURES = ("cosine", "source_z", "part", "overlap")
BUCKETS = 4096
_WORD = re.compile(r"[a-z]{3,}")
_STEM = 6
_STOP = frozenset(
    "the and for that with our from are all their this will has have its who which can not more"
    " through into your you was were been being than them they these those mission vision".split()
)

Matrix = NDArray[np.float64]
Words = tuple[NDArray[np.intp], Vectors]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Texts as the ranker sees them.

    Attributes:
        whole: vectors of the texts [n, d], unit rows.
        parts: vectors of all their clauses [p, d], unit rows, text after text.
        first: index of each text's first clause [n], strictly rising; every text has one.
        words: word buckets of each text with their weights by rarity, of length one together.
    """

    whole: Vectors
    parts: Vectors
    first: NDArray[np.intp]
    words: Sequence[Words]

    def take(self, rows: Sequence[int]) -> Encoded:
        """Return some of the texts."""
        ends = np.append(self.first[1:], len(self.parts))
        own = [np.arange(self.first[row], ends[row]) for row in rows]
        sizes = [len(places) for places in own]
        return Encoded(
            whole=self.whole[list(rows)],
            parts=self.parts[np.concatenate(own)],
            first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
            words=[self.words[row] for row in rows],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What was learned for one embedder.

    Attributes:
        revision: of the embedder that it was learned with.
        center: mean vector of strategy language [d].
        means: mean vector of other organisations' texts, by kind [d].
        factors: low-rank factor of their covariance, by kind [r, d].
        rarity: inverse document frequency of each word bucket [BUCKETS].
        coef: weights of `FEATURES`, by relation.
        intercept: by relation.
        quantiles: the ranker's score at the percentiles 0 to 100 of other organisations' pairs, by
            relation [101].
    """

    revision: str
    center: Vectors
    means: dict[str, Vectors]
    factors: dict[str, Vectors]
    rarity: Vectors
    coef: dict[str, Matrix]
    intercept: dict[str, float]
    quantiles: dict[str, Matrix]

    def features(
        self, source: Encoded, target: Encoded, kinds: tuple[str, str]
    ) -> NDArray[np.float64]:
        """Return the ranker's features [sources, targets, FEATURES] of every pair.

        Args:
            source: encoded with this calibration.
            target: encoded with this calibration.
            kinds: of the sources and of the targets; an unknown kind reads `any`.

        The same correction from the target's side was tried: it helped on invented pairs and hurt
        on published ones, so it is left out.
        """
        cosine = (source.whole @ target.whole.T).astype(np.float64)
        mean, spread = self._others(source.whole, kinds[1])
        return np.stack(
            [
                cosine,
                (cosine - mean[:, None]) / spread[:, None],
                best_parts(source, target),
                overlaps(source, target),
            ],
            axis=-1,
        )

    def score(self, features: NDArray[np.float64], relation: str) -> NDArray[np.float64]:
        """Return the ranker's score of each pair: the log-odds of belonging together."""
        return np.asarray(features @ self.coef[relation] + self.intercept[relation])

    def percentile(self, score: NDArray[np.float64], relation: str) -> NDArray[np.intp]:
        """Return how many of 100 pairs of other organisations score lower, 0 to 100."""
        below = np.searchsorted(self.quantiles[relation], score, side="right") - 1
        return np.clip(below, 0, 100)

    def _others(self, vectors: Vectors, kind: str) -> tuple[Matrix, Matrix]:
        """Return mean and spread of each vector's cosines to other organisations' texts [n]."""
        kind = kind if kind in self.means else "any"
        mean = (vectors @ self.means[kind]).astype(np.float64)
        spread = np.linalg.norm(vectors @ self.factors[kind].T, axis=1).astype(np.float64)
        return mean, np.maximum(spread, 0.02)


def best_parts(source: Encoded, target: Encoded) -> NDArray[np.float64]:
    """Return the best cosine between a clause of each source and one of each target."""
    cosines = source.parts @ target.parts.T
    rows = np.maximum.reduceat(cosines, source.first, axis=0)
    return np.maximum.reduceat(rows, target.first, axis=1).astype(np.float64)


def overlaps(source: Encoded, target: Encoded) -> NDArray[np.float64]:
    """Return the cosine of the word buckets of each source and target."""
    table = np.zeros((BUCKETS, len(target.words)), dtype=np.float32)
    for column, (places, weights) in enumerate(target.words):
        table[places, column] = weights
    rows = [weights @ table[places] for places, weights in source.words]
    return np.array(rows, dtype=np.float64)


def sigmoid(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities of log-odds, in the form that does not overflow."""
    small = np.exp(-np.abs(score))
    return np.where(score >= 0, 1.0 / (1.0 + small), small / (1.0 + small))


def encode(
    embedder: Embedder,
    calibration: Calibration | None,
    texts: Sequence[str],
    parts: Sequence[Sequence[str]],
) -> tuple[Vectors, Encoded]:
    """Embed texts and their clauses in one call.

    Args:
        embedder: any.
        calibration: of that embedder; without one vectors stay as they are and words are left out.
        texts: at least one.
        parts: clauses of each text; an empty list means the whole text.

    Returns:
        the raw vectors of the texts [n, d], and what the ranker needs.
    """
    pieces = [list(own) or [text] for text, own in zip(texts, parts, strict=True)]
    flat = [piece for own in pieces for piece in own]
    sizes = np.array([len(own) for own in pieces])
    # Most texts are a single clause: equal strings are embedded once.
    distinct = list(dict.fromkeys([*texts, *flat]))
    place = {text: i for i, text in enumerate(distinct)}
    vectors = embedder.encode(distinct)
    raw = vectors[[place[text] for text in texts]]
    if calibration is not None:
        vectors = unit(vectors - calibration.center)
    rarity = None if calibration is None else calibration.rarity
    return raw, Encoded(
        whole=vectors[[place[text] for text in texts]],
        parts=vectors[[place[text] for text in flat]],
        first=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
        words=[word_weights(text, rarity) for text in texts],
    )


def buckets(text: str) -> list[int]:
    """Return the word buckets of a text: a hash of each content word's first letters."""
    return [
        zlib.crc32(word[:_STEM].encode()) % BUCKETS
        for word in _WORD.findall(text.lower())
        if word not in _STOP
    ]


def word_weights(text: str, rarity: Vectors | None) -> Words:
    """Return the distinct word buckets of a text and their weights, of length one together."""
    if rarity is None:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    places = np.array(sorted(set(buckets(text))), dtype=np.intp)
    weights = rarity[places]
    return places, weights / max(float(np.linalg.norm(weights)), 1e-12)


def load_calibration(embedder: Embedder) -> Calibration | None:
    """Return the shipped calibration of an embedder; None where its revision has none."""
    try:
        folder = resource(f"models/alignment/{embedder.name}")
    except ResourceError:
        return None
    calibration = read_calibration(folder)
    return calibration if calibration.revision == embedder.revision else None


@cache
def read_calibration(folder: Path) -> Calibration:
    """Read a calibration from `calibration.json` and `statistics.safetensors`.

    Raises:
        ResourceError: a file is missing or broken.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        stored: dict[str, Any] = json.loads((folder / "calibration.json").read_text("utf-8"))
        arrays = {
            name: array.astype(np.float32)
            for name, array in load_file(folder / "statistics.safetensors").items()
        }
        relations = stored["relations"]
        return Calibration(
            revision=stored["revision"],
            center=arrays["center"],
            means=_named(arrays, "mean."),
            factors=_named(arrays, "factor."),
            rarity=arrays["rarity"],
            coef={
                name: np.array([fitted["coef"][feature] for feature in FEATURES])
                for name, fitted in relations.items()
            },
            intercept={name: float(fitted["intercept"]) for name, fitted in relations.items()},
            quantiles={name: np.array(fitted["quantiles"]) for name, fitted in relations.items()},
        )
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ResourceError(
            f"{folder}: the calibration cannot be read ({error}); reinstall plumbline, or in a "
            "checkout run: python -m models.train alignment --data DIR"
        ) from error


def _named(arrays: dict[str, Vectors], prefix: str) -> dict[str, Vectors]:
    return {name[len(prefix) :]: a for name, a in arrays.items() if name.startswith(prefix)}
