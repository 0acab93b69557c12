"""What must hold for any text: segments quote the file, in order, and nothing is raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents import Document, prose
from analyzer.readers.blocks import Heading, Paragraph, Table
from analyzer.readers.markdown import _blocks as markdown_blocks
from analyzer.readers.markdown import _parser as parser
from analyzer.readers.markdown import read_markdown
from analyzer.readers.placement import Lines
from analyzer.readers.text import _blocks as text_blocks
from analyzer.readers.text import read_plain

PIECES = [
    "# Mission\n", "## Objectives\n", "## Objective 1: ", "### Key results\n", "## Notes\n",
    "**Vision:** ", "_Values_ – ", "KR1.2 ", "O2: ", "Our mission is to:\n", "- ", "  - ", "1. ",
    "> ", "\n", "\n\n", "  \n", "\\\n", "\t", " ", "|", "\n|-|-|\n", "| Objective | Owner |\n",
    "**", "*", "_", "~~", "`", "``", "[", "](x \"t\")", "][r]", "![", "<b>", "<br>", "<!-- ",
    " -->", "<http://a.b>", "&amp;", "&eacute;", "&#42;", "\\*", "\\|", "[^1]", "[^1]: ", "^[",
    "[r]: /u\n", "---\n", "===\n", "```\n", "[ ] ",
    "(Owner: Ana)", " @ben", "(due June)", "lend", "books",
    "naïve", "👩‍🚀", "e\u0301", "\u00a0", "\u2028", "\x0c", "。", ":", ".",
]  # fmt: skip
markup = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
cell = st.lists(
    st.sampled_from(
        ["a", "lend b", "\\|", "\\", "**", "`", " ", "Mission", "O1: x", "<br>", "-", "👩‍🚀"]
    ),
    max_size=4,
).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Tables with and without outer pipes, in lists and quotes, with blank and surplus cells."""
    width = draw(st.integers(1, 4))
    prefix = draw(st.sampled_from(["", "> ", "- ", "  "]))
    outer = draw(st.booleans())
    rows = [draw(st.lists(cell, min_size=width, max_size=width)), ["--"] * width]
    rows += draw(st.lists(st.lists(cell, min_size=1, max_size=width + 1), max_size=4))
    lines = ["|" + "|".join(row) + "|" if outer else "|".join(row) for row in rows]
    following = prefix.replace("-", " ")
    return prefix + f"\n{following}".join(lines) + "\n"


any_text = st.one_of(markup, tables(), st.text(max_size=200))


def check(document: Document, text: str) -> None:
    assert document.text == text
    assert bool(document.passages) != ("document" in {u.code for u in document.unchecked})
    position = 0
    for index, passage in enumerate(document.passages):
        words = prose(document, passage)
        quoted = [text[offset] for offset in words.offsets]
        assert all(a == b or b.isspace() for a, b in zip(words.text, quoted, strict=True))
        assert words.text.strip() == words.text != ""
        for start, end in passage.segments:
            assert position <= start < end
            position = end
        line, column = passage.location.line, passage.location.column
        assert line is not None
        assert column is not None
        assert passage.parent is None or document.passages[passage.parent].declared == "objective"
        assert passage.parent != index


@given(any_text)
def test_markdown(text: str) -> None:
    check(read_markdown(text, id="a", name="a"), text)


@given(any_text)
def test_plain_text(text: str) -> None:
    check(read_plain(text, id="a", name="a"), text)


@given(any_text)
def test_words_of_every_block_are_where_they_are_said_to_be(text: str) -> None:
    lines = Lines(text)
    parsed = list(markdown_blocks(parser().parse(text), lines))
    for block in [*parsed, *text_blocks(lines)]:
        match block:
            case Heading(inline=inline) | Paragraph(inline=inline):
                inlines = [inline]
            case Table(rows=rows):
                inlines = [cell for row in rows for cell in row]
            case _:
                inlines = []
        for inline in inlines:
            quoted = "".join(text[start:end] for start, end in inline.segments)
            assert inline.text.replace("\0", "\ufffd") == (
                quoted.replace("\r", "\n").replace("\0", "\ufffd")
            )


def words_of(document: Document) -> list[tuple[str | None, int | None, str, int | None]]:
    return [
        (p.declared, p.parent, prose(document, p).text, p.location.line) for p in document.passages
    ]


@given(markup)
def test_line_ends_change_nothing(text: str) -> None:
    for read in (read_markdown, read_plain):
        plain = words_of(read(text, id="a", name="a"))
        assert words_of(read(text.replace("\n", "\r\n"), id="a", name="a")) == plain
        assert words_of(read(text.replace("\n", "\r"), id="a", name="a")) == plain


@given(markup, st.sampled_from(PIECES))
def test_same_text_same_document(text: str, name: str) -> None:
    assert read_markdown(text, id=name, name=name) == read_markdown(text, id=name, name=name)
