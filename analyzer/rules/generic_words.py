"""VAG003: generic words that the document explains nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import Read, inside, listed, offsets, role, statements, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))


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
        document("# Mission\n\nWe insure the farms of Jaén with passion and commitment.\n"),
        document("# Strategy\n\nWe regain our readers by way of innovation.\n"),
        document("# Objectives\n\n- Achieve excellence in the kitchens\n"),
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
        document(
            "# Objectives\n\n- Excellence in service\n\n## Key results\n\n"
            "- Nine of ten lifts run again within four hours\n"
        ),
        document("# Objectives\n\n- More women in leadership\n"),
        document("# Mission\n\nWe wash and feed the dying of Ghent with respect.\n"),
        document(
            "# Values\n\n- Integrity\n\n# What integrity looks like here\n\n"
            "We hand back money that a customer paid us twice, unasked, within a week.\n"
        ),
    ),
)
def generic_word_undefined(doc: Doc) -> Iterator[Hit]:
    """Flag the generic words that nothing explains, all together; a key result explains its aim."""
    reads = list(statements(doc))
    found: dict[str, tuple[Read, Span]] = {}
    for read in reads:
        kind = role(read.record)
        if kind not in _ASKED:
            continue
        named = terms(doc, read.span, "abstract_nouns")
        for span in named:
            virtue = kind == "values" or (kind == "mission" and _is_paired_manner(span, named))
            generic = _AIMS if kind == "objective" else _GENERIC
            if span.id_ not in (_VALUE_WORDS if virtue else generic):
                continue
            if span.id_ in found or span.root.dep_ == "compound" or _is_somebodys(span):
                continue
            told = any(_explains(doc, other, span) for other in reads)
            if not told and not _explained_beside(doc, span):
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


_ASKED = frozenset(("mission", "vision", "values", "strategy", "objective"))


def _is_paired_manner(term: Span, named: Sequence[Span]) -> bool:
    """Return whether a word is one of two or more that say how: "with integrity and respect".

    One alone may be ordinary speech ("treat guests with respect"); a row of them is a lobby wall.
    """
    from analyzer.annotators.phrases import case, coordinated, first_conjunct

    first = first_conjunct(term.root)
    if case(first) not in ("with", "through", "by"):
        return False
    row = {token.i for token in coordinated(first)}
    return sum(other.root.i in row and other.id_ in _VALUE_WORDS for other in named) > 1


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
# In objectives "leadership" is mostly those who lead, and a "transformation" a project.
_AIMS = _GENERIC - {"leadership", "transformation"}
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
    stem = _stem(term)
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


def _explained_beside(doc: Doc, term: Span) -> bool:
    """Return whether the document explains a word in a section that holds no statement.

    It does under a heading that takes the word up, or behind "Excellence means" or "By excellence
    we mean", with `_EXPLANATION` words and more.
    """
    stem = re.escape(_stem(term))
    defined = re.compile(
        rf"\b{stem}\w*(?:\s+\w+){{0,3}}?\s*(?:[:–—]|\bmeans?\b|\bis when\b)(?P<said>.+)",
        re.I | re.S,
    )
    for text in doc._.plumbline.get("context", ()):
        title, _, words = text.partition("\n")
        if re.search(rf"\b{stem}", title, re.I) and len(words.split()) >= _EXPLANATION:
            return True
        match = defined.search(words)
        if match and len(match["said"].split()) >= _EXPLANATION:
            return True
    return False


# Fewer words repeat a word rather than explain it.
_EXPLANATION = 6


def _stem(term: Span) -> str:
    return term.id_[: max(5, len(term.id_) - 4)]


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
