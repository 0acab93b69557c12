"""How well key results and objectives are judged, against the panels.

The shipped weights know the panels' organisations, though none of their texts; figures with whole
organisations left out stand in the models' cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Passage, join_fields
from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.groups import read_rows
from analyzer.evaluation.metrics import accuracy, f1

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer
    from analyzer.types import Declared


def evaluate_okr(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Measure key results and objectives on `panel_key_results.jsonl`, `panel_objectives.jsonl`.

    Args:
        data: folder with the panels in the layout of the development data; an absent file gives no
            figures.
        analyzer: what is to be measured.
    """
    figures: list[Figure] = []
    rows = _rows(data / "panel_key_results.jsonl", ("type", "measurable", "time_bound"))
    if rows:
        reports = _judged(rows, "key_result", analyzer)
        for name in ("type", "measurable", "time_bound"):
            truth, guess = _labels(rows, name), _labels(reports, name)
            figures.append(measured("key_result", f"{name} accuracy", accuracy, truth, guess))
            if name == "type":
                label = "type F1 of outcome and activity"
                figures.append(measured("key_result", label, outcome_activity_f1, truth, guess))
    rows = _rows(data / "panel_objectives.jsonl", ("type",))
    if rows:
        reports = _judged(rows, "objective", analyzer)
        truth, guess = _labels(rows, "type"), _labels(reports, "type")
        figures.append(measured("objective", "type accuracy", accuracy, truth, guess))
    return figures


def outcome_activity_f1(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Return the mean F1 of the two classes, over all rows."""
    return float(np.mean([f1(truth, guess, name) for name in ("outcome", "activity")]))


def _rows(file: Path, labels: Sequence[str]) -> list[dict[str, Any]]:
    return read_rows(file, ("text", *labels)) if file.is_file() else []


def _judged(
    rows: Sequence[dict[str, Any]], kind: Declared, analyzer: Analyzer
) -> list[dict[str, Any]]:
    """Return what the analyzer says of each text, told its kind; empty where it says nothing."""
    documents = (
        join_fields(str(i), str(i), [(row["text"], Passage((), declared=kind))], single=True)
        for i, row in enumerate(rows)
    )
    judged = []
    for report in analyzer.analyze_many(documents):
        found = report.to_dict()["statements"][0][kind]
        judged.append(found or {})
    return judged


def _labels(rows: Sequence[dict[str, Any]], name: str) -> list[str]:
    return [str(row.get(name)) for row in rows]
