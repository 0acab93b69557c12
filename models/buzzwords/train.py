"""Trains `models/buzzwords`: `python -m models.train buzzwords --data DIR`."""

from __future__ import annotations

from pathlib import Path

from models.score_training import train_score


def train(data: Path, out: Path, *, seed: int = 0, vectors: bool = True) -> None:
    """Train the score and write its weights, metrics, reference table and card.

    Args:
        data: folder of the development data.
        out: folder to write to.
        seed: of the folds.
        vectors: use static word vectors (needs the extra `[transformers]`).
    """
    train_score("buzzwords", data, out, seed=seed, vectors=vectors)
