"""The rules as plain data, under the names of the registry: what `plumbline explain` shows."""

from __future__ import annotations

from typing import Any

import analyzer.rules  # registers the shipped rules
from analyzer.registry import Rule, all_rules, get_rule
from analyzer.types import to_plain

_FIELDS = (
    "code", "name", "severity", "scope", "message", "question", "cost", "rationale", "mend",
    "before", "after", "source", "flags", "passes", "profiles", "requires",
)  # fmt: skip


def describe(rule: Rule) -> dict[str, Any]:
    """Return everything that is said about a rule, with its measured precision."""
    share, n = analyzer.rules.precision(rule.code)
    plain = {name: getattr(rule, name) for name in _FIELDS}
    return dict(to_plain({**plain, "precision": share, "n": n}))


def every_rule() -> list[dict[str, Any]]:
    """Return all rules in the order of their codes."""
    return [describe(rule) for rule in all_rules().values()]


def one_rule(code: str) -> dict[str, Any]:
    """Return the rule of a code or name.

    Raises:
        UsageError: there is none; the nearest is named.
    """
    return describe(get_rule(code))
