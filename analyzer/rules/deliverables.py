"""OKR007: the mission as a line on a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import Read, inside, offsets, quoted, role, statements, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@rule(
    "OKR007",
    name="mission-as-deliverable",
    severity="warning",
    scope="document",
    requires=("lexicon", "quantities", "kind"),
    needs=("mission", "objective"),
    message="“{words}” sets out to complete the mission within a period",
    question="A mission is not completed: what would move towards it by the end of this period?",
    cost="Either the mission was too small, or the target is a sentence nobody believes.",
    rationale=(
        "A mission lasts; objectives and key results belong to a period. One that finishes the "
        "mission by a date turns the anchor into a line on a plan and cannot be reached."
    ),
    mend="Name the part of the mission that can move in this period, and how far.",
    before="Objective: End hunger in Corley by the end of Q3.",
    after="Objective: Families in Corley's tower blocks eat a hot meal every day of the holidays.",
    source="The OKR Hub on missions that are treated as deliverables",
    flags=(
        document(
            "# Mission\n\nWe end hunger in Corley.\n\n# Objectives\n\n- End hunger in Corley by "
            "September 2031\n"
        ),
        document(
            "# Mission\n\nTo preserve the languages of the Andes.\n\n# Objectives Q2\n\n"
            "- Preserve the languages of the Andes\n"
        ),
        document(
            "# Mission\n\nWe repair wheelchairs in Lusaka.\n\n# Objectives\n\n- Complete our "
            "mission by December\n"
        ),
        document(
            "# Mission\n\nWe teach adults in Leeds to read.\n\n# Objectives for 2031\n\n"
            "- Achieve our mission of adult reading\n"
        ),
        document(
            "# Mission\n\nWe immunise the goats of the Omo plain against plague, because no vet "
            "comes there.\n\n# Objectives\n\n- Every goat of the Omo plain is immunised against "
            "plague, for good\n"
        ),
        document(
            "# Mission\n\nTo make rail travel possible for everyone in Wales.\n\n# Objective: "
            "Better stations\n\n- KR: Make rail travel possible for everyone in Wales by March\n"
        ),
    ),
    passes=(
        document(
            "# Mission\n\nWe end hunger in Corley.\n\n# Objectives\n\n- Families in the tower "
            "blocks eat a hot meal every day of the holidays\n"
        ),
        document(
            "# Mission\n\nTo preserve the languages of the Andes.\n\n# Objectives Q2\n\n"
            "- Teachers in Cusco use Quechua in class\n"
        ),
        document(
            "# Mission\n\nWe repair wheelchairs in Lusaka.\n\n# Objective: Faster\n\n- KR: Cut the "
            "wait for a repaired wheelchair in Lusaka from 9 days to 3 by December\n"
        ),
        document(
            "# Mission\n\nWe teach adults in Leeds to read.\n\n# Objectives for 2031\n\n"
            "- New staff can say our mission in their own words\n"
        ),
        document("# Objectives Q2\n\n- Preserve the languages of the Andes\n"),
        document(
            "# Mission\n\nWe warn hill farms and climbers in Skye of storms.\n\n# Objectives\n\n"
            "- Warn hill farms in Skye of storms earlier\n"
        ),
    ),
)
def mission_as_deliverable(doc: Doc) -> Iterator[Hit]:
    """Flag an objective or key result that finishes the mission, by name or in its own words."""
    reads = list(statements(doc))
    missions = [_words(r) for r in reads if role(r.record) == "mission"]
    for read in reads:
        if role(read.record) not in ("objective", "key_result"):
            continue
        if not _finishes(read) and not any(_repeats(doc, read, own) for own in missions):
            continue
        yield Hit(
            read.index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
        )


_FINISH = frozenset(
    "complete achieve fulfil fulfill accomplish finish finalize finalise realize realise conclude "
    "deliver attain".split()
)


_JOB_DONE = re.compile(
    r"\b(?:finish|complete) (?:the|our) job\b(?! (?:of|on|in|at|for))|\bget the job done\b"
    r"|\bmission (?:is )?(?:accomplished|completed?|fulfilled)\b",
    re.IGNORECASE,
)


def _finishes(read: Read) -> bool:
    """Return whether the mission itself is the object of a verb that ends something."""
    if _JOB_DONE.search(read.span.text):
        return True
    for token in read.span:
        if token.lemma_.lower() not in ("mission", "purpose"):
            continue
        head = token.head
        ours = any(c.lower_ in ("our", "the", "its") for c in token.children)
        main = head.i in (read.span.start, read.span.root.i)
        if ours and main and head.lemma_.lower() in _FINISH:
            return True
    return False


def _words(read: Read) -> frozenset[str]:
    return frozenset(
        _stem(token)
        for token in read.span
        if token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM", "PRON")
        and token.lemma_.lower() not in ("our", "we", "i", "it", "that", "mission", "be", "have")
    )


def _repeats(doc: Doc, read: Read, mission: frozenset[str]) -> bool:
    """Return whether the whole claim stands in the mission, and a period but no amount in it."""
    when = {
        t.i
        for name in ("DATE", "DEADLINE", "PERIOD")
        for q in inside(doc, "quantities", read.span)
        if q.label_ == name
        for t in q
    } | {t.i for s in terms(doc, read.span, "horizons") for t in s}
    amounts = [
        q
        for q in inside(doc, "quantities", read.span)
        if q.label_ in ("PERCENT", "MONEY", "COUNT", "RATE", "RANGE")
    ]
    own = {
        _stem(t)
        for t in read.span
        if t.i not in when and t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
    }
    # "Warn villages earlier" moves the mission on; it does not finish it.
    if amounts or any(t.tag_ in ("JJR", "RBR") for t in read.span):
        return False
    return len(own) >= 3 and len(own - mission) <= len(own) // 6


def _stem(token: Token) -> str:
    """Return a lemma without its last e: the lemmatizer gives now "vaccinate", now "vaccinat"."""
    return str(token.lemma_.lower()).removesuffix("e")
