"""How far people's versions of one mission and vision say the same, and where they part.

Everything here is arithmetic on vectors and readings; `analyzer.people` brings the two together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analyzer.alignment.agreement import mean_of_pairs, sums
from analyzer.alignment.reading import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.alignment.agreement import Curve, Floats, VersionModel
    from analyzer.alignment.embedder import Vectors
    from analyzer.alignment.reading import Reading

# An outlier stands this many robust standard deviations below the median, and more likely than not
# says something else; under four people nobody can be told from the rest.
OUTLIER_AT, FEWEST = 3.0, 4
_MAD_TO_DEVIATION = 1.4826
_EVEN = 0.5
_TIGHT = 0.05  # a group that agrees almost wholly still differs by so much
_CANDIDATES = 400
_MOST = 6
# A phrase is shared by who says the same with this probability: loose ones bind nobody.
_SHARED_AT = 0.85
_BLOCK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """The versions of one statement, mission or vision.

    Attributes:
        rows: index of the person behind each version, rising.
        vectors: of the versions [n, d].
    """

    rows: Sequence[int]
    vectors: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Sums over pairs of people: both statements count where both people gave them.

    Attributes:
        total: sum of each person's probabilities with the others [people].
        count: how many probabilities that is [people].
    """

    total: Floats
    count: Floats

    @property
    def each(self) -> Floats:
        """Each person's mean; NaN where there is nothing to compare [people]."""
        means = np.full(len(self.total), np.nan)
        np.divide(self.total, self.count, out=means, where=self.count > 0)
        return means

    @property
    def mean(self) -> float | None:
        """The mean over all pairs; None where there is none."""
        count = float(self.count.sum())
        return float(self.total.sum()) / count if count else None


def agreement(people: int, versions: Sequence[Versions], curve: Curve) -> Pairs:
    """Return everybody's agreement with the others.

    Args:
        people: how many there are.
        versions: of mission and vision.
        curve: of whole versions.
    """
    total, count = np.zeros(people), np.zeros(people)
    for own in versions:
        rows = list(own.rows)
        if len(rows) > 1:
            total[rows] += sums(own.vectors, curve)
            count[rows] += len(rows) - 1
    return Pairs(total, count)


def against(
    people: Sequence[int], others: Sequence[int], versions: Sequence[Versions], curve: Curve
) -> float | None:
    """Return the mean probability that some people say what others say; None without a pair."""
    total, count = 0.0, 0
    for own in versions:
        place = {person: row for row, person in enumerate(own.rows)}
        mine = [place[p] for p in people if p in place]
        theirs = [place[p] for p in others if p in place]
        if mine and theirs:
            total += float(sums(own.vectors[mine], curve, own.vectors[theirs]).sum())
            count += len(mine) * len(theirs)
    return total / count if count else None


def outliers(each: Floats) -> list[bool]:
    """Return who stands apart, by the median and the median absolute deviation.

    Args:
        each: agreement of every person with the others, NaN where unknown [people].
    """
    known = each[~np.isnan(each)]
    if len(known) < FEWEST:
        return [False] * len(each)
    middle = float(np.median(known))
    deviation = _MAD_TO_DEVIATION * float(np.median(np.abs(known - middle)))
    floor = middle - OUTLIER_AT * max(deviation, _TIGHT)
    return [bool(value < min(floor, _EVEN)) for value in each]


def percentile(value: float, others: Floats) -> int | None:
    """Return how many of 100 others stand lower; ties count half."""
    known = others[~np.isnan(others)]
    if not len(known):
        return None
    lower = float((known < value).sum()) + float((known == value).sum()) / 2
    return round(100 * lower / len(known))


def positions(people: int, versions: Sequence[Versions]) -> tuple[Floats, float, float]:
    """Place people by meaning: classical scaling of their vectors to two dimensions.

    With Euclidean distances that is the projection on the two main axes, which needs no matrix of
    all pairs. Where somebody gave one statement only, the other's mean stands in for it.

    Args:
        people: how many there are.
        versions: of mission and vision.

    Returns:
        x and y of every person, the largest of all being one, NaN for who gave nothing
        [people, 2]; the share of the differences that they show; the distance between vectors
        that is one on the map.
    """
    placed = np.full((people, 2), np.nan)
    given = sorted({row for own in versions for row in own.rows})
    if not given:
        return placed, 1.0, 0.0
    seat = {person: row for row, person in enumerate(given)}
    blocks = []
    for own in versions:
        if len(own.rows):
            vectors = own.vectors.astype(np.float64)
            block = np.tile(vectors.mean(axis=0), (len(given), 1))
            block[[seat[person] for person in own.rows]] = vectors
            blocks.append(block)
    table = np.concatenate(blocks, axis=1) / np.sqrt(len(blocks))
    table -= table.mean(axis=0)
    flat, shown = _flattened(table)
    # The sign of an axis is free; the person furthest out stands on the positive side.
    furthest = np.argmax(np.abs(np.round(flat, 9)), axis=0)
    flat *= np.where(flat[furthest, [0, 1]] < 0, -1.0, 1.0)
    scale = float(np.abs(flat).max())
    if scale < 1e-6:
        placed[given] = 0.0
        return placed, 1.0, 0.0
    placed[given] = flat / scale
    return placed, shown, scale


def _flattened(table: Floats) -> tuple[Floats, float]:
    """Return centred rows on their two main axes [n, 2], and the share of the spread they keep.

    The smaller of the two matrices of products is taken apart; the other has the same values.
    """
    n, d = table.shape
    if n <= d:
        values, axes = np.linalg.eigh(table @ table.T)
        flat = axes * np.sqrt(np.maximum(values, 0.0))
    else:
        values, axes = np.linalg.eigh(table.T @ table)
        flat = table @ axes
    flat = np.pad(flat[:, ::-1][:, :2], ((0, 0), (0, max(0, 2 - flat.shape[1]))))
    everything = float(values.sum())
    shown = float(values[::-1][:2].sum()) / everything if everything > 1e-9 else 1.0
    return flat, min(1.0, shown)


def even_distance(curve: Curve, scale: float) -> float | None:
    """Return how far apart on the map two versions are as likely the same as not."""
    return float(np.sqrt(2 - 2 * min(1.0, max(-1.0, curve.even)))) / scale if scale else None


def dimension(answers: Sequence[str], model: VersionModel, *, dated: bool) -> float | None:
    """Return how far those who say something on one dimension agree; None for fewer than two.

    Args:
        answers: one a person.
        model: of the embedder.
        dated: whether they tell a date; those with numbers then agree where the numbers do.
    """
    if len(answers) < 2:
        return None
    keys = [frozenset(NUMBER.findall(a)) if dated else frozenset() for a in answers]
    plain = [answer for answer, key in zip(answers, keys, strict=True) if not key]
    n, wordy = len(answers), len(plain)
    told = mean_of_pairs(model.encode(plain), model.phrase)
    alike = Counter(key for key in keys if key)
    pairs = sum(number * (number - 1) for number in alike.values())
    total = (told or 0.0) * wordy * (wordy - 1) + pairs
    return total / (n * (n - 1))


@dataclass(frozen=True, slots=True)
class Shared:
    """A phrase in somebody's own words, and how many of how many people share its meaning."""

    phrase: str
    people: int
    of: int


def core(readings: Sequence[Reading], model: VersionModel) -> list[Shared]:
    """Return the phrases whose meaning more than half of the versions share, the commonest first.

    Args:
        readings: of one statement, one a person.
        model: of the embedder.
    """
    if len(readings) < 2:
        return []
    counts = Counter(p.lower() for r in readings for p in r.phrases)
    written: dict[str, str] = {}
    for reading in readings:
        for phrase in reading.phrases:
            written.setdefault(phrase.lower(), phrase)
    if not counts:
        return []
    phrases = list(counts)
    vectors = model.encode([written[p] for p in phrases])
    place = {phrase: row for row, phrase in enumerate(phrases)}
    weights = np.array([counts[p] for p in phrases], dtype=np.float64)
    # What lies near the middle of all phrases can be common; the rest need not be tried.
    nearness = vectors @ (weights @ vectors)
    tried = np.argsort(-nearness, kind="stable")[:_CANDIDATES]
    holders = [[place[p.lower()] for p in r.phrases] for r in readings]
    people = [number for number, own in enumerate(holders) for _ in own]
    held = np.array([row for own in holders for row in own], dtype=np.intp)
    best = np.zeros((len(tried), len(readings)))
    for start in range(0, len(held), _BLOCK):
        rows = held[start : start + _BLOCK]
        likely = model.phrase((vectors[tried] @ vectors[rows].T).astype(np.float64))
        np.maximum.at(best.T, people[start : start + _BLOCK], likely.T)
    support = (best >= _SHARED_AT).sum(axis=1)
    order = np.lexsort((-best.mean(axis=1), -support))
    return _distinct(
        [(int(tried[i]), int(support[i])) for i in order if 2 * support[i] > len(readings)],
        [written[p] for p in phrases],
        vectors,
        len(readings),
        model.phrase,
    )


def _distinct(
    found: Sequence[tuple[int, int]],
    written: Sequence[str],
    vectors: Vectors,
    people: int,
    curve: Curve,
) -> list[Shared]:
    """Keep of phrases that say the same the first, until there are enough."""
    kept: list[tuple[int, int]] = []
    for row, support in found:
        near = [float(vectors[row] @ vectors[other]) for other, _ in kept]
        if all(chance < _EVEN for chance in curve(np.array(near))):
            kept.append((row, support))
        if len(kept) == _MOST:
            break
    return [Shared(written[row], support, people) for row, support in kept]


def answers_of(readings: Sequence[Mapping[str, Reading]], aspect: str) -> list[str]:
    """Return what people say on one dimension, one answer a person who says something.

    Args:
        readings: of each person's statements by `mission` and `vision`.
        aspect: one of `DIMENSIONS`; when a thing is to be true, the vision says first.
    """
    order = ("vision", "mission") if aspect == "when" else ("mission", "vision")
    found = []
    for own in readings:
        said = [own[name].answers[aspect] for name in order if aspect in _answers(own, name)]
        found += said[:1]
    return found


def _answers(own: Mapping[str, Reading], name: str) -> Mapping[str, str]:
    return own[name].answers if name in own else {}
