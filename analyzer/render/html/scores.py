"""Scores as a page shows them: the figure with its range, and what raised or lowered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.render.prose import clean, quote
from analyzer.types import Contribution, Score, Statement

TITLES = {
    "vagueness": ("Vagueness", "lower pins more down"),
    "buzzwords": ("Stock phrases", "lower says more"),
    "decision": ("Help in deciding", "higher helps more to choose"),
}
_COMPARED = {
    "vagueness": "vaguer than {} of 100",
    "buzzwords": "more stock phrases than in {} of 100",
    "decision": "more help than {} of 100",
}
_NAMED = 4  # contributions a side
_LEAST = 0.5  # points from which one is named
_LABELS = {"form": "sentence form and length", "wording": "other wording"}


@dataclass(frozen=True, slots=True)
class Reason:
    """What moved a score, by how many points, and the words that did."""

    label: str
    points: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One score: whole numbers for reading, `compared` against published statements."""

    name: str
    title: str
    sense: str
    value: int
    low: int
    high: int
    compared: str
    base: int
    raised: tuple[Reason, ...]
    lowered: tuple[Reason, ...]


def score_views(statement: Statement) -> tuple[ScoreView, ...]:
    """Return the scores of a statement; none where it was not scored."""
    return tuple(_score(name, score) for name, score in statement.scores.items())


def _score(name: str, score: Score) -> ScoreView:
    title, sense = TITLES.get(name, (clean(name).capitalize(), ""))
    low, high = (round(bound) for bound in score.interval)
    return ScoreView(
        name=clean(name),
        title=title,
        sense=sense,
        value=round(score.value),
        low=low,
        high=high,
        compared=_COMPARED.get(name, "more than {} of 100").format(score.percentile),
        base=round(score.base),
        raised=_reasons([c for c in score.contributions if c.amount > 0]),
        lowered=_reasons([c for c in score.contributions if c.amount < 0]),
    )


def _reasons(contributions: Sequence[Contribution]) -> tuple[Reason, ...]:
    strongest = sorted(contributions, key=lambda c: -abs(c.amount))
    return tuple(
        Reason(
            _LABELS.get(c.feature, clean(c.label)),
            f"{'+' if c.amount > 0 else '−'}{abs(c.amount):.1f}",
            tuple(dict.fromkeys(quote(s.text, 40) for s in c.spans))[:3],
        )
        for c in strongest
        if abs(c.amount) >= _LEAST
    )[:_NAMED]
