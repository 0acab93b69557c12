"""Fills the four slots of a rank claim: measure, market, when and position.

"The leading bank" says nothing until it says by what measure, in which market, by when and through
what position it will lead. The words that fill a slot come from the parse: prepositional phrases
and clauses around the claim, quantities and deadlines, names of places and of the people served. A
phrase that any organisation could use ("in our industry", "in the world", "through innovation")
fills nothing.

Writes `slots` into the record of each statement with a rank claim, the names of those that are open
for certain as `open_slots`, and the span group `rank_claims`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from analyzer.annotators.base import chars, evidence, prepare, statements
from analyzer.annotators.lexicon import entry
from analyzer.annotators.markets import MEASURES, RANKINGS, find_market, in_terms_of
from analyzer.annotators.open_slots import open_slots
from analyzer.annotators.phrases import (
    base,
    case,
    relation,
    trimmed,
    whole,
    with_case,
)
from analyzer.annotators.rank_claims import find_rank_claims
from analyzer.annotators.surroundings import (
    Scene,
    overlaps,
    prepositional,
    says_something,
    scene_of,
    slot,
)

KEY = "rank_claims"
SLOTS = ("measure", "market", "when", "position")

_RATED = frozenset(
    "rate rank measure judge vote score assess track prove certify audit report record show poll"
    " survey gauge".split()
)
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
_FIRST_YEAR = 2020  # a year before this lies behind every reader and is no horizon


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
        scene = scene_of(claim, statement, terms, quantities)
        for name, found in (
            ("when", _when(scene, statement)),
            ("measure", _measure(scene)),
            ("market", find_market(scene)),
            ("position", _position(scene)),
        ):
            if filled[name] is None and found is not None:
                filled[name] = chars(trimmed(found))
    return filled


# --- when -------------------------------------------------------------------------------------


def _when(scene: Scene, statement: Span) -> Span | None:
    inside = [q for q in scene.quantities if _within(q, scene.sentence)]
    for quantity in (*inside, *scene.quantities):
        # "Inspire the next generation" names people, not a time.
        people = "generation" in quantity.text and quantity[0].lower_ == "the"
        if quantity.label_ == "DEADLINE" and _within(quantity, statement) and not people:
            return quantity
    for term in scene.horizons:
        if _closes(term) and _within(term, scene.sentence):
            return term
    for preposition, head in prepositional(scene):
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


def _measure(scene: Scene) -> Span | None:
    found = _stated(scene)
    return None if found is None else _with_participle(found, scene)


def _with_participle(span: Span, scene: Scene) -> Span:
    """Extend "by patients" to "by patients treated per nurse", however that was attached."""
    doc, end = span.doc, span.end
    if end < scene.sentence.end and doc[end].tag_ == "VBN":
        end += 1
        if end + 1 < scene.sentence.end and doc[end].lower_ == "per":
            end += 2
    return doc[span.start : end]


def _stated(scene: Scene) -> Span | None:
    for token in scene.sentence:
        if _rates(token, scene):
            return with_case(token) if token.i > scene.claim.start else whole(token)
    for preposition, head in prepositional(scene):
        times = [q for q in scene.quantities if q.label_ in ("DATE", "DEADLINE")]
        dated = overlaps(base(head), times)
        if preposition == "by" and not dated and _is_measure(head, scene):
            return slot(head, scene)
        lemma = head.lemma_.lower()
        if preposition in ("in", "on", "with", "at", "for") and (
            lemma in MEASURES
            or any(t.lower_ in ("rated", "reported") for t in base(head))
            or (lemma in RANKINGS and says_something(base(head), scene))
        ):
            return slot(head, scene)
        if preposition == "according to" or in_terms_of(head):
            return slot(head, scene)
    return _counted(scene)


def _rates(token: Token, scene: Scene) -> bool:
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


def _is_measure(head: Token, scene: Scene) -> bool:
    if head.lemma_.lower() in MEASURES:
        return True
    if head.pos_ != "NOUN" or not says_something(base(head), scene):
        return False
    if head.i in scene.people and head.tag_ != "NNS":
        return False
    if head.head.tag_ == "VBN" and head.head.i >= scene.claim.end:
        return False  # "a desk run by former claimants"
    # "trusted by patients" names who trusts; "largest by patients" counts them.
    return head.dep_ != "obl:agent" or head.head.lemma_.lower() not in (
        "trust", "recognize", "recognise", "choose", "prefer", "love", "regard", "admire", "see",
        "respect", "know", "view", "value",
    )  # fmt: skip


def _counted(scene: Scene) -> Span | None:
    """Return a share, rate, sum or count said of the claim: "with one in three households"."""
    for quantity in scene.quantities:
        if quantity.start < scene.claim.end or not _within(quantity, scene.sentence):
            continue
        counts = quantity.label_ == "COUNT" and len(quantity) > 1
        before = quantity.doc[quantity.start - 1].lower_
        if quantity.label_ in ("PERCENT", "RATE", "MONEY") or (counts and before in _COUNTING):
            return _counting(quantity)
    return None


# Not "for 20-somethings" and "below 80 metres".
_COUNTING = frozenset(("with", "by", "at", "of", ",", "serving", "reaching"))


def _counting(quantity: Span) -> Span:
    """Return a quantity with the preposition and the noun that it counts, where they are next."""
    start, end = quantity.start, quantity.end
    if start > 0 and quantity.doc[start - 1].lower_ in ("with", "for", "at", "in", "by"):
        start -= 1
    head = quantity.root.head
    if head.i == end and head.pos_ == "NOUN":
        end += 1
    return quantity.doc[start:end]


# --- position ---------------------------------------------------------------------------------


def _position(scene: Scene) -> Span | None:
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


def _is_own(span: Span, scene: Scene) -> bool:
    """Return whether a means names something that not every organisation claims."""
    named = [t.i for t in span if t.lemma_.lower() in _EMPTY_MEANS]
    means = replace(scene, empty=scene.empty | frozenset(named))
    return says_something(span, means)


def _is_means_clause(token: Token) -> bool:
    if token.tag_ != "VBG":
        return False
    if any(c.dep_ in ("mark", "case") and c.lower_ in ("by", "through") for c in token.children):
        return True
    return relation(token) in ("advcl", "acl") and token.lemma_.lower() in _MEANS_VERBS


def _names_means(preposition: str, head: Token, scene: Scene) -> bool:
    words = {t.lower_ for t in base(head)}
    if preposition in ("with", "on", "as", "by"):
        return "only" in words and not overlaps(scene.claim, [base(head)])
    return head.lemma_.lower() not in MEASURES


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
        record["slots"], record["open_slots"] = None, []
        if claims:
            quantities = evidence(doc, "quantities", statement)
            slots = fill_slots(statement, claims, terms, quantities)
            record["slots"] = slots
            scene = scene_of(claims[0], statement, terms, quantities)
            record["open_slots"] = open_slots(scene, statement, slots)
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
