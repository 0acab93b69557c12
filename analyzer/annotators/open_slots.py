"""Says which slots of a rank claim are open for certain, so that only those are asked for.

A slot without a span is not yet an open one: "a leader providing care with dedication" hints at a
position, "the nation's premier garden for its ability to teach" at a measure. Whoever reads such
words as an answer finds the question wrong, so a slot counts as open only where nothing in the text
could be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.annotators.markets import ANY_TRADE, named_trade
from analyzer.annotators.phrases import children, relation
from analyzer.annotators.surroundings import ANYWHERE, Scene

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Fame of which nobody can tell the measure; any other superlative ("safest") names its own.
_PRESTIGE = frozenset(
    "trusted admired respected recognized recognised preferred preeminent prestigious innovative"
    " influential important successful relevant effective valued loved beloved desired desirable"
    " outstanding advanced renowned reputable significant professional progressive dynamic"
    " remarkable exciting inspiring wanted esteemed distinguished best finest greatest foremost"
    " strongest highest premier dominant powerful favoured favored competitive".split()
)
_FOR_WHAT = frozenset(
    "recognized recognised known renowned noted respected valued distinguished famous celebrated"
    " admired acclaimed".split()
)
_MEANS = frozenset("by through via with using thanks based while without because to".split())
_SCOPES = frozenset(
    "world worldwide global globally nation national nationally nationwide country international"
    " internationally regional regionally region local locally state statewide community"
    " communities market markets continent city county area everywhere anywhere here earth planet"
    " web online internet".split()
)
# Phrases that bound nothing, with which a claim still stands without a market.
_NOWHERE = re.compile(
    r"\b(?:in|of|at) (?:everything|all|what|whatever|anything) (?:that )?(?:we|it) do(?:es)?\b"
    r"|\bin (?:our|the|its|this) (?:industry|sector|field|category|class|space|business|trade)\b"
    r"|\bof choice\b|\bsecond to none\b|\bin the (?:future|years to come)\b",
    re.IGNORECASE,
)
_SPAN_OF_YEARS = re.compile(
    r"\b(?:\w+|\d+)[- ]years?\s+(?:vision|goal|ambition|plan)\b", re.IGNORECASE
)
_PRESENT = frozenset("is are am 's 're 'm ’s ’re ’m has have been".split())
_AHEAD = frozenset("to will become becoming shall be".split())
_LASTING = frozenset(
    "now always remain remains remaining continue continues today still consistently constantly"
    " continually daily".split()
)


def open_slots(scene: Scene, statement: Span, slots: Mapping[str, list[int] | None]) -> list[str]:
    """Return the names of the slots that nothing in a statement could be read as filling.

    Args:
        scene: the sentence around the statement's first rank claim.
        statement: the whole statement: what its other sentences say may fill a slot as well.
        slots: the four slots as they were filled.
    """
    said = _said(scene, statement, slots)
    hinted = {
        "measure": _hints_at_measure(scene, statement),
        "market": _hints_at_market(scene, statement, said),
        "when": _hints_at_time(scene, statement),
        "position": _hints_at_position(scene, statement, said),
    }
    return [name for name, found in slots.items() if found is None and not hinted[name]]


def _said(scene: Scene, statement: Span, slots: Mapping[str, list[int] | None]) -> frozenset[int]:
    """Return the tokens that hint at nothing more: times, filled slots, "in everything we do"."""
    times = {i for s in (*scene.quantities, *scene.horizons) for i in range(s.start, s.end)}
    ranges = [found for found in slots.values() if found is not None]
    base = statement.start_char
    ranges += [[base + m.start(), base + m.end()] for m in _NOWHERE.finditer(statement.text)]
    filled = {t.i for t in statement for start, end in ranges if start <= t.idx < end}
    return frozenset(times | filled)


def names_its_measure(claim: Span) -> bool:
    """Return whether a superlative says what is compared: "largest", "most transparent"."""
    words = [token.lower_ for token in claim]
    if {"leading", "premier", "top", "number", "one", "choice", "leader"} & set(words):
        return False
    named = [b for a, b in pairwise(words) if a == "most"]
    named += [t.lower_ for t in claim if t.pos_ in ("ADJ", "ADV") and _ends_in_est(t)]
    return bool(named) and not _PRESTIGE.intersection(named)


def _ends_in_est(token: Token) -> bool:
    return token.lower_.endswith("est") or "Sup" in token.morph.get("Degree", [])


def _behind(scene: Scene, statement: Span) -> Span:
    return statement.doc[scene.claim.end : statement.end]


def _hints_at_measure(scene: Scene, statement: Span) -> bool:
    """Return whether fame has its reason ("for its ability to"), or a state can be seen."""
    if names_its_measure(scene.claim):
        return True
    words = [token.lower_ for token in statement]
    if "where" in words or ("in", "which") in pairwise(words):
        return True  # a state is pictured
    for token in _behind(scene, statement):
        following = token.nbor(1).lower_ if token.i + 1 < statement.end else ""
        if token.lower_ in _FOR_WHAT and following in ("for", "as"):
            return True
        merit = token.lower_ == "for" and following in ("its", "our", "their")
        if merit and token.head.i not in scene.people | scene.everyone:
            return True
        if token.lower_ == "based" and following == "on":
            return True
    return False


def _hints_at_time(scene: Scene, statement: Span) -> bool:
    """Return whether the rank is said to be held today, or for ever, or an end is in sight."""
    sentence = scene.sentence
    words = {token.lower_ for token in statement}
    before = {token.lower_ for token in sentence.doc[sentence.start : scene.claim.start]}
    verb = scene.claim.root if scene.claim.root.pos_ == "VERB" else scene.claim.root.head
    # "We build the best software" is said of today; "build the best software" is an aim.
    does = verb.tag_ in ("VBP", "VBZ") and bool(children(verb, "nsubj"))
    stands = (bool(before & _PRESENT) or does) and not before & _AHEAD
    return stands or bool(words & _LASTING) or bool(_SPAN_OF_YEARS.search(statement.text))


def _hints_at_position(scene: Scene, statement: Span, said: frozenset[int]) -> bool:
    """Return whether anything is said beside the claim, its market and its time."""
    claim, sentence = scene.claim, scene.sentence
    if sentence.end < statement.end or sentence.start > statement.start:
        return True  # another sentence may tell how
    for token in _behind(scene, statement):
        if token.i in said:
            continue
        if token.lower_ in _MEANS or token.text in (":", ";", "–", "—", "-"):
            return True
        if token.pos_ == "VERB" and relation(token) not in ("amod", "compound"):
            return not _describes_people(token, scene)
        if token.lower_ in ("that", "which", "who", "where") and token.head.i >= claim.start:
            return not _describes_people(token.head, scene)
    # "We reimagine healing, distinguishing ourselves as ...": what comes before tells how.
    return any(
        token.pos_ == "VERB" and token.i < claim.start and token.lemma_.lower() not in _TURNS
        for token in sentence
    )


# Verbs that only lead to a claim.
_TURNS = frozenset(
    "make become have distinguish build see lead strive aspire aim seek want work intend recognize"
    " recognise recognis know regard acknowledge establish position commit plan hope serve remain"
    " consider".split()
)


def _describes_people(verb: Token, scene: Scene) -> bool:
    """Return whether a clause says who the people of the market are: "for people who stammer"."""
    return (
        relation(verb) == "acl" and verb.head.i in scene.people and verb.head.i >= scene.claim.end
    )


def _hints_at_market(scene: Scene, statement: Span, said: frozenset[int]) -> bool:
    """Return whether a place, people, a trade or a scope stands anywhere in the statement."""
    claim = scene.claim
    own = frozenset(range(claim.start, claim.end))
    if named_trade(scene, alone=False) or scene.people - said - own:
        return True
    for token in statement:
        inside = claim.start <= token.i < claim.end
        if token.i in said:
            continue
        praise = inside and (
            token.lower_ == "market" or token.doc[token.i : token.i + 2][-1].text == "-"
        )
        if token.lower_ in _SCOPES and not praise:  # "market leader", "world-class"
            return True
        behind = token.i >= claim.end
        placed = behind or (inside and token.i != claim.root.i)
        named = token.pos_ == "PROPN" or (token.ent_type_ == "LOC")
        if placed and named and token.lower_ not in ANY_TRADE:
            return True
        says = token.pos_ == "NOUN" and token.lemma_.lower() not in ANYWHERE | ANY_TRADE
        if behind and says and token.i not in scene.empty:
            return True
    return False
