"""The alignment annotator: which statements are compared, and what it says of them."""

from __future__ import annotations

import pickle
import time
from typing import TYPE_CHECKING

import pytest

from analyzer.alignment.embedder import StaticEmbedder
from analyzer.annotators import alignment as module
from analyzer.annotators.alignment import TARGETS_KEPT, AlignmentAnnotator
from analyzer.annotators.ends import kinds_of, missing
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from analyzer.types import Declared

STRATEGY: list[tuple[Declared, str]] = [
    ("mission", "We bring safe drinking water to villages, and we train local mechanics."),
    ("vision", "By 2040 no child in the dry north walks for water."),
    ("values", "We listen to the villages first."),
    ("objective", "Train forty mechanics who keep the pumps running"),
    ("objective", "Move our accounts to new software"),
    ("key_result", "Children who walk for water fall from 900 to 200 by June"),
]


@pytest.fixture(scope="module")
def parse() -> Callable[..., Doc]:
    pipeline = Pipeline(["clauses"])

    def read(fields: list[tuple[Declared, str]], *, single: bool = False) -> Doc:
        passages = [(text, Passage((), declared=kind)) for kind, text in fields]
        document = join_fields("t", "t", passages, single=single)
        return next(iter(pipeline.parse([document], profile="okr-hub"))).doc

    return read


@pytest.fixture(scope="module")
def aligned(parse: Callable[..., Doc]) -> Doc:
    return AlignmentAnnotator("static")(parse(STRATEGY))


def test_every_relation_with_both_ends_is_there(aligned: Doc) -> None:
    pairs = {(e["from"], e["to"], e["relation"]) for e in aligned._.plumbline["alignment"]}
    assert pairs == {
        (3, 0, "objective-mission"),
        (4, 0, "objective-mission"),
        (3, 1, "objective-vision"),
        (4, 1, "objective-vision"),
        (5, 1, "key_result-vision"),
        (3, 2, "objective-values"),
        (4, 2, "objective-values"),
        (5, 2, "key_result-values"),
        (0, 1, "mission-vision"),
    }


def test_what_serves_the_mission_is_closer(aligned: Doc) -> None:
    entries = aligned._.plumbline["alignment"]
    found = {e["from"]: e for e in entries if e["relation"] == "objective-mission"}
    assert found[3]["closeness"] > found[4]["closeness"]
    assert found[3]["percentile"] >= found[4]["percentile"]
    assert all(0 < e["closeness"] < 1 and -1 <= e["similarity"] <= 1 for e in entries)


def test_the_nearest_phrase_lies_in_the_target_and_fits(aligned: Doc) -> None:
    spans = aligned.spans["statements"]
    for entry in aligned._.plumbline["alignment"]:
        target = spans[entry["to"]]
        start, end = entry["nearest"]
        assert target.start_char <= start < end <= target.end_char
        for part in entry["parts"]:
            assert target.start_char <= part["span"][0] < part["span"][1] <= target.end_char
    entry = aligned._.plumbline["alignment"][0]
    assert "mechanics" in aligned.text[slice(*entry["nearest"])]


def test_a_phrase_without_content_is_never_the_nearest(parse: Callable[..., Doc]) -> None:
    fields: list[tuple[Declared, str]] = [
        ("mission", "Throughout the year we repair boats in many ways for the people of Skye."),
        ("objective", "Close the year without a loss"),
        ("objective", "Make the world a better place this year"),
    ]
    doc = AlignmentAnnotator("static")(parse(fields))
    quoted = {doc.text[slice(*entry["nearest"])] for entry in doc._.plumbline["alignment"]}
    assert not quoted & {"the year", "many ways", "the people", "year", "the world"}


def test_the_record_is_plain_data(aligned: Doc) -> None:
    again = pickle.loads(pickle.dumps(aligned._.plumbline["alignment"]))
    assert again == aligned._.plumbline["alignment"]
    assert type(again[0]["closeness"]) is float
    assert type(again[0]["percentile"]) is int


def test_a_missing_mission_is_said(parse: Callable[..., Doc]) -> None:
    doc = AlignmentAnnotator("static")(parse(STRATEGY[3:5]))
    unchecked = doc._.plumbline["unchecked"]
    assert {
        "code": "ALN001",
        "statement": None,
        "reason": "no mission in this document",
    } in unchecked
    assert doc._.plumbline["alignment"] == []


def test_a_single_statement_misses_nothing(parse: Callable[..., Doc]) -> None:
    doc = AlignmentAnnotator("static")(parse(STRATEGY[3:4], single=True))
    assert doc._.plumbline["unchecked"] == []


def test_no_calibration_means_no_closeness(
    parse: Callable[..., Doc], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = StaticEmbedder("mine", resource("models/embedding"))
    monkeypatch.setattr(module, "load_embedder", lambda _: plain)
    entries = AlignmentAnnotator("mine")(parse(STRATEGY))._.plumbline["alignment"]
    assert entries
    assert all(e["closeness"] is None and e["percentile"] is None for e in entries)
    assert all(part["closeness"] is None for e in entries for part in e["parts"])
    assert all(e["nearest"] is not None for e in entries)


def test_merged_counts_as_both() -> None:
    assert kinds_of({"declared": "merged"}) == ("mission", "vision")
    parts = [{"kind": "mission"}, {"kind": "vision"}]
    merged = {"declared": None, "kind": "vision", "merged": {"probability": 0.9, "parts": parts}}
    assert kinds_of(merged) == ("mission", "vision")
    assert kinds_of({"declared": None, "kind": "other"}) == ()
    assert kinds_of({"declared": "vision", "kind": "mission"}) == ("vision",)


def test_a_merged_text_is_not_compared_with_itself(parse: Callable[..., Doc]) -> None:
    text = "We heal the sick. No one in the valley will die of thirst by 2050."
    doc = AlignmentAnnotator("static")(parse([("merged", text)]))
    assert doc._.plumbline["alignment"] == []


def test_hundreds_of_statements_stay_small(parse: Callable[..., Doc]) -> None:
    values: list[tuple[Declared, str]] = [
        ("values", f"We keep promise number {i}.") for i in range(60)
    ]
    aims: list[tuple[Declared, str]] = [
        ("objective", f"Help village {i} keep its well in order") for i in range(150)
    ]
    doc = parse([STRATEGY[0], *values, *aims])
    start = time.perf_counter()
    entries = AlignmentAnnotator("static")(doc)._.plumbline["alignment"]
    assert time.perf_counter() - start < 5
    assert len(entries) == 150 * (1 + TARGETS_KEPT)


def test_an_alignment_does_not_depend_on_its_neighbours(parse: Callable[..., Doc]) -> None:
    def first(fields: list[tuple[Declared, str]]) -> float:
        doc = AlignmentAnnotator("static")(parse(fields))
        return float(doc._.plumbline["alignment"][0]["closeness"])

    alone = first([STRATEGY[0], STRATEGY[3]])
    assert first([STRATEGY[0], STRATEGY[3], STRATEGY[4]]) == pytest.approx(alone, abs=1e-5)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (
            [0, 3, 4],
            {"ALN003": "no vision or key result", "ALN004": "no values"},
        ),
        (
            [0, 1],
            {
                "ALN001": "no objective",
                "ALN002": "no objective",
                "ALN003": "no key result",
                "ALN004": "no values or objective",
            },
        ),
        (
            [0, 1, 2, 3, 5],
            {
                "ALN002": "fewer than two objectives",
                "ALN003": "fewer than two key results",
                "ALN004": "fewer than two values",
            },
        ),
    ],
)
def test_every_rule_that_lacks_something_is_named(
    parse: Callable[..., Doc], chosen: list[int], told: dict[str, str]
) -> None:
    doc = AlignmentAnnotator("static")(parse([STRATEGY[i] for i in chosen]))
    found = {entry["code"]: entry["reason"] for entry in doc._.plumbline["unchecked"]}
    assert found == {code: f"{reason} in this document" for code, reason in told.items()}


def test_values_that_are_names_leave_their_rule_unchecked(parse: Callable[..., Doc]) -> None:
    names: list[tuple[Declared, str]] = [("values", "Integrity"), ("values", "Respect")]
    doc = AlignmentAnnotator("static")(parse([STRATEGY[3], *names]))
    found = {entry["code"]: entry["reason"] for entry in doc._.plumbline["unchecked"]}
    assert found["ALN004"] == "fewer than two of the values say more than a name"


def test_under_the_okr_guide_a_vision_does_for_a_mission(parse: Callable[..., Doc]) -> None:
    def told(fields: list[tuple[Declared, str]]) -> dict[str, str]:
        doc = parse(fields)
        doc._.plumbline["profile"] = "okr-guide"
        return {entry["code"]: entry["reason"] for entry in missing(doc, calibrated=lambda: True)}

    assert told(STRATEGY[3:5])["ALN001"] == "no mission or vision in this document"
    assert "ALN001" not in told([STRATEGY[1], STRATEGY[3]])


def test_without_calibration_no_rule_runs(
    parse: Callable[..., Doc], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = StaticEmbedder("mine", resource("models/embedding"))
    monkeypatch.setattr(module, "load_embedder", lambda _: plain)
    doc = AlignmentAnnotator("mine")(parse(STRATEGY))
    found = {entry["code"]: entry["reason"] for entry in doc._.plumbline["unchecked"]}
    assert [*found] == ["ALN001", "ALN002", "ALN003", "ALN004"]
    assert "calibration" in found["ALN001"]
