"""The alignment of a report as grids: what stands below, by what stands above it.

Plain data for the terminal, the page and Markdown, so that all three show the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.render.prose import quote, readable
from analyzer.render.words import counted, hundred, singular
from analyzer.types import Alignment, Report

BANDS = ((25, "far"), (50, "weak"), (75, "fair"), (101, "close"))
CAPTION = (
    "Closeness of wording and meaning, not proof. 0 is far, 100 is close; the furthest comes first."
)
UNCALIBRATED = "This embedder is not calibrated, so bare cosines are shown."
# The rules of alignment: below which grid they are noted, and what they say of its rows; a rule
# about what stands above says it itself.
_NOTED = {
    "ALN001": ("objective", "apart from the mission"),
    "ALN002": ("objective", ""),
    "ALN003": ("key_result", ""),
    "ALN004": ("objective", "outside the values"),
}
_SOURCES = (
    ("objective", "Objectives"),
    ("key_result", "Key results"),
    ("mission", "Mission and vision"),
)
_HEADINGS = {
    "Objectives": "Objectives and what stands above them",
    "Key results": "Key results and what stands above them",
}
_TARGETS = ("mission", "vision", "values")


@dataclass(frozen=True, slots=True)
class Cell:
    """How close one text stands to another.

    Attributes:
        value: closeness of 100, or the cosine where the embedder is not calibrated.
        word: the band in a word.
        band: from 0 (far) to 3 (close); None without calibration.
        nearest: the words of the target that come closest, quoted; empty where none are known.
        percentile: how many of 100 texts of other organisations are farther.
        target: id of the statement that it is about.
    """

    value: str
    word: str
    band: int | None
    nearest: str = ""
    percentile: int | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A statement above, or one clause of it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement below with a cell for each column; None where the pair was not kept."""

    id: str
    label: str
    text: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Statements of one kind by what stands above them.

    Attributes:
        title: what its rows are.
        columns: whole statements above.
        rows: the furthest from the first column first.
        clauses: a grid for each statement above that has several clauses.
        notes: what stands out: what serves nothing, and what nothing serves.
        calibrated: whether the cells are closeness.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    clauses: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()
    calibrated: bool = True

    @property
    def heading(self) -> str:
        """What it is headed with."""
        return _HEADINGS.get(self.title, self.title)

    @property
    def caption(self) -> str:
        """What has to be known to read it."""
        return CAPTION if self.calibrated else UNCALIBRATED


def grids(report: Report, names: Mapping[str, str], *, columns: int = 9) -> tuple[Grid, ...]:
    """Return the grids of objectives, of key results, and of the mission by the vision.

    Args:
        report: whose alignment is shown.
        names: what each statement is called.
        columns: how many there may be; where they are more, all values share one, the
            closest of them, and so do visions and missions if need be.
    """
    found = []
    for kind, title in _SOURCES:
        links = [link for link in report.alignment if link.relation.startswith(f"{kind}-")]
        if links:
            found.append(_grid(report, names, links, kind, title, columns))
    return tuple(found)


def _grid(
    report: Report,
    names: Mapping[str, str],
    links: Sequence[Alignment],
    kind: str,
    title: str,
    most: int,
) -> Grid:
    texts = {s.id: readable(s.span.text).text for s in report.statements}
    order = {s.id: position for position, s in enumerate(report.statements)}
    above = _above(links, order, most)
    keys = list(dict.fromkeys(above.values()))
    below: dict[str, dict[str, Alignment]] = {}
    for link in links:
        own = below.setdefault(link.source, {})
        key = above[link.target]
        if key not in own or _nearness(link) > _nearness(own[key]):
            own[key] = link

    def furthest(id: str) -> tuple[bool, float, int]:
        first = below[id].get(keys[0])
        return first is None, _nearness(first) if first else 0.0, order.get(id, len(order))

    sources = sorted(below, key=furthest)
    return Grid(
        title=title,
        columns=tuple(
            Column(f"Best {singular(key)}", "")
            if key in _TARGETS
            else Column(names.get(key, key), texts.get(key, ""))
            for key in keys
        ),
        rows=tuple(
            Row(
                id,
                names.get(id, id),
                texts.get(id, ""),
                tuple(_cell(below[id].get(key)) for key in keys),
            )
            for id in sources
        ),
        clauses=tuple(_clause_grids(links, names, texts, sources)),
        notes=tuple(_notes(report, names, kind, len(sources))),
        calibrated=all(link.closeness is not None for link in links),
    )


def _above(links: Sequence[Alignment], order: Mapping[str, int], most: int) -> dict[str, str]:
    """Return the column of each target: its own, or the one that all of its kind share."""
    kinds: dict[str, str] = {}  # a merged text stands once, as the first that it counts as
    for kind in _TARGETS:
        for link in links:
            if link.relation.endswith(f"-{kind}"):
                kinds.setdefault(link.target, kind)

    def place(id: str) -> tuple[int, int]:
        return _TARGETS.index(kinds[id]), order.get(id, len(order))

    above = {id: id for id in sorted(kinds, key=place)}
    for kind in reversed(_TARGETS):
        if len({*above.values()}) > most and [*kinds.values()].count(kind) > 1:
            above = {id: kind if kinds[id] == kind else key for id, key in above.items()}
    return above


def _clause_grids(
    links: Iterable[Alignment],
    names: Mapping[str, str],
    texts: Mapping[str, str],
    sources: Sequence[str],
) -> Iterable[Grid]:
    """Yield a grid by clauses for each mission or vision that has more than one."""
    targets: dict[str, dict[str, Alignment]] = {}
    for link in links:
        if len(link.parts) > 1 and not link.relation.endswith("-values"):
            targets.setdefault(link.target, {}).setdefault(link.source, link)
    for target, own in targets.items():
        parts = next(iter(own.values())).parts
        yield Grid(
            title=names.get(target, target),
            columns=tuple(
                Column(f"Part {number}", readable(part.span.text).text)
                for number, part in enumerate(parts, start=1)
            ),
            rows=tuple(
                Row(
                    id,
                    names.get(id, id),
                    texts.get(id, ""),
                    tuple(_part(part.closeness) for part in own[id].parts),
                )
                for id in sources
                if id in own
            ),
        )


def _notes(report: Report, names: Mapping[str, str], kind: str, count: int) -> Iterable[str]:
    """Yield what the rules of alignment ask about, in a line each; the questions say the rest."""
    for code, (owner, words) in _NOTED.items():
        asked = [f for f in report.findings if f.code == code and f.suppressed is None]
        if owner != kind or not asked:
            continue
        if words:
            places = dict.fromkeys(names.get(f.statement or "", "") for f in asked)
            of = f"{len(places)} of {counted(count, singular(kind), f'{singular(kind)}s')}"
            yield f"{of} {words}: {', '.join(places)}"
        else:
            yield from dict.fromkeys(readable(f.message).text for f in asked)


def _nearness(link: Alignment) -> float:
    return link.similarity if link.closeness is None else link.closeness


def _cell(link: Alignment | None) -> Cell | None:
    if link is None:
        return None
    nearest = quote(link.nearest.text.strip(" ,;:–—"), 60) if link.nearest else ""
    if link.closeness is None:
        return Cell(f"{link.similarity:.2f}", "cosine", None, nearest, None, link.target)
    value, word, band = banded(link.closeness)
    return Cell(value, word, band, nearest, link.percentile, link.target)


def _part(closeness: float | None) -> Cell | None:
    return None if closeness is None else Cell(*banded(closeness))


def banded(closeness: float) -> tuple[str, str, int]:
    """Return a closeness of hundred, its band in a word, and the band from 0 (far) to 3."""
    value = hundred(closeness)
    band = next(i for i, (limit, _) in enumerate(BANDS) if value < limit)
    return str(value), BANDS[band][1], band
