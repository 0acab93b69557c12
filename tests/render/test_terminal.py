from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from analyzer.render.json import render_json, render_reports
from analyzer.render.terminal import render_alignment, render_terminal
from analyzer.types import Alignment, Location, Report, Span, Statement, Unchecked
from tests.render import reports

GOLDEN = Path(__file__).parent / "full.txt"


def printed(
    report: Report, width: int = 80, gate: str | None = "warning", *, colour: bool = False
) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    render_terminal(report, console=console, gate=gate)
    return stream.getvalue()


def test_the_whole_report_in_plain_text() -> None:
    assert printed(reports.full()) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 50, 60, 80, 100, 200])
def test_lines_keep_within_the_width_and_end_clean(width: int) -> None:
    room = max(50, min(width, 100))  # below that only paragraphs can be broken, not tables
    for line in printed(reports.full(), width).splitlines():
        assert cell_len(line) <= room
        assert line == line.rstrip()


def test_questions_come_before_scores_and_the_worst_first() -> None:
    text = printed(reports.full())
    rank, buzzword = text.index("Leading by what"), text.index("What does “world-class”")
    assert rank < buzzword < text.index("vagueness █")


def test_without_findings_there_are_no_questions() -> None:
    text = printed(reports.one("Ferries run on time."))
    assert "no questions" in text
    assert "No questions." in text
    assert "explain" not in text


def test_unchecked_alone_never_reads_as_a_pass() -> None:
    report = replace(
        reports.one("Fähren fahren pünktlich.", kind=None),
        unchecked=(Unchecked("language", None, "the text looks like 'de'"),),
    )
    text = printed(report)
    assert "language: the text looks like 'de'" in text
    assert "No questions; 1 thing was not checked (above)." in text


def test_without_statements_it_says_so() -> None:
    report = reports.report("", unchecked=(Unchecked("statements", None, "no statement found"),))
    text = printed(report)
    assert "No statements were found." in text
    assert "statements: no statement found" in text


def test_suppressed_findings_are_named_but_not_asked() -> None:
    words = "leading"
    text = "We are the leading line."
    held = reports.finding("VAG002", "s1", reports.span(words, text), suppressed="board, 3 May")
    shown = printed(reports.one(text, held))
    assert "Set aside: VAG002 destination-nowhere (board, 3 May)" in shown
    assert "Leading by what" not in shown
    assert "‹" not in shown
    assert "No questions." in shown


@pytest.mark.parametrize(
    ("gate", "verdict"),
    [
        ("note", "4 at the gate (note) or above: the check fails."),
        ("error", "0 at the gate (error) or above: the check passes."),
        ("never", "The gate is open (never): the check passes."),
    ],
)
def test_the_summary_ends_with_the_gate(gate: str, verdict: str) -> None:
    assert verdict in " ".join(printed(reports.full(), gate=gate).split())


def test_a_single_statement_has_no_gate() -> None:
    assert "gate" not in printed(reports.full(), gate=None)


def test_what_a_text_does_is_set_against_its_label() -> None:
    merged = reports.one("A and b.", declared="merged", kind="vision")
    assert "does the job" not in printed(merged)
    result = reports.one("Ship it.", declared="key_result", kind="objective")
    assert "does the job" not in printed(result)
    bare = reports.one("We run ferries.", declared=None, probabilities={"mission": 0.8})
    assert "No label; by its words a mission (80 in 100 sure)." in printed(bare)
    close = reports.one(
        "We run ferries.",
        abstained=True,
        probabilities={"mission": 0.4, "vision": 0.38, "other": 0.1},
    )
    assert "too close to call: mission or vision" in printed(close)


def test_a_finding_about_the_whole_statement_marks_none_of_it() -> None:
    text = "We are committed to excellence in everything that we do for everyone."
    shown = printed(reports.one(text, reports.finding("VAG002", "s1", Span(0, len(text), text))))
    assert "‹" not in shown
    assert "      claims a rank that nothing pins down" in shown


def test_one_question_asked_of_several_words_is_asked_once() -> None:
    text = "We value trust and passion above all else."
    found = [
        reports.finding("BUZ001", "s1", reports.span(word, text), question="Meaning what?")
        for word in ("trust", "passion")
    ]
    shown = printed(reports.one(text, *found))
    assert shown.count("Meaning what?") == 1
    assert "We value ‹trust›¹ and ‹passion›² above" in shown
    assert "1–2 Meaning what?" in shown


def test_hostile_input_reaches_no_terminal() -> None:
    bad = "\x1b[2J\x1b]0;owned\x07We \x1b[31mlead\x1b[0m\x9b2K the \u202efield\x00."
    found = reports.finding(
        "VAG002", "s1", reports.span("lead", bad), message=bad, question=bad, suggestion=bad
    )
    report = replace(
        reports.one(bad, found),
        source=replace(reports.full().source, name="a\x1b[31m.md"),
        unchecked=(Unchecked("x\x1b[1m", None, bad),),
    )
    shown = printed(report)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in shown)
    assert "\u202e" not in shown
    assert "owned" not in shown


def test_rich_markup_and_emoji_codes_of_the_input_mean_nothing() -> None:
    shown = printed(reports.one("We [bold]lead[/bold] :smile: the [red]field."))
    assert "We [bold]lead[/bold] :smile: the [red]field." in shown


def test_colours_only_where_the_console_has_them() -> None:
    assert "\x1b[" not in printed(reports.full())
    coloured = printed(reports.full(), colour=True)
    assert "\x1b[" in coloured
    assert "‹" not in coloured


def test_key_results_follow_their_objective_even_when_listed_first() -> None:
    report = reports.full()
    turned = replace(report, statements=tuple(reversed(report.statements)))
    text = printed(turned)
    assert text.index("Objective 1") < text.index("Key result 1.1") < text.index("Mission")


def test_the_date_beside_a_key_result_is_shown() -> None:
    report = reports.full()
    first, second, third = report.statements
    assert third.key_result is not None
    dated = replace(third, key_result=replace(third.key_result, due="May 2031"))
    assert "due May 2031" in printed(replace(report, statements=(first, second, dated)))


def test_parents_in_a_ring_are_still_shown() -> None:
    report = reports.full()
    _, second, third = report.statements
    ring = (replace(second, parent="s3"), replace(third, parent="s2"))
    text = printed(replace(report, statements=ring))
    assert "Islanders reach" in text
    assert "Launch the night" in text


def objective(number: int, text: str, start: int) -> Statement:
    span = Span(start, start + len(text), text)
    return Statement(f"s{number}", span, Location(line=number), "objective", "objective")


def closeness_report() -> Report:
    mission, near, far = "We run ferries.", "Ferries run on time", "Sell insurance"
    text = "\n\n".join((mission, near, far))
    statements = (
        Statement("s1", Span(0, len(mission), mission), Location(), "mission", "mission"),
        objective(2, near, text.index(near)),
        objective(3, far, text.index(far)),
    )
    links = (
        Alignment("s2", "s1", "objective-mission", 0.7, 0.91, 96, Span(3, 14, "run ferries")),
        Alignment("s3", "s1", "objective-mission", 0.1, 0.08, 40, None),
    )
    return reports.report(text, statements, alignment=links)


def test_the_furthest_objective_comes_first() -> None:
    table = printed(closeness_report()).split("Closeness to what stands above")[1]
    assert "not proof" in table
    assert table.index("Sell insurance") < table.index("Ferries run on time")
    assert "   8 far" in table
    assert "▓  91 close" in table  # told by number, word and shade: no colour is needed
    assert "nearest in the mission “run ferries”" in table


def test_an_embedder_without_calibration_shows_no_shade() -> None:
    report = closeness_report()
    links = tuple(replace(a, closeness=None) for a in report.alignment)
    table = printed(replace(report, alignment=links)).split("stands above")[1]
    assert "cos 0.70" in table
    assert "not calibrated" in table
    assert not set("░▒▓█") & set(table)


CODES = ("ALN001", "ALN002")


def test_alignment_alone_names_what_it_compares_with() -> None:
    stream = io.StringIO()
    render_alignment(closeness_report(), CODES, console=Console(file=stream, width=80))
    text = stream.getvalue()
    assert "Mission: We run ferries." in text
    assert "91 close" in text
    stream = io.StringIO()
    empty = replace(closeness_report(), alignment=())
    render_alignment(empty, CODES, console=Console(file=stream, width=80))
    assert "Nothing could be compared." in stream.getvalue()


def test_json_is_the_wire_form() -> None:
    report = reports.full()
    assert json.loads(render_json(report)) == json.loads(json.dumps(report.to_dict()))
    assert "“" not in render_json(reports.one("Grün."))
    assert "Grün" in render_json(reports.one("Grün."))


@pytest.mark.parametrize("number", [0, 1, 3])
def test_lists_of_reports_are_json(number: int) -> None:
    lines = render_reports([reports.full()] * number, as_list=True)
    assert len(json.loads("\n".join(lines))) == number
