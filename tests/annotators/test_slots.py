"""Rank claims and their four slots: what fills one, what only looks as if."""

from __future__ import annotations

import pickle

import pytest

from analyzer.annotators.slots import SLOTS, SlotsAnnotator
from analyzer.pipeline import Pipeline
from analyzer.readers.records import statement_document


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["slots"])


def read(pipeline: Pipeline, text: str) -> tuple[list[str], dict[str, str | None] | None]:
    """Return the rank claims of a statement and the words in its slots."""
    (parsed,) = pipeline.parse([statement_document(text)], profile="okr-hub")
    slots = parsed.doc._.plumbline["statements"][0]["slots"]
    claims = [span.text for span in parsed.doc.spans["rank_claims"]]
    if slots is None:
        return claims, None
    words = {k: None if v is None else parsed.doc.text[v[0] : v[1]] for k, v in slots.items()}
    return claims, words


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("To be number one by revenue.", "measure", "by revenue"),
        ("To be the best software company in the world.", "market", "in the world"),
        ("To be the world's leading paint maker.", "market", "world"),
        ("To be the leading ferry line by market share.", "measure", "by market share"),
        ("To be the best employer in Bergen by pay per shift.", "measure", "by pay per shift"),
        ("To be the world's leading publisher of maps.", "market", "world"),
        ("To be the leading publisher of maps worldwide.", "market", "worldwide"),
        (
            "To be the premier clinic in Oman and a top teaching hospital.",
            "market",
            "in Oman",
        ),
        ("To be a leader in coach-led reading.", "market", "in coach-led reading"),
        (
            "To be the most trusted clinic, as rated by patients.",
            "measure",
            "as rated by patients",
        ),
        (
            "To be the leading port, measured by containers handled.",
            "measure",
            "measured by containers handled",
        ),
        (
            "We will be the top-ranked nursing school in the national league table.",
            "measure",
            "in the national league table",
        ),
        (
            "To be the most admired airline by customer satisfaction.",
            "measure",
            "by customer satisfaction",
        ),
        (
            "To be the leading insurer of tractors in the Nordic countries.",
            "market",
            "in the Nordic countries",
        ),
        ("To be the most trusted bank among family farms.", "market", "among family farms"),
        (
            "To be the most trusted bank among family farms in Kenya.",
            "market",
            "among family farms in Kenya",
        ),
        (
            "To be the premier laboratory for rural clinics in Kenya.",
            "market",
            "for rural clinics in Kenya",
        ),
        ("To be recognised as Bolivia's premier theatre.", "market", "Bolivia"),
        ("To be the leading Swedish insurer.", "market", "Swedish"),
        ("To become a leader in renewable energy.", "market", "in renewable energy"),
        ("To be the market leader in the dairy industry.", "market", "in the dairy industry"),
        ("Become the most child-friendly city in Africa.", "market", "in Africa"),
        (
            "To be the leading hospital for people who stammer.",
            "market",
            "for people who stammer",
        ),
        ("To be the leading tile maker by 2031.", "when", "by 2031"),
        ("Within a generation we will be the leading tile maker.", "when", "Within a generation"),
        ("To be the leading tile maker in ten years.", "when", "in ten years"),
        ("By 2035 we will be the largest grower of saffron.", "when", "By 2035"),
        (
            "To be the top choice of cyclists by the end of the decade.",
            "when",
            "by the end of the decade",
        ),
        (
            "To be number one through the only open platform.",
            "position",
            "through the only open platform",
        ),
        (
            "To be the leading brewer by building on our three spring wells.",
            "position",
            "by building on our three spring wells",
        ),
    ],
)
def test_fills_a_slot(pipeline: Pipeline, text: str, slot: str, words: str) -> None:
    _, slots = read(pipeline, text)
    assert slots is not None
    assert slots[slot] == words


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("To be the leading law firm in our industry.", "market"),
        ("To be the best company in the world.", "market"),
        ("To be the world's leading provider.", "market"),
        ("We want to be number one in everything we do.", "market"),
        ("To be the trusted operating system for the industry.", "market"),
        ("To be the leading platform in our category.", "market"),
        ("To be the first choice for our customers.", "market"),
        ("We are the leading supplier of innovative coatings.", "market"),
        ("To be the best at what we do through passion and innovation.", "position"),
        ("To be the leading airline through excellence.", "position"),
        ("Founded in 1904, we are the leading brewer of dark beer.", "when"),
        ("To be the leading bank in the future.", "when"),
        ("To be recognised by employers as the leading college.", "measure"),
        ("To be the leading law firm by 2031.", "measure"),
        ("To be the leading baker through the only oven run by retired smiths.", "measure"),
        ("To be the number one shoe shop for 20-somethings.", "measure"),
    ],
)
def test_leaves_a_slot_empty(pipeline: Pipeline, text: str, slot: str) -> None:
    claims, slots = read(pipeline, text)
    assert claims
    assert slots is not None
    assert slots[slot] is None


@pytest.mark.parametrize(
    "text",
    [
        "We treat heart disease, the leading cause of death among our patients.",
        "Poor drains leading to floods are repaired first.",
        "A spoon with a leading edge of steel.",
        "We follow best practices in hand washing.",
        "We do our best to answer within a day.",
        "Marta is leading a team of ten mechanics.",
        "The bus leaves at the top of the hour.",
        "We train volunteers in first aid.",
        "We house the most vulnerable families in Split.",
        "To inspire girls in Lima to become leaders of their unions.",
        "Every child deserves the best start in life.",
        "We answer the ten most common questions of tenants.",
        "To give each patient the best possible care.",
        "The best time to call is before ten.",
        "We develop young leaders in fishing villages.",
        "To teach trusted adults how to spot abuse.",
        "Leading change in the valley with the crews who fish there.",
        "We own small dairies that are leaders in cheese.",
        "To be a trusted partner to every smallholder.",
    ],
)
def test_sees_no_rank_claim(pipeline: Pipeline, text: str) -> None:
    claims, slots = read(pipeline, text)
    assert claims == []
    assert slots is None


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Be the market leader", ["the market leader"]),
        ("Become the employer of choice", ["the employer of choice"]),
        ("We are the leading supplier of ship paint.", ["the leading supplier"]),
        ("Leading provider of tiles", ["Leading provider"]),
        ("Our vision is to be number one.", ["number one"]),
        ("To be one of Europe's top theatres.", ["Europe's top theatres"]),
        ("To dominate the market for yeast.", ["dominate the market"]),
        (
            "A leading and exemplary soil research centre.",
            ["A leading and exemplary soil research centre"],
        ),
        (
            "To become, by the end of 2030, the most trusted notary in Arequipa.",
            ["the most trusted notary"],
        ),
        (
            "To be the partner of choice and the market leader in paints.",
            ["the partner of choice", "the market leader"],
        ),
    ],
)
def test_marks_the_claim(pipeline: Pipeline, text: str, claims: list[str]) -> None:
    assert read(pipeline, text)[0] == claims


def test_fills_all_four(pipeline: Pipeline) -> None:
    _, slots = read(
        pipeline,
        "By 2031 we will be the most trusted bank among family farms in Uruguay, as rated by "
        "borrowers, by building on our village branches.",
    )
    assert slots is not None
    assert tuple(slots) == SLOTS
    assert all(slots.values())


@pytest.mark.parametrize(
    ("text", "open_slots"),
    [
        ("To be the leading airline.", ["measure", "market", "when", "position"]),
        ("To be the best in everything we do.", ["measure", "market", "when", "position"]),
        ("To be the most trusted bank, as rated by farmers.", ["market", "when", "position"]),
        ("To be the leading bank by 2031.", ["measure", "market", "position"]),
        ("To be the leading bank in Peru through our village branches.", ["measure", "when"]),
        ("We are the leading bank of the valley.", ["measure", "position"]),
        # What hints at a slot is not asked for.
        ("To be a leader providing care with patience.", ["measure", "when"]),
        ("To be the region's best garden, known for its roses.", ["when"]),
        ("To be the leading choir, a place where anyone sings.", ["when"]),
        ("To be the most punctual ferry line in Norway.", ["when", "position"]),
        ("To remain the leading bank of the valley.", ["measure", "position"]),
        ("Our five-year vision is to be the leading bank in Peru.", ["measure", "position"]),
        ("To be the leading maker of tents.", ["measure", "when", "position"]),
        ("To be the leading bank. We lend to fishing crews only.", ["measure", "when"]),
    ],
)
def test_says_which_slots_are_open(pipeline: Pipeline, text: str, open_slots: list[str]) -> None:
    (parsed,) = pipeline.parse([statement_document(text)], profile="okr-hub")
    assert parsed.doc._.plumbline["statements"][0]["open_slots"] == open_slots


def test_has_no_slots_without_a_claim(pipeline: Pipeline) -> None:
    assert read(pipeline, "We repair bicycles in Marseille by 2031.") == ([], None)


def test_component_pickles() -> None:
    assert isinstance(pickle.loads(pickle.dumps(SlotsAnnotator())), SlotsAnnotator)
