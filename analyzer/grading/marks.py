"""Evidence in a statement, placed on its tokens."""

from __future__ import annotations

from typing import NamedTuple


class Mark(NamedTuple):
    """A hit of a lexicon or a quantity.

    Attributes:
        first: place of its first token in `Tokens`.
        last: place after its last token.
        source: the lexicon's name, or `quantities`.
        category: the entry's category, or the quantity's label.
        weight: of a buzzword; 0 for all else.
    """

    first: int
    last: int
    source: str
    category: str
    weight: float
