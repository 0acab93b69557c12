"""SARIF 2.1.0, which code hosts and editors read: one run with all findings of all files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analyzer.render.places import Places, Region, in_one_line
from analyzer.render.prose import clean
from analyzer.types import Finding, Report, RuleSummary, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"note": "note", "warning": "warning", "error": "error"}


def render_sarif(reports: Iterable[Report], errors: Sequence[str] = ()) -> str:
    """Return one log of all reports.

    Args:
        reports: of any number of files.
        errors: what could not be read; looked at once the reports are through.
    """
    rules: dict[str, RuleSummary] = {}
    results: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    version = ""
    for report in reports:
        version, places = report.provenance.version, Places(report)
        rules |= report.rules
        results += [_result(report.source.name, finding, places) for finding in report.findings]
        notes += [
            _notification("note", f"{entry.code}: {entry.reason}", report.source.name)
            for entry in report.unchecked
        ]
    notes += [_notification("error", error) for error in errors]
    index = {code: number for number, code in enumerate(sorted(rules))}
    for result in results:
        if result["ruleId"] in index:
            result["ruleIndex"] = index[result["ruleId"]]
    run = {
        "tool": {
            "driver": {
                "name": "Plumbline",
                "version": version,
                "rules": [_rule(code, rules[code]) for code in index],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not errors, "toolExecutionNotifications": notes}],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _rule(code: str, rule: RuleSummary) -> dict[str, Any]:
    known = {} if rule.precision is None else {"precision": rule.precision, "n": rule.n}
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": rule.cost},
        "help": {"text": f"Before: {rule.before}\nAfter: {rule.after}"},
        "properties": known,
    }


def _result(file: str, finding: Finding, places: Places) -> dict[str, Any]:
    location = _location(file, places.region(finding))
    if where := places.name(finding):
        location["logicalLocations"] = [{"fullyQualifiedName": where}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": in_one_line(finding)},
        "locations": [location],
        "partialFingerprints": {"plumblineFinding/v1": finding.id},
    }
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
    return result


def _location(file: str, region: Region | None = None) -> dict[str, Any]:
    path = Path(file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if region is not None:
        names = ("startLine", "startColumn", "endLine", "endColumn")
        values = (region.line, region.column, region.end_line, region.end_column)
        pairs = zip(names, values, strict=True)
        physical["region"] = {name: value for name, value in pairs if value is not None}
    return {"physicalLocation": physical}


def _notification(level: str, text: str, file: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"level": level, "message": {"text": clean(text)}}
    return found if file is None else {**found, "locations": [_location(file)]}
