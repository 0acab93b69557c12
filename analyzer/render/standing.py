"""What an alignment comes to, in two short sentences that the terminal and the page share."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.render.grid import banded
from analyzer.render.words import counted, singular
from analyzer.types import Report, Unchecked

# The first of these that a report has is what it is summed up by.
_RELATIONS = (
    "objective-mission",
    "objective-vision",
    "objective-values",
    "key_result-vision",
    "key_result-values",
    "mission-vision",
)
_FAIR, _CLOSE = 2, 3  # bands
_MANNERS = ("far from", "weakly to", "fairly close to", "close to")


def headline(report: Report, codes: Sequence[str]) -> str:
    """Return what the rules of alignment ask, in a few words without a stop.

    Args:
        report: of the alignment.
        codes: of the rules that were asked for.
    """
    if not report.alignment:
        return "Nothing could be compared"
    number = sum(finding.suppressed is None for finding in report.findings)
    if number:
        return counted(number, "question")
    left_out = {entry.code for entry in report.unchecked}
    ran = sum(code not in left_out for code in codes)
    if not ran:
        return "No rule could run"
    if ran == len(codes):
        return "No question from the rules"
    return f"No question from the {'one rule' if ran == 1 else f'{ran} rules'} that could run"


def standing(report: Report) -> str:
    """Return how the plan stands to what is above it; empty where no closeness was measured."""
    for relation in _RELATIONS:
        best: dict[str, float] = {}
        for link in report.alignment:
            if link.relation == relation and link.closeness is not None:
                best[link.source] = max(best.get(link.source, 0.0), link.closeness)
        if best:
            source, _, target = relation.partition("-")
            return _stand([banded(value)[2] for value in best.values()], source, target)
    return ""


def of_alignment(report: Report) -> tuple[Unchecked, ...]:
    """Return what was not checked of an alignment; scores are no part of it."""
    return tuple(entry for entry in report.unchecked if entry.code != "scores")


def _stand(bands: Sequence[int], source: str, target: str) -> str:
    """Return how statements of one kind stand to those of another, by their bands."""
    number, name = len(bands), singular(source)
    if number == 1:
        return f"the {name} stands {_MANNERS[bands[0]]} the {target}"
    far, weak = (sum(band <= limit for band in bands) for limit in (0, 1))
    every = "both" if number == 2 else f"all {number}"
    if not weak:
        manner = _MANNERS[min(bands)]
        closer = ", or closer" if {*bands} == {_FAIR, _CLOSE} else ""
        return f"{every} {name}s stand {manner} the {target}{closer}"
    share = every if weak == number else f"{weak} of {number}"
    verb = "stands" if weak == 1 else "stand"
    manner = _MANNERS[0] if far == weak else _MANNERS[1]
    among = f", {far} of them far from it" if 0 < far < weak else ""
    return f"{share} {name}s {verb} {manner} the {target}{among}"
