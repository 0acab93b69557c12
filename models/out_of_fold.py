"""Figures of what training predicted out of fold, over all rated and all published statements.

The panel is small; these are figures of some thousand texts, each judged by models that saw nothing
of its organisation. `data/predictions` holds ids, labels and numbers; `python -m models.results
--data DIR` calls this.
"""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.evaluation.fairness import RATING_OF, evaluate_fairness
from analyzer.evaluation.groups import count_words, region, sector
from analyzer.evaluation.metrics import confusion
from analyzer.evaluation.published import FIELD, KINDS, family_figures
from analyzer.evaluation.run import Evaluation
from analyzer.evaluation.statements import (
    FUNCTIONS,
    Judged,
    functions_of,
    kind_figures,
    score_figures,
)
from analyzer.grading.kind import judge
from models.predictions import FOLDER, read_predictions
from models.statements_data import FAMILIES, parse, rated, read_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.evaluation.figures import Figure

_STORED = Path(__file__).resolve().parent / "out_of_fold.json"
LABELS = ("label", "kind", "sector", "region", "words")


def measure(data: Path) -> None:
    """Write `out_of_fold.json`, and the labels of the predicted statements.

    Args:
        data: folder of the development data, the same that the predictions were made from.
    """
    published = {row["id"]: row for row in read_lines(data / "statements.jsonl")}
    kinds = {row.id: row.kind for row in rated(data) if row.kind}
    functions = judged_functions()
    rows = {i: {**published[i], "kind": kinds.get(i)} for i in functions if i in published}
    _write_labels(rows)
    figures: list[Figure] = []
    tables: dict[str, Any] = {}
    for field, place in (("masked", 0), ("text", -1)):
        chosen = [i for i, row in rows.items() if row["kind"]]
        found = [functions[i][place] for i in chosen]
        here = [rows[i] for i in chosen]
        figures += kind_figures(here, found, field)
        tables[field] = confusion([r["kind"] for r in here], [j.kind for j in found], FUNCTIONS)
    figures += _score_figures(published)
    told, guess = [row["label"] for row in published.values()], _told_apart(published)
    figures += family_figures(told, guess, FIELD)
    tables[FIELD] = confusion(told, guess, KINDS)
    stored = {"figures": [asdict(figure) for figure in figures], "confusion": tables}
    _STORED.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def stored() -> Evaluation:
    """Return the figures that `measure` wrote."""
    from analyzer.evaluation.figures import Figure

    found = json.loads(_STORED.read_text(encoding="utf-8"))
    return Evaluation(tuple(Figure(**f) for f in found["figures"]), found["confusion"])


def _write_labels(rows: Mapping[str, Mapping[str, Any]]) -> None:
    with (FOLDER / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", *LABELS))
        for i, row in rows.items():
            told = (sector(dict(row)), region(dict(row)), count_words(row["text"]))
            writer.writerow((i, row["label"], row["kind"] or "", *told))


def labels() -> dict[str, dict[str, str]]:
    """Return by id what is known of the predicted statements; `kind` is empty where not rated."""
    return {line["id"]: line for line in read_predictions("labels")}


def judged_functions() -> dict[str, list[Judged]]:
    """Return what the four functions say of each statement: masked, then as published."""
    thresholds = _thresholds()
    found: dict[str, list[Judged]] = {}
    for line in read_predictions("functions"):
        given = {name: float(line[name]) for name in FUNCTIONS}
        found.setdefault(line["id"], []).append(decided(given, thresholds))
    return found


def _thresholds() -> dict[str, float]:
    text = (_STORED.parent / "kind" / "metrics.json").read_text(encoding="utf-8")
    found: dict[str, float] = json.loads(text)["thresholds"]
    return found


def decided(given: Mapping[str, float], thresholds: Mapping[str, float]) -> Judged:
    """Return the function that probabilities decide for, as the analyzer decides."""
    if given["merged"] >= thresholds["merged"]:
        kind = "merged"
    else:
        kind = max((name for name in FUNCTIONS if name != "merged"), key=lambda n: given[n])
    sure = max(given.values()) >= thresholds["abstain"]
    return Judged(kind, given[kind], not sure, {})


def _score_figures(published: Mapping[str, dict[str, Any]]) -> list[Figure]:
    rows: dict[str, dict[str, Any]] = {}
    scores: dict[str, dict[str, float]] = {}
    for score, rating in RATING_OF.items():
        for line in read_predictions(score):
            if line["id"] in published:
                row = rows.setdefault(line["id"], dict(published[line["id"]]))
                row[rating] = float(line["rating"]) / 25 + 1
                scores.setdefault(line["id"], {})[score] = float(line["value"])
    found = [Judged("", 0.0, False, scores[i]) for i in rows]
    here = list(rows.values())
    return [
        *score_figures(here, found, "text"),
        *evaluate_fairness(here, [judgement.scores for judgement in found], "text"),
    ]


def _told_apart(published: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return which of the eight kinds, or `merged`, each published text is judged to be.

    What a head says of a text that it was not trained on, for its organisation is in the panel or
    its label teaches that head nothing, comes from the shipped weights.
    """
    functions = {line["id"]: line for line in read_predictions("functions")}
    families = {line["id"]: line for line in read_predictions("families")}
    unseen = [i for i in published if i not in functions or i not in families]
    views = parse(tuple(published[i]["text"] for i in unseen))
    shipped = {i: judge(view) for i, view in zip(unseen, views, strict=True)}
    threshold = _thresholds()["merged"]
    found = []
    for i in published:
        four = functions.get(i) or functions_of(shipped[i])
        six = families.get(i) or _normal(shipped[i]["probabilities"])
        given = {name: float(four[name]) for name in FUNCTIONS}
        larger = "mission" if given["mission"] >= given["vision"] else "vision"
        eight = {name: given["other"] * float(six[name]) for name in FAMILIES}
        eight |= {n: given[n] + given["merged"] * (n == larger) for n in ("mission", "vision")}
        merged = given["merged"] >= threshold
        found.append("merged" if merged else max(eight, key=lambda name: eight[name]))
    return found


def _normal(probabilities: Mapping[str, float]) -> dict[str, float]:
    total = sum(probabilities[name] for name in FAMILIES)
    return {name: probabilities[name] / total for name in FAMILIES}
