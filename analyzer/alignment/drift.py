"""What an edit did to a mission or a vision, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from analyzer.alignment.changes import (
    NEGATIONS,
    features,
    figures,
    names,
    numbers,
    opposites,
    places,
    uncovered,
)
from analyzer.alignment.closeness import sigmoid
from analyzer.versions import MEANING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.alignment.agreement import VersionModel
    from analyzer.alignment.reading import Reading

_MOST = 4
_SHOWN = 40  # characters of an answer that a message shows in full
_TURNING = 4  # words beside a negation up to which they are shown with it
_ALL = frozenset("all always any every everybody everyone everything everywhere".split())
# "do not", "can never": what is added to a clause to deny it.
_DENYING = NEGATIONS | frozenset(
    "do does did is are was were be been will would can could ca wo shall should may must have has"
    " had longer one any".split()
)
_LETTERS = re.compile(r"[^\W_]+|[%$€£¥]")
_CONTRACTED = re.compile(r"(?<=\w)n['’]t\b")
_TYPOGRAPHY = str.maketrans("’‘“”–—…", "''\"\"--.")


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of one statement.

    Attributes:
        drift: probability that the meaning changed.
        same: whether nothing changed but white space.
        differences: what changed, as kind, words before, words after; of a change of meaning.
    """

    drift: float
    same: bool
    differences: tuple[tuple[str, str | None, str | None], ...] = ()

    @property
    def is_meaning(self) -> bool:
        """Whether the meaning changed, more likely than not."""
        return self.drift >= MEANING


def edit_of(before: Reading, after: Reading, model: VersionModel) -> Edit:
    """Return what an edit did.

    Args:
        before: the statement as it was.
        after: as it is.
        model: of the embedder.
    """
    if before.text == after.text:
        return Edit(0.0, same=True)
    if _letters(before.text) == _letters(after.text):
        return Edit(0.0, same=False)
    vectors = model.encode([before.text, after.text])
    distance = 1 - float(vectors[0] @ vectors[1])
    row = np.array(features(before, after, distance, model.embedder))
    drift = round(float(sigmoid(row @ model.change + model.bias)), 4)
    if drift < MEANING:
        return Edit(drift, same=False)
    found = dict.fromkeys(_differences(before, after, model))
    if not found:
        found = dict.fromkeys(("words", gone, new) for gone, new in _edits(before, after))
    return Edit(drift, same=False, differences=tuple(found)[:_MOST])


def _letters(text: str) -> list[str]:
    """Return a text's words and measures without case, punctuation and typography."""
    return _LETTERS.findall(text.translate(_TYPOGRAPHY).casefold())


def _differences(
    before: Reading, after: Reading, model: VersionModel
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield what an edit changed, the plainest first."""
    (left, left_units), (right, right_units) = numbers(before), numbers(after)
    left_figures, right_figures = figures(before), figures(after)
    yield from _answers(("whom",), before, after, model)
    for word, other in opposites(before, after):
        yield "opposite", word, other
    yield from _turned(before, after)
    gone, new = names(before, after), names(after, before)
    if gone or new:
        yield "name", _listed(gone), _listed(new)
    if left != right:
        gone, new = _other(left_figures, right_figures), _other(right_figures, left_figures)
        yield "number", _listed(gone), _listed(new)
    yield from _answers(("what", "why", "impact", "when"), before, after, model)
    if left_units != right_units:
        yield "time", _listed(sorted(left_units)), _listed(sorted(right_units))
    left_words = [word.written for word, _ in uncovered(before, after, model.embedder)]
    right_words = [word.written for word, _ in uncovered(after, before, model.embedder)]
    if left_words or right_words:
        yield "words", _listed(left_words), _listed(right_words)


def _other(own: Sequence[tuple[float, str]], theirs: Sequence[tuple[float, str]]) -> list[str]:
    """Return the numbers of one side that the other does not have, as written."""
    known = {value for value, _ in theirs}
    return list(dict.fromkeys(said for value, said in own if value not in known))


def _answers(
    questions: Sequence[str], before: Reading, after: Reading, model: VersionModel
) -> Iterator[tuple[str, str | None, str | None]]:
    for question in questions:
        one, other = before.answers.get(question), after.answers.get(question)
        if one and other:
            one, other = _without_shared_ends(one, other)
            if _parted(one, other, before, after, model):
                yield question, one, other


def _without_shared_ends(one: str, other: str) -> tuple[str, str]:
    """Return two answers without the words that both end with: "in Cork" did not change.

    Where they are long, those that both begin with go too, so that what differs is seen.
    """
    left, right = one.split(), other.split()
    while len(left) > 1 and len(right) > 1 and left[-1].casefold() == right[-1].casefold():
        left, right = left[:-1], right[:-1]
    while (
        min(len(" ".join(left)), len(" ".join(right))) > _SHOWN
        and left[0].casefold() == right[0].casefold()
    ):
        left, right = left[1:], right[1:]
    return " ".join(left), " ".join(right)


def _edits(before: Reading, after: Reading) -> Iterator[tuple[str | None, str | None]]:
    """Yield the words that were replaced, as written: before and after; None for none."""
    sides = (before, places(before)), (after, places(after))
    left, right = ([word.text for word in side.words] for side, _ in sides)
    for tag, *bounds in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            ranges = zip(sides, (bounds[:2], bounds[2:]), strict=True)
            gone, new = (_written(side, at[first:last]) for (side, at), (first, last) in ranges)
            yield gone, new


def _written(side: Reading, at: Sequence[tuple[int, int]]) -> str | None:
    return side.text[at[0][0] : at[-1][1]] if at else None


def _turned(before: Reading, after: Reading) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the words that a negation came with or went with: "nobody" for "everybody"."""
    for one, other in _edits(before, after):
        left, right = _bare(one), _bare(other)
        if max(len(left), len(right)) > _TURNING:
            continue
        if sum(w in NEGATIONS for w in left) != sum(w in NEGATIONS for w in right):
            plain = all(w in _DENYING | _ALL for w in (*left, *right))
            yield "opposite" if plain else "words", one, other


def _bare(words: str | None) -> list[str]:
    """Return words in lower case, a negation of its own apart: "don't" as "do", "n't"."""
    return _CONTRACTED.sub(r" n't", (words or "").casefold()).split()


def _parted(one: str, other: str, before: Reading, after: Reading, model: VersionModel) -> bool:
    """Return whether two answers say different things, and were not only cut differently."""
    if one.casefold() in after.text.casefold() and other.casefold() in before.text.casefold():
        return False
    vectors = model.encode([one, other])
    return float(model.phrase(np.array(float(vectors[0] @ vectors[1])))) < 0.9


def _listed(words: Sequence[str]) -> str | None:
    return ", ".join(words) or None
