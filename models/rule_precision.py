"""Measures how often each rule is right: `python -m models.rule_precision --data DIR`.

Rules that say what raters were asked are measured on the panels, whose texts no model was trained
on. The others were judged by reading a sample of their hits on published statements: by two
readers, blind to each other (`models.rule_sheets`), or by one, whose counts stand in
`data/reference/rule_judgements.json`. Writes `data/reference/rule_precision.json`, which
`analyzer.rules.precision` reads. Figures only; no text leaves the development data.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.documents import Document, Passage, join_fields
from analyzer.engine import Analyzer
from analyzer.errors import PlumblineError
from analyzer.registry import all_rules
from analyzer.types import Declared, Finding, Statement
from models.rule_documents import measure_made
from models.rule_sheets import VERDICTS
from models.statements_data import read_lines

_ROOT = Path(__file__).resolve().parent.parent
_REFERENCE = _ROOT / "data" / "reference"
_OUT = _REFERENCE / "rule_precision.json"
_JUDGED = _REFERENCE / "rule_judgements.json"

Row = dict[str, Any]
Right = Callable[[Row, Statement], bool]


@dataclass(frozen=True, slots=True)
class Measure:
    """How a rule is measured on rated texts.

    Attributes:
        files: rated files; the panel's come first.
        declared: what each text is passed in as; None takes the row's own label.
        right: whether a hit on a row is right.
        wanted: whether the rule should hit a row, for its recall.
        claim: the sentence that `right` checks, for the published table.
    """

    files: tuple[str, ...]
    declared: Declared | None
    right: Right
    wanted: Callable[[Row], bool]
    claim: str


def _does_another_job(row: Row, statement: Statement) -> bool:
    """A hit is right when raters saw the kind that the rule names; `other` covers five kinds."""
    kind = statement.kind if statement.kind in ("mission", "vision") else "other"
    return bool(row["kind"] == kind and row["kind"] != row["declared"])


_STATEMENTS = ("panel_statements.jsonl",)
MEASURES: dict[str, Measure] = {
    "KND001": Measure(
        _STATEMENTS,
        None,
        _does_another_job,
        lambda r: r["declared"] in ("mission", "vision") and r["kind"] != r["declared"],
        "raters see the named function, not the declared one",
    ),
    "KND002": Measure(
        _STATEMENTS,
        None,
        lambda r, _: bool(r["kind"] == "merged"),
        lambda r: r["kind"] == "merged",
        "raters see mission and vision in one text",
    ),
    "VAG001": Measure(
        _STATEMENTS,
        None,
        lambda r, _: bool(r["vagueness"] >= 3.5),
        lambda r: r["vagueness"] >= 3.5,
        "mean rated vagueness is 3.5 or more of 5",
    ),
    "BUZ001": Measure(
        _STATEMENTS,
        None,
        lambda r, _: bool(r["jargon"] >= 3),
        lambda r: r["jargon"] >= 3,
        "mean rated jargon is 3 or more of 5",
    ),
    "OKR003": Measure(
        ("panel_key_results.jsonl",),
        "key_result",
        lambda r, _: bool(r["type"] == "activity"),
        lambda r: r["type"] == "activity",
        "raters see an activity",
    ),
}


def documents(rows: Sequence[Row], declared: Declared | None) -> Iterator[Document]:
    """Yield each row as a document of one statement."""
    for row in rows:
        passage = Passage(segments=((0, 1),), declared=declared or row.get("declared"))
        yield join_fields(str(row["id"]), "row", [(row["text"], passage)], single=True)


def measure(analyzer: Analyzer, data: Path) -> dict[str, Row]:
    """Return for each rule of `MEASURES` its hits, right hits, precision and recall."""
    found: dict[str, Row] = {}
    runs: dict[tuple[str, Declared | None], list[tuple[Row, Statement, list[Finding]]]] = {}
    for code, how in MEASURES.items():
        hits = right = wanted = caught = 0
        for name in how.files:
            key = (name, how.declared)
            if key not in runs:
                runs[key] = _run(analyzer, read_lines(data / name), how.declared)
            for row, statement, findings in runs[key]:
                hit = any(f.code == code for f in findings)
                hits += hit
                right += hit and how.right(row, statement)
                wanted += how.wanted(row)
                caught += hit and how.wanted(row)
        found[code] = _figures(hits, right, judged=f"{', '.join(how.files)}: {how.claim}")
        found[code]["recall"] = round(caught / wanted, 3) if wanted else None
    return found


def _run(
    analyzer: Analyzer, rows: list[Row], declared: Declared | None
) -> list[tuple[Row, Statement, list[Finding]]]:
    reports = analyzer.analyze_many(documents(rows, declared))
    return [
        (row, report.statements[0], list(report.findings))
        for row, report in zip(rows, reports, strict=True)
    ]


def _figures(n: int, right: float, *, judged: str) -> Row:
    return {
        "precision": round(right / n, 3) if n else 0.0,
        "n": n,
        "right": right,
        "judged": judged,
    }


def judged(path: Path = _JUDGED) -> dict[str, Row]:
    """Return the figures of the rules that were judged by reading."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        code: _figures(row["n"], row["right"], judged=row["judged"]) for code, row in rows.items()
    }


def read_twice(path: Path = VERDICTS) -> dict[str, Row]:
    """Return the figures of the rules whose hits two readers judged, blind to code and each other.

    A hit that only one of them finds fitting counts half; `agreement` is the share of hits on which
    they say the same.
    """
    if not path.exists():
        return {}
    held: dict[str, list[Row]] = defaultdict(list)
    for row in read_lines(path):
        held[row["code"]].append(row)
    found: dict[str, Row] = {}
    for code, rows in held.items():
        said = sum(bool(r["first"]) + bool(r["second"]) for r in rows) / 2
        found[code] = _figures(
            len(rows), said, judged="hits on published statements, read by two: does it fit?"
        )
        same = sum(r["first"] == r["second"] for r in rows)
        found[code]["agreement"] = round(same / len(rows), 3)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure all rules, print the table and write it.

    Returns:
        the exit code: 0, or 2 when the data cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m models.rule_precision", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, default=_OUT, help="file to write")
    given = parser.parse_args(arguments)
    try:
        rows = {**judged(), **read_twice(), **measure(Analyzer(), given.data)}
        for code, (hits, right, asked) in measure_made(given.data).items():
            rows[code] = _figures(hits, right, judged=asked)
    except PlumblineError as error:
        print(f"models.rule_precision: {error}", file=sys.stderr)
        return 2
    for code, rule in all_rules().items():
        row = rows.get(code)
        if row is None:
            print(f"{code} {rule.name}: not measured", file=sys.stderr)
            continue
        recall = f"  recall {row['recall']:.2f}" if row.get("recall") is not None else ""
        line = f"{code} {rule.name:<24}{row['precision']:.2f} of {row['n']:>3} hits{recall}"
        print(f"{line}  ({row['judged']})")
        if row["precision"] < 0.8 and rule.severity != "note":
            print(f"  {code} is under 0.80: make it a note", file=sys.stderr)
    given.out.write_text(json.dumps({"rules": rows}, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
