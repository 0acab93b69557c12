from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents import Document, Passage, join_fields, prose


def test_prose_leaves_markup_out_and_finds_the_way_back() -> None:
    text = "> We **feed**\n> families."
    document = Document("d", "d.md", text, (Passage(((2, 5), (7, 11), (13, 14), (16, 25))),))
    words = prose(document, document.passages[0])
    assert words.text == "We feed families."
    assert words.span(3, 7) == (7, 11)
    assert words.span(3, 16) == (7, 24)
    assert text[slice(*words.span(8, 16))] == "families"


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_fields_are_joined_by_a_blank_line_and_each_stays_itself(texts: list[str]) -> None:
    document = join_fields("r", "r", [(text, Passage(())) for text in texts])
    assert document.text == "\n\n".join(texts)
    for text, passage in zip(texts, document.passages, strict=True):
        ((start, end),) = passage.segments
        assert document.text[start:end] == text
        words = prose(document, passage)
        assert len(words.text) == len(words.offsets)
        letters = [c for c in text if c.isalnum()]
        assert [document.text[i] for i in words.offsets if document.text[i].isalnum()] == letters


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("We  feed\n\t families.", "We feed families."),
        ("“We feed families.”", "We feed families."),
        ('"We feed families"', "We feed families"),
        ("‘We feed the farmers’ families’", "We feed the farmers’ families"),
        ("“We” feed “families”", "“We” feed “families”"),
        ('" "', '" "'),
    ],
)
def test_prose_is_the_same_whatever_surrounds_the_words(text: str, read: str) -> None:
    document = join_fields("r", "r", [(text, Passage(()))])
    words = prose(document, document.passages[0])
    assert words.text == read
    assert [document.text[i] for i in words.offsets if document.text[i].isalpha()] == [
        c for c in read if c.isalpha()
    ]
