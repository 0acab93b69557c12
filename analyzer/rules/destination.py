"""VAG002: a claim to lead that says neither by what measure, nor where, nor by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import word_count
from analyzer.rules.reading import (
    Read,
    dated,
    inside,
    listed,
    offsets,
    profile,
    role,
    statements,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SLOT_QUESTIONS = {
    "measure": "{rank} by what measure?",
    "market": "Within which market?",
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
# A text of so many words tells its rank beside much else, and where all of it is to be.
_LONGEST = 60


@rule(
    "VAG002",
    name="destination-nowhere",
    severity="warning",
    requires=("slots",),
    message="“{words}” claims a rank without {missing}",
    question="Leading by what measure? Within which market? By when? Through what position?",
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
        said("mission", "To rescue donkeys, teach farriers and be a leader in animal care."),
        said("vision", "Founded as a mill, the firm became the leading paper maker of Savoy."),
        said("vision", "To be the safest ferry line in the Aegean."),
    ),
)
def destination_nowhere(doc: Doc) -> Iterator[Hit]:
    """Flag a rank claim that leaves its measure, market or time open; ask for what is missing."""
    for read in statements(doc):
        claims = inside(doc, "rank_claims", read.span)
        if not claims or not _applies(read) or _in_passing(claims[0], read):
            continue
        missing = list(read.record.get("open_slots") or [])
        if "when" in missing and (dated(read.record) or _is_name_plate(claims[0], read)):
            missing.remove("when")
        if not _is_empty(missing, read, profile(doc)):
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


def _in_passing(claim: Span, read: Read) -> bool:
    """Return whether a rank is told as a fact beside other things, and is no destination."""
    if word_count(read) > _LONGEST or claim.start - read.span.start > _LONGEST // 2:
        return True
    told = read.span.doc[read.span.start : claim.start]
    if role(read.record) == "mission" and _beside_its_work(told):
        return True
    before = read.span.doc[max(claim.sent.start, read.span.start) : claim.start]
    words = [token.lower_ for token in before]
    if words[-2:] == ["one", "of"] and not {"to", "will", "become"}.intersection(words):
        return True  # "is one of the most important centres": a fact
    if words and words[0] in ("as", "from", "founded", "established", "while", "since"):
        return True
    # "That led it to become", "has developed into": what came to pass.
    return any(token.tag_ == "VBD" or (token.tag_ == "VBN" and _has_had(token)) for token in before)


def _has_had(participle: Token) -> bool:
    return any(c.lower_ in ("has", "have", "had") for c in participle.children)


def _is_name_plate(claim: Span, read: Read) -> bool:
    """Return whether a mission opens with its rank: "Leading maker of bells"."""
    return claim.start == read.span.start and role(read.record) == "mission"


def _beside_its_work(before: Span) -> bool:
    """Return whether acts with their objects come first: "To save dogs, ... and be a leader"."""
    return any(
        token.pos_ == "VERB"
        and token.lemma_.lower() not in _TURNS
        and any(child.dep_ == "obj" for child in token.children)
        for token in before
    )


_TURNS = frozenset("make build create develop become have see".split())


def _is_empty(missing: list[str], read: Read, school: str) -> bool:
    """Return whether a claim leaves so much open that it gives no direction.

    A position alone need not be named, nor a date where the rank is a size ("the largest") and no
    measure was ever given. The OKR guide takes "a leader in X" as a model.
    """
    slots = read.record["slots"]
    if school == "okr-guide" and slots["market"] is not None:
        return False
    if set(missing) <= {"position"}:
        return False
    return "measure" in missing or slots["measure"] is not None


def _rank(claim: str) -> str:
    """Return the word of rank that opens the question: "Leading", "Most trusted", "Chosen"."""
    words = claim.lower().replace("’", "'").replace("-", " ").split()
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
