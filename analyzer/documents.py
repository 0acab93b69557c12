"""What a reader hands on: the text as given, and the passages of it that are statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, starmap

from analyzer.types import Declared, Location, Unchecked

MAX_FILE_BYTES = 5_000_000
MAX_STATEMENT_CHARS = 20_000
_SPACE = re.compile(r"\s")
_WRAPPED = re.compile(r" ?[\"'“”„«‘](?P<words>[^\"“”„«»]+)[\"'”“»’] ?")


@dataclass(frozen=True, slots=True)
class Passage:
    """One statement as the reader found it.

    Attributes:
        segments: half-open ranges of `Document.text`, in order and not empty, that hold its prose;
            what lies between two of them is markup.
        location: where it stands in the source.
        declared: the kind that its heading, label, column or field names.
        parent: index of the passage above it: a key result's objective.
        heading: the headings and labels above it, joined by " / "; rules read dates there.
        owner: the owner named beside it, in a field, a table cell or a bracket.
        due: the date or period named beside it.
        baseline: where a key result starts from, as its table or field says.
        target: likewise, what it is to reach.
    """

    segments: tuple[tuple[int, int], ...]
    location: Location = field(default_factory=Location)
    declared: Declared | None = None
    parent: int | None = None
    heading: str = ""
    owner: str | None = None
    due: str | None = None
    baseline: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment in the source that sets findings of one statement aside.

    Attributes:
        statement: index of the passage that it stands beside; None where there is none.
        codes: rule codes or names as written; whether they exist is not the reader's to say.
        reason: why, in the author's words; empty where none is given, and then nothing is set
            aside.
        line: of the source, from 1.
    """

    statement: int | None
    codes: tuple[str, ...]
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One input, whatever its format.

    Attributes:
        id: id of the record, or the file's stem.
        name: what a person calls it: the file's name as given, or `<text>`.
        text: the file exactly as given, or the statements joined by a blank line.
        passages: the statements, in the order of the text.
        unchecked: what the reader could not look at, and why.
        single: one pasted statement rather than a document; document rules stay out.
        suppressions: the comments that set findings aside.
        context: what was read as no statement, each text behind its heading and a line feed; a rule
            may look there for an explanation.
    """

    id: str
    name: str
    text: str
    passages: tuple[Passage, ...]
    unchecked: tuple[Unchecked, ...] = ()
    single: bool = False
    suppressions: tuple[Suppression, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A passage's words without markup, and the place in the document of each character."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document range of a range of the prose."""
        return self.offsets[start], self.offsets[end - 1] + 1


def prose(document: Document, passage: Passage) -> Prose:
    """Join a passage's segments: a run of white space is one plain space, wrapping quotes are off.

    Line breaks inside a wrapped paragraph would otherwise become tokens of their own and cut the
    parse in two; and a statement means the same with quotes around it.
    """
    offsets = tuple(chain.from_iterable(starmap(range, passage.segments)))
    joined = _SPACE.sub(" ", "".join(document.text[start:end] for start, end in passage.segments))
    if "  " in joined:
        kept = [i for i, c in enumerate(joined) if c != " " or joined[i - 1 : i] != " "]
        joined, offsets = "".join(joined[i] for i in kept), tuple(offsets[i] for i in kept)
    wrapped = _WRAPPED.fullmatch(joined)
    if wrapped and not wrapped["words"].isspace():
        first, last = wrapped.span("words")
        joined, offsets = joined[first:last], offsets[first:last]
    return Prose(joined, offsets)


def join_fields(
    id: str,
    name: str,
    fields: list[tuple[str, Passage]],
    unchecked: tuple[Unchecked, ...] = (),
    *,
    single: bool = False,
) -> Document:
    """Make the document of a structured input: each field is exactly one statement.

    Args:
        id: id of the record.
        name: what a person calls it.
        fields: text and passage of each field; the passage's `segments` are filled in here.
        unchecked: what the reader could not look at.
        single: one pasted statement rather than a document.
    """
    passages, position = [], 0
    for text, passage in fields:
        passages.append(replace(passage, segments=((position, position + len(text)),)))
        position += len(text) + 2
    text = "\n\n".join(text for text, _ in fields)
    return Document(id, name, text, inherited(passages), unchecked, single)


def inherited(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return passages of which each key result has the owner and date of its objective.

    What stands beside the key result itself goes before what stands beside its objective.
    """
    return tuple(
        passage
        if passage.parent is None
        else replace(
            passage,
            owner=passage.owner or passages[passage.parent].owner,
            due=passage.due or passages[passage.parent].due,
        )
        for passage in passages
    )
