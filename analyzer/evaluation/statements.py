"""How well kind, merged texts and the three scores are judged, against ratings by reading.

`panel_statements.jsonl`: `text`, optionally `masked`, `kind` (mission, vision, merged, other), and
optionally `vagueness`, `jargon`, `decision` from 1 to 5, `declared`, `sector` and `source`.
`specificity/*.jsonl`: `text` and `specificity`; texts of other domains, rated by people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.documents import Passage, join_fields
from analyzer.evaluation.fairness import RATING_OF, evaluate_fairness
from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.groups import FEWEST, count_words, read_rows, subgroups, with_sources
from analyzer.evaluation.metrics import (
    accuracy,
    calibration_error,
    confusion,
    f1,
    macro_f1,
    partial_spearman,
    spearman,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analyzer.engine import Analyzer

FUNCTIONS = ("mission", "vision", "merged", "other")
FIELDS = ("masked", "text")
# Shares of the texts, the least sure ones, that are left out for accuracy on the rest.
_LEFT_OUT = (0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the analyzer says of one text.

    Attributes:
        kind: mission, vision, merged or other; the function that it gives the text.
        label: which of the eight kinds.
        parts: first and last offset and kind of the parts that it names in a merged text.
        top: probability of that function.
        abstained: whether it held the text too close to call.
        scores: value of each score; empty where there are none.
    """

    kind: str
    top: float
    abstained: bool
    scores: dict[str, float]
    label: str = "other"
    parts: tuple[tuple[int, int, str], ...] = ()


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
    label = statement["kind"]
    parts = tuple(
        (part["span"]["start"], part["span"]["end"], part["kind"])
        for part in statement["merged"]["parts"]
    )
    kind = "merged" if parts else label if label in ("mission", "vision") else "other"
    scores = {name: score["value"] for name, score in statement["scores"].items()}
    return Judged(kind, functions[kind], statement["abstained"], scores, label, parts)


def kind_of(judgement: Judged) -> str:
    """Return `merged`, or which of the eight kinds."""
    return "merged" if judgement.kind == "merged" else judgement.label


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
    rows = with_sources(data, read_rows(path, ("text", "kind"), {"kind": FUNCTIONS}))
    figures: list[Figure] = []
    tables: dict[str, Any] = {}
    for field in FIELDS:
        if not all(field in row for row in rows):
            continue
        found = judged([row[field] for row in rows], analyzer)
        figures += kind_figures(rows, found, field)
        figures += score_figures(rows, found, field)
        truth, guess = [r["kind"] for r in rows], [j.kind for j in found]
        tables[field] = confusion(truth, guess, FUNCTIONS)
        if field == "text":
            figures += evaluate_fairness(rows, [j.scores for j in found], field)
    return figures, tables


def kind_figures(
    rows: Sequence[dict[str, Any]], found: Sequence[Judged], field: str
) -> list[Figure]:
    """Return the figures of the four functions, of all rows and by subgroup.

    Args:
        rows: with `text` and `kind`, and what tells the sector.
        found: what was said of each.
        field: what was read, for the table.
    """
    truth = np.array([row["kind"] for row in rows])
    guess = np.array([judgement.kind for judgement in found])
    top = np.array([judgement.top for judgement in found])
    sure = np.array([not judgement.abstained for judgement in found])

    def four(t: Sequence[str], g: Sequence[str]) -> float:
        return macro_f1(t, g, FUNCTIONS)

    def merged(t: Sequence[str], g: Sequence[str]) -> float:
        return f1(t, g, "merged")

    figures = [
        measured("kind", "macro-F1", four, truth, guess, field=field),
        measured("kind", "accuracy", accuracy, truth, guess, field=field),
        measured("kind", "ECE", calibration_error, top, truth == guess, field=field),
        measured("merged", "F1", merged, truth, guess, field=field),
        Figure("kind", "abstained", float(1 - sure.mean()), None, None, len(rows), "", field),
    ]
    if sure.any():
        label = "accuracy when not abstaining"
        figures.append(measured("kind", label, accuracy, truth[sure], guess[sure], field=field))
    for share in _LEFT_OUT:
        surest = np.argsort(-top, kind="stable")[: round(len(top) * (1 - share))]
        label = f"accuracy on the surest {1 - share:.0%}"
        figures.append(measured("kind", label, accuracy, truth[surest], guess[surest], field=field))
    for name, at in subgroups(rows).items():
        columns = truth[at], guess[at]
        figures += [
            measured("kind", "macro-F1", four, *columns, subgroup=name, field=field),
            measured("kind", "accuracy", accuracy, *columns, subgroup=name, field=field),
        ]
    return figures


def score_figures(
    rows: Sequence[dict[str, Any]], found: Sequence[Judged], field: str
) -> list[Figure]:
    """Return the rank correlations of the scores with the ratings, as `kind_figures` does."""
    figures = []
    groups = subgroups(rows)
    for score, rating in RATING_OF.items():
        chosen = [i for i, r in enumerate(rows) if rating in r and score in found[i].scores]
        if len(chosen) < FEWEST:
            continue
        truth = np.array([float(rows[i][rating]) for i in chosen])
        value = np.array([found[i].scores[score] for i in chosen])
        length = np.array([count_words(rows[i]["text"]) for i in chosen])
        figures.append(measured(score, "Spearman", spearman, value, truth, field=field))
        figures.append(
            measured(
                score, "Spearman, length out", partial_spearman, value, truth, length, field=field
            )
        )
        for name, members in groups.items():
            inside = np.isin(chosen, members)
            if inside.sum() >= FEWEST:
                figures.append(
                    measured(
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


def evaluate_specificity(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Hold vagueness against human ratings of specificity in `specificity/*.jsonl`.

    A specific text is not vague, so the sign is turned. No rating of these is trained on.
    """
    figures = []
    for path in sorted((data / "specificity").glob("*.jsonl")):
        rows = read_rows(path, ("text", "specificity"))
        found = judged([row["text"] for row in rows], analyzer)
        kept = [i for i, judgement in enumerate(found) if "vagueness" in judgement.scores]
        if len(kept) < FEWEST:
            continue
        detail = np.array([-found[i].scores["vagueness"] for i in kept])
        truth = np.array([float(rows[i]["specificity"]) for i in kept])
        length = np.array([count_words(rows[i]["text"]) for i in kept])
        name = f"specificity/{path.stem}"
        figures += [
            measured("vagueness", "Spearman", spearman, detail, truth, field=name),
            measured(
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
