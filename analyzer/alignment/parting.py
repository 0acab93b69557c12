"""Which versions cannot say the same, however near their words: other numbers, opposites, a "not".

Numbers, opposites and negations are read by `analyzer.alignment.changes`, as in an edit. Here they
are held against each other for all pairs of many versions, and what parts them is named.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from analyzer.alignment.changes import (
    FEATURES,
    NEGATIONS,
    features,
    figures,
    is_number,
    opposites,
    places,
)
from analyzer.alignment.reading import Reading
from analyzer.resources import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from analyzer.alignment.embedder import Vectors
    from analyzer.alignment.reading import Word

    Table = NDArray[np.bool_]

_Key = TypeVar("_Key", bound="Hashable")

_NEGATION, _DENIED = FEATURES.index("negation"), FEATURES.index("denied")
_NOTHING = Reading("", (), {}, ())
_YEARS = range(1900, 2101)
# "Not" turns a statement round where hardly another word differs; in texts that share less it may
# stand for the same: "nobody waits", "all are served at once".
_SAME_WORDS = 0.9
_MOST = 6


class WordForms:
    """Embedder for which words are alike only where they are the same word or synonyms."""

    name, revision = "word forms", ""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return rows of zeros [texts, 1]: no word is near another."""
        return np.zeros((len(texts), 1), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Parting:
    """One matter on which versions differ, in their own words.

    Attributes:
        what: `number`, `opposite` or `negation`.
        said: the words on each side, and how many people have them.
    """

    what: str
    said: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Partings:
    """Which pairs of versions differ, and by what [n, n] each."""

    years: Table
    figures: Table
    opposite: Table
    negation: Table

    @property
    def any(self) -> Table:
        """Pairs that differ by one of them."""
        return self.years | self.figures | self.opposite | self.negation


def negations(reading: Reading) -> int:
    """Return how many negations a reading has; two stand for two or more."""
    # No noun or number negates; without them the count is quick.
    small = tuple(w for w in reading.words if not w.content or w.part == "VERB")
    bare = Reading(reading.text, small, {}, ())
    return int(features(bare, _NOTHING, 0.0, WordForms())[_NEGATION])


def denies(phrase: Reading, reading: Reading) -> bool:
    """Return whether a text puts a negation before a word of a phrase, or takes one from it."""
    return bool(features(phrase, reading, 0.0, WordForms())[_DENIED])


def part_of(reading: Reading, text: str, *, denial: bool = False) -> Reading:
    """Return the reading of words that stand in a statement; without words where they do not.

    Args:
        reading: of the statement.
        text: the words.
        denial: whether a negation right before them belongs to them: "not" in "not grow".
    """
    start = reading.text.find(text)
    words: list[Word] = []
    for word, (place, _) in zip(reading.words, places(reading), strict=True):
        if 0 <= start <= place < start + len(text):
            words.append(word)
        elif place < start:
            words = [word] if denial and word.text in NEGATIONS else []
    return Reading(text, tuple(words), {}, ())


def partings(readings: Sequence[Reading]) -> Partings:
    """Return which pairs of versions differ in what they say.

    Numbers differ where each side has one that the other lacks, years and other numbers apart:
    who leaves one out only forgot it. A negation takes back an opposite: "not grow", "shrink".

    Args:
        readings: one a version.
    """
    keys = [_numbers(reading) for reading in readings]
    turned = np.array([negations(reading) % 2 == 1 for reading in readings], dtype=bool)
    other = turned[:, None] != turned[None]
    opposed = _opposed(readings)
    negation = np.zeros_like(other)
    if other.any():
        negation = other & ~opposed & _same_words([_content(reading) for reading in readings])
    return Partings(
        _crossed([years for years, _ in keys]),
        _crossed([rest for _, rest in keys]),
        opposed & ~other,
        negation,
    )


def _numbers(reading: Reading) -> tuple[frozenset[float], frozenset[float]]:
    """Return the years of a statement and its other numbers."""
    values = {round(value, 2) for value, _ in figures(reading)}
    years = frozenset(value for value in values if value in _YEARS)
    return years, frozenset(values) - years


def _content(reading: Reading) -> frozenset[str]:
    return frozenset(w.lemma for w in reading.words if w.content and not is_number(w.text))


def _each(keys: Sequence[_Key], table: Callable[[list[_Key]], Table]) -> Table:
    """Return the table of all pairs, worked out once for each distinct key [n, n]."""
    distinct = list(dict.fromkeys(keys))
    place = {key: row for row, key in enumerate(distinct)}
    rows = np.array([place[key] for key in keys], dtype=np.intp)
    small = table(distinct)
    return small[np.ix_(rows, rows)]


def _common(sets: Sequence[frozenset[_Key]]) -> NDArray[np.int32]:
    """Return how many values two sets share, of all pairs [n, n]."""
    holders: dict[_Key, list[int]] = {}
    for row, own in enumerate(sets):
        for value in own:
            holders.setdefault(value, []).append(row)
    found = np.zeros((len(sets), len(sets)), dtype=np.int32)
    for rows in holders.values():
        found[np.ix_(rows, rows)] += 1
    return found


def _crossed(sets: Sequence[frozenset[float]]) -> Table:
    def table(distinct: list[frozenset[float]]) -> Table:
        both = _common(distinct)
        sizes = np.array([len(own) for own in distinct], dtype=np.int32)
        return (both < sizes[:, None]) & (both < sizes[None])

    return _each(sets, table)


def _same_words(sets: Sequence[frozenset[str]]) -> Table:
    def table(distinct: list[frozenset[str]]) -> Table:
        sizes = np.array([len(own) for own in distinct], dtype=np.int32)
        found: Table = 2 * _common(distinct) >= _SAME_WORDS * (sizes[:, None] + sizes[None])
        return found

    return _each(sets, table)


@cache
def _opposable() -> frozenset[str]:
    """Return the words that have an opposite."""
    return frozenset(w for pair in read_json("models/versions/words.json")["opposed"] for w in pair)


def _opposable_words(reading: Reading) -> Reading:
    """Return what is left of a reading without the words that have no opposite.

    Prepositions are left out: in other sentences "for" and "against" say nothing of each other.
    """
    known = _opposable()
    words = (w for w in reading.words if {w.text, w.lemma} & known and w.part != "ADP")
    return Reading("", tuple(words), {}, ())


def _opposed(readings: Sequence[Reading]) -> Table:
    bare = [_opposable_words(reading) for reading in readings]
    keys = [frozenset(form for w in r.words for form in (w.text, w.lemma)) for r in bare]
    first = dict(zip(reversed(keys), reversed(bare), strict=True))

    def table(distinct: list[frozenset[str]]) -> Table:
        found = np.zeros((len(distinct), len(distinct)), dtype=bool)
        for row, own in enumerate(distinct):
            for column in range(row):
                if opposites(first[own], first[distinct[column]]):
                    found[row, column] = found[column, row] = True
        return found

    return _each(keys, table)


def named(readings: Sequence[Reading], found: Partings, agreeing: Table) -> list[Parting]:
    """Name what parts versions that would agree but for it.

    Args:
        readings: one a version.
        found: their partings.
        agreeing: which pairs of them agree by their vectors [n, n].
    """
    years, rest = (_figures(readings, table & agreeing) for table in (found.years, found.figures))
    told = [Parting("number", said) for said in (_of_years(years), _of_others(rest)) if said]
    told += _opposites(readings, found.opposite & agreeing)
    turned = found.negation & agreeing
    if turned.any():
        told.append(Parting("negation", _turned(readings, turned)))
    return told


def _figures(readings: Sequence[Reading], apart: Table) -> dict[float, tuple[str, int]]:
    """Return the numbers of versions that differ by them, as written, and how many have each."""
    counts: Counter[float] = Counter()
    written: dict[float, str] = {}
    for row in np.flatnonzero(apart.any(axis=1)).tolist():
        own = {round(value, 2): words for value, words in reversed(figures(readings[row]))}
        counts.update(own.keys())
        for value, words in own.items():
            written.setdefault(value, words)
    return {value: (written[value], number) for value, number in counts.most_common()}


def _of_years(found: dict[float, tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(said for value, said in found.items() if value in _YEARS)[:_MOST]


def _of_others(found: dict[float, tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(said for value, said in found.items() if value not in _YEARS)[:_MOST]


def _opposites(readings: Sequence[Reading], apart: Table) -> list[Parting]:
    bare = [_opposable_words(reading) for reading in readings]
    sides: dict[tuple[str, str], tuple[set[int], set[int]]] = {}
    for row, column in zip(*np.nonzero(np.triu(apart)), strict=True):
        for one, other in opposites(bare[row], bare[column]):
            turned = one > other
            left, right = sides.setdefault((other, one) if turned else (one, other), (set(), set()))
            (right if turned else left).add(int(row))
            (left if turned else right).add(int(column))
    told = [
        Parting("opposite", ((one, len(left)), (other, len(right))))
        for (one, other), (left, right) in sides.items()
    ]
    return sorted(told, key=lambda own: -sum(number for _, number in own.said))[:_MOST]


def _turned(readings: Sequence[Reading], apart: Table) -> tuple[tuple[str, int], ...]:
    rows = np.flatnonzero(apart.any(axis=1)).tolist()
    one = [row for row in rows if negations(readings[row]) % 2 == 0]
    other = [row for row in rows if negations(readings[row]) % 2 == 1]
    return tuple((readings[side[0]].text, len(side)) for side in (one, other))
