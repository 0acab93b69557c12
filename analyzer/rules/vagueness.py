"""VAG: statements that pin nothing down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.registry import Hit, rule, said
from analyzer.rules.reading import (
    Read,
    entries,
    inside,
    listed,
    offsets,
    profile,
    quoted,
    role,
    statements,
    terms,
    threshold,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Chosen on the rated statements: from this score on 92% of them are rated 4 or 5 of 5; on the panel
# 88% have a mean rating of 3.5 or more.
VAGUE_FROM = 65.0

_FUNCTION = frozenset(("PRON", "DET", "ADP", "AUX", "PART", "CCONJ", "SCONJ", "PUNCT"))

SLOT_QUESTIONS = {
    "measure": "{rank} by what measure?",
    "market": "In which market?",
    "when": "By when?",
    "position": "Through what position?",
}
_NAMES = {"measure": "measure", "market": "market", "when": "date", "position": "position"}
_TEMPLATES = {
    "measure": "measured by [what a third party can check]",
    "market": "in [the place or group you compete for]",
    "when": "by [year]",
    "position": "through [what only you can do]",
}


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
        spans = _evidence(doc, score)
        if not spans:
            continue  # nothing to point at
        words = listed([f"“{quoted(doc.text[s:e])}”" for s, e in spans[:3]])
        yield Hit(
            read.index,
            offsets(read.span),
            related=tuple(spans),
            fields={"evidence": words},
        )


def _content(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the function words at its ends, or None where nothing else is left."""
    span = doc.char_span(start, end, alignment_mode="expand")
    tokens = [t for t in span or () if t.is_alpha and not t.is_stop and t.pos_ not in _FUNCTION]
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else None


def _evidence(doc: Doc, score: Mapping[str, Any], most: int = 6) -> list[tuple[int, int]]:
    """Return the words that raise a score, those of the largest contribution first, no overlaps."""
    found: list[tuple[int, int]] = []
    for part in sorted(score["contributions"], key=lambda c: -float(c["amount"])):
        if part["amount"] <= 0:
            break
        for start, end in part["spans"]:
            span = _content(doc, start, end)
            if span and len(found) < most and all(span[1] <= s or span[0] >= e for s, e in found):
                found.append(span)
    return found


# Words behind a claim that hint at a slot, loosely: enough not to ask for it.
_HINTS = {
    "position": re.compile(r"\b(?:by|through)\s+(?:\w+ly\s+)?\w+ing\b", re.IGNORECASE),
    "market": re.compile(
        r"\b(?:worldwide|we (?:serve|work in|operate)|in (?:the|our) [\w ,]{1,40} community)\b",
        re.IGNORECASE,
    ),
}
_PRESENT = frozenset("is are am has have remains remain continues".split())
_AHEAD = frozenset("to will become becoming shall be".split())
_SPAN_OF_YEARS = re.compile(
    r"\b(?:\w+|\d+)[- ]years?\s+(?:vision|goal|ambition|plan)\b", re.IGNORECASE
)


@rule(
    "VAG002",
    name="destination-nowhere",
    severity="note",
    requires=("slots",),
    message="“{words}” claims a rank without {missing}",
    question="Leading by what measure? In which market? By when? Through what position?",
    cost="Sales reads breadth, product reads depth: the rank never says what to do first.",
    rationale=(
        "A claim to lead has four empty places: the measure by which, the market in which, the "
        "time by when and the position through which. Until they are filled nobody can tell "
        "whether the organisation moves towards it, or what to prioritise this year."
    ),
    mend="Fill the empty places, or say what will be different for those you serve instead.",
    before="To be the leading provider of eye care.",
    after=(
        "By 2031 more people in Nepal get their sight back through us than through any other "
        "clinic, because we operate in the villages."
    ),
    source="The OKR Hub on the destination nowhere; the OKR guide accepts a leader in a field",
    flags=(
        said("vision", "To be the leading provider of crop insurance."),
        said("vision", "To become the most trusted name in elevators."),
        said("vision", "Our vision is to be number one in everything we do."),
        said("vision", "To be recognised as the premier design school in the world."),
        said("mission", "We are the leading supplier of ship paint."),
        said("vision", "We will be the bakery of choice in Thessaloniki."),
        said("vision", "To be the most admired airline by customer satisfaction."),
    ),
    passes=(
        said("vision", "By 2031 we are Kenya's largest dairy by litres sold."),
        said(
            "vision",
            "To be the most trusted bank among family farms in Uruguay by 2030, as rated by "
            "borrowers.",
        ),
        said("mission", "We treat stroke, the leading cause of disability in Latvia."),
        said("values", "We follow best practices and do our best for each resident."),
        said("mission", "We train volunteers in first aid across County Cork."),
        said("mission", "To inspire girls in Lima to become leaders of their unions."),
        said("strategy", "Leading a team of ten, Marta rebuilds the night service in Oulu."),
        said("key_result", "Answer the top ten complaints within two days by 1 May."),
    ),
)
def destination_nowhere(doc: Doc) -> Iterator[Hit]:
    """Flag a rank claim that leaves its measure, market or time open; ask for what is missing."""
    for read in statements(doc):
        slots = read.record.get("slots")
        claims = inside(doc, "rank_claims", read.span)
        if slots is None or not claims or not _applies(read):
            continue
        told = _told(read, claims[0])
        missing = [name for name in SLOT_QUESTIONS if slots[name] is None and name not in told]
        if not missing or not _is_empty(missing, claims[0].text, profile(doc), slots):
            continue
        rank = _rank(claims[0].text)
        questions = [SLOT_QUESTIONS[name].format(rank=rank) for name in missing]
        if missing[0] != "measure":
            questions[0] = f"{rank} {questions[0][:1].lower()}{questions[0][1:]}"
        yield Hit(
            read.index,
            offsets(claims[0]),
            related=tuple(offsets(claim) for claim in claims[1:]),
            fields={"missing": listed([_NAMES[name] for name in missing], word="or")},
            question=" ".join(questions),
            suggestion=f"{claims[0].text} … {', '.join(_TEMPLATES[name] for name in missing)}",
        )


def _applies(read: Read) -> bool:
    """Return whether a rank is a destination here; OKR001 looks at objectives."""
    if read.record["declared"] in ("slogan", "values", "objective", "key_result", "other"):
        return False
    return role(read.record) not in ("objective", "key_result", "values")


def _dated(read: Read) -> bool:
    """Return whether the heading or a field beside the statement gives the time."""
    heading = str(read.record.get("heading") or "")
    return bool(read.record.get("due")) or any(
        word.strip("():,.").isdigit() and len(word.strip("():,.")) == 4 for word in heading.split()
    )


def _told(read: Read, claim: Span) -> set[str]:
    """Return what need not be asked though no slot holds it: hinted at, or no question here."""
    before = {token.lower_ for token in read.span.doc[claim.sent.start : claim.start]}
    behind = read.span.doc[claim.end : read.span.end].text
    told = {name for name, hint in _HINTS.items() if hint.search(behind)}
    stands_today = bool(before & _PRESENT) and not before & _AHEAD
    if stands_today or _dated(read) or _SPAN_OF_YEARS.search(read.span.text):
        told.add("when")
    return told


def _is_empty(missing: list[str], claim: str, school: str, slots: Mapping[str, Any]) -> bool:
    """Return whether a claim leaves so much open that it gives no direction.

    A position alone need not be named. A size ("the largest") is its own measure once market and
    time are there. The OKR guide takes "a leader in X" as a model.
    """
    needed = [name for name in missing if name != "position"]
    if school == "okr-guide" and slots["market"] is not None:
        return False
    sized = any(word.lower().endswith("est") for word in claim.split()) and "best" not in claim
    if needed == ["measure"] and sized:
        return False
    return bool(needed)


def _rank(claim: str) -> str:
    """Return the word of rank that opens the question: "Leading", "Most trusted", "Chosen"."""
    words = claim.lower().replace("’", "'").split()
    text = " ".join(words)
    if "of choice" in text or "choice" in words:
        return "Chosen"
    for i, word in enumerate(words):
        if word == "most" and i + 1 < len(words):
            return f"Most {words[i + 1].strip(',')}"
        if word in _RANK_WORDS or word.endswith("est"):
            return word.strip(",").capitalize()
    return "Number one" if "one" in words or "#1" in text else "Leading"


_RANK_WORDS = frozenset(
    "leading best premier foremost top trusted preferred preeminent favourite favorite".split()
)


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
        if _dated(read) or _has_horizon(doc, read) or _has_state(read):
            continue
        efforts = _efforts(doc, read)
        for token in read.span:
            if _is_endless(token, efforts):
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
    return bool(times or closing)


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


def _is_endless(token: Token, efforts: frozenset[int]) -> bool:
    """Return whether a token is the main verb of an effort that the organisation itself makes."""
    # Forms at times read as a noun, or given another lemma.
    strives = token.lower_ in ("strive", "strives", "striving") or token.lower_.startswith(
        "endeavo"
    )
    named = token.lemma_.lower() in _ENDLESS or token.i in efforts
    effort = strives or (named and token.pos_ == "VERB")
    if token.dep_ != "ROOT" or not effort:
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
