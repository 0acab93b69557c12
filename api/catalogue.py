"""The rules as plain data, as `plumbline explain --format json` gives them."""

from __future__ import annotations

from typing import Any

from analyzer.registry import all_rules, get_rule
from analyzer.rules.description import describe


def every_rule() -> list[dict[str, Any]]:
    """Return all rules in the order of their codes."""
    return [describe(rule) for rule in all_rules().values()]


def one_rule(code: str) -> dict[str, Any]:
    """Return the rule of a code or name.

    Raises:
        UsageError: there is none; the nearest is named.
    """
    return describe(get_rule(code))
