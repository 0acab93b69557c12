"""Where a text turns from a mission's job to a vision's: clause by clause, from the head `segment`.

A merged text is one whose clauses do two jobs. The head `segment` says of any stretch how much it
does a vision's job; the features here describe how that changes along the text, and `best_split`
names the word at which it turns.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from analyzer.grading.features import segment_features
from analyzer.grading.tokens import MASK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.tokens import Tokens
    from analyzer.grading.views import View

# Shorter clauses ("and beyond") say too little by themselves.
_FEWEST = 4
_LIMIT = 6.0
_STEP_LIMIT = 8.0
_STOPS = frozenset((".", "!", "?", ";", ":", "—", "–", "-", "|", "/"))
# "What we hope to see:" belongs to what it leads to; it has up to so many words.
_LEAD_IN = 7
_LABEL_REACH = 4
# The head is surer of short stretches than it may be; halved log-odds choose better cuts.
_SOFTNESS = 2.0


class Clause(NamedTuple):
    """One clause: its number of tokens, and log-odds that it does a vision's job."""

    length: int
    value: float


class Turn(NamedTuple):
    """The best cut of a text into two jobs.

    Attributes:
        clause: the second part begins with this clause.
        fit: log probability that the parts do a mission's and a vision's job, at most 0.
        step: log-odds of the second part minus those of the first.
        share: share of the text before the cut.
        mark: how far punctuation and label words speak for the cut.
    """

    clause: int
    fit: float
    step: float
    share: float
    mark: float


class Split(NamedTuple):
    """Where a merged text turns: the first token of the second part, and the two kinds in order."""

    place: int
    first: str
    second: str


def clause_values(view: View, segment: LinearModel) -> list[Clause]:
    """Return the length and the value of every clause."""
    ends = (*view.clauses[1:], len(view.tokens))
    return [
        Clause(end - start, segment.value(segment_features(view.tokens, start, end)))
        for start, end in zip(view.clauses, ends, strict=True)
    ]


def turn_features(view: View, clauses: Sequence[Clause]) -> dict[str, float]:
    """Return features of how the job changes along the text, and of the labels it names."""
    masks = view.tokens.lower.count(MASK)
    found = {"masks": min(masks, 3) / 2, "masks>1": float(masks > 1)}
    if len(clauses) < 2:
        return {**found, "turn.none": 1.0}
    long = [c.value for c in clauses if c.length >= _FEWEST] or [c.value for c in clauses]
    turn = best_turn(view, clauses)
    whole = _mean(clauses)
    step = _clipped(turn.step, _STEP_LIMIT) / 4
    return found | {
        "turn.most": _clipped(max(long), _LIMIT) / 3,
        "turn.least": _clipped(min(long), _LIMIT) / 3,
        "turn.range": min(max(long) - min(long), _STEP_LIMIT) / 4,
        "turn.fit": turn.fit / 3,
        "turn.gain": (turn.fit - max(log_sigmoid(whole), log_sigmoid(-whole))) / 3,
        "turn.step": step,
        "turn.size": abs(step),
        "turn.balance": min(turn.share, 1 - turn.share) * 2,
        "turn.mark": turn.mark / 2,
        "turn.marked_fit": turn.fit / 3 * (turn.mark >= 1.0),
        "turn.good": float(turn.fit > -0.7),
        "turn.fair": float(turn.fit > -1.5),
    }


def best_turn(view: View, clauses: Sequence[Clause]) -> Turn:
    """Return the best cut between two clauses, each part being worth its clauses' mean.

    Args:
        view: the statement.
        clauses: its clauses, at least two.
    """
    total = sum(c.length for c in clauses)
    best: tuple[float, Turn] | None = None
    for cut in range(1, len(clauses)):
        left, right = _mean(clauses[:cut]), _mean(clauses[cut:])
        mark = plausibility(view.tokens, view.clauses[cut])
        worth = mark + max(_fit(left, right), _fit(right, left))
        if best is None or worth > best[0]:
            fit = max(_fit(left, right, 1.0), _fit(right, left, 1.0))
            share = sum(c.length for c in clauses[:cut]) / total
            best = (worth, Turn(cut, fit, right - left, share, mark))
    assert best is not None
    return best[1]


def best_split(view: View, segment: LinearModel) -> Split | None:
    """Return the split whose two parts do most clearly a mission's and a vision's job.

    Each part is judged as a whole here, which is slower and finer than `best_turn`.

    Args:
        view: the statement.
        segment: the head that tells a vision's job from a mission's.

    Returns:
        the split, or None where there is only one clause.
    """
    tokens = view.tokens
    best: tuple[float, Split] | None = None
    for place in view.clauses[1:]:
        left = segment.value(segment_features(tokens, 0, place))
        right = segment.value(segment_features(tokens, place, len(tokens)))
        mark = plausibility(tokens, place)
        for first, second, fit in (
            ("mission", "vision", _fit(left, right)),
            ("vision", "mission", _fit(right, left)),
        ):
            if best is None or mark + fit > best[0]:
                best = (mark + fit, Split(place, first, second))
    return best[1] if best else None


def plausibility(tokens: Tokens, place: int) -> float:
    """Return how far punctuation and label words speak for a turn at a token."""
    stop = tokens.lower[place - 1] in _STOPS and not _led_in(tokens, place)
    ahead = tokens.lower[place : place + _LEAD_IN + 1]
    start = place + ahead.index(":") + 1 if ":" in ahead else place
    label = MASK in (*ahead[:_LABEL_REACH], *tokens.lower[start : start + _LABEL_REACH])
    begins = stop and tokens.lower[place] in ("we", "our", "the")
    return stop + label + 0.3 * begins


def _led_in(tokens: Tokens, place: int) -> bool:
    """Return whether a token follows a colon that ends a short lead-in of its own."""
    if tokens.lower[place - 1] != ":":
        return False
    before = tokens.lower[max(0, place - 2 - _LEAD_IN) : place - 1]
    return any(mark in _STOPS for mark in before)


def _fit(mission: float, vision: float, softness: float = _SOFTNESS) -> float:
    """Return the log probability that one part does a mission's job and the other a vision's."""
    return log_sigmoid(-mission / softness) + log_sigmoid(vision / softness)


def log_sigmoid(x: float) -> float:
    """Return the logarithm of the logistic function, without overflow."""
    return -math.log1p(math.exp(-abs(x))) + min(x, 0.0)


def _mean(clauses: Sequence[Clause]) -> float:
    return sum(c.length * c.value for c in clauses) / sum(c.length for c in clauses)


def _clipped(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
