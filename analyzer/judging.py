"""Rules that read no document: from a Consensus or a Drift to findings."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from analyzer.rules import precision, select_rules
from analyzer.types import Finding, RuleSummary

if TYPE_CHECKING:
    from analyzer.registry import Scope
    from analyzer.settings import Settings
    from analyzer.versions import Consensus, Drift


def judge(
    subject: Consensus | Drift, scope: Scope, settings: Settings
) -> tuple[tuple[Finding, ...], dict[str, RuleSummary]]:
    """Return what the rules of a scope find, and what is said of those that fired.

    Args:
        subject: what they read, without findings yet.
        scope: `people` or `history`.
        settings: what the user set: selection and severities count.
    """
    findings: list[Finding] = []
    rules: dict[str, RuleSummary] = {}
    for rule in select_rules(settings.select, settings.ignore, settings.profile, (scope,)):
        for hit in rule.check(subject):
            message = rule.message.format_map(hit.fields)
            number = hashlib.sha256(f"{rule.code}\0{message}".encode()).hexdigest()[:10]
            rules[rule.code] = rule.summary(*precision(rule.code))
            findings.append(
                Finding(
                    id=f"f{number}",
                    code=rule.code,
                    name=rule.name,
                    severity=settings.severity_of(rule.code, rule.severity),
                    statement=None,
                    span=None,
                    message=message,
                    question=hit.question or rule.question.format_map(hit.fields),
                    suggestion=hit.suggestion,
                    probability=hit.probability,
                )
            )
    return tuple(findings), rules
