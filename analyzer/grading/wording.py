"""Features of the three scores, each with the tokens that cause it and a name a reader knows.

A token in a span of the lexicon or of a quantity belongs to that span's cause ("claims a rank"),
any other to the remaining wording. What a word adds by itself, in a pair or as a lexicon hit is
summed under its cause, so a report names at most a dozen causes with their words.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.grading.features import is_word, length_features
from analyzer.grading.syntax import syntax_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.grading.marks import Mark
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
_SHARE, _STEADY = 1.5, 8
_RANK = {c: n for n, c in enumerate(("number", *_CAUSES.values(), "name", "wording"))}
_TIMES = frozenset(("DATE", "PERIOD", "DEADLINE"))


# Name, value, cause under which it is reported, and its tokens: first, after the last (none: 0, 0).
# A plain tuple: there are over a hundred of them in every statement.
Feature = tuple[str, float, str, int, int]
_STEPS = tuple(math.log1p(n) - math.log1p(n - 1) for n in range(1, 65))


def causes(view: Tokens, marks: Sequence[Mark]) -> list[str]:
    """Return the cause of every token: the strongest span that covers it, or `wording`."""
    found = ["wording"] * len(view)
    for place, pos in enumerate(view.pos):
        if pos == "PROPN":
            found[place] = "name"
    for mark in marks:
        cause = _cause(mark)
        if cause is not None:
            for place in range(mark.first, mark.last):
                if _RANK[cause] < _RANK[found[place]]:
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
        found.append(("no_one_served", 1.0, "no_one_served", 0, 0))
    names = cause.count("name")
    if names:
        first = cause.index("name")
        found.append(("names", math.log1p(names), "name", first, first + 1))
    found.extend(_form(view))
    return found


def _words(view: Tokens, cause: list[str]) -> Iterable[Feature]:
    places = [p for p, word in enumerate(view.lower) if is_word(word)]
    # Nearly a mean; the constant keeps one word of a short text from saying everything.
    share = _SHARE / (len(places) + _STEADY)
    unit = 1.0 / math.sqrt(max(len(view), 1))
    for place in places:
        yield (f"v={view.lower[place]}", share, cause[place], place, place + 1)
    for place, word in enumerate(view.lower):
        yield (f"w={word}", unit, cause[place], place, place + 1)
    for place in range(len(view) - 1):
        pair = f"w={view.lower[place]} {view.lower[place + 1]}"
        both = cause[place] if cause[place] == cause[place + 1] else "wording"
        yield (pair, unit, both, place, place + 2)


def _evidence(marks: Sequence[Mark]) -> Iterable[Feature]:
    counts: Counter[str] = Counter()
    for mark in marks:
        cause = _cause(mark) or "wording"
        for name in (mark.source, f"{mark.source}.{mark.category}"):
            # The sum of the steps over all hits is log1p of their number.
            value = _STEPS[min(counts[name], len(_STEPS) - 1)]
            counts[name] += 1
            yield (f"x={name}", value, cause, mark.first, mark.last)
        if mark.weight:
            yield ("x=buzzword_weight", mark.weight / 3, cause, mark.first, mark.last)


def _form(view: Tokens) -> Iterable[Feature]:
    for name, value in length_features(view).items():
        yield (name, value, "form", 0, 0)
    syntax = syntax_features(view)
    norm = math.sqrt(sum(v * v for v in syntax.values())) or 1.0
    for name, value in syntax.items():
        yield (name, value / norm, "form", 0, 0)
    shapes = Counter(view.shape)
    unit = 1.0 / math.sqrt(sum(n * n for n in shapes.values()) or 1.0)
    for shape, number in shapes.items():
        yield (f"p={shape}", number * unit, "form", 0, 0)
