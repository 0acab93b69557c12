"""OKR rules on texts that their pages do not show: what is said, and what is left alone."""

from __future__ import annotations

import pytest

from analyzer.documents import Passage, join_fields
from analyzer.engine import Analyzer
from analyzer.types import Declared

# Asked of sets of key results and of documents, whatever the words are.
_OF_SETS = {"OKR005", "OKR006", "OKR007", "OKR008"}


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def codes(analyzer: Analyzer, text: str, declared: Declared) -> set[str]:
    report = analyzer.analyze(join_fields("t", "t", [(text, Passage((), declared=declared))]))
    return {f.code for f in report.findings if f.code.startswith("OKR")} - _OF_SETS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Redesign the ward handbook", "OKR003"),
        ("Draft a heat plan for the old town by May", "OKR003"),
        ("New intranet live by March", "OKR003"),
        ("Volunteer training programme rolled out in all branches", "OKR003"),
        ("Carry out six fire drills", "OKR003"),
        ("Commission a study of bus fares", "OKR003"),
        ("Prepare the tender for the new ferry", "OKR003"),
        ("Provide a map of the wells", "OKR003"),
        ("Continue to work on quality", "OKR003"),
        ("Stronger links with parish councils", "OKR004"),
        ("The food is tastier by spring", "OKR004"),
        ("A visible drop in stress among dispatchers", "OKR004"),
        ("Reduce bureaucracy for carers", "OKR004"),
        ("Fewer arguments at handover", "OKR004"),
        ("Drivers have more trust in the rota", "OKR004"),
        ("Noticeably cleaner stations by 30 June (Lena)", "OKR004"),
        ("Visitor rating up", "OKR004"),
        ("Bring the wait for a hip scan under 20 days", "OKR009"),
        ("Grow the share of returning guests to 45%", "OKR009"),
        ("Increase gifts from estates by 30%", "OKR009"),
        ("Reduce infections to fewer than 2 per 1,000 days", "OKR009"),
        ("Triple the income from the shop", "OKR009"),
        ("Customer rating of 4.6 in the app store", "OKR009"),
        ("Average repair cost below €80", "OKR009"),
    ],
)
def test_asks_of_key_results(analyzer: Analyzer, text: str, code: str) -> None:
    assert codes(analyzer, text, "key_result") == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Bus delays above ten minutes fall from 90 to 30 a week",
        "Train porters so that falls drop from 20 to 8 a month",
        "Volunteers who stay a second year: 40% to 60%",
        "No tenant waits more than 48 hours for heating",
        "Obtain the organic certificate by August",
        "Pass the SOC 2 Type II audit by November",
        "Win 3 of the 5 largest tenders of the year",
        "Cut scrap by a fifth, from 500 kg a week",
        "Average repair cost below €80, last year €120",
        "Keep scrap under 2%",
        "Reduce the backlog to zero",
    ],
)
def test_leaves_key_results_alone(analyzer: Analyzer, text: str) -> None:
    assert codes(analyzer, text, "key_result") == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Raise parcel volume by 15%", "OKR002"),
        ("Open six repair cafés", "OKR002"),
        ("Get the queue at the ferry under 10 minutes for 4 of 5 cars", "OKR002"),
        ("Rewrite the emergency plan", "OKR010"),
        ("Digitise the parish registers", "OKR010"),
        ("Start a breakfast club at the harbour", "OKR010"),
        ("Roll out two-factor login", "OKR010"),
        ("Repaint the benches at the eleven rural stations", "OKR010"),
        ("Boost performance", "OKR001"),
        ("Leverage AI", "OKR001"),
        ("Drive sustainable growth", "OKR001"),
        ("Be the talk of the town in vegan baking", "OKR001"),
        ("Be seen as a modern and attractive port", "OKR001"),
        ("Own the cold-brew market in Hesse", "OKR001"),
    ],
)
def test_asks_of_objectives(analyzer: Analyzer, text: str, code: str) -> None:
    assert codes(analyzer, text, "objective") == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Residents of the four valleys reach a doctor in time",
        "Keep our two ferries running through the winter for the islanders",
        "Patients get their results before the weekend",
        "Build a pier so that islanders can leave in any weather",
        "Open a night desk to reduce the wait for the last train",
        "Beekeepers in Wallis get a fair price",
        "Strengthen flood defences in Ely",
        "A greener and quieter yard in Antwerp",
        "A fair price on the quay",
        "Improve maths in year seven",
    ],
)
def test_leaves_objectives_alone(analyzer: Analyzer, text: str) -> None:
    assert codes(analyzer, text, "objective") == set()


def test_what_is_empty_is_not_called_great(analyzer: Analyzer) -> None:
    passages = [("Increase efficiency", Passage((), declared="objective"))]
    report = analyzer.analyze(join_fields("t", "t", passages))
    (finding,) = [f for f in report.findings if f.code == "OKR001"]
    assert "what any organisation could say" in finding.message
