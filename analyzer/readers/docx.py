"""Word documents: headings, lists, tables and bold lead-ins of the body, in their order.

The body becomes a source text of one line a paragraph, and from there on it is read as a Markdown
document is. Needs python-docx, the extra `documents`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analyzer.documents import Document, Passage, join_fields
from analyzer.errors import InputError, ResourceError
from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.inline import EMPTY, Inline
from analyzer.readers.outline import outline_document
from analyzer.readers.placement import Lines
from analyzer.readers.word import (
    Styles,
    W,
    children,
    heading_level,
    is_boxed,
    list_level,
    rows,
    runs,
)
from analyzer.types import Location, Unchecked

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# A page of text takes some 20 kB unpacked; beyond these a file is no strategy document.
MAX_UNPACKED_BYTES = 100_000_000
MAX_PART_BYTES = 30_000_000
MAX_PARTS = 5_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BULLET = re.compile(r"[•‣▪●◦·–—*-]\s+(?=\S)")


def read_docx(data: bytes, *, id: str, name: str) -> Document:
    """Find the statements of a Word document.

    Args:
        data: the file.
        id: id of the document.
        name: what a person calls it.

    Returns:
        The document; each statement has a path such as "paragraph 14" or "table 2, row 3,
        column 1". Deleted, hidden and struck words are left out, text boxes are named.

    Raises:
        InputError: no Word file, damaged, encrypted, or far larger unpacked than packed.
        ResourceError: the extra `documents` is not installed.
    """
    _check_package(data, name)
    word = _open(data, name)
    body = _Body(Styles(word))
    try:
        body.read(word.element.body)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise _damaged(name, error) from error
    source = "\n".join(body.lines)
    outlined = outline_document(
        body.blocks, source, Lines(source), id=id, name=name, labelled_only=True, place=body.place
    )
    fields = [body.field(passage, source) for passage in outlined.passages]
    document = join_fields(id, name, fields, outlined.unchecked + _unread(word))
    return replace(document, context=outlined.context)


def _check_package(data: bytes, name: str) -> None:
    """Refuse what is no zip archive, or one that would not fit into memory."""
    if data.startswith(_OLE):
        raise InputError(
            f"{name}: encrypted, or an old .doc under another name; "
            "save it as a Word document (.docx) without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(name, error) from error
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(f"{name}: encrypted; save it without a password")
    sizes = [part.file_size for part in parts]
    if (
        len(parts) > MAX_PARTS
        or sum(sizes) > MAX_UNPACKED_BYTES
        or max(sizes, default=0) > MAX_PART_BYTES
    ):
        raise InputError(
            f"{name}: unpacks to {sum(sizes) // 1_000_000} MB in {len(parts)} parts, more than is "
            "read; save the pages with the statements as a document of their own"
        )


def _open(data: bytes, name: str) -> WordDocument:
    try:
        from docx import Document as open_document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise ResourceError(
            f"{name}: Word files need python-docx; install it: pip install 'plumbline[documents]'"
        ) from error
    # The XML parser raises a SyntaxError.
    faults = (
        OpcError, SyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError,
        TypeError, AssertionError, NotImplementedError, RuntimeError, EOFError,
    )  # fmt: skip
    try:
        return open_document(io.BytesIO(data))
    except faults as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> InputError:
    reason = (str(error).splitlines() or [""])[0].strip("'\"") or type(error).__name__
    return InputError(
        f"{name}: no Word document, or a damaged one ({reason[:120]}); "
        "open it in a word processor and save it again as .docx"
    )


def _unread(word: WordDocument) -> tuple[Unchecked, ...]:
    """Name the text boxes, whose place among the statements the file does not tell."""
    boxes = []
    for box in word.element.body.iter(f"{W}txbxContent"):
        # A box stands twice in the file, once for readers that do not know its newer form.
        if any(above.tag == _FALLBACK for above in box.iterancestors()):
            continue
        words = " ".join("".join(t.text or "" for t in box.iter(f"{W}t")).split())
        if words:
            boxes.append(words if len(words) <= 40 else f"{words[:39].rstrip()}…")
    if not boxes:
        return ()
    named = ", ".join(f"“{words}”" for words in boxes[:3]) + (", …" if len(boxes) > 3 else "")
    count = "1 text box was" if len(boxes) == 1 else f"{len(boxes)} text boxes were"
    reason = f"{count} not read: {named}; move the words into the body"
    return (Unchecked("document", None, reason),)


@dataclass(slots=True)
class _Body:
    """Goes through the body and turns it into blocks of a source text.

    Attributes:
        styles: of the document.
        lines: of the source text.
        blocks: headings, paragraphs, list marks and tables.
        starts: where each line begins in the source.
        places: what a person calls each line's place.
        levels: of the lists that are open.
        paragraphs: how many of the body were seen.
        tables: likewise.
    """

    styles: Styles
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    length: int = 0

    def read(self, body: Any) -> None:
        """Read all paragraphs and tables."""
        for element in children(body):
            if element.tag == f"{W}p":
                self.paragraphs += 1
                self._paragraph(element, f"paragraph {self.paragraphs}")
            elif element.tag == f"{W}tbl":
                self.tables += 1
                self._close(-1)
                self._table(element, self.tables)
        self._close(-1)

    def field(self, passage: Passage, source: str) -> tuple[str, Passage]:
        """Return a passage's words, and the passage with its place in the Word document."""
        segments = passage.segments
        text = "".join(source[a:b] for a, b in segments)
        location = Location(path=self.place(segments[0][0]))
        return text, replace(passage, segments=(), location=location)

    def place(self, offset: int) -> str:
        """Return what a person calls the place of an offset of the source text."""
        return self.places[bisect_right(self.starts, offset) - 1]

    def _line(self, runs: Iterable[tuple[str, bool]], place: str) -> Inline:
        """Add the words of a paragraph to the source and return them."""
        text, start = "", self.length
        strong: list[tuple[int, int]] = []
        for words, bold in runs:
            if bold and words.strip():
                if strong and not text[strong[-1][1] :].strip():
                    strong[-1] = (strong[-1][0], len(text) + len(words))
                else:
                    strong.append((len(text), len(text) + len(words)))
            text += words
        self.lines.append(text)
        self.starts.append(start)
        self.places.append(place)
        self.length += len(text) + 1
        segments = ((start, start + len(text)),) if text else ()
        return Inline(text, segments, tuple(strong)).part(0) if text else EMPTY

    def _paragraph(self, element: Any, place: str) -> None:
        style = self.styles.of(element)
        if style.name.startswith(("toc ", "table of figures")):
            return
        inline = self._line(runs(element, self.styles), place)
        if not inline.text:
            return
        level = heading_level(element, style)
        if level is not None:
            self._close(-1)
            self.blocks.append(Heading(level, inline))
            return
        depth = list_level(element, style)
        bullet = _BULLET.match(inline.text) if depth is None else None
        if bullet:
            depth, inline = 0, inline.part(bullet.end())
        if depth is None:
            self._close(-1)
        else:
            self._item(depth)
        self.blocks.append(Paragraph(inline))

    def _item(self, level: int) -> None:
        """Open an item at a level; those above it stay open."""
        self._close(level)
        if self.levels and self.levels[-1] == level:
            self.blocks.append(Mark("item", False))
        else:
            self.levels.append(level)
            self.blocks.append(Mark("list", True))
        self.blocks.append(Mark("item", True))

    def _close(self, level: int) -> None:
        """Close the lists below a level."""
        while self.levels and self.levels[-1] > level:
            self.levels.pop()
            self.blocks.extend((Mark("item", False), Mark("list", False)))

    def _table(self, table: Any, number: int) -> None:
        read = (self._row(row, f"table {number}, row {r}") for r, row in enumerate(rows(table), 1))
        cells = [row for row in read if row]
        width = max(map(len, cells), default=0)
        if width == 1:  # a frame around text
            self.blocks.extend(Paragraph(part) for row in cells for part in row[0].split_cuts())
        elif width:
            self.blocks.append(Table(tuple((*row, *[EMPTY] * (width - len(row))) for row in cells)))

    def _row(self, row: Any, place: str) -> tuple[Inline, ...]:
        cells: list[Inline] = []
        for cell in children(row):
            if cell.tag != f"{W}tc":
                continue
            column = len(cells) + 1
            properties = cell.find(f"{W}tcPr")
            merge = None if properties is None else properties.find(f"{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            cells.append(EMPTY if goes_on else self._cell(cell, f"{place}, column {column}"))
            span = None if properties is None else properties.find(f"{W}gridSpan")
            wide = 1 if span is None else int(span.get(f"{W}val", "1"))
            cells.extend([EMPTY] * min(wide - 1, 100))
        return tuple(cells)

    def _cell(self, cell: Any, place: str) -> Inline:
        """Return a cell's words; its paragraphs are parted as `<br>` parts those of Markdown."""
        inlines = []
        for element in cell.iter(f"{W}p"):
            if is_boxed(element, cell):
                continue
            inline = self._line(runs(element, self.styles), place)
            if bullet := _BULLET.match(inline.text):
                inline = inline.part(bullet.end())
            if inline.text:
                inlines.append(inline)
        if not inlines:
            return EMPTY
        text, cuts = "", list[int]()
        segments, strong = list[tuple[int, int]](), list[tuple[int, int]]()
        for inline in inlines:
            if text:
                cuts.append(len(text))
            strong.extend((a + len(text), b + len(text)) for a, b in inline.strong)
            segments.extend(inline.segments)
            text += inline.text
        return Inline(text, tuple(segments), tuple(strong), tuple(cuts))
