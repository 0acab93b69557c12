"""Judges key results: type, measurable, time-bound, owner, baseline and target.

Type, measurable and time-bound come from linear models (`models/key_result`); the owner, the
baseline and the target are quoted from the text, or the owner from the field beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from analyzer.annotators.base import evidence, expects, statements
from analyzer.annotators.okr import okr_features
from analyzer.annotators.quantities import range_ends
from analyzer.grading.linear import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Span

FOLDER = "models/key_result"

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
_BASELINE = re.compile(
    r"(?:\b(?:currently|today|now|was|were|up from|down from|from|baseline(?: of)?"
    r"|compared (?:to|with)|versus|vs\.?|against)(?:\s+(?:at|is|of))?|baseline\s*[:=])\s*\Z",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"(?P<cue>\b(?:to|of|reach(?:es|ing)?|hit|target(?: of)?|achieve|score|goal)\s*[:=]?\s*)?"
    r"(?P<bound>(?:\b(?:at least|at most|no more than|more than|less than|fewer than|over|above"
    r"|below|under|up to|exceed(?:ing|s)?|minimum of|maximum of)|[<>≥≤]=?)\s*)?\Z",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def judge_key_result(statement: Span, owner: str | None = None) -> dict[str, Any]:
    """Judge one key result by its words alone.

    Args:
        statement: its span; the Doc carries `lexicon` and `quantities`.
        owner: who is named beside it, in a field or a table cell; wins over the text.

    Returns:
        `type`, `measurable`, `time_bound`, `owner`, `baseline`, `target` as in the wire format.
    """
    heads, features = load(FOLDER), okr_features(statement)
    kinds = heads["type"].probabilities(features)
    baseline, target = find_ends(statement)
    return {
        "type": max(kinds, key=lambda kind: kinds[kind]),
        "measurable": heads["measurable"].probabilities(features)["true"] >= 0.5,
        "time_bound": heads["time_bound"].probabilities(features)["true"] >= 0.5,
        "owner": owner or find_owner(statement.text),
        "baseline": baseline,
        "target": target,
    }


def find_owner(text: str) -> str | None:
    """Return the person or role that a text names as owner, as written, or None."""
    match = _OWNER.search(text)
    if match:
        return (match["name"] or match["by"]).strip()
    handle = _HANDLE.search(text)
    return handle.group() if handle else None


def find_ends(statement: Span) -> tuple[str | None, str | None]:
    """Return where a key result starts from and what it is to reach, as written.

    A range gives both ends. Otherwise the target is the amount behind "to", "at least" or the like,
    else the first amount that is not called the present state.
    """
    text = statement.text
    ends = range_ends(text)
    if ends is not None:
        # "from 9 days to 2 days": the unit belongs to the amount.
        whole = dict(_amounts(statement, with_period=True))
        low, high = (text[start : max(end, whole.get(start, end))] for start, end in ends)
        return low, high
    baseline: str | None = None
    target, strength = None, -1
    for start, end in _amounts(statement):
        before = text[max(0, start - _LOOK_BACK) : start]
        if _BASELINE.search(before):
            baseline = baseline or text[start:end]
            continue
        goal = _GOAL.search(before)
        bound = (goal["bound"] or "") if goal else ""
        found = 2 * bool(bound) + bool(goal and goal["cue"])
        if found > strength:
            target, strength = text[start - len(bound) : end], found
    return baseline, target


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


def annotate_key_results(doc: Doc) -> Doc:
    """Fill `key_result` in the record of every statement that is one, declared or by function."""
    for statement, record in statements(doc):
        record["key_result"] = (
            judge_key_result(statement, record["owner"]) if expects(record, "key_result") else None
        )
    return doc


@Language.factory(
    "plumbline_key_results", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_key_results
