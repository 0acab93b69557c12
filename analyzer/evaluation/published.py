"""How well the kinds beside mission and vision are told apart, on the labels texts carry.

A published label is what the organisation called a text. For values, objectives, key results and
slogans that is mostly what the text does; for missions and visions less often.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.groups import read_rows
from analyzer.evaluation.metrics import confusion, f1
from analyzer.evaluation.statements import judged, kind_of
from analyzer.resources import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analyzer.engine import Analyzer

FOUR = ("values", "objective", "key_result", "slogan")
KINDS = ("mission", "vision", "merged", "strategy", *FOUR, "other")
FILE = "statements.jsonl"
FIELD = "published labels"


def evaluate_published(data: Path, analyzer: Analyzer) -> tuple[list[Figure], dict[str, Any]]:
    """Measure the eight kinds against the labels of `statements.jsonl`.

    The shipped weights have seen the texts of the file that they were trained on, so of that file
    the figures out of fold are given that training left, and nothing is measured.

    Args:
        data: folder with the file.
        analyzer: what is measured.

    Returns:
        the figures, and the table of labels against kinds.
    """
    path = data / FILE
    if not path.is_file():
        return [], {}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    trained = read_json("models/kind/metrics.json")["data"].get(FILE)
    if trained and digest.startswith(trained):
        return _out_of_fold()
    rows = read_rows(path, ("text", "label"), {"label": KINDS})
    found = judged([row["text"] for row in rows], analyzer)
    truth, guess = [row["label"] for row in rows], [kind_of(j) for j in found]
    return family_figures(truth, guess, FIELD), {FIELD: confusion(truth, guess, KINDS)}


def _out_of_fold() -> tuple[list[Figure], dict[str, Any]]:
    stored = read_json("models/out_of_fold.json")
    figures = [Figure(**f) for f in stored["figures"] if f["field"] == FIELD]
    field = f"{FIELD}, out of fold, as stored"
    return [replace(f, field=field) for f in figures], {field: stored["confusion"][FIELD]}


def family_figures(truth: Sequence[str], guess: Sequence[str], field: str) -> list[Figure]:
    """Return macro-F1 over the four kinds, among all texts, and F1 of each and of strategy."""
    columns = np.array(truth), np.array(guess)

    def of_one(kind: str) -> Figure:
        return measured(kind, "F1", lambda t, g: f1(t, g, kind), *columns, field=field)

    return [
        measured("kind", "macro-F1 of four", macro_f1_of_four, *columns, field=field),
        *(of_one(kind) for kind in (*FOUR, "strategy") if np.any(columns[0] == kind)),
    ]


def macro_f1_of_four(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Return the mean F1 of values, objective, key result and slogan; all rows count."""
    return float(np.mean([f1(truth, guess, kind) for kind in FOUR]))
