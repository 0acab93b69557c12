"""What pins a statement down: the words that would be wrong under another organisation's name.

Rules on slogans, boundaries and end states share it. A word counts as loose when the lexicons hold
it as a stock phrase, an abstract noun or a generality, or when it is one of the words that mottoes
of every trade are made of. All that is left names something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.annotators.ends import length
from analyzer.rules.reading import Read, entries, inside, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM", "X"))
_LOOSE_LEXICONS = ("abstract_nouns", "buzzwords", "generality", "rank_claims", "changes", "hedges")
# Lemmas that mottoes of every trade are made of.
LOOSE = frozenset(
    (
        "alive close closer daily day deserve powering near nearer everyday"
        " achieve act adventure affect ahead aim all alone already always amazing answer art ask"
        " aspire attitude awesome be beautiful become begin behind being believe belong best better"
        " beyond big bold bolder boundary brand brave bring bright brighter build business can care"
        " challenge change choice choose come commit commitment company confidence connect"
        " connected connection core count could create creating culture customer dare day deliver"
        " design"
        " destiny difference different direction discover do dream drive edge effort else empower"
        " end endless energy enjoy enrich entire every excellence exceed excite expect expectation"
        " experience expert explore extra eye face faith far fast feel feeling find first follow"
        " force forever forward freedom fresh full fulfil fulfill fun future game get give global"
        " go goal good great greatness grow growth guide hand happen happiness happy hard have"
        " heart help hero high hold honest honor honour hope horizon human idea ideal imagination"
        " imagine impact impossible improve individual infinite innovate innovation innovative"
        " insight inspiration inspire inspiring journey joy keep key know known land last lead"
        " leader leadership leading leap learn leave legacy let level life lift light limit"
        " limitless line little live living long look love magic make many mark master matter"
        " maximize mean meaningful meet mind mission moment more motivate mountain move"
        " much name need never new"
        " next nothing one open opportunity organisation organization original other ours part"
        " partner partnership passion path people perfect perfection perform performance person"
        " place play pleasure positive possibility possible potential power powerful pride problem"
        " progress promise proud pure purpose pursue pursuit push put quality reach ready real"
        " reality realize reason reimagine reinvent reliable remarkable respect result right rise"
        " same satisfaction see service set shape share shine side simple simply smart smile"
        " society solution solve soul spark special spirit stand standard star start step story"
        " strength strive strong success succeed successful sure take talent team tell thing think"
        " thrive time today together tomorrow top touch transform true trust trusted truth turn"
        " ultimate unique unite unity unleash unlimited unlock up value vision voice want way well"
        " win winner winning wish wonder word work working world worth year you yourself"
    ).split()
)


def loose_tokens(doc: Doc, read: Read) -> frozenset[int]:
    """Return the tokens that fit any organisation."""
    loose = {token.i for token in read.span if token.lemma_.lower() in LOOSE}
    loose.update(token.i for token in read.span if token.lower_ in LOOSE)
    for name in _LOOSE_LEXICONS:
        for span in terms(doc, read.span, name):
            loose.update(range(span.start, span.end))
    general = entries("beneficiaries")
    for span in terms(doc, read.span, "beneficiaries"):
        if general[span.id_]["category"] == "general":
            loose.update(range(span.start, span.end))
    return frozenset(loose)


def pinned(doc: Doc, read: Read) -> list[Token]:
    """Return the words that name something: a trade, a place, a person, a thing, a number."""
    loose = loose_tokens(doc, read)
    return [
        token
        for token in read.span
        if token.i not in loose
        and (token.pos_ in _CONTENT or token.ent_type_ or token.like_num)
        and any(character.isalnum() for character in token.text)
        and not token.is_stop
    ]


_STEM = 5


def content_stems(words: Span) -> frozenset[str]:
    """Return the beginnings of the content words, so that "repaired" meets "repairs".

    Words that mottoes of every trade are made of are left out: sharing them links nothing.
    """
    return frozenset(
        token.lemma_.lower()[:_STEM]
        for token in words
        if token.pos_ in _CONTENT
        and not token.is_stop
        and not token.like_num
        and token.is_alpha
        and token.lemma_.lower() not in LOOSE
    )


def served(doc: Doc, read: Read, *, category: str | None = None) -> list[Span]:
    """Return the people and places that a text names, of one category or of any."""
    rows = entries("beneficiaries")
    return [
        span
        for span in terms(doc, read.span, "beneficiaries")
        if category is None or rows[span.id_]["category"] == category
    ]


def timed(doc: Doc, read: Read) -> bool:
    """Return whether a text names an end: a date, a deadline or a span of time."""
    if any(q.label_ in ("DEADLINE", "DATE") for q in inside(doc, "quantities", read.span)):
        return True
    rows = entries("horizons")
    return any(
        rows[span.id_]["category"] not in ("open", "rate")
        for span in terms(doc, read.span, "horizons")
    )


def word_count(read: Read) -> int:
    """Return the number of words of a statement."""
    return length(read.span)


_TOWARDS = frozenset(("for", "to", "with", "among", "amongst", "between"))
_DOERS = ("ers", "ors", "ists", "ians", "ees", "ants", "men", "crews", "folk", "kids")


def names_somebody(doc: Doc, read: Read) -> bool:
    """Return whether anyone served is named, known to the lexicon or not.

    Beside the lexicon's people these count: a plural behind "for" or "to" ("for rowing clubs"), and
    a plural of doers ("tells the skippers").
    """
    if served(doc, read):
        return True
    loose = loose_tokens(doc, read)
    for token in read.span:
        if token.i in loose or token.pos_ not in ("NOUN", "PROPN"):
            continue
        towards = any(c.lower_ in _TOWARDS and c.i < token.i for c in token.children)
        if token.tag_ in ("NNS", "NNP", "NNPS") and towards:
            return True
        if token.tag_ == "NNS" and token.lower_.endswith(_DOERS):
            return True
    return False
