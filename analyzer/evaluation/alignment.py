"""How well closeness finds an objective's own mission, on organisations not seen in training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.documents import Document, Passage, join_fields
from analyzer.evaluation.figures import Figure
from analyzer.evaluation.metrics import auc

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer

TASK = "alignment"
_DRAWS = 500
_MISSING = -1e300

Scores = NDArray[np.float64]


def rank_figures(scores: Sequence[Scores], owners: Sequence[int] | None = None) -> dict[str, float]:
    """Return MRR, top-1 and AUC of own against other missions.

    Args:
        scores: for each organisation the scores of its objectives [objectives, organisations],
            the organisations in the same order. NaN stands for a missing closeness and counts as
            wrong; ties count half.
        owners: column of each organisation's own mission; its place in the list by default.
    """
    reciprocal: list[float] = []
    first: list[float] = []
    values: list[Scores] = []
    labels: list[NDArray[np.bool_]] = []
    for own, matrix in zip(owners or range(len(scores)), scores, strict=True):
        # What is missing loses against everything, an own pair even against a missing other one.
        filled = np.where(np.isnan(matrix), _MISSING, matrix)
        filled[np.isnan(matrix[:, own]), own] = -np.inf
        mine, others = filled[:, own, None], np.delete(filled, own, axis=1)
        for ahead, level in zip((others > mine).sum(1), (others == mine).sum(1), strict=True):
            # A tie stands on each of its places equally often.
            places = np.arange(ahead, ahead + level + 1)
            reciprocal.append(float(np.mean(1 / (places + 1))))
            first.append(float(np.mean(places == 0)))
        values.append(filled.ravel())
        labels.append((np.arange(filled.shape[1]) == own)[None].repeat(len(filled), 0).ravel())
    return {
        "mrr": float(np.mean(reciprocal)),
        "top1": float(np.mean(first)),
        "auc": auc(np.concatenate(values), np.concatenate(labels)),
    }


def evaluate_alignment(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Measure closeness on `alignment.jsonl`: every objective against every organisation's mission.

    Each mission makes one document with the objectives of all organisations, so what is measured is
    what a report would say. Intervals come from drawing organisations.

    Args:
        data: folder with `alignment.jsonl` in the layout of the development data.
        analyzer: with the embedder that is to be measured.

    Returns:
        MRR, top-1, AUC and calibration error; empty where the file is absent or has no missions.
    """
    file = data / "alignment.jsonl"
    if not file.is_file():
        return []
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row["mission"] and row["objectives"]]
    if len(rows) < 2:
        return []
    scores = closeness_scores(rows, analyzer)
    embedder = analyzer.settings.embedder
    figures = rank_figures(scores) | {"ece": closeness_error(scores)}
    rng = np.random.default_rng(0)
    draws: dict[str, list[float]] = {name: [] for name in figures}
    for _ in range(_DRAWS):
        drawn = [int(i) for i in rng.integers(0, len(rows), len(rows))]
        chosen = [scores[i] for i in drawn]
        again = rank_figures(chosen, drawn) | {"ece": closeness_error(chosen, drawn)}
        for name, value in again.items():
            draws[name].append(value)
    count = sum(len(matrix) for matrix in scores)
    return [
        Figure(
            TASK,
            name,
            value,
            float(np.percentile(draws[name], 2.5)),
            float(np.percentile(draws[name], 97.5)),
            count,
            field=embedder,
        )
        for name, value in figures.items()
    ]


def closeness_scores(rows: Sequence[dict[str, Any]], analyzer: Analyzer) -> list[Scores]:
    """Return each organisation's closeness [objectives, missions]; NaN where there is none."""
    objectives = [text for row in rows for text in row["objectives"]]
    documents = (_document(row["mission"][0], objectives) for row in rows)
    columns = []
    for report in analyzer.analyze_many(documents):
        place = {s.id: i - 1 for i, s in enumerate(report.statements)}
        column = np.full(len(objectives), np.nan)
        for pair in report.alignment:
            if pair.relation == "objective-mission" and pair.closeness is not None:
                column[place[pair.source]] = pair.closeness
        columns.append(column)
    whole = np.stack(columns, axis=1)
    ends = np.cumsum([len(row["objectives"]) for row in rows])
    return np.split(whole, ends[:-1])


def _document(mission: str, objectives: Sequence[str]) -> Document:
    fields = [(mission, Passage((), declared="mission"))]
    fields += [(text, Passage((), declared="objective")) for text in objectives]
    return join_fields("alignment", "alignment", fields)


def closeness_error(scores: Sequence[Scores], owners: Sequence[int] | None = None) -> float:
    """Return the expected calibration error in ten bins, own and other pairs weighted alike."""
    own_parts, other_parts = [], []
    for own, matrix in zip(owners or range(len(scores)), scores, strict=True):
        own_parts.append(matrix[:, own])
        other_parts.append(np.delete(matrix, own, axis=1).ravel())
    own_scores, others = np.concatenate(own_parts), np.concatenate(other_parts)
    own_scores, others = own_scores[~np.isnan(own_scores)], others[~np.isnan(others)]
    return weighted_error(own_scores, others)


def weighted_error(own: Scores, other: Scores) -> float:
    """Return the expected calibration error of closeness, half of it over own pairs."""
    if not len(own) or not len(other):
        return float("nan")
    closeness = np.concatenate([own, other])
    label = np.arange(len(closeness)) < len(own)
    weight = np.where(label, 0.5 / len(own), 0.5 / len(other))
    bins = np.minimum((closeness * 10).astype(int), 9)
    gaps = np.bincount(bins, weights=weight * (closeness - label), minlength=10)
    return float(np.abs(gaps).sum())
