"""Drift: wording told apart from meaning, and what is said of a change."""

from __future__ import annotations

import json
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
from analyzer.readers.revisions import History, Revision

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


def test_numbers_are_equal_in_figures_and_letters(analyzer: Analyzer) -> None:
    pairs = (("ten years", "10 years"), ("half of 1,000 homes", "50% of 1000 homes"))
    for one, other in pairs:
        texts = f"We mend {one}.", f"We mend {other}."
        read = read_statements(texts, analyzer)
        assert numbers(read[texts[0]]) == numbers(read[texts[1]])


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


def test_two_files_have_no_dates_and_say_so(analyzer: Analyzer) -> None:
    found = drift(
        history((None, plan(vision="A clinic in every town.")), (None, plan("We run clinics."))),
        analyzer,
    )
    assert [e.code for e in found.unchecked] == ["DRF002"]


def test_a_document_without_headings_is_read_by_function(analyzer: Analyzer) -> None:
    old, new = "We teach prisoners to read.\n", "We teach prisoners to weld.\n"
    found = drift(history(("2019-01-01", old), ("2020-01-01", new), name="m.txt"), analyzer)
    assert [v.mission for v in found.versions] == [old.strip(), new.strip()]
    assert found.versions[1].change == "meaning"


def test_nothing_to_follow_is_an_error(analyzer: Analyzer) -> None:
    with pytest.raises(InputError, match="no mission and no vision"):
        drift(history(("2019-01-01", "# Notes\n")), analyzer)


def test_another_language_is_not_compared(analyzer: Analyzer) -> None:
    one = plan("Wir bringen Gefangenen in allen Gefängnissen des Landes das Lesen bei.")
    two = plan("Wir bringen Soldaten in allen Kasernen des Landes das Schreiben bei.")
    found = drift(history(("2019-01-01", one), ("2020-01-01", two)), analyzer)
    assert found.versions[1].mission_drift is None
    assert found.versions[1].change == "wording"  # at the least
    assert "language" in {e.code for e in found.unchecked}


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
