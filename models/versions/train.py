"""Learns when two versions say the same: `python -m models.train versions --data DIR`.

Three logistic curves for each embedder, all on texts written for this project:

    statement  versions that one team wrote from memory against the most similar missions of
               strangers (`from_memory.jsonl`, `tests/exams/pairs.jsonl`)
    phrase     the same with the answers to whom, why, what and impact, against all strangers'
    change     rewordings against small changes of meaning (`edits.jsonl`)

The development data is not read; `--data` is there because every trainer takes it.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from analyzer.alignment.changes import FEATURES, features
from analyzer.alignment.closeness import load_calibration
from analyzer.alignment.embedder import load_embedder, unit
from analyzer.alignment.reading import Reading, reading_of
from analyzer.documents import Passage, join_fields
from analyzer.evaluation.metrics import auc
from analyzer.pipeline import Pipeline
from models.versions.card import render_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.alignment.embedder import Embedder, Vectors

EMBEDDERS = ("static", "minilm")
NEAREST = 40  # strangers that each version is held against, as `models/alignment` does
_HERE = Path(__file__).parent
_EXAMS = _HERE.parents[1] / "tests" / "exams"
_QUESTIONS = ("whom", "why", "what", "impact")
_FOLDS = 8
_STRENGTH = 3.0  # inverse of the penalty, chosen by cross-validation on the edits


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Fit the curves and write them, with figures and card.

    Where an embedder is not installed its stored curves stay as they are.

    Args:
        data: not read.
        out: folder to write to.
        seed: not used; nothing is drawn.
    """
    del data, seed
    teams, strangers, edits = material()
    texts = {t for team in teams for t in team} | set(strangers)
    texts |= {row[side] for row in edits for side in ("before", "after")}
    readings = read(sorted(texts))
    shipped = _HERE / "model.json"
    stored = json.loads(shipped.read_text("utf-8"))["embedders"] if shipped.is_file() else {}
    measured = _stored_metrics()
    for name in EMBEDDERS:
        if name != "static" and find_spec("sentence_transformers") is None:
            continue
        stored[name], measured[name] = fit(load_embedder(name), teams, strangers, edits, readings)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "model.json", {"embedders": stored})
    _write(out / "metrics.json", {"embedders": measured})
    (out / "README.md").write_text(render_card(measured), encoding="utf-8")


def material() -> tuple[list[list[str]], list[str], list[dict[str, Any]]]:
    """Return the versions of each team, the strangers' missions, and the edits."""
    teams = [row["versions"] for row in _rows(_HERE / "from_memory.jsonl")]
    strangers = [row["mission"] for row in _rows(_EXAMS / "pairs.jsonl")]
    return teams, strangers, _rows(_HERE / "edits.jsonl")


def read(texts: Sequence[str]) -> dict[str, Reading]:
    """Return the reading of each text, as a mission."""
    documents = [
        join_fields(str(i), "", [(text, Passage((), declared="mission"))])
        for i, text in enumerate(texts)
    ]
    found = {}
    parsed = Pipeline(["slots", "answers"]).parse(documents, profile="okr-hub")
    for text, own in zip(texts, parsed, strict=True):
        (statement,) = own.doc.spans["statements"]
        found[text] = reading_of(own.doc, statement, own.doc._.plumbline["statements"][0])
    return found


def fit(
    embedder: Embedder,
    teams: Sequence[Sequence[str]],
    strangers: Sequence[str],
    edits: Sequence[dict[str, Any]],
    readings: dict[str, Reading],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an embedder's curves, and what they reach in cross-validation."""
    calibration = load_calibration(embedder)
    if calibration is None:
        raise ValueError(f"{embedder.name} has no calibration; train `alignment` first")

    def encode(texts: Sequence[str]) -> Vectors:
        return unit(embedder.encode(list(texts)) - calibration.center)

    statement, on_statements = _curve(
        [_pairs([list(t) for t in teams], list(strangers), encode, NEAREST)]
    )
    phrases = [
        _pairs(
            [_answers(team, question, readings) for team in teams],
            _answers(strangers, question, readings),
            encode,
            len(strangers),
        )
        for question in _QUESTIONS
    ]
    phrase, on_phrases = _curve(phrases)
    change, on_changes = fit_changes(edits, readings, embedder, encode)
    fitted = {
        "revision": embedder.revision,
        "statement": statement,
        "phrase": phrase,
        "change": change,
    }
    measured = {"statement": on_statements, "phrase": on_phrases, "change": on_changes}
    return fitted, {"revision": embedder.revision, **measured}


def change_features(
    edits: Sequence[dict[str, Any]],
    readings: dict[str, Reading],
    embedder: Embedder,
    encode: Any,
) -> NDArray[np.float64]:
    """Return the features of edits [edits, FEATURES]."""
    before, after = (encode([readings[r[s]].text for r in edits]) for s in ("before", "after"))
    distance = 1 - np.einsum("ij,ij->i", before, after)
    return np.array(
        [
            features(readings[row["before"]], readings[row["after"]], float(own), embedder)
            for row, own in zip(edits, distance, strict=True)
        ]
    )


def fit_changes(
    edits: Sequence[dict[str, Any]],
    readings: dict[str, Reading],
    embedder: Embedder,
    encode: Any,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit the curve of changes; both edits of one statement fall into one fold."""
    table = change_features(edits, readings, embedder, encode)
    meaning = np.array([row["change"] == "meaning" for row in edits])
    groups = np.unique([row["before"] for row in edits], return_inverse=True)[1]
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    likely = cross_val_predict(
        model, table, meaning, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    model.fit(table, meaning)
    coef = {n: round(float(c), 4) for n, c in zip(FEATURES, model.coef_[0], strict=True)}
    return (
        {"coef": coef, "intercept": round(float(model.intercept_[0]), 4)},
        change_figures(likely, meaning),
    )


def change_figures(likely: NDArray[np.float64], meaning: NDArray[np.bool_]) -> dict[str, Any]:
    """Return how often edits are told apart at an even probability."""
    return {
        "edits": len(meaning),
        "right": round(float(((likely >= 0.5) == meaning).mean()), 3),
        "rewordings_taken_for_meaning": round(float((likely[~meaning] >= 0.5).mean()), 3),
        "meanings_missed": round(float((likely[meaning] < 0.5).mean()), 3),
        "auc": round(float(auc(likely, meaning)), 3),
    }


def _answers(texts: Sequence[str], question: str, readings: dict[str, Reading]) -> list[str]:
    found = (readings[text].answers.get(question) for text in texts)
    return [answer for answer in found if answer is not None]


def _pairs(
    teams: Sequence[Sequence[str]], strangers: Sequence[str], encode: Any, nearest: int
) -> tuple[list[float], list[bool], list[int]]:
    """Return cosines of pairs of one team and of pairs with the nearest strangers.

    Args:
        teams: texts of each team.
        strangers: texts of others.
        encode: texts to unit rows.
        nearest: how many strangers each text is held against.

    Returns:
        cosine, whether both are of one team, and the team, of each pair.
    """
    others = encode(strangers)
    cosines: list[float] = []
    same: list[bool] = []
    group: list[int] = []
    for number, team in enumerate(teams):
        if not team:
            continue
        vectors = encode(team)
        inside = (vectors @ vectors.T)[np.triu_indices(len(team), k=1)]
        outside = np.sort(vectors @ others.T, axis=1)[:, -nearest:].ravel()
        cosines += [*inside.tolist(), *outside.tolist()]
        same += [True] * len(inside) + [False] * len(outside)
        group += [number] * (len(inside) + len(outside))
    return cosines, same, group


def _curve(
    parts: Sequence[tuple[list[float], list[bool], list[int]]],
) -> tuple[dict[str, float], dict[str, Any]]:
    """Fit one curve, both sides weighted alike, and measure it on teams left out."""
    cosine = np.array([c for part in parts for c in part[0]])[:, None]
    same = np.array([s for part in parts for s in part[1]])
    group = np.array([g for part in parts for g in part[2]])
    model = LogisticRegression(C=10.0, class_weight="balanced")
    likely = cross_val_predict(
        model, cosine, same, groups=group, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    model.fit(cosine, same)
    curve = {
        "slope": round(float(model.coef_[0, 0]), 4),
        "intercept": round(float(model.intercept_[0]), 4),
    }
    figures = {
        "pairs": int(same.sum()),
        "strangers": int((~same).sum()),
        "auc": round(float(auc(likely, same)), 3),
        "mean_same": round(float(likely[same].mean()), 3),
        "mean_strangers": round(float(likely[~same].mean()), 3),
    }
    return curve, figures


def _stored_metrics() -> dict[str, Any]:
    path = _HERE / "metrics.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return dict(found.get("embedders", {}))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
