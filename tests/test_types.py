from __future__ import annotations

import json

import analyzer
from analyzer.types import (
    KINDS,
    Alignment,
    Finding,
    Language,
    Provenance,
    Report,
    Source,
    Span,
    Unchecked,
)


def finding(severity: str, *, suppressed: str | None = None) -> Finding:
    return Finding(
        id="f0",
        code="VAG002",
        name="destination-nowhere",
        severity=severity,  # type: ignore[arg-type]
        statement="s1",
        span=Span(0, 7, "leading"),
        message="m",
        question="q",
        suppressed=suppressed,
    )


def report(*findings: Finding, alignment: tuple[Alignment, ...] = ()) -> Report:
    return Report(
        source=Source("a", "a.md"),
        language=Language("en", 0.9),
        text="leading",
        statements=(),
        findings=findings,
        rules={},
        alignment=alignment,
        unchecked=(Unchecked("ALN001", None, "no mission in this document"),),
        provenance=Provenance("0", "okr-hub", "r", {"kind": "d"}, None, "t"),
    )


def test_wire_names_of_an_alignment_are_from_and_to() -> None:
    link = Alignment("s2", "s1", "objective-mission", 0.4, 0.8, 91, Span(0, 7, "leading"))
    plain = report(alignment=(link,)).to_dict()["alignment"][0]
    assert plain["from"] == "s2"
    assert plain["to"] == "s1"
    assert "source" not in plain
    assert plain["nearest"] == {"start": 0, "end": 7, "text": "leading"}


def test_schema_comes_first_and_everything_is_plain_json() -> None:
    plain = report(finding("note")).to_dict()
    assert next(iter(plain)) == "schema"
    assert plain["schema"] == "plumbline.report/1"
    assert json.loads(json.dumps(plain)) == plain


def test_worst_severity_leaves_out_what_is_suppressed() -> None:
    assert report().worst() is None
    assert report(finding("note"), finding("warning")).worst() == "warning"
    assert report(finding("error", suppressed="agreed"), finding("note")).worst() == "note"


def test_kinds_are_the_eight_of_the_contract() -> None:
    assert KINDS == (
        "mission",
        "vision",
        "values",
        "strategy",
        "objective",
        "key_result",
        "slogan",
        "other",
    )


def test_public_surface() -> None:
    assert analyzer.__all__ == [
        "Analyzer",
        "Finding",
        "Report",
        "Score",
        "Span",
        "Statement",
        "__version__",
    ]
    for name in analyzer.__all__:
        assert getattr(analyzer, name) is not None
