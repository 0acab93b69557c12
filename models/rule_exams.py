"""Runs the exams of the rules: `python -m models.rule_exams` prints and records what they find.

The exams in `tests/exams` were written by people who had not read the rules. Of each rule the first
run is kept beside the last one, in `data/reference/rule_exams.json`, as [found, of]: positives that
the rule must find, documents in which it must or must not speak, and innocent statements.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import analyzer.rules  # noqa: F401  (registers the shipped rules)
from analyzer.documents import Document
from analyzer.engine import Analyzer
from analyzer.readers.markdown import read_markdown
from analyzer.readers.records import statement_document
from analyzer.registry import all_rules
from models.statements_data import read_lines

_ROOT = Path(__file__).resolve().parent.parent
_EXAMS = _ROOT / "tests" / "exams"
OUT = _ROOT / "data" / "reference" / "rule_exams.json"
# How the file names of each exam end.
_ENDINGS = {"first": "", "second": "-2", "third": "-3"}

Counts = dict[str, dict[str, list[int]]]


def run(analyzer: Analyzer, exam: str) -> Counts:
    """Return for each rule and part of an exam how many were found and how many there are.

    Args:
        analyzer: under the default settings.
        exam: end of the exam's file names.
    """
    counts: Counts = defaultdict(dict)
    for part, code, found in _answers(analyzer, exam):
        pair = counts[code].setdefault(part, [0, 0])
        pair[0] += found
        pair[1] += 1
    return dict(sorted(counts.items()))


def _answers(analyzer: Analyzer, exam: str) -> Iterator[tuple[str, str, bool]]:
    rows = read_lines(_EXAMS / f"positives{exam}.jsonl")
    reports = analyzer.analyze_many(_positive(row) for row in rows)
    for row, report in zip(rows, reports, strict=True):
        yield "positives", row["code"], row["code"] in {f.code for f in report.findings}
    for row in read_lines(_EXAMS / f"documents{exam}.jsonl"):
        text = (_EXAMS / row["file"]).read_text(encoding="utf-8")
        found = {f.code for f in analyzer.analyze(read_markdown(text, id="e", name="e")).findings}
        yield from (("expected", code, code in found) for code in row["expects"])
        yield from (("unexpected", code, code in found) for code in row["never"])
    rows = read_lines(_EXAMS / f"innocents{exam}.jsonl")
    texts = (statement_document(row["text"], declared=row["declared"]) for row in rows)
    for report in analyzer.analyze_many(texts):
        codes = {f.code for f in report.findings}
        statement_rules = (r.code for r in all_rules().values() if r.scope == "statement")
        yield from (("innocents", code, code in codes) for code in statement_rules)


def _positive(row: dict[str, Any]) -> Document:
    """Return a positive as its rule can see it: rules on sets and documents need a document."""
    rule = all_rules()[row["code"]]
    if rule.scope == "statement":
        return statement_document(row["text"], declared=row["declared"])
    label = {"key_result": "KR"}.get(row["declared"], "")
    body = f"- {label}: {row['text']}" if label else row["text"]
    title = "Objective: What gets better" if label else str(row["declared"]).title()
    return read_markdown(f"# {title}\n\n{body}\n", id="e", name="e")


def main() -> int:
    """Run all exams, print them and record them; the first run of a rule stays as it was."""
    held: dict[str, Any] = json.loads(OUT.read_text("utf-8")) if OUT.exists() else {}
    analyzer = Analyzer()
    for name, exam in _ENDINGS.items():
        for code, parts in run(analyzer, exam).items():
            row = held.setdefault(code, {}).setdefault(name, {})
            row["last"] = parts
            row.setdefault("first_run", None if name == "first" else parts)
            shown = ", ".join(f"{part} {a} of {b}" for part, (a, b) in sorted(parts.items()))
            print(f"{code} {name} exam: {shown}")
    OUT.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
