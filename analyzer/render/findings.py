"""Findings as questions: the question, the words that raise it, what it costs, its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.render.marks import Mark
from analyzer.render.prose import Readable, clean, quote, readable
from analyzer.render.words import hundred
from analyzer.types import SEVERITIES, Finding, RuleSummary, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.text import Text

    from analyzer.render.page import Page

_QUOTED = 4  # related words that are quoted; more are counted
_MARKED = 60  # words up to which a stretch is marked


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once: one finding, or several that ask the same; one number for each."""

    numbers: tuple[int, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that one rule raises on one statement."""

    questions: tuple[Question, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for the rule: its code, name and severity."""
        return self.questions[0].findings[0]

    @property
    def size(self) -> int:
        """How many findings it holds."""
        return sum(len(q.findings) for q in self.questions)


def ask(findings: Iterable[Finding], first: int) -> list[Group]:
    """Return the questions to ask, the most severe first, numbered from `first` on.

    Args:
        findings: of one statement, or of the document as a whole; the suppressed are left out.
        first: number of the first of them.
    """
    by_code: dict[str, dict[str, list[Finding]]] = {}
    for finding in sorted((f for f in findings if f.suppressed is None), key=_order):
        by_code.setdefault(finding.code, {}).setdefault(finding.question, []).append(finding)
    groups, number = [], first
    for by_question in sorted(by_code.values(), key=_weight):
        questions = []
        for found in by_question.values():
            numbers = tuple(range(number, number + len(found)))
            questions.append(Question(numbers, tuple(found)))
            number += len(found)
        groups.append(Group(tuple(questions)))
    return groups


def _weight(by_question: Mapping[str, list[Finding]]) -> tuple[int, int]:
    """Order rules: the severe first, then those that ask one thing before long lists of words."""
    worst = next(iter(by_question.values()))[0]
    return -SEVERITIES.index(worst.severity), sum(map(len, by_question.values()))


def _order(finding: Finding) -> tuple[int, int]:
    return (-SEVERITIES.index(finding.severity), finding.span.start if finding.span else -1)


def marks(groups: Iterable[Group], shown: Readable) -> list[Mark]:
    """Return the stretches of a statement that its questions point at.

    A finding about the statement as a whole, or most of a long one, gets none: a mark around
    everything marks nothing.
    """
    found = []
    for question in (q for group in groups for q in group.questions):
        for number, finding in zip(question.numbers, question.findings, strict=True):
            for span in (finding.span, *finding.related):
                place = span and shown.place(span.start, span.end)
                if place and not _whole(place, shown) and not _long(place, shown):
                    found.append(Mark(*place, (number,), finding.severity))
    return found


def _whole(place: tuple[int, int], shown: Readable) -> bool:
    return place[0] == 0 and not shown.text[place[1] :].strip(" .!?")


def _long(place: tuple[int, int], shown: Readable) -> bool:
    return shown.text.count(" ", *place) > _MARKED


def group_lines(
    group: Group,
    statement: Statement | None,
    rules: Mapping[str, RuleSummary],
    page: Page,
    indent: int,
    told: set[str],
) -> Iterator[Text]:
    """Yield a rule's questions with their evidence, cost and suggestion.

    Args:
        group: the questions.
        statement: which they are about; None for the document as a whole.
        rules: what the report says of its rules.
        page: where to lay them out.
        indent: columns before the numbers.
        told: costs and suggestions that stand above already, and are not said twice; added to.
    """
    inner = indent + 4
    for question in group.questions:
        asked = readable(question.findings[0].question).text
        label = _numbers(question.numbers)
        yield from page.block(asked, indent=inner, label=label, style="bold")
        for line in dict.fromkeys(_told(finding, statement) for finding in question.findings):
            # A question that quotes its words needs no sentence about them among many of its kind.
            if len(group.questions) == 1 or not _quotes(asked, question):
                yield from page.block(line, indent=inner)
        for finding in question.findings:
            if finding.suggestion and not _repeats(finding.suggestion, asked):
                yield from _once(f"Try: {readable(finding.suggestion).text}", page, inner, told)
    rule = rules.get(group.first.code)
    if rule is not None and rule.cost:
        yield from _once(f"Cost: {clean(rule.cost)}", page, inner, told)
    yield from page.block(_code(group), indent=inner, style="dim")


def _once(line: str, page: Page, indent: int, told: set[str]) -> Iterator[Text]:
    if line not in told:
        told.add(line)
        style = "green" if line.startswith("Try:") else ""
        yield from page.block(line, indent=indent, style=style)


def _numbers(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _quotes(asked: str, question: Question) -> bool:
    return all(f.span is not None and quote(f.span.text) in asked for f in question.findings)


def _repeats(suggestion: str, asked: str) -> bool:
    """Return whether a suggestion only puts its question in other words."""
    return suggestion.rsplit(": ", 1)[-1].strip(" .?") in asked


def _told(finding: Finding, statement: Statement | None) -> str:
    """Return the message with the words that it is about, which many messages quote themselves."""
    message = readable(finding.message).text
    if finding.span is None:
        return message
    if statement is not None and _whole_statement(finding, statement):
        words = readable(finding.span.text).text
        if message.startswith(f"“{words}”"):
            return f"This{message.removeprefix(f'“{words}”')}"
        return message
    quoted = dict.fromkeys(quote(s.text) for s in (finding.span, *finding.related))
    others = [words for words in quoted if words.strip("“”") not in message]
    if statement is not None:  # long ones are marked in the statement above
        others = [words for words in others if "[…]" not in words]
    more = len(others) - _QUOTED
    listed = ", ".join(others[:_QUOTED]) + (f" and {more} more" if more > 0 else "")
    if others and len(others) == len(quoted):
        return f"{listed}: {message}"
    return f"{message} (also {listed})" if others else message


def _whole_statement(finding: Finding, statement: Statement) -> bool:
    shown = readable(statement.span.text, statement.span.start)
    place = shown.place(finding.span.start, finding.span.end) if finding.span else None
    return place is not None and _whole(place, shown)


def _code(group: Group) -> str:
    finding = group.first
    parts = [f"{clean(finding.code)} {clean(finding.name)}", finding.severity]
    if group.size > 1:
        parts.append(f"{group.size} questions")
    elif finding.probability:
        parts.append(f"{hundred(finding.probability)} in 100 sure")
    return " · ".join(parts)


def suppressed_lines(findings: Iterable[Finding], page: Page, indent: int) -> Iterator[Text]:
    """Yield a line for each finding that was set aside, with the reason that was given."""
    for finding in findings:
        if finding.suppressed is not None:
            reason = clean(finding.suppressed) or "no reason given"
            line = f"Set aside: {clean(finding.code)} {clean(finding.name)} ({reason})"
            yield from page.block(line, indent=indent, style="dim")
