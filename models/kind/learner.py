"""Fits functions and families to what was read and to what the teacher says of more texts."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from models.fitting import Design, logistic, out_of_fold
from models.kind.figures import softmax
from models.statements_data import FAMILIES, FUNCTIONS, parse
from models.teacher.answers import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View
    from models.kind.examples import Example
    from models.teacher.answers import Answers, Part

    Floats = NDArray[np.float64]
    Features = Callable[[View, str], dict[str, float]]

# What a text is beside mission and vision is learned from texts that may well be neither.
_LEAST_OTHER = 0.3
# Smaller shares of a label are left out: each costs a row.
_SMALLEST_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Head:
    """How one head is learned.

    Attributes:
        name: `function` or `family`.
        least: in how many texts a feature must occur.
        strength: inverse of the penalty.
        vectors: scale of the word vectors against the other features.
        taught: how far a text counts that the teacher judged, against one that was read.
        softness: what its log-odds are divided by, for it is surer than it may be.
    """

    name: Literal["function", "family"]
    least: int
    strength: float
    vectors: float
    taught: float
    softness: float

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in the order in which the teacher names them."""
        return FUNCTIONS if self.name == "function" else FAMILIES


# Most texts with a function come twice, masked and published.
FUNCTION = Head("function", least=4, strength=1.5, vectors=3.0, taught=0.15, softness=2.0)
FAMILY = Head("family", least=2, strength=1.0, vectors=6.0, taught=0.2, softness=3.0)


class Learner:
    """The examples of a head and the teacher's texts in one design.

    Attributes:
        numbers: fold of each example.
    """

    def __init__(
        self,
        head: Head,
        examples: list[Example],
        numbers: NDArray[np.int_],
        features: Features,
        answers: Answers | None,
        seed: int,
    ) -> None:
        """Find the features of every text.

        Args:
            head: what is learned.
            examples: with labels.
            numbers: fold of each.
            features: of a text, as a model sees it that may judge its organisation.
            answers: of the teacher, or None.
            seed: of the folds.
        """
        self._head, self._examples, self.numbers, self._seed = head, examples, numbers, seed
        self._weights = np.array([example.weight for example in examples])
        self._answers = answers
        found = [features(e.view, e.group) for e in examples]
        # Everyday sentences are no statements: what they do means nothing.
        self._asked = np.flatnonzero(
            [not question.everyday for question in answers.questions] if answers else []
        )
        if answers is not None:
            asked = [answers.questions[place] for place in self._asked]
            views = parse(tuple(question.text for question in asked))
            found += [
                features(view, question.groups[0])
                for view, question in zip(views, asked, strict=True)
            ]
        vectors = answers.parts[WHOLE].vectors if answers else None
        self._design = Design(
            found, vectors, least=head.least, strength=head.vectors, counted=len(examples)
        )

    def without(self, starts: tuple[str, ...]) -> Learner:
        """Return the same without the features whose names begin so."""
        other = copy(self)
        other._design = self._design.without(starts)
        return other

    def weighed(self, share: Floats, *, taught: bool = True) -> Learner:
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

    def outside(self) -> Floats:
        """Return logits [examples, labels] of models that saw none of the organisation."""

        def judge(fold: int, test: NDArray[np.intp]) -> Floats:
            design, fitted = self._fit(fold)
            return np.asarray(fitted.decision_function(design.matrix[test]))

        return out_of_fold(self.numbers, judge)

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
            places, more = self._taught(said, self._answers.usable(part, self._seed))
            logits = said.function if self._head.name == "function" else said.family
            shares = softmax(logits[self._asked[places]] / self._head.softness)
            labels += [self._shares(row) for row in shares]
            weights = np.concatenate([weights, more])
            at = np.concatenate([at, len(self._examples) + places])
        return design, logistic(design.matrix[at], labels, weights, strength=self._head.strength)

    def _taught(self, said: Part, usable: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Floats]:
        """Return which of the asked texts teach, and how far each counts."""
        kept = usable[self._asked]
        if self._head.name == "function":
            places = np.flatnonzero(kept)
            return places, np.full(len(places), self._head.taught)
        other = softmax(said.function[self._asked])[:, FUNCTIONS.index("other")]
        places = np.flatnonzero(kept & (other > _LEAST_OTHER))
        return places, self._head.taught * other[places]

    def _shares(self, row: Floats) -> dict[str, float]:
        named = zip(self._head.labels, row, strict=True)
        kept = {name: float(p) for name, p in named if p >= _SMALLEST_SHARE}
        total = sum(kept.values())
        return {name: share / total for name, share in kept.items()}
