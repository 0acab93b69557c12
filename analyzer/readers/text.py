"""Plain text: label lines, bullets and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analyzer.documents import Document
from analyzer.readers.blocks import Block, Heading, Mark, Paragraph
from analyzer.readers.headings import find_label
from analyzer.readers.inline import Inline
from analyzer.readers.outline import outline_document
from analyzer.readers.placement import Lines, merge
from analyzer.readers.suppressions import find_line_suppressions, is_comment_line

_BULLET = re.compile(r"(?P<mark>[-*+•‣·◦▪●–—]|\(?\d{1,9}[.)]|[a-z][.)])(?P<gap>[ \t\u00a0]+)(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:=+|-+|\*+|_+|~+|#+)\s*")
_HASHES = re.compile(r"\s*#{1,6}[ \t]+(?=\S)")
_INK = re.compile(r"\S")
_TITLE_WORDS = 8
# Deeper indentation of lists counts as this deep.
_MAX_DEPTH = 20


def read_plain(text: str, *, id: str, name: str) -> Document:
    """Find the statements of a plain text.

    Args:
        text: the file exactly as given.
        id: id of the document.
        name: what a person calls it.

    Returns:
        The document. Where a label such as "Mission:" names a kind, the labelled texts are its
        statements; without any label every paragraph and every bullet is one.
    """
    lines = Lines(text)
    document = outline_document(
        list(_blocks(lines)), text, lines, id=id, name=name, labelled_only=False
    )
    found = find_line_suppressions(lines, document.passages)
    return replace(document, suppressions=tuple(found))


def _blocks(lines: Lines) -> Iterator[Block]:
    """Yield the blocks of a plain text, line by line."""
    indents: list[int] = []
    paragraph: list[tuple[int, int]] = []
    blank = True
    for number in range(len(lines.starts)):
        start, end = _core(lines, number)
        if is_comment_line(lines.source[start:end]):
            continue
        if start == end or _UNDERLINE.fullmatch(lines.source, start, end):
            yield from _paragraph(paragraph, lines, title=start != end)
            paragraph, blank = [], True
            continue
        line = lines.source[start : min(end, start + 400)]
        indent = len(lines.source[lines.starts[number] : start].expandtabs(4))
        bullet = _BULLET.match(line)
        if bullet and not _is_label(line[bullet.end() :]):
            yield from _paragraph(paragraph, lines)
            yield from _item(indents, indent)
            paragraph = [(start + bullet.end(), end)]
        elif _HASHES.match(line):
            yield from _paragraph(paragraph, lines)
            yield from _close(indents, indent - 1)
            yield from _paragraph([(start, end)], lines)
            paragraph = []
        elif paragraph and not blank and not (indents and _is_outdented(line, indent, indents)):
            paragraph.append((start, end))
        else:
            if indents and indent <= indents[-1]:
                yield from _paragraph(paragraph, lines)
                yield from _close(indents, indent - 1)
            paragraph = [(start, end)]
        blank = False
    yield from _paragraph(paragraph, lines)
    yield from _close(indents, -1)


def _core(lines: Lines, number: int) -> tuple[int, int]:
    """Return a line's range without white space at its ends."""
    start, end = lines.starts[number], lines.ends[number]
    text = lines.source[start:end]
    core = text.strip()
    begin = start + len(text) - len(text.lstrip())
    return (begin, begin + len(core)) if core else (start, start)


def _is_label(text: str) -> bool:
    """Whether a numbered line is a heading: "1. Mission"."""
    label = find_label(text)
    return label is not None and label.end >= len(text) and label.number is None


def _is_outdented(line: str, indent: int, indents: list[int]) -> bool:
    """Whether a line after a list item is a label of its own rather than the item's next line."""
    if indent > indents[-1] or not line[:1].isupper():
        return False
    label = find_label(line)
    return label is not None and (label.number is not None or label.end >= len(line))


def _item(indents: list[int], indent: int) -> Iterator[Mark]:
    """Open an item at an indentation; deeper ones stay open above it."""
    yield from _close(indents, indent)
    if indents and indents[-1] == indent:
        yield Mark("item", False)
    elif len(indents) < _MAX_DEPTH:
        indents.append(indent)
        yield Mark("list", True)
    else:
        yield Mark("item", False)
    yield Mark("item", True)


def _close(indents: list[int], indent: int) -> Iterator[Mark]:
    """Close the lists that are indented deeper than a line; -1 closes all."""
    while indents and indents[-1] > indent:
        indents.pop()
        yield Mark("item", False)
        yield Mark("list", False)


def _paragraph(
    ranges: list[tuple[int, int]], lines: Lines, *, title: bool = False
) -> Iterator[Block]:
    """Yield the paragraph of some lines, or the heading that they are."""
    if not ranges:
        return
    inline = _inline(ranges, lines)
    hashes = _HASHES.match(inline.text)
    if hashes and len(ranges) == 1:
        yield Heading(hashes.group().count("#"), inline.part(hashes.end()))
    elif len(ranges) == 1 and (title or _is_title(inline.text)):
        yield Heading(_level(ranges, lines), inline)
    elif len(ranges) > 1 and _is_title(lines.source[slice(*ranges[0])]):
        yield Heading(_level(ranges, lines), _inline(ranges[:1], lines))
        yield Paragraph(_inline(ranges[1:], lines))
    else:
        yield Paragraph(inline)


def _level(ranges: list[tuple[int, int]], lines: Lines) -> int:
    """Return the level of a heading without marks; the first line of a text is its title."""
    first = _INK.search(lines.source)
    if find_label(lines.source[slice(*ranges[0])]) is not None:
        return 2
    return 1 if first is not None and ranges[0][0] == first.start() else 2


def _is_title(text: str) -> bool:
    """Whether a line in capitals is a heading that names no kind; labels stay paragraphs."""
    short = len(text) < 100 and len(text.split()) <= _TITLE_WORDS
    return short and text.isupper() and find_label(text) is None and text[-1] not in ".!?"


def _inline(ranges: list[tuple[int, int]], lines: Lines) -> Inline:
    """Join lines by the one character that stands for each line's end."""
    found: list[tuple[int, int]] = []
    texts: list[str] = []
    for start, end in ranges:
        if found:
            feed = _feed(lines, found[-1][1], start)
            found.append((feed, feed + 1))
            texts.append("\n")
        found.append((start, end))
        texts.append(lines.source[start:end])
    return Inline("".join(texts), merge(found))


def _feed(lines: Lines, end: int, start: int) -> int:
    place = lines.source.find("\n", end, start)
    return place if place >= 0 else lines.source.find("\r", end, start)
