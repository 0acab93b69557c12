"""Writes `models/versions/README.md` from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HEAD = """# versions: whether two versions say the same

For `plumbline consensus` and `plumbline drift`. Three logistic curves for each embedder:

* **statement**: the cosine of two versions of a mission or vision → the probability that they say
  the same. Fitted on versions that a team wrote from memory against the 40 most similar missions
  of strangers, both sides weighted alike.
* **phrase**: the same for the words that answer whom, why, what and impact, against those
  of all strangers.
* **change**: features of an edit (`analyzer/alignment/changes.py`) → the probability that it
  changed the meaning and not only the wording.

`model.json` has the curves, `words.json` synonyms, opposites and verbs that carry little meaning.
`from_memory.jsonl` and `edits.jsonl` were written for this project, by one author: versions of 24
invented teams, and a rewording and a small change of meaning of 98 invented statements. The
strangers are the organisations of `tests/exams/pairs.jsonl`. Licence of texts and curves: that of
the project.

## Figures

Cross-validated in 8 folds, teams and statements kept whole. `python -m models.train versions
--data DIR` writes them to `metrics.json`.

"""
_TAIL = """
A team's pairs are not always paraphrases: members forget parts, as people do. The same author wrote
what the curves were fitted on and the exams that they are held against (`tests/exams/drift.jsonl`,
`tests/exams/teams.jsonl`, written before the commands were built), so other people's edits will be
told apart less well. `python -m models.versions.evaluate` prints what is reached on the exams.
"""


def render_card(measured: Mapping[str, Any]) -> str:
    """Return the card.

    Args:
        measured: figures of each embedder, as `metrics.json` holds them.
    """
    lines = [_HEAD]
    lines.append("| embedder | curve | n | AUC | mean, same | mean, strangers |\n")
    lines.append("|---|---|---|---|---|---|\n")
    for name, own in measured.items():
        for curve in ("statement", "phrase"):
            row = own[curve]
            lines.append(
                f"| {name} | {curve} | {row['pairs']} against {row['strangers']} | {row['auc']:.3f}"
                f" | {row['mean_same']:.2f} | {row['mean_strangers']:.2f} |\n"
            )
    lines.append(
        "\n| embedder | edits | right | rewordings taken for meaning | meanings missed |\n"
    )
    lines.append("|---|---|---|---|---|\n")
    for name, own in measured.items():
        row = own["change"]
        lines.append(
            f"| {name} | {row['edits']} | {row['right']:.3f} "
            f"| {row['rewordings_taken_for_meaning']:.3f} | {row['meanings_missed']:.3f} |\n"
        )
    return "".join([*lines, _TAIL])
