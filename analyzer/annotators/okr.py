"""What the models of key results and objectives look at: named features of one statement.

Words and pairs of words, the class of the first verb, the shape of the root, and which quantities
are there. Every feature has a name that can be read, and none but `length` grows with the text.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.annotators.base import evidence

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Lexicons whose spans say what a verb does, and those whose mere presence tells something.
_VERB_LEXICONS = ("activities", "changes")
_PRESENT = ("rank_claims", "buzzwords", "abstract_nouns", "beneficiaries", "hedges", "generality")
_COMPARISON = re.compile(
    r"[<>≥≤]=?|\b(?:at least|at most|more than|less than|fewer than|over|above|below|under|up to"
    r"|no more than|minimum|maximum|exceed\w*)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(r"\b(?:so that|resulting in|leading to|to ensure|in order to|which)\b", re.I)
_NUMBER = re.compile(r"\d[\d.,:/-]*\w{0,2}$")
_FIRST_WORDS = 4
_PASSIVE = ("nsubj:pass", "aux:pass")


def okr_features(statement: Span) -> dict[str, float]:
    """Return the features of an objective or key result, by name.

    Needs the span groups `lexicon` and `quantities` and a parse; without one of them its features
    are simply absent.
    """
    tokens = [t for t in statement if not t.is_space]
    words = [_form(t) for t in tokens]
    found: dict[str, float] = {}
    for word in words:
        found[f"word={word}"] = 1.0
    for left, right in pairwise(words):
        found[f"pair={left} {right}"] = 1.0
    for one, other in pairwise(tokens):
        found[f"tags={one.tag_} {other.tag_}"] = 1.0
    content = [t for t in tokens if not t.is_punct]
    found |= _opening(content) | _roots(statement) | _spans(statement, content)
    text = statement.text
    found["comparison"] = float(bool(_COMPARISON.search(text)))
    found["effect"] = float(bool(_EFFECT.search(text)))
    found["colon"] = float(":" in text)
    found["length"] = math.log1p(len(content)) / 3
    found["short"] = float(len(content) <= 4)
    return {name: value for name, value in found.items() if value}


def _form(token: Token) -> str:
    lower = token.lower_.replace("’", "'")
    return "#" if _NUMBER.match(lower) else lower


def _opening(content: list[Token]) -> dict[str, float]:
    """Features of the first words: most objectives and key results open with their verb."""
    found: dict[str, float] = {}
    if not content:
        return found
    first = content[0]
    found[f"first={_form(first)}"] = 1.0
    found[f"first_lemma={first.lemma_.lower()}"] = 1.0
    found[f"first_tag={first.tag_}"] = 1.0
    for word in content[:_FIRST_WORDS]:
        found[f"early={_form(word)}"] = 1.0
    if len(content) > 1:
        found[f"first_tags={first.tag_} {content[1].tag_}"] = 1.0
    found[f"last_tag={content[-1].tag_}"] = 1.0
    found[f"last={_form(content[-1])}"] = 1.0
    return found


def _roots(statement: Span) -> dict[str, float]:
    """Features of the sentence's root: verb, noun, passive or copula."""
    found: dict[str, float] = {}
    for token in statement:
        relation = token.dep_
        if relation == "ROOT":
            found[f"root={token.lemma_.lower()}"] = 1.0
            found[f"root_tag={token.tag_}"] = 1.0
            if token.head.i == token.i and token.i == statement.start:
                found["root_opens"] = 1.0
        elif relation in _PASSIVE:
            found["passive"] = 1.0
        elif relation == "cop":
            found["copula"] = 1.0
        elif relation in ("nsubj", "obj") and token.head.dep_ == "ROOT":
            found[f"{relation}={token.lemma_.lower()}"] = 1.0
            found[f"has_{relation}"] = 1.0
    return found


def _spans(statement: Span, content: list[Token]) -> dict[str, float]:
    """Features of what the lexicons and the quantities found."""
    found: dict[str, float] = {}
    opening = content[0].i if content else -1
    for span in evidence(statement.doc, "lexicon", statement):
        label, place = span.label_, "first" if span.start <= opening < span.end else "any"
        if label in _VERB_LEXICONS:
            category = _category(label, span.id_)
            found[f"{label}_{place}"] = 1.0
            found[f"{label}_{place}={category}"] = 1.0
        elif label in _PRESENT:
            found[label] = min(found.get(label, 0.0) + 0.5, 1.0)
        elif label == "horizons":
            found[f"horizon={_category(label, span.id_)}"] = 1.0
    for span in evidence(statement.doc, "quantities", statement):
        name = f"quantity={span.label_}"
        found[name] = 1.0
        found["quantity"] = 1.0
        if span.label_ == "COUNT" and span.end > span.start + 1:
            found["counted_noun"] = 1.0
            found[f"counted={span[-1].lemma_.lower()}"] = 1.0
    return found


def _category(name: str, term: str) -> str:
    from analyzer.annotators.lexicon import entry

    return str(entry(name, term).get("category", ""))
