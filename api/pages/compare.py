"""Two versions of one statement: what was answered, what is new, what the figures can say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from analyzer.render.html.questions import Card
from analyzer.render.html.scores import ScoreView
from analyzer.render.html.view import View

_MOST = 2_000  # words of a version up to which the words are compared one by one
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that both versions have, or only one of them."""

    sort: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One score before and after, and whether the difference is beyond doubt."""

    before: ScoreView
    after: ScoreView
    verdict: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions."""

    before: View
    after: View
    answered: tuple[Card, ...]
    added: tuple[Card, ...]
    kept: tuple[Card, ...]
    words: tuple[Change, ...]
    scores: tuple[ScoreChange, ...]

    @property
    def heading(self) -> str:
        """What the comparison is headed with."""
        return f"{len(self.answered)} answered, {len(self.added)} new, {len(self.kept)} still open"


def compare(before: View, after: View) -> Comparison:
    """Compare two versions, each one statement."""
    old = {(card.code, q): card for card in before.cards for q in card.questions}
    new = {(card.code, q): card for card in after.cards for q in card.questions}
    return Comparison(
        before=before,
        after=after,
        answered=_only(old, new),
        added=_only(new, old),
        kept=tuple(dict.fromkeys(card for key, card in new.items() if key in old)),
        words=_words(before.report.text, after.report.text),
        scores=_scores(before, after),
    )


def _only(
    first: dict[tuple[str, str], Card], second: dict[tuple[str, str], Card]
) -> tuple[Card, ...]:
    """Return the cards of the first that hold a question which the second does not ask."""
    return tuple(dict.fromkeys(card for key, card in first.items() if key not in second))


def _words(before: str, after: str) -> tuple[Change, ...]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST:
        return ()
    plain = ([w.strip() for w in old], [w.strip() for w in new])
    found: list[Change] = []
    for sort, i, j, k, m in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        if sort == "equal":
            found.append(Change("same", "".join(new[k:m])))
            continue
        if i < j:
            found.append(Change("gone", "".join(old[i:j]).strip()))
        if k < m:
            found.append(Change("new", "".join(new[k:m]).strip()))
    return tuple(found)


def _scores(before: View, after: View) -> tuple[ScoreChange, ...]:
    if not (before.statements and after.statements):
        return ()
    earlier = {score.name: score for score in before.statements[0].scores}
    return tuple(
        ScoreChange(earlier[score.name], score, _verdict(earlier[score.name], score))
        for score in after.statements[0].scores
        if score.name in earlier
    )


def _verdict(before: ScoreView, after: ScoreView) -> str:
    if before.value == after.value:
        return "the same"
    word = "lower" if after.value < before.value else "higher"
    if after.low > before.high or before.low > after.high:
        return f"{word}, beyond the ranges"
    return f"{word}, but the ranges overlap: no sure difference"
