"""The training sets of the three heads of `models/kind`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.kind.joins import Join, joins
from models.statements_data import FAMILIES, Row, labelled, parse, published

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.grading.views import View

# What a published label counts as evidence that a text is neither mission nor vision.
NOISY = {"key_result": 0.1, "objective": 0.3, "slogan": 0.3, "values": 0.3}
# Our own ratings of unrated rows are nearly all missions; more weight would move the priors.
OWN = 0.3
JOINED = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """One text of a training set.

    Attributes:
        view: what the models see of it.
        labels: its labels with their shares.
        group: organisation.
        weight: how far it counts.
        measured: place among the rated rows, or -1 for what only trains.
    """

    view: View
    labels: dict[str, float]
    group: str
    weight: float
    measured: int = -1


def view_table(rows: list[Row]) -> dict[str, View]:
    """Return the views of all texts of rows, published and masked."""
    texts = tuple(dict.fromkeys(text for row in rows for text in (row.text, row.masked)))
    return dict(zip(texts, parse(texts), strict=True))


def function_examples(
    rows: list[Row], everything: list[Row], made: list[tuple[Join, str]]
) -> list[Example]:
    """Return the examples of `function`.

    Args:
        rows: rated rows; a text with label words counts half as published and half masked.
        everything: published rows, of which those with a telling label and no rating are taken.
        made: joins with the organisation's group.
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
            examples.append(Example(views[text], row.kinds, row.group, share, place))
    for row, view in zip(noisy, parse(tuple(row.text for row in noisy)), strict=True):
        examples.append(Example(view, {"other": 1.0}, row.group, NOISY[row.label]))
    for (_, group), view in zip(made, parse(tuple(j.text for j, _ in made)), strict=True):
        examples.append(Example(view, {"merged": 1.0}, group, JOINED))
    return examples


def joined(data: Path, rows: list[Row], seed: int) -> list[tuple[Join, str]]:
    """Return joins of missions and visions, with the group of their organisation."""
    groups = {row.text: row.group for row in [*published(data), *rows]}
    kinds = {row.text: str(row.kind) for row in rows}
    found = []
    for join in joins(data, kinds, seed=seed):
        group = next((groups[t] for t in join.sources if t in groups), None)
        if group is not None:
            found.append((join, group))
    return found


def family_examples(data: Path, rows: list[Row]) -> list[Example]:
    """Return what published labels call other than mission and vision.

    A text that was rated as a mission or a vision by function is left out; one that was rated
    `other` under a mission's or a vision's label is an `other` of no family. Each label weighs the
    same in all.
    """
    others = {row.id for row in rows if row.kind == "other"}
    wrong = {row.id for row in rows if row.kind != "other"}
    chosen = [
        (row, row.label if row.label in FAMILIES else "other")
        for row in labelled(data)
        if row.id not in wrong and (row.label in FAMILIES or row.id in others)
    ]
    labels = [label for _, label in chosen]
    shares = {label: len(labels) / len(set(labels)) / labels.count(label) for label in set(labels)}
    views = parse(tuple(row.text for row, _ in chosen))
    return [
        Example(view, {label: 1.0}, row.group, shares[label])
        for (row, label), view in zip(chosen, views, strict=True)
    ]
