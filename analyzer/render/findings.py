"""Findings as questions: the question, the words that raise it, what it costs, its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.render.marks import Mark
from analyzer.render.prose import Readable, clean, quote, readable
from analyzer.types import SEVERITIES, Finding, RuleSummary, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.text import Text

    from analyzer.render.page import Page

_QUOTED = 4  # related words that are quoted; more are counted


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once: one finding, or several of one rule that ask the same."""

    numbers: tuple[int, ...]
    findings: tuple[Finding, ...]


def ask(findings: Iterable[Finding], first: int) -> list[Question]:
    """Return the questions to ask, the most severe first, numbered from `first` on.

    Args:
        findings: of one statement, or of the document as a whole; the suppressed are left out.
        first: number of the first of them.
    """
    live = sorted((f for f in findings if f.suppressed is None), key=_order)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in live:
        groups.setdefault((finding.code, finding.question), []).append(finding)
    asked, number = [], first
    for group in groups.values():
        asked.append(Question(tuple(range(number, number + len(group))), tuple(group)))
        number += len(group)
    return asked


def _order(finding: Finding) -> tuple[int, int]:
    return (-SEVERITIES.index(finding.severity), finding.span.start if finding.span else -1)


def marks(questions: Iterable[Question], shown: Readable) -> list[Mark]:
    """Return the stretches of a statement that its questions point at.

    A finding about the statement as a whole gets none: a mark around everything marks nothing.
    """
    found = []
    for question in questions:
        for number, finding in zip(question.numbers, question.findings, strict=True):
            for span in (finding.span, *finding.related):
                place = span and shown.place(span.start, span.end)
                if place and not _whole(place, shown):
                    found.append(Mark(*place, (number,), finding.severity))
    return found


def _whole(place: tuple[int, int], shown: Readable) -> bool:
    return place[0] == 0 and not shown.text[place[1] :].strip(" .!?")


def question_lines(
    question: Question,
    statement: Statement | None,
    rules: Mapping[str, RuleSummary],
    page: Page,
    indent: int,
) -> Iterator[Text]:
    """Yield one question with its evidence, cost and suggestion."""
    first = question.findings[0]
    inner = indent + 4
    label = _numbers(question.numbers)
    asked = readable(first.question).text
    yield from page.block(asked, indent=inner, label=label, style="bold")
    for told in dict.fromkeys(_told(finding, statement) for finding in question.findings):
        yield from page.block(told, indent=inner)
    rule = rules.get(first.code)
    if rule is not None and rule.cost:
        yield from page.block(f"Cost: {clean(rule.cost)}", indent=inner)
    for suggestion in dict.fromkeys(f.suggestion for f in question.findings if f.suggestion):
        yield from page.block(f"Try: {readable(suggestion).text}", indent=inner, style="green")
    yield from page.block(_code(first), indent=inner, style="dim")


def _numbers(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _told(finding: Finding, statement: Statement | None) -> str:
    """Return the message with the words that it is about, which many messages quote themselves."""
    message = readable(finding.message).text
    if finding.span is None:
        return message
    if statement is not None and _whole_statement(finding, statement):
        return message if "“" in message else f"the whole statement: {message}"
    quoted = dict.fromkeys(quote(s.text) for s in (finding.span, *finding.related))
    others = [words for words in quoted if words.strip("“”") not in message]
    more = len(others) - _QUOTED
    listed = ", ".join(others[:_QUOTED]) + (f" and {more} more" if more > 0 else "")
    if len(others) == len(quoted):
        return f"{listed}: {message}"
    return f"{message} (also {listed})" if others else message


def _whole_statement(finding: Finding, statement: Statement) -> bool:
    shown = readable(statement.span.text, statement.span.start)
    place = shown.place(finding.span.start, finding.span.end) if finding.span else None
    return place is not None and _whole(place, shown) and len(shown.text) > 40


def _code(finding: Finding) -> str:
    sure = f" · {finding.probability * 100:.0f} in 100 sure" if finding.probability else ""
    return f"{clean(finding.code)} {clean(finding.name)} · {finding.severity}{sure}"


def suppressed_lines(findings: Iterable[Finding], page: Page, indent: int) -> Iterator[Text]:
    """Yield a line for each finding that was set aside, with the reason that was given."""
    for finding in findings:
        if finding.suppressed is not None:
            reason = clean(finding.suppressed) or "no reason given"
            line = f"Set aside: {clean(finding.code)} {clean(finding.name)} ({reason})"
            yield from page.block(line, indent=indent, style="dim")
