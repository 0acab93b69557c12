"""What job a statement does: eight kinds with calibrated probabilities, merged texts, abstention.

Three linear heads in `models/kind`:

- `function`: mission, vision, merged or other;
- `family`: what an `other` is: values, strategy, objective, key_result, slogan, or none of them;
- `segment`: whether a stretch of text does a vision's job rather than a mission's; it finds the
  word at which a merged text turns from one into the other, and what it says of each clause is
  among the features of `function`.

A merged text's probability goes to the kind of its larger part, so the eight still sum to one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analyzer.grading import linear
from analyzer.grading.features import kind_features, mark_features
from analyzer.grading.turns import best_split, clause_values, turn_features

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.grading.linear import LinearModel
    from analyzer.grading.turns import Split
    from analyzer.grading.views import View

FUNCTIONS = ("mission", "vision", "merged", "other")
# Below this a split would be offered for a text that hardly can be merged, at some cost.
_SPLIT_FROM = 0.1
# A text that is surely neither mission nor vision may still be any of the other kinds.
_LEAST_KIND = 0.4


def judge(view: View, heads: Mapping[str, LinearModel] | None = None) -> dict[str, Any]:
    """Return `probabilities`, `kind`, `abstained` and `merged` as a statement's record holds them.

    Args:
        view: the statement.
        heads: the three heads; the shipped ones by default.
    """
    heads = linear.load("models/kind") if heads is None else heads
    features = kind_features(view.tokens)
    family = heads["family"].probabilities({**features, **mark_features(view.marks)})
    features.update(turn_features(view, clause_values(view, heads["segment"])))
    function = heads["function"].probabilities(features)
    merged = function["merged"]
    found = best_split(view, heads["segment"]) if merged >= _SPLIT_FROM else None
    larger = _larger(view, found) if found else _likelier(function)
    probabilities = {
        "mission": function["mission"] + merged * (larger == "mission"),
        "vision": function["vision"] + merged * (larger == "vision"),
        **{kind: function["other"] * share for kind, share in family.items()},
    }
    is_merged = found is not None and merged >= heads["function"].thresholds["merged"]
    kind = larger if is_merged else max(probabilities, key=lambda name: probabilities[name])
    return {
        "probabilities": _normal(probabilities),
        "kind": kind,
        "abstained": max(function.values()) < heads["function"].thresholds["abstain"]
        or (not is_merged and probabilities[kind] < _LEAST_KIND),
        "merged": {
            "probability": merged,
            "parts": _parts(view, found) if is_merged and found else [],
        },
    }


def _larger(view: View, split: Split) -> str:
    tokens = view.tokens
    left = tokens.end[split.place - 1] - tokens.start[0]
    right = tokens.end[-1] - tokens.start[split.place]
    return split.first if left >= right else split.second


def _likelier(function: Mapping[str, float]) -> str:
    return "mission" if function["mission"] >= function["vision"] else "vision"


def _parts(view: View, split: Split) -> list[dict[str, Any]]:
    tokens = view.tokens
    return [
        {"kind": split.first, "start": tokens.start[0], "end": tokens.end[split.place - 1]},
        {"kind": split.second, "start": tokens.start[split.place], "end": tokens.end[-1]},
    ]


def _normal(probabilities: dict[str, float]) -> dict[str, float]:
    total = math.fsum(probabilities.values())
    return {kind: p / total for kind, p in probabilities.items()}
