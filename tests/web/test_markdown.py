"""The Markdown to take along: it shows the words as they were written."""

from __future__ import annotations

from html import unescape

import pytest
from markdown_it import MarkdownIt

from api.pages.markdown import _plain


@pytest.mark.parametrize(
    "words", ["We print &lt;b&gt; & &amp; daily", "*We* [mend](x) <b>boats</b>", "a_b `c` \\ #1 |~"]
)
def test_words_come_out_as_they_were_written(words: str) -> None:
    shown = MarkdownIt("commonmark").renderInline(_plain(words))
    assert "<" not in shown
    assert unescape(shown) == words
