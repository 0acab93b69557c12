"""What every annotator leans on: the words above a word, however deep the tree."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from analyzer.annotators.base import ancestors


def chain(length: int) -> Doc:
    """Return a text in which every word hangs on the one before it."""
    heads = [max(place - 1, 0) for place in range(length)]
    return Doc(Vocab(), words=["a"] * length, heads=heads, deps=["dep"] * length)


def test_ancestors_come_nearest_first() -> None:
    assert [t.i for t in ancestors(chain(6)[4])] == [3, 2, 1, 0]


def test_a_deep_tree_is_not_climbed_to_its_top() -> None:
    above = [t.i for t in ancestors(chain(400)[399])]
    assert above[0] == 398
    assert len(above) == 50
