"""One measured figure, and a table of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


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

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def table(figures: Iterable[Figure]) -> str:
    """Return figures as a Markdown table that also reads well on a terminal."""
    header = ("task", "figure", "of", "value", "95% interval", "n")
    rows = [header, *(_row(figure) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    bounded = figure.low is not None and figure.high is not None
    return (
        figure.task,
        figure.figure,
        ", ".join(part for part in (figure.field, figure.subgroup) if part),
        f"{figure.value:.3f}",
        f"{figure.low:.3f} to {figure.high:.3f}" if bounded else "",
        str(figure.n),
    )
