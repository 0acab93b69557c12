"""The four mission questions: which words answer them, and when none do."""

from __future__ import annotations

import pickle

import pytest
from spacy.tokens import Doc

from analyzer.annotators.answers import QUESTIONS, AnswersAnnotator, annotate_answers
from analyzer.pipeline import Pipeline
from analyzer.readers.records import statement_document


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["lexicon"])


def parsed(pipeline: Pipeline, text: str, declared: str | None = "mission") -> Doc:
    document = statement_document(text, declared=declared)  # type: ignore[arg-type]
    (found,) = pipeline.parse([document], profile="okr-hub")
    return found.doc


def read(pipeline: Pipeline, text: str) -> dict[str, str | None]:
    """Return the words that answer each question in a declared mission."""
    doc = annotate_answers(parsed(pipeline, text))
    answers = doc._.plumbline["statements"][0]["answers"]
    assert tuple(answers) == QUESTIONS
    return {k: None if v is None else doc.text[v[0] : v[1]] for k, v in answers.items()}


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        ("We run a night shelter for homeless men in Gdansk.", "whom", "homeless men in Gdansk"),
        ("To give legal advice to tenants in Leeds.", "whom", "tenants in Leeds"),
        ("We serve refugees in Trieste.", "whom", "refugees in Trieste"),
        ("To improve the lives of older people in Iowa.", "whom", "older people in Iowa"),
        ("We cook lunch for people who sleep rough.", "whom", "people who sleep rough"),
        ("To bring books to children with disabilities.", "whom", "children with disabilities"),
        (
            "The Harbour Trust is a charity that supports stroke survivors.",
            "whom",
            "stroke survivors",
        ),
        ("Our mission is to train apprentices in Cork.", "whom", "apprentices in Cork"),
        ("We deliver milk to village shops.", "whom", "village shops"),
        (
            "The library lends tools to anyone who lives in Harlow.",
            "whom",
            "anyone who lives in Harlow",
        ),
        ("To treat injured hedgehogs in the Wirral.", "whom", "injured hedgehogs in the Wirral"),
        ("We cook meals so that nobody in Perth goes to bed hungry.", "whom", "nobody in Perth"),
        (
            "We print primers so that children in Cusco can read.",
            "whom",
            "children in Cusco",
        ),
        ("To make sure that no widow in Kisumu loses her land.", "whom", "no widow in Kisumu"),
        (
            "Our aim is to ensure that every adult in Malta can read.",
            "whom",
            "every adult in Malta",
        ),
        ("We write software that lets small clinics share records.", "whom", "small clinics"),
        ("To rescue greyhounds.", "whom", "greyhounds"),
        ("We give legal aid to tenants, helping them stay put.", "whom", "tenants"),
        (
            "We cook meals so that nobody in Perth goes to bed hungry.",
            "impact",
            "so that nobody in Perth goes to bed hungry",
        ),
        (
            "To link growers in Punjab with buyers by telephone, raising their income.",
            "impact",
            "raising their income",
        ),
        ("Bringing water to villages because wells run dry.", "why", "because wells run dry"),
        ("We run a night shelter for homeless men in Gdansk.", "what", "run a night shelter"),
        ("To give legal advice to tenants in Leeds.", "what", "give legal advice"),
        ("We lend wheelchairs to schools in Peru.", "what", "lend wheelchairs"),
        ("Our mission is to offer free eye tests to pupils.", "what", "offer free eye tests"),
        ("We exist to feed hungry families in Ohio.", "what", "feed hungry families in Ohio"),
        (
            "To improve the lives of older people by delivering hot meals.",
            "what",
            "by delivering hot meals",
        ),
        ("We support stroke survivors through speech therapy.", "what", "through speech therapy"),
        (
            "To protect wild bees by planting hedges on farms.",
            "what",
            "by planting hedges on farms",
        ),
        ("We map unmarked graves in Manitoba.", "what", "map unmarked graves in Manitoba"),
        (
            "We repair bicycles for children so that they can ride to school.",
            "why",
            "so that they can ride to school",
        ),
        (
            "We lend seed to farmers because banks turn them away.",
            "why",
            "because banks turn them away",
        ),
        (
            "We train nurses in order to cut infant deaths in Chad.",
            "why",
            "in order to cut infant deaths in Chad",
        ),
        ("To end hunger in Ohio.", "why", "end hunger in Ohio"),
        (
            "To reduce road deaths in Ghana by teaching drivers.",
            "why",
            "reduce road deaths in Ghana",
        ),
        (
            "We repair bicycles for children so that they can ride to school.",
            "impact",
            "so that they can ride to school",
        ),
        ("To end hunger in Ohio.", "impact", "end hunger in Ohio"),
        (
            "We teach widows to weave, enabling them to keep their homes.",
            "impact",
            "enabling them to keep their homes",
        ),
        (
            "To improve the lives of older people by delivering hot meals.",
            "impact",
            "improve the lives of older people",
        ),
        (
            "We take meals to housebound people in Ely so they can stay.",
            "whom",
            "housebound people in Ely",
        ),
        (
            "We take meals to housebound people in Ely so that they can stay.",
            "why",
            "so that they can stay",
        ),
        (
            "Vega Foods roasts nuts, so farmers in Goa can sell them.",
            "why",
            "so farmers in Goa can sell them",
        ),
        ("Vega Foods roasts nuts, so farmers in Goa can sell them.", "whom", "farmers in Goa"),
        (
            "We service lifts for hotels that cannot wait for the maker.",
            "whom",
            "hotels that cannot wait for the maker",
        ),
        (
            "We lend tools to crofters in Skye who own no van.",
            "whom",
            "crofters in Skye who own no van",
        ),
        (
            "Our charity trains guide dogs for blind and partially sighted people.",
            "whom",
            "blind and partially sighted people",
        ),
        (
            "To house pupils, apprentices and students in Bonn.",
            "whom",
            "pupils, apprentices and students in Bonn",
        ),
        ("Haven House gives women who leave prison a room.", "whom", "women who leave prison"),
        ("We build footbridges so that children need not swim to school.", "whom", "children"),
        (
            "We exist to ensure that every patient in Omsk sees a doctor.",
            "whom",
            "every patient in Omsk",
        ),
        (
            "Hearing aids are fitted and repaired by volunteers.",
            "what",
            "Hearing aids are fitted and repaired",
        ),
        (
            "Corvin Labs tests drinking water for well owners in Ontario.",
            "what",
            "tests drinking water",
        ),
        ("We map minefields in Angola for farmers.", "what", "map minefields in Angola"),
        ("Berg Lines moves frozen fish to shops in Oslo.", "what", "moves frozen fish"),
        (
            "To catch, ring and release migrating storks.",
            "what",
            "catch, ring and release migrating storks",
        ),
        ("We bring water to villages in Mali by drilling wells.", "what", "by drilling wells"),
        (
            "We connect lonely pensioners with families in their street.",
            "what",
            "connect lonely pensioners with families in their street",
        ),
    ],
)
def test_finds_an_answer(pipeline: Pipeline, text: str, question: str, words: str) -> None:
    assert read(pipeline, text)[question] == words


def test_a_merged_text_answers_from_its_mission(pipeline: Pipeline) -> None:
    text = "Nordwind mends turbines for utilities, and our vision is a sea powered by wind by 2040."
    doc = parsed(pipeline, text)
    half = text.index(" and our")
    doc._.plumbline["statements"][0]["merged"] = {
        "probability": 0.9,
        "parts": [
            {"kind": "mission", "start": 0, "end": half},
            {"kind": "vision", "start": half + 1, "end": len(text)},
        ],
    }
    answers = annotate_answers(doc)._.plumbline["statements"][0]["answers"]
    assert text[slice(*answers["what"])] == "mends turbines"
    assert text[slice(*answers["whom"])] == "utilities"


PICTURE = "We envision a future where everyone thrives."


@pytest.mark.parametrize(
    "text",
    [f"{PICTURE} We mend bicycles for students.", f"We mend bicycles for students. {PICTURE}"],
)
def test_a_picture_is_no_offer(pipeline: Pipeline, text: str) -> None:
    found = read(pipeline, text)
    assert (found["what"], found["whom"]) == ("mend bicycles", "students")


def test_a_picture_alone_offers_nothing(pipeline: Pipeline) -> None:
    assert read(pipeline, PICTURE)["what"] is None


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("We restore hearing in northern Peru by training village nurses.", "northern Peru"),
        ("We end avoidable blindness by training local eye surgeons.", "local eye surgeons"),
        ("We fight hunger in Malawi by training young farmers.", "young farmers"),
    ],
)
def test_whom_is_not_who_does_the_work(pipeline: Pipeline, text: str, whom: str) -> None:
    assert read(pipeline, text)["whom"] == whom


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("To end hunger in Ohio.", "whom"),
        ("To end hunger in Ohio.", "what"),
        ("We run a night shelter for homeless men in Gdansk.", "why"),
        ("To give legal advice to tenants in Leeds.", "impact"),
        ("Our mission is to offer free eye tests to pupils.", "why"),
        ("To be the best mining company.", "whom"),
        ("To be the best mining company.", "what"),
        ("We lend seed to farmers because banks turn them away.", "impact"),
        ("We publish the tide tables of Honningsvåg.", "whom"),
        ("For forty years we have kept the footpaths of Snowdonia.", "whom"),
        ("We aim to become a lifelong learner in grain.", "whom"),
        ("We serve the dairy farmers of Friesland with feed.", "impact"),
    ],
)
def test_leaves_a_question_open(pipeline: Pipeline, text: str, question: str) -> None:
    assert read(pipeline, text)[question] is None


def test_answers_all_four(pipeline: Pipeline) -> None:
    answers = read(
        pipeline,
        "Our mission is to improve the lives of older people in Iowa by delivering hot meals, so "
        "that they can stay at home.",
    )
    assert answers == {
        "whom": "older people in Iowa",
        "why": "so that they can stay at home",
        "what": "by delivering hot meals",
        "impact": "so that they can stay at home",
    }


@pytest.mark.parametrize("declared", ["vision", "values", "objective", "key_result", None])
def test_asks_missions_alone(pipeline: Pipeline, declared: str | None) -> None:
    doc = annotate_answers(parsed(pipeline, "We feed hungry families in Ohio.", declared))
    assert doc._.plumbline["statements"][0]["answers"] is None


def test_reads_the_missions_half_of_a_merged_text(pipeline: Pipeline) -> None:
    text = "We teach girls in Herat to weave. We see a country where every woman earns a living."
    doc = parsed(pipeline, text)
    half = text.index(" We see")
    doc._.plumbline["statements"][0]["merged"] = {
        "probability": 0.9,
        "parts": [
            {"kind": "mission", "start": 0, "end": half},
            {"kind": "vision", "start": half + 1, "end": len(text)},
        ],
    }
    answers = annotate_answers(doc)._.plumbline["statements"][0]["answers"]
    assert all(span is None or span[1] <= half for span in answers.values())
    assert answers["whom"] is not None


def test_component_pickles() -> None:
    assert isinstance(pickle.loads(pickle.dumps(AnswersAnnotator())), AnswersAnnotator)
