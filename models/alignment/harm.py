"""Trains the model of harm: harmful statements of our own against harmless ones and objectives.

Organisations of `alignment.jsonl` give nothing, and neither does `tests/exams/opposed.jsonl`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.alignment.harm import features
from analyzer.evaluation.metrics import auc
from models.embedding.texts import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.alignment.opposition import Stance
    from models.alignment.contradiction import Parsed

HARMFUL = Path(__file__).resolve().parent / "harmful.jsonl"
CONTRASTS = Path(__file__).resolve().parent / "contrasts.jsonl"
NEIGHBOURS = Path(__file__).resolve().parent / "neighbours.jsonl"
EXAM_PAIRS = Path(__file__).resolve().parents[2] / "tests" / "exams" / "pairs.jsonl"
# How much a row counts: few statements are harmful, and few harmless ones look harmful.
_WEIGHTS = {"harmful": 3.0, "harmless": 4.0, "objective": 3.0}
_STRENGTH = 0.03
_FOLDS = 5
_STRETCH = 30


def rows(objectives: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return texts and their group: harmful, harmless (with negations in it) or objective.

    Args:
        objectives: published ones; those of invented organisations are added.
    """
    written = [(row["text"], row["harmful"]) for row in read(HARMFUL)]
    for row in read(CONTRASTS):
        written += [(text, False) for text in row["serves"]]
        written += [(text, True) for text in row["opposes"]]
    texts = [text for text, _ in written]
    groups = ["harmful" if harmful else "harmless" for _, harmful in written]
    seen = set(texts)
    invented = [t for path in (NEIGHBOURS, EXAM_PAIRS) for r in read(path) for t in r["objectives"]]
    plain = [text for text in dict.fromkeys([*objectives, *invented]) if text not in seen]
    return texts + plain, groups + ["objective"] * len(plain)


def train_harm(
    parsed: Parsed, texts: Sequence[str], groups: Sequence[str], out: Path
) -> dict[str, Any]:
    """Fit and write the model; return how it does in cross-validation.

    Args:
        parsed: the stances of the texts.
        texts: from `rows`.
        groups: from `rows`.
        out: file for the weights.
    """
    from safetensors.numpy import save_file

    stances: list[Stance] = [parsed.stances[text] for text in texts]
    x, group = features(texts, stances), np.array(groups)
    y, weight = group == "harmful", np.array([_WEIGHTS[g] for g in groups])
    odds = np.zeros(len(y))
    # Statements to one mission stand side by side, so whole stretches go into one fold.
    fold = np.arange(len(y)) // _STRETCH % _FOLDS
    for number in range(_FOLDS):
        train, test = fold != number, fold == number
        fitted = _fit(x[train], y[train], weight[train])
        odds[test] = x[test] @ fitted[:-1] + fitted[-1]
    harmless, objective = group == "harmless", group == "objective"
    edge = float(np.quantile(odds[objective], 0.99))
    weights = _fit(x, y, weight)
    weights[-1] -= edge
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file({"weights": weights.astype(np.float32)}, out)
    found = {
        "auc against harmless": auc(odds[y | harmless], y[y | harmless]),
        "auc against objectives": auc(odds[y | objective], y[y | objective]),
        "found where 1 in 100 objectives is": float((odds[y] > edge).mean()),
    }
    counts = {name: int((group == name).sum()) for name in _WEIGHTS}
    return counts | {name: round(float(value), 3) for name, value in found.items()}


def _fit(
    x: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return weights and intercept [features + 1] of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, max_iter=2000, tol=1e-6)
    model.fit(x, y, sample_weight=weight)
    return np.append(model.coef_[0], model.intercept_)
