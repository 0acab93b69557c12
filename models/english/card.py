"""Writes the model card; every figure in it comes from `metrics.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_INTRODUCTION = """\
# plumbline_english

A small English pipeline for spaCy: tags, universal parts of speech, morphology, lemmas, Universal
Dependencies syntax, sentence starts and names (PER, ORG, LOC). It reads missions, visions and
objectives for Plumbline, and it is an ordinary pipeline: `spacy.load("models/english/pipeline")`
needs nothing from this project.

## Intended use

Short written statements of purpose and goals, one or a few sentences each: finding the root, its
subject and objects, what kind of word each is, and its lemma.

## Not for

- Deciding anything about people. Names are located so that text can be read, not to identify
  anyone.
- Extracting organisations: see the figures for ORG.
- Speech, chat, verse or other languages; long documents that nobody split into paragraphs.
- Comparison with other parsers by these figures alone: the published figures of spaCy's packaged
  pipelines come from another corpus and other labels.

## Data and licences

| data | what it gives | licence |
|---|---|---|
| Universal Dependencies English EWT | everything but names | CC BY-SA 4.0 |
| Universal NER English EWT | PER, ORG, LOC on EWT | CC BY-SA 4.0 |
| Universal Dependencies English GUM, free texts only | everything | CC BY 4.0, CC BY-SA |
| imperatives, infinitives, gerunds, noun phrases cut out of them | fragments | as above |
| WikiGold | names | CC BY 4.0 |

**The weights are licensed under CC BY-SA 4.0**; the code beside them has the project's licence.
No text of these corpora is in this folder. GUM's essays, fiction, letters, podcasts and how-to
guides are left out because their licences forbid some uses.
"""

_WEAK_SPOTS = """\
## Known weak spots

- **Lines that begin with their verb** are read worse than sentences with a subject; the table above
  says by how much. Plumbline parses such lines once more behind a subject, which is not part of
  this pipeline.
- **Organisations** are found unreliably. Dates, percentages, money and counts are no labels here;
  Plumbline finds them by pattern.
- Words that are noun and verb are sometimes taken for the wrong one in short lines ("We plant
  trees" was read as a noun phrase).
- Participles used as adjectives ("trusted partner") are often tagged VERB; the relation `amod` says
  what they do.
- The root of a copular sentence is the predicate, not the verb ("is"), as in all Universal
  Dependencies. spaCy's `noun_chunks` expects other labels and misses objects.
- Sentence starts are guessed from the syntax. Split lines and paragraphs before parsing.
- The corpora are web text, news, reviews, e-mail and Wikipedia from about 2000 to 2020, mostly
  American; other varieties of English are read somewhat worse.
"""

_REBUILD = """\
## How to rebuild

```
python -m models.train english --data DIR
```

`DIR/ud` holds the treebanks as spaCy DocBins; `data/README.md` says where they come from. The
training is `config.cfg` with the seed below, on one core. `metrics.json` keeps the SHA-256 of every
input. Weights are rounded to what float16 can hold but stored as float32, because spaCy multiplies
in single precision only and widens nothing on loading; in git and in a wheel the zeros compress
away.
"""


def render_card(metrics: Mapping[str, Any]) -> str:
    """Writes the model card.

    Args:
        metrics: What `metrics.json` holds.

    Returns:
        The card as Markdown.
    """
    parts = (_INTRODUCTION, _figures(metrics), _WEAK_SPOTS, _REBUILD, _provenance(metrics))
    return "\n".join(parts)


def _figures(metrics: Mapping[str, Any]) -> str:
    test = metrics["ewt_test"]
    columns = list(test["raw_text"])
    scores = _table(
        ["EWT test", *columns],
        (
            [title, *(f"{test[key][name]:.1f}" for name in columns)]
            for title, key in (("raw text", "raw_text"), ("gold tokens", "gold_tokens"))
        ),
    )
    names = _table(
        ["names, raw text", "precision", "recall", "F"],
        (
            [label, *(f"{values[key]:.1f}" for key in ("p", "r", "f"))]
            for label, values in test["names"].items()
        ),
    )
    rows = {"whole imperative sentences (EWT test)": metrics["imperatives"]}
    for shape, values in metrics["fragments"].items():
        rows[f"cut-out lines: {shape.replace('_', ' ')}"] = values
    roots = _table(
        ["one line at a time", "lines", "root right", "root and its part of speech right"],
        (
            [title, str(row["count"]), f"{row['root']:.1f}", f"{row['root_and_pos']:.1f}"]
            for title, row in rows.items()
        ),
    )
    speed, size = metrics["speed"], metrics["size"]
    return "\n".join(
        (
            "## Figures",
            "",
            "Percent. UAS and LAS are spaCy's, which leave punctuation out; SENT and NER are F.",
            "",
            scores,
            "",
            names,
            "",
            roots,
            "",
            f"Speed: {speed['words_per_second']:,} words a second of one core's time, "
            f"{speed['statements_per_second']:,} statements of "
            f"{speed['words_per_statement']:.0f} words. "
            f"Size: {size['bytes'] / 1e6:.1f} MB, {size['weights'] / 1e6:.2f} million weights. "
            "Rounding the weights moved no figure by more than "
            f"{metrics['rounding']['largest_change']:.2f} points.",
            "",
        )
    )


def _provenance(metrics: Mapping[str, Any]) -> str:
    training, versions = metrics["training"], metrics["versions"]
    files = ", ".join(f"`{name}`" for name in training["files"])
    packages = ", ".join(f"{name} {number}" for name, number in versions.items())
    return (
        f"Version {metrics['version']}, weights under {metrics['license']}. "
        f"Seed {training['seed']}, {training['steps']:,} steps over {files}. {packages}.\n"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
