"""Quantities: what counts, what only looks as if, and where each span stands."""

import pickle
import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from analyzer.annotators import quantities
from analyzer.annotators.quantities import (
    LABELS,
    annotate_quantities,
    find_quantities,
    range_ends,
)


def found(text: str) -> list[tuple[str, str]]:
    return [(q.label, text[q.start : q.end]) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lift attendance to 75%.", ("PERCENT", "75%")),
        ("Cut errors by five per cent.", ("PERCENT", "five per cent")),
        ("Two thirds of our nurses stay.", ("PERCENT", "Two thirds")),
        ("Half of all wells run clean.", ("PERCENT", "Half")),
        ("Halve the waiting list.", ("PERCENT", "Halve")),
        ("Raise $3.5m for boats.", ("MONEY", "$3.5m")),
        ("A fee of 200 euros.", ("MONEY", "200 euros")),
        ("Deaths fall to 40 per 1,000 births.", ("RATE", "per 1,000 births")),
        ("4 out of 5 growers renew.", ("RATE", "4 out of 5")),
        ("One in six children reads.", ("RATE", "One in six")),
        ("Builds run 3x faster.", ("RATE", "3x")),
        ("Double enrolment.", ("RATE", "Double")),
        ("Costs per patient fall.", ("RATE", "per patient")),
        ("Done on 30 June 2027.", ("DATE", "30 June 2027")),
        ("Live in Q3.", ("DATE", "Q3")),
        ("Budget for FY27.", ("DATE", "FY27")),
        ("Launch in H2 2026.", ("DATE", "H2 2026")),
        ("Founded in 1987.", ("DATE", "1987")),
        ("Meet in October.", ("DATE", "October")),
        ("Feed 300 people each year.", ("PERIOD", "each year")),
        ("Two visits a week.", ("PERIOD", "a week")),
        ("Three audits per quarter.", ("PERIOD", "per quarter")),
        ("A 90 days trial.", ("PERIOD", "90 days")),
        ("Open five clinics.", ("COUNT", "five")),
        ("Plant twenty-five orchards.", ("COUNT", "twenty-five")),
        ("Dig one hundred and twenty wells.", ("COUNT", "one hundred and twenty")),
        ("Reach 1,200 homes.", ("COUNT", "1,200")),
        ("Serve 2000 households.", ("COUNT", "2000")),
        ("At least one new site.", ("COUNT", "At least one")),
        ("Move from 62% to 75%.", ("RANGE", "from 62% to 75%")),
        ("Rating 3.1 → 4.0.", ("RANGE", "3.1 → 4.0")),
        ("Ready by 2031.", ("DEADLINE", "by 2031")),
        ("Ready by year-end.", ("DEADLINE", "by year-end")),
        ("Ready by the end of Q4.", ("DEADLINE", "by the end of Q4")),
        ("Grow within two years.", ("DEADLINE", "within two years")),
        ("Ship it this quarter.", ("DEADLINE", "this quarter")),
        ("Hire in the next 12 months.", ("DEADLINE", "in the next 12 months")),
        ("Finish before Christmas 2026.", ("DEADLINE", "before Christmas 2026")),
        ("Reply to all within 45 days.", ("DEADLINE", "within 45 days")),
        ("Income of € 3 Mio a year.", ("MONEY", "€ 3 Mio")),
        ("Rs 2 crore in orders.", ("MONEY", "Rs 2 crore")),
        ("Sales of HK$ 8m.", ("MONEY", "HK$ 8m")),
        ("CHF 1'200'000 in pledges.", ("MONEY", "CHF 1'200'000")),
        ("A grant of 1.500,50 €.", ("MONEY", "1.500,50 €")),
        ("Quarter of all trips by bike.", ("PERCENT", "Quarter")),
        ("Twelve of our fifteen shops.", ("RATE", "Twelve of our fifteen")),
        ("Have 300+ shops.", ("COUNT", "300+")),
        ("1 000 visits to tutors.", ("COUNT", "1 000")),
        ("Reply in 2h.", ("PERIOD", "2h")),
        ("Ready by 30.6.31.", ("DEADLINE", "by 30.6.31")),
        ("Ready by week 32.", ("DEADLINE", "by week 32")),
        ("Ready by Michaelmas term.", ("DEADLINE", "by Michaelmas term")),
        ("Ready by Lunar New Year.", ("DEADLINE", "by Lunar New Year")),
        ("Ready by EOFY.", ("DEADLINE", "by EOFY")),
        ("Ready by the end of the wet season.", ("DEADLINE", "by the end of the wet season")),
    ],
)
def test_finds(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Support is there 24/7.",
        "Be among the Top 10 and a top-five school.",
        "We built for Web 2.0.",
        "Schools closed under COVID-19.",
        "The town signed Agenda 2030.",
        "File Form 990.",
        "Ring 555-123-4567 or (212) 555-0199.",
        "A 501(c)(3) organisation.",
        "Close issue #123 in v2.1.",
        "Teach the 7th grade, K-12.",
        "One day, one child at a time, no one is left out.",
        "We may march on.",
        "Our daily lives.",
        "A quarterback and a halfway house.",
        "Pass the SOC 2 audit.",
        "Sell the Model 3.",
        "Parents of Year 7 pupils.",
        "New hours for the dollar shop.",
    ],
)
def test_counts_nothing(text: str) -> None:
    assert found(text) == []


def test_a_service_time_is_a_period_and_no_deadline() -> None:
    assert found("Answer within 2 hours.") == [("PERIOD", "2 hours")]


def test_a_range_holds_its_two_ends() -> None:
    text = "Grow from 12 sites in 2025 to 30 sites."
    ends = range_ends(text)
    assert ends is not None
    assert [text[a:b] for a, b in ends] == ["12", "30"]
    assert ("COUNT", "12") in found(text)
    assert ("COUNT", "30") in found(text)


def test_a_span_of_years_is_no_range() -> None:
    assert range_ends("from 2020 to 2025 the river rose") is None


@pytest.mark.parametrize("text", ["between 40 and 50 visits", "15-20% of trips"])
def test_an_interval_has_no_two_ends(text: str) -> None:
    assert range_ends(text) is None
    assert "RANGE" in {label for label, _ in found(text)}


def test_half_of_a_year_is_no_share() -> None:
    assert found("Make progress this half.") == [("DEADLINE", "this half")]


def test_component_extends_a_count_to_its_noun() -> None:
    nlp = spacy.blank("en")
    words = ["Open", "five", "new", "health", "clinics", "by", "2031"]
    tags = ["VERB", "NUM", "ADJ", "NOUN", "NOUN", "ADP", "NUM"]
    doc = annotate_quantities(spacy.tokens.Doc(nlp.vocab, words=words, pos=tags))
    assert [(s.label_, s.text) for s in doc.spans["quantities"]] == [
        ("COUNT", "five new health clinics"),
        ("DEADLINE", "by 2031"),
        ("DATE", "2031"),
    ]


def test_component_runs_in_any_pipeline_and_pickles() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("plumbline_quantities")
    doc = nlp("Open 40 wells.\n\nRaise 20% more by May 2028.")
    assert {s.label_ for s in doc.spans["quantities"]} == {"COUNT", "PERCENT", "DEADLINE", "DATE"}
    component = nlp.get_pipe("plumbline_quantities")
    again = pickle.loads(pickle.dumps(component))(nlp.make_doc("Open 40 wells."))
    assert [s.text for s in again.spans["quantities"]] == ["40"]


@given(st.text(alphabet="a1 2,.%$-–/to fromby0June Q", max_size=200))
def test_spans_are_inside_and_ordered(text: str) -> None:
    spans = find_quantities(text)
    assert all(0 <= q.start < q.end <= len(text) and q.label in LABELS for q in spans)
    assert spans == sorted(spans, key=lambda q: (q.start, -q.end))


@pytest.mark.parametrize("unit", ["one ", "from 1 ", "by the end of ", "1 to ", "1,", "$", "a "])
def test_time_is_linear(unit: str) -> None:
    def seconds(times: int) -> float:
        text, start = unit * times, time.perf_counter()
        find_quantities(text)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(16_000) < 40 * max(seconds(2_000), 0.005)


def test_only_the_patterns_are_compiled_that_a_text_needs() -> None:
    quantities._compiled.cache_clear()
    find_quantities("We repair the roofs of the old town by hand.")
    assert quantities._compiled.cache_info().currsize <= 5
    quantities._compiled.cache_clear()
    assert range_ends("We repair 40 roofs.") is None
    assert quantities._compiled.cache_info().currsize == 0


def test_what_opens_a_deadline_in_two_ways_is_tried_in_order() -> None:
    found = find_quantities("By the end of term, and by 2031, over the coming ten years.")
    text = "By the end of term, and by 2031, over the coming ten years."
    ends = [text[q.start : q.end] for q in found if q.label == "DEADLINE"]
    assert ends == ["By the end of term", "by 2031", "over the coming ten years"]
