"""The shipped curves of versions belong to the shipped vectors, and their texts are in order."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from analyzer.alignment.agreement import load_version_model
from analyzer.alignment.changes import FEATURES
from analyzer.alignment.embedder import load_embedder
from models.versions.card import render_card

HERE = Path(__file__).resolve().parents[2] / "models" / "versions"


def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def test_the_curves_are_those_of_the_shipped_vectors() -> None:
    model = load_version_model(load_embedder(), FEATURES)  # python -m models.train versions
    assert len(model.change) == len(FEATURES)
    assert 0 < model.statement.even < 1
    assert model.statement.slope > 0


def test_the_card_is_that_of_the_figures() -> None:
    card = (HERE / "README.md").read_text(encoding="utf-8")
    assert card == render_card(read("metrics.json")["embedders"])


def test_no_pair_of_words_is_both_alike_and_opposed() -> None:
    words = read("words.json")
    alike = {frozenset(pair) for group in words["same"] for pair in combinations(group, 2)}
    opposed = {frozenset(pair) for pair in words["opposed"]}
    assert not alike & opposed
    assert all(len(pair) == 2 for pair in opposed)


@pytest.mark.parametrize("name", ["edits.jsonl", "from_memory.jsonl"])
def test_the_exams_share_no_text_with_what_was_learned_from(name: str) -> None:
    learned = (HERE / name).read_text(encoding="utf-8")
    exams = HERE.parents[1] / "tests" / "exams"
    for line in (exams / "drift.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row["before"] not in learned
        assert row["after"] not in learned
    for line in (exams / "teams.jsonl").read_text(encoding="utf-8").splitlines():
        assert all(own["mission"] not in learned for own in json.loads(line)["versions"])
