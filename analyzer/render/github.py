"""Annotations for a GitHub workflow: one command a finding, shown beside the line it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.render.places import Places, in_one_line
from analyzer.render.prose import clean
from analyzer.types import Finding, Report, Severity, Unchecked

_LEVELS: dict[Severity, str] = {"note": "notice", "warning": "warning", "error": "error"}


def render_github(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the lines of all reports; findings that a comment sets aside have none.

    What was not checked comes as a notice for the file.
    """
    for report in reports:
        places = Places(report)
        for finding in report.findings:
            if finding.suppressed is None:
                yield _finding(report.source.name, finding, places)
        for entry in report.unchecked:
            fields = _fields(report.source.name, entry, places)
            title = {"title": f"not checked: {entry.code}"}
            yield _command("notice", fields | title, entry.reason)


def _finding(file: str, finding: Finding, places: Places) -> str:
    title = {"title": f"{finding.code} {finding.name}"}
    where = places.name(finding)
    message = in_one_line(finding)
    return _command(
        _LEVELS[finding.severity],
        _fields(file, finding, places) | title,
        f"{where}: {message}" if where else message,
    )


def _fields(file: str, found: Finding | Unchecked, places: Places) -> dict[str, str]:
    """Return file, lines and columns; columns only where all is on one line."""
    region = places.region(found)
    if region is None:
        return {"file": file}
    fields = {"file": file, "line": str(region.line)}
    if region.column is not None and region.end_line == region.line:
        return fields | {"col": str(region.column), "endColumn": str(region.end_column)}
    return fields if region.end_line is None else fields | {"endLine": str(region.end_line)}


def _command(level: str, fields: dict[str, str], message: str) -> str:
    """Return a workflow command; what would end a field or the command is escaped."""
    given = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in fields.items())
    return f"::{level} {given}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    for character in f"%{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return clean(text)
