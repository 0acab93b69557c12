"""Writes the cards of the three scores from their metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.grading.scores import BANDS
from models.failures import failures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ABOUT = {
    "vagueness": "how little a statement pins down: who, what, where, how much, by when",
    "buzzwords": "how much of a statement is stock management phrases",
    "decision": "whether a manager could use a statement to choose between two priorities",
}

_CARD = """\
# {title}

A linear model over named features (`analyzer/grading/wording.py`) that estimates {what}, on a
scale from 0 to 100: a rating of 1 is 0, one of 5 is 100. `value = clip(base + sum of amounts, 0,
100)`, and every amount stands under a cause that a person can read, with its words. Made by
`python -m models.train {score} --data DIR`; inference is NumPy alone.

## Intended use

Pointing at the words that make a statement so, and comparing versions of one statement.

## Not for

Ranking organisations or people; other languages than English; targets to be met: a text written to
please the score is not thereby a better one.

## Data

{rows} statements, most with three readings, rated from 1 to 5 (`data/README.md` names sources and
licences); every organisation of the measuring panel is left out. The raters are language models
reading one text at a time. all-MiniLM-L6-v2 (Apache-2.0), fine-tuned on these ratings
(`models/teacher`), says more: what it finds in some 21,900 texts (published ones, pieces and joins
of them, sentences of treebanks, CC BY-SA 4.0), and vectors of single words, which with the words'
frequency in treebanks give each word its weight. No text is shipped; the percentiles in
`data/reference/{score}.json` are quantiles of the score over published missions and visions.

## Figures

Out of fold, grouped by organisation, on the {n} texts drawn like the panel (two of three folds);
the panel's own figures stand in `models/README.md`.

| figure | value |
|---|---|
| Spearman with the mean rating | {spearman:.3f} ({low:.3f} to {high:.3f}) |
| the same with log word count taken out | {partial:.3f} |
| mean absolute error, points | {error:.1f} |
| half width of the interval, points (split-conformal, {coverage:.0%} aimed at) | {half:.1f} |
| statements within it, second half of the folds by thresholds of the first | {held:.3f} |
| naming a phrase as a cause, removing it moves the score that way | {direction:.3f} |

Bands: {bands}.

## Failures seen

{failures}

The interval is equally wide everywhere: too wide for plain texts, too narrow for odd ones.
"""


def write_card(out: Path, score: Any, metrics: Mapping[str, Any]) -> None:
    """Write `README.md` beside the weights."""
    found, edges = metrics["cross_validated"], metrics["bands"]
    low, middle, high = BANDS[score]
    bands = f"{low} under {edges[0]:.0f}, {middle} under {edges[1]:.0f}, else {high}"
    text = _CARD.format(
        title=score.capitalize(),
        score=score,
        what=_ABOUT[score],
        rows=f"{metrics['rows']:,}",
        n=f"{found['n']:,}",
        spearman=found["spearman"],
        low=found["interval"][0],
        high=found["interval"][1],
        partial=found["spearman_length_out"],
        error=found["mean_absolute_error"],
        coverage=metrics["coverage_aimed_at"],
        half=metrics["half_width"],
        held=found["coverage"],
        direction=metrics["direction"],
        bands=bands,
        failures=failures(score),
    )
    (out / "README.md").write_text(text, encoding="utf-8")
