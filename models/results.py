"""Measures the shipped models and writes `models/README.md`: `python -m models.results --data DIR`.

The figures are those of `plumbline evaluate --data DIR`; `models/results.json` keeps them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from analyzer.engine import Analyzer
from analyzer.evaluation.run import Evaluation, evaluate

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

| model | card |
|---|---|
"""
_CARDS = (
    "english", "embedding", "alignment", "kind", "vagueness", "buzzwords", "decision",
    "key_result", "objective",
)  # fmt: skip


def page(evaluation: Evaluation) -> str:
    """Return the page of results as Markdown."""
    cards = "\n".join(f"| {name} | [{name}/README.md]({name}/README.md) |" for name in _CARDS)
    return f"{_HEAD}{cards}\n\n## Figures\n\n{evaluation.table()}\n"


def main() -> None:
    """Measure, and write the page and the figures."""
    parser = argparse.ArgumentParser(prog="python -m models.results", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    evaluation = evaluate(parser.parse_args().data, Analyzer())
    figures = json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=1)
    (_HERE / "results.json").write_text(figures + "\n", encoding="utf-8")
    (_HERE / "README.md").write_text(page(evaluation), encoding="utf-8")
    print(evaluation.table())


if __name__ == "__main__":
    main()
