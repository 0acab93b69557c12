"""Rows, fitting and measuring that the models of key results and of objectives share.

Three sources of labels: the rated files of the development data, the project's own ratings of texts
that those leave unrated (`data/ratings`), and the project's own invented statements
(`data/statements`). Panel texts are for measuring; only the final weights may know their
organisations, never their texts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Passage, join_fields
from analyzer.errors import InputError
from analyzer.resources import resource
from models.export import export, from_sklearn, tempered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from analyzer.grading.linear import LinearModel

# A feature must occur in this many training texts.
_MIN_TEXTS = 2
_OWN_WEIGHT = 0.7
_OWN = "data/statements/statements.jsonl"


@dataclass(slots=True, eq=False)
class Row:
    """One labelled text; `own` marks the project's invented ones."""

    id: str
    text: str
    org_key: str
    labels: dict[str, str]
    own: bool = False
    features: dict[str, float] = field(default_factory=dict)


def read_rows(path: Path, fields: Sequence[str]) -> list[Row]:
    """Read a rated or panel file of the development data.

    Raises:
        InputError: the file is missing or a row lacks a field.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [_row(r, r["text"], r["org_key"], fields) for r in rows]
    except OSError as error:
        raise InputError(f"{path}: cannot be read; --data needs this file") from error
    except (ValueError, KeyError) as error:
        raise InputError(f"{path}: a row lacks {error}") from error


def training_rows(data: Path, plural: str, label: str, fields: Sequence[str]) -> list[Row]:
    """Return all labelled texts but the panel's.

    Args:
        data: folder of the development data.
        plural: `key_results` or `objectives`.
        label: the same as the label of an invented statement.
        fields: labels to read.
    """
    rows = read_rows(data / f"rated_{plural}.jsonl", fields)
    published = (data / "statements.jsonl").read_text("utf-8").splitlines()
    statements = {r["id"]: r for r in map(json.loads, published)}
    for rating in _lines(f"data/ratings/{plural}.jsonl"):
        text = statements.get(rating["id"])
        if text is not None:
            rows.append(_row(rating, text["text"], text["org_key"], fields))
    panel = read_rows(data / f"panel_{plural}.jsonl", ())
    known = {row.id for row in panel} | {_key(row.text) for row in panel}
    rows = [row for row in rows if row.id not in known and _key(row.text) not in known]
    for own in _lines(_OWN):
        if own["label"] == label and all(name in own for name in fields):
            rows.append(_row(own, own["text"], own["org_key"], fields, own=True))
    return rows


def _lines(relative: str) -> list[dict[str, Any]]:
    text = resource(relative).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _row(
    source: Mapping[str, Any], text: str, org_key: str, fields: Sequence[str], *, own: bool = False
) -> Row:
    return Row(source["id"], text, org_key, {f: _label(source[f]) for f in fields}, own)


def _label(value: Any) -> str:
    return str(value).lower()


def _key(text: str) -> str:
    return " ".join(text.lower().split())


def add_features(rows: Sequence[Row], kind: str) -> None:
    """Fill in the features of rows with the shipped English pipeline, as at inference."""
    from analyzer.annotators.okr import okr_features
    from analyzer.pipeline import Pipeline

    pipeline = Pipeline(["lexicon", "quantities"])
    documents = [
        join_fields(row.id, row.id, [(row.text, Passage((), declared=kind))])  # type: ignore[arg-type]
        for row in rows
    ]
    for row, parsed in zip(rows, pipeline.parse(documents, profile="okr-hub"), strict=True):
        row.features = okr_features(parsed.doc.spans["statements"][0])


@dataclass(frozen=True, slots=True)
class Head:
    """How one label is learned.

    Attributes:
        name: of the label.
        prefixes: features that it may look at; empty means all.
        c: inverse strength of the L2 penalty, chosen by cross-validation.
    """

    name: str
    prefixes: tuple[str, ...] = ()
    c: float = 0.2


def fit(rows: Sequence[Row], head: Head) -> LinearModel:
    """Train one head on rows with features."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    chosen = [_chosen(row.features, head) for row in rows]
    counts: dict[str, int] = {}
    for features in chosen:
        for name in features:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= _MIN_TEXTS)
    column = {name: i for i, name in enumerate(names)}
    cells = [
        (i, column[name], value)
        for i, features in enumerate(chosen)
        for name, value in features.items()
        if name in column
    ]
    where_row, where_column, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (where_row, where_column)), shape=(len(rows), len(names)))
    labels = np.array([row.labels[head.name] for row in rows])
    weights = np.array([_OWN_WEIGHT if row.own else 1.0 for row in rows])
    estimator = LogisticRegression(C=head.c, max_iter=3000, tol=1e-6)
    estimator.fit(matrix, labels, sample_weight=weights)
    return from_sklearn(estimator, names)


def _chosen(features: Mapping[str, float], head: Head) -> dict[str, float]:
    if not head.prefixes:
        return dict(features)
    return {k: v for k, v in features.items() if k.startswith(head.prefixes)}


def left_out(rows: Sequence[Row], test: Sequence[Row], head: Head) -> list[dict[str, float]]:
    """Return the probabilities of test rows by models that never saw their organisation."""
    result: list[dict[str, float]] = [{} for _ in test]
    for org_key in sorted({row.org_key for row in test}):
        model = fit([row for row in rows if row.org_key != org_key], head)
        for i, row in enumerate(test):
            if row.org_key == org_key:
                result[i] = model.probabilities(row.features)
    return result


def calibrated(
    model: LinearModel, probabilities: Sequence[Mapping[str, float]], labels: Sequence[str]
) -> LinearModel:
    """Fold in the temperature that fits left-out probabilities best, by log loss."""
    logs = [{k: np.log(max(v, 1e-12)) for k, v in p.items()} for p in probabilities]

    def loss(temperature: float) -> float:
        total = 0.0
        for own, label in zip(logs, labels, strict=True):
            scaled = np.array([v / temperature for v in own.values()])
            total -= own.get(label, -27.0) / temperature - float(np.logaddexp.reduce(scaled))
        return total

    best = min(np.geomspace(0.5, 3.0, 40), key=loss)
    return tempered(model, float(best))


def figures(
    rows: Sequence[Row], probabilities: Sequence[Mapping[str, float]], head: Head, *, seed: int
) -> dict[str, Any]:
    """Return accuracy, F1 by class and calibration error, with bootstrap intervals."""
    truth = np.array([row.labels[head.name] for row in rows])
    guess = np.array([max(p, key=lambda k: p[k]) for p in probabilities])
    sure = np.array([max(p.values()) for p in probabilities])
    right = truth == guess
    classes = sorted(set(truth))
    found: dict[str, Any] = {
        "n": len(rows),
        "accuracy": _interval(lambda i: float(right[i].mean()), len(rows), seed),
        "f1": {name: round(f1(truth, guess, name), 3) for name in classes},
        "ece": round(_ece(sure, right), 3),
        "confusion": {
            t: {g: int(((truth == t) & (guess == g)).sum()) for g in classes} for t in classes
        },
    }
    if "outcome" in classes:
        pair = ("outcome", "activity")

        def both(i: Any) -> float:
            return float(np.mean([f1(truth[i], guess[i], c) for c in pair]))

        found["outcome_activity_f1"] = _interval(both, len(rows), seed)
    return found


def f1(truth: np.ndarray[Any, Any], guess: np.ndarray[Any, Any], name: str) -> float:
    """Return the F1 of one class."""
    hits = float(((truth == name) & (guess == name)).sum())
    return 2 * hits / max(float((truth == name).sum() + (guess == name).sum()), 1.0)


def _interval(figure: Callable[[Any], float], n: int, seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    draws = [figure(rng.integers(0, n, n)) for _ in range(500)]
    low, high = np.percentile(draws, [2.5, 97.5])
    value = figure(np.arange(n))
    return {"value": round(value, 3), "low": round(float(low), 3), "high": round(float(high), 3)}


def _ece(sure: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in np.unique(bins))
    )  # fmt: skip


def digests(files: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of each input file, by name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def train_heads(
    data: Path,
    out: Path,
    heads: Sequence[Head],
    *,
    plural: str,
    label: str,
    seed: int,
    render: Callable[[Mapping[str, Any]], str],
) -> None:
    """Train, measure and write the heads of one model, with metrics and card.

    Args:
        data: folder of the development data.
        out: folder of the model.
        heads: what to learn.
        plural: `key_results` or `objectives`.
        label: of an invented statement of that kind.
        seed: of the bootstrap; the training itself draws nothing.
        render: makes the card from the metrics.
    """
    fields = [head.name for head in heads]
    rows = training_rows(data, plural, label, fields)
    panel = read_rows(data / f"panel_{plural}.jsonl", fields)
    add_features([*rows, *panel], label)
    published = [row for row in rows if not row.own]
    models, metrics = {}, {}
    for head in heads:
        outside = left_out(rows, published, head)
        model = fit(rows, head)
        models[head.name] = calibrated(model, outside, [r.labels[head.name] for r in published])
        metrics[head.name] = {
            "c": head.c,
            "panel": figures(panel, left_out(rows, panel, head), head, seed=seed),
            "cross_validation": figures(published, outside, head, seed=seed),
        }
    export(out, models, about={"features": "analyzer.annotators.okr"})
    files = [data / f"{name}_{plural}.jsonl" for name in ("rated", "panel")]
    files += [resource(f"data/ratings/{plural}.jsonl"), resource(_OWN)]
    stored = {
        "rows": {"published": len(published), "invented": len(rows) - len(published)},
        "seed": seed,
        "heads": metrics,
        "inputs": digests(files),
        "versions": {p: version(p) for p in ("scikit-learn", "numpy", "spacy")},
    }
    (out / "metrics.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    (out / "README.md").write_text(render(stored), encoding="utf-8")


def figure_rows(metrics: Mapping[str, Any]) -> str:
    """Return the lines of a card's table of figures."""
    lines = []
    for name, found in metrics["heads"].items():
        for where in ("panel", "cross_validation"):
            own = found[where]
            named = {"accuracy": own["accuracy"]}
            if "outcome_activity_f1" in own:
                named["F1 of outcome and activity"] = own["outcome_activity_f1"]
            for figure, v in named.items():
                lines.append(
                    f"| {name} | {where.replace('_', '-')} | {figure} | {v['value']:.3f} "
                    f"({v['low']:.3f} to {v['high']:.3f}) | {own['n']} | {own['ece']:.3f} |"
                )
    return "\n".join(lines)


def confusion_rows(metrics: Mapping[str, Any], head: str) -> str:
    """Return a table of what the raters said against what the model said, cross-validated."""
    table = metrics["heads"][head]["cross_validation"]["confusion"]
    names = list(table)
    lines = ["| rated, then judged | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {t} | " + " | ".join(str(table[t][g]) for g in names) + " |" for t in names]
    return "\n".join(lines)
