"""The table of labels: what names a kind, and what only looks like it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.readers.headings import find_label, kind_of

LABELS = {
    "mission": [
        "Our mission", "Purpose", "Why we exist", "Mission statement:", "3.2 Our mission",
        "🎯 Mission", "Acme's mission", "Mission of Acme", "**Mission**", "MISSION",
        "Mission (draft)", "II. Mission", "Company purpose", "What is our mission?",
        "Our purpose – why we exist", "Raison d’être", "Section 2: Mission",
        "The Harbour Trust’s purpose", "Mission of the Harbour Trust", "Acme — Our mission",
        "Mission 2030", "Team mission", "A. Mission", "Mission & purpose", "Our Why",
        "What we're for", "The reason we exist", "Our role", "Mission & purpose {#mission}",
        "Our purpose as a team", ":compass: Mission", "Our mandate",
    ],
    "vision": [
        "Vision 2030", "Where we are going", "North star", "2030 vision", "Our vision for 2035",
        "Vision to 2040", "Vision:", "Long-term vision", "Vision for the next ten years",
        "Our 10-year vision", "Vision 2025–2030", "Acme's vision for 2030", "👁️ Vision",
        "The future we are building", "What we’re building towards", "Our ultimate goal",
        "The dream", "Where we’ll be in 2030", "What success looks like", "10-year target",
    ],
    "values": [
        "Values", "Principles", "Our core values", "What we believe", "Values we live by",
        "Our five values", "Company values & principles", "Values and behaviours",
        "Values and behaviors", "Organisational values", "Organizational values",
        "What guides us", "2. What we hold dear", "What drives us", "The way we do things",
        "Our behaviours", "Our ethos", "How we treat each other",
    ],
    "strategy": [
        "Strategy", "Strategic pillars", "Strategic priorities 2026-2028", "How we will get there",
        "Corporate strategy", "Our three strategic priorities", "Commitments",
        "Our commitments to residents", "What we will do this year", "Pillar 2 — People",
        "Priority 1: Warm homes", "Where we play and how we win",
    ],
    "objective": [
        "Objectives", "Goals", "O1:", "O1", "Objective 2 - Make parts cheap", "Goals for 2027",
        "OKRs Q3 2026", "Q3 2026 OKRs", "Objective #3", "Objectives & Key Results (Q1)",
        "Objective (Q3 2026)", "Company OKRs FY27", "Objectives for this quarter",
        "Objectives, January to June 2028", "Goals to 31 March 2029", "Priority objectives",
        "Objectives for the season, due October 31, 2028", "Fern Dairy: goals for autumn 2027",
        "4. Goals – school year 2026/27 (results due 30 June 2027)", "Objective A", "Goal III:",
        "OKRs, fiscal year ending June 30, 2028", "Aims 2028, all due 1st December 2028",
        "Objectives for winter 2027/28, due 31 March 2028", "What we are aiming for in 2027",
        "What we mean to get done this year (objectives)", "Goals for the first half of 2027",
        "Ambitions for Q3", "Big rocks", "Must-win battles", "What we'll get done in 2026",
        "Outcome 3: Warm homes", "SO1 Banks are left alone", "Goals :dart:", "O:",
    ],
    "key_result": [
        "Key results", "KR 1.2", "KRs", "KR1", "Key Results:", "Measures of success",
        "KR A1", "Key result B:", "Measured by", "Success criteria", "How we'll know we're there",
    ],
    "slogan": ["Tagline", "Slogan", "Our strapline"],
    "merged": [
        "Mission and vision", "Vision & Mission", "Mission, Vision, and Values", "Mission / Vision",
    ],
}  # fmt: skip
ORDINARY = [
    "Mission control rollout", "Television", "Background", "Value for money report",
    "Team goals of football club", "Goals of the previous plan", "Last year's objectives",
    "Computer vision", "Night vision", "Non-goals", "Sustainable Development Goals",
    "Mission-critical systems", "Learning objectives of the course", "Vision insurance",
    "Supervision", "Revision 3", "Values at risk", "Purpose of this document",
    "Trade mission to Ghana", "O2 saturation", "Strategy review meeting", "North Star metric",
    "The strategy of our competitors", "Visionary leaders", "Goalkeeper training", "Value",
    "Progress in March (goals)", "Goals a team may set", "Objective advice", "Vision in a day",
    "Goal-line camera", "Mission drift", "Key findings", "Objectives met last year",
    "General purpose", "KPIs", "Measures", "Targets", "Our promise", "Manifesto", "What we do",
    "Outcomes", "Results", "So 5 people came",
    "Priority", "Themes of the conference",
    "", " ", "2030", "###", "Our mission is to lend books to everyone",
    "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize(("kind", "label"), [(k, v) for k, vs in LABELS.items() for v in vs])
def test_labels(kind: str, label: str) -> None:
    assert kind_of(label) == kind


@pytest.mark.parametrize("heading", ORDINARY)
def test_ordinary_headings(heading: str) -> None:
    assert kind_of(heading) is None


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Mission: we lend", "mission", None, "we lend"),
        ("O2 – Lend more", "objective", "2", "Lend more"),
        ("KR1.2 20% more loans", "key_result", "1.2", "20% more loans"),
        ("KR 3: 9 of 10", "key_result", "3", "9 of 10"),
        ("Objective 4 (Q2): Lend", "objective", "4", "Lend"),
        ("Objective C – Lend", "objective", "C", "Lend"),
        ("KR A2: 9 of 10", "key_result", "A2", "9 of 10"),
        ("Mission\n: we lend", "mission", None, "we lend"),
        ("Vision\nBooks everywhere", "vision", None, "Books everywhere"),
        ("Mission. We lend books.", "mission", None, "We lend books."),
        ("O: Readers return", "objective", None, "Readers return"),
        ("SO2 Readers return", "objective", "2", "Readers return"),
        ("Outcome 2: Readers return", "objective", "2", "Readers return"),
        ("Pillar 3 – Night opening", "strategy", "3", "Night opening"),
    ],
)
def test_statement_after_its_label(text: str, kind: str, number: str | None, rest: str) -> None:
    label = find_label(text)
    assert label is not None
    assert (label.kind, label.number, text[label.end :]) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "We lend. Vision matters.",
        "Strategy. We met.",
        "O2 levels rise",
        "KR1",
        "Objective 3",
        "Goals are good",
        "Vision – the sense of sight",
    ],
)
def test_no_statement_after_a_label(text: str) -> None:
    label = find_label(text)
    assert label is None or not text[label.end :]


def test_the_headings_of_the_page_name_their_kinds() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (.+) \|$", page, re.MULTILINE))
    kinds = {"objectives": "objective", "key results": "key_result"}
    names = ("mission", "vision", "values", "strategy", "objectives", "key results")
    for name in names:
        for heading in rows[name].split(", "):
            assert kind_of(heading.replace(": …", "")) == kinds.get(name, name), heading
