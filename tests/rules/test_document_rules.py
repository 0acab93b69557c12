"""Rules that read a document as a whole: inheritance, one finding a set, profiles, single texts."""

from __future__ import annotations

import pytest

from analyzer.engine import Analyzer
from analyzer.readers.markdown import read_markdown
from analyzer.registry import Profile
from analyzer.settings import Settings
from analyzer.types import Finding


def found(text: str, code: str, profile: Profile = "okr-hub") -> list[Finding]:
    analyzer = Analyzer(Settings(profile=profile, select=(code,)))
    report = analyzer.analyze(read_markdown(text, id="d", name="d.md"))
    return [finding for finding in report.findings if finding.code == code]


SET = (
    "# Objective: Callers get through\n\n- KR: Calls answered rise from 61% to 90%\n"
    "- KR: Complaints fall from 50 to 20\n- KR: Callers who hang up fall from 30 to 8\n"
)


@pytest.mark.parametrize("code", ["OKR005", "OKR006"])
def test_a_set_is_asked_once(code: str) -> None:
    (finding,) = found(SET, code)
    assert "and 2 more key results" in finding.message
    assert [span.text for span in finding.related] == [
        "Complaints fall from 50 to 20",
        "Callers who hang up fall from 30 to 8",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Objective: Callers get through", "# Objective: Callers get through by June"),
        ("# Objective: Callers", "# Plan for 2031\n\n## Objective: Callers"),
        ("# Objective: Callers", "# OKRs Q2\n\n## Objective: Callers"),
    ],
)
def test_a_date_above_the_set_counts(before: str, after: str) -> None:
    assert found(SET, "OKR005")
    assert not found(SET.replace(before, after), "OKR005")


def test_one_dated_line_does_not_date_the_others() -> None:
    text = SET.replace("to 20", "to 20 by 30 June")
    (finding,) = found(text, "OKR005")
    assert "and 1 more key result" in finding.message
    assert all("Complaints" not in span.text for span in finding.related)


def test_the_owner_of_the_objective_owns_its_key_results() -> None:
    text = SET.replace("through\n", "through\n\nOwner: Mona Lind\n")
    assert not found(text, "OKR006")


def test_a_starting_point_needs_no_range() -> None:
    head = "# Objective: Callers get through\n\n- KR: "
    assert found(head + "Raise calls answered to 90%\n", "OKR009")
    assert not found(head + "Raise calls answered to 90%, today 61%\n", "OKR009")
    assert not found(head + "Answer 100% of calls\n", "OKR009")


def test_a_pasted_statement_lacks_no_other(analyzer: Analyzer) -> None:
    report = analyzer.analyze_text("We lend books in Graz.", declared="mission")
    assert "KND004" not in {finding.code for finding in report.findings}


def test_stoner_asks_for_one_statement_only() -> None:
    text = "# Vision\n\nBy 2040 every roof in Faro carries a panel.\n\n# Values\n\n- Thrift\n"
    (finding,) = found(text, "KND004")
    assert "no mission" in finding.message
    assert finding.statement is None
    assert not found(text, "KND004", "stoner")


def test_both_statements_are_asked_for_together() -> None:
    (finding,) = found("# Values\n\n- We lend our tools.\n", "KND004")
    assert "no mission and no vision" in finding.message


def test_an_explanation_anywhere_rescues_a_generic_word() -> None:
    text = "# Mission\n\nTo serve the people of Linz through innovation.\n"
    rescue = "\n# Strategy\n\nInnovation means that each nurse tests one routine a month.\n"
    assert found(text, "VAG003")
    assert not found(text + rescue, "VAG003")


def test_generic_words_are_one_finding() -> None:
    (finding,) = found("# Values\n\n- Excellence\n- Innovation\n- Respect\n", "VAG003")
    assert finding.span is not None
    assert finding.span.text == "Excellence"
    assert [span.text for span in finding.related] == ["Innovation", "Respect"]
    assert "“excellence”" in finding.question


def test_the_schools_disagree_on_counted_objectives_and_tasks() -> None:
    for code, text in (
        ("OKR002", "Increase blood donations by 30%"),
        ("OKR010", "Introduce a new appointment system"),
    ):
        codes = {}
        for school in ("okr-hub", "okr-guide", "stoner"):
            under = Analyzer(Settings(profile=school, select=("OKR",)))  # type: ignore[arg-type]
            report = under.analyze_text(text, declared="objective")
            codes[school] = code in {finding.code for finding in report.findings}
        assert codes["okr-hub"]
        assert not codes["okr-guide"]
        assert codes["stoner"] == (code == "OKR002")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Open five new clinics", "OKR002"),
        ("Publish 10 guides for foster parents", "OKR002"),
        ("Hire a head of fundraising", "OKR010"),
        ("Introduce a new appointment system", "OKR010"),
    ],
)
def test_an_objective_is_asked_about_its_number_or_its_work(text: str, code: str) -> None:
    report = Analyzer(Settings(select=("OKR002", "OKR010"))).analyze_text(text, "objective")
    assert [finding.code for finding in report.findings] == [code]


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("# Mission\n\nWe lend books in Graz.\n", "KND003", "no vision in this document"),
        ("# Objectives\n\n- End hunger in Corley\n", "OKR007", "no mission in this document"),
        ("# Objectives\n\n- End hunger in Corley\n", "ALN002", "no mission in this document"),
        ("# Mission\n\nWe lend books in Graz.\n", "ALN002", "no objective in this document"),
        ("# Vision\n\nNobody in Graz goes hungry.\n", "ALN003", "no key result in this document"),
        (
            "# Objective: Families eat warm\n\n- KR: Meals served rise from 90 to 200 a week\n",
            "ALN003",
            "no vision in this document",
        ),
        ("# Objectives\n\n- End hunger in Corley\n", "ALN004", "no values in this document"),
    ],
)
def test_a_rule_without_its_other_end_is_unchecked(text: str, code: str, reason: str) -> None:
    report = Analyzer(Settings(select=(code,))).analyze(read_markdown(text, id="d", name="d.md"))
    assert [(entry.code, entry.reason) for entry in report.unchecked] == [(code, reason)]


def test_neither_end_leaves_nothing_unchecked() -> None:
    report = Analyzer(Settings(select=("KND003", "OKR007"))).analyze(
        read_markdown("# Values\n\n- We tell guests the price before they ask.\n", id="d", name="d")
    )
    assert report.unchecked == ()


VALUES = (
    "# Values\n\n- We mend old furniture before we buy any.\n- We tell guests the price first.\n"
)


def test_okr_guide_lets_an_objective_hang_from_the_vision() -> None:
    text = (
        "# Mission\n\nWe teach deaf children in Uganda to read and sign.\n\n"
        "# Vision\n\nBy 2040 our printing press in Kampala runs on solar power alone.\n\n"
        "# Objectives\n\n- Deaf children in Uganda read at the level of their class\n"
        "- Solar panels power the printing press on cloudy days\n"
    )
    assert found(text, "ALN001")
    assert not found(text, "ALN001", "okr-guide")


def test_okr_guide_lets_key_results_express_the_values() -> None:
    text = (
        VALUES + "\n# Objective: Win the regional football cup\n\n"
        "- KR: Guests who know the price before they book rise from 40% to 90%\n"
        "- KR: Old furniture that is mended rises from 20 to 60 pieces\n"
    )
    assert found(text, "ALN004")
    assert not found(text, "ALN004", "okr-guide")


PLAN = (
    "# Mission\n\nWe give a week's groceries to families in Leeds who have run out of money.\n\n"
    "# Objectives\n\n- Families in Leeds get groceries on the day they ask\n"
    "- Nobody runs out of baby food\n"
)


def test_a_foreign_objective_is_an_orphan_and_support_work_is_none() -> None:
    foreign = "Breed racehorses that win at Ascot"
    (finding,) = found(f"{PLAN}- {foreign}\n", "ALN001")
    assert finding.span is not None
    assert finding.span.text == foreign
    assert not found(f"{PLAN}- Move the payroll to new software\n", "ALN001")
    assert not found(PLAN, "ALN001")


def test_one_word_shared_with_the_vision_does_not_move_it() -> None:
    text = (
        "# Vision\n\nNo family in Leeds goes to bed hungry.\n\n# Objective: A modern fleet\n\n"
        "- KR: Vans with new paint in Leeds rise from 2 to 9\n"
        "- KR: Leather seats rise from 0 to 18\n"
    )
    assert found(text, "ALN003")
    fed = text.replace("Leather seats", "Families in Leeds who ate a hot dinner")
    assert not found(fed, "ALN003")


def test_a_long_list_of_values_does_not_silence_the_rule() -> None:
    values = (
        "# Values\n\n- We tell guests the price of a room before they ask.\n"
        "- We mend old furniture before we buy any.\n- We cook with what the valley grows.\n"
        "- We greet every guest by name at breakfast.\n- We share tips among the whole house.\n\n"
        "# Objectives\n\n- Guests know the price of every room before they book\n"
    )
    (finding,) = found(f"{values}- Make the payroll software faster\n", "ALN004")
    assert finding.span is not None
    assert "payroll" in finding.span.text
    assert not found(f"{values}- Guests hear their name at breakfast\n", "ALN004")
