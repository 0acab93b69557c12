"""Features of the three scores, each with the tokens that cause it and a name a reader knows.

A token in a span of the lexicon or of a quantity belongs to that span's cause ("claims a rank"),
any other to the remaining wording. What a word adds by itself, in a pair or as a lexicon hit is
summed under its cause, so a report names at most a dozen causes with their words.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from analyzer.grading.features import is_word, length_features
from analyzer.grading.syntax import syntax_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.grading.tokens import Tokens

LABELS = {
    "rank_claim": "claims a rank",
    "buzzword": "stock phrases",
    "hedge": "softens what is promised",
    "generic": "generic words",
    "abstract": "abstract good things",
    "served": "names who is served",
    "no_one_served": "names no one served",
    "number": "gives a number",
    "time": "gives a time",
    "name": "names a place or a name",
    "form": "sentence form and length",
    "wording": "remaining wording",
}
# Lexicon names to causes; earlier ones win where spans overlap.
_CAUSES = {
    "rank_claims": "rank_claim",
    "buzzwords": "buzzword",
    "hedges": "hedge",
    "generality": "generic",
    "beneficiaries": "served",
    "horizons": "time",
    "abstract_nouns": "abstract",
}
_TIMES = frozenset(("DATE", "PERIOD", "DEADLINE"))


class Mark(NamedTuple):
    """A span of evidence over the places of `Tokens`: what it is and how much it weighs."""

    first: int
    last: int
    source: str
    category: str
    weight: float


class Feature(NamedTuple):
    """One feature's value, the cause under which it is reported, and its tokens (none: [0, 0))."""

    name: str
    value: float
    cause: str
    first: int
    last: int


def causes(view: Tokens, marks: Sequence[Mark]) -> list[str]:
    """Return the cause of every token: the strongest span that covers it, or `wording`."""
    found = ["wording"] * len(view)
    order = list(_CAUSES.values())
    rank = {cause: place for place, cause in enumerate(("number", *order, "name", "wording"))}
    for place, pos in enumerate(view.pos):
        if pos == "PROPN":
            found[place] = "name"
    for mark in marks:
        cause = _cause(mark)
        if cause is not None:
            for place in range(mark.first, mark.last):
                if rank[cause] < rank[found[place]]:
                    found[place] = cause
    return found


def _cause(mark: Mark) -> str | None:
    if mark.source == "quantities":
        return "time" if mark.category in _TIMES else "number"
    if mark.source == "beneficiaries" and mark.category == "general":
        return "generic"
    return _CAUSES.get(mark.source)


def score_features(view: Tokens, marks: Sequence[Mark]) -> list[Feature]:
    """Return the features of the scores; one name may come more than once and then adds up."""
    cause = causes(view, marks)
    found = list(_words(view, cause))
    found.extend(_evidence(marks))
    if not any(m.source == "beneficiaries" for m in marks):
        found.append(Feature("no_one_served", 1.0, "no_one_served", 0, 0))
    names = cause.count("name")
    if names:
        first = cause.index("name")
        found.append(Feature("names", math.log1p(names), "name", first, first + 1))
    found.extend(_form(view))
    return found


def _words(view: Tokens, cause: list[str]) -> Iterable[Feature]:
    places = [p for p, word in enumerate(view.lower) if is_word(word)]
    share = 1.0 / max(len(places), 3)
    unit = 1.0 / math.sqrt(max(len(view), 1))
    for place in places:
        yield Feature(f"v={view.lower[place]}", share, cause[place], place, place + 1)
    for place, word in enumerate(view.lower):
        yield Feature(f"w={word}", unit, cause[place], place, place + 1)
    for place in range(len(view) - 1):
        pair = f"w={view.lower[place]} {view.lower[place + 1]}"
        both = cause[place] if cause[place] == cause[place + 1] else "wording"
        yield Feature(pair, unit, both, place, place + 2)


def _evidence(marks: Sequence[Mark]) -> Iterable[Feature]:
    counts: Counter[str] = Counter()
    for mark in marks:
        cause = _cause(mark) or "wording"
        for name in (mark.source, f"{mark.source}.{mark.category}"):
            # log1p(n) - log1p(n - 1): the sum over hits is log1p of their number.
            counts[name] += 1
            value = math.log1p(counts[name]) - math.log1p(counts[name] - 1)
            yield Feature(f"x={name}", value, cause, mark.first, mark.last)
        if mark.weight:
            yield Feature("x=buzzword_weight", mark.weight / 3, cause, mark.first, mark.last)


def _form(view: Tokens) -> Iterable[Feature]:
    for name, value in length_features(view).items():
        yield Feature(name, value, "form", 0, 0)
    syntax = syntax_features(view)
    norm = math.sqrt(sum(v * v for v in syntax.values())) or 1.0
    for name, value in syntax.items():
        yield Feature(name, value / norm, "form", 0, 0)
    shapes = Counter(view.shape)
    unit = 1.0 / math.sqrt(sum(n * n for n in shapes.values()) or 1.0)
    for shape, number in shapes.items():
        yield Feature(f"p={shape}", number * unit, "form", 0, 0)
