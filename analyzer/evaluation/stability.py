"""What stays when a text is said again: behavioural tests in the manner of CheckList.

Ribeiro, Wu, Guestrin and Singh, Beyond Accuracy: Behavioral Testing of NLP Models with CheckList
(ACL 2020), call these invariance tests. The texts are our own (`data/reference/stability.jsonl`),
each with a paraphrase and with another trade in place of its own; the other changes are made here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.statements import judged, kind_of
from analyzer.grading.scores import SCORES
from analyzer.resources import read_jsonl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analyzer.engine import Analyzer
    from analyzer.evaluation.statements import Judged

_TEXTS = "data/reference/stability.jsonl"
_NAMES = ("Vantage Grove", "Oakes and Daughters", "Lumora", "The Pell Trust", "Kintyre Works")
_SPELLINGS = (
    ("organis", "organiz"), ("recognis", "recogniz"), ("analyse", "analyze"),
    ("programme", "program"), ("colour", "color"), ("labour", "labor"), ("favour", "favor"),
    ("neighbour", "neighbor"), ("centre", "center"), ("theatre", "theater"), ("travell", "travel"),
)  # fmt: skip


class Band(NamedTuple):
    """What a change may do: least share of kinds that stay, and points within which 95% move."""

    stays: float
    points: float


# What is promised of each change, of texts that it does not abstain on; wider for other words than
# for other letters.
BANDS = {
    "paraphrase": Band(0.8, 16.0),
    "another sector": Band(0.95, 14.0),
    "another name": Band(0.95, 14.0),
    "spelling": Band(0.95, 8.0),
    "punctuation": Band(0.93, 9.0),
    "lower case": Band(0.95, 8.0),
    "capitals": Band(0.93, 12.0),
}


def evaluate_stability(analyzer: Analyzer) -> list[Figure]:
    """Return how often the kind stays under each change, and how far the scores move."""
    figures = []
    changed = {name: pairs_of(name) for name in BANDS}
    texts = list(dict.fromkeys(t for pairs in changed.values() for pair in pairs for t in pair))
    known = dict(zip(texts, judged(texts, analyzer), strict=True))
    for name, pairs in changed.items():
        figures += _figures(name, [(known[a], known[b]) for a, b in pairs])
    return figures


def _figures(name: str, pairs: Sequence[tuple[Judged, Judged]]) -> list[Figure]:
    stays = np.array([kind_of(a) == kind_of(b) for a, b in pairs])
    sure = np.array([not a.abstained for a, _ in pairs])
    found = [
        measured("kind", "stays", _mean, stays, subgroup=name, field="changed"),
        measured("kind", "stays where sure", _mean, stays[sure], subgroup=name, field="changed"),
    ]
    for score in SCORES:
        moved = np.array(
            [
                abs(a.scores[score] - b.scores[score])
                for a, b in pairs
                if score in a.scores and score in b.scores
            ]
        )
        found += [
            measured(score, "mean change", _mean, moved, subgroup=name, field="changed"),
            measured(score, "95% of changes", _most, moved, subgroup=name, field="changed"),
        ]
    return found


def _mean(values: Any) -> float:
    return float(np.mean(values))


def _most(values: Any) -> float:
    return float(np.quantile(values, 0.95))


def pairs_of(change: str) -> list[tuple[str, str]]:
    """Return each text beside what a change makes of it; texts that it leaves alone are out."""
    rows = read_jsonl(_TEXTS)
    pairs = [
        (row["text"], variant)
        for number, row in enumerate(rows)
        for variant in _CHANGES[change](row, number)
    ]
    return [(text, variant) for text, variant in pairs if variant != text]


def _renamed(row: dict[str, Any], number: int) -> list[str]:
    name = row.get("name")
    others = (_NAMES[number % len(_NAMES)], _NAMES[(number + 2) % len(_NAMES)])
    return [row["text"].replace(name, other) for other in others] if name else []


def _respelled(row: dict[str, Any], number: int) -> list[str]:
    del number
    text = row["text"]
    for british, american in _SPELLINGS:
        text = text.replace(british, american)
        text = text.replace(british.capitalize(), american.capitalize())
    return [text]


def _repunctuated(row: dict[str, Any], number: int) -> list[str]:
    del number
    text = row["text"]
    bare = text[:-1] if text.endswith(".") else f"{text}."
    serial = re.sub(r"(\w), (\w+) and ", r"\1, \2, and ", text)
    return [
        bare,
        serial,
        text.replace("'", "’"),
        text.replace(" ", "  "),
        f"“{text}”",
        f"- {text}",
    ]


_CHANGES: dict[str, Callable[[dict[str, Any], int], list[str]]] = {
    "paraphrase": lambda row, _: [row["paraphrase"]],
    "another sector": lambda row, _: [row["sector"]],
    "another name": _renamed,
    "spelling": _respelled,
    "punctuation": _repunctuated,
    "lower case": lambda row, _: [row["text"].lower()],
    "capitals": lambda row, _: [row["text"].upper()],
}
