"""Puts documents together on which document rules can be measured without reading.

Published plans rarely print their mission, vision, objectives and key results in one place. So a
document is made of one organisation's mission or vision and of lines of a plan, its own or another
organisation's, and which of the two is known. A rule that looks for what does not belong is right
where it names the stranger.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.engine import Analyzer
from analyzer.readers.markdown import read_markdown
from analyzer.settings import Settings
from models.statements_data import read_lines

Row = dict[str, Any]
_SEED = 5
_SENTENCE = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Made:
    """A document put together.

    Attributes:
        text: Markdown.
        strangers: texts in it that another organisation wrote.
    """

    text: str
    strangers: frozenset[str]


def flat(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _list(lines: Sequence[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def orphans(data: Path) -> Iterator[Made]:
    """Yield missions with two to five of their own objectives and one of another organisation."""
    rng = random.Random(_SEED)
    rows = read_lines(data / "alignment.jsonl")
    for row in rows:
        for _ in range(60):
            count = rng.choice((2, 3, 4, 5))
            if len(row["objectives"]) < count:
                continue
            stranger = flat(rng.choice(rng.choice([r for r in rows if r is not row])["objectives"]))
            lines = [*map(flat, rng.sample(row["objectives"], count)), stranger]
            rng.shuffle(lines)
            head = f"# Mission\n\n{flat(row['mission'][0])}\n\n# Objectives\n\n"
            yield Made(head + _list(lines), frozenset((stranger,)))


def strange_parts(data: Path) -> Iterator[Made]:
    """Yield missions with objectives of their own; every second mission has a stranger's part."""
    rng = random.Random(_SEED)
    firsts = [
        _SENTENCE.split(flat(row["mission"][0]))[0]
        for row in read_lines(data / "mission_vision_pairs.jsonl")
    ]
    firsts = [text for text in firsts if 8 <= len(text.split()) <= 25]
    for row in read_lines(data / "alignment.jsonl"):
        for turn in range(20):
            count = min(len(row["objectives"]), rng.choice((4, 6, 8)))
            mission, part = flat(row["mission"][0]), rng.choice(firsts)
            if turn % 2:
                mission = f"{mission.rstrip('.')}. {part}"
            objectives = map(flat, rng.sample(row["objectives"], count))
            text = f"# Mission\n\n{mission}\n\n# Objectives\n\n{_list([*objectives])}"
            yield Made(text, frozenset((part,)) if turn % 2 else frozenset())


def strange_visions(data: Path) -> Iterator[Made]:
    """Yield key results under their own organisation's vision or mission, or under another's."""
    rng = random.Random(_SEED)
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in read_lines(data / "statements.jsonl"):
        held[row["org_key"]][row["label"]].append(flat(row["text"]))
    with_vision = [key for key in held if held[key]["vision"]]
    for key, own in list(held.items()):
        if len(own["key_result"]) < 2 or len(own["objective"]) < 2:
            continue
        for _ in range(12):
            results = rng.sample(own["key_result"], min(4, len(own["key_result"])))
            objective = rng.choice(own["objective"]).rstrip(".")
            plan = f"# Objective: {objective}\n\n" + "".join(f"- KR: {r}\n" for r in results)
            if visions := own["vision"] or own["mission"]:
                yield Made(f"# Vision\n\n{rng.choice(visions)}\n\n{plan}", frozenset())
            other = rng.choice([k for k in with_vision if k != key])
            vision = rng.choice(held[other]["vision"])
            yield Made(f"# Vision\n\n{vision}\n\n{plan}", frozenset((vision,)))


MADE = {
    "ALN001": (
        orphans,
        "missions of alignment.jsonl, each with two to five own objectives and one of another "
        "organisation: is the one that is named the stranger?",
    ),
    "ALN002": (
        strange_parts,
        "missions of alignment.jsonl with own objectives, every second one with a sentence of "
        "another organisation's mission: does the part that is named stand in it?",
    ),
    "ALN003": (
        strange_visions,
        "key results under a vision of their own organisation, or under another's: is the vision "
        "that is named the other's?",
    ),
}


def measure_made(data: Path) -> dict[str, tuple[int, int, str]]:
    """Return for each rule of `MADE` its hits, the right ones of them, and what was asked."""
    found = {}
    for code, (make, asked) in MADE.items():
        documents = list(make(data))
        reports = Analyzer(Settings(select=(code,))).analyze_many(
            read_markdown(made.text, id=str(i), name="made.md") for i, made in enumerate(documents)
        )
        hits = right = 0
        for made, report in zip(documents, reports, strict=True):
            for finding in report.findings:
                hits += 1
                words = finding.span.text if finding.span else ""
                right += any(words in s or s in words for s in made.strangers)
        found[code] = (hits, right, asked)
    return found
