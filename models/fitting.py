"""Fits linear models on named features and exports them; the one place that calls scikit-learn."""

from __future__ import annotations

import hashlib
from collections import Counter
from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from analyzer.grading.linear import LinearModel
from models.export import from_sklearn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from models.word_vectors import WordVectors

_WORD = "v="
# Into how many parts organisations are drawn: one teacher each, and teachers are slow.
FOLDS = 3


class Design:
    """The matrix of a set of statements: named features beside the mean of their word vectors.

    Attributes:
        matrix: [statements, columns], sparse.
        vectors: of single words, or None.
        strength: their scale.
        names: names of the columns but the last, which hold word vectors.
    """

    def __init__(
        self,
        found: Sequence[Mapping[str, float]],
        vectors: WordVectors | None,
        *,
        least: int = 2,
        strength: float = 3.0,
        counted: int | None = None,
    ) -> None:
        """Choose the features and fill the matrix.

        Args:
            found: features of each statement, by name.
            vectors: None leaves single words' vectors out.
            least: in how many statements a feature must occur.
            counted: how many of the first statements count for that; all by default.
            strength: scale of the word vectors against the other features; a larger one is
                penalised less.
        """
        counts = Counter(
            name for row in found[:counted] for name in row if not name.startswith(_WORD)
        )
        self.names = sorted(name for name, count in counts.items() if count >= least)
        self.vectors, self.strength = vectors, strength
        self._index = {name: place for place, name in enumerate(self.names)}
        self._words = {w: p for p, w in enumerate(vectors.words)} if vectors else {}
        self._named = _sparse(found, self._index, 0)
        self._shares = _sparse(found, self._words, len(_WORD))
        self.matrix = self._joined(self._named, self._shares)

    def transform(self, found: Sequence[Mapping[str, float]]) -> Any:
        """Return the matrix of other statements over the same columns."""
        named = _sparse(found, self._index, 0)
        return self._joined(named, _sparse(found, self._words, len(_WORD)))

    def seen_by(self, vectors: WordVectors) -> Design:
        """Return the same statements with other vectors of the same words."""
        other = copy(self)
        other.vectors = vectors
        other.matrix = other._joined(self._named, self._shares)
        return other

    def without(self, starts: tuple[str, ...]) -> Design:
        """Return the same statements without the features whose names begin so."""
        other = copy(self)
        kept = [place for place, name in enumerate(self.names) if not name.startswith(starts)]
        other.names = [self.names[place] for place in kept]
        other._index = {name: place for place, name in enumerate(other.names)}
        other._named = self._named[:, kept]
        if _WORD.startswith(starts):
            other._shares = self._shares * 0.0
        other.matrix = other._joined(other._named, other._shares)
        return other

    def _joined(self, named: Any, shares: Any) -> Any:
        if self.vectors is None:
            return named
        dense = shares @ (self.vectors.vectors * self.strength)
        return hstack([named, csr_matrix(dense)]).tocsr()

    def model(self, estimator: Any, **kept: Any) -> LinearModel:
        """Return a fitted estimator over feature names, word vectors projected to word weights."""
        plain = from_sklearn(estimator, [f"column {i}" for i in range(self.matrix.shape[1])])
        coef, names = plain.coef[: len(self.names)], list(self.names)
        if self.vectors is not None:
            words = self.vectors.vectors * self.strength @ plain.coef[len(self.names) :]
            coef = np.concatenate([coef, words])
            names += [_WORD + word for word in self.vectors.words]
        return LinearModel(plain.task, tuple(names), coef, plain.intercept, plain.classes, **kept)


def _sparse(found: Sequence[Mapping[str, float]], index: dict[str, int], skip: int) -> Any:
    rows, columns, values = [], [], []
    for number, features in enumerate(found):
        for name, value in features.items():
            if skip and not name.startswith(_WORD):
                continue
            column = index.get(name[skip:] if skip else name)
            if column is not None:
                rows.append(number)
                columns.append(column)
                values.append(value)
    return csr_matrix((values, (rows, columns)), shape=(len(found), len(index)), dtype=np.float64)


def fold_numbers(groups: Sequence[str], seed: int, parts: int = FOLDS) -> NDArray[np.int_]:
    """Return the fold of each statement; all of an organisation's fall into one.

    An organisation falls into the same fold in every list, so that models trained one after the
    other leave out the same ones.

    Args:
        groups: organisation of each statement.
        seed: of the draw.
        parts: number of folds.
    """
    drawn = {
        group: int(hashlib.sha256(f"{seed} {group}".encode()).hexdigest()[:8], 16) % parts
        for group in set(groups)
    }
    return np.array([drawn[group] for group in groups], dtype=int)


def out_of_fold(
    numbers: NDArray[np.int_],
    judge: Callable[[int, NDArray[np.intp]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return every statement's prediction from a model that saw none of its organisation.

    Args:
        numbers: fold of each, from `fold_numbers`.
        judge: takes a fold and the places of its statements, returns what a model that saw nothing
            of the fold says of them.
    """
    places = [np.flatnonzero(numbers == fold) for fold in range(FOLDS)]
    parts = [(test, judge(fold, test)) for fold, test in enumerate(places) if len(test)]
    result = np.zeros((len(numbers), *parts[0][1].shape[1:]))
    for test, output in parts:
        result[test] = output
    return result


def logistic(
    x: Any,
    labels: Sequence[Mapping[str, float]],
    weights: NDArray[np.float64],
    *,
    strength: float,
) -> Any:
    """Fit a logistic regression (multinomial for more than two classes) on shares of labels.

    Args:
        x: matrix.
        labels: for each row, labels with their shares; raters who disagree give two.
        weights: how far each row counts.
        strength: inverse of the penalty.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [place for place, shares in enumerate(labels) for _ in shares]
    names = np.array([name for shares in labels for name in shares])
    counted = np.array([weights[i] * v for i, shares in enumerate(labels) for v in shares.values()])
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-4)
    return model.fit(x[rows], names, sample_weight=counted)


def ridge(
    x: Any, target: NDArray[np.float64], weights: NDArray[np.float64], *, penalty: float
) -> Any:
    """Fit a ridge regression."""
    from sklearn.linear_model import Ridge

    return Ridge(penalty, solver="sparse_cg", tol=1e-6).fit(x, target, sample_weight=weights)
