"""Trains the model of objectives: `python -m models.train objective --data DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.failures import failures
from models.okr import Head, agreement_rows, confusion_rows, figure_rows, train_heads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The strength of the penalty was chosen by cross-validation over the published rows, with whole
# organisations left out.
HEADS = (Head("type", c=0.4, wording=0.4, blind=0.4, vectors=10.0),)

_CARD = """\
# Objectives

A linear model over named features (`analyzer/annotators/okr.py`) that says of one objective whether it
is an aim in words, a posture (a claim of rank or greatness), a task, a metric, or unclear. The
Balanced Scorecard perspective beside it comes from a word list, not from this model.

## Intended use

Finding objectives that are tasks, numbers or postures where an aim should stand, so that a person can
ask about them.

## Not for

Judging the people who wrote them, or whether an aim is worth pursuing.

## Data

| source | rows | licence |
|---|---|---|
| published objectives of the development data, each read by three (`data/ratings`) | {published} | texts stay with their sources |
| invented ones of this project, of whole organisations, `data/statements` | {invented} | CC0 |
| invented ones of this project, one by one, `data/statements/objectives.jsonl` | {wording}, and {blind} by writers who had read no error of the models | CC0 |

The raters are language models reading one text at a time. Most published rows come from three
software companies, the rest from United States agencies; no panel text is in the training.

## Figures

Every row judged by a model that never saw its organisation; 95% bootstrap intervals. The last
column is the calibration error.

| label | rows | figure | value | n | ECE |
|---|---|---|---|---|---|
{rows}

Two readers agree on a published row, on average of the three pairs: {again}.
That is about as far as a model can get, and this one is well below: an aim
and a task are told apart by what the object is, of which weights of words know little.

The label of a row is what two of its three readers say; each reading counts a third in training. The
classes of words and the larger part of the invented wordings were written after reading cross-validated
errors on published rows, those of every organisation, so cross-validated figures are flattered;
settings of an earlier version were compared with panel figures in view.

{confusion}

## Failures seen

{failures}

## Rebuild

`python -m models.train objective --data DIR`; input digests and versions are in `metrics.json`.
"""  # noqa: E501


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Train, measure and write the model.

    Args:
        data: folder of the development data.
        out: folder of the model.
        seed: of the bootstrap intervals.
    """
    train_heads(
        data, out, HEADS, plural="objectives", label="objective", seed=seed, render=render_card
    )


def render_card(metrics: Mapping[str, Any]) -> str:
    """Return the model card."""
    return _CARD.format(
        **metrics["rows"],
        rows=figure_rows(metrics),
        confusion=confusion_rows(metrics, "type"),
        again=agreement_rows(metrics),
        failures=failures("objective"),
    )
