"""The rules on missions, slogans, end states and jargon: what they ask, offer and leave alone."""

from __future__ import annotations

from analyzer.engine import Analyzer
from analyzer.registry import Profile
from analyzer.settings import Settings
from analyzer.types import Declared, Finding


def found(
    text: str, declared: Declared | None, code: str, profile: Profile = "okr-hub"
) -> list[Finding]:
    report = Analyzer(Settings(profile=profile, select=(code,))).analyze_text(
        text, declared=declared
    )
    return [finding for finding in report.findings if finding.code == code]


def test_a_bare_service_is_asked_for_its_effect_only() -> None:
    text = "We teach bricklaying to former prisoners in Porto."
    (finding,) = found(text, "mission", "MIS001")
    assert finding.question == "What will be lastingly different for them once it works?"
    assert finding.suggestion == "add: so that [what is different for them]"
    assert [span.text for span in finding.related] == [
        "teach bricklaying",
        "former prisoners in Porto",
    ]


def test_whom_comes_before_every_other_question() -> None:
    (finding,) = found("To print and restore antique globes.", "mission", "MIS001")
    assert finding.question == "Whom do you serve, and who is not among them?"
    assert finding.suggestion == "add: for [whom]"


def test_a_longer_mission_may_leave_its_effect_to_be_understood() -> None:
    text = (
        "We teach bricklaying, plastering and roofing to former prisoners in Porto, in the evening "
        "and at weekends, in a workshop beside the tram depot that the city lends us."
    )
    assert not found(text, "mission", "MIS001")


def test_okr_guide_takes_the_leader_of_a_field_for_a_mission() -> None:
    text = "To be the leading tyre dealer in Silesia."
    assert found(text, "mission", "MIS002")
    assert not found(text, "mission", "MIS002", "okr-guide")
    assert found("To double our revenue.", "mission", "MIS002", "okr-guide")


def test_no_headline_offers_short_words_of_the_text() -> None:
    text = (
        "To maintain the dykes, sluices and paths of the lower marsh, to house apprentices in the "
        "old pumping station while they learn to lay clay, to advise farmers on drains, to map the "
        "ditches and to open the archive of the marsh board to schools on two days a week."
    )
    (finding,) = found(text, "mission", "MIS004")
    assert "“House apprentices”" in (finding.suggestion or "")


def test_a_slogan_may_be_a_slogan() -> None:
    text = "Together for a better tomorrow."
    assert found(text, "mission", "KND005")
    assert found(text, None, "KND005")
    assert not found(text, "slogan", "KND005")


def test_jargon_is_named_once_a_statement() -> None:
    (finding,) = found("Cut the QRB backlog and close the QRB by May.", "objective", "BUZ003")
    assert finding.span is not None
    assert finding.span.text == "QRB"
    assert finding.related == ()


def test_asks_for_no_work_where_the_parse_saw_no_verb() -> None:
    text = "Our trust rents studios to potters in Stoke at a price a potter can pay."
    assert not any("done" in f.message for f in found(text, "mission", "MIS001"))


def test_asks_for_the_work_behind_an_effect() -> None:
    (finding,) = found("To improve the lives of widows in Mombasa.", "mission", "MIS001")
    assert finding.question == "What do you do or offer that they could not get without you?"


def test_asks_nothing_of_words_that_are_no_english() -> None:
    assert not found("Lorem ipsum dolor sit amet", "mission", "MIS001")
