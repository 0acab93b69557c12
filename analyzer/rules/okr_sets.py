"""OKR: what a document leaves open about its key results and objectives as a set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import Read, inside, offsets, quoted, role, statements, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DATED = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{_MONTHS})\b|\bQ[1-4]\b|\bEO[QY]|\bH[12]\b|\bFY\s?\d\d"
    # A capital makes it a name: "Tannery Quarter".
    r"|\b(?:quarters?|(?i:this|next|the|our|first|second|third|fourth|last|current|coming|each|per)"
    r" (?i:quarters?)|(?i:quarter) \d)\b"
    r"|\b(?i:quarterly|half-?year|year|years|annual|month|months|monthly|term|semester"
    r"|season|spring|summer|autumn|winter|christmas|easter|ramadan|sprint|weeks?|today)\b"
)


def _above(reads: list[Read], read: Read) -> list[str]:
    """Return the words that hold for a statement too: headings, its objective, notes on the set."""
    found = [str(read.record["heading"])]
    parent = read.record["parent"]
    if parent is not None:
        record = reads[parent].record
        found += [reads[parent].span.text, str(record["heading"]), str(record["due"] or "")]
    for other in reads:
        under = other.record["heading"]
        covers = under and read.record["heading"].startswith(under)
        if covers and other.record["declared"] is None and other.index < read.index:
            found.append(other.span.text)
    return found


def _sets(doc: Doc) -> Iterator[list[Read]]:
    """Yield the key results set by set: those of one objective, or of one heading."""
    groups: dict[object, list[Read]] = {}
    for read in statements(doc):
        if role(read.record) != "key_result" or read.record.get("key_result") is None:
            continue
        parent = read.record["parent"]
        groups.setdefault(read.record["heading"] if parent is None else parent, []).append(read)
    yield from groups.values()


def _together(found: list[Read]) -> Hit:
    """Return one hit for a set: a question that fits several lines is asked once."""
    first, *more = found
    words = f"“{quoted(first.span.text.rstrip(' .'))}”"
    if more:
        words += f" and {len(more)} more key result{'s' if len(more) > 1 else ''}"
    return Hit(
        first.index,
        offsets(first.span),
        related=tuple(offsets(read.span) for read in more),
        fields={"words": words},
    )


@rule(
    "OKR005",
    name="undated-key-result",
    severity="note",
    scope="document",
    requires=("key_results", "quantities", "lexicon"),
    message="No date holds for {words}",
    question="By when should this be true, and on which day will you look?",
    cost="A result without a date is never late, so it is never urgent either.",
    rationale=(
        "A key result belongs to a period. The date may stand on the set, the heading or the "
        "title, but somewhere it has to stand, or the result is a wish."
    ),
    mend="Put the period on the heading of the set, or the day into the key result.",
    before="## Objectives\n- KR: Raise the share of calls answered from 61% to 90%.",
    after="## Objectives, April to June 2031\n- KR: Raise the share of calls answered to 90%.",
    source="The OKR Hub on key results; the OKR guide on SMART ones",
    flags=(
        document(
            "# Objectives\n\n## Objective: Callers get through\n\n"
            "- KR: Raise the share of calls answered from 61% to 90%\n"
        ),
        document(
            "# Our OKRs\n\n## Objective: Growers trust our scales\n\n"
            "- Key result: Complaints fall from 40 to 10\n- Key result: 12 markets use our scales\n"
        ),
        document(
            "Objective: Guests sleep well\n\n- KR: Noise complaints drop from 30 to 5\n"
            "- KR: 80% of guests book again\n"
        ),
        document(
            "# Mission\n\nWe teach sailing to teenagers in Kiel.\n\n# Objective: Nobody drops out\n"
            "\n- KR: Drop-outs fall from 22% to 8%\n"
        ),
        document(
            "# Objective: Pupils read for pleasure\n\n- KR: Loans per pupil rise from 3 to 9\n"
            "- KR: Half of the pupils join the book club\n"
        ),
        document(
            "# Weaver Quarter Choir\n\n## Objective: Full pews\n\n"
            "- KR: Visits a month rise by a third over 2030\n"
        ),
    ),
    passes=(
        document(
            "# Objectives for 2031\n\n## Objective: Callers get through\n\n"
            "- KR: Raise the share of calls answered from 61% to 90%\n"
        ),
        document(
            "# Objective: Growers trust our scales\n\n- KR: Complaints fall from 40 to 10 by May\n"
        ),
        document(
            "# OKRs Q3\n\n## Objective: Guests sleep well\n\n- KR: Complaints drop from 30 to 5\n"
        ),
        document(
            "# Objectives to 30 June\n\n## Objective: Nobody drops out\n\n"
            "- KR: Drop-outs fall from 22% to 8%\n"
        ),
        document("# Objective: Pupils read for pleasure\n\n# Mission\n\nWe lend books in Graz.\n"),
    ),
)
def undated_key_result(doc: Doc) -> Iterator[Hit]:
    """Flag the key results of a set for which no date holds, all together."""
    reads = list(statements(doc))
    for group in _sets(doc):
        found = [read for read in group if not _dated(doc, reads, read)]
        if found:
            yield _together(found)


def _dated(doc: Doc, reads: list[Read], read: Read) -> bool:
    """Return whether a period is named in, beside or above a key result."""
    if read.record["due"] or read.record["key_result"]["time_bound"]:
        return True
    if any(_names_time(q) for q in inside(doc, "quantities", read.span)):
        return True
    if terms(doc, read.span, "horizons"):
        return True
    return any(_DATED.search(words) for words in _above(reads, read))


def _names_time(quantity: Span) -> bool:
    """Return whether a quantity says by when; "over 2030" says what is compared with."""
    from analyzer.annotators.okr import is_past

    return quantity.label_ == "DEADLINE" or (quantity.label_ == "DATE" and not is_past(quantity))


@rule(
    "OKR006",
    name="unowned-key-result",
    severity="note",
    scope="document",
    requires=("key_results",),
    message="Nobody is named for {words}",
    question="Who will bring the number to the review, and may decide what to do about it?",
    cost="What belongs to everybody is looked at by nobody until the period is over.",
    rationale=(
        "A named owner watches a result while there is still time to act. One owner on the "
        "objective or on the heading is enough."
    ),
    mend="Name one person or role behind the key result, or one for the whole objective.",
    before="- KR: Cut the wait for a wheelchair from 9 weeks to 3 by June.",
    after="- KR: Cut the wait for a wheelchair from 9 weeks to 3 by June. Owner: Ines Rocha",
    source="The OKR Hub on key results without an owner",
    flags=(
        document(
            "# Objective: Nobody waits for a wheelchair\n\n- KR: Cut the wait from 9 weeks to 3\n"
        ),
        document(
            "# OKRs 2031\n\n## Objective: Callers get through\n\n- KR: 90% of calls are answered\n"
            "- KR: Complaints fall from 50 to 20\n"
        ),
        document("Objective: Guests sleep well\n\n- KR: Noise complaints drop from 30 to 5\n"),
        document(
            "# Objective: Nobody drops out\n\n- KR: Drop-outs fall to 8%. Owner: Jan Mohr\n"
            "- KR: 30 trainees pass the exam\n"
        ),
        document(
            "# Mission\n\nWe lend books in Graz.\n\n# Objective: Pupils read for pleasure\n\n"
            "- KR: Loans per pupil rise from 3 to 9\n"
        ),
    ),
    passes=(
        document(
            "# Objective: Nobody waits for a wheelchair\n\nOwner: Ines Rocha\n\n"
            "- KR: Cut the wait from 9 weeks to 3\n"
        ),
        document(
            "# Objective: Callers get through\n\n- KR: 90% of calls are answered. Owner: Li Wei\n"
        ),
        document("# Objective: Guests sleep well (owner: Ada)\n\n- KR: Complaints drop to 5\n"),
        document("# Objective: Nobody drops out\n\n- KR: Drop-outs fall to 8% — Jan Mohr\n"),
        document("# Objective: Pupils read for pleasure\n\n# Mission\n\nWe lend books in Graz.\n"),
    ),
)
def unowned_key_result(doc: Doc) -> Iterator[Hit]:
    """Flag the key results of a set that nobody owns, all together.

    The annotator looks beside, in and above each for the owner, so that what is shown as a fact and
    what is asked here are one reading.
    """
    for group in _sets(doc):
        found = [read for read in group if read.record["key_result"]["owner"] is None]
        if found:
            yield _together(found)


@rule(
    "OKR009",
    name="no-baseline",
    severity="note",
    scope="document",
    requires=("key_results", "quantities", "lexicon"),
    message="A target without its starting point: {words}",
    question="Where does this stand today?",
    cost="Nobody can tell an easy target from an impossible one, nor half-way from nowhere.",
    rationale=(
        "A target says where to go; only with the value of today does it say how far that is. "
        "Teams that look it up often find that they do not measure it yet."
    ),
    mend="Write both ends: from today's value to the target; or plan to measure it first.",
    before="Increase the share of calls answered to 90% by May.",
    after="Increase the share of calls answered from 61% to 90% by May.",
    source="The OKR Hub on key results that move from one value to another",
    flags=(
        document(
            "# Objective: Callers get through\n\n- KR: Increase calls answered to 90% by May\n"
        ),
        document("# Objective: Guests sleep well\n\n- KR: Reduce noise complaints by 40%\n"),
        document("# Objective: Nobody drops out\n\n- KR: Raise the pass rate to 85% by June\n"),
        document(
            "# Objective: Pupils read for pleasure\n\n- KR: Grow loans per pupil to 9 a year\n"
        ),
        document("# Objective: Growers trust us\n\n- KR: Cut delivery time to 3 days by July\n"),
        document("# Objective: Growers trust us\n\n- KR: Halve the delivery time by July\n"),
        document("# Objective: Growers trust us\n\n- KR: Bring late orders down to 12 a week\n"),
    ),
    passes=(
        document(
            "# Objective: Callers get through\n\n- KR: Raise calls answered from 61% to 90%\n"
        ),
        document("# Objective: Guests sleep well\n\n- KR: Reduce complaints to 5, today 30\n"),
        document("# Objective: Nobody drops out\n\n- KR: No trainee leaves before the exam\n"),
        document("# Objective: Pupils read\n\n- KR: Open 4 reading rooms by September\n"),
        document("# Objective: Growers trust us\n\n- KR: Every order arrives in July\n"),
    ),
)
def no_baseline(doc: Doc) -> Iterator[Hit]:
    """Flag the key results of a set that move a level and do not say from where."""
    for group in _sets(doc):
        found = [read for read in group if _lacks_start(doc, read)]
        if found:
            yield _together(found)


# Words that say what today's value is, or what the target is compared with.
_START = re.compile(
    r"\b(?:(?:today|now|current|currently|baseline|was|were|up from|down from|against|compared"
    r"|versus|vs|last|previous|previously|instead|starting|present|relative to|ahead of"
    r"|of (?:\w+ ){0,3}(?:plan|target|quota)"
    r"|than (?:in|the|before|a year|our|any|(?:19|20)\d\d|[QHF]Y?\d))\b"
    r"|from (?:[$€£~]|about |around |[CF]Y ?|[QH])?\d)",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten)"
_OUT_OF = re.compile(rf"\b{_NUMBER} (?:out )?of (?:every |the )?{_NUMBER}\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b100\s?%|\bzero\b|\b0\b|\A(?:all|every|each|no|none|nobody|everybody)\b", re.I
)


def _lacks_start(doc: Doc, read: Read) -> bool:
    """Return whether a target moves a level up or down, or is a share, without a first value."""
    key_result = read.record["key_result"]
    text, target = read.span.text, key_result["target"]
    if not target or key_result["baseline"] or key_result["type"] == "activity":
        return False
    if _START.search(text) or _WHOLE.search(target) or _GROWN.search(text):
        return False
    quantities = inside(doc, "quantities", read.span)
    if any(q.label_ == "RANGE" for q in quantities):
        return False
    if read.record["target"] or _moves_level(read, target):
        return True
    if {t.lemma_.lower() for t in (read.span[0], read.span.root)} & _HOLD:
        return False
    share = any(q.label_ == "PERCENT" for q in quantities) or _OUT_OF.search(text)
    return key_result["type"] == "outcome" and bool(share)


# Verbs that move a level that already has a value; those of the second line do so with a word of
# direction, those of the third where what they reach is a measure.
_LEVEL = frozenset(
    "increase reduce decrease grow raise lower cut improve boost lift shorten expand decline fall "
    "rise drop shrink extend climb double halve triple quadruple".split()
)
_BRING = frozenset("bring get drive push take move come go".split())
_REACH = frozenset("reach achieve attain hit score earn".split())
_TOWARDS = re.compile(
    r"(?:\b(?:up to|down to|under|below|above|over|(?:less|fewer|more) than|to)|[<>≤≥]=?)\s*\Z",
    re.IGNORECASE,
)


# What is held needs no start; nor does a share of what is made from nothing in the period.
_HOLD = frozenset(
    "maintain sustain keep hold preserve remain stay generate source convert measure win".split()
)
_GROWN = re.compile(r"\(\+\s?\d")


_RATED = re.compile(r"\b(?:scores?|ratings?|rate|nps|csat|average|median)(?: of| at)?\s*\Z", re.I)


def _moves_level(read: Read, target: str) -> bool:
    """Return whether the claim moves a level: by its verb, or as a measure with a bound."""
    from analyzer.annotators.okr_words import NOUN_CLASSES

    first = next((token for token in read.span if token.is_alpha), read.span.root)
    root = read.span.root
    verbs = {first.lemma_.lower(), root.lemma_.lower()}
    if verbs & _LEVEL:
        return True
    text = read.span.text
    place = text.find(target)
    start = next((i for i, c in enumerate(target) if c.isdigit()), 0) + max(place, 0)
    towards = _TOWARDS.search(text[:start].rstrip("€$£¥ ")) is not None
    measures = any(
        "metric" in NOUN_CLASSES.get(token.lemma_.lower(), ())
        for token in read.span
        if token.pos_ in ("NOUN", "PROPN") and token.idx - read.span.start_char < start
    )
    if verbs & _BRING:
        return towards and measures
    if _RATED.search(text[:start]):
        return True
    return measures and (bool(verbs & _REACH) or (towards and root.pos_ in ("NOUN", "PROPN")))
