"""The three scores of a statement: vagueness, buzzwords and decision, each from 0 to 100.

A score is additive: `value = clip(base + sum of amounts, 0, 100)`, to the last bit that a float
holds. The amounts are the ridge's contributions summed by cause; what form and wording add to the
average statement is moved into the base, so that an amount says how this statement differs.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal

from analyzer.grading import linear
from analyzer.grading.wording import LABELS, score_features
from analyzer.resources import read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


@dataclass(frozen=True, slots=True)
class Scale:
    """One score's model and the published statements it is compared with."""

    name: ScoreName
    model: LinearModel
    published: Reference


class Grader:
    """Grades statements on one or several scales, in one pass over their features."""

    def __init__(self, scales: Sequence[Scale]) -> None:
        """Join the scales' weights, so that each feature is looked up once."""
        self.scales = tuple(scales)
        names = dict.fromkeys(name for scale in scales for name in scale.model.features)
        columns = [
            map(
                dict(zip(own.features, own.coef[:, 0].tolist(), strict=True)).get,
                names,
                repeat(0.0),
            )
            for own in (scale.model for scale in scales)
        ]
        self._weights = dict(zip(names, zip(*columns, strict=True), strict=True))

    def grade(self, view: View) -> dict[str, dict[str, Any]]:
        """Return the scores of a statement, by name, as its record holds them.

        Args:
            view: a statement of at least three words.
        """
        amounts: dict[str, list[float]] = {}
        words: dict[int, list[float]] = {}
        places: dict[str, set[int]] = {}
        weights = self._weights
        for name, value, cause, first, last in score_features(view.tokens, view.marks):
            weight = weights.get(name)
            if weight is None:
                continue
            added = [w * value for w in weight]
            _add(amounts, cause, added)
            if cause == "wording":
                if last - first == 1:
                    _add(words, first, added)
            elif last > first:
                places.setdefault(cause, set()).update(range(first, last))
        spans = {cause: _spans(view.tokens, found) for cause, found in places.items()}
        graded: dict[str, dict[str, Any]] = {}
        for column, scale in enumerate(self.scales):
            own = {cause: total[column] for cause, total in amounts.items()}
            singles = {place: total[column] for place, total in words.items()}
            spans["wording"] = _spans(view.tokens, _leading(singles, own.get("wording", 0.0)))
            graded[scale.name] = _score(scale, own, spans)
        return graded


def _add(table: dict[Any, list[float]], key: Any, added: list[float]) -> None:
    found = table.get(key)
    table[key] = added if found is None else [a + b for a, b in zip(found, added, strict=True)]


def _score(
    scale: Scale, amounts: dict[str, float], spans: dict[str, list[list[int]]]
) -> dict[str, Any]:
    """Return one score with its interval, band, percentile and contributions."""
    limits = scale.model.thresholds
    base = float(scale.model.intercept[0])
    for cause in CENTRED:
        centre = limits.get(f"centre_{cause}", 0.0)
        amounts[cause] = amounts.get(cause, 0.0) - centre
        base += centre
    ordered = sorted(amounts, key=lambda cause: (-abs(amounts[cause]), cause))
    value = min(100.0, max(0.0, base + sum(amounts[cause] for cause in ordered)))
    half = limits["half_width"]
    return {
        "value": value,
        "interval": [max(0.0, value - half), min(100.0, value + half)],
        "band": BANDS[scale.name][(value >= limits["band_low"]) + (value >= limits["band_high"])],
        "percentile": scale.published.percentile(value),
        "reference_n": scale.published.n,
        "base": base,
        "contributions": [
            {
                "feature": cause,
                "label": LABELS[cause],
                "amount": amounts[cause],
                "spans": spans.get(cause, []),
            }
            for cause in ordered
            if amounts[cause] != 0.0
        ],
    }


def _leading(words: dict[int, float], amount: float) -> list[int]:
    """Return the words that add most in the direction of the amount."""
    sign = 1.0 if amount > 0 else -1.0
    best = sorted(words, key=lambda place: (-sign * words[place], place))[:_WORDS_SHOWN]
    return [place for place in best if sign * words[place] > 0]


def _spans(tokens: Tokens, places: Iterable[int]) -> list[list[int]]:
    """Return the characters of tokens, joined where they touch."""
    joined: list[list[int]] = []
    previous = -2
    for place in sorted(places):
        if place == previous + 1:
            joined[-1][1] = tokens.end[place]
        else:
            joined.append([tokens.start[place], tokens.end[place]])
        previous = place
    return joined[:_MOST_SPANS]


@cache
def shipped() -> Grader:
    """Load the shipped models and references, once per process."""
    return Grader([Scale(s, linear.load(f"models/{s}")["score"], reference(s)) for s in SCORES])


def grade(view: View) -> dict[str, dict[str, Any]]:
    """Return the scores of a statement, by name, as its record holds them.

    Args:
        view: a statement of at least three words.
    """
    return shipped().grade(view)
