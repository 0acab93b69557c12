"""The report as it is read out: statement, questions, bars, closeness, what was not checked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from analyzer.render.closeness import closeness_lines
from analyzer.render.findings import Question, ask, marks, question_lines, suppressed_lines
from analyzer.render.marks import marked, nested
from analyzer.render.page import Page
from analyzer.render.prose import clean, quote, readable
from analyzer.render.scores import legend, score_facts, score_lines
from analyzer.render.words import arranged, counted, hundred, inventory, labels, role, singular
from analyzer.types import (
    SEVERITIES,
    Answers,
    Finding,
    KeyResult,
    Objective,
    Report,
    Severity,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

# The four questions that a mission answers, as they are asked aloud.
_ANSWERS = (
    ("whom", "whom we serve"),
    ("why", "why we exist"),
    ("what", "what we offer"),
    ("impact", "lasting effect"),
)
_COMPACT = ("objective", "key_result")  # shown with their scores in one line


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


def render_alignment(report: Report, *, console: Console) -> None:
    """Print the alignment of a report: what stands above, the table, the questions it raises."""
    page = Page.of(console)
    names = labels(report)
    for line in page.block(clean(report.source.name), style="bold"):
        page.print(line)
    targets = {link.target for link in report.alignment}
    for statement in report.statements:
        if statement.id in targets:
            text = f"{names[statement.id]}: {readable(statement.span.text).text}"
            for line in page.block(text, indent=2):
                page.print(line)
    for line in _alignment(report, names, page):
        page.print(line)


def _alignment(report: Report, names: Mapping[str, str], page: Page) -> Iterator[Text]:
    yield Text()
    if not report.alignment:
        yield from page.block("Nothing could be compared.", style="bold")
    yield from closeness_lines(report, names, page)
    for question in ask(report.findings, 1):
        about = names.get(question.findings[0].statement or "", "")
        yield Text()
        yield from page.block(about, indent=2, style="dim")
        yield from question_lines(question, None, report.rules, page, 2)
    yield from _unchecked(report, names, page)


def report_lines(report: Report, page: Page, gate: str | None = None) -> Iterator[Text]:
    """Yield the lines of a report, laid out for a page."""
    names = labels(report)
    live = [f for f in report.findings if f.suppressed is None]
    yield from page.block(clean(report.source.name), style="bold")
    yield from page.block(_headline(report, live))
    number = 1
    for statement in arranged(report):
        own = [f for f in report.findings if f.statement == statement.id]
        questions = ask(own, number)
        number += sum(len(q.findings) for q in questions)
        yield Text()
        yield from _statement(report, statement, names[statement.id], questions, own, page)
    yield from _document(report, number, page)
    table = list(closeness_lines(report, names, page))
    if table:
        yield Text()
        yield from table
    yield from _unchecked(report, names, page)
    yield Text()
    yield from _summary(report, live, page, gate)


def _headline(report: Report, live: list[Finding]) -> str:
    if not report.statements:
        return "No statements were found."
    questions = counted(len(live), "question") if live else "no questions"
    return f"{inventory(report)} · {questions}"


def _statement(
    report: Report,
    statement: Statement,
    label: str,
    questions: list[Question],
    findings: list[Finding],
    page: Page,
) -> Iterator[Text]:
    """Yield one statement: its words with the flagged ones marked, its questions, its scores."""
    kind = role(statement)
    shown = readable(statement.span.text, statement.span.start)
    words = marked(shown, nested(marks(questions, shown)), brackets=page.brackets)
    if kind == "key_result":
        yield Text.assemble(("   " + label, "bold"), (f"  {_place(statement)}", "dim"))
        indent = 5
    else:
        yield page.heading(label, _place(statement))
        indent = 2
    yield from page.block(words, indent=indent)
    function = _function(statement)
    if function:
        yield from page.block(function, indent=indent, style="italic")
    if kind in _COMPACT:
        yield from _facts(statement, page, indent)
    for question in questions:
        yield Text()
        yield from question_lines(question, statement, report.rules, page, indent)
    if any(f.suppressed is not None for f in findings):
        yield Text()
        yield from suppressed_lines(findings, page, indent)
    if kind not in _COMPACT:
        yield from _measures(statement, page, indent)


def _measures(statement: Statement, page: Page, indent: int) -> Iterator[Text]:
    if statement.answers is not None:
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


def _function(statement: Statement) -> str:
    """Return what the text does, where that is not what its label says; empty where it is."""
    if statement.kind is None:
        return ""
    declared = statement.declared
    if statement.abstained:
        likely = sorted(statement.probabilities, key=statement.probabilities.__getitem__)[-2:]
        close = " or ".join(singular(k) for k in reversed(likely))
        return f"Its function is too close to call: {close}."
    sure = statement.probabilities.get(statement.kind)
    share = f" ({hundred(sure)} in 100 sure)" if sure is not None else ""
    if declared is None:
        return f"No label; by its words a {singular(statement.kind)}{share}."
    if declared not in ("merged", statement.kind):
        does = singular(statement.kind)
        return f"Labelled {singular(declared)}, but it does the job of a {does}{share}."
    return ""


def _facts(statement: Statement, page: Page, indent: int) -> Iterator[Text]:
    """Yield what is known of a key result or an objective, its scores included, in one line."""
    facts: list[str] = []
    if statement.key_result is not None:
        facts += _key_result(statement.key_result)
    elif statement.objective is not None:
        facts += _objective(statement.objective)
    scores = score_facts(statement)
    facts += [f"{', '.join(scores)} of 100"] if scores else []
    if facts:
        yield from page.block(" · ".join(facts), indent=indent, style="dim")


def _objective(objective: Objective) -> list[str]:
    facts = ["type unclear" if objective.type == "unclear" else objective.type.replace("_", " ")]
    return facts + ([f"{objective.perspective} perspective"] if objective.perspective else [])


def _key_result(result: KeyResult) -> list[str]:
    facts: list[str] = ["type unclear" if result.type == "unclear" else result.type]
    facts.append("measurable" if result.measurable else "not measurable")
    facts.append("dated" if result.time_bound else "no date in the text")
    if result.baseline or result.target:
        ends = [clean(end) if end else "?" for end in (result.baseline, result.target)]
        facts.append(" → ".join(ends))
    facts.append(f"owner {clean(result.owner)}" if result.owner else "no owner")
    return facts


def _answers(answers: Answers, page: Page, indent: int) -> Iterator[Text]:
    for name, asked in _ANSWERS:
        span = getattr(answers, name)
        told = quote(span.text, max(20, page.width - indent - 18)) if span else "not said"
        cells = [(asked, 16, ""), (told, 0, "" if span else "bold")]
        yield page.columns(cells, indent=indent)


def _document(report: Report, number: int, page: Page) -> Iterator[Text]:
    """Yield what concerns the document as a whole, or a statement that is not in it."""
    known = {s.id for s in report.statements}
    own = [f for f in report.findings if f.statement not in known]
    if not own:
        return
    yield Text()
    yield page.heading("The document as a whole")
    for position, question in enumerate(ask(own, number)):
        if position:
            yield Text()
        yield from question_lines(question, None, report.rules, page, 2)
    yield from suppressed_lines(own, page, 2)


def _unchecked(report: Report, names: Mapping[str, str], page: Page) -> Iterator[Text]:
    """Yield what was not looked at: never left out, for silence would read as a pass."""
    if not report.unchecked:
        return
    yield Text()
    yield page.heading("Not checked")
    places: dict[tuple[str, str], list[str]] = {}
    for entry in report.unchecked:
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
