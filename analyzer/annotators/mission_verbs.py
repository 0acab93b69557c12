"""The verbs that carry a mission, found behind "our mission is to" and "exists to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

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
# Changes that hands or machines make: the work itself, not what it is for.
_HANDIWORK = frozenset("move cover grow carry plant pull remove replace build".split())
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
    inside = range(reading.text.start, reading.text.end)
    for token in reading.text:
        if token.dep_ == "ROOT" or token.head.i not in inside:
            for start in coordinated(token):
                found.extend(_unwrap(start, 0))
    unique = {token.i: token for token in found if token.i in inside}
    return [unique[i] for i in sorted(unique)]


def misread_verb(reading: Reading) -> Token | None:
    """Return the verb that the parser took for a noun: behind "we" or behind a name.

    "Corvid Labs tests drinking water" and "We map minefields" are read as noun phrases where the
    verb is rare or the name unknown. None where the sentence has a verb that the parser knows.
    """
    doc, first = reading.text.doc, reading.text.start
    limit = min(reading.text.end, doc[first].sent.end) - 1
    for at in range(first + 1, limit):
        token, before, after = doc[at], doc[at - 1], doc[at + 1]
        if before.lower_ == "we" and (at == first + 1 or before.dep_ == "nsubj"):
            lost = token.pos_ != "AUX" and token.tag_ in _BARE_FORMS and _is_lost(token)
            return token if lost else None
        if token.lower_ in ("at", "of", "in") and doc[first].tag_ in ("DT", "PRP$"):
            continue  # "our clinic at Moss Side treats"
        if token.tag_ not in _NAMING or before.tag_ in ("VB", "TO"):
            lost = token.tag_ == "VBZ" and token.pos_ != "AUX" and _is_lost(token)
            return token if lost else None
        plural = token.tag_ in ("NNS", "NN") and re.fullmatch(r".*[^s]s", token.lower_)
        if plural and _has_object(after) and not _goes_on(doc, at + 1, limit):
            return token if _is_lost(token) else None
    return None


_FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))
_BARE_FORMS = frozenset(("NN", "NNP", "VBP", "VBD", "VB"))
_NAMING = frozenset("DT PRP PRP$ JJ CD NN NNS NNP NNPS HYPH VBN VBG RB POS CC".split())
_OPENING = frozenset(("DT", "PRP$", "JJ", "CD", "NN", "NNS", "NNP", "NNPS", "RP", "VBG", "CC"))


def _is_lost(token: Token) -> bool:
    """Return whether a verb is no verb for the parser, or a verb without what it acts on."""
    acts = children(token, "obj", "xcomp", "ccomp", "obl", "iobj")
    return token.pos_ != "VERB" or (token.dep_ != "ROOT" and not acts)


def _has_object(token: Token) -> bool:
    return token.tag_ in _OPENING or token.tag_ == "VBN"


def _goes_on(doc: Doc, at: int, limit: int) -> bool:
    """Return whether the clause has another verb, so that what stood before it was a noun."""
    for token in doc[at:limit]:
        if token.tag_ in ("WDT", "WP", "IN", "TO") or token.is_punct or token.tag_ == "CC":
            return False
        if token.tag_ in _FINITE and (token.tag_ != "VBZ" or token.lower_.endswith("s")):
            return True
    return False


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


def verb_lemma(verb: Token) -> str:
    """Return a verb's lemma, of an opening "Helping" too, which the lemmatizer leaves alone."""
    lemma = verb.lemma_.lower()
    stem = lemma.removesuffix("ing")
    return next((form for form in (stem, f"{stem}e") if form in HELP), lemma)


def is_effect(verb: Token, reading: Reading) -> bool:
    """Return whether a verb names a change for someone, rather than work that is done."""
    lemma = verb_lemma(verb)
    if lemma in _LIGHT or lemma in _HANDIWORK:
        return False
    return verb.i in reading.changes or lemma in _EFFECTS or lemma in HELP
