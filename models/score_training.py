"""Trains the scores: a ridge on named features, mapped from ratings 1 to 5 onto 0 to 100."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.metrics import interval, spearman
from analyzer.grading.scores import CENTRED, Reference, ScoreName, measure
from analyzer.grading.wording import Feature, score_features
from models.export import export
from models.fitting import Design, out_of_fold, ridge
from models.statements_data import Row, digest, parse, published, rated
from models.word_vectors import WordVectors, word_vectors

if TYPE_CHECKING:
    from analyzer.grading.linear import LinearModel
    from analyzer.grading.views import View

RATING_OF: dict[ScoreName, str] = {
    "vagueness": "vagueness",
    "buzzwords": "jargon",
    "decision": "decision",
}
# Lower edges of the middle and the upper band.
BAND_EDGES: dict[ScoreName, tuple[float, float]] = {
    "vagueness": (38.0, 58.0),
    "buzzwords": (25.0, 50.0),
    "decision": (30.0, 50.0),
}
PENALTY = 3.0
# Share of new statements whose rating the interval is to hold.
COVERAGE = 0.8
_REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"


@cache
def vectors_of(texts: tuple[str, ...]) -> WordVectors:
    """Return word vectors for a set of texts, once per process."""
    return word_vectors([view.tokens.lower for view in parse(texts)])


def summed(features: list[Feature]) -> dict[str, float]:
    """Add up the values of features of one name."""
    found: dict[str, float] = {}
    for feature in features:
        found[feature.name] = found.get(feature.name, 0.0) + feature.value
    return found


def row_weights(rows: list[Row]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return how far each row counts: rows unlike the panel in their strata count less."""
    return np.array([1.0 if row.panel_like else 0.7 for row in rows])


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
        vectors: use static word vectors (needs the extra `[transformers]`).

    Returns:
        what stands in `metrics.json`.
    """
    rows = [row for row in rated(data) if RATING_OF[score] in row.ratings]
    everything = published(data)
    table = vectors_of(tuple(row.text for row in everything)) if vectors else None
    views = dict(zip((r.text for r in rows), parse(tuple(r.text for r in rows)), strict=True))
    found = [score_features(views[r.text].tokens, views[r.text].marks) for r in rows]
    target = np.array([(row.ratings[RATING_OF[score]] - 1) * 25 for row in rows])
    weights = row_weights(rows)
    design = Design([summed(f) for f in found], table)
    groups = [row.group for row in rows]
    outside = out_of_fold(
        design,
        groups,
        lambda x, at: ridge(x, target[at], weights[at], penalty=PENALTY),
        lambda fitted, x: fitted.predict(x),
        seed,
    )
    model = design.model(ridge(design.matrix, target, weights, penalty=PENALTY))
    model = _with_thresholds(score, model, found, np.abs(np.clip(outside, 0, 100) - target))
    export(out, {"score": model}, dtype=np.float16, about={"score": score})
    _write_reference(score, model, everything, out)
    metrics = _metrics(score, data, rows, outside, target, model, seed)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    return metrics


def _with_thresholds(
    score: ScoreName,
    model: LinearModel,
    found: list[list[Feature]],
    residuals: np.ndarray[Any, np.dtype[np.float64]],
) -> LinearModel:
    """Add the interval's half width, the bands, and the average effect of form and wording."""
    size = len(residuals)
    level = min(1.0, np.ceil((size + 1) * COVERAGE) / size)
    low, high = BAND_EDGES[score]
    centres = {
        f"centre_{cause}": float(
            np.mean(
                [
                    sum(model.single(f.name) * f.value for f in row if f.cause == cause)
                    for row in found
                ]
            )
        )
        for cause in CENTRED
    }
    half = float(np.quantile(residuals, level, method="higher"))
    return replace(
        model, thresholds={"half_width": half, "band_low": low, "band_high": high, **centres}
    )


def _write_reference(
    score: ScoreName, model: LinearModel, everything: list[Row], out: Path
) -> None:
    texts = tuple(r.text for r in everything if r.label in ("mission", "vision"))
    anything = Reference(0, (0.0,))
    values = [_value(score, model, anything, view) for view in parse(texts)]
    quantiles = np.quantile(values, np.linspace(0, 1, 101)) if values else np.zeros(101)
    shipped = out.resolve() == (Path(__file__).resolve().parent / score)
    folder = _REFERENCE if shipped else out
    folder.mkdir(parents=True, exist_ok=True)
    table = {"n": len(values), "quantiles": [round(float(q), 3) for q in quantiles]}
    (folder / f"{score}.json").write_text(json.dumps(table) + "\n", encoding="utf-8")


def _value(score: ScoreName, model: LinearModel, table: Reference, view: View) -> float:
    features = score_features(view.tokens, view.marks)
    return float(measure(score, model, table, view.tokens, features)["value"])


def _metrics(
    score: ScoreName,
    data: Path,
    rows: list[Row],
    outside: np.ndarray[Any, np.dtype[np.float64]],
    target: np.ndarray[Any, np.dtype[np.float64]],
    model: LinearModel,
    seed: int,
) -> dict[str, Any]:
    like = np.array([row.panel_like for row in rows])
    like = like if like.any() else np.ones(len(rows), bool)
    low, high = interval(spearman, outside[like], target[like])
    return {
        "task": score,
        "rows": len(rows),
        "seed": seed,
        "data": digest(data, "rated_statements.jsonl", "statements.jsonl"),
        "features": len(model.features),
        "cross_validated": {
            "spearman": round(spearman(outside[like], target[like]), 4),
            "interval": [round(low, 4), round(high, 4)],
            "n": int(like.sum()),
            "mean_absolute_error": round(float(np.mean(np.abs(outside - target)[like])), 3),
            "half_width_of_interval": round(model.thresholds["half_width"], 3),
            "coverage_aimed_at": COVERAGE,
        },
    }
