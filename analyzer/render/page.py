"""The page that lines are laid out on: width, hanging indents, headings, bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

MAX_WIDTH = 100
_FULL, _EMPTY = "█", "░"


@dataclass(frozen=True, slots=True)
class Page:
    """Where a report is printed.

    Attributes:
        console: gives the width and says whether colours are shown.
        width: columns to use.
        brackets: mark words by brackets, because neither colour nor underline would be seen.
    """

    console: Console
    width: int
    brackets: bool

    @classmethod
    def of(cls, console: Console) -> Page:
        """Return the page of a console, at most 100 columns wide."""
        plain = not console.is_terminal or console.no_color or console.color_system is None
        return cls(console, max(20, min(MAX_WIDTH, console.width)), plain)

    def print(self, line: Text) -> None:
        """Print one laid-out line as it is; what is wider is left to the terminal to wrap."""
        self.console.print(line, no_wrap=True, overflow="ignore", crop=False, highlight=False)

    def block(
        self, text: Text | str, *, indent: int = 0, label: str = "", style: str = ""
    ) -> Iterator[Text]:
        """Yield a paragraph's lines, all indented alike, with a label hanging before the first.

        Args:
            text: the paragraph.
            indent: columns before it.
            label: stands in the last columns of the first line's indent.
            style: of the paragraph.
        """
        paragraph = Text(text) if isinstance(text, str) else text.copy()
        if style:
            paragraph.stylize(style)
        room = max(16, self.width - indent)
        first = f"{label} ".rjust(indent) if label else " " * indent
        for number, line in enumerate(paragraph.wrap(self.console, room)):
            line.rstrip()
            yield Text.assemble(" " * indent if number or not label else (first, "bold"), line)

    def heading(self, left: str, right: str = "") -> Text:
        """Return a section's heading: a rule with a name at its left and a place at its right."""
        tail = f" {right} ──" if right else ""
        fill = self.width - cell_len(left) - cell_len(tail) - 4
        return Text.assemble(
            ("── ", "dim"), (left, "bold"), (f" {'─' * max(2, fill)}{tail}", "dim")
        )

    def columns(self, cells: Sequence[tuple[str, int, str]], *, indent: int = 0) -> Text:
        """Return one line of cells, each given as text, width and style; the last is not padded."""
        line = Text(" " * indent)
        for number, (text, width, style) in enumerate(cells):
            last = number == len(cells) - 1
            line.append(text if last else fit(text, width), style=style)
        line.rstrip()
        return line


def bar(fraction: float, width: int = 10) -> str:
    """Return a bar for a fraction from 0 to 1."""
    full = round(min(1.0, max(0.0, fraction)) * width)
    return _FULL * full + _EMPTY * (width - full)


def fit(text: str, width: int) -> str:
    """Return text in exactly so many columns, cut with an ellipsis where it is too wide."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)
