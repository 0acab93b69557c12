"""Judges key results: type, measurable, time-bound, owner, baseline and target.

Type, measurable and time-bound come from linear models (`models/key_result`); the owner, the
baseline and the target are quoted from the text, or the owner from the field beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from analyzer.annotators.base import expects, statements
from analyzer.annotators.key_result_parts import find_ends, find_owner
from analyzer.annotators.okr import okr_features
from analyzer.grading.linear import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from spacy.tokens import Doc, Span

FOLDER = "models/key_result"


def judge_key_result(
    statement: Span, beside: Mapping[str, str | None] | None = None
) -> dict[str, Any]:
    """Judge one key result.

    Args:
        statement: its span; the Doc carries `lexicon` and `quantities`.
        beside: the `owner`, `baseline` and `target` named beside it, in fields or table cells; they
            win over the text.

    Returns:
        `type`, `measurable`, `time_bound`, `owner`, `baseline`, `target` as in the wire format.
    """
    heads, features = load(FOLDER), okr_features(statement)
    kinds = heads["type"].probabilities(features)
    baseline, target = find_ends(statement)
    beside = beside or {}
    return {
        "type": max(kinds, key=lambda kind: kinds[kind]),
        # The cell beside it may not be part of its words: two key results in one cell share a row.
        "measurable": heads["measurable"].probabilities(features)["true"] >= 0.5
        or any(c.isdigit() for c in beside.get("target") or ""),
        "time_bound": heads["time_bound"].probabilities(features)["true"] >= 0.5,
        "owner": beside.get("owner") or find_owner(statement),
        "baseline": beside.get("baseline") or baseline,
        "target": beside.get("target") or target,
    }


def annotate_key_results(doc: Doc) -> Doc:
    """Fill `key_result` in the record of every statement that is one, declared or by function."""
    for statement, record in statements(doc):
        record["key_result"] = (
            judge_key_result(statement, record) if expects(record, "key_result") else None
        )
    return doc


@Language.factory(
    "plumbline_key_results", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_key_results
