"""MIS: missions without an edge, and missions that nobody could repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import pinned, word_count
from analyzer.rules.reading import (
    Read,
    listed,
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
    " opportunity range stage way cause request goods good idea issue".split()
)
_ANY_ONE = frozenset(
    "person people individual customer client business organisation organization company community"
    " stakeholder industry sector one consumer user human country nation household age"
    " background market citizen guest visitor being world planet globe taxpayer".split()
)
_STRAY = 4  # so many words beside may name something before a line is drawn
_LIMITS = frozenset(
    "only except not unless no never without living aged rather instead within".split()
)


@rule(
    "MIS003",
    name="no-boundary",
    severity="note",
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
    ),
    passes=(
        said("mission", "We lend scaffolding to village builders in Kerala."),
        said("mission", "To give everyone in Tórshavn a doctor within the hour."),
        said("mission", "We repair any bicycle that is brought to our yard in Ghent."),
        said("mission", "To make legal advice free for everybody who rents in Leeds."),
        said("vision", "Everyone everywhere has everything they need."),
        said("mission", "To rid the world of polio."),
        said("values", "Everyone matters in everything we do."),
    ),
)
def no_boundary(doc: Doc) -> Iterator[Hit]:
    """Flag a mission that serves everybody with everything and names no limit."""
    for read in statements(doc):
        if role(read.record) != "mission":
            continue
        people, offers = _everybody(doc, read), _everything(doc, read)
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
        if token.lower_ == "all" and token.pos_ == "PRON" and token.dep_ in ("obl", "nmod", "obj")
    ]
    named = list(_quantified(read, _ANY_ONE))
    return found or named or alone or list(_open(read, ("whoever", "wherever")))


def _everything(doc: Doc, read: Read) -> list[Span]:
    """Return the words that promise everything."""
    found = [span for span in terms(doc, read.span, "generality") if span.id_ in _EVERYTHING]
    return found or [*_quantified(read, _ANY_NEED), *_open(read, ("whatever", "whichever"))]


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
                if after.pos_ in ("NOUN", "PROPN") and after.i > other.i:
                    break  # "all things home": a field after all
                yield doc[token.i : other.i + 1]
                break
            if other.pos_ in ("VERB", "PUNCT", "CCONJ") or other.lower_ in ("with", "in", "for"):
                break


def _is_limited(doc: Doc, read: Read, wide: list[Span]) -> bool:
    """Return whether a trade, a place, a thing or a condition draws a line."""
    inside_wide = {i for span in wide for i in range(span.start, span.end)}
    if any(t.lower_ in _LIMITS and t.i not in inside_wide for t in read.span):
        return True
    rest = [t for t in pinned(doc, read) if t.i not in inside_wide and not _is_offer(t)]
    return len(rest) > _STRAY or any(token.pos_ in ("PROPN", "NUM") for token in rest)


def _is_offer(token: Token) -> bool:
    """Return whether a word only says that something is given, not what."""
    return token.lemma_.lower() in _OFFER_WORDS


_OFFER_WORDS = frozenset(
    "provide offer give bring serve supply help support meet deliver satisfy make improve enhance"
    " range need want product service solution customer client people kind sort wherever whenever"
    " whatever require desire benefit advance assist mission exist".split()
)


# A mission of so many words cannot be said from memory; a very long one needs a plain act.
_LONG, _VERY_LONG = 28, 42
# So many main acts compete for the headline.
_ACTS = 3


@rule(
    "MIS004",
    name="no-headline",
    severity="note",
    requires=("kind", "lexicon", "answers"),
    message="{count} words, and no one to five of them carry the mission",
    question="If people remembered five words of it, which five should they be?",
    cost="Nobody can say it in the lift, so each says what their own team does.",
    rationale=(
        "People repeat a mission only when a few words carry it. A long one without such words is "
        "read once, at its launch, and then looked up."
    ),
    mend=(
        "Choose the one act that the others serve, say it in one to five words, and put it first; "
        "the rest explains it."
    ),
    before=(
        "The centre documents dialects, trains archivists, hosts scholars, publishes grammars, "
        "lends recordings to schools, advises broadcasters and organises a yearly meeting of "
        "speakers in order to maintain the languages that are spoken along the upper river."
    ),
    after=(
        "Keep river languages spoken. We record the dialects of the upper river, publish their "
        "grammars and lend the recordings to the schools there."
    ),
    source="The article on outside-in missions: a headline of one to five words",
    flags=(
        said(
            "mission",
            "The centre documents dialects, trains archivists, hosts scholars, publishes grammars, "
            "lends recordings to schools, advises broadcasters and organises a yearly meeting of "
            "speakers in order to maintain the languages that are spoken along the upper river.",
        ),
        said(
            "mission",
            "We collect surplus food from shops in the county, cook meals in the kitchens of four "
            "parish halls, deliver them to older people who live alone, teach families to cook "
            "with what is in season and speak for them at the council when benefits are cut.",
        ),
        said(
            "mission",
            "Our mission is to study the coastal wetlands of the province, to advise the fishing "
            "villages on nets and seasons, to replant mangroves where storms have torn them out, "
            "to train wardens and to bring cases of illegal filling before the courts.",
        ),
        said(
            "mission",
            "To maintain the footpaths, walls and barns of the upper dale, to house apprentices in "
            "the old mill while they learn dry stone walling, to advise farmers on grants, to map "
            "the springs and to open the archive of the estate to schools on two days a week.",
        ),
        said(
            "mission",
            "The society provides loans to market women, insures their stock against fire, teaches "
            "bookkeeping in three languages, runs a nursery beside the main market and negotiates "
            "with the city over stalls, fees and water on behalf of all who trade there by day.",
        ),
    ),
    passes=(
        said(
            "mission",
            "Keep river languages spoken. We record the dialects of the upper river, publish their "
            "grammars, train archivists, host scholars and lend the recordings to the schools "
            "there, so that the children of the valley can speak with their grandparents.",
        ),
        said("mission", "We record dialects, train archivists and publish grammars."),
        said(
            "mission",
            "Surplus food, cooked and shared: we collect what the shops of the county cannot sell, "
            "cook it in four parish halls, deliver meals to older people who live alone, teach "
            "families to cook with what is in season and speak for them at the council.",
        ),
        said(
            "mission",
            "We run a night bus between the eleven villages of the upper valley and the hospital "
            "in the town below, so that people without a car can see a doctor, sit with their "
            "relatives and get home again before the last of the evening shifts begins.",
        ),
        said("vision", "By 2040 the languages of the upper river are spoken in its schools."),
        said("values", "We listen first."),
    ),
)
def no_headline(doc: Doc) -> Iterator[Hit]:
    """Flag a long mission in which several acts compete and no short phrase stands out."""
    for read in statements(doc):
        count = word_count(read)
        if role(read.record) != "mission" or count < _LONG or _has_headline(doc, read):
            continue
        acts = _acts(read)
        if len(acts) < _ACTS and (count < _VERY_LONG or _carries(doc, read, acts)):
            continue
        offered = _candidates(acts)
        suggestion = None
        if offered:
            suggestion = f"put one first: {listed([f'“{o}”' for o in offered], word='or')}"
        yield Hit(
            read.index,
            offsets(read.span),
            related=tuple((verb.idx, verb.idx + len(verb)) for verb in acts),
            fields={"count": str(count)},
            suggestion=suggestion,
        )


def _has_headline(doc: Doc, read: Read) -> bool:
    """Return whether one to five words stand by themselves: a sentence, or before a colon."""
    start = read.span.start
    for token in read.span:
        last = token.i == read.span.end - 1
        if last or token.lower_ in (".", "!", "?", ":", ";", "–", "—", "-", "\n"):
            words = sum(any(c.isalnum() for c in t.text) for t in doc[start : token.i + 1])
            if 1 <= words <= 5:
                return True
            start = token.i + 1
    return False


def _acts(read: Read) -> list[Token]:
    """Return the verbs of work that stand side by side, in the order of the text.

    Long lists are often parsed as chains of adverbial clauses, so any verb counts that is neither
    in a relative clause nor behind a conjunction such as "so that" or "when".
    """
    found = []
    for token in read.span:
        if token.lower_ == "so":
            break  # what follows is the purpose
        if token.pos_ == "VERB" and _is_act(token):
            found.append(token)
    return found


def _carries(doc: Doc, read: Read, acts: list[Token]) -> bool:
    """Return whether an act with its object is short and names something: "run a night bus"."""
    named = {token.i for token in pinned(doc, read)}
    return any(
        child.dep_.startswith("obj") and 0 < child.i - verb.i < _FEW and child.i in named
        for verb in acts
        for child in verb.children
    )


_FEW = 5


def _is_act(token: Token) -> bool:
    from analyzer.annotators.base import ancestors

    if token.tag_ == "VBN" or not any(c.dep_.startswith(("obj", "obl")) for c in token.children):
        return False
    for link in (token, *ancestors(token)):
        if link.dep_ in ("acl:relcl", "ccomp", "csubj"):
            return False
        marks = [c.lower_ for c in link.children if c.dep_ in ("mark", "advmod") and c.i < link.i]
        if any(mark in _SUBORDINATE for mark in marks):
            return False
    return token.dep_.partition(":")[0] in _LINKS


_LINKS = frozenset("ROOT conj advcl parataxis csubj list xcomp".split())
_SUBORDINATE = frozenset("so that when while because if where until since as although".split())


def _candidates(acts: list[Token]) -> list[str]:
    """Return up to three acts in one to five words each: "replant mangroves"."""
    found = []
    for verb in acts:
        for child in verb.children:
            if not child.dep_.startswith("obj") or child.i < verb.i:
                continue
            words = verb.doc[verb.i : child.i + 1]
            if 2 <= len(words) <= 5 and all(t.is_alpha for t in words):
                form = [verb.lemma_.capitalize(), *(t.text for t in words[1:])]
                found.append(" ".join(form))
                break
    return found[:3]
