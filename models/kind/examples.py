"""The training sets of the three heads of `models/kind`."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.resources import read_jsonl
from models.kind.joins import Join, joins, joins_of
from models.statements_data import FAMILIES, Row, labelled, parse, published

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.grading.views import View

# What a published label counts as evidence that a text is neither mission nor vision.
NOISY = {"key_result": 0.1, "objective": 0.3, "slogan": 0.3, "values": 0.3}
# Our own ratings of unrated rows are nearly all missions; more weight would move the priors.
OWN = 0.3
JOINED = 0.07
# Statements written for this project: other forms of the same jobs.
INVENTED = 0.5
INVENTED_FAMILY = 0.4
# Single invented objectives and key results: what they are, whoever wrote them.
WORDED_FAMILY = 0.2
# The smaller families weigh more than they are many, or they would never be named: 0 would make all
# families weigh the same, 1 leaves their numbers.
BALANCE = 0.35


@dataclass(frozen=True, slots=True)
class Example:
    """One text of a training set.

    Attributes:
        view: what the models see of it.
        labels: its labels with their shares.
        group: organisation.
        weight: how far it counts.
        measured: place among the rated rows, or -1 for what only trains.
        id: of the published statement; empty for texts that were made.
    """

    view: View
    labels: dict[str, float]
    group: str
    weight: float
    measured: int = -1
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens [first, last) of a text that do one job, mission or vision."""

    view: View
    first: int
    last: int
    label: str
    group: str


def view_table(rows: list[Row]) -> dict[str, View]:
    """Return the views of all texts of rows, published and masked."""
    texts = tuple(dict.fromkeys(text for row in rows for text in (row.text, row.masked)))
    return dict(zip(texts, parse(texts), strict=True))


def function_examples(
    rows: list[Row],
    everything: list[Row],
    made: list[tuple[Join, str]],
    written: list[Row],
) -> list[Example]:
    """Return the examples of `function`.

    Args:
        rows: rated rows; a text with label words counts half as published and half masked.
        everything: published rows, of which those with a telling label and no rating are taken.
        made: joins with the organisation's group.
        written: statements of our own.
    """
    views = view_table(rows)
    known = {row.id for row in rows}
    noisy = [row for row in everything if row.label in NOISY and row.id not in known]
    examples = []
    for place, row in enumerate(rows):
        weight = OWN if row.own else 1.0
        texts = dict.fromkeys((row.masked, row.text))
        for text in texts:
            share = weight / len(texts)
            examples.append(Example(views[text], row.kinds, row.group, share, place, row.id))
    for row, view in zip(noisy, parse(tuple(row.text for row in noisy)), strict=True):
        weight = NOISY[row.label]
        examples.append(Example(view, {"other": 1.0}, row.group, weight, id=row.id))
    for (_, group), view in zip(made, parse(tuple(j.text for j, _ in made)), strict=True):
        examples.append(Example(view, {"merged": 1.0}, group, JOINED))
    seen = parse(tuple(row.text for row in written))
    for place, (row, view) in enumerate(zip(written, seen, strict=True), start=len(rows)):
        examples.append(Example(view, row.kinds, row.group, INVENTED, place))
    return examples


def segment_examples(rows: list[Row], written: list[Row]) -> list[Stretch]:
    """Return the examples of `segment`: texts of one job, and the parts of invented merged ones.

    Args:
        rows: rated rows; they are read masked.
        written: statements of our own.
    """
    found = []
    single = [row for row in (*rows, *written) if row.kind in ("mission", "vision", "merged")]
    for row, view in zip(single, parse(tuple(row.masked for row in single)), strict=True):
        size = len(view.tokens)
        if row.kind != "merged":
            found.append(Stretch(view, 0, size, str(row.kind), row.group))
        elif row.split is not None:
            place = next((p for p, s in enumerate(view.tokens.start) if s >= row.split), size)
            kinds = row.parts or ("mission", "vision")
            found.append(Stretch(view, 0, place, kinds[0], row.group))
            found.append(Stretch(view, place, size, kinds[1], row.group))
    return [stretch for stretch in found if stretch.last > stretch.first]


def joined(data: Path, rows: list[Row], written: list[Row], seed: int) -> list[tuple[Join, str]]:
    """Return joins of missions and visions, with the group of their organisation."""
    groups = {row.text: row.group for row in [*published(data), *rows]}
    kinds = {row.text: str(row.kind) for row in rows}
    found = []
    for join in joins(data, kinds, seed=seed):
        group = next((groups[t] for t in join.sources if t in groups), None)
        if group is not None:
            found.append((join, group))
    return found + _invented_joins(written, seed)


def _invented_joins(written: list[Row], seed: int) -> list[tuple[Join, str]]:
    """Join the invented missions and visions of each organisation."""
    draw = random.Random(seed)
    by_group: dict[str, dict[str, list[str]]] = {}
    for row in written:
        by_group.setdefault(row.group, {}).setdefault(row.label, []).append(row.text)
    return [
        (join, group)
        for group, texts in sorted(by_group.items())
        for mission, vision in zip(texts.get("mission", ()), texts.get("vision", ()), strict=False)
        for join in joins_of(mission, vision, group, draw)
    ]


def family_examples(data: Path, rows: list[Row], written: list[Row]) -> list[Example]:
    """Return what published labels call other than mission and vision.

    A text that was rated as a mission or a vision by function is left out; one that was rated
    `other` under a mission's or a vision's label is an `other` of no family.
    """
    others = {row.id for row in rows if row.kind == "other"}
    wrong = {row.id for row in rows if row.kind != "other"}
    chosen = [
        (row, row.label if row.label in FAMILIES else "other")
        for row in labelled(data)
        if row.id not in wrong and (row.label in FAMILIES or row.id in others)
    ]
    chosen += [(row, row.label) for row in written if row.label in FAMILIES]
    labels = [label for _, label in chosen]
    shares = {label: labels.count(label) ** (BALANCE - 1) for label in set(labels)}
    scale = len(labels) / sum(shares[label] for label in labels)
    views = parse(tuple(row.text for row, _ in chosen))
    found = [
        Example(
            view,
            {label: 1.0},
            row.group,
            scale * shares[label] * (INVENTED_FAMILY if row.own else 1.0),
            id="" if row.group.startswith("invented ") else row.id,
        )
        for (row, label), view in zip(chosen, views, strict=True)
    ]
    worded = wordings()
    for (_, label), view in zip(worded, parse(tuple(text for text, _ in worded)), strict=True):
        found.append(Example(view, {label: 1.0}, "invented wordings", WORDED_FAMILY))
    return found


def wordings() -> list[tuple[str, str]]:
    """Return the single invented objectives and key results, with what they are."""
    return [
        (row["text"], label)
        for label in ("objective", "key_result")
        for row in read_jsonl(f"data/statements/{label}s.jsonl")
        if row["type"] != "unclear"
    ]
