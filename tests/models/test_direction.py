"""Removing what a score names as its strongest cause moves the score the way it says."""

from __future__ import annotations

import pytest

from analyzer.grading import linear
from analyzer.grading.scores import SCORES, ScoreName
from models.direction import direction

# Not all follow: with the words their neighbours' parse, the length and the share of every other
# word change.
LEAST = {"vagueness": 0.87, "buzzwords": 0.88, "decision": 0.89}


@pytest.mark.parametrize("score", SCORES)
def test_removing_a_named_phrase_moves_the_score_as_said(score: ScoreName) -> None:
    share, texts = direction(score, linear.load(f"models/{score}")["score"])
    assert texts == 200
    assert share >= LEAST[score]
