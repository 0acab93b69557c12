"""KND: statements whose words do another job than their label says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analyzer.registry import Hit, rule, said
from analyzer.rules.reading import (
    Read,
    entries,
    inside,
    merged_probability,
    offsets,
    profile,
    role,
    statements,
    terms,
    text_of,
    threshold,
)
from analyzer.rules.two_jobs import Turn, find_turn

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# A mismatch is claimed from this probability on, with less than the second left for the label.
# Chosen on the rated statements, where lower values begin to blame objectives wrongly.
SURE, UNLIKELY = 0.65, 0.25
# Objectives borrow the verbs of missions, so more is asked of them.
SURE_OF_OBJECTIVE = 0.90
# From this probability on a text counts as merged by the model alone; 99% of such rated ones are.
MERGED_FROM = 0.60
# Below this one the grammar is not believed either.
UNLIKELY_MERGED = 0.05

# Kinds that a text may be declared as, with those that are no mismatch for it. Missions, visions
# and objectives are told apart by their job; the rest are neighbours that blend into each other.
_FUTURE = frozenset(
    "will shall become becoming future world envision envisage imagine dream dreams see picture"
    " where without whose until everyone nobody no every all tomorrow once".split()
)
_NEIGHBOURS: Mapping[str, frozenset[str]] = {
    "mission": frozenset(("slogan", "other", "strategy", "values")),
    "vision": frozenset(("slogan", "other", "strategy", "objective", "key_result")),
    "objective": frozenset(("strategy", "key_result", "other", "slogan", "values")),
    "key_result": frozenset(("objective", "strategy", "other", "slogan", "values")),
    "values": frozenset(("slogan", "other", "objective", "key_result")),
    "strategy": frozenset(("objective", "key_result", "other", "slogan", "mission")),
}
JOBS = {
    "mission": "what is done for whom, now and lastingly",
    "vision": "a future state to be reached",
    "values": "how people are to behave",
    "strategy": "the path to be taken",
    "objective": "what is to move in this period",
    "key_result": "a measured result",
}
_ASKS = {
    ("vision", "mission"): "What will be observably different once “{words}” has worked?",
    (
        "mission",
        "vision",
    ): "“{words}” says where you are going; what do you do today, and for whom?",
    ("objective", "mission"): "“{words}” never ends; which part of it should move this period?",
    ("objective", "vision"): "“{words}” is the destination; what is the next stretch of the way?",
}
_ASK = "“{words}” is called {declared} but says {job}; which of the two did you mean to write?"


@rule(
    "KND001",
    name="declared-kind-mismatch",
    severity="warning",
    requires=("kind", "lexicon", "quantities"),
    message="Declared as {declared}, but it reads as {kind}: {job}",
    question="Which job should this text do, and where is the text that does the other one?",
    cost="Teams look here for one thing and find another, so the real gap stays hidden.",
    rationale=(
        "A mission is an anchor: why the organisation exists and what it does for whom. A vision "
        "is a destination: a state that is not yet true. A text under the wrong heading leaves "
        "one of the two unwritten while everybody believes that it is there."
    ),
    mend=(
        "Judge the text by what it does. Move it under the heading of that job, then write the "
        "statement that is missing."
    ),
    before="Vision: We repair wheelchairs for schools in Lusaka.",
    after="Vision: By 2032 no pupil in Lusaka misses school for want of a working wheelchair.",
    source="The OKR Hub on mission and vision; Jesse Stoner does not mind the label",
    flags=(
        said("vision", "We provide free school meals to children in the townships of Durban."),
        said("vision", "To offer legal advice and translation to seasonal workers in Almería."),
        said(
            "vision", "We train village midwives in Nepal and supply their clinics with medicine."
        ),
        said("mission", "A Tasmania in which every river is safe to swim in by 2040."),
        said("mission", "A world in which no child dies of malaria."),
        said("mission", "We envision a Calgary where every newcomer has a safe and lasting home."),
    ),
    passes=(
        said("mission", "We provide free school meals to children in the townships of Durban."),
        said("vision", "By 2040 every household in the Outer Hebrides is heated without oil."),
        said("vision", "A world in which no child dies of malaria."),
        said("mission", "To teach carpentry to young people who leave care in Rotterdam."),
        said("objective", "Tenants in our flats in Turku pay less for heating."),
        said("key_result", "Cut repair time from nine days to four by 30 September."),
        said("key_result", "By 31 May each of our 40 lifts has run for 60 days without a fault."),
        "We provide free school meals to children in the townships of Durban.",
    ),
)
def declared_kind_mismatch(doc: Doc) -> Iterator[Hit]:
    """Flag a text that does another job than its label, where the model is sure of it."""
    for read in statements(doc):
        kind = _mismatch(read.record, threshold(doc, "kind-mismatch", SURE))
        if kind == "vision" and (not _looks_ahead(doc, read) or _is_counted(doc, read)):
            continue
        if kind is None or (profile(doc) == "stoner" and _same_school(read.record, kind)):
            continue
        declared = str(read.record["declared"])
        fields = {
            "declared": _named(declared),
            "kind": _named(kind),
            "job": JOBS.get(kind, "something else"),
            "words": _opening(read),
        }
        question = _ASKS.get((declared, kind), _ASK).format_map(fields)
        yield Hit(
            read.index,
            offsets(read.span),
            fields=fields,
            question=question,
            probability=float(read.record["probabilities"][kind]),
        )


def _mismatch(record: Mapping[str, Any], sure: float = SURE) -> str | None:
    """Return the kind that a text does the job of instead of its declared one, or None."""
    declared, kind = record["declared"], record.get("kind")
    if declared not in _NEIGHBOURS or kind not in JOBS or record.get("abstained", True):
        return None
    if kind == declared or kind in _NEIGHBOURS[declared] or merged_probability(record) >= 0.5:
        return None
    probabilities = record["probabilities"]
    needed = max(sure, SURE_OF_OBJECTIVE) if declared == "objective" else sure
    clear = probabilities[kind] >= needed and probabilities.get(declared, 0.0) <= UNLIKELY
    return str(kind) if clear else None


def _looks_ahead(doc: Doc, read: Read) -> bool:
    """Return whether any word speaks of a state to come; a bare list of things does not."""
    if any(token.lower_ in _FUTURE or token.tag_ == "MD" for token in read.span):
        return True
    times = [q for q in inside(doc, "quantities", read.span) if q.label_ in ("DEADLINE", "DATE")]
    return bool(times or terms(doc, read.span, "horizons") or read.span[0].lower_ == "to")


def _is_counted(doc: Doc, read: Read) -> bool:
    """Return whether a declared key result counts something: a state with numbers may be one."""
    if read.record["declared"] != "key_result":
        return False
    counted = inside(doc, "quantities", read.span)
    return any(q.label_ not in ("DATE", "DEADLINE") for q in counted)


def _same_school(record: Mapping[str, Any], kind: str) -> bool:
    """Return whether the mismatch is one of names alone: mission against vision."""
    return {str(record["declared"]), kind} == {"mission", "vision"}


def _named(kind: str) -> str:
    return kind.replace("_", " ")


def _opening(read: Read, words: int = 9) -> str:
    """Return the first words of a statement, for a question that quotes it."""
    tokens = read.span.text.split()
    return " ".join(tokens[:words]).rstrip(".,;:") + (" …" if len(tokens) > words else "")


@rule(
    "KND002",
    name="merged-statement",
    severity="warning",
    requires=("kind", "lexicon", "quantities"),
    message="Mission and vision stand in one statement",
    question="Which half is permanent, and which is the destination that will change?",
    cost="One text cannot hold still and move: the anchor gets rewritten with every plan.",
    rationale=(
        "A mission should survive planning cycles, a vision should change as it is reached. "
        "Merged, each planning round touches both, and nobody can tell which words decide a "
        "trade-off."
    ),
    mend=(
        "Split it in two: keep what you do for whom as the mission, and the state to be reached, "
        "with its horizon, as the vision."
    ),
    before=(
        "We run a hospice in Tartu. We see an Estonia where nobody dies in pain because of where "
        "they live."
    ),
    after=(
        "Mission: We run a hospice in Tartu. Vision: By 2035 everyone in Estonia who is dying can "
        "have a hospice nurse at home."
    ),
    source="The OKR Hub on common mistakes; Jesse Stoner prefers one complete statement",
    flags=(
        "We teach women in Herat to weave and sell their carpets. We envision an Afghanistan where "
        "every woman earns her own living.",
        said(
            "mission",
            "Our mission is to restore old orchards in Asturias. Our vision is a valley where "
            "cider is again made from local apples.",
        ),
        said(
            "vision",
            "To give blind students in Accra audio books. We imagine a Ghana in which no one is "
            "shut out of university.",
        ),
        "The league houses refugees in Winnipeg and finds them work. By 2035 we see a city where "
        "every newcomer has a home within a month.",
        said(
            "vision",
            "By 2034 the last dam on the Soča is gone. To that end we buy water rights from mills "
            "and pay millers for wheels that let fish pass.",
        ),
        said(
            "merged",
            "We rescue battery hens and rehome them with families in Devon. Our vision is a "
            "country without cages.",
        ),
        said(
            "vision",
            "Ashmead College offers school leavers a trade. Patience and firm rules guide us. We "
            "see a day, ten years off, when our first pupils teach here.",
        ),
    ),
    passes=(
        "We teach women in Herat to weave and sell their carpets.",
        said("vision", "An Afghanistan where every woman earns her own living."),
        said("mission", "To restore old orchards in Asturias so that cider apples do not die out."),
        said("mission", "We house refugees in Winnipeg. We also find them work and a doctor."),
        said(
            "mission",
            "In a town where rents double each year, we build flats. We let them cheaply.",
        ),
        said("vision", "By 2035 every newcomer to Winnipeg has a home, and a job within a year."),
        said("key_result", "Raise the share of rehomed hens from 40% to 70% by March."),
    ),
)
def merged_statement(doc: Doc) -> Iterator[Hit]:
    """Flag a text that holds a mission and a vision, and offer the split."""
    for read in statements(doc):
        merged = read.record.get("merged")
        if merged is None or role(read.record) in _ONE_JOB:
            continue
        likely = merged["probability"] >= UNLIKELY_MERGED
        turn = find_turn(read.span, _times(doc, read)) if likely else None
        enough = threshold(doc, "merged-statement", MERGED_FROM)
        parts = _by_model(merged) if turn is None else list(turn)
        if turn is None and (
            merged["probability"] < enough or _paints_on(doc, parts) or _named_alike(doc, parts)
        ):
            continue
        question = None
        if profile(doc) == "stoner":
            question = _stoner_question(doc, read)
            if question is None:
                continue
        yield Hit(
            read.index,
            offsets(read.span),
            related=tuple((part.start, part.end) for part in parts),
            question=question,
            suggestion=_split(doc, parts),
            probability=float(merged["probability"]),
        )


def _paints_on(doc: Doc, parts: list[Turn]) -> bool:
    """Return whether what follows a vision may go on with its picture: nobody in it says "we"."""
    if [part.kind for part in parts] != ["vision", "mission"]:
        return False
    words = text_of(doc)[parts[1].start : parts[1].end].casefold().split()
    return not _SPEAKS.intersection(word.strip(".,;:") for word in words)


def _named_alike(doc: Doc, parts: list[Turn]) -> bool:
    """Return whether each half calls itself a mission: two missions, one statement."""
    return all("mission" in text_of(doc)[part.start : part.end].lower() for part in parts)


_SPEAKS = frozenset("we our us mission purpose".split())
_ONE_JOB = frozenset(("objective", "key_result", "slogan", "values", "strategy"))


def _times(doc: Doc, read: Read) -> list[Span]:
    """Return the deadlines, dates and horizons of a statement that name an end."""
    closing = [
        span
        for span in terms(doc, read.span, "horizons")
        if entries("horizons")[span.id_]["category"] not in ("rate", "open")
        or span.id_ in ("one day", "some day")
    ]
    dates = [q for q in inside(doc, "quantities", read.span) if q.label_ in ("DEADLINE", "DATE")]
    return [*dates, *closing]


def _by_model(merged: Mapping[str, Any]) -> list[Turn]:
    """Return the halves that the model offers; the grammar's, where it sees any, are cleaner."""
    parts = sorted(merged["parts"], key=lambda part: part["start"])
    return [Turn(part["kind"], part["start"], part["end"]) for part in parts]


def _split(doc: Doc, parts: list[Turn]) -> str | None:
    """Return the two statements that a merged one could become, or None without two parts."""
    if len(parts) < 2:
        return None
    return " ".join(
        f"{_named(part.kind).capitalize()}: {_sentence(text_of(doc)[part.start : part.end])}"
        for part in parts
    )


def _sentence(words: str) -> str:
    """Return words as a sentence of their own: capital first letter, full stop."""
    words = " ".join(words.split()).strip(" ,;:–—-")
    for opening in ("and ", "while ", "but "):
        if words.lower().startswith(opening):
            words = words[len(opening) :]
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", "”", '"')) else f"{words}."


_VALUE_WORDS = frozenset("value guide principle believe rule respect stand honesty".split())


def _stoner_question(doc: Doc, read: Read) -> str | None:
    """Return what Stoner's single statement lacks: purpose, picture or values; None if complete."""
    virtues = [
        span
        for span in terms(doc, read.span, "abstract_nouns")
        if entries("abstract_nouns")[span.id_]["category"] == "virtue"
    ]
    named = any(token.lemma_.lower() in _VALUE_WORDS for token in read.span)
    inner = [s for s in doc.sents if read.span.start <= s.start and s.end <= read.span.end]
    behaves = any(sum(t.lower_ == "we" for t in sentence) >= 2 for sentence in inner)
    declared_elsewhere = any(r.record["declared"] == "values" for r in statements(doc))
    if named or behaves or len(virtues) >= 2 or declared_elsewhere:
        return None
    return "Purpose and picture are here; which values will guide the journey between them?"
