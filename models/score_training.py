"""Trains the scores: a ridge on named features, mapped from ratings 1 to 5 onto 0 to 100."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.fairness import RATING_OF
from analyzer.evaluation.metrics import interval, partial_spearman, spearman
from analyzer.grading.scores import CENTRED, Grader, Reference, Scale, ScoreName
from analyzer.grading.wording import Feature, score_features
from models.direction import direction
from models.export import export, pruned
from models.fitting import Design, fold_numbers, out_of_fold, ridge
from models.predictions import store_predictions
from models.score_card import write_card
from models.statements_data import (
    RATINGS,
    Row,
    digest,
    invented,
    parse,
    published,
    rated,
    sentences,
)
from models.teacher.answers import WHOLE, read_answers
from models.word_vectors import WordVectors, ordinary_counts, word_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View

    Floats = NDArray[np.float64]

# Lower edges of the middle and the upper band.
BAND_EDGES: dict[ScoreName, tuple[float, float]] = {
    "vagueness": (38.0, 58.0),
    "buzzwords": (25.0, 50.0),
    "decision": (30.0, 50.0),
}
PENALTY = 3.0
UNLIKE = 1.0
# In how many texts a feature must occur, where the teacher's many texts are among them.
LEAST = 4
# How far a text counts that the teacher judged, against a rated statement; of everyday sentences
# among these that share; and how far an everyday sentence counts that a reader judged.
TAUGHT: dict[ScoreName, float] = {"vagueness": 0.5, "buzzwords": 0.1, "decision": 0.3}
EVERYDAY_SHARE, SENTENCES = 0.3, 1.0
EVERYDAY = "everyday"
# Beginnings of features that a score does not learn from: a longer text is not therefore fuller of
# stock phrases, and a phrase that is taken out must not lower the score by its length alone.
IGNORED: dict[ScoreName, tuple[str, ...]] = {"vagueness": (), "buzzwords": ("len",), "decision": ()}
# How far statements of our own count; they taught nothing about buzzwords.
INVENTED: dict[ScoreName, float] = {"vagueness": 0.1, "buzzwords": 0.0, "decision": 0.2}
# Weights up to this are left out: a word has a fifth of it, or less, on the scale of 100.
SMALLEST = 0.5
# Share of new statements whose rating the interval is to hold.
COVERAGE = 0.8
_REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


@cache
def vectors_of(data: Path) -> WordVectors:
    """Return word vectors for the published statements of a folder, once per process."""
    views = parse(tuple(row.text for row in published(data)))
    return word_vectors([view.tokens.lower for view in views], ordinary_counts(data))


def summed(features: list[Feature]) -> dict[str, float]:
    """Add up the values of features of one name."""
    found: dict[str, float] = {}
    for feature in features:
        name, value = feature[:2]
        found[name] = found.get(name, 0.0) + value
    return found


def row_weights(rows: list[Row], score: ScoreName) -> Floats:
    """Return how far each row counts: rows unlike the panel in their strata count less."""
    return np.array(
        [
            1.0
            if row.panel_like
            else INVENTED[score]
            if row.group.startswith("invented ")
            else UNLIKE
            for row in rows
        ]
    )


def rated_for(score: ScoreName, data: Path) -> list[Row]:
    """Return the statements whose ratings teach a score."""
    candidates = [*rated(data), *(invented() if INVENTED[score] else ())]
    return [row for row in candidates if RATING_OF[score] in row.ratings]


class Learner:
    """Fits one score to ratings and, where there is a teacher, to what it says of more texts."""

    def __init__(
        self,
        score: ScoreName,
        data: Path,
        rows: list[Row],
        found: list[dict[str, float]],
        target: Floats,
        seed: int,
        *,
        taught: bool,
    ) -> None:
        """Join the rated statements, everyday sentences and the teacher's texts in one design."""
        self._score, self._seed = score, seed
        self._groups = [row.group for row in rows]
        self._target = target
        self._weights = row_weights(rows, score)
        self._answers = read_answers(data, seed) if taught else None
        found = list(found)
        if self._answers is not None:
            found += self._more(data)
        found = [
            {name: v for name, v in row.items() if not name.startswith(IGNORED[score])}
            for row in found
        ]
        vectors = self._answers.parts[WHOLE].vectors if self._answers else None
        self._design = Design(found, vectors, least=LEAST if vectors else 2)

    def without(self, starts: tuple[str, ...]) -> Learner:
        """Return the same without the features whose names begin so."""
        other = copy(self)
        other._design = self._design.without(starts)
        return other

    def weighed(self, share: Floats, taught: float) -> Learner:
        """Return the same with other weights.

        Args:
            share: what the weight of each rated statement is multiplied by.
            taught: what the weight of everyday sentences and of the teacher's texts is.
        """
        other = copy(self)
        more = np.full(len(self._weights) - len(share), taught)
        other._weights = self._weights * np.concatenate([share, more])
        return other

    def _more(self, data: Path) -> list[dict[str, float]]:
        """Add everyday sentences and the teacher's questions; return their features."""
        assert self._answers is not None
        asked = self._answers.questions
        rated_ones = sentences(data) if self._score == "vagueness" else []
        texts = (*(s.text for s in rated_ones), *(q.text for q in asked))
        found = [summed(score_features(view.tokens, view.marks)) for view in parse(texts)]
        for features in found[: len(rated_ones)]:
            # A level of their own: their readers compared them with each other only.
            features[EVERYDAY] = 10.0
        self._groups += [s.group for s in rated_ones]
        everyday = np.array([question.everyday for question in asked])
        specific = np.array([s.specificity for s in rated_ones])
        self._target = np.concatenate([self._target, 45.0 - 18.0 * specific, np.zeros(len(asked))])
        taught = TAUGHT[self._score] * np.where(everyday, EVERYDAY_SHARE, 1.0)
        sentence_weights = np.full(len(rated_ones), SENTENCES)
        self._weights = np.concatenate([self._weights, sentence_weights, taught])
        return found

    def _fit(self, part: int) -> tuple[Design, Any]:
        """Fit on all that a fold's organisations did not write."""
        design, target, kept = self._design, self._target, self._outside(part)
        if self._answers is not None:
            said = self._answers.parts[part]
            design = design.seen_by(said.vectors)
            column = RATINGS.index(RATING_OF[self._score])
            target = target.copy()
            target[-len(self._answers.questions) :] = (said.scores[:, column] - 1) * 25
        at = np.flatnonzero(kept)
        weights = self._weights[at]
        return design, ridge(design.matrix[at], target[at], weights, penalty=PENALTY)

    def _outside(self, part: int) -> NDArray[np.bool_]:
        if part == WHOLE:
            return np.ones(len(self._target), bool)
        known: NDArray[np.bool_] = fold_numbers(self._groups, self._seed) != part
        if self._answers is None:
            return known
        return np.concatenate([known, self._answers.usable(part, self._seed)])

    def outside(self, numbers: NDArray[np.int_]) -> Floats:
        """Return what models that saw none of the organisation say of the rated statements.

        Args:
            numbers: fold of each rated statement.
        """

        def judge(fold: int, test: NDArray[np.intp]) -> Floats:
            design, fitted = self._fit(fold)
            return np.asarray(fitted.predict(design.matrix[test]))

        return out_of_fold(numbers, judge)

    def model(self) -> LinearModel:
        """Return the model of everything."""
        design, fitted = self._fit(WHOLE)
        if EVERYDAY in design.names:
            fitted.coef_[design.names.index(EVERYDAY)] = 0.0
        return design.model(fitted)


def train_score(
    score: ScoreName, data: Path, out: Path, *, seed: int = 0, vectors: bool = True
) -> dict[str, Any]:
    """Train one score and write weights, metrics and its reference table.

    Args:
        score: which one.
        data: folder of the development data.
        out: folder to write to; the reference table goes to `data/reference` with the shipped
            weights, else beside the weights.
        seed: of the folds.
        vectors: learn from the teacher and its word vectors, too (`models.teacher`).

    Returns:
        what stands in `metrics.json`.
    """
    rows = rated_for(score, data)
    everything = published(data)
    views = dict(zip((r.text for r in rows), parse(tuple(r.text for r in rows)), strict=True))
    found = [score_features(views[r.text].tokens, views[r.text].marks) for r in rows]
    target = np.array([(row.ratings[RATING_OF[score]] - 1) * 25 for row in rows])
    numbers = fold_numbers([row.group for row in rows], seed)
    learn = Learner(score, data, rows, [summed(f) for f in found], target, seed, taught=vectors)
    outside = learn.outside(numbers)
    theirs = [p for p, row in enumerate(rows) if not row.group.startswith("invented ")]
    residuals = np.abs(np.clip(outside, 0, 100) - target)[theirs]
    marks = np.stack([np.clip(outside, 0, 100), target], axis=1)
    store_predictions(out, score, ("value", "rating"), ((rows[i].id, marks[i]) for i in theirs))
    model = pruned(learn.model(), SMALLEST)
    model = _with_thresholds(score, model, found, residuals)
    export(out, {"score": model}, dtype=np.float16, about={"score": score})
    _write_reference(score, model, everything, out)
    right, texts = direction(score, model)
    metrics = {
        "task": score,
        "rows": len(rows),
        "seed": seed,
        "data": digest(data, "rated_statements.jsonl", "statements.jsonl"),
        "features": len(model.features),
        "bands": list(BAND_EDGES[score]),
        "half_width": round(model.thresholds["half_width"], 3),
        "coverage_aimed_at": COVERAGE,
        "direction": round(right, 4),
        "direction_n": texts,
        "cross_validated": {
            **_figures(rows, views, outside, target),
            "coverage": round(_coverage(residuals, numbers[theirs]), 4),
        },
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    write_card(out, score, metrics)
    return metrics


def _width(residuals: Floats) -> float:
    """Return the split-conformal half width."""
    level = min(1.0, np.ceil((len(residuals) + 1) * COVERAGE) / len(residuals))
    return float(np.quantile(residuals, level, method="higher"))


def _coverage(residuals: Floats, numbers: np.ndarray[Any, np.dtype[np.int_]]) -> float:
    """Return the share within the width of the even folds, over the odd ones."""
    odd = numbers % 2 == 1
    return float(np.mean(residuals[odd] <= _width(residuals[~odd])))


def _with_thresholds(
    score: ScoreName,
    model: LinearModel,
    found: list[list[Feature]],
    residuals: Floats,
) -> LinearModel:
    """Add the interval's half width, the bands, and the average effect of form and wording."""
    low, high = BAND_EDGES[score]
    centres = {
        f"centre_{cause}": float(
            np.mean(
                [
                    sum(model.single(name) * value for name, value, at, *_ in row if at == cause)
                    for row in found
                ]
            )
        )
        for cause in CENTRED
    }
    edges = {"half_width": _width(residuals), "band_low": low, "band_high": high}
    return replace(model, thresholds={**edges, **centres})


def _write_reference(
    score: ScoreName, model: LinearModel, everything: list[Row], out: Path
) -> None:
    texts = tuple(r.text for r in everything if r.label in ("mission", "vision"))
    grader = Grader([Scale(score, model, Reference(0, (0.0,)))])
    values = [grader.grade(view)[score]["value"] for view in parse(texts)]
    quantiles = np.quantile(values, np.linspace(0, 1, 101)) if values else np.zeros(101)
    shipped = out.resolve() == (Path(__file__).resolve().parent / score)
    folder = _REFERENCE if shipped else out
    folder.mkdir(parents=True, exist_ok=True)
    table = {"n": len(values), "quantiles": [round(float(q), 3) for q in quantiles]}
    (folder / f"{score}.json").write_text(json.dumps(table) + "\n", encoding="utf-8")


def _figures(
    rows: list[Row], views: dict[str, View], outside: Floats, target: Floats
) -> dict[str, Any]:
    like = np.array([row.panel_like for row in rows])
    like = like if like.any() else np.ones(len(rows), bool)
    length = np.log([len(views[row.text].tokens) + 1 for row in rows])
    low, high = interval(spearman, outside[like], target[like])
    own = np.array([row.group.startswith("invented ") for row in rows])
    return {
        "spearman_invented": round(spearman(outside[own], target[own]), 4) if own.any() else None,
        "spearman": round(spearman(outside[like], target[like]), 4),
        "interval": [round(low, 4), round(high, 4)],
        "spearman_length_out": round(
            partial_spearman(outside[like], target[like], length[like]), 4
        ),
        "n": int(like.sum()),
        "mean_absolute_error": round(float(np.mean(np.abs(outside - target)[like])), 3),
    }
