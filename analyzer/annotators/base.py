"""The one custom extension of the Doc, `doc._.plumbline`, and how annotators reach it.

`doc.spans["statements"]` holds the statements; `doc._.plumbline["statements"]` holds one record for
each of them, in the same order. Records are plain dicts and lists of strings, numbers, booleans and
None, so a Doc survives pickling and multiprocessing. Offsets in them are characters of the Doc,
end-exclusive, as two-item lists.

A Doc from somebody else's pipeline has neither; then each paragraph becomes a statement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span, SpanGroup, Token

Record = dict[str, Any]

if not Doc.has_extension("plumbline"):
    Doc.set_extension("plumbline", default=None)

_PARAGRAPH = re.compile(r"\S.*?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)


def new_record(**given: Any) -> Record:
    """Return a statement's record before any annotator has seen it, with the reader's fields."""
    record: Record = {
        "declared": None, "parent": None, "heading": "", "owner": None, "due": None,
        "baseline": None, "target": None,
    }  # fmt: skip
    return record | given


def prepare(doc: Doc) -> dict[str, Any]:
    """Return the Doc's own record, made on first use from its statements or its paragraphs."""
    if doc._.plumbline is None:
        if "statements" not in doc.spans:
            spans = [
                doc.char_span(m.start(), m.end(), alignment_mode="expand")
                for m in _PARAGRAPH.finditer(doc.text)
            ]
            doc.spans["statements"] = [span for span in spans if span is not None]
        doc._.plumbline = {
            "statements": [new_record() for _ in doc.spans["statements"]],
            "alignment": [],
            "unchecked": [],
            "profile": "okr-hub",
            "single": len(doc.spans["statements"]) == 1,
        }
    record: dict[str, Any] = doc._.plumbline
    return record


def statements(doc: Doc) -> Iterator[tuple[Span, Record]]:
    """Yield each statement's span and its record."""
    return zip(doc.spans["statements"], prepare(doc)["statements"], strict=True)


class _Ordered:
    """A span group in the order of the text, so that a statement finds its own spans at once.

    It holds numbers and labels but no span, which would keep the Doc alive.
    """

    def __init__(self, group: SpanGroup) -> None:
        self.group = group
        self._rows = sorted((s.start, -s.end, place, s.label_) for place, s in enumerate(group))
        self._starts = [row[0] for row in self._rows]

    def inside(self, start: int, end: int, label: str | None) -> list[Span]:
        """Return the spans between two tokens, of one label or of all."""
        rows = self._rows[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [
            self.group[place]
            for _, minus_end, place, own in rows
            if -minus_end <= end and (label is None or own == label)
        ]


# Annotators and rules ask for the same few groups of a Doc again and again.
_ordered: WeakKeyDictionary[Doc, dict[str, _Ordered]] = WeakKeyDictionary()


# spaCy joins a Doc's text from its tokens at each call, which for one call a statement takes the
# square of the document's length.
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """Return the text of a Doc, joined once."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


def evidence(doc: Doc, key: str, statement: Span, label: str | None = None) -> list[Span]:
    """Return the spans of a span group that lie inside a statement, in the order of the text.

    Args:
        doc: with the span group, or without it: then there is nothing.
        key: name of the group.
        statement: whose tokens count.
        label: leave out the spans with another label.
    """
    if key not in doc.spans:
        return []
    group = doc.spans[key]
    groups = _ordered.setdefault(doc, {})
    ordered = groups.get(key)
    if ordered is None or ordered.group is not group:
        ordered = groups[key] = _Ordered(group)
    return ordered.inside(statement.start, statement.end, label)


# No sentence that people write nests as deep; a chain of ten thousand words with each hung on the
# last one would take the square of its length if every word asked for all that it hangs on.
_DEEPEST = 50


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the words that a word hangs on, nearest first, at most 50 of them."""
    return islice(token.ancestors, _DEEPEST)


def chars(span: Span) -> list[int]:
    """Return a span's character offsets as a record holds them."""
    return [span.start_char, span.end_char]


def expects(record: Record, kind: str) -> bool:
    """Return whether a statement is declared as a kind, or does its job by function.

    A value or a slogan may sound like anything; nobody expects it to be that.
    """
    declared = record["declared"]
    by_function = record.get("kind") == kind and declared not in ("values", "slogan")
    return bool(declared == kind or by_function)
