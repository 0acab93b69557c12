"""Where in its file a finding stands, and its words in one line: for what programs read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analyzer.render.prose import clean
from analyzer.types import Finding, Report, Statement, Unchecked


@dataclass(frozen=True)
class Region:
    """Lines and columns from 1; the end is exclusive. A place without a column is a whole line."""

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Places:
    """The places of one report.

    Text files are quoted whole, so a span has its line there. Of YAML only the line of each field
    is known, of other structured files and Word not even that.
    """

    def __init__(self, report: Report) -> None:
        """Take the report."""
        self._text = report.text
        self._statements: Mapping[str, Statement] = {s.id: s for s in report.statements}

    @cached_property
    def _starts(self) -> Sequence[int]:
        """Return where each line begins; CR LF ends one, and so does either alone."""
        rows = self._text.replace("\r\n", "\n\n").replace("\r", "\n")
        ends = [i for i, c in enumerate(rows) if c == "\n"]
        crlf = {i for i in ends if self._text[i : i + 2] == "\r\n"}
        return [0, *(i + 1 for i in ends if i not in crlf)]

    def region(self, found: Finding | Unchecked) -> Region | None:
        """Return the place of a finding or gap; None where the file as a whole is meant."""
        statement = self._statements.get(found.statement or "")
        if statement is None or statement.location.line is None:
            return None
        if statement.location.path is not None:
            return Region(statement.location.line)
        span = (found.span if isinstance(found, Finding) else None) or statement.span
        return Region(*self._place(span.start), *self._place(span.end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1

    def name(self, found: Finding | Unchecked) -> str:
        """Return what a person calls the place where it has no line: "objectives[1]"."""
        statement = self._statements.get(found.statement or "")
        return (statement.location.path or "") if statement is not None else ""


def in_one_line(finding: Finding) -> str:
    """Return what a finding says, asks and suggests."""
    text = f"{finding.message}. {finding.question}"
    return clean(f"{text} Instead: {finding.suggestion}" if finding.suggestion else text)
