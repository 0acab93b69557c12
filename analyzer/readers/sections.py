"""What is open while a document is read: headings, labels, lists and list items."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.types import Declared

_TITLE_CHARS = 160


@dataclass(slots=True)
class Section:
    """What stands under one heading or label.

    Attributes:
        level: of the heading; labels in the text rank below all headings.
        title: its words.
        kind: of the texts below it, or None where it names none.
        plural: whether it announces several.
        objective: the objective that the heading or label itself states.
        introduces: whether headings below it say what is what.
        had_list: whether its list has ended.
        opens: whether it is the title of the document.
    """

    level: int
    title: str
    kind: Declared | None = None
    plural: bool = False
    objective: int | None = None
    introduces: bool = False
    had_list: bool = False
    opens: bool = False


@dataclass(slots=True)
class List:
    """An open list: what its items are, or the statement that they go on."""

    kind: Declared | None = None
    parent: int | None = None
    joins: int | None = None


@dataclass(slots=True)
class Item:
    """An open list item, the list that it is in, and the statement in it."""

    inside: List
    statement: int | None = None
    kind: Declared | None = None
    begun: bool = False


def short(title: str) -> str:
    """Return the words of a heading in one line, cut where they run on."""
    return title[:_TITLE_CHARS].replace("\n", " ").strip()
