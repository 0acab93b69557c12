"""Measures the shipped models and writes `models/README.md`: `python -m models.results --data DIR`.

The figures are those of `plumbline evaluate --data DIR`; `models/results.json` keeps them. Beside
them stand the figures of what training predicted out of fold (`models/out_of_fold.json`) and the
ablations. The models' cards are written again, too. Without `--data` everything comes
from what is stored.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.evaluation.run import stored_evaluation
from analyzer.evaluation.stability import BANDS
from models import out_of_fold
from models.cards import write_cards

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.evaluation.run import Evaluation

_HERE = Path(__file__).resolve().parent
_HEAD = """\
# The models and what they reach

Each folder holds one model: weights, figures (`metrics.json`) and a card (`README.md`). This page
is written by `python -m models.results --data DIR`; `plumbline evaluate --data DIR` prints the same
figures, from the shipped weights alone.

**What is measured.** `panel_statements.jsonl`: 220 published statements, each judged by three
raters; every organisation in it is left out of all training. `masked` hides the words that name a
statement's own label, `text` is as published. Vagueness, buzzwords and decision are rank
correlations with the raters' means; "length out" takes the logarithm of the word count out. The
specificity sets are human ratings in other domains, trained on by nothing here. Intervals are 95%
bootstrap intervals.

**Read with care.** The raters are language models of one family, so agreement with them is
flattered; rater against the other two, they reach macro-F1 0.98 and Spearman 0.93, 0.90, 0.88. The
key-result and objective panels share their organisations with the training rows, so the figures
below know the organisations, though none of the texts; the cards in `key_result/` and `objective/`
give those with each organisation left out. The closeness figures are of organisations in no
training, but the ranker's form was chosen with these figures in view (see `alignment/`).
"""
_CARDS = (
    "english", "embedding", "alignment", "versions", "kind", "vagueness", "buzzwords", "decision",
    "key_result", "objective",
)  # fmt: skip
_SPLITS = """\
**Merged texts.** Panel texts whose parts were marked by hand (`data/ratings/splits.jsonl`), and a
mission and a vision of one panel organisation, both read as such, joined by words that training
never used; clauses were mended after reading where joins at a colon and at a slash went wrong. A
part is right when its kind, its first and its last word are. **Published labels** are what
organisations call their texts. The shipped weights have seen most of these, so what is shown is the
figure out of fold, as training left it.
"""
_STABLE = """\
## Promised bands

Sixty texts of our own (`data/reference/stability.jsonl`), each said again: how many kinds stay, of
those on which the model does not abstain, and within how many points 95% of the scores move.
`tests/invariance` holds the models to it. What is reached stands under "Stable" above.
"""
_CROSSED = """\
## Out of fold

What training predicts of texts by models that saw nothing of their organisations
(`data/predictions`: ids and numbers), over all rated statements, and over all published ones, the
panel's organisations included. Settings were chosen by figures like these.
"""
_FAIR = """\
### What stands out

Groups whose texts score more than two points above or below others that were rated alike, beyond
chance. Region is the first place that the organisation's name or its text names, so a text with a
region names a place; the size of organisations is nowhere known, so it is not measured.
"""
_KEPT = """\
### From the models' own files

Kept by training in each `metrics.json`, on the texts drawn like the panel.
"""
_LEFT_OUT = """\
## What each part is worth

`python -m models.ablation --data DIR`: macro-F1 of the four functions, and Spearman with the mean
rating, when a part is left out of training; out of fold, on the texts drawn like the panel. Without
the encoder's texts its word vectors stay.
"""
_DROPPED = """\
## Tried and not kept

- Clusters of word vectors in place of tags, root words' vectors, and classes of stative verbs:
  within half a point either way.
- Twice or four times the dimensions of the word vectors: nothing in cross-validation, and less
  agreement with the specificity ratings of other domains.
- A second teacher (all-mpnet-base-v2, fine-tuned on the same lessons): together with the first it
  judges the texts of a fold that neither saw better, and the linear models that learn from both
  gain hardly anything in that fold.
- A convolution over words with a part for each of them, so as explicable as the linear models,
  taught by both teachers: below the linear vagueness in that fold.
- all-MiniLM-L6-v2 fine-tuned on key results and their wordings: type no better than the linear
  model with organisations left out, measurable a little better.
- The invented key results that answer no error at full weight: less accuracy on published ones.
- Families of other learned in five folds with plain word vectors: less than with the encoder's word
  vectors and answers in three.
"""
# Points of a score, 0 to 100, from which a group's residual is named.
_LEANING = 2.0
# What of a model's `metrics.json` is shown: label, and where it stands.
_OF_KIND = (
    ("macro-F1", ("cross_validated", "macro_f1")),
    ("ECE", ("cross_validated", "calibration_error")),
    ("accuracy when not abstaining", ("cross_validated", "accuracy_when_sure")),
    ("macro-F1 of values, objective, key result, slogan", ("family", "macro_f1_of_four")),
    ("macro-F1 on statements of our own", ("invented", "macro_f1")),
    ("joined texts split at the right word", ("split", "right_word")),
)
_OF_SCORES = (
    ("Spearman", ("cross_validated", "spearman")),
    ("Spearman, length out", ("cross_validated", "spearman_length_out")),
    ("share inside the interval", ("cross_validated", "coverage")),
    ("removing a named phrase moves the score as said", ("direction",)),
)
_TASKS = {"kind": _OF_KIND} | dict.fromkeys(("vagueness", "buzzwords", "decision"), _OF_SCORES)


def page(evaluation: Evaluation) -> str:
    """Return the page of results as Markdown."""
    cards = [(name, f"[{name}/README.md]({name}/README.md)") for name in _CARDS]
    outside = out_of_fold.stored()
    bands = [(n, f"{band.stays:.0%}", f"{band.points:.0f}") for n, band in BANDS.items()]
    parts = (
        _HEAD,
        _SPLITS,
        _table(("model", "card"), cards),
        "## Figures\n",
        evaluation.table() + "\n",
        _STABLE,
        _table(("change", "kinds stay, at least", "95% of scores move, at most"), bands),
        _CROSSED,
        outside.table() + "\n",
        _FAIR,
        _table(("score", "of", "points", "95% interval", "n"), _leaning(outside)),
        _KEPT,
        _table(("model", "figure", "value"), _crossed()),
        _LEFT_OUT,
        _table(("model", "left out", "figure"), _left_out()),
        _DROPPED,
    )
    return "\n".join(parts)


def _leaning(outside: Evaluation) -> list[tuple[str, ...]]:
    """Return the groups that score otherwise than others that were rated alike."""
    return [
        (f.task, f.subgroup, f"{f.value:+.1f}", f"{f.low:+.1f} to {f.high:+.1f}", str(f.n))
        for f in outside.figures
        if f.figure == "mean residual" and f.low is not None and f.high is not None
        if abs(f.value) > _LEANING and (f.low > 0 or f.high < 0)
    ]


def _crossed() -> list[tuple[str, str, str]]:
    lines = []
    for task, shown in _TASKS.items():
        metrics = _read(f"{task}/metrics.json")
        for label, path in shown:
            value = _at(metrics, path)
            if value is not None:
                lines.append((task, label, f"{value:.3f}"))
    return lines


def _at(metrics: Mapping[str, Any], path: Sequence[str]) -> Any:
    found: Any = metrics
    for name in path:
        found = found.get(name, {})
    return None if found == {} else found


def _left_out() -> list[tuple[str, str, str]]:
    return [
        (task, part, f"{value:.3f}")
        for task, parts in _read("ablation.json").items()
        for part, value in parts.items()
    ]


def _read(name: str) -> Any:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main() -> None:
    """Measure where data is given; write the page."""
    parser = argparse.ArgumentParser(prog="python -m models.results", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the development data")
    data = parser.parse_args().data
    if data is not None:
        from analyzer.engine import Analyzer
        from analyzer.evaluation.run import evaluate

        out_of_fold.measure(data)
        figures = json.dumps(evaluate(data, Analyzer()).to_dict(), ensure_ascii=False, indent=1)
        (_HERE / "results.json").write_text(figures + "\n", encoding="utf-8")
    write_cards()
    stored = stored_evaluation()
    assert stored is not None
    (_HERE / "README.md").write_text(page(stored), encoding="utf-8")


if __name__ == "__main__":
    main()
