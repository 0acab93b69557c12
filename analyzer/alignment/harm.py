"""How likely a statement harms those whom an organisation serves, whatever its mission says.

The signs of the parse (`analyzer.alignment.opposition`) see the plain cases. This linear model adds
what single words tell, mostly the first ones ("let", "keep … from", "sell"): it was learned on
statements written for this project, harmful ones against harmless ones full of negations, and
against objectives as organisations have them. It looks at the source alone, so among the targets of
one source it changes no order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analyzer.alignment.embedder import load_embedder
from analyzer.alignment.lexicon import lexicon
from analyzer.errors import ResourceError
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analyzer.alignment.opposition import Stance

WEIGHTS = "models/alignment/harm.safetensors"
# Log-odds of closeness lost for one of harm above what one in a hundred real objectives reaches,
# and how sharply the loss sets in there: below it hardly anything is lost.
_STEEPNESS = 3.0
_ONSET = 1.5
# Lists of the lexicon whose words are counted.
_LISTS = (
    "admitted admitting bad_ends bad_states conceal consume costs crimes decays demand down fewer"
    " force goods ill_modifiers ill_verbs ills keep lacks light more negators of_less openness pay"
    " people proof spared spoil strong taking undoing up verbs wealthy well_taken worsened"
).split()
_OPENINGS = ("stop", "let", "keep", "leave", "make", "no", "never", "nobody", "fewer", "less")
_ANYWHERE = ("only", "instead", "rather")
# Strength of the vectors of the text, its first word and its first two words beside the counts.
_STRENGTHS = (3.0, 2.0, 2.0)
_WORD = re.compile(r"[a-z'-]+")


@dataclass(frozen=True, slots=True, eq=False)
class HarmModel:
    """Weights [features] and intercept of the log-odds of harm.

    Zero lies where one in a hundred objectives of real and invented organisations does.
    """

    weights: NDArray[np.float64]
    intercept: float

    def loss(self, texts: Sequence[str], stances: Sequence[Stance]) -> NDArray[np.float64]:
        """Return what each source loses in log-odds of closeness, 0 or more [texts]."""
        odds = features(texts, stances) @ self.weights + self.intercept
        return _STEEPNESS * np.logaddexp(0.0, _ONSET * odds) / _ONSET


def features(texts: Sequence[str], stances: Sequence[Stance]) -> NDArray[np.float64]:
    """Return what the model looks at [texts, features].

    Args:
        texts: statements.
        stances: of the same statements.
    """
    words = [_WORD.findall(text.lower()) for text in texts]
    views = [list(texts), [" ".join(w[:1]) for w in words], [" ".join(w[:2]) for w in words]]
    encode = load_embedder("static").encode
    vectors = [s * encode(view) for s, view in zip(_STRENGTHS, views, strict=True)]
    counts = [[*_counts(w), *_signs(s)] for w, s in zip(words, stances, strict=True)]
    return np.hstack([*vectors, np.array(counts, dtype=np.float64).reshape(len(texts), -1)])


def _counts(words: Sequence[str]) -> list[float]:
    """Return how often words of each list occur, at most twice, and which opens the statement."""
    first = words[0] if words else ""
    found: list[float] = []
    for name in _LISTS:
        listed = lexicon()[name]
        count = sum(w in listed or w.removesuffix("s") in listed for w in words)
        found += [min(count, 2), first in listed]
    found += [first == word for word in _OPENINGS]
    found += [word in words for word in _ANYWHERE]
    return [*found, list(words[:2]) == ["no", "longer"]]


def _signs(stance: Stance) -> list[float]:
    found = (stance.taken, stance.used, stance.raised)
    return [stance.harm, stance.closed, *map(bool, found), stance.denies]


def harm_model() -> HarmModel:
    """Return the shipped model.

    Raises:
        ResourceError: it is not installed.
    """
    return read_harm_model(resource(WEIGHTS))


@cache
def read_harm_model(file: Path) -> HarmModel:
    """Read a model.

    Raises:
        ResourceError: the file is broken or of another version.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        stored = load_file(file)["weights"].astype(np.float64)
        model = HarmModel(stored[:-1], float(stored[-1]))
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ResourceError(
            f"{file}: the model of harm cannot be read ({error}); reinstall plumbline, or in a "
            "checkout run: python -m models.train alignment --data DIR"
        ) from error
    return model
