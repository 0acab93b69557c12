"""The HTML file: whole, closed to the network, without dangling links, whatever a report holds."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from analyzer.render.html import render_html, view
from analyzer.render.html.questions import cards
from analyzer.types import KeyResult, Report, Slots, Unchecked
from tests.render import reports
from tests.render.test_grid import plan

VOID = {"path", "meta", "br", "link", "img", "input", "hr"}


class Outline(HTMLParser):
    """Collects ids, links and tags, and complains of what is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.described: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        for name in ("aria-describedby", "aria-labelledby"):
            self.described += (found.get(name) or "").split()
        assert not {n for n, _ in attrs if n.startswith("on") or n in ("src", "style")}
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self._open.pop() == tag


def page(*given: Report, aligned: bool = False, errors: tuple[str, ...] = ()) -> str:
    views = [view(r, (), aligned=aligned, prefix=f"r{n}-") for n, r in enumerate(given)]
    return render_html(views, errors=errors)


@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        (),
        (reports.full(),),
        (plan(),),
        (reports.full(), plan(8), reports.full()),
        (reports.report(""), reports.one("Ferries run on time.")),
    ],
    ids=["none", "full", "plan", "three", "empty"],
)
def test_every_link_leads_somewhere_and_no_id_stands_twice(
    given: tuple[Report, ...], aligned: bool
) -> None:
    found = Outline(page(*given, aligned=aligned))
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= {*found.ids}
    assert {*found.described} <= {*found.ids}
    assert not {"script", "link", "img", "iframe", "form"} & {*found.tags}
    assert found.tags.count("h1") == 1


def test_the_policy_lets_nothing_in() -> None:
    text = page(reports.full())
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    style = text.split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_questions_come_first_and_numbers_last() -> None:
    text = page(reports.full())
    places = [text.index(f'id="r0-{name}"') for name in ("questions", "words", "numbers", "checks")]
    assert places == sorted(places)
    assert "ALN003" in text  # what was not checked


def test_the_matrix_names_the_nearest_words_in_the_cell() -> None:
    text = page(plan(), aligned=True)
    assert 'href="#r0-s-s1"' in text
    assert "Closeness 90 of 100; closer than 80 of 100" in text
    assert "<q>We run ferries</q>" in text
    assert 'id="r0-numbers"' not in text  # an alignment shows no scores


def test_several_reports_have_contents_and_what_was_not_read() -> None:
    text = page(reports.full(), plan(), errors=("gone.md: no such file; check the path",))
    assert "<h1>2 documents, " in text
    assert 'href="#r1-report"' in text
    assert "gone.md: no such file" in text


def test_a_report_without_statements_says_so() -> None:
    empty = replace(
        reports.report(""), unchecked=(Unchecked("statements", None, "no statement found"),)
    )
    text = page(empty)
    assert "No statement found" in text
    assert "there was nothing to read" in text


def test_hostile_text_stays_text() -> None:
    attack = 'We <script>alert(1)</script> "><img src=x onerror=alert(1)> {{7*7}} \x1b[31m\u202e.'
    flagged = reports.finding("VAG002", "s1", reports.span("We", attack))
    scores = {"vagueness": reports.score(50, 50, "vague")}
    report = reports.one(attack, flagged, scores=scores)
    found = Outline(page(replace(report, source=replace(report.source, name=attack))))
    assert not {"script", "img"} & {*found.tags}
    text = page(report)
    assert "{{7*7}}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_only_a_single_statement_is_too_short_to_read() -> None:
    brief = "Serve better"
    flagged = reports.finding("VAG002", "s1", reports.span("better", brief))
    report = reports.one(brief, flagged)
    assert view(report, (), single=True).state == "short"
    seen = view(report, ())
    assert (seen.state, len(seen.cards)) == ("result", 1)
    assert view(reports.one(brief), ()).state == "clear"


def test_what_a_key_result_is_counted_from_is_cleaned() -> None:
    own = KeyResult("outcome", True, False, baseline="9\u202e%\x1b[31m")
    report = reports.one("Fewer missed", declared="key_result", kind="key_result", key_result=own)
    (statement,) = view(report, ()).statements
    assert [f.text for f in statement.facts if f.label == "Measure"] == ["from 9%"]


def test_the_date_of_a_key_result_is_that_beside_it_or_in_its_text() -> None:
    for due, dated, shown in (
        ("May", False, "May"),
        (None, True, "in the text"),
        (None, False, ""),
    ):
        own = KeyResult("outcome", True, dated, due=due)
        report = reports.one("Halved", declared="key_result", kind="key_result", key_result=own)
        (statement,) = view(report, ()).statements
        assert [f.text or "" for f in statement.facts if f.label == "Date"] == [shown]


def test_a_card_lists_the_gaps_that_are_asked_for() -> None:
    text = "To be the leading bank."
    empty = Slots(measure=None, market=None, when=None, position=None)
    flagged = reports.finding(
        "VAG002", "s1", reports.span("leading", text), question="Leading by what measure? By when?"
    )
    report = reports.one(text, flagged)
    statement = replace(report.statements[0], slots=empty)
    (card,) = cards(replace(report, statements=(statement,)), {})
    assert card.gaps == ("by what measure?", "by when?")
