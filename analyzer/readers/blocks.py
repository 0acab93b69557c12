"""What a reader of a text format hands to the outline: blocks in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.readers.inline import Inline


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its level, from 1."""

    level: int
    inline: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, also that of a list item or block quote."""

    inline: Inline


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows; the header is the first."""

    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list, list item or block quote opens or closes."""

    what: Literal["list", "item", "quote"]
    opens: bool


Block = Heading | Paragraph | Table | Mark
