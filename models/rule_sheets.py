"""Draws the hits that two readers judge: `python -m models.rule_sheets --data DIR --out DIR`.

A sheet holds the text, the words that are marked and the question that a user would read, and
neither the rule's code nor its name. Each reader answers, blind to the other, whether the question
fits. Sheets hold development texts and stay outside the project; what comes back are verdicts by
code and text id, in `data/reference/rule_verdicts.jsonl`:

    {"code": "VAG002", "id": "3f2c…", "first": true, "second": false}
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.engine import Analyzer
from analyzer.errors import PlumblineError
from analyzer.readers.records import statement_document
from analyzer.registry import all_rules
from analyzer.types import Declared, Finding
from models.statements_data import read_lines

_ROOT = Path(__file__).resolve().parent.parent
VERDICTS = _ROOT / "data" / "reference" / "rule_verdicts.jsonl"
_SEED = 71
_HIDDEN = ("code", "id")
_HITS = 30
# Published labels whose texts a rule of that family is asked about.
_LABELS: dict[str, tuple[Declared, ...]] = {
    "MIS": ("mission",),
    "OKR": ("objective", "key_result"),
}
_ANY: tuple[Declared, ...] = ("mission", "vision", "objective", "key_result", "strategy", "values")


def drawn(data: Path, hits: int = _HITS) -> Iterator[dict[str, Any]]:
    """Yield up to so many hits of every statement rule, in mixed order and with their code."""
    rows = [r for r in read_lines(data / "statements.jsonl") if r["label"] in _ANY]
    documents = (statement_document(row["text"], declared=row["label"]) for row in rows)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, report in zip(rows, Analyzer().analyze_many(documents), strict=True):
        for code, finding in {f.code: f for f in reversed(report.findings)}.items():
            if row["label"] in _LABELS.get(code[:3], _ANY):
                found[code].append(_line(code, row, finding))
    rng = random.Random(_SEED)
    lines = [
        line
        for code in sorted(found)
        if all_rules()[code].scope == "statement"
        for line in rng.sample(found[code], min(hits, len(found[code])))
    ]
    rng.shuffle(lines)
    for number, line in enumerate(lines, start=1):
        yield {"number": number, **line}


def _line(code: str, row: dict[str, Any], finding: Finding) -> dict[str, Any]:
    return {
        "code": code,
        "id": row["id"],
        "said_to_be": row["label"],
        "text": row["text"],
        "marked": finding.span.text if finding.span else None,
        "message": finding.message,
        "question": finding.question,
    }


def _write(path: Path, lines: list[dict[str, Any]], names: list[str]) -> None:
    rows = [json.dumps({n: line[n] for n in names}, ensure_ascii=False) + "\n" for line in lines]
    path.write_text("".join(rows), encoding="utf-8")


def _join(key: Path, answers: list[Path]) -> int:
    """Write the verdicts of two readers, who each answered `{"number", "fits"}` line by line."""
    first, second = ({r["number"]: bool(r["fits"]) for r in read_lines(path)} for path in answers)
    verdicts = [
        {
            "code": r["code"],
            "id": r["id"],
            "first": first[r["number"]],
            "second": second[r["number"]],
        }
        for r in read_lines(key)
        if r["number"] in first and r["number"] in second
    ]
    verdicts.sort(key=lambda verdict: (verdict["code"], verdict["id"]))
    _write(VERDICTS, verdicts, ["code", "id", "first", "second"])
    print(f"{len(verdicts)} verdicts in {VERDICTS.name}")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Write `sheet.jsonl` for the readers and `key.jsonl`, which they must not see; or join.

    Returns:
        the exit code: 0, or 2 when the data cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m models.rule_sheets", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="folder outside the project")
    parser.add_argument("--answers", type=Path, nargs=2, help="both readers' files, to be joined")
    given = parser.parse_args(arguments)
    if given.answers:
        return _join(given.out / "key.jsonl", given.answers)
    try:
        lines = list(drawn(given.data))
    except PlumblineError as error:
        print(f"models.rule_sheets: {error}", file=sys.stderr)
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    _write(given.out / "sheet.jsonl", lines, [name for name in lines[0] if name not in _HIDDEN])
    _write(given.out / "key.jsonl", lines, ["number", *_HIDDEN])
    print(f"{len(lines)} hits of {len({line['code'] for line in lines})} rules in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
