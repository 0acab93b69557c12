"""What the models see of each statement of a Doc: its tokens and the evidence that marks them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from analyzer.annotators.base import prepare, statements
from analyzer.annotators.lexicon import KEY, entry
from analyzer.grading.marks import Mark
from analyzer.grading.tokens import Tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span

    from analyzer.annotators.base import Record


@dataclass(frozen=True, slots=True)
class View:
    """One statement as the models see it.

    Attributes:
        tokens: its words.
        marks: hits of lexicons and quantities, over the places of `tokens`.
        clauses: first token of each clause, in order; begins with 0 unless there is no token.
    """

    tokens: Tokens
    marks: tuple[Mark, ...]
    clauses: tuple[int, ...]


# The kind and the scores look at the same Doc one after the other; the second finds it here.
_latest: WeakKeyDictionary[Doc, list[View]] = WeakKeyDictionary()


def views(doc: Doc) -> Iterator[tuple[View, Record]]:
    """Yield each statement's view and record, in order."""
    found = _latest.pop(doc, None)
    if found is None:
        found = _latest[doc] = list(_views(doc))
    for view, (_, record) in zip(found, statements(doc), strict=True):
        yield view, record


def _views(doc: Doc) -> Iterator[View]:
    prepare(doc)
    groups = [_Sorted(doc, name) for name in (KEY, "quantities")]
    for statement, record in statements(doc):
        seen = tokens(statement)
        marks = [
            mark
            for group in groups
            for span in group.inside(statement)
            if (mark := _mark(seen, span)) is not None
        ]
        yield View(seen, tuple(marks), _starts(seen, record))


class _Sorted:
    """The spans of a group by start, so that each statement finds its own without a full pass."""

    def __init__(self, doc: Doc, name: str) -> None:
        spans = doc.spans.get(name, ())
        self.spans = sorted(spans, key=lambda s: (s.start, -s.end))
        self.starts = [s.start for s in self.spans]

    def inside(self, statement: Span) -> list[Span]:
        first = bisect_left(self.starts, statement.start)
        last = bisect_left(self.starts, statement.end)
        return [s for s in self.spans[first:last] if s.end <= statement.end]


def _mark(seen: Tokens, span: Span) -> Mark | None:
    places = [seen.places[i] for i in range(span.start, span.end) if i in seen.places]
    if not places:
        return None
    first, last = places[0], places[-1] + 1
    if not span.id_:
        return Mark(first, last, "quantities", span.label_, 0.0)
    fields = entry(span.label_, span.id_)
    return Mark(first, last, span.label_, fields["category"], float(fields.get("weight", 0.0)))


def _starts(seen: Tokens, record: Record) -> tuple[int, ...]:
    begins = {start for start, _ in record.get("clauses") or ()}
    return tuple(p for p, start in enumerate(seen.start) if p == 0 or start in begins)
