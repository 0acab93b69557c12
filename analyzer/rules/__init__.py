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
    document_statements,
    drift,
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
    "document_statements",
    "drift",
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
def _measured() -> dict[str, dict[str, Any]]:
    try:
        path = resource("data/reference/rule_precision.json")
    except ResourceError:
        return {}  # a checkout before its first measurement: nothing is published
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rules"]
    return rows


def measured(code: str) -> Mapping[str, Any]:
    """Return all figures of a rule: precision, n, what was judged, recall where it is known.

    Empty where none was measured.
    """
    return _measured().get(code, {})


def precision(code: str) -> tuple[float | None, int]:
    """Return a rule's measured precision and the number of hits it was measured on.

    `python -m models.rule_precision --data DIR` writes the figures.

    Returns:
        share of hits that were right, and their number; `(None, 0)` where none was measured.
    """
    figures = measured(code)
    return (float(figures["precision"]), int(figures["n"])) if figures else (None, 0)
