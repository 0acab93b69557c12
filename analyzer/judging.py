"""Rules that read no document: from a Consensus or a Drift to findings."""

from __future__ import annotations

import hashlib
from collections import Counter
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
    seen: Counter[str] = Counter()
    for rule in select_rules(settings.select, settings.ignore, settings.profile, (scope,)):
        for hit in rule.check(subject):
            message = rule.message.format_map(hit.fields)
            # What a message about people counts moves with everybody who is asked later.
            about = str(hit.fields.get("statement", "")) if scope == "people" else message
            key = f"{rule.code}\0{about}"
            seen[key] += 1
            number = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:10]
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
