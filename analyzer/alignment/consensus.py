"""How far people's versions of one mission and vision say the same, and where they part.

Everything here is arithmetic on vectors and readings; `analyzer.people` brings the two together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analyzer.alignment.agreement import mean_of_pairs, sums
from analyzer.alignment.changes import figures, uncovered
from analyzer.alignment.parting import WordForms, denies, negations, part_of, partings
from analyzer.alignment.reading import NUMBER, Reading
from analyzer.versions import EVEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.alignment.agreement import Curve, Floats, Table, VersionModel
    from analyzer.alignment.embedder import Vectors

# An outlier stands this many robust standard deviations below the median, and more likely than not
# says something else; under four people nobody can be told from the rest.
OUTLIER_AT, FEWEST = 3.0, 4
_MAD_TO_DEVIATION = 1.4826
_TIGHT = 0.05  # a group that agrees almost wholly still differs by so much
_CANDIDATES = 120
_MOST = 6
_FORMS, _NOTHING = WordForms(), Reading("", (), {}, ())


@dataclass(frozen=True, slots=True, eq=False)
class Versions:
    """The versions of one statement, mission or vision.

    Attributes:
        rows: index of the person behind each version, rising.
        vectors: of the versions [n, d].
        parted: which pairs cannot say the same, however near their vectors [n, n].
    """

    rows: Sequence[int]
    vectors: Vectors
    parted: Table | None = None

    def of(self, places: Sequence[int]) -> Versions:
        """Return some of the versions, by their places."""
        parted = None if self.parted is None else self.parted[np.ix_(places, places)]
        return Versions([self.rows[place] for place in places], self.vectors[places], parted)


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
            total[rows] += sums(own.vectors, curve, parted=own.parted)
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
            parted = None if own.parted is None else own.parted[np.ix_(mine, theirs)]
            total += float(sums(own.vectors[mine], curve, own.vectors[theirs], parted).sum())
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
    return [bool(value < min(floor, EVEN)) for value in each]


def percentile(value: float, others: Floats) -> int | None:
    """Return how many of 100 others stand lower; ties count half."""
    known = others[~np.isnan(others)]
    if not len(known):
        return None
    lower = float((known < value).sum()) + float((known == value).sum()) / 2
    return round(100 * lower / len(known))


def positions(
    people: int, versions: Sequence[Versions], apart: Sequence[bool] = ()
) -> tuple[Floats, float, float]:
    """Place people by meaning: classical scaling of their vectors to two dimensions.

    With Euclidean distances that is the projection on the two main axes, which needs no matrix of
    all pairs. Where somebody gave one statement only, the other's mean stands in for it. Two
    dimensions may put those who stand apart into the middle, so these keep their true distance to
    the middle of the others, in the direction that the projection gives.

    Args:
        people: how many there are.
        versions: of mission and vision.
        apart: who stands apart, one a person.

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
    _outward(flat, table, np.array([apart[row] for row in given] if apart else [], dtype=bool))
    scale = float(np.abs(flat).max())
    if scale < 1e-6:
        placed[given] = 0.0
        return placed, 1.0, 0.0
    placed[given] = flat / scale
    return placed, shown, scale


def _outward(flat: Floats, table: Floats, apart: Table) -> None:
    """Move those who stand apart as far from the middle of the others as they really are."""
    if not apart.any() or apart.all():
        return
    middle, true = flat[~apart].mean(axis=0), table[~apart].mean(axis=0)
    for row in np.flatnonzero(apart):
        offset = flat[row] - middle
        shown = float(np.linalg.norm(offset))
        way = offset / shown if shown > 1e-6 else np.array([1.0, 0.0])
        flat[row] = middle + way * float(np.linalg.norm(table[row] - true))


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


def dimension(answers: Sequence[Reading], model: VersionModel, *, dated: bool) -> float | None:
    """Return how far those who say something on one dimension agree; None for fewer than two.

    Args:
        answers: one a person.
        model: of the embedder.
        dated: whether they tell a date; those with numbers then agree where the numbers do.
    """
    if len(answers) < 2:
        return None
    keys = [frozenset(NUMBER.findall(a.text)) if dated else frozenset() for a in answers]
    plain = [answer for answer, key in zip(answers, keys, strict=True) if not key]
    n, wordy = len(answers), len(plain)
    vectors = model.encode([answer.text for answer in plain])
    told = mean_of_pairs(vectors, model.phrase, partings(plain).any) if wordy > 1 else None
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
    """Return the phrases that stand in more than half of the versions, the commonest first.

    A phrase stands in a version that has each of its words, a form or a plain synonym of it, and
    each of its numbers, and that does not deny it.

    Args:
        readings: of one statement, one a person.
        model: of the embedder; says which phrases are worth a look.
    """
    if len(readings) < 2:
        return []
    tried = _tried(readings, model)
    people = Counter(reading.text for reading in readings)
    read = {reading.text: reading for reading in readings}
    negated = {text for text, reading in read.items() if negations(reading)}
    # The words of all phrases are held against a version at once.
    words = Reading("", tuple({w.text: w for p in tried for w in p.words}.values()), {}, ())
    needs = [(_lacking(p, _NOTHING), _values(p)) for p in tried]
    support = np.zeros(len(tried), dtype=int)
    for text, reading in read.items():
        lacks = _lacking(words, reading)
        values = _values(reading)
        for row, (phrase, (own, figures_)) in enumerate(zip(tried, needs, strict=True)):
            if own & lacks or not figures_ <= values:
                continue
            # "The islands" are the same where nobody waits on them; who is not carried is not.
            asked = negations(phrase) or (text in negated and _acts(phrase))
            if not (asked and denies(phrase, reading)):
                support[row] += people[text]
    told = [
        (row, int(support[row]))
        for row, (own, figures_) in enumerate(needs)
        if (own or figures_) and 2 * support[row] > len(readings)
    ]
    told.sort(key=lambda found: (-found[1], -len(needs[found[0]][0] | needs[found[0]][1])))
    kept: list[tuple[int, int]] = []
    for row, number in told:
        # What a phrase before it has said already is not said again.
        if len(kept) < _MOST and not any(_within(tried[row], tried[other]) for other, _ in kept):
            kept.append((row, number))
    return [Shared(tried[row].text, number, len(readings)) for row, number in kept]


def _tried(readings: Sequence[Reading], model: VersionModel) -> list[Reading]:
    """Return the readings of the phrases nearest to the middle of all: only they can be common."""
    counts: Counter[str] = Counter()
    written: dict[str, Reading] = {}
    for reading in readings:
        when = reading.answers.get("when")
        for phrase in (*reading.phrases, *((when,) if when else ())):
            counts[phrase.lower()] += 1
            if phrase.lower() not in written:
                written[phrase.lower()] = part_of(reading, phrase)
    if not counts:
        return []
    vectors = model.encode([written[phrase].text for phrase in counts])
    weights = np.array(list(counts.values()), dtype=np.float64)
    nearest = np.argsort(-(vectors @ (weights @ vectors)), kind="stable")[:_CANDIDATES]
    phrases = list(written.values())
    return [phrases[row] for row in nearest]


def _values(reading: Reading) -> set[float]:
    return {value for value, _ in figures(reading)}


def _acts(phrase: Reading) -> bool:
    return any(word.part == "VERB" for word in phrase.words)


def _lacking(own: Reading, other: Reading) -> set[str]:
    """Return the words of one side that the other has in no form."""
    return {word.text for word, cost in uncovered(own, other, _FORMS) if cost}


def _within(phrase: Reading, other: Reading) -> bool:
    return not _lacking(phrase, other) and _values(phrase) <= _values(other)


def answers_of(readings: Sequence[Mapping[str, Reading]], aspect: str) -> list[Reading]:
    """Return what people say on one dimension, one answer a person who says something.

    Args:
        readings: of each person's statements by `mission` and `vision`.
        aspect: one of `DIMENSIONS`; when a thing is to be true, the vision says first.
    """
    order = ("vision", "mission") if aspect == "when" else ("mission", "vision")
    found = []
    for own in readings:
        said = [
            part_of(own[name], own[name].answers[aspect], denial=True)
            for name in order
            if aspect in _answers(own, name)
        ]
        found += said[:1]
    return found


def _answers(own: Mapping[str, Reading], name: str) -> Mapping[str, str]:
    return own[name].answers if name in own else {}
