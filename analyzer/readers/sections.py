"""What is open while a document is read: headings, labels, lists and list items."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.readers.unread import Role
from analyzer.types import Declared

# Labels inside the text rank below every heading; "Key results" ranks below "Objective 1".
LABEL_LEVEL, RESULTS_LEVEL = 90, 95
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


@dataclass(slots=True)
class Opened:
    """What stands around the block that is read.

    Attributes:
        sections: the open headings and labels.
        containers: the open lists, items and quotes, with the sections around them.
    """

    sections: list[Section] = field(default_factory=list)
    containers: list[tuple[List | Item | None, list[Section]]] = field(default_factory=list)

    def titles(self) -> tuple[str, ...]:
        """Return the headings and labels that are open."""
        return tuple(section.title for section in self.sections if section.title)

    def objective_above(self) -> int | None:
        """Return the objective of an open list item or heading, the innermost first."""
        for container, _ in reversed(self.containers):
            if isinstance(container, Item) and container.kind == "objective":
                return container.statement
        stated = (section.objective for section in reversed(self.sections))
        return next((objective for objective in stated if objective is not None), None)

    def section(self) -> Section:
        """Return the innermost heading or label."""
        return self.sections[-1] if self.sections else Section(0, "")

    def close_labels(self, level: int = LABEL_LEVEL) -> None:
        """Close the labels down to a level."""
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()

    def inside(self) -> Declared | None:
        """Return what a text without a label of its own would be, or be part of."""
        item, section = self.item(), self.section()
        if item is not None and item.statement is None:
            return item.inside.kind
        if item is not None:  # below a key result a measure only says how it is counted
            return item.kind if item.kind != "key_result" else None
        return section.kind if section.objective is None else "objective"

    def role(self) -> Role:
        """Return where a text stands that is no statement."""
        section, item = self.section(), self.item()
        if (section.objective, section.kind, item and item.statement) != (None, None, None):
            return "explains"
        return "opening" if section.opens or not self.sections else "section"

    def turn(self, inside: List, kind: Declared | None) -> None:
        """Let the further items of a list be of another kind."""
        inside.kind, inside.joins = kind, None
        inside.parent = self.objective_above() if kind == "key_result" else None

    def item(self) -> Item | None:
        """Return the innermost open list item, unless a block quote stands between."""
        innermost = self.containers[-1][0] if self.containers else None
        return innermost if isinstance(innermost, Item) else None


def short(title: str) -> str:
    """Return the words of a heading in one line, cut where they run on."""
    return title[:_TITLE_CHARS].replace("\n", " ").strip()
