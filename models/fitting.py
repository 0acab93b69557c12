"""Fits linear models on named features and exports them; the one place that calls scikit-learn."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from analyzer.grading.linear import LinearModel
from models.export import from_sklearn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from models.word_vectors import WordVectors

_WORD = "v="


class Design:
    """The matrix of a set of statements: named features beside the mean of their word vectors.

    Attributes:
        matrix: [statements, columns], sparse.
        names: names of the columns but the last, which hold word vectors.
    """

    def __init__(
        self,
        found: Sequence[Mapping[str, float]],
        vectors: WordVectors | None,
        *,
        least: int = 2,
        strength: float = 2.0,
    ) -> None:
        """Choose the features and fill the matrix.

        Args:
            found: features of each statement, by name.
            vectors: None leaves single words' vectors out.
            least: in how many statements a feature must occur.
            strength: scale of the word vectors against the other features; a larger one is
                penalised less.
        """
        counts = Counter(name for row in found for name in row if not name.startswith(_WORD))
        self.names = sorted(name for name, count in counts.items() if count >= least)
        self.vectors, self.strength = vectors, strength
        self._index = {name: place for place, name in enumerate(self.names)}
        self._words = {w: p for p, w in enumerate(vectors.words)} if vectors else {}
        self.matrix = self.transform(found)

    def transform(self, found: Sequence[Mapping[str, float]]) -> Any:
        """Return the matrix of other statements over the same columns."""
        named = _sparse(found, self._index, 0)
        if self.vectors is None:
            return named
        words = _sparse(found, self._words, len(_WORD))
        dense = words @ (self.vectors.vectors * self.strength)
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


def folds(
    groups: Sequence[str], seed: int, parts: int = 5
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield train and test places; all statements of an organisation fall into one test part."""
    from sklearn.model_selection import GroupKFold

    splitter = GroupKFold(parts, shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(groups)), groups=np.asarray(groups))


def out_of_fold(
    design: Design,
    groups: Sequence[str],
    fit: Callable[[Any, NDArray[np.intp]], Any],
    predict: Callable[[Any, Any], NDArray[np.float64]],
    seed: int,
) -> NDArray[np.float64]:
    """Return every statement's prediction from a model that saw none of its organisation.

    Args:
        design: the statements.
        groups: organisation of each.
        fit: takes the training part of the matrix and its places, returns an estimator.
        predict: takes the estimator and the test part.
        seed: of the folds.
    """
    result: NDArray[np.float64] | None = None
    for train, test in folds(groups, seed):
        output = predict(fit(design.matrix[train], train), design.matrix[test])
        if result is None:
            result = np.zeros((len(groups), *output.shape[1:]))
        result[test] = output
    assert result is not None
    return result


def logistic(
    x: Any, labels: Sequence[str], weights: NDArray[np.float64], *, strength: float
) -> Any:
    """Fit a logistic regression (multinomial for more than two classes)."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=300, tol=1e-5).fit(
        x, np.asarray(labels), sample_weight=weights
    )


def ridge(
    x: Any, target: NDArray[np.float64], weights: NDArray[np.float64], *, penalty: float
) -> Any:
    """Fit a ridge regression."""
    from sklearn.linear_model import Ridge

    return Ridge(penalty, solver="sparse_cg", tol=1e-6).fit(x, target, sample_weight=weights)
