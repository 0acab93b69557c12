"""What an edit did to a statement: nothing, its wording, or its meaning.

Words that stand on one side only are weighed by how well the other side covers them: a synonym or
another form of the word covers it wholly, a near word in part. Beside them count what small words
turn round: negation, numbers and measures of time, names, opposites, and who or what stands behind
"from", "into" or "without". A logistic curve, fitted on edits that were written for it, makes one
probability of these features; `models/versions` fits it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analyzer.alignment.reading import NUMBER
from analyzer.resources import read_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analyzer.alignment.embedder import Embedder
    from analyzer.alignment.reading import Reading, Word

FEATURES = (
    "distance",  # of the two texts' vectors
    "nouns",  # of the noun or name that the other side covers least, on both sides
    "verbs",  # the same of verbs
    "others",  # the same of adjectives and adverbs
    "swapped_nouns",  # the same where each side has one: the smaller of the two
    "swapped_verbs",
    "swapped",  # of any content word
    "total",  # share of the content that is not covered
    "one_sided",  # content that one side has more than the other
    "negation",  # negations more or less
    "only_negation",  # the same where hardly a word else differs
    "numbers",  # numbers, years or measures of time that differ
    "names",  # names that stand on one side only
    "opposites",  # a word and its opposite
    "roles",  # a word that changed sides of a preposition
    "denied",  # a word that a negation was put before or taken from
)
NEGATIONS = frozenset(
    "no not n't n’t never nobody none nothing nowhere neither nor cannot without".split()
)
_INSTEAD = re.compile(r"\b(?:rather than|instead of|no longer)\b", re.IGNORECASE)
_OR_NOT = re.compile(r"\bor not\b", re.IGNORECASE)  # "whether they can pay or not" denies nothing
_ROLES = frozenset(
    "from to into in for with towards toward against before after outside inside under over"
    " until except excluding".split()
)
_TURNED = {
    frozenset(pair)
    for pair in (
        ("from", "to"), ("from", "into"), ("into", ""), ("towards", ""), ("in", "outside"),
        ("inside", "outside"), ("before", "after"), ("for", "against"), ("over", "under"),
        ("excluding", ""), ("except", ""),
    )
}  # fmt: skip
_NUMBERS = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0,
    "ninety": 90.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9,
    "dozen": 12.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25, "tenth": 0.1, "double": 2.0,
    "twice": 2.0, "triple": 3.0,
}  # fmt: skip
_UNITS = {
    "second": "second", "minute": "minute", "hour": "hour", "hourly": "hour", "day": "day",
    "daily": "day", "week": "week", "weekly": "week", "month": "month", "monthly": "month",
    "quarterly": "quarter", "year": "year", "yearly": "year", "annual": "year",
    "annually": "year", "decade": "decade", "century": "century",
}  # fmt: skip
_PERCENT = re.compile(r"\s?(?:%|per ?cent)")
_CURRENCIES = ("$", "€", "£", "¥")
_PARTS = (("NOUN", "PROPN", "X", "PRON"), ("VERB",), ("ADJ", "ADV"))
_SWAPPED = (*_PARTS[:2], tuple(part for parts in _PARTS for part in parts))
_STEM = 5
_HARDLY = 5.0
_NEAR = 0.75  # what a near word may cover at most; only a synonym covers wholly


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of `models/versions/words.json`."""

    groups: dict[str, frozenset[int]]
    light: frozenset[str]
    opposed: dict[str, frozenset[str]]


@cache
def _words() -> _Words:
    stored = read_json("models/versions/words.json")
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(stored["same"]):
        for word in group:
            groups.setdefault(word, set()).add(number)
    opposed: dict[str, set[str]] = {}
    for one, other in stored["opposed"]:
        opposed.setdefault(one, set()).add(other)
        opposed.setdefault(other, set()).add(one)
    return _Words(
        {word: frozenset(own) for word, own in groups.items()},
        frozenset(stored["light"]),
        {word: frozenset(own) for word, own in opposed.items()},
    )


def features(before: Reading, after: Reading, distance: float, embedder: Embedder) -> list[float]:
    """Return `FEATURES` of an edit.

    Args:
        before: the statement as it was.
        after: as it is.
        distance: one less the cosine of the two texts, centred.
        embedder: says how near two words are.
    """
    left, right = uncovered(before, after, embedder), uncovered(after, before, embedder)
    both = [*left, *right]
    count = sum(w.content for w in (*before.words, *after.words)) or 1
    total = sum(cost for _, cost in both) / count
    negation = float(min(2, abs(_negations(before) - _negations(after))))
    return [
        distance,
        *(_worst(both, parts) for parts in _PARTS),
        *(min(_worst(left, parts), _worst(right, parts)) for parts in _SWAPPED),
        total,
        abs(sum(cost for _, cost in left) - sum(cost for _, cost in right)) / count,
        negation,
        negation * max(0.0, 1.0 - _HARDLY * total),
        float(_other_numbers(before, after)),
        float(bool(names(before, after) or names(after, before))),
        float(bool(opposites(before, after))),
        *_turned(before, after),
    ]


def _worst(found: Iterable[tuple[Word, float]], parts: tuple[str, ...]) -> float:
    return max((cost for word, cost in found if word.part in parts), default=0.0)


def uncovered(own: Reading, other: Reading, embedder: Embedder) -> list[tuple[Word, float]]:
    """Return the content words of one side that the other side does not have, and their costs."""
    lists = _words()
    theirs = [w for w in other.words if w.content]
    forms = {form for w in other.words for form in (w.text, w.lemma)}
    forms |= {a.text + b.text for a, b in pairwise(other.words)}  # "health care", "healthcare"
    rest = [
        w
        for w in own.words
        if w.content
        and not {w.text, w.lemma} & forms
        and w.lemma not in lists.light
        and not is_number(w.text)
    ]
    if not rest:
        return []
    if not theirs:
        return [(w, 1.0) for w in rest]
    pairs = [f"{a.text} {b.text}" for a, b in pairwise(theirs)]
    candidates = [*(w.text for w in theirs), *pairs]
    vectors = embedder.encode([*(w.text for w in rest), *candidates])
    cosines: NDArray[np.float32] = vectors[: len(rest)] @ vectors[len(rest) :].T
    return [(word, _cost(word, theirs, float(cosines[row].max()))) for row, word in enumerate(rest)]


def _cost(word: Word, theirs: Sequence[Word], nearest: float) -> float:
    if any(_same(word, other) for other in theirs):
        return 0.0
    return 1.0 - _NEAR * min(1.0, max(0.0, nearest))


def _same(word: Word, other: Word) -> bool:
    """Return whether two words are synonyms or forms of one word."""
    groups = _words().groups
    if groups.get(word.lemma, frozenset()) & groups.get(other.lemma, frozenset()):
        return True
    if word.name or other.name:
        return False
    short, long = sorted((word.text, other.text), key=len)
    if len(short) >= _STEM:
        return short in long or short[:_STEM] == long[:_STEM]
    # "care" in "healthcare"
    return len(short) == _STEM - 1 and len(long) > 2 * len(short) - 1 and long.endswith(short)


def _negations(reading: Reading) -> int:
    words = sum(w.text in NEGATIONS for w in reading.words)
    words += len(_INSTEAD.findall(reading.text))
    words -= len(_OR_NOT.findall(reading.text))
    excluded = sum(w.lemma in ("exclude", "excluded", "excluding") for w in reading.words)
    return words + excluded


def is_number(word: str) -> bool:
    """Return whether a word is a figure or a number in letters."""
    return word in _NUMBERS or bool(NUMBER.search(word))


def numbers(reading: Reading) -> tuple[tuple[float, ...], frozenset[str]]:
    """Return a statement's numbers, sorted, and its measures of time; "one" counts nothing."""
    units = {_UNITS[w.lemma] for w in reading.words if w.lemma in _UNITS}
    return tuple(sorted({n for n, _ in figures(reading) if n != 1.0})), frozenset(units)


def figures(reading: Reading) -> list[tuple[float, str]]:
    """Return a statement's numbers and how each is written, with its sign, but for "one"."""
    percent = _PERCENT.search(reading.text) is not None
    found: list[tuple[float, str]] = []
    for word, (start, end) in zip(reading.words, places(reading), strict=True):
        if word.text in _NUMBERS:
            values = [_NUMBERS[word.text]]
        else:
            values = [float(figure.replace(",", "")) for figure in NUMBER.findall(word.text)]
        sign = _PERCENT.match(reading.text, end)
        start -= reading.text[start - 1 : start] in _CURRENCIES
        written = reading.text[start : sign.end() if sign else end]
        found += [(n / 100 if percent and 1 < n <= 100 else n, written) for n in values]
    return [(value, written) for value, written in found if written.casefold() != "one"]


def places(reading: Reading) -> list[tuple[int, int]]:
    """Return where each word of a statement stands in its text: start and end, in code points."""
    found = []
    end = 0
    for word in reading.words:
        start = max(end, reading.text.find(word.written, end))
        end = start + len(word.written)
        found.append((start, end))
    return found


def _other_numbers(before: Reading, after: Reading) -> bool:
    """Return whether numbers differ, or measures of time where both sides have some."""
    (left, left_units), (right, right_units) = numbers(before), numbers(after)
    return left != right or bool(left_units and right_units and left_units != right_units)


def names(own: Reading, other: Reading) -> list[str]:
    """Return the names of one side that the other does not have in any form."""
    forms = {form[:_STEM] for w in other.words for form in (w.text, w.lemma)}
    return [
        w.written for w in own.words if w.name and not {w.text[:_STEM], w.lemma[:_STEM]} & forms
    ]


def opposites(before: Reading, after: Reading) -> list[tuple[str, str]]:
    """Return words of the one side whose opposite stands on the other, and which do not stay."""
    opposed = _words().opposed
    left = {w.lemma for w in before.words} | {w.text for w in before.words}
    right = {w.lemma for w in after.words} | {w.text for w in after.words}
    return [
        (word, other)
        for word in sorted(left - right)
        for other in sorted(opposed.get(word, frozenset()) & (right - left))
    ]


def _turned(before: Reading, after: Reading) -> tuple[float, float]:
    """Return whether a word changed sides ("from coal", "to coal") and whether one was denied."""
    left, right = _roles(before), _roles(after)
    pairs = [
        frozenset((role, right[word]))
        for word, role in left.items()
        if word in right and role != right[word]
    ]
    return float(any(p in _TURNED for p in pairs)), float(any("not" in p for p in pairs))


def _roles(reading: Reading) -> dict[str, str]:
    """Return the preposition or negation right before each content word, or an empty text."""
    found: dict[str, str] = {}
    role = ""
    for word in reading.words:
        if word.text in NEGATIONS:
            role = "not"
        elif word.text in _ROLES:
            role = word.text
        elif word.content:
            found.setdefault(word.lemma, role)
            role = ""
        elif word.part in ("VERB", "AUX", "SCONJ", "CCONJ"):
            role = ""
    return found
