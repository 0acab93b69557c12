"""Quotes what a key result says of itself: its owner, where it starts from, what it is to reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.annotators.base import evidence
from analyzer.annotators.quantities import range_ends

if TYPE_CHECKING:
    from spacy.tokens import Span

_AMOUNTS = frozenset({"PERCENT", "MONEY", "COUNT", "RATE", "PERIOD"})
# A name ends at punctuation or where the sentence goes on.
_NAME = (
    r"(?P<name>[^\W\d_][^,;:()\[\]\n.]{0,60}?)"
    r"(?=\s*(?:[,;:()\[\]\n.]|$|\s(?:by|to|in|before|until|with|who|and will)\s))"
)
_OWNER = re.compile(
    r"\b(?:owners?|DRI|responsible|accountable|lead|driver)\s*[:=]\s*" + _NAME
    + r"|\b(?:owned|led|driven)\s+by\s+(?:the\s+)?" + _NAME.replace("?P<name>", "?P<by>"),
    re.IGNORECASE,
)  # fmt: skip
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z][\w-]{1,38}(?:\.[\w-]{1,38})*")
# A name alone at the very end: "(Ana Ruiz)", "[the board]", "— Ana Ruiz".
_TRAILING = re.compile(
    r"(?:[(\[](?P<inside>[^()\[\]\n]{2,40})[)\]]|\s[—–-]{1,2}\s(?P<after>[^()\[\]\n—–,;:]{2,40}?))"
    r"\s*\.?\s*\Z"
)
_CAPITALISED = re.compile(
    r"[^\W\d_a-z][\w'’-]*[a-zß-ÿ](?:(?: (?:van|von|de|den|der|da|di|du|la|le|el|bin|al|ter)){0,2}"
    r" (?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’-]+)){0,3}"
)
_ROLE = re.compile(
    r"(?:the )?(?:(?!per |each |every |whole |entire |all |one |two |three |our |new |a |an )"
    r"[A-Za-z&-]+ ){0,3}(?:team|board|crew|committee|department|manager|director|officer|leads?"
    r"|secretary|treasurer|chair|coordinator)"
    r"|(?:the )?(?:head|director|vp|chief) of [A-Za-z& -]{2,30}"
    r"|the (?:trustees|council|office|treasury|chair)|C[EFTIOM]O|COO|CPO|CMO",
    re.IGNORECASE,
)  # fmt: skip
# Words that open or make up names of places, times and stages, never of people.
_NO_PERSON = frozenset(
    """
    new north south east west northern southern eastern western central upper lower great united
    san santa los las saint st port cape fort mount lake river bay city county island islands valley
    states kingdom republic sri costa hong tel buenos kuala addis abu sierra burkina rio puerto el
    phase stage version beta alpha part step tier release done draft pilot optional europe asia
    africa america january february march april may june july august september october november
    december spring summer autumn winter fall christmas easter monday tuesday wednesday thursday
    friday saturday sunday quarter half year
    """.split()
)
_BASELINE = re.compile(
    r"(?:\b(?:currently|today|now|was|were|up from|down from|from|baseline(?: of)?"
    r"|compared (?:to|with)|versus|vs\.?|against)(?:\s+(?:at|is|of))?|baseline\s*[:=])\s*\Z",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"(?:\b(?P<with>with|having|aged|among|from|customers|people|firms|those)\s+)?"
    r"(?P<cue>\b(?:to|by|of|reach(?:es|ing)?|hit|target(?: of)?|achieve|score|goal)\s*[:=]?\s*)?"
    r"(?P<bound>(?:\b(?:at least|at most|no more than|more than|less than|fewer than|over|above"
    r"|below|under|up to|exceed(?:ing|s)?|minimum of|maximum of)|[<>≥≤]=?)\s*)?\Z",
    re.IGNORECASE,
)
# How far a cue tells that the amount behind it is the goal.
_CUES = {"to": 4, "by": 3}
_OF_AMOUNT = re.compile(r"\s+of(?:\s+(?:the|our|all))?\s*\Z")
_LOOK_BACK = 40


def find_owner(statement: Span) -> str | None:
    """Return the person or role that a key result names as owner, as written, or None.

    Either the text says so ("Owner: …", "led by …", "@…"), or a name or role stands alone at its
    end, in brackets or behind a dash. A single name there must be a person to the entity
    recogniser; places, dates and amounts are none.
    """
    text = statement.text
    match = _OWNER.search(text)
    if match:
        return (match["name"] or match["by"]).strip()
    handle = _HANDLE.search(text)
    if handle:
        return handle.group()
    match = _TRAILING.search(text)
    if not match:
        return None
    group = "inside" if match["inside"] else "after"
    name = match[group].strip()
    if _ROLE.fullmatch(name):
        return name
    start = statement.start_char + match.start(group)
    return name if _is_person(statement, name, start, start + len(match[group])) else None


def _is_person(statement: Span, name: str, start: int, end: int) -> bool:
    """Return whether a name at the given characters of the Doc is a person's."""
    words = name.split()
    if not _CAPITALISED.fullmatch(name) or not _NO_PERSON.isdisjoint(w.lower() for w in words):
        return False
    labels = {e.label_ for e in statement.doc.ents if e.start_char < end and e.end_char > start}
    if len(words) == 1:
        return labels <= {"PER", "PERSON"} and bool(labels)
    # Two capitalised words are more often a person than the recogniser, which sees no sentence
    # around them, believes.
    return labels <= {"PER", "PERSON", "LOC", "GPE"}


def find_ends(statement: Span) -> tuple[str | None, str | None]:
    """Return where a key result starts from and what it is to reach, as written with their units.

    A range gives both ends. Otherwise the target is the amount behind "to", "by", "at least" or the
    like, else the first amount that is not called the present state.
    """
    text = statement.text
    ends = range_ends(text)
    if ends is not None:
        low, high = _with_units(*ends, _amounts(statement, with_period=True))
        return text[slice(*low)], text[slice(*high)]
    baseline: str | None = None
    target, strength = None, -9
    previous = 0
    for start, end in _amounts(statement):
        before = text[max(0, start - _LOOK_BACK) : start]
        whole_of = previous and _OF_AMOUNT.fullmatch(text[previous:start])
        previous = end
        if _BASELINE.search(before):
            baseline = baseline or text[start:end]
            continue
        found, bound = _strength(before)
        if found > strength and not whole_of:
            target, strength = text[start - len(bound) : end], found
    return baseline, target


def _with_units(
    low: tuple[int, int], high: tuple[int, int], amounts: list[tuple[int, int]]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Widen a range's ends to the amounts that they belong to: "9 days", "6 of 38"."""
    for start, end in amounts:
        if start <= low[0] < end <= high[0]:
            low = (start, max(low[1], end))
        elif start <= high[0] < end:
            # "19 to 7 days" is one amount, whose unit belongs to its last number.
            high = (max(start, high[0]) if start <= low[0] else start, max(high[1], end))
    return low, high


def _strength(before: str) -> tuple[int, str]:
    """Return how far the words before an amount call it the goal, and the bound among them."""
    goal = _GOAL.search(before)
    if goal is None:
        return 0, ""
    cue, bound = (goal["cue"] or "").strip(" :=").lower(), goal["bound"] or ""
    found = _CUES.get(cue, 1 if cue else 0) + 2 * bool(bound)
    # "firms with fewer than sixty lorries" says which firms, not how many.
    return found - 6 * bool(goal["with"] and bound), bound


def _amounts(statement: Span, *, with_period: bool = False) -> list[tuple[int, int]]:
    """Return the offsets in the statement of its amounts; "40 per 1,000 births" is one of them.

    A period that follows an amount tells when, not how much, unless `with_period`.
    """
    joined: list[tuple[int, int]] = []
    offset, text = statement.start_char, statement.text
    for span in evidence(statement.doc, "quantities", statement):
        if span.label_ not in _AMOUNTS:
            continue
        start, end = span.start_char - offset, span.end_char - offset
        if joined and start < joined[-1][1]:
            continue
        if span.label_ in ("RATE", "PERIOD") and joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        elif with_period or span.label_ != "PERIOD" or not joined:
            joined.append((start, end))
    return joined
