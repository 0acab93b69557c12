"""KND rules that read a statement against the rest of its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import (
    Read,
    entries,
    inside,
    listed,
    offsets,
    profile,
    role,
    statements,
    terms,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# A vision repeats the mission from this cosine of their embeddings on; of 537 published pairs
# one in ten stands so close.
SAME_WORDS = 0.70
# Share of the vision's own words that the mission holds already.
REPEATED = 0.5
_NEW_STATE = frozenset(
    "where without no nobody none never until longer becoming resurgence free world".split()
)
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))


@rule(
    "KND003",
    name="restated-purpose",
    severity="warning",
    scope="document",
    requires=("kind", "alignment", "lexicon", "quantities"),
    needs=("mission", "vision"),
    message="The vision repeats the mission: {shared} stand in both, and no new end state",
    question="Between the mission and this vision, what changes that a visitor could see?",
    cost="There is an anchor and no destination, so every plan counts as progress.",
    rationale=(
        "A mission says what is done, a vision what will be true once it has worked. A vision that "
        "says the mission again, in bigger words, directs nothing."
    ),
    mend="Keep the mission. Write the vision as the state that the work is to bring about, dated.",
    before="Mission: We repair bicycles for pupils. Vision: To repair bicycles for all pupils.",
    after="Vision: By 2033 no pupil in the district walks more than three kilometres to school.",
    source="The OKR Hub on visions that restate the purpose",
    flags=(
        document(
            "# Mission\n\nWe repair bicycles for pupils in rural Zambia.\n\n# Vision\n\n"
            "To repair bicycles for all pupils in rural Zambia with passion.\n"
        ),
        document(
            "# Mission\n\nTo provide legal advice to tenants in Lyon.\n\n# Vision\n\n"
            "To provide outstanding legal advice to every tenant in Lyon.\n"
        ),
        document(
            "# Mission\n\nWe teach deaf children to read and sign.\n\n# Vision\n\n"
            "Teaching deaf children to read and sign with excellence.\n"
        ),
        document(
            "# Mission\n\nWe rescue and rehome old racing greyhounds in Ireland.\n\n# Vision\n\n"
            "Rescuing and rehoming racing greyhounds throughout Ireland.\n"
        ),
        document(
            "# Mission\n\nTo restore wetlands along the Danube for birds.\n\n# Vision\n\n"
            "We will passionately restore the wetlands of the Danube for its birds.\n"
        ),
    ),
    passes=(
        document(
            "# Mission\n\nWe repair bicycles for pupils in rural Zambia.\n\n# Vision\n\n"
            "By 2033 no pupil in rural Zambia walks more than three kilometres to school.\n"
        ),
        document(
            "# Mission\n\nTo provide legal advice to tenants in Lyon.\n\n# Vision\n\n"
            "A Lyon where no tenant loses a home for want of advice.\n"
        ),
        document(
            "# Mission\n\nWe teach deaf children to read and sign.\n\n# Vision\n\n"
            "Deaf adults sit in every town council of the province.\n"
        ),
        document("# Vision\n\nRescuing and rehoming racing greyhounds throughout Ireland.\n"),
        document(
            "# Mission\n\nTo restore wetlands along the Danube for birds.\n\n# Vision\n\n"
            "Pelicans breed again in all five wetlands of the Danube by 2040.\n"
        ),
    ),
)
def restated_purpose(doc: Doc) -> Iterator[Hit]:
    """Flag a vision whose words and meaning the mission has already."""
    reads = list(statements(doc))
    for link in doc._.plumbline["alignment"]:
        if link["relation"] != "mission-vision" or link["similarity"] < SAME_WORDS:
            continue
        mission, vision = reads[link["from"]], reads[link["to"]]
        if role(mission.record) != "mission" or role(vision.record) != "vision":
            continue
        own, other = _content(vision.span), _content(mission.span)
        shared = [token for lemma, token in own.items() if lemma in other]
        if len(shared) < 2 or len(shared) < REPEATED * len(own) or _new_state(doc, vision):
            continue
        words = [f"“{token.text}”" for token in shared]
        more = [] if len(words) <= 3 else [f"{len(words) - 3} more"]
        yield Hit(
            vision.index, offsets(vision.span), fields={"shared": listed([*words[:3], *more])}
        )


def _content(span: Span) -> Mapping[str, Token]:
    """Return a statement's words of content by lemma; those that name the statement are out."""
    return {
        token.lemma_.lower(): token
        for token in span
        if token.pos_ in _CONTENT and token.lemma_.lower() not in _LABELS
    }


_LABELS = frozenset("vision mission purpose be have seek envision goal aim strive our".split())


def _new_state(doc: Doc, vision: Read) -> bool:
    """Return whether a vision names an end that the mission cannot: a date, number, state."""
    if any(token.lower_ in _NEW_STATE for token in vision.span):
        return True
    if inside(doc, "quantities", vision.span) or terms(doc, vision.span, "rank_claims"):
        return True
    categories = {
        entries("horizons")[s.id_]["category"] for s in terms(doc, vision.span, "horizons")
    }
    return bool(categories - {"rate", "open"})


@rule(
    "KND004",
    name="missing-statement",
    severity="note",
    scope="document",
    requires=("kind",),
    message="This document has {present}, but no {missing}",
    question="Where is the {missing} written that the rest of this page is to serve?",
    cost="Each reader supplies the missing statement, each a different one.",
    rationale=(
        "A mission says why the organisation exists, a vision where it is going. With one of them "
        "unwritten, the other one has to do both jobs."
    ),
    mend="Write the missing statement, or say on the page where it stands.",
    before="# Mission\nWe repair bicycles for pupils. # Values\nWe lend our tools.",
    after="# Vision\nBy 2033 no pupil in the district walks more than three kilometres.",
    source="The OKR Hub on mission and vision; for Stoner one statement may hold both",
    flags=(
        document(
            "# Mission\n\nWe repair bicycles for pupils.\n\n# Values\n\n- We lend our tools.\n"
        ),
        document(
            "# Vision\n\nBy 2040 every roof in Faro carries a panel.\n\n# Values\n\n- Thrift\n"
        ),
        document(
            "# Values\n\n- We lend our tools.\n\n# Strategy\n\nWe open in two towns a year.\n"
        ),
        document(
            "# Mission\n\nWe lend books in Graz.\n\n# Objectives\n\n- Pupils read for pleasure\n"
        ),
        document(
            "# Vision\n\nBy 2035 every well in Oti gives safe water.\n\n# Strategy\n\n"
            "We train one mechanic in each village.\n"
        ),
    ),
    passes=(
        document(
            "# Mission\n\nWe lend books in Graz.\n\n# Vision\n\nBy 2035 every pupil in Graz reads "
            "a book a month.\n"
        ),
        document("# Objectives\n\n- Pupils read for pleasure\n- Parents read aloud at home\n"),
        document(
            "# Purpose\n\nWe lend books in Graz.\n\n# Vision\n\nBy 2035 every pupil reads.\n\n"
            "# Values\n\n- We lend to everyone.\n"
        ),
        document("# Objective: Guests sleep well\n\n- KR: Noise complaints drop from 30 to 5\n"),
        document(
            "# Mission and vision\n\nWe teach women in Herat to weave and sell their carpets. We "
            "envision an Afghanistan where every woman earns her own living.\n\n# Values\n\n"
            "- We pay on the day.\n"
        ),
    ),
)
def missing_statement(doc: Doc) -> Iterator[Hit]:
    """Flag a strategy document without a mission or without a vision."""
    if doc._.plumbline["single"]:
        return
    kinds: set[str] = set()
    declared: set[str] = set()
    for read in statements(doc):
        declared.add(str(read.record["declared"]))
        kinds |= _jobs(read.record)
    present = [kind for kind in _STATEMENTS if kind in declared]
    # A sheet of objectives alone, or loose paragraphs, do not promise a mission.
    if not present:
        return
    missing = [kind for kind in ("mission", "vision") if kind not in kinds]
    if missing == ["mission"] and profile(doc) == "stoner" and "vision" in kinds:
        return
    if missing:
        yield Hit(
            None,
            None,
            fields={"missing": listed(missing, word="and no"), "present": _present(present)},
        )


_STATEMENTS = ("mission", "vision", "merged", "values", "strategy")


def _present(kinds: list[str]) -> str:
    named = {"values": "values", "strategy": "a strategy"}
    return listed([named.get(kind, f"a {kind} statement") for kind in kinds])


def _jobs(record: Mapping[str, Any]) -> set[str]:
    """Return the jobs that a statement does, by its label or by its function."""
    found = {str(record["declared"]), str(record.get("kind"))}
    merged = record.get("merged") or {}
    if "merged" in found or merged.get("probability", 0.0) >= 0.5:
        found |= {"mission", "vision"}
    return found
