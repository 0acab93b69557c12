from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import analyzer.rules  # noqa: F401  (registers the rules)
from analyzer.registry import all_rules

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_rules_lists_every_rule(plumbline: Command) -> None:
    result = plumbline("rules")
    assert result.code == 0
    for rule in all_rules().values():
        assert rule.code in result.out
        assert rule.name in result.out


def test_rules_as_json(plumbline: Command) -> None:
    listed = json.loads(plumbline("rules", "--format", "json").out)
    assert [r["code"] for r in listed] == list(all_rules())
    assert all(r["flags"] and r["passes"] and r["question"] for r in listed)
    assert all(r["precision"] is None or 0 <= r["precision"] <= 1 for r in listed)


@pytest.mark.parametrize("code", sorted(all_rules()))
def test_explain_tells_all_that_is_known(plumbline: Command, code: str) -> None:
    rule = all_rules()[code]
    result = plumbline("explain", code)
    assert result.code == 0
    words = " ".join(result.out.split())
    for part in (rule.code, rule.name, rule.cost, rule.rationale, rule.mend, rule.source):
        assert " ".join(part.split()) in words
    assert "{" not in result.out
    assert all(profile in words for profile in rule.profiles)
    one = json.loads(plumbline("explain", rule.name, "--format", "json").out)
    assert one["code"] == code
    assert all(told in words for told in one["exams"])
    recall = one["recall"]
    assert f"Found {'not measured' if recall is None else f'{recall * 100:.0f} of 100'}" in words
