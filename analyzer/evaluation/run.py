"""Measures every shipped model on the labelled files of a folder, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError, ResourceError
from analyzer.evaluation.alignment import evaluate_alignment
from analyzer.evaluation.figures import Figure, loss, table
from analyzer.evaluation.okr import evaluate_okr
from analyzer.evaluation.published import evaluate_published
from analyzer.evaluation.splits import evaluate_splits
from analyzer.evaluation.stability import evaluate_stability
from analyzer.evaluation.statements import evaluate_specificity, evaluate_statements
from analyzer.resources import read_json

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer

# What is looked for, and what cannot be measured without it.
FILES = {
    "panel_statements.jsonl": "kind, merged, splits, vagueness, buzzwords, decision, fairness",
    "mission_vision_pairs.jsonl": "splits of joined texts",
    "statements.jsonl": "values, objectives, key results, slogans told apart",
    "panel_key_results.jsonl": "key results",
    "panel_objectives.jsonl": "objectives",
    "alignment.jsonl": "alignment",
    "specificity/*.jsonl": "vagueness in other domains",
}


_CHANGED = "changed"
_RESIDUAL = "mean residual"
_SECTIONS: dict[str, Callable[[Figure], bool]] = {
    "All rows": lambda f: not f.subgroup,
    "By subgroup": lambda f: bool(f.subgroup) and f.field != _CHANGED and f.figure != _RESIDUAL,
    "Stable under changes that change no meaning (scores in points of 100)": lambda f: (
        f.field == _CHANGED
    ),
    "Fair: points above or below texts that were rated alike": lambda f: f.figure == _RESIDUAL,
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

    def table(self, stored: Evaluation | None = None) -> str:
        """Return the figures, the confusion tables and what was not measured, as Markdown.

        Args:
            stored: an earlier run to compare with.
        """
        before = None if stored is None else {figure.key: figure for figure in stored.figures}
        parts = []
        for title, belongs in _SECTIONS.items():
            chosen = [figure for figure in self.figures if belongs(figure)]
            if chosen:
                parts.append(f"{title}\n\n{table(chosen, before)}")
        for name, counts in self.confusion.items():
            parts.append(
                f"Rated or labelled (rows) and judged (columns), {name}:\n\n{grid(counts)}"
            )
        parts += [
            f"unchecked: {file} is not there ({what})" for file, what in self.unchecked.items()
        ]
        return "\n\n".join(parts)

    def losses(self, stored: Evaluation, most: float) -> list[str]:
        """Name the figures that fall short of the stored ones by more than `most`.

        Points of a score count as hundredths.
        """
        before = {figure.key: figure for figure in stored.figures}
        return [
            f"{', '.join(part for part in figure.key if part)}: "
            f"{before[figure.key].value:.3f} stored, {figure.value:.3f} now"
            for figure in self.figures
            if figure.key in before and loss(figure, before[figure.key]) > most
        ]

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
    figures += evaluate_splits(data, analyzer)
    published, counts = evaluate_published(data, analyzer)
    figures += [*published, *evaluate_specificity(data, analyzer)]
    tables |= counts
    if "panel_key_results.jsonl" not in missing or "panel_objectives.jsonl" not in missing:
        figures += evaluate_okr(data, analyzer)
    if "alignment.jsonl" not in missing:
        figures += evaluate_alignment(data, analyzer)
    figures += evaluate_stability(analyzer)
    measured = analyzer.provenance
    provenance = {
        "version": measured.version,
        "models": dict(measured.models),
        "embedder": measured.embedder,
    }
    return Evaluation(tuple(figures), tables, missing, provenance)


def stored_evaluation() -> Evaluation | None:
    """Return the figures that are shipped; None where this installation has none."""
    try:
        found = read_json("models/results.json")
    except ResourceError:
        return None
    return Evaluation(**{**found, "figures": tuple(Figure(**f) for f in found["figures"])})


def grid(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Return a confusion table as Markdown."""
    labels = list(counts)
    lines = ["| |" + "|".join(labels) + "|", "|---|" + "---|" * len(labels)]
    lines += [
        f"|{real}|" + "|".join(str(counts[real][said]) for said in labels) + "|" for real in labels
    ]
    return "\n".join(lines)
