"""Fits the four functions to readings and to what the teacher says of more texts."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.grading.features import kind_features
from analyzer.grading.turns import clause_values, turn_features
from models.fitting import FOLDS, Design, logistic
from models.kind.figures import softmax
from models.statements_data import FUNCTIONS, parse
from models.teacher.answers import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View
    from models.kind.examples import Example
    from models.teacher.answers import Answers

# In how many texts a feature must occur; most rated texts come twice, masked and published.
_LEAST = 4
_STRENGTH = 1.5
# How far a text counts that the teacher judged; its probabilities are softened, for it is surer
# than it may be.
TAUGHT, SOFTNESS = 0.15, 2.0
# Smaller shares of a label are left out: each costs a row.
_SMALLEST_SHARE = 0.03


def view_features(view: View, segment: LinearModel) -> dict[str, float]:
    """Return the features of `function`, with the turns that a `segment` head sees."""
    return {**kind_features(view.tokens), **turn_features(view, clause_values(view, segment))}


class FunctionLearner:
    """The examples of `function` and the teacher's texts in one design.

    Attributes:
        numbers: fold of each example.
    """

    def __init__(
        self,
        examples: list[Example],
        numbers: NDArray[np.int_],
        segment_of: Callable[[str], LinearModel],
        answers: Answers | None,
        seed: int,
    ) -> None:
        """Find the features of every text.

        Args:
            examples: with labels.
            numbers: fold of each.
            segment_of: the head that may judge the texts of an organisation.
            answers: of the teacher, or None.
            seed: of the folds.
        """
        self._examples, self.numbers, self._seed = examples, numbers, seed
        self._weights = np.array([example.weight for example in examples])
        self._answers = answers
        found = [view_features(e.view, segment_of(e.group)) for e in examples]
        # Everyday sentences are no statements: what function they have means nothing.
        self._asked = np.flatnonzero(
            [not q.groups[0].startswith("sentence ") for q in answers.questions] if answers else []
        )
        if answers is not None:
            asked = [answers.questions[place] for place in self._asked]
            views = parse(tuple(question.text for question in asked))
            found += [
                view_features(view, segment_of(question.groups[0]))
                for view, question in zip(views, asked, strict=True)
            ]
        vectors = answers.parts[WHOLE].vectors if answers else None
        self._design = Design(found, vectors, least=_LEAST, counted=len(examples))

    def without(self, starts: tuple[str, ...]) -> FunctionLearner:
        """Return the same without the features whose names begin so."""
        other = copy(self)
        other._design = self._design.without(starts)
        return other

    def weighed(self, share: NDArray[np.float64], *, taught: bool = True) -> FunctionLearner:
        """Return the same with other weights.

        Args:
            share: what each example's weight is multiplied by.
            taught: whether the teacher's texts count.
        """
        other = copy(self)
        other._weights = self._weights * share
        if not taught:
            other._asked = self._asked[:0]
        return other

    def outside(self) -> NDArray[np.float64]:
        """Return logits [examples, functions] of models that saw none of the organisation."""
        found = np.zeros((len(self.numbers), len(FUNCTIONS)))
        for fold in range(FOLDS):
            test = np.flatnonzero(self.numbers == fold)
            if len(test):
                design, fitted = self._fit(fold)
                found[test] = fitted.decision_function(design.matrix[test])
        return found

    def model(self) -> LinearModel:
        """Return the model of everything."""
        design, fitted = self._fit(WHOLE)
        return design.model(fitted)

    def _fit(self, part: int) -> tuple[Design, Any]:
        design, at = self._design, np.flatnonzero(self.numbers != part)
        labels = [self._examples[place].labels for place in at]
        weights = self._weights[at]
        if self._answers is not None:
            said = self._answers.parts[part]
            design = design.seen_by(said.vectors)
            usable = np.flatnonzero(self._answers.usable(part, self._seed)[self._asked])
            shares = softmax(said.function[self._asked[usable]] / SOFTNESS)
            labels += [_shares(row) for row in shares]
            weights = np.concatenate([weights, np.full(len(usable), TAUGHT)])
            at = np.concatenate([at, len(self._examples) + usable])
        return design, logistic(design.matrix[at], labels, weights, strength=_STRENGTH)


def _shares(row: NDArray[np.float64]) -> dict[str, float]:
    kept = {n: float(p) for n, p in zip(FUNCTIONS, row, strict=True) if p >= _SMALLEST_SHARE}
    total = sum(kept.values())
    return {name: share / total for name, share in kept.items()}
