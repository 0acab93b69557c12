"""Quotes where a key result starts from and what it is to reach."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analyzer.annotators.base import evidence
from analyzer.annotators.quantities import range_ends

if TYPE_CHECKING:
    from spacy.tokens import Span

_AMOUNTS = frozenset({"PERCENT", "MONEY", "COUNT", "RATE", "PERIOD", "RANGE"})
_BASELINE = re.compile(
    r"(?:\b(?:currently|presently|today|now|was|were|up from|down from|from|baseline(?: of)?"
    r"|previously|compared (?:to|with)|versus|vs\.?|against|instead of|rather than"
    r"|start(?:ing)? (?:at|from))"
    r"(?:\s+(?:at|is|of))?\s*[:=]?|baseline\s*[:=])\s*\Z",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\s*(?:today|now|currently|at present|last (?:year|quarter|month|season|term))\b(?!\s*[:=])",
    re.IGNORECASE,
)
# "(2029: 15)", "(9 in 100 in the first half-year)": another time stands beside the amount.
_TIME_FIRST = re.compile(r"\((?:in )?(?:(?:19|20)\d\d|last \w+)\s*[:=]?\s*\Z", re.IGNORECASE)
_TIME_LAST = re.compile(
    r"\s(?:in|during|at|over) (?:the )?(?:first|last|previous|19\d\d|20\d\d)[^()]*\)", re.IGNORECASE
)
_GOAL = re.compile(
    r"(?:\b(?P<with>with|having|aged|among|from|customers|people|firms|those)\s+)?"
    r"(?P<cue>\b(?:to|by|of|reach(?:es|ing)?|hit|target(?: of)?|achieve|score|goal"
    r"|longer than|later than)\s*[:=]?\s*)?"
    r"(?P<bound>(?:\b(?:at least|at most|no more than|more than|less than|fewer than"
    r"|within|over|above|below|under|up to|exceed(?:ing|s)?|minimum of|maximum of)"
    r"|[<>≥≤]=?)\s*)?"
    r"(?P<sign>(?<![\w)/])[~≈±+−-]\s?)?\Z",
    re.IGNORECASE,
)
# How far a cue tells that the amount behind it is the goal.
_CUES = {"to": 4, "by": 3}
_AGE = re.compile(r"\b(?:ages?|aged)\s+\Z", re.IGNORECASE)
_OFTEN = re.compile(r"(?:dai|night|week|month|quarter|year|annual)ly", re.IGNORECASE)
_OF_AMOUNT = re.compile(r"\s+of(?:\s+(?:the|our|all))?\s*\Z")
_OUT_OF = re.compile(r"\s+out of(?: every)? (?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b")
_LOOK_BACK = 40
# A period alone tells when or how often rather than how much, unless its words call it the goal.
_HOW_LONG, _HOW_OFTEN, _WEAK = -4, -6, -4
_DESCRIBING = frozenset({"COUNT", "PERIOD", "RATE"})
# "Per visit" alone, and what only describes: "two-factor login", "the 14-day backlog".
_NO_END = re.compile(
    r"per\s|[\w.]+-(?!stars?\b|points?\b|fold\b|odd\b|plus\b)[^\W\d]", re.IGNORECASE
)
# A claim about all or none needs no number.
_ALL_OR_NONE = frozenset("zero no every each all none nobody everybody everyone".split())
_TO_NOTHING = re.compile(r"\bto (?P<end>zero|nil|none|nothing)\b", re.IGNORECASE)
# Between "48% (2029)" and "70% (2031)".
_UP_TO = re.compile(r"(?:\s*\((?:[^()]{1,12})\))?\s*,?\s+(?:up |down )?to\s+", re.IGNORECASE)


class _Amount(NamedTuple):
    """An amount in a statement: its characters there, end-exclusive, and its label."""

    start: int
    end: int
    label: str


def find_ends(statement: Span) -> tuple[str | None, str | None]:
    """Return where a key result starts from and what it is to reach, as written with their units.

    A range gives both ends. Otherwise the target is the amount behind "to", "by", "at least" or the
    like, else the first amount that is not called the present state; or a claim about all or none.
    """
    text = statement.text
    amounts = _amounts(statement)
    ends = range_ends(text)
    if ends is not None:
        low, high = _with_units(*ends, amounts)
        return text[slice(*low)], text[slice(*high)]
    for one, other in pairwise(amounts):
        if _goes_on(statement, one, other):
            return text[one.start : one.end], text[other.start : other.end]
    baseline, target, strength = _cued_ends(text, amounts)
    if strength <= _WEAK:
        target = _closed_end(statement) or target
    return baseline, target


def _cued_ends(text: str, amounts: list[_Amount]) -> tuple[str | None, str | None, int]:
    """Return both ends by the words around each amount, and how far these call it the goal."""
    baseline: str | None = None
    target, strength, label = None, -9, ""
    previous = 0
    for amount in amounts:
        start, end = amount.start, amount.end
        before = text[max(0, start - _LOOK_BACK) : start]
        whole_of = previous and _OF_AMOUNT.fullmatch(text[previous:start])
        previous = end
        earlier = label == amount.label and (
            _TIME_FIRST.search(before) or (before.endswith("(") and _TIME_LAST.match(text, end))
        )
        if earlier or _BASELINE.search(before) or _PRESENT.match(text, end):
            baseline = baseline or text[start:end]
            continue
        found, bound = _strength(before, amount, text)
        if found > strength and not whole_of:
            target, strength, label = text[start - len(bound) : end], found, amount.label
    return baseline, target, strength


def _closed_end(statement: Span) -> str | None:
    """Return a claim about all or none: "Every school", "Zero", the last of "down to zero"."""
    nothing = _TO_NOTHING.search(statement.text)
    if nothing:
        return nothing["end"]
    dates = evidence(statement.doc, "quantities", statement)
    when = {t.i for q in dates if q.label_ in ("DATE", "DEADLINE") for t in q}
    first = next((token for token in statement if token.is_alpha and token.i not in when), None)
    if first is None or first.lower_ not in _ALL_OR_NONE:
        return None
    if first.i + 1 < statement.end and first.nbor().tag_ in ("JJR", "RBR"):
        return None  # "no more than one"
    noun = first.head if first.i < first.head.i <= first.i + 5 else first
    if noun.pos_ not in ("NOUN", "PROPN"):
        noun = first
    return str(statement.doc[first.i : noun.i + 1].text)


def _goes_on(statement: Span, one: _Amount, other: _Amount) -> bool:
    """Return whether two amounts are the ends of "71% to 85%" rather than of an interval.

    A colon before them, or a verb that moves a level, tells.
    """
    text = statement.text
    if one.label != other.label or not _UP_TO.fullmatch(text, one.end, other.start):
        return False
    colon = text[: one.start].rstrip().endswith((":", ")"))
    return colon or len(evidence(statement.doc, "lexicon", statement, "changes")) > 0


def _with_units(
    low: tuple[int, int], high: tuple[int, int], amounts: list[_Amount]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Widen a range's ends to the amounts that they belong to: "9 days", "6 of 38"."""
    for start, end, _ in amounts:
        if start <= low[0] < end <= high[0]:
            low = (start, max(low[1], end))
        elif start <= high[0] < end:
            # "19 to 7 days" is one amount, whose unit belongs to its last number.
            high = (max(start, high[0]) if start <= low[0] else start, max(high[1], end))
    return low, high


def _strength(before: str, amount: _Amount, text: str) -> tuple[int, str]:
    """Return how far the words before an amount call it the goal, and the bound among them."""
    goal = _GOAL.search(before)
    # "100% of purchases over $25k": the share is the goal, the bound says of what.
    own = 3 if amount.label == "PERCENT" and text[amount.end :].startswith(" of ") else 0
    if amount.label == "PERIOD":
        counted = any(c.isdigit() for c in text[amount.start : amount.end])
        own = _HOW_LONG if counted else _HOW_OFTEN
    if goal is None:
        return own, ""
    cue, bound = (goal["cue"] or "").strip(" :=").lower(), goal["bound"] or ""
    found = own + _CUES.get(cue, 1 if cue else 0) + 2 * bool(bound)
    # "firms with fewer than sixty lorries" says which firms, not how many.
    return found - 6 * bool(goal["with"] and bound), bound + (goal["sign"] or "")


def _amounts(statement: Span) -> list[_Amount]:
    """Return the amounts of a statement in order; "40 per 1,000 births" is one of them."""
    joined: list[_Amount] = []
    offset, text = statement.start_char, statement.text
    interval = range_ends(text) is None
    for span in evidence(statement.doc, "quantities", statement):
        if span.label_ not in _AMOUNTS or (span.label_ == "RANGE" and not interval):
            continue
        start, end = span.start_char - offset, span.end_char - offset
        last = joined[-1] if joined else None
        if last is not None and start < last.end:
            continue
        follows = last is not None and not text[last.end : start].strip()
        if last is not None and follows and span.label_ in ("RATE", "PERIOD"):
            joined[-1] = last._replace(end=end)
        elif _is_end(text, start, end, span.label_):
            out_of = _OUT_OF.match(text, end)
            joined.append(_Amount(start, out_of.end() if out_of else end, span.label_))
    return joined


def _is_end(text: str, start: int, end: int, label: str) -> bool:
    """Return whether an amount can be an end at all: an age, or "monthly", describes something."""
    if label in _DESCRIBING and _NO_END.match(text, start, end):
        return False
    return not (_AGE.search(text[:start][-8:]) or _OFTEN.fullmatch(text, start, end))


def is_checkable(baseline: str | None, target: str | None) -> bool:
    """Return whether a key result's ends alone let anybody check it: both of them, or all or none.

    Args:
        baseline: as quoted by `find_ends`, or from the cell beside it.
        target: likewise.
    """
    if target is None:
        return False
    words = target.lower().split()
    return baseline is not None or words[0] in _ALL_OR_NONE or words[0] in ("nil", "nothing")
