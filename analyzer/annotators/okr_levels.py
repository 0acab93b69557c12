"""Whether a claim moves something up or down and leaves open how far.

"Improve quality", "clearer letters", "a rise in trust" and "the brand is stronger" have no end that
can be seen; "halve", "zero" and "from 61% to 90%" have.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.annotators.base import evidence

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Verbs that move something without saying how far; "halve" and "double" do say it.
_VERBS = frozenset(
    "increase improve reduce raise boost strengthen enhance maximize maximise minimize minimise "
    "grow deepen decrease lower better optimize optimise heighten lessen ease".split()
)
# Nouns of a movement, as a claim's head: "a rise in trust".
_NOUNS = frozenset(
    "rise increase growth improvement reduction drop decrease decline fall progress boost uplift "
    "gain advance upturn".split()
)
# The tagger takes many a comparative that opens a line for a name.
_COMPARATIVES = frozenset(
    "better fewer less more higher lower stronger clearer simpler smoother faster quicker easier "
    "safer healthier happier calmer closer deeper wider broader greater larger smaller shorter "
    "longer cheaper cleaner warmer friendlier smarter tighter richer leaner sharper quieter "
    "livelier greener fairer kinder earlier sooner bigger worse poorer weaker".split()
)
_LINKS = frozenset("be become get feel look grow stay seem much far".split())
# Behind the noun: "survey score up", "costs go down"; not the particle of a verb.
_DIRECTIONS = frozenset("up down higher lower".split())
_PARTICLED = frozenset(
    "set sign build speed scale follow open back clean turn shut close start step team write break "
    "slow wind lock hold stand roll back pick take bring make put keep come".split()
)
# Nouns that are a level in themselves.
_MEASURES = frozenset(
    "score result output error rate rating time cost share index level turnover attendance "
    "footfall response revenue margin count volume average percentage price complaint "
    "income".split()
)
# "Every", "no" and the like close a claim: whether it came true can be looked up.
_CLOSED = frozenset(
    "all every each no none nobody zero any never always both only than everyone everybody without "
    "least most double halve half twice triple".split()
)
_AMOUNTS = frozenset(("PERCENT", "MONEY", "COUNT", "RATE", "RANGE"))
_TIMES = frozenset(("DATE", "DEADLINE", "PERIOD"))


_GAINED = frozenset(
    "achieve obtain pass receive gain get win earn secure renew hold attain regain keep".split()
)
_PROOF = re.compile(
    r"\b(?:certifi(?:ed|cat\w+)|accredit\w+|attestation|licen[cs]e[ds]?|permits?|patents?|audit|exams?"
    r"|inspection|(?:SOC|ISO|PCI|FedRAMP|HIPAA|B[- ]Corp)\b[\w -]{0,20}?"
    r"(?:complian\w+|status|standard|audit|report))\b",
    re.IGNORECASE,
)


def gains_proof(statement: Span) -> bool:
    """Return whether a claim ends in a paper that others issue: a certificate, a passed audit.

    Args:
        statement: its span, with lemmas.
    """
    return statement[0].lemma_.lower() in _GAINED and bool(_PROOF.search(statement.text))


def is_open(statement: Span) -> bool:
    """Return whether a statement's claim moves a level, and neither a number nor a bound ends it.

    Args:
        statement: its span, parsed; the Doc carries `quantities`.
    """
    words = _undated(statement)
    if not words or has_end(statement):
        return False
    return moves_level(statement) or _names_movement(statement, words) or _compares(words)


def has_end(statement: Span) -> bool:
    """Return whether a number, a bound or a word like "every" ends a claim; dates do not.

    Args:
        statement: its span, parsed; the Doc carries `quantities`.
    """
    quantities = evidence(statement.doc, "quantities", statement)
    deadlines = [q for q in quantities if q.label_ == "DEADLINE"]
    if any(q.label_ in _AMOUNTS or _is_length(q, deadlines) for q in quantities):
        return True
    return any(t.lower_ in _CLOSED or _is_number(t) for t in _undated(statement))


def _is_number(token: Token) -> bool:
    """Return whether a token is a number; "first" is none."""
    return token.like_num and (token.tag_ == "CD" or token.text[0].isdigit())


def _undated(statement: Span) -> list[Token]:
    """Return the words of a statement but its dates and periods."""
    quantities = evidence(statement.doc, "quantities", statement)
    when = {t.i for q in quantities if q.label_ in _TIMES for t in q}
    return [t for t in statement if t.i not in when and any(c.isalnum() for c in t.text)]


def _is_length(quantity: Span, deadlines: list[Span]) -> bool:
    """Return whether a period says how long, as in "to 65 days", not by when or how often."""
    return (
        quantity.label_ == "PERIOD"
        and any(t.like_num for t in quantity)
        and not any(d.start <= quantity.start and quantity.end <= d.end for d in deadlines)
    )


def moves_level(statement: Span) -> bool:
    """Return whether the main verb or the first word moves a level up or down."""
    root = statement.root
    first = next((token for token in statement if token.pos_ not in ("ADV", "PUNCT")), root)
    return {root.lemma_.lower(), first.lemma_.lower()} & _VERBS != set()


def _names_movement(statement: Span, words: list[Token]) -> bool:
    """Return whether the claim is a movement by name: "a rise in trust", "make progress"."""
    root = statement.root
    if root.pos_ in ("NOUN", "PROPN") and root.lemma_.lower() in _NOUNS:
        return True
    return words[0].lemma_.lower() in ("make", "see", "show", "achieve") and any(
        t.lemma_.lower() in _NOUNS and t.dep_ == "obj" for t in words
    )


def _compares(words: list[Token]) -> bool:
    """Return whether the claim is a comparison: a line that opens with one, or its predicate.

    "Write a better handbook" compares nothing: it is work, whatever its object is like.
    """
    opening = next(
        (t for t in words if t.pos_ not in ("ADV", "DET") or _is_comparative(t)), words[0]
    )
    if _is_comparative(opening):
        return True
    if _directs_measure(words):
        return True
    if opening.tag_ in ("VB", "VBP") and opening.head.i == opening.i and not _is_state(opening):
        return False
    return any(_is_comparative(t) and not _qualifies(t) for t in words) or any(
        _points(before, t) for before, t in pairwise(words)
    )


def _directs_measure(words: list[Token]) -> bool:
    """Return whether a measure and its direction are all there is: "survey score up".

    The tagger takes the first of such nouns for a verb; "clean the yard up" names no measure.
    """
    if len(words) < 2 or words[-1].lower_ not in _DIRECTIONS:
        return False
    named = any(t.pos_ in ("DET", "ADP", "PRON") for t in words[:-1])
    measure = words[-2].lemma_.lower() in _MEASURES or words[-2].lower_ in _MEASURES
    return measure and not named and words[0].lemma_.lower() not in _PARTICLED


def _is_comparative(token: Token) -> bool:
    word = token.lower_
    if token.i + 1 < len(token.doc) and token.nbor().text == "-":
        return False  # "higher-level categories"
    behind_be = token.i > 0 and token.nbor(-1).lemma_.lower() in _LINKS
    if behind_be and word.endswith("ier") and token.tag_ != "NNS":
        return True
    return word in _COMPARATIVES or (token.tag_ in ("JJR", "RBR") and word.endswith("er"))


def _is_state(verb: Token) -> bool:
    return verb.lemma_.lower() in ("make", "get", "be", "become", "feel", "stay", "go")


def _qualifies(token: Token) -> bool:
    """Return whether a comparative stands before the noun or adjective that it qualifies."""
    doc = token.doc
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    return (
        following is not None
        and following.pos_ in ("NOUN", "PROPN", "NUM")
        and not following.is_space
    )


def _points(before: Token, token: Token) -> bool:
    """Return whether a word behind a noun says only the direction: "morale up in the plant"."""
    if token.lower_ not in _DIRECTIONS or before.lemma_.lower() in _PARTICLED:
        return False
    doc = token.doc
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    ends = following is None or following.pos_ in ("ADP", "PUNCT", "SPACE", "CCONJ", "DET")
    return ends and before.tag_ not in ("VBN", "VBD", "VBG") and not before.is_punct
