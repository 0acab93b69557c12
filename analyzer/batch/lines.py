"""One finished output line, or one CSV row a statement, for every record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.render.json import render_json
from analyzer.types import SEVERITIES

if TYPE_CHECKING:
    from analyzer.types import Finding, Report, Statement

# From the wire format, in its order. The codes of a row are those of its statement; what concerns a
# record as a whole stands in the JSON Lines form only.
COLUMNS = (
    "id",
    "statement",
    "declared",
    "kind",
    "kind_probability",
    "abstained",
    "merged_probability",
    "vagueness",
    "buzzwords",
    "decision",
    "codes",
    "top_question",
    "closeness",
    "error",
)

Line = Callable[[str | None, "Report | str"], str]


def json_line(id: str | None, result: Report | str) -> str:
    """Return `{"id", "report"}`, or `{"id", "error"}` where the result is an error message."""
    head = f'{{"id": {json.dumps(id, ensure_ascii=False)}'
    if isinstance(result, str):
        return f'{head}, "error": {json.dumps(result, ensure_ascii=False)}}}\n'
    return f'{head}, "report": {render_json(result)}}}\n'


def csv_lines(id: str | None, result: Report | str) -> str:
    """Return a row for each statement, or one row with the error message."""
    if isinstance(result, str):
        return _csv({"id": id or "", "error": result})
    best = _closeness(result)
    rows = [_csv(_row(id, s, result, best.get(s.id))) for s in result.statements]
    return "".join(rows) or _csv({"id": id or "", "error": _unscored(result)})


def csv_header() -> str:
    """Return the first line of CSV output."""
    return _csv({column: column for column in COLUMNS})


def _csv(row: dict[str, str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([row.get(c, "") for c in COLUMNS])
    return buffer.getvalue()


def _row(
    id: str | None, statement: Statement, report: Report, closeness: float | None
) -> dict[str, str]:
    own = [f for f in report.findings if f.statement == statement.id and f.suppressed is None]
    kind, merged = statement.kind or "", statement.merged
    scores = {name: f"{score.value:.1f}" for name, score in statement.scores.items()}
    return {
        **{name: scores.get(name, "") for name in ("vagueness", "buzzwords", "decision")},
        "id": id or "",
        "statement": statement.span.text,
        "declared": statement.declared or "",
        "kind": kind,
        "kind_probability": _rounded(statement.probabilities.get(kind), 3),
        "abstained": str(statement.abstained).lower() if kind else "",
        "merged_probability": _rounded(merged.probability if merged else None, 3),
        "codes": " ".join(sorted({f.code for f in own})),
        "top_question": _top(own),
        "closeness": _rounded(closeness, 4),
        # Empty scores would read as a pass, so a row says why it has none.
        "error": "" if kind else _unscored(report),
    }


def _rounded(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _top(findings: list[Finding]) -> str:
    """Return the question of the most severe finding, the first of several."""
    if not findings:
        return ""
    return max(findings, key=lambda f: SEVERITIES.index(f.severity)).question


def _closeness(report: Report) -> dict[str, float]:
    """Return the best closeness to a mission of each objective that was compared with one."""
    best: dict[str, float] = {}
    for link in report.alignment:
        if link.relation == "objective-mission" and link.closeness is not None:
            best[link.source] = max(link.closeness, best.get(link.source, 0.0))
    return best


def _unscored(report: Report) -> str:
    reasons = dict.fromkeys(e.reason for e in report.unchecked if e.statement is None)
    return f"not scored: {'; '.join(reasons) or 'nothing to score'}"
