"""The report as it is read out: statement, questions, bars, closeness, what was not checked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from analyzer.render.closeness import closeness_lines
from analyzer.render.findings import Group, Question, ask, group_lines, marks, suppressed_lines
from analyzer.render.marks import marked, nested
from analyzer.render.page import Page
from analyzer.render.prose import clean, quote, readable
from analyzer.render.scores import legend, score_facts, score_lines
from analyzer.render.standing import headline, of_alignment, standing
from analyzer.render.words import arranged, counted, function, inventory, labels, role
from analyzer.types import (
    SEVERITIES,
    Answers,
    Finding,
    KeyResult,
    Objective,
    Report,
    Severity,
    Statement,
    Unchecked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

# The four questions that a mission answers, as they are asked aloud.
_ANSWERS = (
    ("whom", "whom we serve"),
    ("why", "why we exist"),
    ("what", "what we offer"),
    ("impact", "lasting effect"),
)
_COMPACT = ("values", "objective", "key_result")  # shown with their scores in one line
_MANY, _BEGIN_WITH = 5, 3  # questions from which some are named first, and how many


def render_terminal(report: Report, *, console: Console, gate: str | None = None) -> None:
    """Print a report.

    Args:
        report: what to print.
        console: where to; its width is used up to 100 columns, its colours where it has any.
        gate: severity from which a check fails, or `never`; None where nothing is gated.
    """
    page = Page.of(console)
    for line in report_lines(report, page, gate):
        page.print(line)


def render_alignment(report: Report, codes: Sequence[str], *, console: Console) -> None:
    """Print the alignment of a report: what stands above, the table, the questions it raises.

    Args:
        report: of the alignment.
        codes: of the rules that were asked for.
        console: where to.
    """
    page = Page.of(console)
    names = labels(report)
    for line in page.block(clean(report.source.name), style="bold"):
        page.print(line)
    summary = "; ".join(part for part in (headline(report, codes), standing(report)) if part)
    for line in page.block(f"{summary}."):
        page.print(line)
    if report.alignment:
        page.print(Text())
    targets = {a.target for a in report.alignment}
    for statement in report.statements:
        if statement.id in targets:
            text = f"{names[statement.id]}: {readable(statement.span.text).text}"
            for line in page.block(text, indent=2):
                page.print(line)
    for line in _alignment(report, names, page):
        page.print(line)


def _alignment(report: Report, names: Mapping[str, str], page: Page) -> Iterator[Text]:
    if report.alignment:
        yield Text()
    yield from closeness_lines(report, names, page)
    told: set[str] = set()
    for block in _asked(report):
        for group in block.groups:
            yield Text()
            yield from page.block(names.get(block.id or "", ""), indent=2, style="dim")
            yield from group_lines(group, block.statement, report.rules, page, 2, told)
    yield from _unchecked(of_alignment(report), names, page)


@dataclass(frozen=True, slots=True)
class _Block:
    """A statement, or the document as a whole, with its questions."""

    statement: Statement | None
    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]

    @property
    def id(self) -> str | None:
        return self.statement.id if self.statement else None


def _asked(report: Report) -> list[_Block]:
    """Return every statement in reading order, then the document, their questions numbered."""
    known = {s.id for s in report.statements}
    blocks, number = [], 1
    for statement in (*arranged(report), None):
        if statement is None:
            own = tuple(f for f in report.findings if f.statement not in known)
        else:
            own = tuple(f for f in report.findings if f.statement == statement.id)
        groups = tuple(ask(own, number))
        number += sum(group.size for group in groups)
        blocks.append(_Block(statement, own, groups))
    return blocks


def report_lines(report: Report, page: Page, gate: str | None = None) -> Iterator[Text]:
    """Yield the lines of a report, laid out for a page."""
    names = labels(report)
    live = [f for f in report.findings if f.suppressed is None]
    *blocks, whole = _asked(report)
    yield from page.block(clean(report.source.name), style="bold")
    yield from page.block(_headline(report, live))
    if len(live) > _MANY:
        yield from _first([*blocks, whole], names, page)
    told: set[str] = set()
    for block in blocks:
        yield Text()
        yield from _statement(report, block, names, page, told)
    yield from _document(report, whole, page, told)
    table = list(closeness_lines(report, names, page))
    if table:
        yield Text()
        yield from table
    yield from _unchecked(report.unchecked, names, page)
    yield Text()
    yield from _summary(report, live, page, gate)


def _first(blocks: Sequence[_Block], names: Mapping[str, str], page: Page) -> Iterator[Text]:
    """Yield the questions to begin with: one a rule, the severe and the rare before the common."""
    hits: Counter[str] = Counter()
    asked: dict[str, tuple[Question, str]] = {}
    for block in blocks:
        for group in block.groups:
            hits[group.first.code] += group.size
            place = names.get(block.id or "", "the document")
            asked.setdefault(group.first.code, (group.questions[0], place))

    def order(code: str) -> tuple[int, int, int]:
        question = asked[code][0]
        severity = SEVERITIES.index(question.findings[0].severity)
        return -severity, hits[code], question.numbers[0]

    yield Text()
    yield from page.block("Ask first", style="bold")
    for code in sorted(asked, key=order)[:_BEGIN_WITH]:
        question, place = asked[code]
        text = f"{readable(question.findings[0].question).text} ({place})"
        yield from page.block(text, indent=6, label=str(question.numbers[0]))


def _headline(report: Report, live: list[Finding]) -> str:
    if not report.statements:
        return "No statements were found."
    questions = counted(len(live), "question") if live else "no questions"
    return f"{inventory(report)} · {questions}"


def _statement(
    report: Report, block: _Block, names: Mapping[str, str], page: Page, told: set[str]
) -> Iterator[Text]:
    """Yield one statement: its words with the flagged ones marked, its questions, its scores."""
    statement = block.statement
    if statement is None:
        return
    kind, label = role(statement), names[statement.id]
    shown = readable(statement.span.text, statement.span.start)
    words = marked(shown, nested(marks(block.groups, shown)), brackets=page.brackets)
    if kind == "key_result":
        yield Text.assemble(("   " + label, "bold"), (f"  {_place(statement)}", "dim"))
        indent = 5
    else:
        yield page.heading(label, _place(statement))
        indent = 2
    yield from page.block(words, indent=indent)
    job = function(statement)
    asked = any(group.first.code.startswith("KND") for group in block.groups)
    if job and not asked:  # a question about its function says as much
        yield from page.block(job, indent=indent, style="italic")
    if kind in _COMPACT:
        yield from _facts(statement, page, indent)
    for group in block.groups:
        yield Text()
        yield from group_lines(group, statement, report.rules, page, indent, told)
    if any(f.suppressed is not None for f in block.findings):
        yield Text()
        yield from suppressed_lines(block.findings, page, indent)
    if kind not in _COMPACT:
        yield from _measures(statement, page, indent)


def _measures(statement: Statement, page: Page, indent: int) -> Iterator[Text]:
    # A text under another label answers other questions, whatever its words resemble.
    if statement.answers is not None and role(statement) in ("mission", "merged"):
        yield Text()
        yield from _answers(statement.answers, page, indent)
    if statement.scores:
        yield Text()
        yield from score_lines(statement, page, indent)


def _place(statement: Statement) -> str:
    location = statement.location
    if location.path:
        return clean(location.path)
    return f"line {location.line}" if location.line else ""


def _facts(statement: Statement, page: Page, indent: int) -> Iterator[Text]:
    """Yield what is known of a key result or an objective, its scores included, in one line."""
    facts: list[str] = []
    if statement.objective is not None and role(statement) == "objective":
        facts += _objective(statement.objective)
    elif statement.key_result is not None:
        facts += _key_result(statement.key_result)
    scores = score_facts(statement)
    for line in (facts, [f"{' · '.join(scores)} of 100"] if scores else []):
        if line:
            yield from page.block(" · ".join(line), indent=indent, style="dim")


def _objective(objective: Objective) -> list[str]:
    facts = ["type unclear" if objective.type == "unclear" else objective.type.replace("_", " ")]
    return facts + ([f"{objective.perspective} perspective"] if objective.perspective else [])


def _key_result(result: KeyResult) -> list[str]:
    facts: list[str] = ["type unclear" if result.type == "unclear" else result.type]
    facts.append("measurable" if result.measurable else "not measurable")
    due = f"due {clean(result.due)}" if result.due else "no date in the text"
    facts.append("dated" if result.time_bound else due)
    if result.baseline and result.target:
        facts.append(f"{clean(result.baseline)} → {clean(result.target)}")
    elif result.baseline or result.target:
        word, end = ("target", result.target) if result.target else ("from", result.baseline)
        facts.append(f"{word} {clean(end or '')}")
    facts.append(f"owner {clean(result.owner)}" if result.owner else "no owner")
    return facts


def _answers(answers: Answers, page: Page, indent: int) -> Iterator[Text]:
    for name, asked in _ANSWERS:
        span = getattr(answers, name)
        told = quote(span.text, max(20, page.width - indent - 18)) if span else "not said"
        cells = [(asked, 16, ""), (told, 0, "" if span else "bold")]
        yield page.columns(cells, indent=indent)


def _document(report: Report, block: _Block, page: Page, told: set[str]) -> Iterator[Text]:
    """Yield what concerns the document as a whole, or a statement that is not in it."""
    if not block.findings:
        return
    yield Text()
    yield page.heading("The document as a whole")
    for position, group in enumerate(block.groups):
        if position:
            yield Text()
        yield from group_lines(group, None, report.rules, page, 2, told)
    yield from suppressed_lines(block.findings, page, 2)


def _unchecked(
    entries: Sequence[Unchecked], names: Mapping[str, str], page: Page
) -> Iterator[Text]:
    """Yield what was not looked at: never left out, for silence would read as a pass."""
    if not entries:
        return
    yield Text()
    yield page.heading("Not checked")
    places: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        named = places.setdefault((entry.code, entry.reason), [])
        if entry.statement is not None:
            named.append(names.get(entry.statement, entry.statement))
    for (code, reason), statements in places.items():
        where = f" ({', '.join(statements)})" if statements else ""
        yield from page.block(f"{clean(code)}: {clean(reason)}{where}", indent=2)


def _summary(report: Report, live: list[Finding], page: Page, gate: str | None) -> Iterator[Text]:
    told = legend(report)
    if told:
        yield from page.block(told, style="dim")
        yield Text()
    missing = counted(len(report.unchecked), "thing was", "things were")
    if not live:
        after = f"; {missing} not checked (above)" if report.unchecked else ""
        yield from page.block(f"No questions{after}.", style="bold")
        return
    number = Counter(f.severity for f in live)
    counts = [counted(number[s], s) for s in reversed(SEVERITIES) if number[s]]
    text = f"{counted(len(live), 'question')}: {', '.join(counts)}."
    yield from page.block(f"{text}{_verdict(number, gate)}", style="bold")
    codes = sorted({f.code for f in live})
    yield from page.block(
        f"Why, and how to mend it: plumbline explain {codes[0]}"
        + (f" (or {', '.join(codes[1:])})" if codes[1:] else ""),
        style="dim",
    )


def _verdict(number: Counter[Severity], gate: str | None) -> str:
    if gate is None:
        return ""
    if gate == "never":
        return " The gate is open (never): the check passes."
    reached = sum(n for s, n in number.items() if SEVERITIES.index(s) >= _rank(gate))
    result = "fails" if reached else "passes"
    return f" {reached} at the gate ({gate}) or above: the check {result}."


def _rank(gate: str) -> int:
    return [*SEVERITIES].index(gate)  # type: ignore[arg-type]
