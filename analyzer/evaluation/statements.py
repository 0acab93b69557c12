"""How well kind, merged texts and the three scores are judged, against ratings by reading.

`panel_statements.jsonl`: `text`, optionally `masked`, `kind` (mission, vision, merged, other), and
optionally `vagueness`, `jargon`, `decision` from 1 to 5, `declared`, `sector` and `source`.
`specificity/*.jsonl`: `text` and `specificity`; texts of other domains, rated by people.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Passage, join_fields
from analyzer.errors import InputError
from analyzer.evaluation.figures import Figure
from analyzer.evaluation.metrics import (
    accuracy,
    calibration_error,
    confusion,
    f1,
    interval,
    macro_f1,
    partial_spearman,
    spearman,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from analyzer.engine import Analyzer

FUNCTIONS = ("mission", "vision", "merged", "other")
# Names of the scores, and of the ratings they are held against.
RATINGS = {"vagueness": "vagueness", "buzzwords": "jargon", "decision": "decision"}
FIELDS = ("masked", "text")
# A subgroup with fewer rows says nothing.
_FEWEST = 15
_SHORT_WORDS = 15
_LABEL_WORD = re.compile(r"\b(?:missions?|visions?|visionary|envision\w*|purpose)\b", re.IGNORECASE)
_SECTORS = (
    ("nonprofit", re.compile(r"charity|nonprofit|foundation", re.IGNORECASE)),
    ("university", re.compile(r"university|college|higher education", re.IGNORECASE)),
    ("agency", re.compile(r"agency|department|bureau|government|-gov\b", re.IGNORECASE)),
    (
        "company",
        re.compile(
            r"compan|brand|software|technology|mission_statements_dataset|\b(?:inc|corp|plc)\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the analyzer says of one text.

    Attributes:
        kind: mission, vision, merged or other; the function that it gives the text.
        top: probability of that function.
        abstained: whether it held the text too close to call.
        scores: value of each score; empty where there are none.
    """

    kind: str
    top: float
    abstained: bool
    scores: dict[str, float]


def read_rows(path: Path, needed: Sequence[str]) -> list[dict[str, Any]]:
    """Read labelled rows.

    Raises:
        InputError: a line is no JSON object, or lacks a needed field.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: no JSON ({error.msg})") from error
        missing = [n for n in needed if not isinstance(row, dict) or n not in row]
        if missing:
            raise InputError(f"{path}, line {number}: the field {missing[0]!r} is missing")
        rows.append(row)
    return rows


def judged(texts: Sequence[str], analyzer: Analyzer) -> list[Judged]:
    """Return what the analyzer says of each text, given without any label."""
    documents = (
        join_fields(str(i), str(i), [(text, Passage(()))], single=True)
        for i, text in enumerate(texts)
    )
    return [_judged(report.to_dict()["statements"]) for report in analyzer.analyze_many(documents)]


def _judged(statements: list[dict[str, Any]]) -> Judged:
    """Read the function out of a report: a merged text is one for which parts are named."""
    if not statements or not statements[0]["probabilities"]:
        return Judged("other", 0.25, True, {})
    statement = statements[0]
    functions = functions_of(statement)
    merged = statement["merged"]
    if merged["parts"]:
        kind = "merged"
    else:
        kind = statement["kind"] if statement["kind"] in ("mission", "vision") else "other"
    scores = {name: score["value"] for name, score in statement["scores"].items()}
    return Judged(kind, functions[kind], statement["abstained"], scores)


def functions_of(statement: dict[str, Any]) -> dict[str, float]:
    """Return the probabilities of the four functions that the eight kinds and `merged` imply.

    The report gives the probability of `merged` to the kind of the larger part, which is the
    likelier of mission and vision wherever it weighs.
    """
    probabilities, merged = dict(statement["probabilities"]), statement["merged"]["probability"]
    larger = max(("mission", "vision"), key=lambda name: probabilities[name])
    mission, vision = probabilities["mission"], probabilities["vision"]
    return {
        "mission": max(mission - merged * (larger == "mission"), 0.0),
        "vision": max(vision - merged * (larger == "vision"), 0.0),
        "merged": merged,
        "other": 1.0 - mission - vision,
    }


def evaluate_statements(data: Path, analyzer: Analyzer) -> tuple[list[Figure], dict[str, Any]]:
    """Measure kind, merged and the scores on `panel_statements.jsonl`.

    Args:
        data: folder with the file.
        analyzer: what is measured.

    Returns:
        the figures, and the confusion table of each field.
    """
    path = data / "panel_statements.jsonl"
    if not path.is_file():
        return [], {}
    rows = _with_sources(data, read_rows(path, ("text", "kind")))
    figures: list[Figure] = []
    tables: dict[str, Any] = {}
    for field in FIELDS:
        if not all(field in row for row in rows):
            continue
        found = judged([row[field] for row in rows], analyzer)
        figures += _kind_figures(rows, found, field)
        figures += _score_figures(rows, found, field)
        truth, guess = [r["kind"] for r in rows], [j.kind for j in found]
        tables[field] = confusion(truth, guess, FUNCTIONS)
    return figures, tables


def _with_sources(data: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add sector and source from `statements.jsonl` to rows of the same id, where it is there."""
    path = data / "statements.jsonl"
    if not path.is_file():
        return rows
    published = {r["id"]: r for r in read_rows(path, ("text",)) if "id" in r}
    wanted = ("sector", "source")
    return [
        {n: published[r["id"]].get(n) for n in wanted} | r if r.get("id") in published else r
        for r in rows
    ]


def _kind_figures(rows: list[dict[str, Any]], found: list[Judged], field: str) -> list[Figure]:
    truth = np.array([row["kind"] for row in rows])
    guess = np.array([judgement.kind for judgement in found])
    top = np.array([judgement.top for judgement in found])
    sure = np.array([not judgement.abstained for judgement in found])

    def four(t: Sequence[str], g: Sequence[str]) -> float:
        return macro_f1(t, g, FUNCTIONS)

    def merged(t: Sequence[str], g: Sequence[str]) -> float:
        return f1(t, g, "merged")

    figures = [
        _figure("kind", "macro-F1", four, truth, guess, field=field),
        _figure("kind", "accuracy", accuracy, truth, guess, field=field),
        _figure("kind", "ECE", calibration_error, top, truth == guess, field=field),
        _figure("merged", "F1", merged, truth, guess, field=field),
        Figure("kind", "abstained", float(1 - sure.mean()), None, None, len(rows), "", field),
    ]
    if sure.any():
        label = "accuracy when not abstaining"
        figures.append(_figure("kind", label, accuracy, truth[sure], guess[sure], field=field))
    for name, at in subgroups(rows).items():
        figures.append(
            _figure("kind", "macro-F1", four, truth[at], guess[at], subgroup=name, field=field)
        )
    return figures


def _score_figures(rows: list[dict[str, Any]], found: list[Judged], field: str) -> list[Figure]:
    figures = []
    groups = subgroups(rows)
    for score, rating in RATINGS.items():
        chosen = [i for i, r in enumerate(rows) if rating in r and score in found[i].scores]
        if len(chosen) < _FEWEST:
            continue
        truth = np.array([float(rows[i][rating]) for i in chosen])
        value = np.array([found[i].scores[score] for i in chosen])
        length = np.array([_words(rows[i]["text"]) for i in chosen])
        figures.append(_figure(score, "Spearman", spearman, value, truth, field=field))
        figures.append(
            _figure(
                score, "Spearman, length out", partial_spearman, value, truth, length, field=field
            )
        )
        for name, members in groups.items():
            inside = np.isin(chosen, members)
            if inside.sum() >= _FEWEST:
                figures.append(
                    _figure(
                        score,
                        "Spearman",
                        spearman,
                        value[inside],
                        truth[inside],
                        subgroup=name,
                        field=field,
                    )
                )
    return figures


def subgroups(rows: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the places of rows by sector, length and label word; small groups are left out."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        short = _words(row["text"]) <= _SHORT_WORDS
        labelled = bool(_LABEL_WORD.search(row["text"]))
        names = (
            sector(row),
            f"up to {_SHORT_WORDS} words" if short else f"over {_SHORT_WORDS} words",
            "with label words" if labelled else "without label words",
        )
        for name in names:
            groups.setdefault(name, []).append(place)
    return {name: places for name, places in sorted(groups.items()) if len(places) >= _FEWEST}


def sector(row: dict[str, Any]) -> str:
    """Return nonprofit, company, university or agency, by the row's source, sector and name."""
    for field in ("source", "sector", "organisation"):
        for name, pattern in _SECTORS:
            if pattern.search(str(row.get(field) or "")):
                return name
    return "unknown sector"


def _words(text: str) -> int:
    return len(text.split())


def evaluate_specificity(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Hold vagueness against human ratings of specificity in `specificity/*.jsonl`.

    A specific text is not vague, so the sign is turned. No rating of these is trained on.
    """
    figures = []
    for path in sorted((data / "specificity").glob("*.jsonl")):
        rows = read_rows(path, ("text", "specificity"))
        found = judged([row["text"] for row in rows], analyzer)
        kept = [i for i, judgement in enumerate(found) if "vagueness" in judgement.scores]
        if len(kept) < _FEWEST:
            continue
        detail = np.array([-found[i].scores["vagueness"] for i in kept])
        truth = np.array([float(rows[i]["specificity"]) for i in kept])
        length = np.array([_words(rows[i]["text"]) for i in kept])
        name = f"specificity/{path.stem}"
        figures += [
            _figure("vagueness", "Spearman", spearman, detail, truth, field=name),
            _figure(
                "vagueness",
                "Spearman, length out",
                partial_spearman,
                detail,
                truth,
                length,
                field=name,
            ),
        ]
    return figures


def _figure(
    task: str,
    name: str,
    measure: Callable[..., float],
    *columns: Any,
    subgroup: str = "",
    field: str = "",
) -> Figure:
    low, high = interval(measure, *columns)
    value = measure(*columns)
    return Figure(task, name, value, low, high, len(columns[0]), subgroup, field)
