"""VAG: statements that pin nothing down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import loose_tokens, pinned, served, word_count
from analyzer.rules.reading import (
    Read,
    dated,
    entries,
    inside,
    listed,
    offsets,
    quoted,
    role,
    statements,
    terms,
    text_of,
    threshold,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Chosen on the rated statements: from this score on 92% of them are rated 4 or 5 of 5; on the panel
# 88% have a mean rating of 3.5 or more.
VAGUE_FROM = 65.0

_FUNCTION = frozenset(("PRON", "DET", "ADP", "AUX", "PART", "CCONJ", "SCONJ", "PUNCT"))


@rule(
    "VAG001",
    name="vague-statement",
    severity="warning",
    requires=("scores",),
    message="Pins little down: {evidence}",
    question="If a rival printed this on its own wall, which word in it would be untrue?",
    cost="Everyone can agree because everyone reads something else into it.",
    rationale=(
        "A statement guides when it pins something down: who, what, where, how much, by when, "
        "what would be different. Where nearly any organisation could sign it, it cannot settle "
        "which of two good projects comes first."
    ),
    mend="Name who is served, what is done or what will be different, and where.",
    before="To make a positive difference and create a better future for all.",
    after="To teach refugees in Trieste to drive buses, and to find them a first job in the city.",
    source="The OKR Hub on strategic ambiguity",
    flags=(
        said("mission", "To make a difference in everything we do and to create a better future."),
        said("vision", "A brighter future for everyone."),
        said("mission", "We exist to help people and organisations reach their full potential."),
        said("vision", "To be the best we can be for all our stakeholders."),
        said("mission", "To inspire positive change and deliver lasting value."),
    ),
    passes=(
        said("mission", "We teach refugees in Trieste to drive buses."),
        said("vision", "By 2035 salmon spawn again above the weir at Pitlochry."),
        said(
            "mission", "To lend wheelchairs to children in Arequipa whose families cannot buy one."
        ),
        said("strategy", "We close the Leipzig shop and sell seeds by post to allotment holders."),
        said("mission", "Our nurses visit dying patients at home in the fjords of Nordland."),
        said("key_result", "Late parcels fall from 9% to 3% by June."),
        said("objective", "Drivers load without fear."),
        said("mission", "To serve widows and their families."),
    ),
)
def vague_statement(doc: Doc) -> Iterator[Hit]:
    """Flag a statement whose vagueness score is in the range that raters call vague."""
    for read in statements(doc):
        score = read.record.get("scores", {}).get("vagueness")
        if score is None or score["value"] < threshold(doc, "vague-statement", VAGUE_FROM):
            continue
        if "key_result" in (read.record["declared"], role(read.record)):
            continue
        if read.record["declared"] in ("slogan", "values"):
            continue  # a value may well be vague on purpose: "we keep our word"
        spans = _evidence(doc, score, loose_tokens(doc, read))
        if not _says_much(doc, read, spans) or _names_its_subject(doc, read, score["value"]):
            continue  # nothing to point at, or enough beside it
        words = listed([f"“{quoted(text_of(doc)[s:e])}”" for s, e in spans[:3]])
        yield Hit(
            read.index,
            offsets(read.span),
            related=tuple(spans),
            fields={"evidence": words},
        )


# Below this score a short text that names those it is for, or an objective its matter, is let pass.
_VERY_VAGUE = 78.0
_SHORT = 12


def _names_its_subject(doc: Doc, read: Read, score: float) -> bool:
    """Return whether a short text names whom or what it is about, and is not vague all the same."""
    if word_count(read) > _SHORT or terms(doc, read.span, "rank_claims"):
        return False  # a rival prints its own rank
    things = [
        token
        for token in pinned(doc, read)
        if token.pos_ in ("NOUN", "PROPN") and not token.lower_.endswith(_ABSTRACT)
    ]
    if role(read.record) in ("objective", "strategy"):
        return bool(things)
    named = things or served(doc, read, category="specific")
    return score < _VERY_VAGUE and bool(named)


_ABSTRACT = ("tion", "tions", "ment", "ments", "ity", "ities", "ance", "ence", "ness", "ies")


def _says_much(doc: Doc, read: Read, spans: list[tuple[int, int]]) -> bool:
    """Return whether the loose words are more than plain verbs, such as "reach" and "come"."""
    stock = {t.i for s in terms(doc, read.span, "buzzwords") for t in s}
    tokens = [t for s, e in spans for t in doc.char_span(s, e, alignment_mode="expand") or ()]
    return any(t.pos_ not in ("VERB", "AUX", "ADV", "PART") or t.i in stock for t in tokens)


def _content(doc: Doc, start: int, end: int, loose: frozenset[int]) -> tuple[int, int] | None:
    """Return a span's words that fit any organisation, or None where there are none."""
    span = doc.char_span(start, end, alignment_mode="expand")
    tokens = [
        t
        for t in span or ()
        if t.is_alpha and not t.is_stop and t.pos_ not in _FUNCTION and t.i in loose
    ]
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else None


def _evidence(
    doc: Doc, score: Mapping[str, Any], loose: frozenset[int], most: int = 6
) -> list[tuple[int, int]]:
    """Return the loose words that raise a score, those of the largest contribution first."""
    found: list[tuple[int, int]] = []
    for part in sorted(score["contributions"], key=lambda c: -float(c["amount"])):
        if part["amount"] <= 0:
            break
        for start, end in part["spans"]:
            span = _content(doc, start, end, loose)
            if span and len(found) < most and all(span[1] <= s or span[0] >= e for s, e in found):
                found.append(span)
    return found


@rule(
    "VAG004",
    name="permanent-future-state",
    severity="warning",
    requires=("lexicon", "quantities", "kind"),
    profiles=("okr-hub", "okr-guide", "outside-in", "mokr"),
    message="“{words}” is an effort without end, not a state that can be reached",
    question="What would be observably different if this came true?",
    cost="The vision can never be missed, so it never directs anybody.",
    rationale=(
        "A vision is a destination: a state that is not yet true and could one day be seen. "
        "Striving and continuing go on for ever; nobody can plan towards them or notice arrival."
    ),
    mend=(
        "Describe the state that the effort is for, as if you stood in it, and say by when it is "
        "to be true."
    ),
    before="We strive to improve the lives of families in our valley.",
    after="By 2034 every family in the valley lives within an hour of a doctor.",
    source="The OKR Hub on the permanent future state; for Jesse Stoner a vision endures",
    flags=(
        said("vision", "We strive to improve the quality of life of our residents."),
        said("vision", "Our vision is to continue to serve the farmers of Umbria with care."),
        said("vision", "We seek to provide good schooling to the children of Kisii."),
        said("vision", "Continue to raise the standard of veterinary care."),
        said("vision", "We are striving to serve the weavers of Bolivia better."),
        said("vision", "To go on being the inn where carters stop for the night."),
        said("vision", "Ever nearer to our growers, ever more open to what they say."),
        said("vision", "Every day we work towards better bread."),
    ),
    passes=(
        said("vision", "By 2034 every family in the valley lives within an hour of a doctor."),
        said("vision", "A Kisii in which no child leaves school before fourteen."),
        said("vision", "We strive for a Bolivia where weavers live from their work."),
        said("vision", "We will continue to buy forest until, by 2040, all of the ridge is ours."),
        said("mission", "We strive to improve the health of miners in Katowice."),
        said("values", "We keep trying until the patient is comfortable."),
    ),
)
def permanent_future_state(doc: Doc) -> Iterator[Hit]:
    """Flag a vision whose main verb is an effort, with no horizon or end state beside it."""
    for read in statements(doc):
        if role(read.record) != "vision" or inside(doc, "rank_claims", read.span):
            continue
        if dated(read.record) or _has_horizon(doc, read):
            continue
        efforts, pictured = _efforts(doc, read), _has_state(read)
        for token in read.span:
            # "We strive for a town where nobody is cold" pictures an end, and so could be reached;
            # whoever goes on being what they are is there.
            if _goes_on(token) or (_is_endless(token, efforts) and not pictured):
                yield Hit(read.index, _endless_words(token))
                break


_ENDLESS = frozenset("strive seek continue remain aspire maintain pursue keep".split())
# Efforts that also stand beside a state: "a school that is committed to the arts".
_STEADY = frozenset(
    (
        "be committed to", "be determined to", "be devoted to", "commit to", "commitment to",
        "committed to", "dedicated to", "desire to", "devoted to", "hope to", "in an effort to",
        "intend to", "our aim is to", "our aspiration is to", "our goal is to", "plan to",
        "set out to", "wish to", "with a view to", "with the goal of",
    )
)  # fmt: skip
# Words that open a state which could one day be seen.
_STATE_WORDS = frozenset("where without whose until no nobody everyone never free".split())
_TIMES = frozenset("day week month year time step way morning season".split())


def _has_horizon(doc: Doc, read: Read) -> bool:
    times = [q for q in inside(doc, "quantities", read.span) if q.label_ in ("DEADLINE", "DATE")]
    closing = [
        s
        for s in terms(doc, read.span, "horizons")
        if entries("horizons")[s.id_]["category"] not in ("open", "rate")
    ]
    return any(not _is_past(span) for span in (*times, *closing))


def _is_past(span: Span) -> bool:
    """Return whether a time lies behind: "since 1952"."""
    before = span.doc[span.start - 1].lower_ if span.start > 0 else ""
    return before in ("since", "founded") or span[0].lower_ == "since"


def _has_state(read: Read) -> bool:
    words = [token.lower_ for token in read.span]
    which = any(pair == ("in", "which") for pair in pairwise(words))
    every = any(a in ("every", "each") and b not in _TIMES for a, b in pairwise(words))
    return which or every or any(word in _STATE_WORDS for word in words)


def _efforts(doc: Doc, read: Read) -> frozenset[int]:
    """Return the tokens of "carry on", "work towards" and the like."""
    return frozenset(
        i
        for span in terms(doc, read.span, "hedges")
        if entries("hedges")[span.id_]["category"] in ("effort", "continuation")
        and span.id_ not in _STEADY
        for i in range(span.start, span.end)
    )


def _goes_on(token: Token) -> bool:
    """Return whether a text goes on doing what is done: "to go on being", "ever closer to"."""
    if token.dep_ != "ROOT":
        return False
    following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    gerund = len(following) > 1 and following[0] == "on" and following[1].endswith("ing")
    if token.lemma_.lower() in ("go", "carry", "keep") and gerund:
        return True
    always = {c.lower_ for c in token.children if c.dep_.startswith("advmod") and c.i < token.i}
    works = token.lemma_.lower() == "work" and following[:1] in (["for"], ["towards"], ["toward"])
    closer = token.pos_ in ("ADJ", "ADV") and token.lower_.endswith("er")
    return ("always" in always and works) or ("ever" in always and closer)


def _is_endless(token: Token, efforts: frozenset[int]) -> bool:
    """Return whether a token is the main verb of an effort that the organisation itself makes."""
    # Forms at times read as a noun, or given another lemma.
    strives = token.lower_ in ("strive", "strives", "striving") or token.lower_.startswith(
        "endeavo"
    )
    named = token.lemma_.lower() in _ENDLESS or token.i in efforts
    effort = strives or (named and token.pos_ == "VERB")
    # "Every day we work towards": read as a day that is described.
    daily = token.dep_ == "acl:relcl" and token.head.dep_ == "ROOT" and token.head.lower_ == "day"
    if not effort or not (token.dep_ == "ROOT" or daily):
        return False
    clauses = ("xcomp", "advcl", "ccomp", "acl")
    verbs = [c for c in token.children if c.dep_ in clauses and c.i > token.i]
    held = strives or token.i in efforts or token.lemma_.lower() in ("maintain", "pursue")
    aimed = held and any(c.dep_ in ("obl", "obj") for c in token.children)
    becomes = any(c.lemma_ in ("be", "become") or _has_copula(c) for c in verbs)
    if becomes and token.lemma_.lower() in ("aspire", "seek", "aim"):
        return False  # "we aspire to be a school that ...": a state after all
    subjects = [c for c in token.children if c.dep_.startswith("nsubj")]
    own = all(
        c.lower_ in ("we", "it", "vision", "which") or c.pos_ in ("PROPN", "NOUN") for c in subjects
    )
    return own and (bool(verbs) or aimed)


def _has_copula(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)


def _endless_words(token: Token) -> tuple[int, int]:
    """Return the offsets of the effort and of what it leads to: "strive to improve"."""
    end = token
    for child in token.children:
        if child.dep_ in ("xcomp", "advcl", "acl") and child.i > token.i and child.i - token.i <= 3:
            end = child
            break
    return token.idx, end.idx + len(end)
