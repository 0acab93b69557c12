"""Measures every shipped model on the labelled files of a folder, in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError
from analyzer.evaluation.alignment import evaluate_alignment
from analyzer.evaluation.figures import Figure, table
from analyzer.evaluation.okr import evaluate_okr
from analyzer.evaluation.statements import evaluate_specificity, evaluate_statements

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer

# What is looked for, and what cannot be measured without it.
FILES = {
    "panel_statements.jsonl": "kind, merged, vagueness, buzzwords, decision",
    "panel_key_results.jsonl": "key results",
    "panel_objectives.jsonl": "objectives",
    "alignment.jsonl": "alignment",
    "specificity/*.jsonl": "vagueness in other domains",
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one run.

    Attributes:
        figures: in the order of the table.
        confusion: by field, rated function to judged function to number.
        unchecked: file that was looked for and absent, to what therefore was not measured.
        provenance: versions and digests of what was measured.
    """

    figures: tuple[Figure, ...]
    confusion: dict[str, Any] = field(default_factory=dict)
    unchecked: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)

    def table(self) -> str:
        """Return the figures, the confusion tables and what was not measured, as Markdown."""
        parts = [table(self.figures)] if self.figures else []
        for name, counts in self.confusion.items():
            parts.append(f"Rated (rows) and judged (columns), {name}:\n\n{_counts(counts)}")
        parts += [
            f"unchecked: {file} is not there ({what})" for file, what in self.unchecked.items()
        ]
        return "\n\n".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "figures": [figure.to_dict() for figure in self.figures],
            "confusion": self.confusion,
            "unchecked": self.unchecked,
            "provenance": self.provenance,
        }


def evaluate(data: Path, analyzer: Analyzer) -> Evaluation:
    """Measure the analyzer on the labelled files of a folder.

    Args:
        data: folder in the layout of the development data; absent files are named as unchecked.
        analyzer: what is measured.

    Raises:
        InputError: no labelled file is there, or one of them cannot be read.
    """
    missing = {name: what for name, what in FILES.items() if not any(data.glob(name))}
    if len(missing) == len(FILES):
        raise InputError(f"{data}: no labelled file there; looked for {', '.join(FILES)}")
    figures, tables = evaluate_statements(data, analyzer)
    figures += evaluate_specificity(data, analyzer)
    if "panel_key_results.jsonl" not in missing or "panel_objectives.jsonl" not in missing:
        figures += evaluate_okr(data, analyzer)
    if "alignment.jsonl" not in missing:
        figures += evaluate_alignment(data, analyzer)
    measured = analyzer.provenance
    provenance = {
        "version": measured.version,
        "models": dict(measured.models),
        "embedder": measured.embedder,
    }
    return Evaluation(tuple(figures), tables, missing, provenance)


def _counts(counts: dict[str, dict[str, int]]) -> str:
    labels = list(counts)
    lines = ["| |" + "|".join(labels) + "|", "|---|" + "---|" * len(labels)]
    lines += [
        f"|{real}|" + "|".join(str(counts[real][said]) for said in labels) + "|" for real in labels
    ]
    return "\n".join(lines)
