"""Rows, fitting and measuring that the models of key results and of objectives share.

Four sources of labels: the rated files of the development data, the project's own readings of the
same texts and of those left unrated (`data/ratings`), and the project's own invented statements, of
whole organisations and single ones (`data/statements`). Panel texts are for measuring; only the
final weights may know their organisations, never their texts.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Passage, join_fields
from analyzer.errors import InputError
from analyzer.resources import read_jsonl, resource
from models.export import export, tempered
from models.fitting import Design, logistic
from models.word_vectors import ordinary_counts, word_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from analyzer.grading.linear import LinearModel
    from models.word_vectors import WordVectors

# Weights this small hardly move a judgement, and some five thousand features have no larger ones.
_LEAST = 0.02
_OWN = "data/statements/statements.jsonl"


@dataclass(slots=True, eq=False)
class Row:
    """One labelled text.

    Attributes:
        id: of the published statement, or a name.
        text: as published.
        org_key: organisation; empty for single invented ones.
        readings: for each label, what each reader said; the first one's word breaks a tie.
        source: `published`, `invented` for a statement of a whole invented organisation, `wording`
            for a single one, `blind` for one by a writer who had read no error of the models.
        features: by name.
    """

    id: str
    text: str
    org_key: str
    readings: dict[str, list[str]]
    source: str = "published"
    features: dict[str, float] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """Return what most readers said."""
        return Counter(self.readings[name]).most_common(1)[0][0]

    def shares(self, name: str) -> dict[str, float]:
        """Return the share of readers who said each label."""
        said = self.readings[name]
        return {label: count / len(said) for label, count in Counter(said).items()}


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
    rows = {row.id: row for row in read_rows(data / f"rated_{plural}.jsonl", fields)}
    published = (data / "statements.jsonl").read_text("utf-8").splitlines()
    statements = {r["id"]: r for r in map(json.loads, published)}
    for rating in read_jsonl(f"data/ratings/{plural}.jsonl"):
        found = statements.get(rating["id"])
        if rating["id"] in rows:
            for name in fields:
                rows[rating["id"]].readings[name].append(_label(rating[name]))
        elif found is not None:
            rows[rating["id"]] = _row(rating, found["text"], found["org_key"], fields)
    panel = read_rows(data / f"panel_{plural}.jsonl", ())
    known = {row.id for row in panel} | {_key(row.text) for row in panel}
    chosen = [r for r in rows.values() if r.id not in known and _key(r.text) not in known]
    chosen += [
        _row(own, own["text"], own["org_key"], fields, "invented")
        for own in read_jsonl(_OWN)
        if own["label"] == label and all(name in own for name in fields)
    ]
    for number, wording in enumerate(read_jsonl(f"data/statements/{plural}.jsonl")):
        source = "blind" if wording.get("blind") else "wording"
        named = wording | {"id": f"wording {number}"}
        chosen.append(_row(named, wording["text"], "", fields, source))
    return chosen


def _row(
    found: Mapping[str, Any],
    text: str,
    org_key: str,
    fields: Sequence[str],
    source: str = "published",
) -> Row:
    readings = {name: [_label(found[name])] for name in fields}
    return Row(found["id"], text, org_key, readings, source)


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


def agreement(rows: Sequence[Row], head: str) -> dict[str, float]:
    """Return on what share of rows two readers agree: what a model can hope for."""
    said = [row.readings[head] for row in rows if len(row.readings[head]) > 1]
    pairs = [a == b for each in said for a, b in combinations(each, 2)]
    return {"n": len(said), "agreement": round(float(np.mean(pairs)), 3)}


@dataclass(frozen=True, slots=True)
class Head:
    """How one label is learned; all chosen by cross-validation.

    Attributes:
        name: of the label.
        prefixes: features that it may look at; empty means all, and word vectors too.
        c: inverse strength of the L2 penalty.
        invented: weight of invented organisations' rows beside published ones.
        wording: weight of single invented rows.
        blind: weight of those among them that answer no error.
        vectors: scale of the word vectors beside the other features.
    """

    name: str
    prefixes: tuple[str, ...] = ()
    c: float = 0.1
    invented: float = 0.2
    wording: float = 0.7
    blind: float = 0.2
    vectors: float = 6.0

    def weight(self, row: Row) -> float:
        """Return how far a row counts."""
        return 1.0 if row.source == "published" else float(getattr(self, row.source))


class Learner:
    """Fits one head on rows with features; the columns are chosen once, without labels."""

    def __init__(self, rows: Sequence[Row], head: Head, vectors: WordVectors) -> None:
        """Choose the columns and fill the matrix."""
        self.rows, self.head = rows, head
        found = [self._chosen(row.features) for row in rows]
        whole = not head.prefixes
        self.design = Design(found, vectors if whole else None, strength=head.vectors)
        self.shares = [row.shares(head.name) for row in rows]
        self.weights = np.array([head.weight(row) for row in rows])

    def fit(self, without: str | None = None) -> Any:
        """Return an estimator fitted on all rows, or on those of other organisations only."""
        kept = np.flatnonzero([not row.org_key or row.org_key != without for row in self.rows])
        return logistic(
            self.design.matrix[kept],
            [self.shares[place] for place in kept],
            self.weights[kept],
            strength=self.head.c,
        )

    def model(self) -> LinearModel:
        """Return the model fitted on all rows."""
        return self.design.model(self.fit())

    def left_out(self, *tests: Sequence[Row]) -> list[list[dict[str, float]]]:
        """Return the probabilities of test rows by models that never saw their organisation."""
        results: list[list[dict[str, float]]] = [[{} for _ in test] for test in tests]
        for org_key in sorted({row.org_key for test in tests for row in test}):
            estimator = self.fit(org_key)
            for test, result in zip(tests, results, strict=True):
                places = [i for i, row in enumerate(test) if row.org_key == org_key]
                if places:
                    matrix = self.design.transform([self._chosen(test[i].features) for i in places])
                    for i, found in zip(places, estimator.predict_proba(matrix), strict=True):
                        result[i] = dict(zip(map(str, estimator.classes_), found, strict=True))
        return results

    def _chosen(self, features: Mapping[str, float]) -> dict[str, float]:
        if not self.head.prefixes:
            return dict(features)
        return {k: v for k, v in features.items() if k.startswith(self.head.prefixes)}


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
    truth = np.array([row.label(head.name) for row in rows])
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
    published = [row for row in rows if row.source == "published"]
    words = [[name[2:] for name in row.features if name.startswith("v=")] for row in rows]
    vectors = word_vectors(words, ordinary_counts(data))
    models, metrics = {}, {}
    for head in heads:
        learner = Learner(rows, head, vectors)
        outside, judged = learner.left_out(published, panel)
        labels = [row.label(head.name) for row in published]
        models[head.name] = calibrated(learner.model(), outside, labels)
        metrics[head.name] = {
            "c": head.c,
            "readers": agreement(published, head.name),
            "panel": figures(panel, judged, head, seed=seed),
            "cross_validation": figures(published, outside, head, seed=seed),
        }
    about = {"features": "analyzer.annotators.okr"}
    export(out, models, dtype=np.float16, least=_LEAST, about=about)
    files = [data / f"{name}_{plural}.jsonl" for name in ("rated", "panel")]
    files += [resource(f"data/ratings/{plural}.jsonl"), resource(_OWN)]
    files.append(resource(f"data/statements/{plural}.jsonl"))
    stored = {
        "rows": dict(Counter(row.source for row in rows)),
        "seed": seed,
        "heads": metrics,
        "inputs": digests(files),
        "versions": {p: version(p) for p in ("scikit-learn", "numpy", "spacy", "torch")},
    }
    (out / "metrics.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    (out / "README.md").write_text(render(stored), encoding="utf-8")


def agreement_rows(metrics: Mapping[str, Any]) -> str:
    """Return a card's words on how far two readers agree."""
    each = (
        f"{name} {found['readers']['agreement']:.2f} ({found['readers']['n']} rows)"
        for name, found in metrics["heads"].items()
    )
    return ", ".join(each)


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
