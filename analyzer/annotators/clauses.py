"""Cuts a statement into clauses from its parse, and where the parse is poor from its punctuation.

Writes `clauses` into each record: ranges of characters, in order, that cover the statement but for
white space. A clause begins after a full stop, semicolon, colon, dash or spaced slash; where a
coordinated or appended predicate begins ("feed families and teach cooking"); before "so that", "by
training" and "where"; and before a second label ("and our vision is").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.annotators.base import prepare, statements, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Span, Token

_FEWEST = 3
_AFTER_LABEL = 6
_STOPS = frozenset((".", "!", "?", ";", ":", "•", "*", "|", "…"))
_DASHES = frozenset(("-", "–", "—", "/"))
_MARKS = _STOPS | _DASHES | {","}
_PREDICATE = frozenset(("VERB", "AUX"))
_OPENERS = frozenset(
    "so by where while who which through that because in as and but or to we our the".split()
)
_JOINERS = frozenset(("and", "while", "with", "as"))
_LABELS = frozenset("mission vision purpose envision envisions aspire aspires _".split())
_LABEL_REACH = 4
# Of two cuts that stand too close, the stronger one stays.
_SOFT, _LABEL, _HARD = 1, 2, 3


def clauses(statement: Span) -> list[list[int]]:
    """Return the clauses of a statement as [start, end] characters of the Doc.

    Args:
        statement: any span; without a parse only punctuation and labels cut it.
    """
    tokens = [t for t in statement if not t.is_space and not _continues_blank(t)]
    if not tokens:
        return []
    cuts: dict[int, int] = {}
    for place, strength in (*_soft_cuts(tokens), *_label_cuts(tokens), *_hard_cuts(tokens)):
        while place < len(tokens) and tokens[place].text in _MARKS:
            place += 1  # a clause does not begin with the mark that ends the one before
        cuts[place] = max(cuts.get(place, 0), strength)
    starts = [0, *_spaced(cuts, len(tokens))]
    ends = [tokens[place - 1] for place in starts[1:]] + [statement[-1]]
    return [
        [tokens[place].idx, end.idx + len(end)] for place, end in zip(starts, ends, strict=True)
    ]


def _continues_blank(token: Token) -> bool:
    """Return whether a token is a further underscore of a run that stands for a hidden word."""
    return token.text == "_" and token.i > 0 and token.nbor(-1).text == "_"


def _spaced(cuts: dict[int, int], size: int) -> list[int]:
    """Return the cuts that leave each clause three tokens; the strongest are placed first."""
    kept: list[int] = [0, size]
    for place in sorted(cuts, key=lambda place: (-cuts[place], place)):
        # "and our vision is" needs what follows to make a clause.
        if all(
            abs(place - other) >= (_AFTER_LABEL if cuts.get(other) == _LABEL else _FEWEST)
            for other in kept
        ):
            kept.append(place)
    return sorted(kept)[1:-1]


def _hard_cuts(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield places after a mark that ends a sentence, or after a line break."""
    whole = text_of(tokens[0].doc)
    for place, token in enumerate(tokens[:-1]):
        after, text = token.idx + len(token), token.text
        gap = whole[after : tokens[place + 1].idx]
        dash = text in _DASHES and gap and token.i > 0 and token.nbor(-1).whitespace_
        stop = text in _STOPS and (gap or text == ";")
        if dash or stop or "\n" in gap:
            yield place + 1, _HARD


def _label_cuts(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield places where a label is announced: "and our vision is", "with the vision of"."""
    for place, token in enumerate(tokens):
        if token.lower_ in _JOINERS:
            ahead = tokens[place + 1 : place + 1 + _LABEL_REACH]
            if any(t.lower_ in _LABELS for t in ahead):
                yield place, _LABEL


def _soft_cuts(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield places where a predicate joined to another begins, with its conjunction and marks."""
    places = {t.i: place for place, t in enumerate(tokens)}
    first = tokens[0].i
    for place, token in enumerate(tokens):
        relation = token.dep_.partition(":")[0]
        joined = relation in ("conj", "parataxis") and _predicate(token) and token.head.i >= first
        hanging = relation in ("advcl", "acl") and _predicate(token) and token.head.i < token.i
        if joined or hanging:
            start = places.get(token.left_edge.i, place)
            # What opens the clause may be attached elsewhere by a poor parse.
            while start > 1 and tokens[start - 1].lower_ in ("and", "or", "but", "to", "by", "so"):
                start -= 1
            if joined or tokens[start].lower_ in _OPENERS:
                yield start, _SOFT


def _predicate(token: Token) -> bool:
    return token.pos_ in _PREDICATE or any(child.dep_ == "cop" for child in token.children)


def annotate_clauses(doc: Doc) -> Doc:
    """Fill `clauses` in every record."""
    prepare(doc)
    for statement, record in statements(doc):
        record["clauses"] = clauses(statement)
    return doc


@Language.factory("plumbline_clauses", assigns=["doc._.plumbline"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_clauses
