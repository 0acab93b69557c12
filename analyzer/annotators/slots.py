"""Fills the four slots of a rank claim: measure, market, when and position.

"The leading bank" says nothing until it says by what measure, in which market, by when and through
what position it will lead. The words that fill a slot come from the parse: prepositional phrases
and clauses around the claim, quantities and deadlines, names of places and of the people served. A
phrase that any organisation could use ("in our industry", "in the world", "through innovation")
fills nothing.

Writes `slots` into the record of each statement with a rank claim, and the span group
`rank_claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from analyzer.annotators.base import chars, evidence, prepare, statements
from analyzer.annotators.lexicon import entry
from analyzer.annotators.phrases import (
    base,
    case,
    children,
    first_conjunct,
    relation,
    trimmed,
    whole,
    with_case,
)
from analyzer.annotators.rank_claims import find_rank_claims

KEY = "rank_claims"
SLOTS = ("measure", "market", "when", "position")

_MEASURES = frozenset(
    "share revenue turnover sale volume number count rate rating score ranking index premium asset"
    " satisfaction tonnage tonne size margin profit capacity output headcount survival readership"
    " circulation visitor download loan deposit membership attendance income ebitda yield retention"
    " loyalty uptime efficiency speed price cost weight value value-for-money wage pay award"
    " citation enrolment enrollment graduation completion recall injury accident complaint audience"
    " traffic".split()
)
_RANKINGS = frozenset(
    "ranking rating index table league survey census poll score scorecard inspection audit report"
    " study list".split()
)
_RATED = frozenset(
    "rate rank measure judge vote score assess track prove certify audit report record show poll"
    " survey define gauge".split()
)
_PLACES = frozenset(
    "nation country state county city region province town village valley island district borough"
    " parish continent coast municipality neighbourhood neighborhood community archipelago basin"
    " delta prefecture canton area".split()
)
_BOUNDED = frozenset("national nationwide statewide citywide countywide islandwide".split())
_ANYWHERE = frozenset(
    "world globe industry sector field category market space business domain segment class planet"
    " universe everything anything all what way thing area place region niche arena marketplace"
    " landscape line future tomorrow age era everyone anyone each other one time term order choice"
    " fact part addition".split()
)
_GENERIC_MODIFIERS = frozenset(
    "our the this its global entire whole chosen respective all every each own core key target"
    " various different many other competitive modern today international worldwide".split()
)
_SCOPE_CASES = frozenset(
    ("in", "across", "throughout", "within", "among", "amongst", "for", "of", "to", "from", "on",
     "around", "north of", "south of", "outside", "along", "between", "at", "serving")
)  # fmt: skip
_FOUNDED = frozenset("found establish create start launch begin incorporate build open".split())
_TIMES = frozenset("generation lifetime decade century".split())
_MEANS = frozenset(
    ("through", "via", "thanks to", "because of", "by means of", "with", "by", "on", "as",
     "based on", "on the strength of")
)  # fmt: skip
_MEANS_VERBS = frozenset("combine use build draw pair rely leverage own operate run".split())
# Nouns that name no position of one's own.
_EMPTY_MEANS = frozenset(
    "culture approach commitment spirit focus service quality team people staff employee attitude"
    " work effort way use program programme product process practice delivery customer care".split()
)
# A phrase that fills one slot ends where one of these opens the next.
_NEXT_SLOT = frozenset("through via by thanks as within before until because with".split())
_FIRST_YEAR = 2020  # a year before this lies behind every reader and is no horizon
_EMPTY_LEXICONS = frozenset(
    ("abstract_nouns", "buzzwords", "generality", "rank_claims", "hedges", "horizons")
)


@dataclass(frozen=True)
class _Scene:
    """One sentence with a rank claim, and what the lexicons and quantities say of its tokens."""

    claim: Span
    sentence: Span
    empty: frozenset[int]
    people: frozenset[int]
    everyone: frozenset[int]
    quantities: list[Span]
    horizons: list[Span]


def fill_slots(
    statement: Span, claims: list[Span], terms: list[Span], quantities: list[Span]
) -> dict[str, list[int] | None]:
    """Return the four slots of a statement's rank claims as character offsets, None where empty.

    Args:
        statement: the statement; each claim is looked at within its own sentence.
        claims: its rank claims, at least one; where two fill a slot the first counts.
        terms: the lexicon's spans inside the statement.
        quantities: the quantities inside the statement.
    """
    filled: dict[str, list[int] | None] = dict.fromkeys(SLOTS)
    for claim in claims:
        scene = _scene(claim, statement, terms, quantities)
        for slot, found in (
            ("when", _when(scene, statement)),
            ("measure", _measure(scene)),
            ("market", _market(scene)),
            ("position", _position(scene)),
        ):
            if filled[slot] is None and found is not None:
                filled[slot] = chars(trimmed(found))
    return filled


def _scene(claim: Span, statement: Span, terms: list[Span], quantities: list[Span]) -> _Scene:
    sentence = claim.root.sent
    start, end = max(sentence.start, statement.start), min(sentence.end, statement.end)
    empty, people, everyone = set(), set(), set()
    for term in terms:
        if term.label_ in _EMPTY_LEXICONS:
            empty.update(range(term.start, term.end))
        elif term.label_ == "beneficiaries":
            people.update(range(term.start, term.end))
            if entry("beneficiaries", term.id_)["category"] == "general":
                everyone.update(range(term.start, term.end))
    return _Scene(
        claim=claim,
        sentence=claim.doc[start:end],
        empty=frozenset(empty),
        people=frozenset(people),
        everyone=frozenset(everyone - {t.i for t in statement if t.ent_type_}),
        quantities=quantities,
        horizons=[t for t in terms if t.label_ == "horizons"],
    )


def _phrases(scene: _Scene) -> Iterator[tuple[str, Token]]:
    """Yield preposition and head of each prepositional phrase behind the claim's first word."""
    for token in scene.sentence:
        if token.i > scene.claim.start and not (scene.claim.start <= token.i < scene.claim.end):
            preposition = case(token)
            if preposition and token.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "SYM"):
                yield preposition, token


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < o.end and o.start < span.end for o in others)


def _says_something(span: Span, scene: _Scene) -> bool:
    """Return whether a phrase holds a name, a number or a noun that not every organisation uses."""
    return any(
        token.pos_ in ("NOUN", "PROPN", "NUM")
        and token.i not in scene.empty
        and token.i not in scene.everyone
        and token.lemma_.lower() not in _ANYWHERE
        for token in span
    )


def _slot(head: Token, scene: _Scene, *, stops: frozenset[str] = _NEXT_SLOT) -> Span:
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


# --- when -------------------------------------------------------------------------------------


def _when(scene: _Scene, statement: Span) -> Span | None:
    inside = [q for q in scene.quantities if _within(q, scene.sentence)]
    for quantity in (*inside, *scene.quantities):
        if quantity.label_ == "DEADLINE" and _within(quantity, statement):
            return quantity
    for term in scene.horizons:
        if _closes(term) and _within(term, scene.sentence):
            return term
    for preposition, head in _phrases(scene):
        if preposition in ("within", "in", "before", "by") and head.lemma_.lower() in _TIMES:
            return with_case(head)
    for quantity in inside:
        if quantity.label_ == "DATE" and _is_future(quantity):
            return quantity
    return None


def _closes(term: Span) -> bool:
    return entry("horizons", term.id_)["category"] in ("by", "within", "over", "period")


def _within(span: Span, whole_span: Span) -> bool:
    return span.start >= whole_span.start and span.end <= whole_span.end


def _is_future(date: Span) -> bool:
    """Return whether a date is when the claim comes true, not when something was founded."""
    before = date.doc[date.start - 1].lower_ if date.start > 0 else ""
    year = re.search(r"\b(?:19|20)\d\d\b", date.text)
    if year and int(year.group()) < _FIRST_YEAR:
        return False
    verb = date.root.head
    past = verb.pos_ == "VERB" and verb.lemma_.lower() in _FOUNDED
    return before in ("in", "by", "until", "for", "of", "before", "from") and not past


# --- measure ----------------------------------------------------------------------------------


def _measure(scene: _Scene) -> Span | None:
    for token in scene.sentence:
        if _rates(token, scene):
            return with_case(token) if token.i > scene.claim.start else whole(token)
    for preposition, head in _phrases(scene):
        span = with_case(head, without=frozenset({"acl", "advcl"}))
        dated = _overlaps(span, [q for q in scene.quantities if q.label_ in ("DATE", "DEADLINE")])
        if preposition == "by" and not dated and _is_measure(head, scene):
            return _slot(head, scene)
        lemma = head.lemma_.lower()
        if preposition in ("in", "on", "with", "at", "for") and (
            lemma in _MEASURES or (lemma in _RANKINGS and _says_something(base(head), scene))
        ):
            return _slot(head, scene)
        if preposition == "according to" or _in_terms_of(head):
            return _slot(head, scene)
    return _counted(scene)


def _rates(token: Token, scene: _Scene) -> bool:
    """Return whether a verb says who or what decides the rank: "as rated by patients"."""
    if token.lemma_.lower() not in _RATED or token.pos_ != "VERB":
        return False
    if scene.claim.start <= token.i < scene.claim.end or not token.text.endswith(("d", "n")):
        return False
    marked = case(token) == "as"
    judged = any(
        case(c) in ("by", "on", "in", "through", "against", "using", "as")
        for c in token.children
        if c.i > token.i and c.i not in range(scene.claim.start, scene.claim.end)
    )
    return marked or (judged and relation(token) in ("acl", "advcl", "amod", "conj"))


def _is_measure(head: Token, scene: _Scene) -> bool:
    lemma = head.lemma_.lower()
    if lemma in _MEASURES:
        return True
    if head.pos_ != "NOUN" or head.tag_ != "NNS" or head.i in scene.empty:
        return False
    # "trusted by patients" names who trusts; "largest by patients" counts them.
    return head.dep_ != "obl:agent" or head.head.lemma_.lower() not in (
        "trust", "recognize", "recognise", "choose", "prefer", "love", "regard", "admire", "see",
        "respect", "know", "view", "value",
    )  # fmt: skip


def _in_terms_of(head: Token) -> bool:
    start = head.left_edge.i
    return head.doc[max(start - 2, 0) : start + 3].text.lower().find("in terms of") >= 0


def _counted(scene: _Scene) -> Span | None:
    """Return a share, rate, sum or count said of the claim: "with one in three households"."""
    for quantity in scene.quantities:
        if quantity.start < scene.claim.end or not _within(quantity, scene.sentence):
            continue
        if quantity.label_ in ("PERCENT", "RATE", "MONEY") or (
            quantity.label_ == "COUNT" and len(quantity) > 1
        ):
            return _counting(quantity)
    return None


def _counting(quantity: Span) -> Span:
    """Return a quantity with the preposition and the noun that it counts, where they are next."""
    start, end = quantity.start, quantity.end
    if start > 0 and quantity.doc[start - 1].lower_ in ("with", "for", "at", "in", "by"):
        start -= 1
    head = quantity.root.head
    if head.i == end and head.pos_ == "NOUN":
        end += 1
    return quantity.doc[start:end]


# --- market -----------------------------------------------------------------------------------


def _market(scene: _Scene) -> Span | None:
    return _owner(scene) or _adjective(scene) or _scope(scene)


def _owner(scene: _Scene) -> Span | None:
    """Return the possessor in "Kenya's premier dairy"."""
    for token in scene.claim:
        if token.dep_ == "nmod:poss" and token.pos_ in ("PROPN", "NOUN"):
            lemma = token.lemma_.lower()
            if token.pos_ == "PROPN" or lemma in _PLACES or _says_something(base(token), scene):
                if lemma not in _ANYWHERE:
                    return base(token)
    return None


def _adjective(scene: _Scene) -> Span | None:
    """Return "Swedish" in "the leading Swedish bank", "statewide" in "the statewide leader"."""
    shouted = sum(t.is_title for t in scene.sentence) > len(scene.sentence) * 0.6
    for token in scene.claim:
        if token.lower_ in _BOUNDED:
            return token.doc[token.i : token.i + 1]
        named = token.is_title and not token.is_sent_start and not shouted
        if named and token.i != scene.claim.root.i and token.pos_ in ("ADJ", "PROPN"):
            if relation(token) in ("amod", "compound") or token.ent_type_ == "LOC":
                if token.i not in scene.empty and not token.is_upper:
                    return token.doc[token.i : token.i + 1]
    return None


def _scope(scene: _Scene) -> Span | None:
    """Return the first phrase that bounds the claim, a named place before anything else."""
    bounded: list[tuple[int, Span]] = []
    for preposition, head in _phrases(scene):
        if preposition not in _SCOPE_CASES or not _attached(head, scene):
            continue
        if _overlaps(base(head), [*scene.quantities, *scene.horizons]) and head.pos_ != "PROPN":
            if any(q.label_ in ("DATE", "DEADLINE", "PERIOD") for q in scene.quantities):
                continue
        strength = _bounds(preposition, head, scene)
        if strength:
            stops = _NEXT_SLOT | {"for"} if strength == 1 else _NEXT_SLOT
            bounded.append((strength, _slot(head, scene, stops=stops)))
    if not bounded:
        return None
    _, best = min(bounded, key=lambda item: (item[0], item[1].start))
    around = [s for _, s in bounded if s.start <= best.start and best.end <= s.end]
    return max(around, key=len)


def _attached(head: Token, scene: _Scene) -> bool:
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


def _bounds(preposition: str, head: Token, scene: _Scene) -> int:
    """Return how a phrase bounds a market: 1 by a place, 2 by people, 3 by a trade, 0 not at all."""
    lemma, phrase = head.lemma_.lower(), base(head)
    if lemma in _RANKINGS or _in_terms_of(head):
        return 0
    if preposition in ("on", "at", "to") and head.i not in scene.people:
        return int(head.pos_ == "PROPN" or lemma == "coast")
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
    if head.i in scene.people or head.pos_ == "PRON":
        described = bool(specific) or bool(children(head, "acl"))
        if head.pos_ == "PRON":
            return 2 if head.lower_ in ("those", "anyone") and children(head, "acl") else 0
        return 2 if described or head.i not in scene.everyone else 0
    if preposition in ("among", "amongst", "for"):
        return 2 if _says_something(phrase, scene) and lemma not in _MEASURES else 0
    if preposition == "in":
        if lemma in _MEASURES:
            return 0
        if lemma in _ANYWHERE:
            return 3 if specific else 0
        return 3 if _says_something(whole(head, without=frozenset({"acl"})), scene) else 0
    if preposition == "of" and lemma in _ANYWHERE:
        return 3 if specific else 0
    return 0


# --- position ---------------------------------------------------------------------------------


def _position(scene: _Scene) -> Span | None:
    for token in scene.sentence:
        if token.i <= scene.claim.start or scene.claim.start <= token.i < scene.claim.end:
            continue
        if _is_means_clause(token):
            span = with_case(token)
            if _is_own(span, scene):
                return span
        preposition = case(token)
        if preposition in _MEANS and token.pos_ in ("NOUN", "PROPN"):
            span = with_case(token)
            if _names_means(preposition, token, scene) and _is_own(span, scene):
                return span
    return None


def _is_own(span: Span, scene: _Scene) -> bool:
    """Return whether a means names something that not every organisation claims."""
    named = [t.i for t in span if t.lemma_.lower() in _EMPTY_MEANS]
    means = replace(scene, empty=scene.empty | frozenset(named))
    return _says_something(span, means)


def _is_means_clause(token: Token) -> bool:
    if token.tag_ != "VBG":
        return False
    if any(c.dep_ in ("mark", "case") and c.lower_ in ("by", "through") for c in token.children):
        return True
    return relation(token) in ("advcl", "acl") and token.lemma_.lower() in _MEANS_VERBS


def _names_means(preposition: str, head: Token, scene: _Scene) -> bool:
    words = {t.lower_ for t in base(head)}
    if preposition in ("with", "on", "as", "by"):
        return "only" in words and not _overlaps(scene.claim, [base(head)])
    return head.lemma_.lower() not in _MEASURES


# --- component --------------------------------------------------------------------------------


def annotate_slots(doc: Doc) -> Doc:
    """Write `doc.spans["rank_claims"]` and each record's `slots`."""
    prepare(doc)
    found: list[Span] = []
    for statement, record in statements(doc):
        terms = evidence(doc, "lexicon", statement)
        people = frozenset(
            i for t in terms if t.label_ == "beneficiaries" for i in range(t.start, t.end)
        )
        ranks = [t for t in terms if t.label_ == "rank_claims"]
        claims = find_rank_claims(statement, ranks, people)
        found.extend(claims)
        record["slots"] = (
            fill_slots(statement, claims, terms, evidence(doc, "quantities", statement))
            if claims
            else None
        )
    doc.spans[KEY] = found
    return doc


@Language.factory(
    "plumbline_slots",
    assigns=["doc._.plumbline", "doc.spans"],
    requires=["doc._.plumbline", "doc.spans"],
)
def create(nlp: Language, name: str) -> SlotsAnnotator:
    """Make the component; `name` is spaCy's name for it in the pipeline."""
    del nlp, name
    return SlotsAnnotator()


class SlotsAnnotator:
    """Calls `annotate_slots`; a class, so that the pipeline can be pickled."""

    def __call__(self, doc: Doc) -> Doc:
        """Fill the slots of each statement's rank claims."""
        return annotate_slots(doc)
