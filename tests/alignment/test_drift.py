"""Drift: wording told apart from meaning, and what is said of a change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.alignment.agreement import VersionModel, load_version_model
from analyzer.alignment.changes import FEATURES, numbers
from analyzer.alignment.drift import Edit, edit_of
from analyzer.alignment.embedder import load_embedder
from analyzer.errors import InputError
from analyzer.history import drift
from analyzer.people import read_statements
from analyzer.readers.past import Past
from analyzer.readers.revisions import History, Revision
from analyzer.rules.drift import SURE, unstable_mission

if TYPE_CHECKING:
    from analyzer.engine import Analyzer

EXAM = Path(__file__).resolve().parents[1] / "exams" / "drift.jsonl"


@pytest.fixture(scope="module")
def model() -> VersionModel:
    return load_version_model(load_embedder(), FEATURES)


def edit(before: str, after: str, analyzer: Analyzer, model: VersionModel) -> Edit:
    read = read_statements([before, after], analyzer)
    return edit_of(read[before], read[after], model)


def history(*stands: tuple[str | None, str], name: str = "plan.md") -> History:
    revisions = tuple(
        Revision(f"r{n}", date and f"{date}T09:00:00+02:00", name, text.encode())
        for n, (date, text) in enumerate(stands)
    )
    return History(revisions, revisions[-1].date)


def plan(mission: str | None = None, vision: str | None = None) -> str:
    parts = (("Mission", mission), ("Vision", vision))
    return "\n\n".join(f"## {head}\n\n{text}" for head, text in parts if text) + "\n"


def test_the_exam(analyzer: Analyzer, model: VersionModel) -> None:
    rows = [json.loads(line) for line in EXAM.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 120
    texts = [row[side] for row in rows for side in ("before", "after")]
    read = read_statements(texts, analyzer)
    right = [
        edit_of(read[row["before"]], read[row["after"]], model).is_meaning
        == (row["change"] == "meaning")
        for row in rows
    ]
    assert sum(right) / len(right) >= 0.78  # a floor under what `models/versions` reports


@pytest.mark.parametrize(
    "after",
    [
        "WE TEACH 200 PRISONERS IN CORK TO READ, AT NO COST",
        "We teach 200 prisoners in Cork to read – at no cost…",
        "we teach 200 prisoners in Cork to read; at no cost!",
    ],
)
def test_case_punctuation_and_typography_are_wording(
    after: str, analyzer: Analyzer, model: VersionModel
) -> None:
    found = edit("We teach 200 prisoners in Cork to read, at no cost.", after, analyzer, model)
    assert (found.drift, found.same, found.is_meaning) == (0.0, False, False)


@pytest.mark.parametrize(
    ("after", "what", "pair"),
    [
        ("We teach 20 prisoners in Cork to read.", "number", ("200", "20")),
        ("We teach 200 prisoners in Galway to read.", "name", ("Cork", "Galway")),
        ("We teach 200 nurses in Cork to read.", "whom", ("200 prisoners", "200 nurses")),
    ],
)
def test_a_change_of_meaning_names_what_changed(
    after: str,
    what: str,
    pair: tuple[str, str] | None,
    analyzer: Analyzer,
    model: VersionModel,
) -> None:
    found = edit("We teach 200 prisoners in Cork to read.", after, analyzer, model)
    assert found.is_meaning
    told = {kind: (before, now) for kind, before, now in found.differences}
    assert what in told
    assert pair is None or told[what] == pair


FERRY = "We carry islanders to the mainland hospital at any hour so that nobody dies waiting."


@pytest.mark.parametrize(
    ("old", "new", "pair"),
    [
        ("nobody", "everybody", ("nobody", "everybody")),
        ("We carry", "We do not carry", (None, "do not")),
        ("We carry", "We don’t carry", (None, "don’t")),
    ],
)
def test_the_word_that_turns_the_sense_is_named(
    old: str, new: str, pair: tuple[str | None, str], analyzer: Analyzer, model: VersionModel
) -> None:
    found = edit(FERRY, FERRY.replace(old, new), analyzer, model)
    assert found.differences == (("opposite", *pair),)
    back = edit(FERRY.replace(old, new), FERRY, analyzer, model)
    assert back.differences == (("opposite", *pair[::-1]),)


def test_a_negation_that_comes_or_goes_is_told_in_words(analyzer: Analyzer) -> None:
    texts = FERRY, FERRY.replace("We carry", "We do not carry")
    for (old, new), told in ((texts, "“do not” came in"), (texts[::-1], "“do not” went out")):
        found = drift(history((None, plan(old)), (None, plan(new))), analyzer)
        assert found.findings[0].message.endswith(f"changed in r1: the words {told}")


def test_what_is_named_before_and_after_begins_or_is_short(
    analyzer: Analyzer, model: VersionModel
) -> None:
    before = "We carry the islanders and all of their families to the mainland hospital."
    found = edit(before, before.replace("mainland hospital", "casino"), analyzer, model)
    assert found.is_meaning
    for _, gone, new in found.differences:
        assert (gone or "").split()[0] != (new or "").split()[0] or len(gone or "") <= 40


def test_numbers_are_equal_in_figures_and_letters(analyzer: Analyzer) -> None:
    pairs = (("ten years", "10 years"), ("half of 1,000 homes", "50% of 1000 homes"))
    for one, other in pairs:
        texts = f"We mend {one}.", f"We mend {other}."
        read = read_statements(texts, analyzer)
        assert numbers(read[texts[0]]) == numbers(read[texts[1]])


@pytest.mark.parametrize(
    ("before", "after", "pair"),
    [
        ("We cut food waste by 30%.", "We cut food waste by 50%.", ("30%", "50%")),
        ("We cut waste by 30 per cent.", "We cut waste by half.", ("30 per cent", "half")),
        ("We lend up to $12,000.", "We lend up to $500.", ("$12,000", "$500")),
        ("We give 1% to refugees.", "We give 10% to refugees.", ("1%", "10%")),
    ],
)
def test_numbers_are_shown_as_they_are_written(
    before: str, after: str, pair: tuple[str, str], analyzer: Analyzer, model: VersionModel
) -> None:
    found = edit(before, after, analyzer, model)
    assert ("number", *pair) in found.differences


def test_a_sign_that_goes_is_more_than_punctuation(analyzer: Analyzer, model: VersionModel) -> None:
    found = edit("We give 10% to refugees.", "We give 10 to refugees.", analyzer, model)
    assert found.is_meaning


def test_a_history_keeps_the_versions_that_differ(analyzer: Analyzer) -> None:
    first, reworded = "We teach prisoners to read.", "Prisoners are taught to read by us."
    found = drift(
        history(
            ("2019-01-01", plan(first)),
            ("2019-06-01", plan(first) + "\n## Objectives\n\n- Hire a tutor\n"),
            ("2020-01-01", plan(reworded)),
            ("2021-01-01", plan("We teach managers to sell.", "By 2040 all can sell.")),
            ("2022-01-01", plan("We teach managers to sell.")),
        ),
        analyzer,
    )
    assert [v.ref for v in found.versions] == ["r0", "r2", "r3", "r4"]
    assert [v.change for v in found.versions] == ["none", "wording", "meaning", "meaning"]
    assert found.revisions == 5
    assert found.versions[0].mission_drift is None
    assert found.versions[2].mission_from_first is not None
    assert found.versions[2].mission_from_first > 0.5
    whats = [(d.statement, d.what) for d in found.versions[2].differences]
    assert ("vision", "added") in whats
    assert [(d.statement, d.what) for d in found.versions[3].differences] == [("vision", "removed")]
    assert [f.code for f in found.findings] == ["DRF001"]
    assert "2021-01-01" in found.findings[0].message


def test_what_came_back_is_compared_with_what_it_was(analyzer: Analyzer) -> None:
    text = "We teach prisoners to read."
    stands = (("2019-01-01", plan(text)), ("2020-01-01", "# Plan\n"), ("2021-01-01", plan(text)))
    found = drift(history(*stands), analyzer)
    assert found.versions[-1].mission_drift == 0.0
    assert found.findings == ()


def test_what_came_back_as_another_says_what_changed(analyzer: Analyzer) -> None:
    texts = "We teach prisoners to read.", "We teach soldiers to read."
    stands = (
        ("2019-01-01", plan(texts[0])), ("2020-01-01", "# Plan\n"), ("2021-01-01", plan(texts[1])),
    )  # fmt: skip
    found = drift(history(*stands), analyzer)
    (asked,) = found.findings
    assert asked.message.endswith("“prisoners” → “soldiers”")
    assert [d.what for d in found.versions[-1].differences][:2] == ["added", "whom"]


@pytest.mark.parametrize(
    ("date", "moment", "place"),
    [
        ("2020-01-01", "on 2020-01-01", "r1"),
        (None, "in the copy that is not committed yet", "the copy that is not committed yet"),
    ],
)
def test_a_mission_that_is_lost_is_asked_about(
    date: str | None, moment: str, place: str, analyzer: Analyzer
) -> None:
    mission = "We teach prisoners to read."
    told = history(("2019-01-01", plan(mission, "All read.")), (date, plan(vision="All read.")))
    found = drift(History(told.revisions, "2020-06-01T00:00:00+00:00"), analyzer)
    (asked,) = found.findings
    assert (asked.code, asked.probability) == ("DRF001", None)
    assert moment in asked.message
    assert mission in asked.message
    (entry,) = found.unchecked
    assert entry.code == "mission"
    assert entry.reason.startswith(f"none found in {place}; put it under a heading")


@pytest.mark.parametrize("new", ["", "# Plan\n\n- Sign 40 bakeries\n- Sell a van by June\n"])
def test_a_file_without_a_statement_is_not_taken_for_checked(new: str, analyzer: Analyzer) -> None:
    found = drift(history((None, plan("We bake.", "All eat.")), (None, new)), analyzer)
    assert [e.code for e in found.unchecked] == ["mission", "vision", "DRF002"]
    assert [f.code for f in found.findings] == ["DRF001"]


def test_two_files_have_no_dates_and_say_so(analyzer: Analyzer) -> None:
    found = drift(
        history((None, plan(vision="A clinic in every town.")), (None, plan("We run clinics."))),
        analyzer,
    )
    assert [(e.code, e.reason.split(";")[0]) for e in found.unchecked] == [
        ("mission", "none found in r0"),
        ("vision", "none found in r1"),
        ("DRF002", "two files have no dates"),
    ]


def test_a_document_without_headings_is_read_by_function(analyzer: Analyzer) -> None:
    old, new = "We teach prisoners to read.\n", "We teach prisoners to weld.\n"
    found = drift(history(("2019-01-01", old), ("2020-01-01", new), name="m.txt"), analyzer)
    assert [v.mission for v in found.versions] == [old.strip(), new.strip()]
    assert found.versions[1].change == "meaning"


@pytest.mark.parametrize(
    ("date", "vision", "flagged"),
    [
        ("2025-01-01", "A clinic in every town.", True),
        ("2025-01-01", "Clean water for 2000 villages.", True),
        ("2017-01-01", "Clean water for 2000 villages.", False),
        ("2017-01-01", "Clean water in 2000 villages.", False),
        ("2017-01-01", "Clean water for 2020 villages by the end of 2030.", False),
        ("2017-01-01", "Until 2016, clean water for 2000 villages.", True),
        ("2017-01-01", "By December 2016 all villages have clean water.", True),
        ("2017-01-01", "In 2016 all villages have clean water.", True),
    ],
)
def test_a_vision_stands_still_after_its_year_or_five_years(
    date: str, vision: str, flagged: bool, analyzer: Analyzer
) -> None:
    stands = ("2015-01-01", plan("We dig.", vision)), (date, plan("We dig wells.", vision))
    found = drift(history(*stands), analyzer)
    assert ("DRF002" in [f.code for f in found.findings]) == flagged


def test_a_working_copy_with_a_new_vision_has_not_stood_for_years(analyzer: Analyzer) -> None:
    old, new = plan(vision="A clinic in every town."), plan(vision="Nobody waits for a surgeon.")
    told = history(("2010-01-01", old), (None, new))
    for revisions, flagged in ((told.revisions, False), (told.revisions[:1], True)):
        found = drift(History(revisions, "2024-01-01T00:00:00+00:00"), analyzer)
        assert ("DRF002" in [f.code for f in found.findings]) == flagged


def test_changes_that_read_alike_have_ids_of_their_own(analyzer: Analyzer) -> None:
    one, other = plan("We teach prisoners to read."), plan("We sell cars to banks.")
    stands = [("2020-01-01", text) for text in (one, other, one, other)]
    ids = [f.id for f in drift(history(*stands), analyzer).findings]
    assert len(ids) == len(set(ids)) == 3


def test_a_revision_that_is_too_long_is_cut_and_named(analyzer: Analyzer) -> None:
    for name, text in (("plan.md", plan("We dig. " * 2_600)), ("m.txt", "We dig. " * 2_600)):
        found = drift(history(("2020-01-01", text), name=name), analyzer)
        assert len(found.versions[0].mission or "") == 20_000
        (entry,) = [e for e in found.unchecked if e.code == "length"]
        assert entry.reason.startswith("revision r0: only the first 20,000 of the 20,799")


def test_if_no_revision_can_be_read_the_reason_is_told(analyzer: Analyzer) -> None:
    broken, good = "mission: [\n", "mission: We teach prisoners to read and to write.\n"
    with pytest.raises(InputError, match=r"plan\.yaml: line"):
        drift(history(("2020-01-01", broken), name="plan.yaml"), analyzer)
    mended = history(("2020-01-01", broken), ("2021-01-01", good), name="plan.yaml")
    found = drift(mended, analyzer)
    assert [e.code for e in found.unchecked] == ["history", "vision"]
    assert len(found.versions) == 1


def test_nothing_to_follow_is_an_error(analyzer: Analyzer) -> None:
    with pytest.raises(InputError, match="no mission and no vision"):
        drift(history(("2019-01-01", "# Notes\n")), analyzer)


def test_another_language_is_not_compared(analyzer: Analyzer) -> None:
    one = plan("Wir bringen Gefangenen in allen Gefängnissen des Landes das Lesen bei.")
    two = plan("Wir bringen Soldaten in allen Kasernen des Landes das Schreiben bei.")
    found = drift(history(("2019-01-01", one), ("2020-01-01", two)), analyzer)
    assert found.versions[1].mission_drift is None
    assert found.versions[1].change == "wording"  # at the least
    assert found.versions[1].not_compared == ("mission",)
    assert "language" in {e.code for e in found.unchecked}


def test_one_version_in_another_language_is_not_compared(analyzer: Analyzer) -> None:
    english = "We teach prisoners in all the prisons of the country to read and to write."
    german = "Wir bringen Gefangenen in allen Gefängnissen des Landes das Lesen bei."
    texts = [english] * 2 + [german, english.replace("read", "weld")]
    stands = [(f"20{10 + n}-01-01", plan(t, f"By 20{20 + n}.")) for n, t in enumerate(texts)]
    found = drift(history(*stands), analyzer)
    assert ["mission" in v.not_compared for v in found.versions] == [False, False, True, True]
    (entry,) = [e for e in found.unchecked if e.code == "language"]
    assert entry.reason.startswith("r2: looks like 'de', and only English is compared")
    assert found.versions[1].not_compared == ()


def test_the_age_of_a_vision_is_looked_for_before_the_first_version(analyzer: Analyzer) -> None:
    vision = "A clinic in every town."
    stands = history(
        ("2010-01-01", plan("We dig.", "Water in every town.")),
        ("2012-01-01", plan("We dig.", vision)),
        ("2020-01-01", plan("We dig wells.", vision)),
        ("2022-01-01", plan("We dig deep wells.", vision)),
    ).revisions
    shown = History(stands[2:], "2022-06-01T00:00:00+00:00")

    def told(past: Past) -> list[str]:
        found = drift(shown, analyzer, past)
        assert [v.ref for v in found.versions] == ["r2", "r3"]
        ages = [f.message for f in found.findings if f.code == "DRF002"]
        return ages + [e.reason for e in found.unchecked if e.code == "DRF002"]

    (message,) = told(Past(stands[:2]))
    assert message.endswith("has not changed for 10 years, since 2012-01-01")
    (message,) = told(Past(stands[1:2], whole=False))
    assert message.endswith("for at least 10 years; it was the same on 2012-01-01")
    (reason,) = told(Past(whole=False))
    assert reason.endswith("only that it did on 2020-01-01")


def test_what_is_not_known_of_the_past_does_not_age_a_new_vision(analyzer: Analyzer) -> None:
    stands = history(
        ("2020-01-01", plan(vision="A clinic in every town.")),
        ("2021-01-01", plan(vision="Nobody waits for a surgeon.")),
    )
    found = drift(stands, analyzer, Past(whole=False))
    assert (found.vision_since or "")[:10] == "2021-01-01"
    assert found.vision_since_exact


def test_a_file_that_was_deleted_for_a_while_is_a_version(analyzer: Analyzer) -> None:
    text = "We teach prisoners to read."
    stands = history(("2010-01-01", plan(FERRY)), ("2012-01-01", plan(text)))
    stands = History(
        (
            *stands.revisions,
            Revision("r9", "2014-01-01T00:00:00Z", "plan.md", stands.revisions[1].data),
        ),
        "2015-01-01T00:00:00+00:00",
    )
    gone = Revision("gone", "2013-01-01T00:00:00+00:00", "plan.md", b"")
    early = Revision("early", "2001-01-01T00:00:00+00:00", "plan.md", b"")
    found = drift(stands, analyzer, Past(deletions=(early, gone)))
    assert [v.ref for v in found.versions] == ["r0", "r1", "gone", "r9"]
    assert [v.deleted for v in found.versions] == [False, False, True, False]
    assert found.versions[-1].mission_drift == 0.0


TEXT = st.sampled_from(
    ["We mend.", "we MEND", "", "…", "No.", "🚣", "1", "We mend 3 boats by 2030.", "boats " * 200]
)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
@settings(max_examples=25)
def test_odd_histories_give_figures_within_their_range(
    analyzer: Analyzer, stands: list[tuple[str, str]]
) -> None:
    given_ = history(*(("2020-01-01", plan(m, v)) for m, v in stands))
    try:
        found = drift(given_, analyzer)
    except InputError:
        return
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    for version in plain["versions"]:
        for name in ("mission_drift", "vision_drift", "mission_from_first", "vision_from_first"):
            assert version[name] is None or 0 <= version[name] <= 1


def test_a_change_that_is_not_plain_is_shown_but_not_asked_about(analyzer: Analyzer) -> None:
    texts = "We teach prisoners to read.", "We teach managers to sell."
    course = drift(
        history(("2019-01-01", plan(texts[0])), ("2020-01-01", plan(texts[1]))), analyzer
    )
    first, last = course.versions
    assert len(list(unstable_mission(course))) == 1
    unsure = replace(last, mission_drift=SURE - 0.1, mission_from_first=SURE - 0.1)
    assert not list(unstable_mission(replace(course, versions=(first, unsure))))
