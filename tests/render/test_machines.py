"""What workflows, code hosts and editors are given: annotations and SARIF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.render.github import render_github
from analyzer.render.lines import render_lines
from analyzer.render.places import Places, Region
from analyzer.render.sarif import render_sarif
from analyzer.types import Location, Report, Source, Unchecked
from tests.render import reports


def logged(*given: Report, errors: tuple[str, ...] = ()) -> dict[str, Any]:
    log = json.loads(render_sarif(given, errors))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return dict(run)


def test_a_span_is_told_by_line_and_column() -> None:
    report = reports.full()
    places = Places(report)
    lines = report.text.split("\n")
    for finding in report.findings:
        region = places.region(finding)
        if finding.statement is None:
            assert region is None
            continue
        assert region is not None
        assert region.column is not None
        span = finding.span
        if span is not None and "\n" not in span.text:
            own = lines[region.line - 1][region.column - 1 :]
            assert own.startswith(span.text)
            assert region.end_line == region.line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(end: str) -> None:
    report = reports.one("We sail at night", reports.finding("VAG002", "s1", None))
    text = f"# A{end}{end}We sail at night"
    (statement,) = report.statements
    start = text.index("We")
    span = replace(statement.span, start=start, end=len(text))
    moved = replace(
        report, text=text, statements=(replace(statement, span=span, location=Location(3, 1)),)
    )
    assert Places(moved).region(report.findings[0]) == Region(3, 1, 3, 17)


def structured() -> Report:
    report = reports.one("We sail at night", reports.finding("VAG002", "s1", None))
    (statement,) = report.statements
    yaml = replace(statement, location=Location(7, 3, "objectives[1]"))
    return replace(report, source=Source("plan", "a b/plan.yaml"), statements=(yaml,))


def test_annotations_stand_beside_their_lines() -> None:
    report = replace(reports.full(), source=Source("p", "docs/a,b: 5%.md"))
    lines = list(render_github([report]))
    live = [f for f in report.findings if f.suppressed is None]
    assert len(lines) == len(live) + len(report.unchecked)
    assert all("\n" not in line for line in lines)
    first = lines[0]
    assert first.startswith("::notice file=docs/a%2Cb%3A 5%25.md,line=")
    assert "title=BUZ001 " in first
    assert "::says good without saying how. What does" in first
    assert {line.split(" ")[0] for line in lines} <= {"::notice", "::warning", "::error"}


def test_what_has_no_column_is_told_by_its_line_and_field() -> None:
    (line,) = render_github([structured()])
    assert line.startswith("::warning file=a b/plan.yaml,line=7,title=VAG002 ")
    assert "::objectives[1]: " in line


def test_one_line_a_finding() -> None:
    full = reports.full()
    lines = list(render_lines([full, structured()]))
    live = [f for f in full.findings if f.suppressed is None]
    assert len(lines) == len(live) + len(full.unchecked) + 1
    assert re.match(r"ferry\.md:\d+:\d+: note BUZ001 says good without saying how\. ", lines[0])
    assert lines[-1].startswith("a b/plan.yaml:7: warning VAG002 claims a rank")
    told = [line for line in lines if "not checked: " in line]
    assert len(told) == len(full.unchecked)


def test_what_was_not_checked_is_told_with_its_statement() -> None:
    entry = Unchecked("scores", "s1", "too short")
    report = replace(reports.one("We sail"), unchecked=(entry,))
    (statement,) = report.statements
    report = replace(report, statements=(replace(statement, location=Location(1, 1)),))
    (line,) = render_lines([report])
    assert re.fullmatch(r"[^:]+:1:1: not checked: scores: too short", line)
    (command,) = render_github([report])
    assert ",line=1,col=1,endColumn=8,title=not checked%3A scores::too short" in command


def test_a_hostile_text_stays_inside_its_command() -> None:
    entry = Unchecked("reader", None, "a\n::error::b\x1b[31m %0A")
    (line,) = render_github([replace(reports.one("We sail"), unchecked=(entry,))])
    assert line.endswith("::a ::error::b %250A")
    assert line.count("\n") == 0


def test_a_log_holds_rules_results_and_what_was_not_checked() -> None:
    report = reports.full()
    run = logged(report, structured(), errors=("gone.md: no such file",))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(report.rules)
    for result in run["results"]:
        if result["ruleId"] in report.rules:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert len(run["results"]) == len(report.findings) + 1
    fingerprints = [r["partialFingerprints"]["plumblineFinding/v1"] for r in run["results"]]
    assert fingerprints[: len(report.findings)] == [f.id for f in report.findings]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][-1] == {
        "level": "error",
        "message": {"text": "gone.md: no such file"},
    }


def test_a_finding_set_aside_carries_its_reason() -> None:
    report = reports.full()
    findings = (replace(report.findings[0], suppressed="the board wants it"),)
    report = replace(report, findings=findings)
    (result,) = logged(report)["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "the board wants it"}]
    assert len(list(render_github([report]))) == len(report.unchecked)


def test_places_in_a_log() -> None:
    (result,) = logged(structured())["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/plan.yaml"},
        "region": {"startLine": 7},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "objectives[1]"}]
    absolute = replace(structured(), source=Source("p", str(Path("/srv/plan.yaml"))))
    (result,) = logged(absolute)["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "file:///srv/plan.yaml"


def test_no_report_at_all_is_a_log_too() -> None:
    assert logged(errors=("a.md: gone",))["results"] == []
    assert list(render_github([])) == []
