"""The sentence around a rank claim, as the slots and the market are read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from analyzer.annotators.lexicon import entry
from analyzer.annotators.phrases import case, trimmed, with_case

# A phrase that fills one slot ends where one of these opens the next.
NEXT_SLOT = frozenset("through via by thanks as within before until because with".split())
ANYWHERE = frozenset(
    "world globe industry sector field category market space business domain segment class planet"
    " earth web internet universe everything anything all what way thing area place region niche"
    " arena marketplace"
    " landscape line future tomorrow age era everyone anyone each other one time term order choice"
    " fact part addition".split()
)
_EMPTY_LEXICONS = frozenset(
    ("abstract_nouns", "buzzwords", "generality", "rank_claims", "hedges", "horizons")
)


@dataclass(frozen=True)
class Scene:
    """One sentence with a rank claim, and what the lexicons and quantities say of its tokens."""

    claim: Span
    sentence: Span
    empty: frozenset[int]
    people: frozenset[int]
    everyone: frozenset[int]
    quantities: list[Span]
    horizons: list[Span]


def scene_of(claim: Span, statement: Span, terms: list[Span], quantities: list[Span]) -> Scene:
    """Return the scene of a claim: its sentence within the statement, and the marks inside."""
    sentence = claim.root.sent
    start, end = max(sentence.start, statement.start), min(sentence.end, statement.end)
    empty: set[int] = set()
    people: set[int] = set()
    everyone: set[int] = set()
    for term in terms:
        if term.label_ in _EMPTY_LEXICONS:
            empty.update(range(term.start, term.end))
        elif term.label_ == "beneficiaries":
            people.update(range(term.start, term.end))
            if entry("beneficiaries", term.id_)["category"] == "general":
                everyone.update(range(term.start, term.end))
    return Scene(
        claim=claim,
        sentence=claim.doc[start:end],
        empty=frozenset(empty),
        people=frozenset(people),
        everyone=frozenset(everyone - {t.i for t in statement if t.ent_type_}),
        quantities=quantities,
        horizons=[t for t in terms if t.label_ == "horizons"],
    )


def prepositional(scene: Scene) -> Iterator[tuple[str, Token]]:
    """Yield preposition and head of each prepositional phrase behind the claim's first word."""
    for token in scene.sentence:
        if token.i > scene.claim.start and not (scene.claim.start <= token.i < scene.claim.end):
            preposition = case(token)
            if preposition and token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "SYM"):
                yield preposition, token


def overlaps(span: Span, others: list[Span]) -> bool:
    """Return whether a span shares a token with any of the others."""
    return any(span.start < o.end and o.start < span.end for o in others)


def says_something(span: Span, scene: Scene) -> bool:
    """Return whether a phrase holds a name, a number or a noun that not every organisation uses."""
    return any(
        token.pos_ in ("NOUN", "PROPN", "NUM")
        and token.i not in scene.empty
        and token.i not in scene.everyone
        and token.lemma_.lower() not in ANYWHERE
        for token in span
    )


def slot(head: Token, scene: Scene, *, stops: frozenset[str] = NEXT_SLOT) -> Span:
    """Return a phrase with its preposition, cut where a word or deadline opens another slot."""
    span = with_case(head)
    end = span.end
    for token in span:
        if token.i > head.i and token.lower_ in stops and token.dep_ in ("case", "mark", "fixed"):
            end = min(end, token.i)
    for quantity in scene.quantities:
        if quantity.label_ == "DEADLINE" and head.i < quantity.start < end:
            end = quantity.start
    return trimmed(span.doc[span.start : end])
