"""Writes the card of the calibrations; every figure in it comes from `metrics.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.failures import failures

if TYPE_CHECKING:
    from collections.abc import Mapping

_CARD = """\
# Closeness

What turns the vectors of two statements into the probability that they belong together, at an even
prior: own pair against one random pair of strangers. One folder for each embedder; any other
embedder gives cosines only, and reports say so.

| file | what |
|---|---|
| `calibration.json` | the ranker's weights by relation, and the scores of strangers at each percentile |
| `statistics.safetensors` | centre of strategy language; mean and low-rank covariance of each kind's vectors; rarity of 4,096 word buckets |

No text and no vector of a single text is stored.

## How it was made

Pairs that belong together, none of which trained an embedder: published mission and vision, invented
objective and mission (`models/embedding/organisations.jsonl`, `data/statements`), each against the
40 strangers whose targets are most alike. A logistic curve with weights of zero or more over: cosine
from the centre; the same in units of the source's spread over strangers; best cosine among clauses;
shared words by rarity. Relations without pairs of their own use the weights of objective-mission, with
their own percentiles.

## Figures

Objectives of `alignment.jsonl`, whose organisations are in no training, each to find its own mission
among all; calibration error with own and other pairs weighted alike.

| embedder | ranked by | MRR | top-1 | AUC | calibration error |
|---|---|---|---|---|---|
{rows}

AUC on the same objectives when one part of the ranker is left out:

| embedder | {features} |
|---|{rules}|
{ablation}

On the pairs that the ranker learned from:

| embedder | relation | own pairs | AUC | AUC of the cosine alone | calibration error |
|---|---|---|---|---|---|
{held}

## Not for

Negation: an objective against the mission stands as close as one for it. Judging an objective by
closeness alone: support work (hiring, systems, money) is far from most missions and may still be
needed. Texts that are not in English.

## Failures seen

{failures}

## Rebuild

`python -m models.train alignment --data DIR`, after `embedding`; seed {seed}.
"""  # noqa: E501


def render_card(metrics: Mapping[str, Any]) -> str:
    """Return the card of all calibrations."""
    rows, ablation, held = [], [], []
    names: list[str] = []
    for embedder, found in metrics["embedders"].items():
        figures = found["alignment"]
        plain = " | ".join(f"{figures[f'cosine {f}']:.3f}" for f in ("mrr", "top1", "auc"))
        ranked = " | ".join(f"{figures[f]:.3f}" for f in ("mrr", "top1", "auc", "ece"))
        rows += [f"| {embedder} | cosine | {plain} | |", f"| {embedder} | closeness | {ranked} |"]
        without = {k.removeprefix("auc without "): v for k, v in figures.items() if "without" in k}
        names = list(without)
        ablation.append(
            f"| {embedder} | " + " | ".join(f"{v:.3f}" for v in without.values()) + " |"
        )
        held += [
            f"| {embedder} | {relation} | {own['own']} | {own['auc']:.3f} | "
            f"{own['auc_of_each_feature']['cosine']:.3f} | {own['ece']:.3f} |"
            for relation, own in found["pairs"].items()
        ]
    return _CARD.format(
        rows="\n".join(rows),
        features=" | ".join(names),
        rules="|".join(["---"] * len(names)),
        ablation="\n".join(ablation),
        held="\n".join(held),
        seed=metrics["seed"],
        failures=failures("alignment"),
    )
