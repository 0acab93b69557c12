"""Markdown documents: CommonMark with tables, footnotes, front matter and struck text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from analyzer.documents import Document
from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.inline import (
    EMPTY,
    MAX_BRACKETS,
    MAX_INLINE_CHARS,
    Inline,
    note_places,
    read_inline,
)
from analyzer.readers.outline import outline_document
from analyzer.readers.placement import Lines, Placement, merge, place_cells, place_lines
from analyzer.readers.suppressions import find_suppressions

# Deeper nesting of quotes and lists is left out by the parser, so that recursion stays shallow.
MAX_NESTING = 60


def read_markdown(text: str, *, id: str, name: str) -> Document:
    """Find the statements of a Markdown document.

    Args:
        text: the file exactly as given.
        id: id of the document.
        name: what a person calls it.

    Returns:
        The document; segments leave out markup, link targets, code blocks, comments, footnotes and
        front matter. A document in which no heading or label names a kind has no passages.
    """
    lines = Lines(text)
    tokens = _parser().parse(text)
    begin = _matter_end(text, lines)
    blocks = list(_blocks([t for t in tokens if t.map is None or t.map[0] >= begin], lines))
    document = outline_document(blocks, text, lines, id=id, name=name, labelled_only=True)
    found = find_suppressions(lines, document.passages, [range(*m) for m in _commented(tokens)])
    return replace(document, suppressions=tuple(found))


def _matter_end(text: str, lines: Lines) -> int:
    """Return the line, from 0, behind front matter in TOML, which the parser does not know."""
    if not text.startswith("+++"):
        return 0
    marks = (n for n in range(1, min(len(lines.starts), 200)) if lines.text(n).strip() == "+++")
    return next(marks, -1) + 1


def _commented(tokens: Sequence[Token]) -> Iterator[Sequence[int]]:
    """Yield the lines of every block with a comment to Plumbline in it; code has none."""
    for token in tokens:
        html = [token, *(token.children or ())]
        comments = (t.content for t in html if t.type in ("html_block", "html_inline"))
        if token.map is not None and any("plumbline" in text.lower() for text in comments):
            yield token.map


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(front_matter_plugin).use(footnote_plugin)
    # Escapes and entities must stay tokens of their own: they tell how long they are in the source.
    parser.disable("text_join")
    # Footnotes are left out where they stand, so they need not be gathered at the end.
    parser.disable("footnote_tail")
    parser.core.ruler.at("inline", _parse_inline)
    note_places(parser)
    return parser


def _parse_inline(state: StateCore) -> None:
    """Read inline markup of each block, up to a limit that keeps any input to linear time."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        content = token.content
        end = len(content)
        if end > MAX_INLINE_CHARS:
            end = max(content.rfind("\n", 0, MAX_INLINE_CHARS), 0) or MAX_INLINE_CHARS
        if content.count("[", 0, end) > MAX_BRACKETS:
            end = 0
        if end:
            state.md.inline.parse(content[:end], state.md, state.env, token.children)
        token.children.extend(_verbatim(content, end))


def _verbatim(content: str, start: int) -> Iterator[Token]:
    """Yield the rest of a block's content as plain text, line by line."""
    while start < len(content):
        feed = content.find("\n", start)
        end = len(content) if feed < 0 else feed
        line = content[start:end]
        if core := line.strip(" \t"):
            begin = start + len(line) - len(line.lstrip(" \t"))
            yield Token("text", "", 0, content=core, meta={"start": begin})
        if feed >= 0:
            yield Token("softbreak", "br", 0, meta={"start": feed, "end": feed + 1})
        start = end + 1


def _blocks(tokens: Sequence[Token], lines: Lines) -> Iterator[Block]:
    """Yield a document's blocks; recursion is not needed, for the tokens are flat."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        match token.type:
            case "footnote_reference_open":
                position = _after(tokens, position)
                continue
            case "table_open":
                end = _after(tokens, position)
                yield _table(tokens[position:end], lines)
                position = end
                continue
            case "heading_open":
                inline = _inline(tokens[position + 1], lines)
                # Decks part their slides by "---", which below a text makes a heading of it.
                slide = token.markup == "-" and _SENTENCE.search(inline.text)
                yield Paragraph(inline) if slide else Heading(int(token.tag[1:]), inline)
                position += 3
                continue
            case "html_block":
                yield from _html(token, lines)
            case "inline":
                yield Paragraph(_inline(token, lines))
            case "bullet_list_open" | "ordered_list_open":
                yield Mark("list", True)
            case "bullet_list_close" | "ordered_list_close":
                yield Mark("list", False)
            case "list_item_open" | "list_item_close":
                yield Mark("item", token.nesting > 0)
            case "blockquote_open" | "blockquote_close":
                yield Mark("quote", token.nesting > 0)
        position += 1


_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S+[.!?]$")
# Of these the words stand as a bold line does; these stand inside a line.
_NAMING = ("<summary", "<h1", "<h2", "<h3", "<h4", "<h5", "<h6")
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|code|em|font|i|kbd|mark|small|span|strong|sub|sup|u)\b")
_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|[^<>]+", re.DOTALL)


def _html(token: Token, lines: Lines) -> Iterator[Paragraph]:
    """Yield the words between the tags of a block of HTML."""
    first, end = token.map or (0, 0)
    if first >= end or token.content.lstrip().startswith(("<script", "<style", "<svg", "<pre")):
        return
    tag = ""
    ranges: list[tuple[int, int]] = []
    for match in _HTML.finditer(lines.source, lines.starts[first], lines.ends[end - 1]):
        words = match.group()
        if not words.startswith("<"):
            ranges.append(match.span())
        elif not _INLINE_TAG.match(words.lower()):
            yield from _between_tags(ranges, tag, lines)
            tag, ranges = words.lower(), []
    yield from _between_tags(ranges, tag, lines)


def _between_tags(ranges: Sequence[tuple[int, int]], tag: str, lines: Lines) -> Iterator[Paragraph]:
    text = "".join(lines.source[a:b] for a, b in ranges)
    if any(c.isalnum() for c in text):
        strong = ((0, len(text)),) if tag.startswith(_NAMING) else ()
        yield Paragraph(Inline(text, merge(ranges), strong).part(0))


def _after(tokens: Sequence[Token], position: int) -> int:
    """Return the position behind the token that closes the one at a position."""
    depth = 0
    while position < len(tokens):
        depth += tokens[position].nesting
        position += 1
        if depth == 0:
            break
    return position


def _inline(token: Token, lines: Lines) -> Inline:
    if token.map is None:
        return EMPTY
    return _prose(token, place_lines(token.content, token.map[0], lines))


def _prose(token: Token, placement: Placement) -> Inline:
    return read_inline(token.content, token.children or [], placement).part(0)


def _table(tokens: Sequence[Token], lines: Lines) -> Table:
    rows: list[tuple[Inline, ...]] = []
    cells: list[Token] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            line = cells[0].map[0] if cells and cells[0].map else 0
            placements = place_cells([cell.content for cell in cells], line, lines)
            rows.append(
                tuple(_prose(cell, place) for cell, place in zip(cells, placements, strict=True))
            )
            cells = []
    return Table(tuple(rows))
