"""Learns what closeness means for each embedder: `python -m models.train alignment --data DIR`.

Own pairs (an objective and its mission, a mission and its vision) against pairs with the 40 most
similar strangers, for agencies are compared with agencies and libraries with libraries; a logistic
curve over the ranker's features, both sides weighted alike, so that
closeness is a probability at an even prior. No embedder was trained on the pairs, and the
organisations of `alignment.jsonl` are in neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.alignment.closeness import (
    BUCKETS,
    FEATURES,
    Calibration,
    Encoded,
    buckets,
    encode,
    read_calibration,
    sigmoid,
)
from analyzer.alignment.embedder import Vectors, load_embedder, unit
from analyzer.annotators.alignment import RELATIONS
from analyzer.evaluation.metrics import auc
from analyzer.evaluation.ranking import closeness_error, rank_figures, weighted_error
from models.alignment.card import render_card
from models.alignment.contradiction import Parsed, exam_texts, guard_figures
from models.alignment.harm import rows as harm_rows
from models.alignment.harm import train_harm
from models.embedding.texts import Material, gather, read, texts_by_kind

if TYPE_CHECKING:
    from analyzer.alignment.embedder import Embedder

EMBEDDERS = ("static", "minilm")
RANK = 48
STRANGERS = 40
_SAMPLE = 400
FittedRelations = dict[str, dict[str, Any]]


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Fit and write the calibration of every embedder, with metrics and card.

    Args:
        data: folder of the development data.
        out: folder that gets one folder for each embedder.
        seed: of the samples.
    """
    material = gather(data)
    kinds = texts_by_kind(data)
    harm_texts, groups = harm_rows(kinds["objective"])
    measuring = [row for row in read(data / "alignment.jsonl") if row["mission"]]
    parsed = Parsed(
        {t for pair in material.pairs for t in pair[:2]}
        | {t for row in measuring for t in (row["mission"][0], *row["objectives"])}
        | exam_texts()
        | set(harm_texts),
        out / "harm.safetensors",
    )
    harm = train_harm(parsed, harm_texts, groups, out / "harm.safetensors")
    own = [p for p in material.pairs if p.kinds == ("objective", "mission")]
    metrics: dict[str, Any] = {"seed": seed, "harm": harm, "embedders": {}}
    for name in EMBEDDERS:
        shipped = load_embedder(name)
        fitted, learned = fit_relations(shipped, material, kinds, parsed.clauses, seed)
        center, means, factors = statistics(shipped, kinds)
        rarity = rarities([t for texts in kinds.values() for t in texts])
        folder = out / name
        write(folder, shipped, center, means, factors, rarity, fitted)
        read_calibration.cache_clear()
        calibration = read_calibration(folder)
        metrics["embedders"][name] = {
            "revision": shipped.revision,
            "pairs": learned,
            "alignment": measure(shipped, calibration, measuring, parsed),
            "guard": guard_figures(shipped, calibration, parsed, own),
            "weights": {
                file: hashlib.sha256((folder / file).read_bytes()).hexdigest()
                for file in ("calibration.json", "statistics.safetensors")
            },
        }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    (out / "README.md").write_text(render_card(metrics), encoding="utf-8")


def statistics(
    embedder: Embedder, kinds: dict[str, list[str]]
) -> tuple[Vectors, dict[str, Vectors], dict[str, Vectors]]:
    """Return the centre, and mean [d] and covariance factor [RANK, d] of each kind and of `any`."""
    vectors = {kind: embedder.encode(texts) for kind, texts in kinds.items()}
    center = np.mean([v.mean(axis=0) for v in vectors.values()], axis=0).astype(np.float32)
    shifted = {kind: unit(v - center) for kind, v in vectors.items()}
    shifted["any"] = np.concatenate(list(shifted.values()))
    means = {kind: v.mean(axis=0) for kind, v in shifted.items()}
    factors = {}
    for kind, own in shifted.items():
        values, axes = np.linalg.eigh(np.cov(own.T.astype(np.float64)))
        main = slice(-1, -RANK - 1, -1)
        factors[kind] = (np.sqrt(np.maximum(values[main], 0))[:, None] * axes[:, main].T).astype(
            np.float32
        )
    return center, means, factors


def rarities(texts: Sequence[str]) -> Vectors:
    """Return the inverse document frequency of each word bucket [BUCKETS]."""
    counts = np.zeros(BUCKETS)
    for text in texts:
        counts[list(set(buckets(text)))] += 1
    return np.log((1 + len(texts)) / (1 + counts)).astype(np.float32)


def fit_relations(
    embedder: Embedder,
    material: Material,
    kinds: dict[str, list[str]],
    clauses: dict[str, list[str]],
    seed: int,
) -> tuple[FittedRelations, dict[str, Any]]:
    """Fit the ranker of every relation; return it and how it does on the pairs it learned from."""
    center, means, factors = statistics(embedder, kinds)
    blank = Calibration(
        embedder.revision, center, means, factors,
        rarities([t for texts in kinds.values() for t in texts]), {}, {}, {},
    )  # fmt: skip
    learned: dict[str, tuple[NDArray[np.float64], float]] = {}
    report: dict[str, Any] = {}
    for relation in ("objective-mission", "mission-vision"):
        features, own = pair_features(embedder, blank, material, clauses, RELATIONS[relation])
        coef, intercept = logistic(features, own)
        learned[relation] = coef, intercept
        report[relation] = pair_figures(features, own, coef, intercept)
    fitted: FittedRelations = {}
    for relation in RELATIONS:
        coef, intercept = learned.get(relation, learned["objective-mission"])
        scores = stranger_scores(embedder, blank, kinds, RELATIONS[relation], coef, seed)
        fitted[relation] = {
            "coef": {f: float(c) for f, c in zip(FEATURES, coef, strict=True)},
            "intercept": intercept,
            "quantiles": [round(float(q) + intercept, 4)
                          for q in np.percentile(scores, np.arange(101))],
            "learned": relation in learned,
        }  # fmt: skip
    return fitted, report


def pair_features(
    embedder: Embedder,
    calibration: Calibration,
    material: Material,
    clauses: dict[str, list[str]],
    ends: tuple[str, str],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return features [pairs, FEATURES] of own pairs and near strangers, and which are own."""
    pairs = [p for p in material.pairs if p.kinds == ends]
    sources = list(dict.fromkeys((p.source, p.organisation) for p in pairs))
    targets = list(dict.fromkeys((p.target, p.organisation) for p in pairs))

    def place(items: Sequence[tuple[str, str]]) -> Encoded:
        texts = [text for text, _ in items]
        return encode(embedder, calibration, texts, [clauses[t] for t in texts])[1]

    one, other = place(sources), place(targets)
    own = np.array([[s == t for _, t in targets] for _, s in sources])
    # Likeness of a source's own target to every other organisation's.
    column = {organisation: i for i, (_, organisation) in enumerate(targets)}
    likeness = (other.whole @ other.whole.T)[[column[s] for _, s in sources]]
    likeness[own] = -np.inf
    edge = np.sort(likeness, axis=1)[:, -min(STRANGERS, len(targets))]
    chosen = own | (likeness >= edge[:, None])
    return calibration.features(one, other, ends)[chosen], own[chosen]


def logistic(
    features: NDArray[np.float64], own: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Return weights and intercept; own and other pairs weigh alike in total, none is negative."""
    from scipy.optimize import minimize

    scale = features.std(axis=0)
    x = features / scale
    weight = np.where(own, 0.5 / own.sum(), 0.5 / (~own).sum())
    sign = np.where(own, 1.0, -1.0)

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ theta[:-1] + theta[-1])
        slope = -sign * weight * sigmoid(-margin)
        penalty = 1e-3 * theta[:-1]
        value = float((weight * np.logaddexp(0, -margin)).sum() + penalty @ theta[:-1] / 2)
        return value, np.append(x.T @ slope + penalty, slope.sum())

    bounds = [(0, None)] * len(FEATURES) + [(None, None)]
    found = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return found.x[:-1] / scale, float(found.x[-1])


def pair_figures(
    features: NDArray[np.float64], own: NDArray[np.bool_], coef: NDArray[np.float64], base: float
) -> dict[str, Any]:
    """Return AUC of the ranker, of each feature alone, and the calibration error in the sample."""
    score = features @ coef + base
    single = {name: round(auc(features[:, i], own), 3) for i, name in enumerate(FEATURES)}
    return {
        "own": int(own.sum()),
        "other": int((~own).sum()),
        "auc": round(auc(score, own), 3),
        "auc_of_each_feature": single,
        "ece": round(weighted_error(sigmoid(score)[own], sigmoid(score)[~own]), 3),
    }


def stranger_scores(
    embedder: Embedder,
    calibration: Calibration,
    kinds: dict[str, list[str]],
    ends: tuple[str, str],
    coef: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float64]:
    """Return scores (without intercept) of texts drawn at random, nearly all of strangers."""
    rng = np.random.default_rng(seed)

    def draw(kind: str) -> Encoded:
        texts = kinds[kind]
        chosen = rng.choice(len(texts), min(_SAMPLE, len(texts)), replace=False)
        own = [texts[i] for i in chosen]
        return encode(embedder, calibration, own, [[] for _ in own])[1]

    features = calibration.features(draw(ends[0]), draw(ends[1]), ends)
    return np.asarray((features @ coef).ravel())


def measure(
    embedder: Embedder,
    calibration: Calibration,
    rows: Sequence[dict[str, Any]],
    parsed: Parsed,
) -> dict[str, float]:
    """Return the ranker's figures on the organisations of `alignment.jsonl`, guard included."""

    def place(own: Sequence[str]) -> tuple[Vectors, Encoded]:
        return encode(embedder, calibration, own, [parsed.clauses[t] for t in own])

    targets = [row["mission"][0] for row in rows]
    raw, missions = place(targets)
    features, cosines, losses = [], [], []
    for row in rows:
        own_raw, own = place(row["objectives"])
        features.append(calibration.features(own, missions, ("objective", "mission")))
        cosines.append((own_raw @ raw.T).astype(np.float64))
        losses.append(parsed.loss(row["objectives"], targets))
    bare = [calibration.score(f, "objective-mission") for f in features]
    scores = [score - loss for score, loss in zip(bare, losses, strict=True)]
    figures = {f"cosine {k}": v for k, v in rank_figures(cosines).items()} | rank_figures(scores)
    figures |= {f"{k} without guard": v for k, v in rank_figures(bare).items()}
    for i, name in enumerate(FEATURES):
        without = calibration.coef["objective-mission"].copy()
        without[i] = 0.0
        figures[f"auc without {name}"] = rank_figures([f @ without for f in features])["auc"]
    figures["ece"] = closeness_error([sigmoid(s) for s in scores])
    return {name: round(float(value), 3) for name, value in figures.items()}


def write(
    folder: Path,
    embedder: Embedder,
    center: Vectors,
    means: dict[str, Vectors],
    factors: dict[str, Vectors],
    rarity: Vectors,
    fitted: FittedRelations,
) -> None:
    """Write `calibration.json` and `statistics.safetensors` (float16)."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"center": center, "rarity": rarity}
    arrays |= {f"mean.{kind}": mean for kind, mean in means.items()}
    arrays |= {f"factor.{kind}": factor for kind, factor in factors.items()}
    save_file(
        {name: np.ascontiguousarray(a.astype(np.float16)) for name, a in sorted(arrays.items())},
        folder / "statistics.safetensors",
    )
    stored = {"embedder": embedder.name, "revision": embedder.revision, "relations": fitted}
    (folder / "calibration.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
