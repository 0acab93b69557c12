"""One measured figure, a table of them, and their comparison with stored ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from analyzer.evaluation.metrics import RESAMPLES, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analyzer.evaluation.metrics import Measure

Key = tuple[str, str, str, str]

# Of these a smaller number is better; of `abstained` neither is.
_ERRORS = frozenset({"ECE", "ece", "mean change", "95% of changes", "mean residual"})
_NEITHER = frozenset({"abstained"})
# Figures in points of a score, 0 to 100; all others are shares or correlations.
_POINTS = frozenset({"mean change", "95% of changes", "mean residual"})
# Rows from which fewer draws give an interval.
_MANY = 2000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its bootstrap interval.

    Attributes:
        task: what was judged: kind, merged, vagueness, alignment …
        figure: what was measured, such as `macro-F1`.
        value: the figure.
        low: lower end of its 95% interval; None where none was drawn.
        high: upper end.
        n: number of rows it rests on.
        subgroup: the rows it is restricted to; empty for all of them.
        field: the field of the data that was read, where a file has several.
    """

    task: str
    figure: str
    value: float
    low: float | None
    high: float | None
    n: int
    subgroup: str = ""
    field: str = ""

    @property
    def key(self) -> Key:
        """What is measured on what: the same in every run."""
        return self.task, self.figure, self.field, self.subgroup

    @property
    def in_points(self) -> bool:
        """Whether the figure is in points of a score rather than a share or a correlation."""
        return self.figure in _POINTS

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def measured(
    task: str, name: str, measure: Measure, *columns: Any, subgroup: str = "", field: str = ""
) -> Figure:
    """Return a figure over paired columns, with its bootstrap interval.

    Of many rows fewer draws are made: their intervals are narrow, and the draws slow.
    """
    draws = RESAMPLES if len(columns[0]) <= _MANY else RESAMPLES // 4
    low, high = interval(measure, *columns, resamples=draws)
    return Figure(task, name, measure(*columns), low, high, len(columns[0]), subgroup, field)


def loss(figure: Figure, stored: Figure) -> float:
    """Return how much worse a figure is than the stored one; points count as hundredths."""
    if figure.figure in _NEITHER:
        return 0.0
    if figure.figure in _ERRORS:
        worse = abs(figure.value) - abs(stored.value)
        return worse / 100 if figure.in_points else worse
    return stored.value - figure.value


def table(figures: Iterable[Figure], stored: Mapping[Key, Figure] | None = None) -> str:
    """Return figures as a Markdown table that also reads well on a terminal.

    Args:
        figures: one a row.
        stored: earlier figures by key; given, two columns compare with them.
    """
    header: tuple[str, ...] = ("task", "figure", "of", "value", "95% interval", "n")
    if stored is not None:
        header += ("stored", "change")
    rows = [header, *(_row(figure, stored) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(figure: Figure, stored: Mapping[Key, Figure] | None) -> tuple[str, ...]:
    digits = 1 if figure.in_points else 3
    bounded = figure.low is not None and figure.high is not None
    cells: tuple[str, ...] = (
        figure.task,
        figure.figure,
        ", ".join(part for part in (figure.field, figure.subgroup) if part),
        f"{figure.value:.{digits}f}",
        f"{figure.low:.{digits}f} to {figure.high:.{digits}f}" if bounded else "",
        str(figure.n),
    )
    if stored is None:
        return cells
    before = stored.get(figure.key)
    if before is None:
        return (*cells, "", "")
    change = round(figure.value, digits) - round(before.value, digits)
    return (*cells, f"{before.value:.{digits}f}", f"{change:+.{digits}f}" if change else "")
