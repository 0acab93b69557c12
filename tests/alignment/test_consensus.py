"""Consensus: what is arithmetic, what a team's versions give, and what odd groups give."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.alignment import consensus as measure
from analyzer.alignment.agreement import Curve, load_version_model, mean_of_pairs, sums
from analyzer.alignment.changes import FEATURES
from analyzer.alignment.embedder import load_embedder, unit
from analyzer.alignment.reading import Reading, Word
from analyzer.errors import UsageError
from analyzer.people import MOST_READ, consensus
from analyzer.readers.people import OwnWords, read_people
from analyzer.rules.consensus import executive_translation_gap
from analyzer.versions import StatementAgreement

if TYPE_CHECKING:
    from analyzer.engine import Analyzer

ROOT = Path(__file__).resolve().parents[2]
CURVE = Curve(10.0, -4.0)


def team(*missions: str, leader: str | None = None) -> list[OwnWords]:
    led = [] if leader is None else [OwnWords(role="leader", mission=leader)]
    return [*led, *(OwnWords(mission=mission) for mission in missions)]


def answers(*texts: str) -> list[Reading]:
    def word(text: str) -> Word:
        return Word(text, text.lower(), text.lower(), "NOUN", content=True, name=False)

    return [Reading(text, tuple(map(word, text.split())), {}, ()) for text in texts]


def vectors(rows: int, seed: int = 0) -> Any:
    return unit(np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32))


# --- arithmetic ---------------------------------------------------------------------------------


def test_sums_are_those_of_all_pairs_whatever_the_blocks() -> None:
    rows = vectors(1_100)
    likely = CURVE((rows @ rows.T).astype(np.float64))
    np.fill_diagonal(likely, 0.0)
    np.testing.assert_allclose(sums(rows, CURVE), likely.sum(axis=1), rtol=1e-5)
    pairs = 1_100 * 1_099
    assert mean_of_pairs(rows, CURVE) == pytest.approx(likely.sum() / pairs, rel=1e-5)
    assert mean_of_pairs(rows[:1], CURVE) is None


def test_both_statements_count_where_both_are_given() -> None:
    rows = vectors(3)
    found = measure.agreement(
        4, [measure.Versions([0, 1, 3], rows), measure.Versions([1], rows[:1])], CURVE
    )
    assert found.count.tolist() == [2, 2, 0, 2]
    assert np.isnan(found.each[2])
    assert found.mean == pytest.approx(mean_of_pairs(rows, CURVE))


@pytest.mark.parametrize(
    ("each", "apart"),
    [
        ([0.9, 0.1, 0.9], [False] * 3),  # three people: nobody can be told from the rest
        ([0.9, 0.8, 0.85, 0.05], [False, False, False, True]),
        ([0.9, 0.9, 0.9, 0.9, 0.2], [False] * 4 + [True]),  # no spread at all among the others
        ([0.9, 0.9, 0.9, 0.9, 0.7], [False] * 5),  # further than the others, but still the same
        ([0.1, 0.2, 0.15, 0.1, 0.12], [False] * 5),  # nobody agrees: nobody stands apart
        ([0.9, 0.8, 0.85, 0.05, float("nan")], [False, False, False, True, False]),
    ],
)
def test_outliers_are_robust(each: list[float], apart: list[bool]) -> None:
    assert measure.outliers(np.array(each)) == apart


def test_ties_count_half_in_a_percentile() -> None:
    others = np.array([0.2, 0.4, 0.4, 0.8, np.nan])
    assert measure.percentile(0.4, others) == 50
    assert measure.percentile(0.9, others) == 100
    assert measure.percentile(0.9, np.array([np.nan])) is None


@given(st.integers(2, 40), st.integers(0, 5))
def test_positions_fill_the_map_and_keep_distances_in_order(rows: int, seed: int) -> None:
    own = measure.Versions(list(range(rows)), vectors(rows, seed))
    placed, shown, scale = measure.positions(rows, [own])
    again, _, _ = measure.positions(rows, [own])
    assert np.abs(placed).max() == pytest.approx(1.0)
    assert 0 < shown <= 1
    assert scale > 0
    np.testing.assert_array_equal(placed, again)
    # A projection never moves people further apart than their versions are.
    flat = np.linalg.norm(placed[:, None] - placed[None], axis=-1) * scale
    real = np.linalg.norm(own.vectors[:, None] - own.vectors[None], axis=-1)
    assert (flat <= real + 1e-5).all()


def test_identical_versions_stand_at_one_place() -> None:
    same = measure.Versions([0, 1, 2], np.repeat(vectors(1), 3, axis=0))
    placed, shown, scale = measure.positions(4, [same])
    assert placed[:3].tolist() == [[0, 0]] * 3
    assert np.isnan(placed[3]).all()
    assert (shown, scale) == (1.0, 0.0)


def test_dates_agree_where_their_numbers_do() -> None:
    model = load_version_model(load_embedder(), FEATURES)
    assert measure.dimension(answers("by 2030", "in 2030", "2030"), model, dated=True) == 1.0
    assert measure.dimension(answers("by 2030", "in 2040"), model, dated=True) == 0.0
    assert measure.dimension(answers("by 2030"), model, dated=True) is None


def test_numbers_alone_do_not_make_people_agree_on_whom_they_serve() -> None:
    model = load_version_model(load_embedder(), FEATURES)
    other = measure.dimension(answers("30 prisoners", "30 farms"), model, dated=False)
    same = measure.dimension(answers("200 nurses", "nurses"), model, dated=False)
    assert other is not None
    assert same is not None
    assert other < 0.5 < same


def test_a_version_that_is_too_long_is_cut_and_named(analyzer: Analyzer) -> None:
    long = "We mend boats. " * 1_400
    found = consensus(team("We mend boats.", long, "To sell pianos.", "Boats mended."), analyzer)
    (entry,) = [e for e in found.unchecked if e.code == "length"]
    assert entry.reason.startswith("person 2: only the first 20,000 of the 20,999 characters")
    assert found.furthest is not None
    assert all(len(own.mission or "") <= 20_000 for own in (found.closest, found.furthest) if own)


def test_a_finding_keeps_its_id_when_more_people_answer(analyzer: Analyzer) -> None:
    missions = ["We mend church organs.", "We record early music.", "We sell pianos to schools."]
    few = consensus(team(*missions[:2]), analyzer).findings
    more = consensus(team(*missions), analyzer).findings
    assert [f.code for f in few] == ["CON001"]
    assert [f.id for f in few] == [f.id for f in more]
    assert few[0].message != more[0].message
    people = [OwnWords(mission=text, vision=text) for text in missions]
    assert len({f.id for f in consensus(people, analyzer).findings}) == 2


# --- people -------------------------------------------------------------------------------------


def test_the_example_team(analyzer: Analyzer) -> None:
    found = consensus(read_people(ROOT / "examples" / "team.csv"), analyzer, names=True)
    by_label = {person.label: person for person in found.people}
    assert {label for label, person in by_label.items() if person.outlier} == {"Per", "Jonas"}
    assert by_label["Ingrid"].leader
    assert found.furthest is not None
    assert found.furthest.label == "Jonas"
    assert found.dimensions["when"] == 1.0  # all who name a year name the same
    assert found.core
    words = " ".join(
        f"{own.mission} {own.vision}" for own in read_people(ROOT / "examples" / "team.csv")
    )
    assert all(phrase in words for phrase in found.core)  # in somebody's own words
    assert found.unchecked == ()


def test_the_exam_of_teams(analyzer: Analyzer) -> None:
    lines = (ROOT / "tests" / "exams" / "teams.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        people = [OwnWords(**own) for own in row["versions"]]
        codes = {f.code for f in consensus(people, analyzer).findings}
        assert ("CON001" in codes) == (not row["agree"]), row["team"]
        assert ("CON002" in codes) == row["leader_apart"], row["team"]


def test_paraphrases_agree_and_strangers_of_one_field_do_not(analyzer: Analyzer) -> None:
    same = consensus(
        team("We mend church organs.", "Repairing organs of churches.", "Church organs, repaired."),
        analyzer,
    )
    other = consensus(
        team("We mend church organs.", "We record early music.", "We sell pianos to schools."),
        analyzer,
    )
    assert same.agreement is not None
    assert other.agreement is not None
    assert same.agreement > 0.8
    assert other.agreement < 0.3


def test_two_people_who_say_the_same(analyzer: Analyzer) -> None:
    found = consensus(
        team("We carry mail to the islands.", "We carry mail to the islands."), analyzer
    )
    assert found.agreement is not None
    assert found.agreement > 0.95
    assert [p.position for p in found.people] == [(0.0, 0.0)] * 2
    assert found.map.even is None
    assert found.findings == ()
    assert found.leader is None


def test_the_leader_is_held_against_the_others(analyzer: Analyzer) -> None:
    group = ("We mend bicycles with refugees.", "Refugees mend bikes with us.", "Bikes mended.")
    found = consensus(team(*group, leader="To be listed on the stock exchange."), analyzer)
    assert found.leader is not None
    assert found.leader.percentile == 0
    assert found.leader.agreement is not None
    assert found.leader.group is not None
    assert found.leader.agreement < 0.2 < found.leader.group
    alone = consensus([OwnWords(role="leader", mission="We mend."), *team("We mend.")], analyzer)
    assert alone.leader is not None
    assert alone.leader.group is None


def test_another_language_is_named_and_left_out(analyzer: Analyzer) -> None:
    people = team(
        "We bring patients from the islands to the hospital on the mainland.",
        "Patients from the islands reach the mainland hospital with us.",
        "Wir bringen kranke Menschen von den Inseln rechtzeitig ins Krankenhaus aufs Festland.",
    )
    found = consensus(people, analyzer)
    assert found.people[2].agreement is None
    assert found.people[2].position is None
    (entry,) = [e for e in found.unchecked if e.code == "language"]
    assert "person 3" in entry.reason
    assert "'de'" in entry.reason
    assert found.agreement is not None
    assert found.agreement > 0.8


def test_who_says_nothing_is_named(analyzer: Analyzer) -> None:
    found = consensus([*team("We mend boats.", "Boats mended."), OwnWords(person="Z")], analyzer)
    assert [e.reason for e in found.unchecked if e.code == "people"] == [
        "person 3: no mission and no vision"
    ]
    assert found.people[2].agreement is None


def test_an_embedder_without_curves_is_refused() -> None:
    class Unknown:
        name, revision = "unknown", "0"

    with pytest.raises(UsageError, match="static"):
        load_version_model(Unknown(), FEATURES)  # type: ignore[arg-type]


ODD = st.sampled_from(
    ["We mend boats.", "", "…!?", "🚣🚣", "a", "No.", "We mend boats.\n\nAnd nets.", "boats " * 60]
)


@given(st.lists(st.builds(OwnWords, mission=ODD, vision=ODD | st.none()), min_size=2, max_size=6))
@settings(max_examples=12)
def test_odd_versions_give_figures_within_their_range(
    analyzer: Analyzer, people: list[OwnWords]
) -> None:
    found = consensus(people, analyzer)
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert len(plain["people"]) == len(people)
    for person in plain["people"]:
        assert person["agreement"] is None or 0 <= person["agreement"] <= 1
        assert person["position"] is None or all(-1 <= v <= 1 for v in person["position"])
    assert all(v is None or 0 <= v <= 1 for v in plain["dimensions"].values())


def test_five_thousand_people(analyzer: Analyzer) -> None:
    verbs = ("carry", "bring", "take", "ferry", "move")
    places = ("hospital", "clinic", "doctor", "harbour", "school")
    people = [
        OwnWords(
            mission=f"We {verbs[n % 5]} islanders to the {places[n // 5 % 5]} on day {n}.",
            role="leader" if n == 7 else None,
        )
        for n in range(5_000)
    ]
    found = consensus(people, analyzer)
    assert len(found.people) == 5_000
    assert found.read <= MOST_READ + 1
    assert [e.code for e in found.unchecked] == ["vision", "core"]
    assert found.leader is not None


def test_a_statement_is_asked_about_what_it_has_to_say(analyzer: Analyzer) -> None:
    example = consensus(read_people(ROOT / "examples" / "team.csv"), analyzer)
    for gap in ({"why": 0.1, "when": 0.3, "whom": 0.9}, {"why": 0.1, "whom": 0.9}):
        found = replace(
            example,
            dimensions=gap,
            statements=dict.fromkeys(("mission", "vision"), StatementAgreement(0.2, 7)),
        )
        questions = [hit.question for hit in executive_translation_gap(found)]
        assert questions[0] == "You differ most here: why do you exist?"
        assert questions[1] is not None
        assert "by when" in questions[1]
        assert "exist" not in questions[1]


# --- what the figures, the names and the phrases say ----------------------------------------------


def far() -> list[OwnWords]:
    bakers = [OwnWords(mission="We run a bakery.", vision="By 2030 bread is free.")] * 3
    late = OwnWords(mission="We run a bakery.", vision="By 2035 bread is free.")
    return [*bakers, OwnWords(mission="We build rockets."), late]


def test_nearest_and_furthest_follow_the_figures(analyzer: Analyzer) -> None:
    found = consensus(far(), analyzer)
    figures = {person.label: person.agreement for person in found.people}
    assert found.closest is not None
    assert found.furthest is not None
    assert (found.closest.label, found.furthest.label) == ("person 1", "person 4")
    assert found.closest.agreement == figures["person 1"] == max(v for v in figures.values() if v)
    assert found.furthest.agreement == figures["person 4"] == min(v for v in figures.values() if v)
    team_ = consensus(read_people(ROOT / "examples" / "team.csv"), analyzer)
    assert team_.closest is not None
    assert team_.closest.agreement == max(p.agreement or 0 for p in team_.people)


@pytest.mark.parametrize(
    "missions",
    [
        ("We carry mail.", "We carry mail!"),
        ("We run night trains.", "We run night trains.", "we run night trains"),
        ("We run night trains.", "We teach chess.", "To protect owls.", "Cheap rockets."),
    ],
)
def test_nobody_is_nearest_where_all_agree_alike(
    analyzer: Analyzer, missions: tuple[str, ...]
) -> None:
    found = consensus(team(*missions), analyzer)
    assert found.closest is None
    assert found.furthest is None


def test_opposites_numbers_and_negations_are_no_agreement(analyzer: Analyzer) -> None:
    versions = (
        ("We will grow the hospital.", "By 2030 we have ten hospitals."),
        ("We will not grow the hospital.", "By 2040 we have ten hospitals."),
        ("We will shrink the hospital.", "By 2030 we have no hospitals."),
        ("We will never grow the hospital.", "By 2030 we have two hospitals."),
    )
    found = consensus([OwnWords(mission=m, vision=v) for m, v in versions], analyzer)
    assert found.people[0].agreement == 0
    assert found.statements["vision"].agreement == 0
    assert found.dimensions["what"] is not None
    assert found.dimensions["what"] < 0.7  # the first "grow" is parted from both "not grow"
    assert [f.code for f in found.findings] == ["CON001", "CON001"]
    assert "2030 or 2040" in found.findings[1].question
    told = {(own.statement, own.what) for own in found.differences}
    assert told == {
        ("mission", "opposite"), ("mission", "negation"), ("vision", "number"),
        ("vision", "negation"),
    }  # fmt: skip
    shared = {own.phrase: own.people for own in found.shared}
    assert shared["By 2030"] == 3
    assert not any("ten" in phrase or "grow" in phrase for phrase in shared)


def test_a_shared_phrase_stands_in_the_versions_it_is_counted_for(analyzer: Analyzer) -> None:
    found = consensus(read_people(ROOT / "examples" / "team.csv"), analyzer)
    mission = {own.phrase: own.people for own in found.shared if own.statement == "mission"}
    assert mission == {"the islands": 7}  # islanders count; only two say "mainland"
    vision = {own.phrase: own.people for own in found.shared if own.statement == "vision"}
    assert vision["2030"] == 5


def test_a_phrase_of_light_words_says_nothing(analyzer: Analyzer) -> None:
    visions = ("By 2030 people go by train.", "By 2030 cars go.", "In 2030 all go by boat.")
    found = consensus([OwnWords(vision=vision) for vision in visions], analyzer)
    assert found.core == ("2030",)


def test_a_leader_is_compared_on_what_the_leader_gives(analyzer: Analyzer) -> None:
    leads = OwnWords(role="leader", mission="We run a bakery.")
    others = [
        OwnWords(mission="We run a bakery.", vision=f"By 20{year} bread is free.")
        for year in (30, 35, 40)
    ]
    found = consensus([leads, *others], analyzer)
    assert found.leader is not None
    assert found.leader.agreement == found.leader.group


def test_who_stands_apart_keeps_the_distance_to_the_others() -> None:
    rows = np.eye(8, dtype=np.float32)[[0, 0, 1, 1, 2, 2, 3]]
    own = measure.Versions(list(range(7)), unit(rows))
    apart = [False] * 6 + [True]
    placed, _, scale = measure.positions(7, [own], apart)
    real = np.linalg.norm(own.vectors[6] - own.vectors[:6].mean(axis=0))
    shown = np.linalg.norm(placed[6] - placed[:6].mean(axis=0)) * scale
    assert shown == pytest.approx(real, rel=1e-5)
    plain, _, before = measure.positions(7, [own])
    assert np.linalg.norm(plain[6] - plain[:6].mean(axis=0)) * before < 0.7 * real


def test_who_is_not_parsed_is_parted_too(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.people.MOST_READ", 2)
    missions = ("We grow farms.", "We grow a farm.", "We do not grow farms.", "We grow the farms.")
    found = consensus(team(*missions), analyzer)
    assert found.read == 2
    assert [person.agreement for person in found.people][2] == 0
