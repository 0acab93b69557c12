"""Trains `models/kind`: `python -m models.train kind --data DIR`.

- `function` learns from the ratings by function, each text as published and masked, and from
  published objectives, key results, slogans and values as (noisy) examples of `other`.
- `family` learns from published labels what an `other` is.
- `segment` learns mission against vision from stretches without a parse.

Temperature, the threshold of abstention and the threshold of `merged` come from predictions out of
fold, grouped by organisation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.metrics import (
    accuracy,
    calibration_error,
    confusion,
    f1,
    interval,
    macro_f1,
)
from analyzer.grading.features import VERSION, kind_features, segment_features
from analyzer.grading.kind import FUNCTIONS
from models.export import export, tempered
from models.fitting import Design, logistic, out_of_fold
from models.score_training import vectors_of
from models.statements_data import FAMILIES, Row, digest, parse, published, rated

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View
    from models.word_vectors import WordVectors

STRENGTH = 10.0
# What a published label counts as evidence that a text is neither mission nor vision.
NOISY = {"key_result": 0.1, "objective": 0.3, "slogan": 0.3, "values": 0.3}
# Our own ratings of unrated rows are nearly all missions; more weight would move the priors.
OWN = 0.3
ABSTAIN_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class Example:
    """One row of a head's training set."""

    view: View
    label: str
    group: str
    weight: float
    # Position in the list of rated rows, or -1: only those are measured.
    measured: int = -1


def train(data: Path, out: Path, *, seed: int = 0, vectors: bool = True) -> None:
    """Train the three heads and write weights and metrics.

    Args:
        data: folder of the development data.
        out: folder to write to.
        seed: of the folds.
        vectors: use static word vectors (needs the extra `[transformers]`).
    """
    rows = [row for row in rated(data) if row.kind is not None]
    everything = published(data)
    table = vectors_of(tuple(row.text for row in everything)) if vectors else None
    function, metrics = _function(rows, everything, table, seed)
    family, families = _family(rows, everything, table, seed)
    heads = {"function": function, "family": family, "segment": _segment(rows, table)}
    export(out, heads, dtype=np.float16, about={"features_version": VERSION})
    metrics = {
        "task": "kind",
        "seed": seed,
        "data": digest(data, "rated_statements.jsonl", "statements.jsonl"),
        "rows": len(rows),
        **metrics,
        "family": families,
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")


def _views(texts: list[str]) -> dict[str, View]:
    distinct = tuple(dict.fromkeys(texts))
    return dict(zip(distinct, parse(distinct), strict=True))


def _function(
    rows: list[Row], everything: list[Row], table: WordVectors | None, seed: int
) -> tuple[LinearModel, dict[str, Any]]:
    known = {row.id for row in rows}
    noisy = [row for row in everything if row.label in NOISY and row.id not in known]
    views = _views([t for r in rows for t in (r.text, r.masked)] + [r.text for r in noisy])
    examples = [
        Example(views[text], str(row.kind), row.group, 0.5 * _weight(row), number)
        for text_of in (lambda r: r.masked, lambda r: r.text)
        for number, row in enumerate(rows)
        for text in (text_of(row),)
    ]
    examples += [Example(views[r.text], "other", r.group, NOISY[r.label]) for r in noisy]
    design = Design([kind_features(e.view.tokens) for e in examples], table)
    raw = _outside(design, examples, seed)
    # Half of a pair is the masked text, half the published one; both count in calibration.
    places = np.flatnonzero([e.measured >= 0 and rows[e.measured].panel_like for e in examples])
    labels = np.array([e.label for e in examples])
    order = sorted(FUNCTIONS)
    logits = raw[places]
    temperature = _temperature(logits, labels[places], order)
    fitted = logistic(design.matrix, list(labels), _weights(examples), strength=STRENGTH)
    model = tempered(design.model(fitted), temperature)
    probabilities = _softmax(logits / temperature)
    top = probabilities.max(axis=1)
    guess = np.array(order)[probabilities.argmax(axis=1)]
    threshold = float(np.quantile(top, ABSTAIN_SHARE))
    merged = _merged_threshold(probabilities[:, order.index("merged")], labels[places] == "merged")
    model = replace(model, thresholds={"abstain": threshold, "merged": merged})
    return model, _figures(labels[places], guess, top, threshold)


def _weight(row: Row) -> float:
    return OWN if row.own else 1.0


def _weights(examples: list[Example]) -> NDArray[np.float64]:
    return np.array([e.weight for e in examples])


def _outside(design: Design, examples: list[Example], seed: int) -> NDArray[np.float64]:
    labels, weights = [e.label for e in examples], _weights(examples)
    return out_of_fold(
        design,
        [e.group for e in examples],
        lambda x, at: logistic(x, [labels[i] for i in at], weights[at], strength=STRENGTH),
        lambda fitted, x: fitted.decision_function(x),
        seed,
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _temperature(logits: NDArray[np.float64], labels: NDArray[Any], order: list[str]) -> float:
    """Return the temperature with the least log loss, from a fine grid."""
    columns = np.array([order.index(x) for x in labels])

    def loss(temperature: float) -> float:
        p = _softmax(logits / temperature)[np.arange(len(columns)), columns]
        return float(-np.log(np.maximum(p, 1e-12)).mean())

    return float(min(np.geomspace(0.3, 5, 200), key=loss))


def _merged_threshold(probability: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """Return the probability from which calling a text merged gives the best F1."""

    def score(threshold: float) -> float:
        said = probability >= threshold
        return 2 * float((said & truth).sum()) / max(float(said.sum() + truth.sum()), 1.0)

    return float(max(np.linspace(0.2, 0.6, 41), key=score))


def _figures(
    true: NDArray[Any], guess: NDArray[Any], top: NDArray[np.float64], threshold: float
) -> dict[str, Any]:
    sure = top >= threshold
    measure: Callable[..., float] = lambda t, g: macro_f1(t, g, FUNCTIONS)  # noqa: E731
    low, high = interval(measure, true, guess, resamples=300)
    return {
        "cross_validated": {
            "macro_f1": round(macro_f1(true, guess, FUNCTIONS), 4),
            "interval": [round(low, 4), round(high, 4)],
            "n": len(true),
            "f1": {label: round(f1(true, guess, label), 4) for label in FUNCTIONS},
            "accuracy": round(accuracy(true, guess), 4),
            "calibration_error": round(calibration_error(top, true == guess), 4),
            "accuracy_when_sure": round(accuracy(true[sure], guess[sure]), 4),
            "abstained": round(float(1 - sure.mean()), 4),
            "confusion": confusion(true, guess, FUNCTIONS),
        }
    }


def _family(
    rows: list[Row], everything: list[Row], table: WordVectors | None, seed: int
) -> tuple[LinearModel, dict[str, Any]]:
    """Fit what an `other` is: published labels, and rated `other` under a mission's label."""
    others = {row.id for row in rows if row.kind == "other"}
    wrong = {row.id for row in rows if row.kind != "other"}
    chosen = [
        (row, row.label if row.label in FAMILIES else "other")
        for row in everything
        if row.id not in wrong and (row.label in FAMILIES or row.id in others)
    ]
    views = _views([row.text for row, _ in chosen])
    examples = [Example(views[r.text], label, r.group, 1.0) for r, label in chosen]
    design = Design([kind_features(e.view.tokens) for e in examples], table)
    raw = _outside(design, examples, seed)
    labels = np.array([e.label for e in examples])
    order = sorted(set(labels))
    temperature = _temperature(raw, labels, order)
    guess = np.array(order)[raw.argmax(axis=1)]
    fitted = logistic(design.matrix, list(labels), _weights(examples), strength=STRENGTH)
    four = ("values", "objective", "key_result", "slogan")
    return tempered(design.model(fitted), temperature), {
        "macro_f1_of_four": round(macro_f1_over(labels, guess, four), 4),
        "f1": {label: round(f1(labels, guess, label), 4) for label in order},
        "n": len(labels),
    }


def macro_f1_over(true: NDArray[Any], guess: NDArray[Any], labels: tuple[str, ...]) -> float:
    """Return the mean F1 over the named labels, while all others may be guessed too."""
    return float(np.mean([f1(true, guess, label) for label in labels]))


def _segment(rows: list[Row], table: WordVectors | None) -> LinearModel:
    """Fit a vision's job against a mission's on whole texts of one function."""
    single = [row for row in rows if row.kind in ("mission", "vision")]
    views = _views([row.masked for row in single])
    found = [
        segment_features(views[r.masked].tokens, 0, len(views[r.masked].tokens)) for r in single
    ]
    design = Design(found, table)
    labels = [str(row.kind) for row in single]
    share = {label: labels.count(label) / len(labels) for label in set(labels)}
    weights = np.array([0.5 / share[label] for label in labels])
    return design.model(logistic(design.matrix, labels, weights, strength=STRENGTH))
