"""Checks that removing a phrase which a score names moves the score the way it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.grading.scores import Grader, Reference, Scale, ScoreName
from models.statements_data import parse, read_lines

if TYPE_CHECKING:
    from analyzer.grading.linear import LinearModel

# Causes without words of their own, or with words that are only the rest.
_NAMELESS = ("form", "wording", "no_one_served")
_OWN_TEXTS = Path(__file__).resolve().parent.parent / "data" / "statements" / "statements.jsonl"
_NO_REFERENCE = Reference(0, (0.0,))


def direction(score: ScoreName, model: LinearModel, *, most: int = 200) -> tuple[float, int]:
    """Return the share of our own statements where the score follows, and their number.

    In each text the strongest named cause loses all of its words.

    Args:
        score: which one.
        model: its model.
        most: number of texts that are tried.
    """
    texts = [r["text"] for r in read_lines(_OWN_TEXTS) if "vagueness" in r and "kind" not in r]
    grader = Grader([Scale(score, model, _NO_REFERENCE)])
    tried: list[tuple[float, float, str]] = []
    for text, view in zip(texts, parse(tuple(texts)), strict=True):
        graded = grader.grade(view)[score]
        named = [c for c in graded["contributions"] if c["feature"] not in _NAMELESS and c["spans"]]
        inside = 1.0 < graded["value"] < 99.0
        if named and inside and len(tried) < most:
            strongest = named[0]
            shorter = _without(text, strongest["spans"])
            if len(shorter.split()) >= 4:
                tried.append((graded["value"], strongest["amount"], shorter))
    after = [grader.grade(view)[score]["value"] for view in parse(tuple(t for _, _, t in tried))]
    right = [(b - v) * amount < 0 for (v, amount, _), b in zip(tried, after, strict=True)]
    return (sum(right) / len(right) if right else 0.0), len(right)


def _without(text: str, spans: list[list[int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s{2,}", " ", text)).strip()
