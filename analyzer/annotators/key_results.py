"""Judges key results: type, measurable, time-bound, owner, baseline and target.

Type, measurable and time-bound come from linear models (`models/key_result`); the owner, the
baseline and the target are quoted from the text, or from fields and cells beside it. A claim that
moves a level and leaves open how far is not measurable, whatever the model says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from analyzer.annotators.base import expects, prepare
from analyzer.annotators.key_result_parts import find_ends, is_checkable
from analyzer.annotators.okr import okr_features
from analyzer.annotators.okr_levels import gains_proof, is_open
from analyzer.annotators.okr_owners import find_owner, find_owner_above, trailing_name
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
    beside = beside or {}
    heads, features = load(FOLDER), okr_features(statement)
    kinds = heads["type"].probabilities(features)
    baseline, target = find_ends(statement)
    baseline, target = beside.get("baseline") or baseline, beside.get("target") or target
    measurable = heads["measurable"].probabilities(features)["true"] >= 0.5
    measurable = measurable or is_checkable(baseline, target) or gains_proof(statement)
    return {
        "type": likeliest_type(kinds, statement),
        "measurable": measurable and not is_open(statement),
        "time_bound": heads["time_bound"].probabilities(features)["true"] >= 0.5,
        "owner": beside.get("owner") or find_owner(statement),
        "baseline": baseline,
        "target": target,
    }


# Imperatives that are work whatever is counted behind them: "Interview 25 former customers".
_WORK = frozenset(
    "interview visit meet hold host organize organise run conduct attend convene write publish "
    "launch ship open release draft design build hire recruit train onboard coach mentor audit "
    "review inspect map document research study migrate install".split()
)
_CLOSE = 0.1


def likeliest_type(kinds: Mapping[str, float], statement: Span) -> str:
    """Return the likeliest type; where an activity comes close to it the verb decides.

    Args:
        kinds: the probability of each type.
        statement: its span, parsed.
    """
    best = max(kinds, key=lambda kind: kinds[kind])
    first = statement[0]
    counts = first.lemma_.lower() in _WORK and any(
        child.dep_ == "obj" and any(t.dep_ == "nummod" for t in child.children)
        for child in first.children
    )
    return "activity" if counts and kinds[best] - kinds["activity"] < _CLOSE else best


def annotate_key_results(doc: Doc) -> Doc:
    """Fill `key_result` in the record of every statement that is one, declared or by function.

    Whoever owns the objective, or is named in a heading above, owns its key results too.
    """
    spans, records = doc.spans["statements"], prepare(doc)["statements"]
    for statement, record in zip(spans, records, strict=True):
        if not expects(record, "key_result"):
            record["key_result"] = None
            continue
        found = record["key_result"] = judge_key_result(statement, record)
        parent = record["parent"]
        if parent is not None:
            # The reader has handed the objective's owner down; who is named here goes before.
            if record["owner"] == records[parent]["owner"]:
                found["owner"] = find_owner(statement) or record["owner"]
            found["owner"] = found["owner"] or find_owner(spans[parent])
            found["owner"] = found["owner"] or find_owner_above(records[parent]["heading"])
        found["owner"] = found["owner"] or find_owner_above(record["heading"])
    _read_alike([(s, r["key_result"]) for s, r in zip(spans, records, strict=True)])
    return doc


def _read_alike(judged: list[tuple[Span, dict[str, Any] | None]]) -> None:
    """Read a name at the end of a key result as its owner where another one names its owner there.

    The entity recogniser sees no sentence around a name in brackets, and takes half of them for
    towns.
    """
    ends = [(found, trailing_name(span)) for span, found in judged if found is not None]
    if any(name and found["owner"] and name in found["owner"] for found, name in ends):
        for found, name in ends:
            found["owner"] = found["owner"] or name


@Language.factory(
    "plumbline_key_results", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_key_results
