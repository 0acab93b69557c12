"""The shipped rules, one file a family; importing this package registers all of them.

No rule module imports spaCy or weights at its top, so `plumbline rules` and `plumbline explain`
start fast.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from analyzer.errors import ResourceError
from analyzer.registry import select_rules
from analyzer.resources import resource
from analyzer.rules import (
    alignment,
    buzzwords,
    consensus,
    deliverables,
    destination,
    document_statements,
    drift,
    generic_words,
    headline,
    jargon,
    kind,
    links,
    mission,
    okr,
    okr_measures,
    okr_sets,
    reach,
    scorecard,
    slogans,
    vagueness,
)

__all__ = [
    "alignment",
    "buzzwords",
    "consensus",
    "deliverables",
    "destination",
    "document_statements",
    "drift",
    "exams",
    "generic_words",
    "headline",
    "jargon",
    "kind",
    "links",
    "measured",
    "mission",
    "okr",
    "okr_measures",
    "okr_sets",
    "precision",
    "reach",
    "scorecard",
    "select_rules",
    "slogans",
    "vagueness",
]


@cache
def _figures(name: str) -> dict[str, Any]:
    try:
        path = resource(f"data/reference/{name}.json")
    except ResourceError:
        return {}  # a checkout before its first measurement: nothing is published
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return figures


def measured(code: str) -> Mapping[str, Any]:
    """Return all figures of a rule: precision, n, what was judged, recall where it is known.

    Empty where none was measured.
    """
    rows: dict[str, dict[str, Any]] = _figures("rule_precision").get("rules", {})
    return rows.get(code, {})


def exams(code: str) -> list[str]:
    """Return in words how a rule did in each exam, the first run before the last.

    An exam is texts that somebody wrote who had not read the rule; `python -m models.rule_exams`
    runs them. Empty where no text of the exams is about the rule.
    """
    told = []
    for name in ("first", "second", "third"):
        runs = _figures("rule_exams").get(code, {}).get(name, {})
        last, before = runs.get("last", {}), runs.get("first_run") or {}
        parts = [
            f"{words} {_pair(before.get(part), last[part])}"
            for part, words in _EXAMINED
            if part in last
        ]
        if parts:
            told.append(f"{name} exam: {', '.join(parts)}")
    return told


_EXAMINED = (
    ("positives", "found"),
    ("expected", "found in documents"),
    ("unexpected", "wrong in documents"),
    ("innocents", "wrong"),
)


def _pair(before: list[int] | None, last: list[int]) -> str:
    now = f"{last[0]} of {last[1]}"
    return f"{before[0]}, then {now}" if before and before != last else now


def precision(code: str) -> tuple[float | None, int]:
    """Return a rule's measured precision and the number of hits it was measured on.

    `python -m models.rule_precision --data DIR` writes the figures.

    Returns:
        share of hits that were right, and their number; `(None, 0)` where none was measured.
    """
    figures = measured(code)
    return (float(figures["precision"]), int(figures["n"])) if figures else (None, 0)
