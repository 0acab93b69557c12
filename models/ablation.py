"""Measures what each part of the statement models is worth: `python -m models.ablation --data DIR`.

Each model is fitted out of fold with one part left out, and measured on the rated texts that were
drawn like the panel. Writes `models/ablation.json`; `python -m models.results` puts it in a table.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analyzer.evaluation.fairness import RATING_OF
from analyzer.evaluation.metrics import macro_f1, spearman
from analyzer.grading.kind import FUNCTIONS
from analyzer.grading.scores import SCORES
from analyzer.grading.wording import score_features
from models.fitting import fold_numbers
from models.kind.examples import function_examples, joined, segment_examples
from models.kind.figures import choose_calibration
from models.kind.learner import FUNCTION
from models.kind.learner import Learner as KindLearner
from models.kind.train import make_folds
from models.score_training import Learner, rated_for, summed, vectors_of
from models.statements_data import invented, parse, published, rated
from models.teacher.answers import read_answers

if TYPE_CHECKING:
    from analyzer.grading.scores import ScoreName

_OUT = Path(__file__).resolve().parent / "ablation.json"

_SHARED = {
    "words and pairs": ("w=", "sw="),
    "word vectors": ("v=",),
    "length and marks": ("len", "end=", "numbers"),
}
# Part of the kind's features to the beginnings of their names.
KIND_PARTS = {
    **_SHARED,
    "clause by clause (turns)": ("turn.",),
    "number of label words": ("masks",),
    "parse": ("r0.", "r1.", "sub:", "conjuncts", "roots"),
    "shapes (function words and tags)": ("s=", "st="),
}
SCORE_PARTS = {
    **_SHARED,
    "lexicons and quantities": ("x=", "no_one_served", "names"),
    "parse and tags": ("r0.", "r1.", "sub:", "conjuncts", "roots", "p="),
}
_TEACHER, _OWN = "the teacher's texts", "our own statements"


def ablate_kind(data: Path, seed: int = 0) -> dict[str, float]:
    """Return macro-F1 of the four functions with all parts, and with each part left out."""
    rows, written = [row for row in rated(data) if row.kind is not None], invented()
    made = joined(data, rows, written, seed)
    examples = function_examples(rows, published(data), made, written)
    folds = make_folds(examples, segment_examples(rows, written), vectors_of(data), seed)
    numbers = np.array([folds.number[example.group] for example in examples])
    whole = KindLearner(FUNCTION, examples, numbers, folds.features, read_answers(data, seed), seed)
    order = sorted(FUNCTIONS)
    like = [
        place
        for place, example in enumerate(examples)
        if 0 <= example.measured < len(rows) and rows[example.measured].panel_like
    ]
    truth = np.array([str(rows[examples[place].measured].kind) for place in like])

    def measure(learner: KindLearner) -> float:
        logits = learner.outside()[like]
        temperature, shift = choose_calibration(logits, truth, order)
        guess = np.array(order)[(logits / temperature + shift).argmax(axis=1)]
        return round(macro_f1(truth, guess, FUNCTIONS), 4)

    everything = np.ones(len(examples))
    no_joins = np.array([float(e.labels != {"merged": 1.0} or e.measured >= 0) for e in examples])
    ours = np.array([float(not e.group.startswith("invented ")) for e in examples])
    return {
        "nothing": measure(whole),
        **{part: measure(whole.without(starts)) for part, starts in KIND_PARTS.items()},
        _TEACHER: measure(whole.weighed(everything, taught=False)),
        "joined missions and visions": measure(whole.weighed(no_joins)),
        _OWN: measure(whole.weighed(ours)),
    }


def ablate_score(data: Path, score: ScoreName, seed: int = 0) -> dict[str, float]:
    """Return Spearman with the ratings with all parts, and with each part left out."""
    rows = rated_for(score, data)
    views = parse(tuple(row.text for row in rows))
    found = [summed(score_features(view.tokens, view.marks)) for view in views]
    target = np.array([(row.ratings[RATING_OF[score]] - 1) * 25 for row in rows])
    numbers = fold_numbers([row.group for row in rows], seed)
    whole = Learner(score, data, rows, found, target, seed, taught=True)
    like = np.array([row.panel_like for row in rows])

    def measure(learner: Learner) -> float:
        return round(spearman(learner.outside(numbers)[like], target[like]), 4)

    everything = np.ones(len(rows))
    ours = np.array([float(not row.group.startswith("invented ")) for row in rows])
    return {
        "nothing": measure(whole),
        **{part: measure(whole.without(starts)) for part, starts in SCORE_PARTS.items()},
        _TEACHER: measure(whole.weighed(everything, taught=0.0)),
        _OWN: measure(whole.weighed(ours, taught=1.0)),
    }


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
