"""The matrix: how close each objective stands to each clause of what is above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.render.prose import quote, readable
from analyzer.render.words import counted, hundred
from analyzer.types import Alignment, Report

_BANDS = ((25, "far"), (50, "weak"), (75, "fair"), (101, "close"))
_TOUCHES = 2  # the band from which an objective touches a clause
_RELATIONS = ("objective-mission", "objective-vision")


@dataclass(frozen=True, slots=True)
class Cell:
    """A closeness of 0 to 100 with its band from 0 to 3, or a bare cosine without calibration."""

    value: str
    word: str
    band: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """An objective: its cells, the whole first, and the nearest words above it."""

    label: str
    text: str
    whole: Cell
    cells: tuple[Cell, ...]
    nearest: str
    percentile: int | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The objectives by the clauses of one statement above them; none where it has only one."""

    target: str
    text: str
    clauses: tuple[str, ...]
    rows: tuple[Row, ...]
    summary: str
    calibrated: bool


def matrices(report: Report, names: Mapping[str, str]) -> tuple[Matrix, ...]:
    """Return a matrix for each statement that objectives were compared with.

    Args:
        report: whose alignment is shown.
        names: what each statement is called.
    """
    by_target: dict[str, dict[str, Alignment]] = {}
    for relation in _RELATIONS:
        for link in report.alignment:
            if link.relation == relation:
                by_target.setdefault(link.target, {}).setdefault(link.source, link)
    texts = {s.id: s.span.text for s in report.statements}
    return tuple(
        _matrix(target, list(links.values()), names, texts) for target, links in by_target.items()
    )


def _matrix(
    target: str, links: list[Alignment], names: Mapping[str, str], texts: Mapping[str, str]
) -> Matrix:
    split = len(links[0].parts) > 1
    name = names.get(target, target)
    rows = tuple(
        Row(
            label=names.get(link.source, link.source),
            text=readable(texts.get(link.source, "")).text,
            whole=_cell(link.closeness, link.similarity),
            cells=tuple(_cell(part.closeness, None) for part in link.parts) if split else (),
            nearest=quote(link.nearest.text, 60) if link.nearest else "",
            percentile=link.percentile,
        )
        for link in links
    )
    calibrated = all(link.closeness is not None for link in links)
    return Matrix(
        target=name[:1].lower() + name[1:],
        text=readable(texts.get(target, "")).text,
        clauses=tuple(readable(p.span.text).text for p in links[0].parts) if split else (),
        rows=rows,
        summary=_summary(rows) if calibrated else "",
        calibrated=calibrated,
    )


def _summary(rows: tuple[Row, ...]) -> str:
    lone = sum(1 for row in rows if max(c.band or 0 for c in (row.whole, *row.cells)) < _TOUCHES)
    if not lone:
        return "Every objective touches a clause"
    verb = "touches" if lone == 1 else "touch"
    return f"{counted(lone, 'objective')} {verb} no clause"


def _cell(closeness: float | None, similarity: float | None) -> Cell:
    if closeness is None:
        return Cell("–" if similarity is None else f"{similarity:.2f}", "cosine", None)
    value = hundred(closeness)
    band = next(i for i, (limit, _) in enumerate(_BANDS) if value < limit)
    return Cell(str(value), _BANDS[band][1], band)
