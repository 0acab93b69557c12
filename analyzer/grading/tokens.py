"""A statement's tokens as plain strings, with the words that name its own label hidden.

A text that calls itself a vision may do a mission's job, so the words mission, vision, purpose and
envision must not decide. All of them become `MASK`, and so does a run of underscores: a published
text and its masked form give the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LEMMA, LENGTH, LOWER, POS, TAG

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Span

MASK = "____"
NUMBER = "#"
_LABEL_WORDS = frozenset(
    "mission missions vision visions visionary purpose envision envisions envisioned envisioning "
    "envisages envisage".split()
)
_NUMBER = re.compile(r"\d[\d.,:/-]*\w{0,2}$")
# Tags of words that carry topic rather than form.
_OPEN = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "X", "SYM", "INTJ"))
# Open-class words that nevertheless show the form of a statement.
_FORM_WORDS = frozenset(
    "be become becoming being is are was were will would shall can may must not never no all every "
    "everyone each where when who whose that world future community communities society place "
    "people provide provides providing help helps helping ensure ensures support supports promote "
    "serve serves serving improve create build make exist exists dedicated committed organization "
    "organisation organized organised strive strives seek seeks aim aims goal goals believe "
    "believes value values envision leading leader best premier most more recognized recognised "
    "known first largest one number always through by so also".split()
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists over a statement's tokens, spaces left out and runs of `_` made one.

    Attributes:
        lower: lower-case form; label words are `MASK`, numbers are `NUMBER`.
        shape: the form where it is a function word or shows the statement's form, else its tag.
        tag: fine tag (Penn), `MASK` for a hidden word.
        pos: coarse tag (Universal Dependencies).
        dep: relation to the head, without its subtype.
        head: index of the head in these lists; its own index for a root.
        lemma: lower-case lemma.
        start: first character in the Doc.
        end: character after the last.
        places: index of a Doc's token to its index here.
    """

    lower: list[str]
    shape: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    lemma: list[str]
    start: list[int]
    end: list[int]
    places: dict[int, int]

    def __len__(self) -> int:
        return len(self.lower)


_ATTRIBUTES = (LOWER, TAG, POS, DEP, LEMMA, HEAD, IDX, LENGTH, IS_SPACE)
# String ids are hashes, the same in every vocabulary, so one table serves all of them.
_MOST_NAMES = 200_000
_names: dict[int, str] = {0: ""}


def tokens(span: Span) -> Tokens:
    """Return the tokens of a statement; a Doc without a parse gives empty tags and relations."""
    view = Tokens([], [], [], [], [], [], [], [], [], {})
    if len(_names) > _MOST_NAMES:
        _names.clear()
        _names[0] = ""
    strings = span.vocab.strings
    heads: list[int] = []
    for index, row in enumerate(_rows(span), start=span.start):
        if row[8]:
            continue
        lower, tag, pos, dep, lemma = (_name(strings, key) for key in row[:5])
        lower = lower.replace("’", "'")
        place, start = len(view.lower), row[6]
        if not lower.strip("_") or lower in _LABEL_WORDS:
            if place and view.lower[-1] == MASK and view.end[-1] == start:
                view.end[-1] = start + row[7]
                view.places[index] = place - 1
                continue
            lower = pos = tag = lemma = MASK
        elif lower[0].isdigit() and _NUMBER.match(lower):
            lower = lemma = NUMBER
        view.places[index] = place
        view.lower.append(lower)
        view.pos.append(pos)
        view.tag.append(tag)
        view.shape.append(tag if pos in _OPEN and lower not in _FORM_WORDS else lower)
        view.dep.append(dep.partition(":")[0])
        view.lemma.append(lemma.lower())
        view.start.append(start)
        view.end.append(start + row[7])
        heads.append(index + row[5])
    view.head.extend(view.places.get(head, own) for own, head in enumerate(heads))
    return view


def _rows(span: Span) -> list[list[int]]:
    """Return the attributes of every token as plain integers, hashes as they are (64 bits)."""
    table = span.to_array(_ATTRIBUTES)  # type: ignore[attr-defined]  # missing in its stub
    rows: list[list[int]] = table.tolist()
    heads = table[:, 5].astype("int64").tolist()
    for row, head in zip(rows, heads, strict=True):
        row[5] = head
    return rows


def _name(strings: StringStore, key: int) -> str:
    name = _names.get(key)
    if name is None:
        name = _names[key] = strings[key]
    return name
