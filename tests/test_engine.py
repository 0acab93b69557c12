from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.documents import Document
from analyzer.engine import Analyzer
from analyzer.errors import InputError, ResourceError, UsageError
from analyzer.readers.markdown import read_markdown
from analyzer.readers.records import parse_record, record_document
from analyzer.settings import Settings
from analyzer.types import KINDS, Report

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"

PAGE = """\
# Tern Ferries

## Our mission
We run the **only** year-round ferries to the Faroe outer islands, so that 4,100 islanders 🚢 can
reach a hospital the same day.

## Vision 2032
To be the *leading* ferry operator.

## Objectives
- **O1: Islanders trust the winter timetable**
  - KR1: Raise winter sailings that leave on time from 71% to 90% by March 2027 (Owner: Rakul)
  - KR2: Publish a new timetable app
"""

words = st.sampled_from(
    "we serve families patients in Kenya to be the leading best provider of innovative solutions "
    "by 2031 a world without hunger launch increase from 10% to 20% our mission vision is and 🚀 "
    "naïve — synergy excellence leverage everyone , . ; : ( ) ** * | ` # > \n \n\n - "
    "İstanbul ﬁnance e\u0301 \u200b \t".split(" ")
)
texts = st.lists(words, min_size=1, max_size=60).map(" ".join).filter(lambda t: t.strip())


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every span of a report's wire form, wherever it stands."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            yield value
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, list):
        for item in value:
            yield from spans(item)


def assert_whole(report: Report) -> None:
    """Hold a report against what the wire format promises of every report."""
    plain = report.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    for span in spans(plain):
        assert report.text[span["start"] : span["end"]] == span["text"]
        assert span["start"] < span["end"]
    ids = [s.id for s in report.statements]
    assert len({f.id for f in report.findings}) == len(report.findings)
    for finding in report.findings:
        assert finding.statement is None or finding.statement in ids
        assert finding.code in report.rules
        assert finding.question.endswith("?")
        assert "{" not in finding.message
    for statement in report.statements:
        if statement.kind is None:
            continue
        assert set(statement.probabilities) == set(KINDS)
        assert sum(statement.probabilities.values()) == pytest.approx(1.0)
        for score in statement.scores.values():
            total = score.base + sum(c.amount for c in score.contributions)
            assert score.value == pytest.approx(min(max(total, 0.0), 100.0), abs=1e-9)
            assert score.interval[0] <= score.value <= score.interval[1]
            assert 0 <= score.percentile <= 100
            assert score.reference_n > 0


@given(texts)
@example("To be the leading provider of 🚀 world-class solutions.")
@example("a" * 300)
@example("\u200b\u200d . , ;")
def test_any_statement_gives_a_whole_report(analyzer: Analyzer, text: str) -> None:
    assert_whole(analyzer.analyze_text(text))


@given(st.lists(texts, min_size=1, max_size=5), st.data())
def test_any_markdown_gives_a_whole_report(
    analyzer: Analyzer, sections: list[str], data: st.DataObject
) -> None:
    titles = st.sampled_from(["# Mission", "## Our vision", "### Objectives", "**Values:**", "> "])
    text = "\n\n".join(f"{data.draw(titles)}\n\n{section}" for section in sections)
    assert_whole(analyzer.analyze(read_markdown(text, id="d", name="d.md")))


@given(texts)
def test_the_same_text_gives_the_same_report(analyzer: Analyzer, text: str) -> None:
    first = analyzer.analyze_text(text).to_dict()
    assert first == analyzer.analyze_text(text).to_dict()


@pytest.mark.parametrize("name", ["good.md", "typical.md", "bad.md"])
def test_examples_give_whole_reports(analyzer: Analyzer, name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    report = analyzer.analyze(read_markdown(text, id=name, name=name))
    assert_whole(report)
    assert report.text == text
    declared = {s.declared for s in report.statements}
    assert {"values", "objective", "key_result"} <= declared
    assert "merged" in declared or {"mission", "vision"} <= declared


def test_a_statement_does_not_depend_on_its_neighbours(
    analyzer: Analyzer, own_statements: list[dict[str, Any]]
) -> None:
    chosen = own_statements[::60]
    record = parse_record({"id": "r", "mission": [row["text"] for row in chosen]})
    together = analyzer.analyze(record_document(record, name="r"))
    for row, statement in zip(chosen, together.statements, strict=True):
        (alone,) = analyzer.analyze_text(row["text"], declared="mission").statements
        assert alone.kind == statement.kind
        assert alone.probabilities == pytest.approx(statement.probabilities, abs=1e-6)
        for name, score in alone.scores.items():
            assert score.value == pytest.approx(statement.scores[name].value, abs=1e-4)


def test_many_documents_come_back_in_order(analyzer: Analyzer) -> None:
    def pages() -> Iterator[Document]:
        for i in range(70):
            text = f"# Mission\n\nWe teach {i} villages to keep bees.\n" if i % 3 else "# Nothing\n"
            yield read_markdown(text, id=str(i), name=f"{i}.md")

    reports = list(analyzer.analyze_many(pages()))
    assert [r.source.id for r in reports] == [str(i) for i in range(70)]
    for i, report in enumerate(reports):
        assert len(report.statements) == (1 if i % 3 else 0)
        if i % 3:
            assert f"{i} villages" in report.statements[0].span.text


def test_a_page_from_end_to_end(analyzer: Analyzer) -> None:
    report = analyzer.analyze(read_markdown(PAGE, id="tern", name="tern.md"))
    mission, vision, objective, first, second = report.statements
    assert [s.declared for s in report.statements] == [
        "mission",
        "vision",
        "objective",
        "key_result",
        "key_result",
    ]
    assert mission.location.line == 4
    assert mission.scores["vagueness"].value < vision.scores["vagueness"].value
    assert first.parent == second.parent == objective.id
    assert first.key_result is not None
    assert second.key_result is not None
    assert first.key_result.measurable
    assert first.key_result.time_bound
    assert first.key_result.owner == "Rakul"
    assert second.key_result.type == "activity"
    codes = {(f.code, f.statement) for f in report.findings}
    assert ("VAG002", vision.id) in codes
    assert ("OKR003", second.id) in codes
    assert ("OKR003", first.id) not in codes
    links = {(a.source, a.target) for a in report.alignment if a.relation == "objective-mission"}
    assert links == {(objective.id, mission.id)}


def test_ids_of_findings_are_stable_under_edits_elsewhere(analyzer: Analyzer) -> None:
    edited = PAGE.replace("# Tern Ferries", "# Tern Ferries and Freight\n\nA new first line.")
    before = analyzer.analyze(read_markdown(PAGE, id="tern", name="tern.md"))
    after = analyzer.analyze(read_markdown(edited, id="tern", name="tern.md"))
    assert {f.id for f in before.findings} == {f.id for f in after.findings}


def test_french_is_named_and_not_scored_unless_insisted_on(analyzer: Analyzer) -> None:
    text = "Nous aidons les familles de Lyon à trouver un logement durable et abordable."
    report = analyzer.analyze_text(text)
    assert report.language.guess == "fr"
    assert [u.code for u in report.unchecked] == ["language"]
    assert report.statements[0].scores == {}
    assert report.findings == ()
    insisted = Analyzer(Settings(language="en")).analyze_text(text)
    assert insisted.statements[0].scores
    assert "language" not in {u.code for u in insisted.unchecked}


def test_what_is_beyond_the_limit_is_named(analyzer: Analyzer) -> None:
    report = analyzer.analyze_text("We teach villages to keep bees. " * 6250)
    assert [u.code for u in report.unchecked] == ["length"]
    assert "20,000 of 199,999" in report.unchecked[0].reason
    assert report.statements[0].scores


def test_too_short_for_a_number(analyzer: Analyzer) -> None:
    report = analyzer.analyze_text("Be better.")
    assert report.statements[0].scores == {}
    assert "scores" in {u.code for u in report.unchecked}


def test_selected_rules_alone_run() -> None:
    report = Analyzer(Settings(select=("BUZ001",))).analyze_text(
        "To be the leading provider of world-class, best-in-class synergies."
    )
    assert {f.code for f in report.findings} == {"BUZ001"}
    assert report.alignment == ()
    assert report.provenance.embedder is None


def test_unknown_names_are_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="VAG00"):
        Analyzer(Settings(select=("VAG009",)))
    with pytest.raises(UsageError, match="profile"):
        Analyzer(Settings(profile="okr"))  # type: ignore[arg-type]
    with pytest.raises(ResourceError, match="no_such_pipeline"):
        Analyzer(Settings(pipeline="no_such_pipeline")).analyze_text("We keep bees.")


def test_blank_text_is_refused(analyzer: Analyzer) -> None:
    with pytest.raises(InputError):
        analyzer.analyze_text(" \n\t ")


def test_what_stands_beside_an_objective_is_shown_on_its_key_results() -> None:
    text = "## Objective 1: Skippers trust us\n\nOwner: Ana Ruiz; due: May 2031\n\n- Delays halve\n"
    analyzer = Analyzer(Settings(select=("OKR",)))
    _, result = analyzer.analyze(read_markdown(text, id="d", name="d.md")).statements
    assert result.key_result is not None
    assert (result.key_result.owner, result.key_result.due) == ("Ana Ruiz", "May 2031")
