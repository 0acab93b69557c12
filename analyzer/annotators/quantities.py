"""Numbers, shares, sums, rates, ranges, dates, deadlines and periods as spans of the Doc.

Two passes over the text. The first finds single quantities, each character at most once, and names
such as "COVID-19" or "Form 990" that only look like one. The second finds what encloses them: a
range with its two ends, a deadline with its date. All repeats in the patterns are bounded, so the
time is linear in the length of the text.

| label | examples |
|---|---|
| PERCENT | 75%, five per cent, two thirds, half |
| MONEY | $3.5m, 200 euros |
| RATE | per 1,000 births, 4 out of 5, one in six, 3x, double |
| DATE | 30 June 2027, Q3, FY27, H2 2026, 2031 |
| PERIOD | each year, a week, 90 days, quarterly |
| COUNT | five new clinics, 1,200 |
| RANGE | from 62% to 75%, 3.1 → 4.0; its ends are spans of their own |
| DEADLINE | by 2031, within two years, this quarter; its date is a span of its own |
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from analyzer.annotators.base import prepare
from analyzer.annotators.quantity_patterns import (
    BETWEEN,
    DEADLINES_OF,
    LEAVES,
    OPENS,
    RANGES,
    SHARES,
    SYMBOLS,
    YEAR,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LABELS = ("PERCENT", "MONEY", "RATE", "DATE", "PERIOD", "COUNT", "RANGE", "DEADLINE")


class Quantity(NamedTuple):
    """One quantity in a text; offsets are characters, end-exclusive."""

    start: int
    end: int
    label: str


# The patterns are tried only at words that can open them, which makes ordinary prose cheap.
_WORD = re.compile(r"[^\W_]+|[$€£¥₦₹+(]")
_YEAR_ONLY = re.compile(rf"{YEAR}\Z")
_YEAR_SPAN = re.compile(rf"\D*{YEAR}\D+{YEAR}\Z")
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|by|since|until|till|from|of|year|before|after|to|through|during|for"
    r"|and|fiscal|mid|late"
    r"|early|vision|strategy|plan|than|vs|over|between|spring|summer|autumn|fall"
    r"|winter)|[(–-])[ ]?\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[ ](?:[a-z-]+[ ]){0,2}[a-z-]+s(?!\w)")


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, ordered by start; a range or deadline precedes its parts.

    A four-digit year is a DATE unless a counted noun follows and nothing before it asks for a date
    ("2000 households").
    """
    found: list[Quantity] = []
    leaf_end = range_end = deadline_end = 0
    ranges = [RANGES[place][1] for place in _possible_ranges(text)]
    for word in _WORD.finditer(text):
        start, first = word.start(), word.group().lower()
        opens = first in OPENS or first[0] in "0123456789" or first[-1] in "0123456789"
        if start >= deadline_end and first in DEADLINES_OF:
            match = _first_match(DEADLINES_OF[first], text, start)
            if match:
                deadline_end = match.end()
                found.append(Quantity(start, deadline_end, "DEADLINE"))
        if start >= range_end and (opens or first in ("from", "between")):
            match = _first_match(ranges, text, start)
            if match and not _YEAR_SPAN.match(match.group()):
                range_end = match.end()
                found.append(Quantity(start, range_end, "RANGE"))
        if opens and start >= leaf_end:
            match = LEAVES.match(text, start)
            if match:
                leaf_end = match.end()
                found.extend(_leaf(text, match))
    return sorted(found, key=lambda q: (q.start, -q.end))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _first_match(patterns: Iterable[str], text: str, start: int) -> re.Match[str] | None:
    matches = (_compiled(pattern).match(text, start) for pattern in patterns)
    return next(filter(None, matches), None)


def _possible_ranges(text: str) -> list[int]:
    """Return which patterns of ranges may match: what they need is in the text."""
    small = text.lower()
    return [
        place
        for place, (needed, _) in enumerate(RANGES)
        if (needed in small if needed[0].isalpha() else any(mark in text for mark in needed))
    ]


def _leaf(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    label, (start, end) = match.lastgroup, match.span()
    if label == "RATE" and " to " in match.group():
        # "3 to 5" is two numbers, not a rate.
        middle = text.index(" to ", start, end)
        yield Quantity(start, middle, "COUNT")
        yield Quantity(middle + 4, end, "COUNT")
    elif label == "DATE" and _YEAR_ONLY.match(match.group()) and _is_count(text, start, end):
        yield Quantity(start, end, "COUNT")
    elif label is not None and label != "NAME":
        yield Quantity(start, end, label)


def _is_count(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start]
    return _COUNTED.match(text, end) is not None and _BEFORE_YEAR.search(before) is None


def _ranges(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the ranges of a text, which do not overlap, and which pattern each one matches."""
    ahead = {place: _search(place, text, 0) for place in _possible_ranges(text)}
    while found := [(match.start(), place, match) for place, match in ahead.items() if match]:
        _, place, match = min(found, key=lambda one: one[:2])
        yield place, match
        start = match.end()
        behind = (other for begin, other, _ in found if begin < start)
        ahead |= {other: _search(other, text, start) for other in behind}


def _search(place: int, text: str, start: int) -> re.Match[str] | None:
    return _compiled(RANGES[place][1]).search(text, start)


def range_ends(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the offsets of the first range's baseline and target, or None where there is none.

    "Between 40 and 50" and "15-20%" are intervals, which name no baseline.
    """
    for place, match in _ranges(text):
        # "15-20%" is an interval too, "15%-20%" is none.
        interval = place == BETWEEN or (place == SHARES and match["low"][-1] != "%")
        if not interval and not _YEAR_SPAN.match(match.group()):
            return _trim(text, match.span("low")), _trim(text, match.span("high"))
    return None


def _trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end


def annotate_quantities(doc: Doc) -> Doc:
    """Fill `doc.spans["quantities"]`; with tags, a COUNT reaches to the noun it counts."""
    prepare(doc)
    spans = []
    for quantity in find_quantities(doc.text):
        span = doc.char_span(
            quantity.start, quantity.end, label=quantity.label, alignment_mode="expand"
        )
        if span is not None:
            spans.append(_with_noun(doc, span) if quantity.label == "COUNT" else span)
    doc.spans["quantities"] = spans
    return doc


def _with_noun(doc: Doc, span: Span) -> Span:
    """Extend a count to the end of the noun phrase that it opens."""
    end, last = span.end, min(len(doc), span.end + 6)
    noun = span.end
    if end < last and doc[end].text in SYMBOLS:
        return Span(doc, span.start, end + 1, label=span.label)
    while end < last and doc[end].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT", "VERB"):
        token = doc[end]
        if token.text != "-" and not token.text[0].isalnum():
            break
        if token.pos_ == "VERB" and (noun > span.end or not token.text.endswith(("ed", "ing"))):
            break
        end += 1
        if token.pos_ in ("NOUN", "PROPN"):
            noun = end
    return Span(doc, span.start, noun, label=span.label)


@Language.factory("plumbline_quantities", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that writes the span group "quantities"."""
    del nlp, name
    return annotate_quantities
