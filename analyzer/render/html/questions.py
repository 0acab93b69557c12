"""Findings as the cards of a page: one card a rule and statement, the most telling first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.render.findings import Group, ask
from analyzer.render.prose import clean, quote, readable
from analyzer.render.words import arranged
from analyzer.types import SEVERITIES, Finding, Report, Span, Statement

_SLOTS = {
    "measure": "by what measure?",
    "market": "within which market?",
    "when": "by when?",
    "position": "through what position?",
}
# It asks about a text as a whole, so it is better asked after what can be pointed at.
_AFTERWARDS = frozenset({"VAG001"})
# Its halves stand side by side below the words; to mark them would mark everything.
_UNMARKED = frozenset({"KND002"})
_QUOTED = 6
_BRIEF = 8  # words up to which a statement may be marked as a whole: a value, a key result
_LONG = 60  # words from which a stretch is not marked: a mark around everything marks nothing

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """One question with its evidence.

    Attributes:
        number: what stands beside the words that it is about.
        id: of its element; it depends on the rule and the statement, so that it lives through
            edits of the words.
        back: id of its words, or of its statement; empty where it is about the document.
        questions: what is asked; several where one rule asks after several words.
        quotes: the words that it is about, unless the questions quote them.
        gaps: what is missing, where a gap is what it is about.
        spans: ranges of the report's text to mark.
        hints: ranges to mark where no other card marks them.
    """

    number: int
    id: str
    code: str
    name: str
    statement: str | None
    back: str
    place: str
    questions: tuple[str, ...]
    quotes: tuple[str, ...]
    gaps: tuple[str, ...]
    message: str
    suggestions: tuple[str, ...]
    cost: str
    before: str
    after: str
    spans: tuple[Range, ...]
    hints: tuple[Range, ...]

    @property
    def hue(self) -> str:
        """The one of the two hues that marks its words."""
        return "stock" if self.code.startswith("BUZ") else "open"


def cards(report: Report, names: Mapping[str, str], prefix: str = "") -> tuple[Card, ...]:
    """Return the questions: each rule once before any of them twice, the severe first.

    Args:
        report: whose findings are asked.
        names: what each statement is called.
        prefix: of the ids of their elements.
    """
    known = {s.id for s in report.statements}
    found: list[tuple[tuple[int, int, bool, int, int], Statement | None, Group]] = []
    times: Counter[str] = Counter()
    for position, statement in enumerate((*arranged(report), None)):
        id = statement.id if statement else None
        own = [f for f in report.findings if (f.statement if f.statement in known else None) == id]
        for group in ask(own, 1):
            code = group.first.code
            severity = SEVERITIES.index(group.first.severity)
            late = code in _AFTERWARDS
            order = (times[code], -severity, late, group.size, position)
            found.append((order, statement, group))
            times[code] += 1
    found.sort(key=lambda item: item[0])
    return tuple(
        _card(number, statement, group, report, names, prefix)
        for number, (_, statement, group) in enumerate(found, start=1)
    )


def _card(
    number: int,
    statement: Statement | None,
    group: Group,
    report: Report,
    names: Mapping[str, str],
    prefix: str,
) -> Card:
    first = group.first
    findings = [f for question in group.questions for f in question.findings]
    rule = report.rules.get(first.code)
    asked = tuple(readable(q.findings[0].question).text for q in group.questions)
    spans, hints = _places(findings, statement)
    return Card(
        number=number,
        id=f"{prefix}q-{clean(first.code)}-{statement.id if statement else 'all'}",
        code=clean(first.code),
        name=clean(first.name),
        statement=statement.id if statement else None,
        back=f"{prefix}s-{statement.id}" if statement else "",
        place=names.get(statement.id, "") if statement else "The document as a whole",
        questions=asked,
        quotes=_quotes(findings, asked),
        gaps=_gaps(first, statement),
        message=readable(first.message).text if len(asked) == 1 else "",
        suggestions=_suggestions(findings, asked),
        cost=clean(rule.cost) if rule else "",
        before=clean(rule.before) if rule else "",
        after=clean(rule.after) if rule else "",
        spans=spans,
        hints=hints,
    )


def _places(
    findings: Sequence[Finding], statement: Statement | None
) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Return the ranges to mark: of the words themselves, and of what supports a whole verdict."""
    if statement is None or findings[0].code in _UNMARKED:
        return (), ()
    spans: list[Span] = []
    hints: list[Span] = []
    for finding in findings:
        whole = finding.span is None or _is_whole(finding, finding.span, statement)
        if finding.span is not None and not whole:
            spans.append(finding.span)
        related = [s for s in finding.related if not _is_whole(finding, s, statement)]
        (hints if whole else spans).extend(related)
    return _joined(spans), _joined(hints)


def _is_whole(finding: Finding, span: Span, statement: Statement) -> bool:
    """Return whether a mark would mark everything: all of a longer statement, or a long stretch."""
    words = span.text.count(" ") + 1
    if words > _LONG:
        return True
    if span.text.strip(" .!?") != statement.span.text.strip(" .!?"):
        return False
    return words > _BRIEF or finding.code in _AFTERWARDS


def _joined(spans: Sequence[Span]) -> tuple[Range, ...]:
    """Return ranges without the stops at their ends, those that overlap as one."""
    found: list[Range] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        start, end = span.start, span.start + len(span.text.rstrip(" .,;:!?"))
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def _gaps(finding: Finding, statement: Statement | None) -> tuple[str, ...]:
    """Return the empty slots that a finding asks for; the rule leaves out what need not be said."""
    if finding.code != "VAG002" or statement is None or statement.slots is None:
        return ()
    asked = finding.question.casefold()
    empty = (text for name, text in _SLOTS.items() if getattr(statement.slots, name) is None)
    return tuple(text for text in empty if text in asked)


def _quotes(findings: Sequence[Finding], asked: Sequence[str]) -> tuple[str, ...]:
    """Return the words that a card is about, once each."""
    spans: list[Span] = []
    for finding in findings:
        spans += finding.related or ((finding.span,) if finding.span else ())
    found = dict.fromkeys(quote(span.text, 110) for span in spans)
    if len(asked) > 1 and all(any(words in text for text in asked) for words in found):
        return ()  # each question quotes its own words
    return tuple(found)[:_QUOTED]


def _suggestions(findings: Sequence[Finding], asked: Sequence[str]) -> tuple[str, ...]:
    """Return what to try instead, but for what only repeats the questions or splits a text."""
    if findings[0].code == "KND002":
        return ()  # the split stands side by side below the words
    offered = dict.fromkeys(readable(f.suggestion).text for f in findings if f.suggestion)
    every = " ".join(asked)
    return tuple(text for text in offered if text.rsplit(": ", 1)[-1].strip(" .?") not in every)
