"""What no statement was read from is named: where it stands, and what to do about it."""

from __future__ import annotations

import io

import docx
import pytest

from analyzer.readers.docx import read_docx
from analyzer.readers.headings import own_headings
from analyzer.readers.markdown import read_markdown
from analyzer.readers.text import read_plain

PLAN = "# Otter Trust\n\n## Mission\n\nWe keep rivers clean.\n\n"


def reasons(text: str) -> list[str]:
    entries = read_markdown(text, id="d", name="d.md").unchecked
    assert {entry.code for entry in entries} <= {"reader", "document"}
    return [entry.reason for entry in entries]


def test_a_section_under_an_unknown_heading_is_named_with_its_line() -> None:
    [reason] = reasons(f"{PLAN}## Our promise\n\nNobody swims in sewage.\n\n- Not one.\n")
    assert reason.startswith("“Our promise” (line 9) was not read: its heading names no kind")
    assert "rename it" in reason
    assert "`headings` in the settings" in reason


def test_one_entry_for_each_section_and_one_for_many() -> None:
    sections = "".join(f"## Song {n}\n\nRivers run, {n}.\n\nOn.\n\n" for n in range(9))
    found = reasons(PLAN + sections)
    assert len(found) == 7
    assert found[-1].startswith("for the same reason not read: “Song 6” (line ")
    assert "“Song 8”" in found[-1]


def test_a_misspelt_heading_is_told() -> None:
    [reason] = reasons(f"{PLAN}## Our Vison\n\nA clean river.\n")
    assert reason == (
        "“Our Vison” (line 9) was not read: the heading is unknown; did you mean “vision”?"
    )


def test_sections_that_explain_share_one_entry() -> None:
    text = "# Otter Trust\n\nWho this is for.\n\n## Mission\n\nWe dig.\n\n"
    for title in ("1. Background", "⚠️ Risks", "Metrics dashboard", "Our story"):
        text += f"## {title}\n\nIt rained.\n\n"
    assert reasons(text) == [
        "taken as context, not as statements: “Otter Trust” (line 3), “1. Background” (line 11), "
        "“⚠️ Risks” (line 15), “Metrics dashboard” (line 19), “Our story” (line 23)"
    ]


def test_what_stands_beside_an_objective_is_context() -> None:
    text = "## Objective 1: Fish return\n\nOwner: Ana\n\nEels left in 1980.\n\n- Eels up 9 to 40\n"
    assert reasons(text) == [
        "taken as context, not as statements: “Objective 1: Fish return” (line 5)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Contents\n\n- [Mission](#mission)\n- [Vision](#vision)\n",
        "## Licence\n\nCC BY 4.0\n",
        "## Acknowledgements\n\nThanks to the anglers.\n",
        "<!-- a note -->\n\n```\nMission: code\n```\n\n![picture](a.png)\n\n---\n",
        "## Objectives\n\nBy the end of the year:\n\n- Eels return\n",
        "{{< toc >}}\n\n## Values\n\n- Thrift\n",
    ],
)
def test_navigation_and_introductions_stay_quiet(text: str) -> None:
    assert reasons(PLAN + text) == []


def test_lines_about_the_document_stay_quiet() -> None:
    head = "---\ntitle: Plan\n---\n\n# Otter Trust\n\nPlan for 2027\n\n*Last updated: 3 May.*\n\n"
    assert reasons(f"{head}## Mission\n\nWe dig.\n\n## Vision\n\nClean rivers.\n") == []


def test_text_under_the_title_may_be_the_mission() -> None:
    text = "# Otter Trust\n\nWe keep rivers clean for anglers.\n\n## Values\n\n- Thrift\n"
    [reason] = reasons(text)
    assert reason == (
        "“Otter Trust” (line 3) was not read: no heading or label says what it is; "
        "put one above it, such as “Mission”"
    )


def test_without_a_statement_the_headings_are_listed() -> None:
    none, listed = reasons("# Manifesto\n\nBread is a right.\n\n# Our pledge\n\nNo one hungers.\n")
    assert none.startswith("no statement found; put each one under a heading")
    assert listed == (
        "these sections were not read, for their headings name no kind of statement: "
        "“Manifesto” (line 3), “Our pledge” (line 7)"
    )


def test_columns_that_nobody_reads_are_named() -> None:
    text = (
        "## Goals\n\n| Theme | Key result | Owner |\n|--|--|--|\n"
        "| Rivers where people swim | Clean samples up from 61% to 80% | Ana |\n"
    )
    assert reasons(text) == ["taken as context, not as statements: “Theme” (line 5)"]
    assert reasons(
        f"{PLAN}## Boats\n\n| Boat | Use |\n|--|--|\n| The Eel | Takes samples daily |\n"
    )


def test_own_headings_read_what_was_unread() -> None:
    with own_headings([("our promise", "values")]):
        assert reasons(f"{PLAN}## Our promise\n\nNobody swims in sewage.\n") == []


def test_plain_text() -> None:
    text = "OTTER TRUST\nPlan for members\n\nMission: We dig.\n\nOUR PLEDGE\nNo sewage.\n"
    [entry] = read_plain(text, id="d", name="d.txt").unchecked
    assert entry.reason.startswith("“OUR PLEDGE” (line 7) was not read")
    # Without any label each paragraph is a statement, and nothing is left.
    assert read_plain("We dig.\n\nNo sewage.\n", id="d", name="d.txt").unchecked == ()


def test_word() -> None:
    word = docx.Document()
    for style, words in (("Heading 1", "Mission"), ("Normal", "We dig."), ("Heading 1", "Pledge")):
        word.add_paragraph(words, style=style)
    word.add_paragraph("No sewage.")
    stream = io.BytesIO()
    word.save(stream)
    [entry] = read_docx(stream.getvalue(), id="d", name="d.docx").unchecked
    assert entry.reason.startswith("“Pledge” (paragraph 4) was not read")


def test_long_documents_cost_no_more_than_their_length() -> None:
    text = PLAN + "## Our pledge\n\nText without end.\n\n- Measures\n\n**KPIs**\n\n" * 1_500
    assert len(reasons(text)) == 1
