"""Plots of the stored figures and predictions, for `notebooks/how_good_is_it.ipynb`.

They read `models/*.json`, `models/*/metrics.json` and `data/predictions`: ids, labels and numbers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np

from analyzer.evaluation.metrics import reliability
from models.out_of_fold import judged_functions, labels
from models.predictions import read_predictions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analyzer.evaluation.run import Evaluation

_HERE = Path(__file__).resolve().parent
_INK, _PALE = "#2b4a6f", "#d9dee5"


def plot_confusion(evaluation: Evaluation) -> Figure:
    """Show each confusion table: a row is what readers said, a column what the model said."""
    tables = evaluation.confusion
    figure, axes = plt.subplots(1, len(tables), figsize=(5 * len(tables), 4.5), squeeze=False)
    for ax, (field, counts) in zip(axes[0], tables.items(), strict=True):
        names = list(counts)
        grid = np.array([[counts[a][b] for b in names] for a in names], dtype=float)
        shares = grid / np.maximum(grid.sum(axis=1, keepdims=True), 1)
        ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        ax.set_xticks(range(len(names)), names, rotation=45, ha="right")
        ax.set_yticks(range(len(names)), names)
        for (row, column), count in np.ndenumerate(grid):
            if count:
                dark = shares[row, column] > 0.5
                ax.text(
                    column, row, f"{count:.0f}", ha="center", va="center",
                    color="white" if dark else "black", fontsize=8,
                )  # fmt: skip
        ax.set(title=field, xlabel="judged", ylabel="rated or labelled")
    figure.tight_layout()
    return figure


def plot_calibration() -> Figure:
    """Show how often a function of a given probability is right, and what abstaining brings."""
    truth = {i: row["kind"] for i, row in labels().items() if row["kind"]}
    found = judged_functions()
    kept = [i for i in found if i in truth]
    top = np.array([found[i][-1].top for i in kept])
    right = np.array([found[i][-1].kind == truth[i] for i in kept])
    figure, (left, beside) = plt.subplots(1, 2, figsize=(10, 4))
    bins = reliability(top, right)
    left.plot([0, 1], [0, 1], color=_PALE)
    left.plot([b["probability"] for b in bins], [b["correct"] for b in bins], "o-", color=_INK)
    left.set(title=f"Calibration, {len(kept):,} texts", xlabel="probability", ylabel="share right")
    running = np.cumsum(right[np.argsort(-top, kind="stable")]) / np.arange(1, len(top) + 1)
    covered = np.arange(1, len(top) + 1) / len(top)
    beside.plot(covered[50:], running[50:], color=_INK)
    beside.axvline(0.9, color=_PALE)
    beside.set(title="Accuracy on the surest", xlabel="share of texts", ylabel="share right")
    figure.tight_layout()
    return figure


def plot_ablation() -> Figure:
    """Show what each part of the features is worth: how far the figure falls without it."""
    found = json.loads((_HERE / "ablation.json").read_text(encoding="utf-8"))
    figure, axes = plt.subplots(1, len(found), figsize=(4.2 * len(found), 3.6), squeeze=False)
    for ax, (task, parts) in zip(axes[0], found.items(), strict=True):
        rest = {part: parts["nothing"] - value for part, value in parts.items()}
        del rest["nothing"]
        _bars(ax, rest)
        ax.set(title=f"{task}: {parts['nothing']:.3f} with all", xlabel="lost without")
    figure.tight_layout()
    return figure


def plot_errors(most: int = 12) -> Figure:
    """Show which kinds of error are made most, by what was rated and what was judged instead."""
    rows, found = labels(), judged_functions()
    counts: dict[str, float] = {}
    for i, judgements in found.items():
        kind = rows[i]["kind"]
        if kind and judgements[-1].kind != kind:
            length = "over 15 words" if int(rows[i]["words"]) > 15 else "up to 15 words"
            name = f"{kind} → {judgements[-1].kind}, {length}"
            counts[name] = counts.get(name, 0) + 1
    ranked = dict(sorted(counts.items(), key=lambda item: -item[1])[:most])
    figure, ax = plt.subplots(figsize=(7, 4))
    _bars(ax, ranked)
    ax.set(title="Kinds of error", xlabel="texts")
    figure.tight_layout()
    return figure


def plot_scores(scores: Sequence[str] = ("vagueness", "buzzwords", "decision")) -> Figure:
    """Show each score against the mean rating, both in points."""
    figure, axes = plt.subplots(1, len(scores), figsize=(4.2 * len(scores), 4), squeeze=False)
    for ax, score in zip(axes[0], scores, strict=True):
        lines = read_predictions(score)
        rating = np.array([float(line["rating"]) for line in lines])
        value = np.array([float(line["value"]) for line in lines])
        ax.plot([0, 100], [0, 100], color=_PALE)
        ax.scatter(rating, value, s=4, alpha=0.25, color=_INK)
        ax.set(title=f"{score}, {len(lines):,} texts", xlabel="rated", ylabel="out of fold")
    figure.tight_layout()
    return figure


def plot_residuals(evaluation: Evaluation) -> Figure:
    """Show how far each sector and region scores above texts that were rated alike."""
    figures = [f for f in evaluation.figures if f.figure == "mean residual"]
    tasks = list(dict.fromkeys(f.task for f in figures))
    figure, axes = plt.subplots(1, len(tasks), figsize=(4.2 * len(tasks), 4), squeeze=False)
    for ax, task in zip(axes[0], tasks, strict=True):
        own = [f for f in figures if f.task == task and f.low is not None and f.high is not None]
        ends = [[f.value - (f.low or 0), (f.high or 0) - f.value] for f in own]
        ax.axvline(0, color=_PALE)
        ax.errorbar(
            [f.value for f in own], range(len(own)), xerr=np.array(ends).T, fmt="o", color=_INK
        )
        ax.set_yticks(range(len(own)), [f"{f.subgroup} ({f.n})" for f in own])
        ax.set(title=task, xlabel="points above texts rated alike")
    figure.tight_layout()
    return figure


def _bars(ax: Axes, values: Mapping[str, Any]) -> None:
    names = list(values)[::-1]
    ax.barh(names, [values[name] for name in names], color=_INK)
    ax.axvline(0, color="black", linewidth=0.5)
