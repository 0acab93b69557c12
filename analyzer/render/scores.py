"""Scores as bars, with the range that they are known to and where they stand among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.render.page import Page, bar
from analyzer.render.prose import clean, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from analyzer.types import Report, Score, Statement

# How a score compares, in words; `decision` is the one of which more is better.
_COMPARED = {
    "vagueness": "vaguer than {} of 100",
    "buzzwords": "more than {} of 100",
    "decision": "more useful than {} of 100",
}
_WORTH_NAMING = 2.0  # points from which a contribution is named
_NAMED = 3
# Parts of a score that no reader can point at: how long it is, and wording that has no name.
_UNNAMED = frozenset({"form", "wording"})
# Columns from which a comparison is written out, and below which it gets a line of its own.
_WIDE, _NARROW = 100, 80


def score_lines(statement: Statement, page: Page, indent: int) -> Iterator[Text]:
    """Yield a line for each score, and below it what drives it most."""
    wide, narrow = page.width >= _WIDE, page.width < _NARROW
    width = 4 if narrow else 10
    for name, score in statement.scores.items():
        low, high = (round(bound) for bound in score.interval)
        compared = _COMPARED.get(name, "more than {} of 100").format(min(99, score.percentile))
        compared += " published statements" if wide else ""
        cells = [
            (clean(name), 10, ""),
            (bar(score.value / 100, width), width + 1, _colour(name, score)),
            (f"{round(score.value)} of 100", 11, "bold"),
            (f"({low}–{high})", 9, "dim"),
            (clean(score.band), 9, ""),
            ("" if narrow else compared, 0, ""),
        ]
        yield page.columns(cells, indent=indent)
        if narrow:
            yield from page.block(compared, indent=indent + 10)
        drivers = _drivers(score)
        if drivers:
            yield from page.block(drivers, indent=indent + 10, style="dim")


def score_facts(statement: Statement) -> list[str]:
    """Return a statement's scores in short: `vagueness 12`."""
    return [f"{clean(name)} {round(score.value)}" for name, score in statement.scores.items()]


def legend(report: Report) -> str | None:
    """Return what the scores are compared with; None where there are none."""
    scores = [score for s in report.statements for score in s.scores.values()]
    if not scores:
        return None
    n = max(score.reference_n for score in scores)
    return (
        "Scores run from 0 to 100; the range in brackets is how far each is known. The comparison "
        f"is with {n:,} published statements. A high “decision” is good: the text helps to choose."
    )


def _drivers(score: Score) -> str:
    strongest = sorted(score.contributions, key=lambda c: -abs(c.amount))
    worth = (c for c in strongest if abs(c.amount) >= _WORTH_NAMING)
    named = [c for c in worth if c.feature not in _UNNAMED][:_NAMED]
    parts = []
    for contribution in named:
        words = " ".join(dict.fromkeys(quote(s.text, 30) for s in contribution.spans[:2]))
        label = f"{clean(contribution.label)} {words}".rstrip()
        parts.append(f"{label} {contribution.amount:+.0f}")
    return " · ".join(parts)


def _colour(name: str, score: Score) -> str:
    bad = 100 - score.value if name == "decision" else score.value
    return "red" if bad >= 67 else "yellow" if bad >= 34 else "green"
