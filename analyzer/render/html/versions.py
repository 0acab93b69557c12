"""Consensus and drift as one HTML file that needs nothing else, each with its picture.

The pictures are SVG in the page: people placed by meaning, and a timeline of drift. A table beside
each says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from analyzer.render.html import STATIC, environment
from analyzer.render.prose import clean
from analyzer.render.versions import (
    ASKED,
    CAPTION,
    DRIFT_CAPTION,
    NOTHING_SHARED,
    PARTED,
    changed,
    difference,
    drifted,
    parted,
    placed,
    stated,
)
from analyzer.render.words import counted, hundred
from analyzer.versions import EVEN, FIELDS, MEANING, Consensus, Drift, Person

WIDTH, _HEIGHT, _EDGE = 640, 440, 44
_LETTER, _LINE = 7.2, 16
_NAMED = 60  # people up to which all are labelled; of more, those who lead or stand apart
_CLIPPED = 18
_TABLE = 60  # people up to which all stand in the table
_LANE, _BAR, _TOP = 92, 60, 18
_DATED = 84  # width of a date
# Where a label may stand beside its point, the best first: anchor, dx, dy.
_PLACES = (
    ("start", 11, 5), ("end", -11, 5), ("middle", 0, -12), ("middle", 0, 22), ("start", 9, -9),
    ("end", -9, -9), ("start", 9, 18), ("end", -9, 18),
)  # fmt: skip


_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """People at one place of the map.

    Attributes:
        x: in units of the picture.
        y: likewise, downwards.
        kind: `leader`, `apart` or `member`.
        label: what stands beside it; empty where there is no room.
        place: anchor, x and y of the label.
        told: what a pointer over it says.
    """

    x: float
    y: float
    kind: str
    label: str
    place: tuple[str, float, float]
    told: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One version on a lane of the timeline."""

    x: float
    y: float
    height: float
    kind: str
    told: str


def render_versions(found: Consensus | Drift, name: str) -> str:
    """Return the page of a comparison of versions.

    Args:
        found: of people or of revisions.
        name: what was read.
    """
    if isinstance(found, Consensus):
        page = _page().get_template("consensus.html")
        return page.render(name=clean(name), style=_style(), **consensus_context(found))
    bars, dates, size = timeline(found)
    rows = list(zip(found.versions, (None, *found.versions), strict=False))
    return (
        _page()
        .get_template("drift.html")
        .render(
            found=found,
            name=clean(name),
            style=_style(),
            caption=DRIFT_CAPTION,
            bars=bars,
            dates=dates,
            size=size,
            rows=[
                (
                    v,
                    [drifted(v, before, n) for n in FIELDS],
                    changed(v, before),
                    stated(v, before),
                    [difference(d) for d in v.differences],
                )
                for v, before in rows
            ],
        )
    )


def consensus_context(found: Consensus) -> dict[str, Any]:
    """Return what `consensus_parts.html` needs."""
    agreed = found.agreement
    return {
        "found": found,
        "heading": "Nothing to compare"
        if agreed is None
        else f"Two versions agree in {hundred(agreed)} of 100 cases",
        "caption": CAPTION,
        "asked": ASKED,
        "points": people_map(found),
        "scale": _scale(found),
        "all_near": found.map.even is not None
        and all(p.agreement is None or p.agreement >= EVEN for p in found.people),
        "nothing_shared": NOTHING_SHARED,
        "parted_caption": PARTED,
        "parted": parted,
        "placed": placed,
        "listed": _listed(found.people),
        "size": (WIDTH, _HEIGHT),
        "hundred": hundred,
        "counted": counted,
        "clean": clean,
    }


@cache
def _page() -> Environment:
    return environment(hundred=hundred, counted=counted, clean=clean)


@cache
def _style() -> Markup:
    sheets = (STATIC / name for name in ("report.css", "versions.css"))
    return Markup("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))


def _listed(people: Sequence[Person]) -> list[Person]:
    """Return who stands in the table: of very many those who agree least."""
    if len(people) <= _TABLE:
        return list(people)
    return sorted((p for p in people if p.agreement is not None), key=lambda p: p.agreement or 0)[
        :_TABLE
    ]


# --- the map of people --------------------------------------------------------------------------


def people_map(found: Consensus) -> list[Point]:
    """Place people on the picture; those who stand at one place share a mark and a label."""
    reach, middle = _fit(found)
    groups: dict[tuple[int, int], list[Person]] = {}
    # Who stands apart is placed first and shares no mark with those who do not.
    for person in sorted(found.people, key=lambda p: not p.outlier):
        if person.position is not None:
            x, y = person.position
            # Six units wide: marks that would cover each other become one.
            right, down = (x - middle[0]) * reach, (middle[1] - y) * reach
            place = round((WIDTH / 2 + right) / 6), round((_HEIGHT / 2 + down) / 6)
            while place in groups and groups[place][0].outlier != person.outlier:
                place = place[0] + (2 if place[0] < WIDTH / 12 else -2), place[1]
            groups.setdefault(place, []).append(person)
    places = {place: _kind(group) for place, group in groups.items()}
    labels: list[_Box] = []
    taken = [(6 * x - 8.0, 6 * y - 8.0, 6 * x + 8.0, 6 * y + 8.0) for x, y in groups]
    points = []
    order = sorted(groups, key=lambda p: (places[p] == "member", p))
    for place in order:
        group, kind = groups[place], places[place]
        x, y = 6.0 * place[0], 6.0 * place[1]
        label, spot = "", ("start", x, y)
        if kind != "member" or len(found.people) <= _NAMED:
            label = _label(group)
            free = _room(label, x, y, [*taken, *labels], labels)
            if free is None and kind != "member":
                # A crowd may leave no room: better over a mark than without a name.
                free = _room(label, x, y, labels, labels)
            label, spot = (label, free) if free else ("", spot)
        points.append(Point(x, y, kind, label, spot, ", ".join(clean(p.label) for p in group[:9])))
    return points


def _fit(found: Consensus) -> tuple[float, tuple[float, float]]:
    """Return how long one on the map is in the picture, alike both ways, and the middle."""
    places = [p.position for p in found.people if p.position is not None] or [(0.0, 0.0)]
    across, along = zip(*places, strict=True)
    wide, high = max(across) - min(across), max(along) - min(along)
    # Close to each other is not blown up to far apart.
    reach = min((WIDTH - 2 * _EDGE) / max(wide, 0.5), (_HEIGHT - 2 * _EDGE) / max(high, 0.5))
    return reach, ((min(across) + max(across)) / 2, (min(along) + max(along)) / 2)


def _kind(group: Sequence[Person]) -> str:
    if any(p.leader for p in group):
        return "leader"
    return "apart" if all(p.outlier for p in group) else "member"


def _label(group: Sequence[Person]) -> str:
    short = [clean(p.label).removeprefix("person ")[:_CLIPPED] for p in group]
    return ", ".join(short[:3]) + (f" +{len(short) - 3}" if len(short) > 3 else "")


def _room(
    label: str, x: float, y: float, taken: Sequence[_Box], labels: list[_Box]
) -> tuple[str, float, float] | None:
    """Return the first place beside a point where a label covers nothing, and add it to labels."""
    wide = _LETTER * len(label)
    for anchor, dx, dy in _PLACES:
        left = x + dx - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = (left, y + dy - _LINE + 3, left + wide, y + dy + 3)
        inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= _HEIGHT - 24
        if inside and not any(_cross(box, other) for other in taken):
            labels.append(box)
            return anchor, x + dx, y + dy
    return None


def _cross(one: _Box, other: _Box) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


def _scale(found: Consensus) -> float | None:
    """Return the length on the picture at which two versions are as likely the same as not."""
    if found.map.even is None:
        return None
    length = found.map.even * _fit(found)[0]
    return length if length <= WIDTH - 2 * _EDGE else None


# --- the timeline -------------------------------------------------------------------------------


def timeline(found: Drift) -> tuple[list[Bar], list[tuple[float, str]], tuple[int, int]]:
    """Return the bars of mission and vision, the dates below them, and the size of the picture."""
    places = _places(found)
    bars = []
    for lane, name in enumerate(FIELDS):
        ground = _TOP + lane * _LANE + _BAR
        before: str | None = None
        for version, x in zip(found.versions, places, strict=True):
            text, value = getattr(version, name), getattr(version, f"{name}_drift")
            # What stayed as it was has no bar; the first version has a mark.
            if text is not None and text != before:
                if name in version.not_compared:
                    kind, share, height = "unknown", "not compared", _BAR / 2
                elif value is None:
                    kind, share, height = "first", "first", 4.0
                else:
                    kind = "meaning" if value >= MEANING else "wording"
                    share, height = f"{hundred(value)} of 100", max(4.0, value * _BAR)
                when = (version.date or "")[:10] or version.ref
                bars.append(Bar(x, ground - height, height, kind, f"{clean(when)}: {share}"))
            before = text
    return bars, _dates(found, places), (WIDTH, _TOP + 2 * _LANE + 8)


def _places(found: Drift) -> list[float]:
    """Return the x of each version: by its date, or evenly where one has none."""
    room = WIDTH - 2 * _EDGE - 40
    moments = [datetime.fromisoformat(v.date).timestamp() for v in found.versions if v.date]
    if len(moments) == len(found.versions) and moments[-1] > moments[0]:
        span = moments[-1] - moments[0]
        shares = [(moment - moments[0]) / span for moment in moments]
    else:
        shares = [n / max(1, len(found.versions) - 1) for n in range(len(found.versions))]
    return [_EDGE + 40 + min(1.0, max(0.0, share)) * room for share in shares]


def _dates(found: Drift, places: Sequence[float]) -> list[tuple[float, str]]:
    """Return the dates that have room: first and last, then changes of meaning, then the rest."""
    last = len(places) - 1
    rank = {0: 0, last: 0}
    moved = {n: 1 for n, v in enumerate(found.versions) if v.change == "meaning"}
    order = sorted(range(len(places)), key=lambda n: rank.get(n, moved.get(n, 2)))
    kept: list[tuple[float, str]] = []
    for n in order:
        text = (found.versions[n].date or "")[:10] or clean(found.versions[n].ref)[-12:]
        x = min(WIDTH - _DATED / 2, places[n])
        if text and all(abs(x - other) >= _DATED for other, _ in kept):
            kept.append((x, text))
    return kept
