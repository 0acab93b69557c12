"""The wire format as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.types import Report


def render_json(report: Report) -> str:
    """Return the report as one line of JSON, the wire form and nothing else."""
    return json.dumps(report.to_dict(), ensure_ascii=False)


def render_reports(reports: Iterable[Report], *, as_list: bool) -> Iterator[str]:
    """Yield the lines of a JSON list of reports, each as soon as it is there.

    Args:
        reports: to print.
        as_list: print a list, of however many; else the one report as an object.
    """
    if not as_list:
        yield from map(render_json, reports)
        return
    before = "["
    for report in reports:
        yield before + render_json(report)
        before = ","
    yield "[]" if before == "[" else "]"
