"""Trains `models/kind`: `python -m models.train kind --data DIR`.

- `segment` learns mission against vision from whole texts, without their parse.
- `function` learns from the ratings by function, each text as published and masked; from published
  objectives, key results, slogans and values as (noisy) examples of `other`; and from missions and
  visions joined into merged texts. What `segment` says of each clause is among its features; in
  training that comes from a `segment` that never saw the organisation.
- `family` learns from published labels, and from invented objectives and key results, what an
  `other` is.

Calibration, the threshold of abstention and the threshold of `merged` come from predictions out of
fold, grouped by organisation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.metrics import calibration_error, f1
from analyzer.grading.features import VERSION, kind_features, mark_features, segment_features
from analyzer.grading.turns import best_split, clause_values, turn_features
from models.export import export, tempered
from models.fitting import FOLDS, Design, fold_numbers, logistic
from models.kind.card import write_card
from models.kind.examples import (
    Example,
    Stretch,
    family_examples,
    function_examples,
    joined,
    segment_examples,
)
from models.kind.figures import (
    choose_calibration,
    choose_temperature,
    function_figures,
    merged_threshold,
    softmax,
)
from models.kind.learner import FAMILY, FUNCTION, Learner
from models.predictions import store_predictions
from models.score_training import vectors_of
from models.statements_data import Row, digest, invented, parse, published, rated
from models.teacher.answers import read_answers

if TYPE_CHECKING:
    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View
    from models.kind.joins import Join
    from models.teacher.answers import Answers
    from models.word_vectors import WordVectors

# Of `segment`: in how many texts a feature must occur, and the inverse of the penalty.
_LEAST, _STRENGTH = 3, 3.0
ABSTAIN_SHARE = 0.10
# Weights up to this are left out; they would fill half of the file and move hardly a probability.
SMALLEST = 0.12
FOUR = ("values", "objective", "key_result", "slogan")


@dataclass(frozen=True, slots=True)
class Folds:
    """The fold of each organisation, and a `segment` head for each fold that saw none of it."""

    seed: int
    number: dict[str, int]
    segments: tuple[LinearModel, ...]

    def features(self, view: View, group: str) -> dict[str, float]:
        """Return the features of `function`, with the turns seen by a head that may judge them."""
        turns = turn_features(view, clause_values(view, self.segment(group)))
        return {**kind_features(view.tokens), **turns}

    def segment(self, group: str) -> LinearModel:
        """Return the head that may judge an organisation's texts."""
        return self.segments[int(fold_numbers([group], self.seed)[0])]


def train(data: Path, out: Path, *, seed: int = 0, vectors: bool = True) -> None:
    """Train the three heads and write weights, metrics and card.

    Args:
        data: folder of the development data.
        out: folder to write to.
        seed: of the folds and of the joins.
        vectors: use static word vectors (needs the extra `[transformers]`).
    """
    rows = [row for row in rated(data) if row.kind is not None]
    table = vectors_of(data) if vectors else None
    answers = read_answers(data, seed) if vectors else None
    written = invented()
    stretches = segment_examples(rows, written)
    made = joined(data, rows, written, seed)
    examples = function_examples(rows, published(data), made, written)
    folds = make_folds(examples, stretches, table, seed)
    numbers = np.array([folds.number[example.group] for example in examples])
    learner = Learner(FUNCTION, examples, numbers, folds.features, answers, seed)
    function, metrics = _function(examples, learner, [*rows, *written], len(rows), out)
    family, families = _family(data, rows, written, answers, seed, out)
    segment = _segment(stretches, table)
    heads = {"function": function, "family": family, "segment": segment}
    export(out, heads, dtype=np.float16, least=SMALLEST, about={"features_version": VERSION})
    metrics = {
        "task": "kind",
        "seed": seed,
        "data": digest(data, "rated_statements.jsonl", "statements.jsonl"),
        "rows": len(rows),
        **metrics,
        "thresholds": dict(function.thresholds),
        "family": families,
        "split": _split_figures(made, folds),
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    write_card(out, metrics)


def _segment(stretches: list[Stretch], table: WordVectors | None) -> LinearModel:
    """Fit a vision's job against a mission's, both weighing the same."""
    found = [segment_features(s.view.tokens, s.first, s.last) for s in stretches]
    design = Design(found, table, least=_LEAST)
    labels = [s.label for s in stretches]
    weights = np.array([0.5 * len(labels) / labels.count(label) for label in labels])
    shares = [{label: 1.0} for label in labels]
    return design.model(logistic(design.matrix, shares, weights, strength=_STRENGTH))


def make_folds(
    examples: list[Example], stretches: list[Stretch], table: WordVectors | None, seed: int
) -> Folds:
    """Draw the folds by organisation, and fit a `segment` head for each."""
    groups = [example.group for example in examples]
    numbers = dict(zip(groups, fold_numbers(groups, seed).tolist(), strict=True))
    segments = [
        _segment([s for s in stretches if numbers[s.group] != number], table)
        for number in range(FOLDS)
    ]
    return Folds(seed, numbers, tuple(segments))


def _function(
    examples: list[Example],
    learner: Learner,
    rows: list[Row],
    published_rows: int,
    out: Path,
) -> tuple[LinearModel, dict[str, Any]]:
    """Fit the four functions; figures are of rated rows, and apart from them of invented ones."""
    raw = learner.outside()
    order = sorted({label for e in examples for label in e.labels})
    ours = [p for p, e in enumerate(examples) if e.measured >= published_rows]
    theirs = [p for p, e in enumerate(examples) if 0 <= e.measured < published_rows]
    places = [p for p in theirs if rows[examples[p].measured].panel_like] or theirs
    truth = np.array([rows[examples[p].measured].kind for p in places])
    temperature, shift = choose_calibration(raw[places], truth, order)
    model = tempered(learner.model(), temperature, shift)
    outside = softmax(raw / temperature + np.array(shift))
    merged = merged_threshold(outside[places, order.index("merged")], truth == "merged")
    threshold = float(np.quantile(outside[places].max(axis=1), ABSTAIN_SHARE))
    model = replace(model, thresholds={"abstain": threshold, "merged": merged})
    figures = function_figures(truth, outside[places], order, model.thresholds)
    ids = [example.id for example in examples]
    store_predictions(out, "functions", order, zip(ids, outside, strict=True))
    if ours:
        kinds = np.array([rows[examples[p].measured].kind for p in ours])
        figures["invented"] = function_figures(kinds, outside[ours], order, model.thresholds)[
            "cross_validated"
        ]
    return model, figures


def _split_figures(made: list[tuple[Join, str]], folds: Folds) -> dict[str, Any]:
    """Return how often a joined text is split at its seam, by a head that saw none of its parts."""
    right, kinds = [], []
    for (join, group), view in zip(made, parse(tuple(j.text for j, _ in made)), strict=True):
        seam = next((p for p, s in enumerate(view.tokens.start) if s >= join.place), -1)
        split = best_split(view, folds.segment(group))
        right.append(split is not None and split.place == seam)
        kinds.append(split is not None and (split.first, split.second) == join.kinds)
    share = {"right_word": right, "right_kinds": kinds}
    return {name: round(sum(hits) / max(len(hits), 1), 4) for name, hits in share.items()} | {
        "n": len(made)
    }


def _family_features(view: View, group: str) -> dict[str, float]:
    del group  # nothing in them is learned
    return {**kind_features(view.tokens), **mark_features(view.marks)}


def _family(
    data: Path,
    rows: list[Row],
    written: list[Row],
    answers: Answers | None,
    seed: int,
    out: Path,
) -> tuple[LinearModel, dict[str, Any]]:
    """Fit what an `other` is."""
    examples = family_examples(data, rows, written)
    numbers = fold_numbers([e.group for e in examples], seed)
    learner = Learner(FAMILY, examples, numbers, _family_features, answers, seed)
    raw = learner.outside()
    labels = np.array([next(iter(e.labels)) for e in examples])
    order = sorted(set(labels.tolist()))
    theirs = np.array([not e.group.startswith("invented ") for e in examples])
    temperature = choose_temperature(raw[theirs], labels[theirs], order)
    probabilities = softmax(raw / temperature)
    ids = [e.id for e in examples]
    store_predictions(out, "families", order, zip(ids, probabilities, strict=True))
    guess = np.array(order)[probabilities.argmax(axis=1)]
    top = probabilities.max(axis=1)
    labels, guess, top = labels[theirs], guess[theirs], top[theirs]
    return tempered(learner.model(), temperature), {
        "macro_f1_of_four": round(float(np.mean([f1(labels, guess, x) for x in FOUR])), 4),
        "f1": {label: round(f1(labels, guess, label), 4) for label in order},
        "calibration_error": round(calibration_error(top, labels == guess), 4),
        "n": len(labels),
    }
