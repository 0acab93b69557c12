"""A statement as consensus and drift read it: words, answers and phrases, without the parse.

A reading outlives the Doc that it was taken from, so thousands of versions can be compared after
their parses are gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.annotators.base import evidence, text_of
from analyzer.annotators.phrases import noun_phrases

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from analyzer.annotators.base import Record

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "X"))
_DATED = ("DEADLINE", "DATE")
_PHRASE_WORDS = 12
_SPACE = re.compile(r"\s+")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a statement.

    Attributes:
        written: as it stands there.
        text: in lower case.
        lemma: its base form, in lower case.
        part: universal part of speech.
        content: whether it carries meaning of its own.
        name: whether it names someone or something.
    """

    written: str
    text: str
    lemma: str
    part: str
    content: bool
    name: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What is kept of a statement.

    Attributes:
        text: with white space folded.
        words: in the order of the text, punctuation left out.
        answers: the words that answer each of `DIMENSIONS`, where some do.
        phrases: clauses' answers and noun phrases, as written, each once.
    """

    text: str
    words: tuple[Word, ...]
    answers: Mapping[str, str]
    phrases: tuple[str, ...]


def folded(text: str) -> str:
    """Return a text with its white space folded."""
    return _SPACE.sub(" ", text).strip()


def reading_of(doc: Doc, statement: Span, record: Record) -> Reading:
    """Return the reading of an annotated statement.

    Args:
        doc: with quantities.
        statement: one of its statements.
        record: the statement's record, with `answers` where they were looked for.
    """
    text = text_of(doc)
    answers = {
        question: folded(text[found[0] : found[1]])
        for question, found in (record.get("answers") or {}).items()
        if found is not None
    }
    when = _when(doc, statement, record)
    if when is not None:
        answers["when"] = when
    nouns = (p for p in noun_phrases(statement) if 1 < len(p) <= _PHRASE_WORDS or _named(p))
    said = [*(a for q, a in answers.items() if q != "when"), *(folded(p.text) for p in nouns)]
    upper = statement.text.isupper()
    return Reading(
        text=folded(statement.text),
        words=tuple(_word(t, upper) for t in statement if not (t.is_punct or t.is_space)),
        answers=answers,
        phrases=tuple(dict.fromkeys(said)),
    )


def _when(doc: Doc, statement: Span, record: Record) -> str | None:
    """Return when it is to be true: the slot of a rank claim, else the first date or deadline."""
    slot = (record.get("slots") or {}).get("when")
    if slot is not None:
        return folded(text_of(doc)[slot[0] : slot[1]])
    found = [s for label in _DATED for s in evidence(doc, "quantities", statement, label)]
    return folded(found[0].text) if found else None


def _named(span: Span) -> bool:
    return any(token.pos_ == "PROPN" for token in span)


def _word(token: Token, upper: bool) -> Word:
    content = token.like_num or (token.pos_ in _CONTENT and not token.is_stop)
    first = token.is_sent_start or token.i == 0
    return Word(
        written=token.text,
        text=token.lower_,
        lemma=token.lemma_.lower(),
        part=token.pos_,
        content=content,
        name=token.pos_ == "PROPN" and token.text[:1].isupper() and not (upper or first),
    )
