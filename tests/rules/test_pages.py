"""`docs/rules.md` says what the rules and the measured figures say."""

from __future__ import annotations

import pytest

from analyzer.registry import Rule, all_rules
from analyzer.rules import exams, measured
from analyzer.rules.description import describe
from models.rule_pages import OUT, page

PAGE = page()


def test_page_is_up_to_date() -> None:
    assert OUT.read_text(encoding="utf-8") == PAGE, "run python -m models.rule_pages"


@pytest.mark.parametrize("rule", list(all_rules().values()), ids=lambda r: r.code)
def test_page_tells_each_rule_whole(rule: Rule) -> None:
    section = PAGE.split(f"## {rule.code} {rule.name}\n")[1].split("\n## ")[0]
    for words in (rule.cost, rule.rationale, rule.mend, rule.before, rule.after, rule.source):
        assert " ".join(words.split()) in section
    assert all(school in section for school in rule.profiles)
    assert f"{measured(rule.code)['precision']:.2f} of {measured(rule.code)['n']} " in section
    assert describe(rule)["recall"] == measured(rule.code).get("recall")
    assert describe(rule)["exams"] == exams(rule.code)
    assert all(told in section for told in exams(rule.code))


def test_exams_tell_the_first_run_before_the_last() -> None:
    assert exams("ALN001")[-1].startswith("third exam: found in documents ")
    assert any(", then " in told for code in all_rules() for told in exams(code))
    assert exams("XYZ999") == []
