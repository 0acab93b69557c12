"""What a statement counts as in a comparison, and what the rules of alignment lack for theirs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from spacy.tokens import Doc, Span

_ENDS = frozenset(("mission", "vision", "values", "objective", "key_result"))
# What each rule of alignment compares: the kinds, and how many of each it takes. Fewer is a sketch,
# from which nothing can be told to be left out.
_COMPARED = {
    "ALN001": (("mission", 1), ("objective", 1)),
    "ALN002": (("mission", 1), ("objective", 2)),
    "ALN003": (("vision", 1), ("key_result", 2)),
    "ALN004": (("values", 2), ("objective", 1)),
}
# Without a label these count only where their kind is at least so probable.
_PLACED_SURELY = frozenset(("key_result", "values"))
_SURE = 0.8
# A value in fewer words ("Integrity") is a name; nothing can be told to be far from a name.
EXPLAINED = 4
_UNCALIBRATED = "this embedder has no calibration, so nothing tells near from far"


def kinds_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds that a statement counts as in a comparison."""
    kind = record["declared"] or record.get("kind")
    merged = record.get("merged") or {}
    if kind == "merged" or (
        kind in ("mission", "vision") and merged.get("parts") and merged["probability"] >= 0.5
    ):
        return "mission", "vision"
    return (kind,) if kind in _ENDS else ()


def length(statement: Span) -> int:
    """Return the number of words of a statement."""
    return sum(any(c.isalnum() for c in token.text) for token in statement)


def missing(doc: Doc, *, calibrated: Callable[[], bool]) -> list[dict[str, Any]]:
    """Return an entry for each rule of alignment that lacks what it compares.

    Args:
        doc: with its statements and their kinds.
        calibrated: says whether the embedder tells closeness; asked only where it matters, for it
            loads the calibration.
    """
    record = doc._.plumbline
    present = [_present(own) for own in record["statements"]]
    number = Counter(kind for kinds in present for kind in kinds)
    explained = sum(
        "values" in kinds and length(span) >= EXPLAINED
        for kinds, span in zip(present, doc.spans["statements"], strict=True)
    )
    found = []
    for code, ends in _COMPARED.items():
        # The OKR guide lets an objective hang from the vision as well.
        either = code == "ALN001" and record["profile"] == "okr-guide"
        reason = _lack(number, ends, either=either)
        if reason is None and code == "ALN004" and explained < 2:
            reason = "fewer than two of the values say more than a name"
        if reason is None and not calibrated():
            reason = _UNCALIBRATED
        if reason is not None:
            found.append({"code": code, "statement": None, "reason": reason})
    return found


def _present(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds that a statement counts as for the rules."""
    sure = record["declared"] is not None or (
        not record.get("abstained", True) and max(record["probabilities"].values()) >= _SURE
    )
    return tuple(kind for kind in kinds_of(record) if sure or kind not in _PLACED_SURELY)


def _lack(
    number: Mapping[str, int], ends: Sequence[tuple[str, int]], *, either: bool
) -> str | None:
    """Return what is missing or too few among the ends of a rule, in words."""
    absent = []
    for kind, _ in ends:
        if either and kind == "mission":
            if not number["mission"] and not number["vision"]:
                absent += ["mission", "vision"]
        elif not number[kind]:
            absent.append(kind.replace("_", " "))
    if absent:
        return f"no {', '.join([*absent[:-2], ' or '.join(absent[-2:])])} in this document"
    few = next((kind for kind, least in ends if number[kind] < least), None)
    if few is None or either:
        return None
    return f"fewer than two {few.removesuffix('s').replace('_', ' ')}s in this document"
