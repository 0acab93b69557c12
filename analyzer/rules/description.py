"""A rule as plain data, under the names of the registry: what `plumbline explain` shows."""

from __future__ import annotations

from typing import Any

import analyzer.rules  # registers the shipped rules
from analyzer.registry import Rule
from analyzer.types import to_plain

_FIELDS = (
    "code", "name", "severity", "scope", "message", "question", "cost", "rationale", "mend",
    "before", "after", "source", "flags", "passes", "profiles", "requires",
)  # fmt: skip


def describe(rule: Rule) -> dict[str, Any]:
    """Return everything that is said about a rule, and how it did where that was measured."""
    share, n = analyzer.rules.precision(rule.code)
    recall = analyzer.rules.measured(rule.code).get("recall")
    exams = analyzer.rules.exams(rule.code)
    plain = {name: getattr(rule, name) for name in _FIELDS}
    return dict(to_plain({**plain, "precision": share, "n": n, "recall": recall, "exams": exams}))
