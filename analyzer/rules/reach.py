"""MIS003: missions without an edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import pinned
from analyzer.rules.reading import (
    Read,
    offsets,
    quoted,
    role,
    statements,
    terms,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Terms that let everybody in; "all" alone may stand on a few ("all nine villages").
_EVERYBODY = frozenset(
    (
        "everyone", "everybody", "anyone", "anybody", "all people", "people everywhere", "humanity",
        "humankind", "mankind", "all of us", "people of all ages", "all walks of life", "all ages",
        "from all backgrounds", "society", "the world", "everywhere", "anywhere", "worldwide",
        "around the world", "all over the world", "throughout the world", "world over",
    )
)  # fmt: skip
_EVERYTHING = frozenset(
    (
        "everything", "anything", "all aspects of", "every aspect of", "in every way",
        "in all we do", "without limits", "limitless", "unlimited", "from start to finish",
    )
)  # fmt: skip
_ALL = frozenset(("all", "every", "any", "each", "entire", "complete", "whole", "full"))
# Nouns that, behind "all" or "every", hold whatever anyone could want.
_ANY_NEED = frozenset(
    "need want problem challenge requirement solution service product question area field sector"
    " industry aspect thing kind sort situation occasion purpose task demand wish budget taste"
    " opportunity range stage way cause request goods good idea issue subject level means"
    " topic matter respect circumstance service".split()
)
_ANY_ONE = frozenset(
    "person people individual customer client business organisation organization company community"
    " stakeholder industry sector one consumer user human country nation household age"
    " background market citizen guest visitor being world planet globe taxpayer resident creature"
    " family government".split()
)
# Those whom a list of three lets in together: there is nobody else.
_SIDES = frozenset(
    "individual person family household resident visitor business company firm organisation"
    " organization government authority community institution public private school city"
    " countryside group".split()
)
_LISTED = 3  # so many sides are everybody
_WORKS = 6  # so many kinds of work are everything
_STRAY = 4  # so many words beside may name something before a line is drawn
_LIMITS = frozenset(
    "only except not unless no never without living aged rather instead within".split()
)


@rule(
    "MIS003",
    name="no-boundary",
    severity="warning",
    requires=("kind", "lexicon"),
    message="{served} is served and {offered} is done: the mission excludes nothing",
    question="Which attractive opportunity does this mission say no to?",
    cost="Every project fits, so money and people are spread over all of them.",
    rationale=(
        "A mission filters choices. One that serves everybody with everything cannot turn anything "
        "down, and the next good idea is taken up because no words stand against it."
    ),
    mend="Name those who come first and the few things you do for them; leave the rest to others.",
    before="We offer solutions for every need of everyone, everywhere.",
    after="We lend scaffolding to village builders in Kerala; large contractors go elsewhere.",
    source="The OKR Hub: a mission that excludes nothing is no filter",
    flags=(
        said("mission", "We offer solutions for every need of everyone, everywhere."),
        said("mission", "To be everything to everybody."),
        said("mission", "To help all people with all of their challenges, wherever they are."),
        said("mission", "We serve every customer in every industry with any service they want."),
        said("mission", "We do whatever it takes to meet all the needs of all our stakeholders."),
        said("mission", "To provide a full range of services to all individuals worldwide."),
        said("mission", "To be of use to all, with anything, at any hour."),
        said("mission", "We bring every kind of solution to people, companies and governments."),
    ),
    passes=(
        said("mission", "We lend scaffolding to village builders in Kerala."),
        said("mission", "To give everyone in Tórshavn a doctor within the hour."),
        said("mission", "We repair any bicycle that is brought to our yard in Ghent."),
        said("mission", "To make legal advice free for everybody who rents in Leeds."),
        said("vision", "Everyone everywhere has everything they need."),
        said("mission", "To rid the world of polio."),
        said("values", "Everyone matters in everything we do."),
        said("mission", "To insure boats in all harbours at all times."),
        said("mission", "We bake for families, schools and companies in Zadar."),
    ),
)
def no_boundary(doc: Doc) -> Iterator[Hit]:
    """Flag a mission that serves everybody with everything and names no limit."""
    for read in statements(doc):
        if role(read.record) != "mission":
            continue
        people, offers = _everybody(doc, read), _everything(doc, read)
        if not people and len(offers) > 1:
            people = offers[1:]  # "a full range of services for each and every need"
        offers = [offer for offer in offers if not _overlaps(offer, people)]
        if not people or not offers or _is_limited(doc, read, [*people, *offers]):
            continue
        both = sorted({offsets(span) for span in (*people, *offers)})
        yield Hit(
            read.index,
            both[0],
            related=tuple(both[1:]),
            fields={
                "served": quoted(f"“{people[0].text}”"),
                "offered": quoted(f"“{offers[0].text}”"),
            },
            suggestion="We [do what] for [whom first]; we leave [what] to others.",
        )


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _everybody(doc: Doc, read: Read) -> list[Span]:
    """Return the words that let everybody in."""
    found = [
        span
        for lexicon in ("generality", "beneficiaries")
        for span in terms(doc, read.span, lexicon)
        if span.id_ in _EVERYBODY
    ]
    alone = [
        read.span.doc[token.i : token.i + 1]
        for token in read.span
        if token.lower_ == "all" and _stands_alone(token, read)
    ]
    named = list(_quantified(read, _ANY_ONE))
    sides = _listed(read, _SIDES, _LISTED)
    return found or named or alone or sides or list(_open(read, ("whoever", "wherever")))


def _stands_alone(token: Token, read: Read) -> bool:
    """Return whether "all" means everybody: "of help to all", not "all nine villages"."""
    if token.pos_ == "PRON" and token.dep_ in ("obl", "nmod", "obj"):
        return True
    after = token.nbor(1) if token.i + 1 < read.span.end else None
    before = token.nbor(-1).lower_ if token.i > read.span.start else ""
    return before in ("to", "for", "of", "with") and (after is None or after.is_punct)


def _listed(read: Read, nouns: frozenset[str] | None, enough: int) -> list[Span]:
    """Return a coordination of so many members, of these nouns or of any kind of work."""
    from analyzer.annotators.phrases import coordinated

    for token in read.span:
        if token.dep_ == "conj" or token.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ"):
            continue
        members = [t for t in coordinated(token) if nouns is None or t.lemma_.lower() in nouns]
        if len(members) >= enough:
            return [read.span.doc[members[0].i : members[-1].i + 1]]
    return []


def _everything(doc: Doc, read: Read) -> list[Span]:
    """Return the words that promise everything."""
    found = [span for span in terms(doc, read.span, "generality") if span.id_ in _EVERYTHING]
    whole = [*_quantified(read, _ANY_NEED), *_open(read, ("whatever", "whichever"))]
    return found or whole or list(_bare_needs(read)) or _listed(read, None, _WORKS)


def _bare_needs(read: Read) -> Iterator[Span]:
    """Yield "the needs of" whoever is served, where nothing says which needs."""
    for token in read.span:
        bare = all(c.dep_ in ("det", "nmod", "punct") for c in token.children)
        of = token.i + 1 < read.span.end and token.nbor(1).lower_ == "of"
        met = token.head.lemma_.lower() in ("serve", "meet", "satisfy", "fulfil", "fulfill")
        if token.lower_ == "needs" and bare and of and met:
            yield token.doc[token.i : token.i + 1]


def _open(read: Read, words: tuple[str, ...]) -> Iterator[Span]:
    """Yield "whoever they are", "whatever it takes"."""
    for token in read.span:
        if token.lower_ in words:
            yield token.doc[token.i : min(token.i + 3, read.span.end)]


def _quantified(read: Read, nouns: frozenset[str]) -> Iterator[Span]:
    """Yield "every need", "all of their challenges", "a full range of services"."""
    doc = read.span.doc
    for token in read.span:
        if token.lower_ not in _ALL:
            continue
        for other in doc[token.i + 1 : min(token.i + 5, read.span.end)]:
            if other.lemma_.lower() in nouns:
                after = doc[min(other.i + 1, len(doc) - 1)]
                if after.lemma_.lower() in nouns and after.i > other.i:
                    continue  # "all human beings"
                if after.pos_ in ("NOUN", "PROPN") and after.i > other.i:
                    break  # "all things home": a field after all
                yield doc[token.i : other.i + 1]
                break
            praise = other.pos_ == "VERB" and other.dep_ == "amod"
            if (other.pos_ in ("VERB", "PUNCT", "CCONJ") and not praise) or other.lower_ in (
                "with",
                "in",
                "for",
            ):
                break


def _is_limited(doc: Doc, read: Read, wide: list[Span]) -> bool:
    """Return whether a trade, a place, a thing or a condition draws a line."""
    inside_wide = {i for span in wide for i in range(span.start, span.end)}
    if any(t.lower_ in _LIMITS and t.i not in inside_wide for t in read.span):
        return True
    rest = [t for t in pinned(doc, read) if t.i not in inside_wide and not _is_offer(t)]
    if any(t.pos_ == "NUM" or (t.pos_ == "PROPN" and not _is_own_name(t)) for t in rest):
        return True
    return len(rest) > _STRAY


def _is_own_name(token: Token) -> bool:
    """Return whether a name is the organisation's own: it acts, or stands before "Group"."""
    while token.dep_ in ("compound", "flat", "amod") and token.head.i != token.i:
        token = token.head
    return token.dep_.startswith("nsubj")


def _is_offer(token: Token) -> bool:
    """Return whether a word only says that something is given, not what."""
    return token.lemma_.lower() in _OFFER_WORDS


_OFFER_WORDS = frozenset(
    "provide offer give bring serve supply help support meet deliver satisfy make improve enhance"
    " range need want product service solution customer client people kind sort wherever whenever"
    " whatever require desire benefit advance assist mission exist".split()
)
