"""KND and VAG rules that read a statement against the rest of its document."""

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


@rule(
    "VAG003",
    name="generic-word-undefined",
    severity="warning",
    scope="document",
    requires=("lexicon", "quantities"),
    message="{words} {verb} explained nowhere in this document",
    question="What does “{first}” mean on a Tuesday morning: who does what differently?",
    cost="Everybody agrees with the word and goes on as before.",
    rationale=(
        "Excellence, innovation or leadership can hang in any lobby. A word guides people only "
        "when somebody has written what they do, and leave undone, because of it."
    ),
    mend="Write one sentence behind the word: what you do, or refuse to do, for its sake.",
    before="Values: Excellence. Integrity.",
    after="Excellence: we open every lens that comes back and publish what we got wrong.",
    source="The OKR Hub on generic words that nobody has explained",
    flags=(
        document("# Values\n\n- Excellence\n- Innovation\n- Integrity\n"),
        document(
            "# Mission\n\nTo serve the people of Linz through excellence and innovation.\n\n"
            "# Vision\n\nEvery home in Linz is warm by 2040.\n"
        ),
        document("# Values\n\n- Leadership: we strive for leadership in everything.\n- Respect\n"),
        document(
            "# Vision\n\nA harbour known for innovation and leadership.\n\n# Values\n\n"
            "- We pay every bill within ten days.\n"
        ),
        document("# Values\n\n- Teamwork\n- Accountability\n\n# Mission\n\nWe bake in Ghent.\n"),
    ),
    passes=(
        document(
            "# Values\n\n- Excellence: we open every lens that comes back and publish what "
            "we got wrong.\n"
        ),
        document(
            "# Mission\n\nTo serve the people of Linz through innovation.\n\n# Values\n\n"
            "- Innovation: every nurse may try one new routine a month and report it on the "
            "board.\n"
        ),
        document(
            "# Values\n\n- **Furthest first.** The village with the longer road gets the "
            "theatre day.\n"
        ),
        document(
            "# Mission\n\nWe teach leadership courses to girls in Kano.\n\n# Vision\n\n"
            "By 2035 half of Kano's councils have a woman at their head.\n"
        ),
        document("# Objectives\n\n- Excellence in service\n"),
    ),
)
def generic_word_undefined(doc: Doc) -> Iterator[Hit]:
    """Flag the generic words of mission, vision and values that nothing explains, all together."""
    reads = list(statements(doc))
    found: dict[str, tuple[Read, Span]] = {}
    for read in reads:
        kind = role(read.record)
        if kind not in ("mission", "vision", "values"):
            continue
        for span in terms(doc, read.span, "abstract_nouns"):
            if span.id_ not in (_VALUE_WORDS if kind == "values" else _GENERIC):
                continue
            if span.id_ in found or span.root.dep_ == "compound" or _is_somebodys(span):
                continue
            if not any(_explains(doc, other, span) for other in reads):
                found[span.id_] = (read, span)
    if not found:
        return
    (read, span), *more = found.values()
    words = [f"“{own.text.lower()}”" for _, own in found.values()]
    shown = words if len(words) <= 4 else [*words[:3], f"{len(words) - 3} more"]
    yield Hit(
        read.index,
        offsets(span),
        related=tuple(offsets(own) for _, own in more),
        fields={
            "words": listed(shown),
            "verb": "is" if len(words) == 1 else "are",
            "first": span.text.lower(),
        },
    )


def _is_somebodys(term: Span) -> bool:
    """Return whether a word is tied to people or things: "leadership of girls", "innovations"."""
    root = term.root
    if root.tag_ == "NNS":
        return True
    return any(
        child.dep_ == "nmod" and any(c.lower_ == "of" for c in child.children)
        for child in root.children
    )


_GENERIC = frozenset("excellence innovation leadership greatness synergy transformation".split())
_VALUE_WORDS = _GENERIC | frozenset(
    "integrity respect passion teamwork collaboration accountability professionalism commitment "
    "creativity quality trust transparency diversity inclusion responsibility dedication agility "
    "empowerment growth success efficiency honesty courage stewardship compassion".split()
)
_DEFINES = (
    " means ",
    " mean ",
    " that is ",
    " i.e. ",
    " measured by ",
    ": ",
    " – ",
    " — ",
    " when ",
)
_EMPTY = frozenset(
    "be have do make strive aim believe commit seek work act try want live show value everything "
    "thing way people other time always we our all heart core word day".split()
)


def _explains(doc: Doc, other: Read, term: Span) -> bool:
    """Return whether a statement says what is done for the sake of a word.

    It does where it takes up the word, or another form of it, and has three concrete words behind
    it; outside the values it must also be about the word.
    """
    stem = term.id_[: max(5, len(term.id_) - 4)]
    start = next((t.i for t in other.span if t.lower_.startswith(stem)), None)
    under = stem in other.record["heading"].rpartition(" / ")[2].lower()
    if start is None and not under:
        return False
    kind = role(other.record)
    if kind in ("objective", "key_result"):
        return bool(inside(doc, "quantities", other.span)) or _has_children(doc, other)
    first = other.span.start if start is None else start
    behind = doc[first + (start is not None) : other.span.end]
    if kind in ("mission", "vision") and not any(cue in f" {behind.text} " for cue in _DEFINES):
        return False
    return _concrete(doc, other, behind) >= 3


def _has_children(doc: Doc, objective: Read) -> bool:
    return any(read.record["parent"] == objective.index for read in statements(doc))


def _concrete(doc: Doc, home: Read, words: Span) -> int:
    """Return how many words of content name something that can be seen."""
    loose = {
        i
        for name in ("abstract_nouns", "generality", "buzzwords", "rank_claims")
        for s in terms(doc, home.span, name)
        for i in range(s.start, s.end)
    }
    return sum(
        (token.pos_ in _CONTENT or token.like_num)
        and token.i not in loose
        and token.lemma_.lower() not in _EMPTY
        for token in words
    )
