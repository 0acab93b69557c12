"""Words of an objective that claim rank, greatness or fame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.rules.reading import Read, inside, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def claims_of(doc: Doc, read: Read) -> list[Span]:
    """Return the words of a short objective that claim rank, greatness or fame."""
    ranks = inside(doc, "rank_claims", read.span)
    return ranks or _grand_words(doc, read) or _images(doc, read)


_GRAND = frozenset(
    "world-class world-leading best-in-class first-class industry-leading market-leading".split()
)


def _grand_words(doc: Doc, read: Read) -> list[Span]:
    """Return words of greatness that carry a short objective: "Build a world-class team"."""
    short = sum(not token.is_punct for token in read.span) <= 10
    grand = [s for s in terms(doc, read.span, "rank_claims") if s.id_ in _GRAND]
    measured = inside(doc, "quantities", read.span)
    return grand if short and not measured else []


# Rank and fame in pictures, and being looked at.
_IMAGE = re.compile(
    r"\b(?:pole position|top spot|top of the table|podium|(?:win|lead) the race|lead the pack"
    r"|(?:own|conquer|rule|dominate) the [\w -]{0,30}?(?:market|category|space|sector|field)"
    r"|the (?:envy|talk|toast|pride) of|household name|rock ?stars?|the crown|champions? of"
    r"|number one"
    r"|(?:be|become|is|are) (?:seen|perceived|regarded|known|viewed|respected|admired"
    r"|recogni[sz]ed) (?:as|for)|our (?:reputation|image|profile)"
    r"|(?:premium|iconic|beloved|admired) brand)\b",
    re.IGNORECASE,
)


def _images(doc: Doc, read: Read) -> list[Span]:
    """Return pictures of rank and fame in an objective that nothing measures."""
    if inside(doc, "quantities", read.span):
        return []
    found = _IMAGE.search(read.span.text)
    if found is None:
        return []
    start = read.span.start_char
    span = doc.char_span(start + found.start(), start + found.end(), alignment_mode="expand")
    return [] if span is None else [span]
