"""Measures what each part of the statement models is worth: `python -m models.ablation --data DIR`.

Each model is fitted out of fold with one part left out, and measured on the rated texts that were
drawn like the panel. Writes `models/ablation.json`; `python -m models.results` puts it in a table.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.evaluation.metrics import macro_f1, spearman
from analyzer.grading.kind import FUNCTIONS
from analyzer.grading.scores import SCORES
from analyzer.grading.wording import score_features
from models.fitting import Design, fold_numbers, out_of_fold, ridge
from models.kind.examples import function_examples, joined, segment_examples
from models.kind.train import LEAST, find_features, make_folds, outside_logits
from models.score_training import PENALTY, RATING_OF, row_weights, summed, vectors_of
from models.statements_data import invented, parse, published, rated

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.kind.joins import Join
    from models.statements_data import Row
    from models.word_vectors import WordVectors

_OUT = Path(__file__).resolve().parent / "ablation.json"

# Part of the kind's features to the beginnings of their names.
KIND_PARTS = {
    "clause by clause (turns)": ("turn.",),
    "number of label words": ("masks",),
    "parse": ("r0.", "r1.", "sub:", "conjuncts", "roots"),
    "shapes (function words and tags)": ("s=", "st="),
    "words and pairs": ("w=", "sw="),
    "length and marks": ("len", "end=", "numbers"),
}
SCORE_PARTS = {
    "lexicons and quantities": ("x=", "no_one_served", "names"),
    "words and pairs": ("w=",),
    "parse and tags": ("r0.", "r1.", "sub:", "conjuncts", "roots", "p="),
    "length and marks": ("len", "end=", "numbers"),
}


class Trial:
    """The training set of the four functions, to be fitted with and without its parts."""

    def __init__(
        self,
        data: Path,
        made: list[tuple[Join, str]],
        written: list[Row],
        table: WordVectors,
        seed: int,
    ) -> None:
        """Make the examples and judge their turns out of fold."""
        rows = [row for row in rated(data) if row.kind is not None]
        self.examples = function_examples(rows, published(data), made, written)
        folds = make_folds(self.examples, segment_examples(rows, written), table, seed)
        self.features = [find_features(e, folds.segment(e.group)) for e in self.examples]
        self.numbers = np.array([folds.number[e.group] for e in self.examples])
        measured = [
            rows[e.measured] if 0 <= e.measured < len(rows) else None for e in self.examples
        ]
        self.places = [i for i, row in enumerate(measured) if row is not None and row.panel_like]
        self.truth = [str(row.kind) for row in measured if row is not None and row.panel_like]

    def macro_f1(self, features: list[dict[str, float]], table: WordVectors | None) -> float:
        """Return macro-F1 of the likeliest function."""
        design = Design(features, table, least=LEAST["function"])
        logits = outside_logits(design, self.examples, self.numbers, "function")
        guess = np.array(sorted(FUNCTIONS))[logits[self.places].argmax(axis=1)]
        return round(macro_f1(self.truth, guess, FUNCTIONS), 4)


def ablate_kind(data: Path, seed: int = 0) -> dict[str, float]:
    """Return macro-F1 of the four functions with all parts, and with each part left out."""
    rows, written, table = rated(data), invented(), vectors_of(data)
    made = joined(data, rows, written, seed)
    whole = Trial(data, made, written, table, seed)
    found = {"nothing": whole.macro_f1(whole.features, table)}
    found["static word vectors"] = whole.macro_f1(whole.features, None)
    for part, starts in KIND_PARTS.items():
        found[part] = whole.macro_f1(_without(whole.features, starts), table)
    fewer = {
        "joined missions and visions": Trial(data, [], written, table, seed),
        "our own statements": Trial(data, joined(data, rows, [], seed), [], table, seed),
    }
    return found | {part: trial.macro_f1(trial.features, table) for part, trial in fewer.items()}


def ablate_score(data: Path, score: Any, seed: int = 0) -> dict[str, float]:
    """Return Spearman with the ratings with all parts, and with each part left out."""
    rows = [row for row in rated(data) if RATING_OF[score] in row.ratings]
    table = vectors_of(data)
    views = parse(tuple(row.text for row in rows))
    features = [summed(score_features(v.tokens, v.marks)) for v in views]
    target = np.array([(row.ratings[RATING_OF[score]] - 1) * 25 for row in rows])
    weights = row_weights(rows, score)
    numbers = fold_numbers([row.group for row in rows], seed)
    like = np.array([row.panel_like for row in rows])

    def measure(kept: list[dict[str, float]], vectors: Any) -> float:
        design = Design(kept, vectors)
        fit: Callable[..., Any] = lambda x, at: ridge(  # noqa: E731
            x, target[at], weights[at], penalty=PENALTY
        )
        outside = out_of_fold(design, numbers, fit, lambda fitted, x: fitted.predict(x))
        return round(spearman(outside[like], target[like]), 4)

    return {
        "nothing": measure(features, table),
        "static word vectors": measure(features, None),
        **{p: measure(_without(features, starts), table) for p, starts in SCORE_PARTS.items()},
    }


def _without(features: list[dict[str, float]], starts: tuple[str, ...]) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if not k.startswith(starts)} for row in features]


def main() -> None:
    """Run every ablation and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    data = parser.parse_args().data
    found: dict[str, dict[str, float]] = {"kind": ablate_kind(data)}
    for score in SCORES:
        found[score] = ablate_score(data, score)
    _OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
