"""Writes the card of `models/kind` from its metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.failures import failures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CARD = """\
# Kind

Three linear models over named features (`analyzer/grading/features.py`, `turns.py`) say which job a
statement does: mission, vision, values, strategy, objective, key result, slogan or other; whether
it does two jobs (merged) and at which word it turns; and whether that is too close to call. Label
words (mission, vision, purpose, envision) are hidden from the model: what a text does decides, not
what it calls itself. Made by `python -m models.train kind --data DIR`; inference is NumPy alone.

## Intended use

Comparing what a statement does with what it is called, so that a person can look again.

## Not for

Judging an organisation or its people; other languages than English; texts that are no statements
of strategy, to which one of the eight kinds is given all the same.

## Data

{rows} statements rated by function (labels and licences in `data/README.md`), every organisation
of the measuring panel left out; published objectives, key results, slogans and values as noisy
examples of other; the statements of `data/statements`; missions and visions of one organisation
joined into merged texts. What tells the families of other apart was learned from published labels,
which are right about function in three of four cases. The function is learned, besides, from what
an encoder (all-MiniLM-L6-v2, fine-tuned on these readings; `models/teacher`) says of some 17,600
published, cut and joined texts. The raters, two or three for each text, are language models that
read one text at a time. No text is shipped.

## Figures

Out of fold, grouped by organisation, on the {n} texts drawn like the panel (three folds;
published and masked), against the majority of the readings; the panel's own figures stand in
`models/README.md`.

| figure | value |
|---|---|
| macro-F1 over mission, vision, merged, other | {macro_f1:.3f} ({low:.3f} to {high:.3f}) |
{f1}
| accuracy | {accuracy:.3f} |
| calibration error (ECE) | {ece:.3f} |
| accuracy when it does not abstain ({abstained:.0%} abstained) | {sure:.3f} |
| macro-F1 over values, objective, key result, slogan, on {family_n} published labels | {four:.3f} |
| macro-F1 over mission, vision, merged, other on {own_n} statements of our own | {own:.3f} |
| {split_n} joined texts split at the right word | {split:.3f} |

Rated (rows) and judged (columns):

{confusion}

## Thresholds

It abstains where no function reaches a probability of {abstain_at:.2f}, the lowest tenth out of
fold. From a probability of merged of {merged_at:.2f} a split is offered.

## Failures seen

{failures}
"""


def write_card(out: Path, metrics: Mapping[str, Any]) -> None:
    """Write `README.md` beside the weights."""
    found, family = metrics["cross_validated"], metrics["family"]
    text = _CARD.format(
        rows=f"{metrics['rows']:,}",
        n=found["n"],
        macro_f1=found["macro_f1"],
        low=found["interval"][0],
        high=found["interval"][1],
        f1="\n".join(f"| F1 of {name} | {value:.3f} |" for name, value in found["f1"].items()),
        accuracy=found["accuracy"],
        ece=found["calibration_error"],
        abstained=found["abstained"],
        sure=found["accuracy_when_sure"],
        four=family["macro_f1_of_four"],
        family_n=f"{family['n']:,}",
        own=metrics["invented"]["macro_f1"] if "invented" in metrics else float("nan"),
        own_n=metrics["invented"]["n"] if "invented" in metrics else 0,
        split=metrics["split"]["right_word"],
        split_n=metrics["split"]["n"],
        confusion=_table(found["confusion"]),
        abstain_at=metrics["thresholds"]["abstain"],
        failures=failures("kind"),
        merged_at=metrics["thresholds"]["merged"],
    )
    (out / "README.md").write_text(text, encoding="utf-8")


def _table(counts: Mapping[str, Mapping[str, int]]) -> str:
    labels = list(counts)
    lines = ["| | " + " | ".join(labels) + " |", "|---" * (len(labels) + 1) + "|"]
    lines += [f"| {a} | " + " | ".join(str(counts[a][b]) for b in labels) + " |" for a in labels]
    return "\n".join(lines)
