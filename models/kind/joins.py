"""Joins missions and visions of one organisation into merged texts whose turning point is known."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.statements_data import panel, read_lines

if TYPE_CHECKING:
    from pathlib import Path

# {a} and {b} are the two texts, {b_low} the second one begun in lower case; "|" is where it turns.
_CONNECTIVES = (
    "{a}. |{b}",
    "{a}. |{b}",
    "{a}. |Our ____ is {b_low}",
    "{a}, |and our ____ is {b_low}",
    "{a}; |{b_low}",
    "{a}. |____: {b}",
    "{a}, |with the ____ of {b_low}",
    "{a} — |{b_low}",
    "{a} |and {b_low}",
)
# What announces the label; taken off first, for the connectives bring their own.
_ANNOUNCED = re.compile(
    r"^(?:(?:our|the|its)\s+)?(?:mission|vision|purpose)\b[^.:]{0,60}?(?:\bis\b|:)\s*(?:that\s+)?",
    re.IGNORECASE,
)
_FEWEST_CHARS, _MOST_CHARS = 25, 320


@dataclass(frozen=True, slots=True)
class Join:
    """A merged text, where its second part begins, the kinds in order, and what it was made of."""

    text: str
    place: int
    kinds: tuple[str, str]
    group: str
    connective: str
    sources: tuple[str, str]


def joins(data: Path, kinds: dict[str, str], *, seed: int) -> list[Join]:
    """Return one join for each organisation that publishes a mission and a vision.

    Args:
        data: folder of the development data.
        kinds: kind by function of texts that were rated; a text that was rated as something else
            than its label is not used.
        seed: of the draw of connectives and orders.
    """
    path = data / "mission_vision_pairs.jsonl"
    if not path.exists():
        return []
    draw = random.Random(seed)
    _, texts, _ = panel(data)
    names = {r["organisation"].casefold() for r in read_lines(data / "panel_statements.jsonl")}
    found = []
    for pair in read_lines(path):
        mission, vision = (next(iter(pair[name]), "") for name in ("mission", "vision"))
        usable = all(_FEWEST_CHARS <= len(t) <= _MOST_CHARS for t in (mission, vision))
        refused = {mission, vision} & texts or pair["organisation"].casefold() in names
        said = (kinds.get(mission, "mission"), kinds.get(vision, "vision"))
        if usable and not refused and said == ("mission", "vision"):
            order = ("vision", "mission") if draw.random() < 0.3 else ("mission", "vision")
            parts = {"mission": mission, "vision": vision}
            found.append(_join(parts[order[0]], parts[order[1]], order, draw, pair["organisation"]))
    return found


def _join(first: str, second: str, kinds: tuple[str, str], draw: random.Random, group: str) -> Join:
    pattern = draw.choice(_CONNECTIVES)
    sources = (first, second)
    first = first.strip().rstrip(".!;, ")
    bare = _ANNOUNCED.sub("", second.strip())
    low = bare if bare[:2].isupper() else bare[0].lower() + bare[1:]
    whole = pattern.format(a=first, b=bare[0].upper() + bare[1:], b_low=low)
    place = whole.index("|", len(first))
    return Join(whole[:place] + whole[place + 1 :], place, kinds, group, pattern, sources)
