"""Joins missions and visions of one organisation into merged texts whose turning point is known."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.statements_data import panel, panel_rows, read_lines

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
# The same without any label, so that two labels are not all that makes a text merged.
_PLAIN = ("{a}. |{b}", "{a}. |{b}", "{a}. |{b}", "{a}; |{b_low}", "{a}, |and {b_low}")
_LABEL = re.compile(
    r"\b(?:missions?|visions?|visionary|envision\w*|purpose)\b|_{2,}", re.IGNORECASE
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
    """Return joins of each organisation that publishes a mission and a vision.

    Each pair is joined once with labels, and once without where its texts can be freed of them.

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
    rows = panel_rows(data)
    names = {str(r.get("organisation", "")).casefold() for r in rows}
    found = []
    for pair in read_lines(path):
        mission, vision = (next(iter(pair[name]), "") for name in ("mission", "vision"))
        refused = {mission, vision} & texts or pair["organisation"].casefold() in names
        said = (kinds.get(mission, "mission"), kinds.get(vision, "vision"))
        if not refused and said == ("mission", "vision"):
            found += joins_of(mission, vision, pair["organisation"], draw)
    return found


def joins_of(mission: str, vision: str, group: str, draw: random.Random) -> list[Join]:
    """Return up to two joins of one mission and one vision."""
    if not all(_FEWEST_CHARS <= len(t) <= _MOST_CHARS for t in (mission, vision)):
        return []
    found = []
    for patterns, labelled in ((_CONNECTIVES, True), (_PLAIN, False)):
        order = ("vision", "mission") if draw.random() < 0.3 else ("mission", "vision")
        parts = {"mission": mission, "vision": vision}
        first, second = parts[order[0]], parts[order[1]]
        if not labelled:
            first, second = (_capital(_ANNOUNCED.sub("", t.strip())) for t in (first, second))
            if _LABEL.search(first) or _LABEL.search(second):
                continue
        made = _join(first, second, order, draw.choice(patterns), group)
        found.append(replace(made, sources=(mission, vision)))
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _join(first: str, second: str, kinds: tuple[str, str], pattern: str, group: str) -> Join:
    sources = (first, second)
    first = first.strip().rstrip(".!;, ")
    bare = _ANNOUNCED.sub("", second.strip())
    low = bare if bare[:2].isupper() else bare[:1].lower() + bare[1:]
    whole = pattern.format(a=first, b=_capital(bare), b_low=low)
    place = whole.index("|", len(first))
    return Join(whole[:place] + whole[place + 1 :], place, kinds, group, pattern, sources)
