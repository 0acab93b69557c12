"""Named features of a statement: wording, form, parse and length, ready for a linear model.

| name | what | value |
|---|---|---|
| `v=word` | one word; its weight projects static vectors, so words not seen count too | 1/n |
| `w=a`, `w=a b` | words and pairs of words | unit length over the block |
| `s=a NN` | two or three words with topic words replaced by their tag | unit length |
| `st=`, `sw=` | the first one to four words, as shapes and as written | unit length |
| `r0.`, `r1.`, `sub:` | the parse, see `analyzer.grading.syntax` | unit length |
| `x=lexicon`, `x=lexicon.category` | hits of lexicons and quantities | unit length |
| `len`, `len>n`, `end=`, `numbers` | length, last mark, numbers | as they are |

Values depend on one statement only. Blocks are scaled to unit length so that a long text does not
weigh more by its length alone.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from analyzer.grading.syntax import syntax_features
from analyzer.grading.tokens import MASK, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.grading.marks import Mark
    from analyzer.grading.tokens import Tokens

# Bumped when a change here makes weights trained before it useless.
VERSION = "2"
_LENGTHS = (3, 6, 10, 15, 25, 40, 60)
# Short texts: a single word may not carry a whole statement's weight.
_FEWEST_WORDS = 3


def kind_features(view: Tokens) -> dict[str, float]:
    """Return every feature that the kind is judged by."""
    found = word_shares(view)
    found.update(_unit(f"w={word}" for word in view.lower))
    found.update(_unit(_pairs(view.lower, "w=")))
    start = ["^", *view.shape]
    found.update(_unit(_pairs(start, "s=")))
    found.update(_unit(_triples(start)))
    found.update(_unit(_opening(view.shape, view.lower)))
    found.update(_scaled(syntax_features(view)))
    found.update(length_features(view))
    return found


def mark_features(marks: Sequence[Mark]) -> dict[str, float]:
    """Return which lexicons and quantities have a hit, and in which category."""
    names = dict.fromkeys(
        name for mark in marks for name in (f"x={mark.source}", f"x={mark.source}.{mark.category}")
    )
    return _unit(names)


def segment_features(view: Tokens, first: int, last: int) -> dict[str, float]:
    """Return features of a stretch of tokens, none from the parse, which a cut would break."""
    lower, shape = view.lower[first:last], view.shape[first:last]
    found = _shares(lower)
    found.update(_unit(f"w={word}" for word in lower))
    found.update(_unit(_pairs(lower, "w=")))
    start = ["^", *shape]
    found.update(_unit(_pairs(start, "s=")))
    found.update(_unit(_triples(start)))
    found.update(_unit(_opening(shape, lower)))
    return found


def is_word(lower: str) -> bool:
    """Return whether a form is a word that the tables of static vectors may hold."""
    return lower.isascii() and lower[0].isalpha() and lower not in (MASK, NUMBER)


def word_shares(view: Tokens) -> dict[str, float]:
    """Return each word's share of the statement's words, under `v=word`."""
    return _shares(view.lower)


def _shares(lower: list[str]) -> dict[str, float]:
    words = [w for w in lower if is_word(w)]
    share = 1.0 / max(len(words), _FEWEST_WORDS)
    found: dict[str, float] = {}
    for word in words:
        name = f"v={word}"
        found[name] = found.get(name, 0.0) + share
    return found


def length_features(view: Tokens) -> dict[str, float]:
    """Return features of length, of the last mark and of numbers."""
    count = len(view)
    found = {"len": math.log(count + 1) / 3, "numbers": math.log1p(view.lower.count(NUMBER))}
    for bound in _LENGTHS:
        if count > bound:
            found[f"len>{bound}"] = 1.0
    last = view.lower[-1] if count and view.pos[-1] == "PUNCT" else "none"
    found[f"end={last}"] = 1.0
    return found


def _pairs(sequence: list[str], prefix: str) -> Iterable[str]:
    return (f"{prefix}{a} {b}" for a, b in itertools.pairwise(sequence))


def _triples(sequence: list[str]) -> Iterable[str]:
    return (f"s={a} {b} {c}" for a, b, c in zip(sequence, sequence[1:], sequence[2:], strict=False))


def _opening(shape: list[str], lower: list[str]) -> Iterable[str]:
    for length in (1, 2, 3, 4):
        yield f"st={' '.join(shape[:length])}"
    for length in (1, 2):
        yield f"sw={' '.join(lower[:length])}"


def _unit(names: Iterable[str]) -> dict[str, float]:
    distinct = dict.fromkeys(names)
    value = 1.0 / math.sqrt(len(distinct) or 1)
    return dict.fromkeys(distinct, value)


def _scaled(found: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {name: value / norm for name, value in found.items()}
