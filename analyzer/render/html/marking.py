"""Marked text: overlapping stretches cut into pieces, each a link to the question it raises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from analyzer.render.html.questions import Card, Range
from analyzer.render.prose import readable
from analyzer.types import Statement

Place = tuple[int, int, Card]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of shown text.

    Attributes:
        text: its words; of a gap, what is missing there.
        card: whose question its link leads to; None where it is not marked.
        numbers: cards whose words end here: their numbers are shown.
        gap: whether the words stand for what is missing.
        anchors: ids that lead back here: of the cards whose words begin here.
    """

    text: str
    card: Card | None = None
    numbers: tuple[Card, ...] = ()
    gap: bool = False
    anchors: tuple[str, ...] = ()


def pieces(statement: Statement, cards: Sequence[Card]) -> list[Piece]:
    """Return a statement's words in pieces, with the gaps where their words would stand.

    Args:
        statement: to show.
        cards: its own.
    """
    shown = readable(statement.span.text, statement.span.start)
    places: list[Place] = []
    for start, end, card in _ranges(cards):
        if place := shown.place(start, end):
            places.append((*place, card))
    gaps: dict[int, Card] = {}
    for _, end, card in places:
        if card.gaps and card not in gaps.values():
            gaps[end] = card
    found: list[Piece] = []
    begun: set[str] = set()
    for start, end, active in _cut(places, len(shown.text)):
        new = [card for card in active if card.id not in begun]
        begun.update(card.id for card in new)
        found.append(
            Piece(
                shown.text[start:end],
                active[0] if active else None,
                tuple(
                    sorted(
                        {c for s, e, c in places if e == end and c in active},
                        key=lambda c: c.number,
                    )
                ),
                anchors=tuple(f"w-{card.id}" for card in new),
            )
        )
        if end in gaps:
            found += [Piece(text, gaps[end], gap=True) for text in gaps[end].gaps]
    return found


def marks(text: str, cards: Sequence[Card]) -> tuple[tuple[int, int, str], ...]:
    """Return the marked stretches of a text for a browser: in UTF-16 units, none overlapping.

    Args:
        text: of the report; offsets into it count code points.
        cards: all of them.

    Returns:
        start, end and hue of each stretch.
    """
    units = [0, *accumulate(2 if ord(c) > 0xFFFF else 1 for c in text)]
    return tuple(
        (units[start], units[end], active[0].hue)
        for start, end, active in _cut(_ranges(cards), len(text))
        if active
    )


def _ranges(cards: Sequence[Card]) -> list[Place]:
    """Return all ranges to mark; a hint counts where no other card's words are."""
    firm: list[Place] = [(*span, card) for card in cards for span in card.spans]
    hints: list[Place] = [(*span, card) for card in cards for span in card.hints]
    return firm + [h for h in hints if not any(_touch((h[0], h[1]), (f[0], f[1])) for f in firm)]


def _touch(first: Range, second: Range) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _cut(places: Sequence[Place], length: int) -> list[tuple[int, int, list[Card]]]:
    """Cut a text at every end of a range; the cards of each piece, the innermost first."""
    ends = sorted({0, length, *(p for start, end, _ in places for p in (start, end))})
    found = []
    for start, end in pairwise(ends):
        around = [p for p in places if p[0] <= start and end <= p[1]]
        around.sort(key=lambda p: (p[1] - p[0], p[2].number))
        found.append((start, end, list({card.id: card for _, _, card in around}.values())))
    return found
