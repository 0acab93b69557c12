"""Reports made by hand, so that the renderers are tested without any model."""

from __future__ import annotations

from typing import Any

from analyzer.types import (
    Alignment,
    Answers,
    Contribution,
    Finding,
    KeyResult,
    Language,
    Location,
    Objective,
    Provenance,
    Report,
    RuleSummary,
    Score,
    Source,
    Span,
    Statement,
    Unchecked,
)

MISSION = (
    "We deliver **world-class** ferry services to every stakeholder, and we want to be the "
    "leading\noperator on the coast."
)
OBJECTIVE = "Islanders reach the hospital on the day they fall ill"
KEY_RESULT = "Launch the night timetable"
TEXT = (
    f"# Ferry plan\n\n## Mission\n\n{MISSION}\n\n## Objectives\n\n- {OBJECTIVE}\n  - {KEY_RESULT}\n"
)
RULES = {
    "BUZ001": RuleSummary(
        "buzzword", "The reader learns nothing new.", "world-class boats", "boats on time", 0.9, 40
    ),
    "VAG002": RuleSummary(
        "destination-nowhere", "Nobody can tell when it is reached.", "a", "b", 0.85, 31
    ),
    "OKR003": RuleSummary("activity-key-result", "Done is not the same as better.", "a", "b"),
}


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def score(value: float, percentile: int, band: str, *contributions: Contribution) -> Score:
    base = value - sum(c.amount for c in contributions)
    return Score(value, (value - 8, value + 7), band, percentile, 6100, base, contributions)


def finding(code: str, statement: str | None, words: Span | None, **given: Any) -> Finding:
    names = {"BUZ001": "buzzword", "VAG002": "destination-nowhere", "OKR003": "activity-key-result"}
    defaults: dict[str, Any] = {
        "id": f"{code}-{words.start if words else 0}",
        "severity": "warning",
        "message": "claims a rank that nothing pins down",
        "question": "Leading by what measure? By when?",
    }
    return Finding(
        code=code, name=names[code], statement=statement, span=words, **(defaults | given)
    )


def report(
    text: str = TEXT,
    statements: tuple[Statement, ...] = (),
    findings: tuple[Finding, ...] = (),
    alignment: tuple[Alignment, ...] = (),
    unchecked: tuple[Unchecked, ...] = (),
    name: str = "ferry.md",
) -> Report:
    return Report(
        source=Source("ferry", name),
        language=Language("en", 0.99),
        text=text,
        statements=statements,
        findings=findings,
        rules={f.code: RULES[f.code] for f in findings},
        alignment=alignment,
        unchecked=unchecked,
        provenance=Provenance("0.1.0", "okr-hub", "r1", {"kind": "k1"}, "static", "t1"),
    )


def one(text: str, *findings: Finding, **given: Any) -> Report:
    """Return a report on a text that is one statement."""
    whole = Span(0, len(text), text)
    fields: dict[str, Any] = {"declared": "mission", "kind": "mission"}
    statement = Statement("s1", whole, Location(path="text"), **(fields | given))
    return report(text, (statement,), findings, name="<text>")


def full() -> Report:
    """Return a report in which everything occurs that a report can hold."""
    mission, objective, result = span(MISSION), span(OBJECTIVE), span(KEY_RESULT)
    rank = span("leading\noperator")
    statements = (
        Statement(
            "s1",
            mission,
            Location(5, 1),
            "mission",
            "vision",
            {"vision": 0.71, "mission": 0.25},
            scores={
                "vagueness": score(
                    63.1, 71, "high", Contribution("rank_claim", "claims a rank", 8.2, (rank,))
                ),
                "buzzwords": score(41.0, 55, "moderate"),
                "decision": score(22.0, 18, "low"),
            },
            answers=Answers(whom=span("every stakeholder"), what=span("ferry services")),
        ),
        Statement(
            "s2",
            objective,
            Location(9, 3),
            "objective",
            "objective",
            {"objective": 0.9},
            scores={"vagueness": score(12.0, 9, "low")},
            objective=Objective("qualitative_aim", "customer"),
        ),
        Statement(
            "s3",
            result,
            Location(10, 5),
            "key_result",
            "key_result",
            {"key_result": 0.8},
            key_result=KeyResult("activity", measurable=False, time_bound=False, owner="Ida"),
            parent="s2",
        ),
    )
    findings = (
        finding(
            "BUZ001",
            "s1",
            span("world-class"),
            severity="note",
            message="says good without saying how",
            question="What does “world-class” mean on a Tuesday morning?",
            suggestion="on time, nine days out of ten",
        ),
        finding("VAG002", "s1", rank, probability=0.93),
        finding("OKR003", "s3", result, question="What will be different because of it?"),
        finding("VAG002", "s2", None, suppressed="agreed with the board"),
        finding("VAG002", None, None, question="Where does the plan lead?", severity="note"),
    )
    alignment = (
        Alignment("s2", "s1", "objective-mission", 0.43, 0.8213, 91, span("ferry services")),
    )
    unchecked = (
        Unchecked("ALN003", None, "no values in this document"),
        Unchecked("scores", "s3", "fewer than 3 words"),
    )
    return report(TEXT, statements, findings, alignment, unchecked)
