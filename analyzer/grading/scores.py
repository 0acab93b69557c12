"""The three scores of a statement: vagueness, buzzwords and decision, each from 0 to 100.

A score is additive: `value = clip(base + sum of amounts, 0, 100)`, to the last bit that a float
holds. The amounts are the ridge's contributions summed by cause; what form and wording add to the
average statement is moved into the base, so that an amount says how this statement differs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from analyzer.grading import linear
from analyzer.grading.wording import LABELS, Feature, score_features
from analyzer.resources import read_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.tokens import Tokens
    from analyzer.grading.views import View

ScoreName = Literal["vagueness", "buzzwords", "decision"]
SCORES: tuple[ScoreName, ...] = ("vagueness", "buzzwords", "decision")
BANDS: dict[ScoreName, tuple[str, str, str]] = {
    "vagueness": ("clear", "mixed", "vague"),
    "buzzwords": ("low", "moderate", "high"),
    "decision": ("low", "moderate", "high"),
}
# Causes that every statement has; their average effect belongs to the base.
CENTRED = ("form", "wording")
_MOST_SPANS = 8
_WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """How a score is spread over published missions and visions: 101 quantiles and their number."""

    n: int
    quantiles: tuple[float, ...]

    def percentile(self, value: float) -> int:
        """Return the share of published statements, in percent, that score no higher."""
        return min(100, max(0, bisect_right(self.quantiles, value) - 1))


@cache
def reference(score: ScoreName) -> Reference:
    """Load a score's quantiles."""
    table = read_json(f"data/reference/{score}.json")
    return Reference(int(table["n"]), tuple(float(q) for q in table["quantiles"]))


def grade(view: View) -> dict[str, dict[str, Any]]:
    """Return the scores of a statement as its record holds them.

    Args:
        view: a statement of at least three words.
    """
    features = score_features(view.tokens, view.marks)
    return {
        score: measure(
            score, linear.load(f"models/{score}")["score"], reference(score), view.tokens, features
        )
        for score in SCORES
    }


def measure(
    score: ScoreName,
    model: LinearModel,
    published: Reference,
    tokens: Tokens,
    features: Sequence[Feature],
) -> dict[str, Any]:
    """Return one score with its interval, band, percentile and contributions."""
    amounts, parts = _amounts(model, features)
    centres = {cause: model.thresholds.get(f"centre_{cause}", 0.0) for cause in CENTRED}
    for cause, centre in centres.items():
        amounts[cause] = amounts.get(cause, 0.0) - centre
    base = float(model.intercept[0]) + sum(centres.values())
    ordered = sorted(amounts, key=lambda cause: (-abs(amounts[cause]), cause))
    contributions = [
        {
            "feature": cause,
            "label": LABELS[cause],
            "amount": amounts[cause],
            "spans": _spans(tokens, cause, amounts[cause], parts),
        }
        for cause in ordered
        if amounts[cause] != 0.0
    ]
    value = min(100.0, max(0.0, base + sum(amounts[cause] for cause in ordered)))
    half = model.thresholds["half_width"]
    low, high = model.thresholds["band_low"], model.thresholds["band_high"]
    return {
        "value": value,
        "interval": [max(0.0, value - half), min(100.0, value + half)],
        "band": BANDS[score][(value >= low) + (value >= high)],
        "percentile": published.percentile(value),
        "reference_n": published.n,
        "base": base,
        "contributions": contributions,
    }


_Part = tuple[float, int, int]


def _amounts(
    model: LinearModel, features: Sequence[Feature]
) -> tuple[dict[str, float], dict[str, list[_Part]]]:
    """Sum contributions by cause; keep those with tokens, so that their words can be quoted."""
    amounts: dict[str, float] = {}
    parts: dict[str, list[_Part]] = {}
    for name, value, cause, first, last in features:
        weight = model.single(name)
        if weight == 0.0:
            continue
        amount = weight * value
        amounts[cause] = amounts.get(cause, 0.0) + amount
        if last > first:
            parts.setdefault(cause, []).append((amount, first, last))
    return amounts, parts


def _spans(
    tokens: Tokens, cause: str, amount: float, parts: dict[str, list[_Part]]
) -> list[list[int]]:
    """Return the characters of the tokens that cause an amount, joined where they touch.

    For the remaining wording only the words that add most in the amount's direction are named.
    """
    found = parts.get(cause, [])
    if cause == "wording":
        singles: dict[int, float] = {}
        for part, first, last in found:
            if last - first == 1:
                singles[first] = singles.get(first, 0.0) + part
        sign = 1.0 if amount > 0 else -1.0
        best = sorted(singles, key=lambda place: -sign * singles[place])[:_WORDS_SHOWN]
        places = {place for place in best if sign * singles[place] > 0}
    else:
        places = {place for _, first, last in found for place in range(first, last)}
    joined: list[list[int]] = []
    previous = -2
    for place in sorted(places):
        if place == previous + 1:
            joined[-1][1] = tokens.end[place]
        else:
            joined.append([tokens.start[place], tokens.end[place]])
        previous = place
    return joined[:_MOST_SPANS]
