"""One line a finding, as compilers and linters print them, for hooks, editors and grep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.render.places import Places, in_one_line
from analyzer.render.prose import clean
from analyzer.types import Finding, Report, Unchecked


def render_lines(reports: Iterable[Report]) -> Iterator[str]:
    """Yield `file:line:column: severity CODE message question` for each finding.

    Findings that a comment sets aside have no line; what was not checked has one.
    """
    for report in reports:
        places = Places(report)
        name = clean(report.source.name)
        for finding in report.findings:
            if finding.suppressed is None:
                place = f"{name}{_place(finding, places)}"
                yield f"{place}: {finding.severity} {finding.code} {in_one_line(finding)}"
        for entry in report.unchecked:
            place = f"{name}{_place(entry, places)}"
            yield f"{place}: not checked: {clean(f'{entry.code}: {entry.reason}')}"


def _place(found: Finding | Unchecked, places: Places) -> str:
    region = places.region(found)
    if region is None:
        where = places.name(found)
        return f": {clean(where)}" if where else ""
    return f":{region.line}" + (f":{region.column}" if region.column is not None else "")
