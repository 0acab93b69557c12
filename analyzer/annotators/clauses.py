"""Cuts a statement into clauses from its parse, and where the parse is poor from its punctuation.

Writes `clauses` into each record: ranges of characters, in order, that cover the statement but for
white space. A clause begins after a full stop, semicolon, colon or dash; where a coordinated or
appended predicate begins ("feed families and teach cooking"); before "so that", "by training" and
"where"; and before a second label ("and our vision is").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.annotators.base import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Span, Token

_FEWEST = 3
_HARD = frozenset((".", "!", "?", ";", ":", "—", "–", "•", "*", "|", "…"))
_PREDICATE = frozenset(("VERB", "AUX"))
_OPENERS = frozenset(
    "so by where while who which through that because in as and but or , to we our the".split()
)
_LABELS = frozenset("mission vision purpose envision envisions aspire aspires ____".split())


def clauses(statement: Span) -> list[list[int]]:
    """Return the clauses of a statement as [start, end] characters of the Doc.

    Args:
        statement: any span; without a parse only punctuation and labels cut it.
    """
    tokens = [t for t in statement if not t.is_space]
    if not tokens:
        return []
    first = tokens[0].i
    cuts = sorted({0, *_hard_cuts(tokens), *_soft_cuts(tokens, first)})
    kept = [0]
    for cut in cuts[1:]:
        if cut - kept[-1] >= _FEWEST and len(tokens) - cut >= _FEWEST:
            kept.append(cut)
    ends = [*kept[1:], len(tokens)]
    return [
        [tokens[a].idx, tokens[b - 1].idx + len(tokens[b - 1])]
        for a, b in zip(kept, ends, strict=True)
    ]


def _hard_cuts(tokens: list[Token]) -> set[int]:
    """Places after a mark that ends a sentence, or after a line break."""
    found = set()
    for place, token in enumerate(tokens[:-1]):
        following = tokens[place + 1]
        gap = following.idx - (token.idx + len(token))
        dash = token.text in ("-", "–", "—") and gap > 0
        stop = token.text in _HARD and token.text not in ("–", "—") and (gap or token.text == ";")
        if (
            dash
            or (stop and following.text not in _HARD)
            or "\n" in token.doc.text[token.idx + len(token) : following.idx]
        ):
            found.add(place + 1)
    return found


def _soft_cuts(tokens: list[Token], first: int) -> set[int]:
    """Places where a predicate joined to another begins, with its conjunction and marks."""
    places = {t.i: place for place, t in enumerate(tokens)}
    found = set()
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
                found.add(start)
        if token.lower_ in ("and", "while", "with", ",") and any(
            t.lower_ in _LABELS for t in tokens[place + 1 : place + 5]
        ):
            found.add(place if token.lower_ != "," else place + 1)
    return found


def _predicate(token: Token) -> bool:
    return token.pos_ in _PREDICATE or any(child.dep_ == "cop" for child in token.children)


def annotate_clauses(doc: Doc) -> Doc:
    """Fill `clauses` in every record."""
    for statement, record in statements(doc):
        record["clauses"] = clauses(statement)
    return doc


@Language.factory("plumbline_clauses", assigns=["doc._.plumbline"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_clauses
