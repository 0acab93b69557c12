"""Trains the model of key results: `python -m models.train key_result --data DIR`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.failures import failures
from models.okr import Head, agreement_rows, confusion_rows, figure_rows, train_heads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The strength of the penalty was chosen by cross-validation over the published rows, with whole
# organisations left out.
HEADS = (
    Head("type", c=0.2, vectors=10.0),
    Head("measurable", invented=0.7, wording=0.4),
    # A deadline is a matter of dates and horizons; other words would only blur it.
    Head("time_bound", ("quantity=", "horizon="), c=1.0, invented=0.7, blind=0.7),
)

_CARD = """\
# Key results

Linear models over named features (`analyzer/annotators/okr.py`: words and pairs of words, tags, class
of the first verb, the root, quantities, lexicons, the classes of verb and noun, the mean of static
word vectors, projected to one weight a word). They say of one key result whether it is an
outcome, an activity, both (mixed) or unclear, whether a third party could measure it, and whether the
text itself holds a deadline or a period.

## Intended use

Finding key results that are activities, cannot be measured or have no date, so that a person can
ask about them.

## Not for

Judging the people who wrote them, or whether a target is ambitious or true.

## Data

| source | rows | licence |
|---|---|---|
| published key_results of the development data, each read by three (`data/ratings`) | {published} | texts stay with their sources |
| invented ones of this project, of whole organisations, `data/statements` | {invented} | CC0 |
| invented ones of this project, one by one, `data/statements/key_results.jsonl` | {wording}, and {blind} by writers who had read no error of the models | CC0 |

The raters are language models reading one text at a time. Most published rows come from three
software companies, the rest from United States agencies; no panel text is in the training.

## Figures

Every row judged by a model that never saw its organisation; 95% bootstrap intervals. The last
column is the calibration error.

| label | rows | figure | value | n | ECE |
|---|---|---|---|---|---|
{rows}

Two readers agree on a published row, on average of the three pairs: {again}.
That is about as far as a model can get, and this one is well below: the type hangs
on what is done to what, and whether an end is plain on common sense about the work; weights of words
know little of either.

The label of a row is what two of its three readers say; each reading counts a third in training. The
classes of words and the larger part of the invented wordings were written after reading cross-validated
errors on published rows, those of every organisation, so cross-validated figures are flattered;
settings of an earlier version were compared with panel figures in view. The wordings that answer no
error count less: at the others' weight they cost accuracy on published rows, at this one they lower
the log loss alone.

{confusion}

## Failures seen

{failures}

## Rebuild

`python -m models.train key_result --data DIR`; input digests and versions are in `metrics.json`.
"""  # noqa: E501


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Train, measure and write the model.

    Args:
        data: folder of the development data.
        out: folder of the model.
        seed: of the bootstrap intervals.
    """
    train_heads(
        data, out, HEADS, plural="key_results", label="key_result", seed=seed, render=render_card
    )


def render_card(metrics: Mapping[str, Any]) -> str:
    """Return the model card."""
    return _CARD.format(
        **metrics["rows"],
        rows=figure_rows(metrics),
        confusion=confusion_rows(metrics, "type"),
        again=agreement_rows(metrics),
        failures=failures("key_result"),
    )
