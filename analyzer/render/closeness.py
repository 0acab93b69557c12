"""The closeness of objectives to what stands above them, as a table with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from analyzer.render.page import Page, bar
from analyzer.render.prose import quote, readable
from analyzer.render.words import hundred
from analyzer.types import Alignment, Report, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CAPTION = "Closeness of wording, not proof. 0 is far, 100 is close; the furthest comes first."
_COLUMN = 17
_TARGETS = ("mission", "vision")  # values and key results by vision: in the JSON
_BANDS = ((25, "far", "red"), (50, "weak", "yellow"), (75, "fair", ""), (101, "close", "green"))

Row = tuple[Statement, dict[str, Alignment]]


def closeness_lines(report: Report, labels: Mapping[str, str], page: Page) -> Iterator[Text]:
    """Yield the table of objectives by mission and vision; nothing where no pair was compared."""
    rows = _rows(report)
    if not rows:
        return
    targets = _columns(rows)
    first = max(14, page.width - 2 - _COLUMN * len(targets))
    yield page.heading("Closeness to what stands above")
    yield from page.block(CAPTION, indent=2, style="dim")
    yield Text()
    heads = [(f"to the {target}", _COLUMN, "dim") for target in targets]
    yield page.columns([("", first, ""), *heads], indent=2)
    for statement, cells in rows:
        name = f"{labels[statement.id]}  {readable(statement.span.text).text}"
        drawn = [_cell(cells.get(target)) for target in targets]
        yield page.columns([(name[: first * 2], first - 2, "bold"), ("", 2, ""), *drawn], indent=2)
        for target in targets:
            nearest = cells[target].nearest if target in cells else None
            if nearest is not None:
                phrase = quote(nearest.text.strip(" ,;:–—"), 60)
                words = f"nearest in the {target}: {phrase}"
                yield from page.block(words, indent=4, style="dim")


def _cell(alignment: Alignment | None) -> tuple[str, int, str]:
    if alignment is None:
        return "–", _COLUMN, "dim"
    if alignment.closeness is None:
        # No calibration for this embedder: a bare cosine is no closeness, so no bar is drawn.
        return f"cosine {alignment.similarity:.2f}", _COLUMN, "dim"
    value = hundred(alignment.closeness)
    word, style = next((w, s) for limit, w, s in _BANDS if value < limit)
    return f"{bar(value / 100, 6)} {value:>3} {word}", _COLUMN, style


def _rows(report: Report) -> list[Row]:
    """Return sources with their closest alignment for each kind of target, the furthest first."""
    by_id = {s.id: s for s in report.statements}
    rows: dict[str, Row] = {}
    for alignment in report.alignment:
        source, target = alignment.relation.split("-")
        if source == "key_result" or target not in _TARGETS or alignment.source not in by_id:
            continue
        cells = rows.setdefault(alignment.source, (by_id[alignment.source], {}))[1]
        if target not in cells or _nearness(alignment) > _nearness(cells[target]):
            cells[target] = alignment
    return sorted(rows.values(), key=_order)


def _columns(rows: list[Row]) -> list[str]:
    """Return the targets to show; one where mission and vision are the same text."""
    targets = [t for t in _TARGETS if any(t in cells for _, cells in rows)]
    ends = [{cells[t].target for t in targets if t in cells} for _, cells in rows]
    return targets[:1] if all(len(end) == 1 for end in ends) else targets


def _order(row: Row) -> tuple[bool, bool, float]:
    cells = row[1]
    objective = any(a.relation.startswith("objective") for a in cells.values())
    leading = cells.get("mission") or next(iter(cells.values()))
    return not objective, "mission" not in cells, _nearness(leading)


def _nearness(alignment: Alignment) -> float:
    return alignment.similarity if alignment.closeness is None else alignment.closeness
