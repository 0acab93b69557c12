"""The closeness of a plan to what stands above it, as a heatmap that is legible without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from analyzer.render.grid import CAPTION, UNCALIBRATED, Cell, Grid, Row, grids
from analyzer.render.page import Page, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analyzer.types import Report

_CELL = 12  # columns of `▓  86 close`, and one between
_FIRST = 38  # least columns of what stands at the left
# Of each band: the shade that tells it without colour, and the tint that fills its cell.
_SHADES = " ░▒▓"
_TINTS = ("", "black on #c9deef", "black on #96c2e3", "black on #5c9ece")


def closeness_lines(report: Report, labels: Mapping[str, str], page: Page) -> Iterator[Text]:
    """Yield the heatmaps of objectives, key results and mission; nothing where none was compared.

    Args:
        report: whose alignment is shown.
        labels: what each statement is called.
        page: where to lay them out.
    """
    found = grids(report, labels, columns=max(1, (page.width - 2 - _FIRST) // _CELL))
    if not found:
        return
    calibrated = all(grid.calibrated for grid in found)
    yield page.heading("Closeness to what stands above")
    yield from page.block(CAPTION if calibrated else UNCALIBRATED, indent=2, style="dim")
    for grid in found:
        yield Text()
        yield from _heatmap(grid, page)
        for note in grid.notes:
            yield from page.block(note, indent=2, style="bold")


def _heatmap(grid: Grid, page: Page) -> Iterator[Text]:
    first = max(14, page.width - 2 - _CELL * len(grid.columns))
    heads = [(column.label, _CELL, "dim") for column in grid.columns]
    yield page.columns([(grid.title, first, "bold"), *heads], indent=2)
    for row in grid.rows:
        line = Text("  ")
        line.append(fit(f"{row.label}  {row.text}", first - 2) + "  ", style="")
        for cell in row.cells:
            line.append_text(_drawn(cell))
        line.rstrip()
        yield line
        if nearest := _nearest(grid, row):
            yield from page.block(nearest, indent=4, style="dim")


def _drawn(cell: Cell | None) -> Text:
    """Return a cell in its columns: shade, number and word, on a tint where colours are shown."""
    if cell is None:
        return Text(fit("–", _CELL), style="dim")
    if cell.band is None:  # a bare cosine is no closeness, so it gets no shade
        return Text(fit(f"cos {cell.value}", _CELL), style="dim")
    text = f"{_SHADES[cell.band]} {cell.value:>3} {cell.word}"
    return Text.assemble((fit(text, _CELL - 1), _TINTS[cell.band]), " ")


def _nearest(grid: Grid, row: Row) -> str:
    """Return the words of missions and visions that come nearest; a value is short as it is."""
    found = [
        f"in the {column.label.lower()} {cell.nearest}"
        for column, cell in zip(grid.columns, row.cells, strict=True)
        if cell is not None and cell.nearest and "alue" not in column.label
    ]
    return f"nearest {', '.join(found)}" if found else ""
