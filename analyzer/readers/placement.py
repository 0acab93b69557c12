"""Where a block's content stands in the source: line by line, and cell by cell in a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

Ranges = tuple[tuple[int, int], ...]


def merge(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Join ranges that touch and drop empty ones."""
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if start == end:
            continue
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


class Lines:
    """The lines of a source, as the Markdown parser counts them, and where each begins."""

    def __init__(self, source: str) -> None:
        """Split at CRLF, CR and LF."""
        self.source = source
        self.ends = [m.start() for m in re.finditer(r"\r\n?|\n", source)]
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n?|\n", source))]
        self.ends.append(len(source))

    def text(self, line: int) -> str:
        """Return a line without its end."""
        return self.source[self.starts[line] : self.ends[line]]

    def feed(self, line: int) -> int:
        """Return the place of the one character that stands for a line's end."""
        return self.starts[line + 1] - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1."""
        line = bisect_right(self.starts, offset) - 1
        return line + 1, offset - self.starts[line] + 1


class Placement:
    """Where each character of a block's content stands in the source."""

    def __init__(self) -> None:
        """Start with nothing placed; pieces are added in order."""
        self._content: list[int] = []
        self._source: list[int] = []

    def add(self, content: int, source: int) -> None:
        """Say that the content from one position on stands in the source from another on."""
        self._content.append(content)
        self._source.append(source)

    def ranges(self, start: int, end: int) -> Ranges:
        """Return the source ranges of a range of the content."""
        found = []
        index = max(0, bisect_right(self._content, start) - 1)
        while start < end and index < len(self._content):
            following = index + 1
            stop = self._content[following] if following < len(self._content) else end
            stop = min(stop, end)
            shift = self._source[index] - self._content[index]
            found.append((start + shift, stop + shift))
            start, index = stop, following
        return tuple(found)


def place_lines(content: str, first_line: int, lines: Lines) -> Placement:
    """Lay a paragraph's or heading's content against the source, line by line.

    Each line of the content is the end of a source line: quote marks and indentation before it are
    gone, white space and closing number signs behind the last one too.
    """
    placement, position = Placement(), 0
    rows = content.split("\n")
    # The parser also trims lines of no-break spaces, which are not blank to it, off the start.
    while rows[0] not in _restored(lines.text(first_line)) and first_line + 1 < len(lines.starts):
        first_line += 1
    for number, line in enumerate(rows, first_line):
        core = line.lstrip(" \t")
        indent = len(line) - len(core)
        source = _restored(lines.text(number))
        found = source.rfind(core) if not source.endswith(core) else len(source) - len(core)
        placement.add(position + indent, lines.starts[number] + max(found, 0))
        position += len(line)
        if number + 1 < len(lines.starts):
            placement.add(position, lines.feed(number))
        position += 1
    return placement


def _restored(line: str) -> str:
    """Return a line as the parser sees it: NUL is replaced."""
    return line.replace("\0", "\ufffd")


def place_cells(contents: Sequence[str], line: int, lines: Lines) -> list[Placement]:
    r"""Lay the cells of a table row against their line; `\|` loses its backslash in a cell."""
    text = _restored(lines.text(line))
    chunks, start = [], 0
    for match in re.finditer(r"(?<!\\)\|", text):
        chunks.append((start, match.start()))
        start = match.end()
    chunks.append((start, len(text)))
    lead = 0 if _fits(contents, chunks, text, 0) else 1
    placements = []
    for index, content in enumerate(contents):
        placement = Placement()
        if content and index + lead < len(chunks):
            a, b = chunks[index + lead]
            pieces = content.split("|")
            raw = "\\|".join(pieces)
            found = text.rfind(raw, a, b)
            place = lines.starts[line] + max(found, a)
            placement.add(0, place)
            position = len(pieces[0])
            place += position
            for piece in pieces[1:]:
                # A pipe of the content stands behind its backslash.
                placement.add(position, place + 1)
                position += 1 + len(piece)
                place += 2 + len(piece)
        placements.append(placement)
    return placements


def _fits(contents: Sequence[str], chunks: list[tuple[int, int]], text: str, lead: int) -> bool:
    """Whether the cells are the chunks of a line, the first `lead` of them left out."""
    for index, content in enumerate(contents):
        if index + lead >= len(chunks):
            return not any(contents[index:])
        a, b = chunks[index + lead]
        chunk = text[a:b].replace("\\|", "|").strip()
        if not (
            chunk == content.strip() or (index + lead == 0 and chunk.endswith(content) and content)
        ):
            return False
    return True
