"""Makes a trained pipeline smaller without changing how it is loaded.

spaCy multiplies matrices in single precision only: arrays stored as float16 are not widened on
loading, and the first product then fails. So the weights keep their type and lose the part of the
mantissa that float16 does not have. The zeros compress away in git and in a wheel, `spacy.load`
needs nothing of ours, and the arithmetic stays as fast as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
import srsly  # type: ignore[import-untyped]  # it ships no annotations
from spacy.strings import StringStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from spacy.language import Language

#: Largest finite float16.
_HALF_MAX = float(np.finfo(np.float16).max)


def round_to_half(nlp: Language) -> int:
    """Rounds every weight, in place, to the nearest value that float16 can hold.

    Args:
        nlp: Trained pipeline; its weights stay float32.

    Returns:
        The number of weights.

    Raises:
        OverflowError: A weight lies outside float16's range.
    """
    count = 0
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is None or isinstance(model, bool):
            continue
        for node in model.walk():
            for name in node.param_names:
                if not node.has_param(name):
                    continue
                weights = node.get_param(name)
                if float(np.abs(weights).max(initial=0.0)) > _HALF_MAX:
                    raise OverflowError(f"{node.name}.{name} does not fit float16")
                node.set_param(name, weights.astype(np.float16).astype(np.float32))
                count += weights.size
    return count


def save(nlp: Language, folder: Path) -> None:
    """Saves a pipeline without the words of the corpora that it was trained on.

    spaCy saves every string that it met, and no component looks most of them up again. Kept are
    spaCy's own, the labels, and the affixes that the lemmatizer's trees refer to.

    Args:
        nlp: Trained pipeline.
        folder: Folder to write, as `nlp.to_disk` would.
    """
    nlp.to_disk(folder)
    kept = StringStore(sorted(set(_needed_strings(nlp))))
    kept.to_disk(folder / "vocab" / "strings.json")


def scrub(nlp: Language, meta: Mapping[str, Any]) -> None:
    """Writes the pipeline's own description and removes the paths of the training machine.

    Args:
        nlp: Trained pipeline.
        meta: Fields to set in `meta.json`.
    """
    nlp.meta.update(meta)
    for key in nlp.config["paths"]:
        nlp.config["paths"][key] = None


def _needed_strings(nlp: Language) -> Iterator[str]:
    yield from spacy.blank("en").vocab.strings
    for name, component in nlp.pipeline:
        for label in getattr(component, "labels", ()):
            text = str(label)
            yield text
            # A morphologizer's label is a list of features; spaCy interns each of them apart.
            for part in text.split("|"):
                yield part
                yield from part.split("=")
        for move in getattr(component, "move_names", ()):
            yield from str(move).split("-", 1)
        if name == "trainable_lemmatizer":
            yield from _tree_strings(component, nlp.vocab.strings)


def _tree_strings(lemmatizer: Any, strings: StringStore) -> Iterator[str]:
    """Yields the affixes in those edit trees that a label of the lemmatizer can reach."""
    trees = srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]
    todo, seen = list(lemmatizer.labels), set[int]()
    while todo:
        index = todo.pop()
        if index in seen or index >= len(trees):  # an absent branch is the largest 32-bit number
            continue
        seen.add(index)
        tree = trees[index]
        if "orig" in tree:
            yield strings[tree["orig"]]
            yield strings[tree["subst"]]
        else:
            todo += (tree["prefix_tree"], tree["suffix_tree"])
