"""Finds the market of a rank claim: the place, the people or the trade in which it is to hold.

"In the Nordic countries", "among family farms" and "in eye care" bound a claim; "in our industry"
and "in everything we do" do not. "In the world" does where the claim names its trade: a food
retailer competes with food retailers, a provider with anybody.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from analyzer.annotators.phrases import (
    base,
    case,
    children,
    first_conjunct,
    relation,
    trimmed,
)
from analyzer.annotators.surroundings import (
    ANYWHERE,
    NEXT_SLOT,
    Scene,
    overlaps,
    prepositional,
    says_something,
    slot,
)

MEASURES = frozenset(
    "share revenue turnover sale volume number count rate rating score ranking index premium asset"
    " satisfaction tonnage tonne size margin profit capacity output headcount survival readership"
    " circulation visitor download loan deposit membership attendance income ebitda yield retention"
    " loyalty uptime efficiency speed price cost weight value-for-money wage pay award"
    " citation enrolment enrollment graduation completion recall injury accident complaint audience"
    " traffic".split()
)
RANKINGS = frozenset(
    "ranking rating index table league survey census poll score scorecard inspection audit report"
    " study list".split()
)
_PLACES = frozenset(
    "nation country state county city region province town village valley island district borough"
    " parish continent coast municipality neighbourhood neighborhood community archipelago basin"
    " delta prefecture canton area".split()
)
_BOUNDED = frozenset(
    "national nationally nationwide statewide citywide countywide islandwide".split()
)
_WORLDWIDE = frozenset("global globally world worldwide international internationally".split())
# Heads that every trade may use; one of them alone names no trade.
ANY_TRADE = frozenset(
    "company organisation organization firm provider partner supplier institution leader pioneer"
    " brand business group source choice name team player force destination enterprise place"
    " agency network platform".split()
)
# Words of rank and praise that stand beside a trade and are none.
_NO_TRADE = frozenset(
    "leading best premier foremost top trusted preferred preeminent number one first most finest"
    " favourite favorite recognized recognised national regional local public innovative quality"
    " nation country region state city community web earth internet".split()
)
_GENERIC_MODIFIERS = frozenset(
    "our the this its global entire whole chosen respective all every each own core key target"
    " various different many other competitive modern today international worldwide".split()
)
_PLACE_CASES = frozenset(("in", "across", "throughout", "within", "around", "surrounding"))
_SCOPE_CASES = frozenset(
    ("in", "across", "throughout", "within", "among", "amongst", "for", "of", "to", "from", "on",
     "around", "north of", "south of", "outside", "along", "between", "at", "serving")
)  # fmt: skip


def find_market(scene: Scene) -> Span | None:
    """Return the words that bound the claim to a market, or None where none do."""
    return (
        _owner(scene)
        or _adjective(scene)
        or _scope(scene)
        or _place(scene)
        or _field(scene)
        or _world(scene)
    )


def _owner(scene: Scene) -> Span | None:
    """Return the possessor in "Kenya's premier dairy"."""
    for token in scene.claim[:-1]:
        marked = token.nbor(1).text in ("'s", "’s", "'", "’")
        if (marked or token.dep_ == "nmod:poss") and token.pos_ in ("PROPN", "NOUN"):
            lemma = token.lemma_.lower()
            named = token.pos_ == "PROPN" or lemma in _PLACES
            if (lemma not in ANYWHERE or lemma in _PLACES) and (
                named or says_something(base(token), scene)
            ):
                return base(token)
    return None


def _adjective(scene: Scene) -> Span | None:
    """Return "Swedish" in "the leading Swedish bank", "statewide" in "the statewide leader"."""
    shouted = sum(t.is_title for t in scene.sentence) > len(scene.sentence) * 0.6
    for token in scene.claim:
        if token.lower_ in _BOUNDED:
            return token.doc[token.i : token.i + 1]
        if shouted or not token.is_title or token.is_sent_start or token.i in scene.empty:
            continue
        modifies = relation(token) in ("amod", "compound") or token.ent_type_ == "LOC"
        if modifies and token.i != scene.claim.root.i and token.pos_ in ("ADJ", "PROPN"):
            return token.doc[token.i : token.i + 1]
    return None


def _scope(scene: Scene) -> Span | None:
    """Return the first phrase that bounds the claim, a named place before anything else."""
    bounded: list[tuple[int, Span]] = []
    for preposition, head in prepositional(scene):
        if preposition not in _SCOPE_CASES or not _attached(head, scene):
            continue
        times = [q for q in scene.quantities if q.label_ in ("DATE", "DEADLINE", "PERIOD")]
        if overlaps(base(head), [*times, *scene.horizons]):
            continue
        strength = _bounds(preposition, head, scene)
        if strength:
            stops = NEXT_SLOT | {"for"} if strength == 1 else NEXT_SLOT
            phrase = slot(head, scene, stops=stops)
            bounded.append((strength, _until_another(phrase) if strength == 1 else phrase))
    if not bounded:
        return None
    _, best = min(bounded, key=lambda item: (item[0], item[1].start))
    around = [s for _, s in bounded if s.start <= best.start and best.end <= s.end]
    return max(around, key=len)


def _until_another(phrase: Span) -> Span:
    """Cut "in Oklahoma and a top health system" before what is no further place."""
    for token in phrase[1:-1]:
        if token.dep_ == "cc" and token.nbor(1).pos_ == "DET":
            return trimmed(phrase.doc[phrase.start : token.i])
    return phrase


def _field(scene: Scene) -> Span | None:
    """Return the field right behind the claim, however it was parsed: "in school-led research"."""
    doc, start = scene.claim.doc, scene.claim.end
    if start >= scene.sentence.end or doc[start].lower_ not in ("in", "for", "among"):
        return None
    end = start + 1
    while end < scene.sentence.end and doc[end].lower_ not in NEXT_SLOT | _FIELD_ENDS:
        end += 1
    phrase = trimmed(doc[start:end])
    works = len(phrase) > 1 and phrase[1].tag_ == "VBG" and phrase[1].text.islower()
    bounded = len(phrase) > 1 and not works and says_something(phrase[1:], scene)
    times = [q for q in scene.quantities if q.label_ in ("DATE", "DEADLINE", "PERIOD")]
    return phrase if bounded and not overlaps(phrase, [*times, *scene.horizons]) else None


_FIELD_ENDS = frozenset((",", ".", ";", ":", "–", "—", "that", "which", "who", "where", "to", "!"))


def _place(scene: Scene) -> Span | None:
    """Return a named place that stands deeper in the sentence: "care for children in Malawi"."""
    for preposition, head in prepositional(scene):
        names = [t for t in base(head) if t.ent_type_ == "LOC" or t.pos_ == "PROPN"]
        if preposition in _PLACE_CASES and names and _bounds(preposition, head, scene) == 1:
            return slot(head, scene)
    return None


def named_trade(scene: Scene, *, alone: bool) -> bool:
    """Return whether the claim names what is traded: "hotel company", "provider of news".

    Args:
        scene: the sentence around the claim.
        alone: count the claim's own noun: "insurer".
    """
    head = scene.claim.root
    offers = [t for c in children(head, "nmod") if case(c) in ("of", "for") for t in base(c)]
    words = [*(t for t in scene.claim if t.i != head.i or alone), *offers]
    return any(
        token.pos_ in ("NOUN", "PROPN", "ADJ")
        and token.lemma_.lower() not in ANYWHERE | ANY_TRADE | _WORLDWIDE
        and token.lower_ not in _GENERIC_MODIFIERS | _NO_TRADE
        and not (token.pos_ == "ADJ" and "Sup" in token.morph.get("Degree", []))
        and token.i not in scene.empty | scene.everyone
        and not (token.pos_ == "ADJ" and not _classifies(token))
        for token in words
    )


def _classifies(token: Token) -> bool:
    """Return whether an adjective names a trade ("financial services"), and praises nothing."""
    return token.lower_.endswith(("ial", "ical", "al", "ic", "ary", "ine", "an")) and (
        token.i + 1 < len(token.doc) and token.nbor(1).pos_ in ("NOUN", "PROPN")
    )


def _world(scene: Scene) -> Span | None:
    """Return "in the world" or "global" where the claim itself names a trade."""
    if not named_trade(scene, alone=True):
        return None
    for token in scene.sentence[scene.claim.start - scene.sentence.start :]:
        if token.lower_ in _WORLDWIDE - {"world", "international"} or (
            token.i < scene.claim.end and token.lower_ in _WORLDWIDE
        ):
            return token.doc[token.i : token.i + 1]
    for preposition, head in prepositional(scene):
        if preposition in _PLACE_CASES and head.lemma_.lower() in ("world", "globe"):
            return slot(head, scene) if _attached(head, scene) else None
    return None


def _attached(head: Token, scene: Scene) -> bool:
    """Return whether a phrase hangs on the claim or on the verb that makes it, not deeper in."""
    first = first_conjunct(scene.claim.root)
    anchors = {t.i for t in scene.claim} | {first.i, first.head.i, scene.claim.root.head.i}
    token = head
    for _ in range(5):
        if token.head.i in anchors:
            return relation(token) not in ("acl", "advcl", "ccomp", "parataxis")
        if relation(token) not in ("nmod", "obl", "conj", "appos", "compound"):
            return False
        token = token.head
    return False


def _bounds(preposition: str, head: Token, scene: Scene) -> int:
    """Return how a phrase bounds a market: 1 a place, 2 people, 3 a trade, 0 not at all."""
    lemma, phrase = head.lemma_.lower(), base(head)
    if lemma in RANKINGS or in_terms_of(head):
        return 0
    if preposition in ("on", "at", "to") and head.i not in scene.people:
        return int(head.pos_ == "PROPN" or lemma == "coast")
    if head.tag_ == "VBG" or (head.text.endswith("ing") and children(head, "obj", "xcomp")):
        return 0  # "for making towns safe": work, not a market
    names = [t for t in phrase if t.ent_type_ == "LOC" or (t.pos_ == "PROPN" and t.is_title)]
    if names and preposition != "with":
        return 1
    specific = [
        t for t in phrase
        if t.i != head.i and t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM")
        and t.lower_ not in _GENERIC_MODIFIERS and t.i not in scene.empty
    ]  # fmt: skip
    if lemma in _PLACES and preposition != "to":
        singular = head.tag_ != "NNS" and any(
            c.lower_ in ("our", "the", "this") for c in head.children
        )
        return int((singular and preposition != "for") or bool(specific))
    chosen = {"choice", "favourite", "favorite", "preferred"} & {t.lower_ for t in scene.claim}
    if preposition == "of" and not chosen and lemma not in ANYWHERE:
        return 0  # "a provider of meals to schools": what is offered, not where
    if head.i in scene.people or head.pos_ == "PRON":
        described = bool(specific) or bool(children(head, "acl"))
        if head.pos_ == "PRON":
            return 2 if head.lower_ in ("those", "anyone") and children(head, "acl") else 0
        return 2 if described or head.i not in scene.everyone else 0
    if preposition in ("among", "amongst", "for"):
        return 2 if says_something(phrase, scene) and lemma not in MEASURES else 0
    if preposition == "in":
        if lemma in MEASURES:
            return 0
        if lemma in ANYWHERE:
            return 3 if specific else 0
        return 3 if says_something(slot(head, scene), scene) else 0
    if preposition == "of" and lemma in ANYWHERE:
        return 3 if specific else 0
    return 0


def in_terms_of(head: Token) -> bool:
    """Return whether a phrase stands behind "in terms of", which opens a measure."""
    start = head.left_edge.i
    return head.doc[max(start - 2, 0) : start + 3].text.lower().find("in terms of") >= 0
