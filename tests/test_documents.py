from __future__ import annotations

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
        assert len(prose(document, passage).text) == len(text)
