"""What the teacher learns from, and the further texts that it is asked about."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.kind.examples import joined
from models.kind.joins import joins_of
from models.statements_data import (
    FAMILIES,
    Row,
    everyday,
    invented,
    parse,
    published,
    rated,
    sentences,
)
from models.teacher.network import Lesson

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.grading.views import View

# How far a published label counts as evidence of what a text does.
_NOISY = {"key_result": 0.1, "objective": 0.3, "slogan": 0.3, "values": 0.3}
_INVENTED, _JOINED, _FAMILY = 0.4, 0.3, 0.5
_FEWEST_WORDS, _MOST_WORDS = 4, 45
_MIXED, _EVERYDAY = 2000, 3000


@dataclass(frozen=True, slots=True)
class Question:
    """A text that the teacher is asked about, and the organisations that wrote its parts."""

    text: str
    groups: tuple[str, ...]

    @property
    def everyday(self) -> bool:
        """Whether it is a sentence of a treebank, and no statement."""
        return self.groups[0].startswith("sentence ")


def lessons(data: Path, seed: int) -> list[Lesson]:
    """Return all that is known of the statements, panel organisations left out."""
    rows, written = rated(data), invented()
    known = {row.id for row in rows}
    found = [
        Lesson(
            row.text,
            row.group,
            functions=row.kinds,
            ratings=row.ratings,
            family=_family(row) if row.kind == "other" else None,
        )
        for row in rows
    ]
    found += [
        Lesson(
            row.text,
            row.group,
            weight=_INVENTED,
            functions=row.kinds,
            ratings=row.ratings if "decision" in row.ratings else {},
            family=_family(row) if row.kind == "other" else None,
        )
        for row in written
    ]
    for row in published(data):
        if row.id not in known and row.label in FAMILIES:
            found.append(Lesson(row.text, row.group, weight=_FAMILY, family=row.label))
        if row.id not in known and row.label in _NOISY:
            weight = _NOISY[row.label]
            found.append(Lesson(row.text, row.group, weight=weight, functions={"other": 1.0}))
    found += [
        Lesson(join.text, group, weight=_JOINED, functions={"merged": 1.0})
        for join, group in joined(data, rows, written, seed)
    ]
    found += [Lesson(s.text, s.group, specificity=s.specificity) for s in sentences(data)]
    return found


def _family(row: Row) -> str:
    return row.label if row.label in FAMILIES else "other"


def questions(data: Path, seed: int) -> list[Question]:
    """Return the texts whose judgement the linear models learn, each once.

    Published statements and our own; pieces of them; pieces of two of them in a row; missions and
    visions of different organisations joined; and everyday sentences.
    """
    draw = random.Random(seed)
    rows = [*published(data), *invented()]
    views = parse(tuple(row.text for row in rows))
    pieces = [
        (piece, row)
        for row, view in zip(rows, views, strict=True)
        for piece in _pieces(row, view, draw)
    ]
    found = [Question(row.text, (row.group,)) for row in rows]
    found += [Question(piece, (row.group,)) for piece, row in pieces]
    for _ in range(_MIXED):
        (first, one), (second, other) = draw.sample(pieces, 2)
        found.append(Question(f"{first} {second}", (one.group, other.group)))
    by_label = {
        label: [r for r in rows if r.label == label and r.text == r.text.strip()]
        for label in ("mission", "vision")
    }
    for _ in range(_MIXED):
        mission, vision = (draw.choice(by_label[label]) for label in ("mission", "vision"))
        for join in joins_of(mission.text, vision.text, mission.group, draw):
            found.append(Question(join.text, (mission.group, vision.group)))
    found += [Question(s.text, (s.group,)) for s in (*sentences(data), *everyday(data, _EVERYDAY))]
    return list({question.text: question for question in reversed(found)}.values())


def _pieces(row: Row, view: View, draw: random.Random) -> list[str]:
    """Return up to two runs of a statement's clauses, written as sentences."""
    clauses, tokens = view.clauses, view.tokens
    bounds = (*clauses, len(tokens))
    runs = [
        (first, last)
        for at, first in enumerate(bounds[:-1])
        for last in bounds[at + 1 :]
        if _FEWEST_WORDS <= last - first <= _MOST_WORDS and last - first < len(tokens)
    ]
    found = []
    for first, last in draw.sample(runs, min(2, len(runs))):
        text = row.text[tokens.start[first] : tokens.end[last - 1]].strip(" ,;:-–—")
        found.append(text[:1].upper() + text[1:].rstrip(".") + ".")
    return found
