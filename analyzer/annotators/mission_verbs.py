"""The verbs that carry a mission, found behind "our mission is to" and "exists to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from analyzer.annotators.lexicon import entry
from analyzer.annotators.phrases import case, children, coordinated, relation

# Verbs that only lead to the verb that counts: "exists to feed", "strive to improve".
LEAD_VERBS = frozenset(
    "exist seek strive aim work want try endeavor endeavour aspire commit dedicate hope plan intend"
    " be form found establish organize create design devote wish continue focus come set believe"
    " operate incorporate do".split()
)
# Verbs that name no service by themselves; the means or the second verb says what is done.
HELP = frozenset(
    "help serve support empower assist enable inspire encourage equip benefit engage uplift aid"
    " motivate challenge connect reach allow unite care nurture partner".split()
)
_EFFECTS = frozenset(
    "promote enrich alleviate empower inspire ensure foster enable heal change further better"
    " revitalize uplift honor honour encourage cultivate champion sustain give make bring spread"
    " celebrate safeguard defend break build unite nurture unlock".split()
)
_IDLE = frozenset(("be", "exist", "believe", "accomplish"))
_LIGHT = frozenset("give make bring build spread create".split())


@dataclass(frozen=True)
class Reading:
    """A mission's text with what the lexicon says of its tokens."""

    text: Span
    people: frozenset[int]
    specific: frozenset[int]
    changes: frozenset[int]
    holding: frozenset[int]
    vague: frozenset[int]


def read(text: Span, terms: Sequence[Span]) -> Reading:
    """Return a mission's text with the tokens that the lexicon marks in it."""
    people: set[int] = set()
    specific: set[int] = set()
    changes: set[int] = set()
    holding: set[int] = set()
    vague: set[int] = set()
    for term in terms:
        inside = range(term.start, term.end)
        if term.label_ == "beneficiaries":
            people.update(inside)
            if entry("beneficiaries", term.id_)["category"] == "specific":
                specific.update(inside)
        elif term.label_ == "changes":
            changes.update(inside)
            if entry("changes", term.id_)["category"] == "hold":
                holding.update(inside)
        elif term.label_ in ("abstract_nouns", "generality", "buzzwords"):
            vague.update(inside)
    return Reading(
        text=text,
        people=frozenset(people),
        specific=frozenset(specific),
        changes=frozenset(changes),
        holding=frozenset(holding),
        vague=frozenset(vague - specific),
    )


def main_verbs(reading: Reading) -> list[Token]:
    """Return the verbs that say what is done, in the order of the text."""
    found: list[Token] = []
    for token in reading.text:
        if token.dep_ == "ROOT" or token.head.i not in range(reading.text.start, reading.text.end):
            for start in coordinated(token):
                found.extend(_unwrap(start, 0))
    unique = {token.i: token for token in found}
    return [unique[i] for i in sorted(unique)]


def _unwrap(token: Token, depth: int) -> Iterator[Token]:
    """Follow "exists to", "is to", "a charity that" down to the verb behind them."""
    lemma = token.lemma_.lower()
    leads = lemma in LEAD_VERBS or token.pos_ not in ("VERB",)
    inner = [
        child
        for child in token.children
        if relation(child) in ("xcomp", "ccomp", "acl", "advcl", "parataxis", "csubj")
        and child.pos_ in ("VERB", "AUX", "NOUN")
        and (child.i > token.i)
        and not is_means(child)
        and not _is_purpose_word(child)
    ]
    if leads and inner and depth < 4 and not children(token, "obj"):
        for child in inner[:1]:
            for verb in coordinated(child):
                yield from _unwrap(verb, depth + 1)
        return
    # A gerund coordinated with nouns is one of them: "tools and sewing machines".
    listed = token.dep_ == "conj" and token.tag_ == "VBG" and token.head.pos_ != "VERB"
    about = any(c.lower_ in ("this", "these", "it") for c in children(token, "nsubj"))
    if token.pos_ == "VERB" and lemma not in _IDLE and not listed and not about:
        yield token


def is_means(token: Token) -> bool:
    """Return whether a gerund names the means: "by teaching"."""
    return token.tag_ == "VBG" and any(
        c.lower_ in ("by", "through", "via") and c.dep_ in ("mark", "case") for c in token.children
    )


def _is_purpose_word(token: Token) -> bool:
    return case(token) in ("so", "so that", "because", "in order", "so as")


def is_effect(verb: Token, reading: Reading) -> bool:
    """Return whether a verb names a change for someone, rather than work that is done."""
    lemma = verb.lemma_.lower()
    if lemma in _LIGHT:
        return False
    return verb.i in reading.changes or lemma in _EFFECTS or lemma in HELP
