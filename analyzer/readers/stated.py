"""Statements in running text, which say of themselves what they are: "Our mission is to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.types import Declared

_SENTENCE = re.compile(r"\S(?:[^.!?]|[.!?](?![\s\"'”’)]|$))*[.!?]*[\"'”’)]*")
_STATED = re.compile(
    # "Our mission", "The trust's mission", "Otter Trust's core purpose".
    r"(?:our|the|[\w.&’'-]+['’]s?|(?:[\w.&’'-]+\s){1,4}[\w.&’'-]+['’]s?)\s(?:[\w-]+\s){0,1}"
    r"(?P<kind>mission|vision|purpose)(?:\sstatement)?\s(?:is|remains|has\salways\sbeen)\s"
    r"(?:simple\s?[:–—-]\s)?(?:to|a|an|that|the|for|where|one|no|every|nobody|everyone)\b",
    re.IGNORECASE,
)
# Shorter sentences talk about the statement: "Our mission is the same."
_LEAST_WORDS = 7
_SEARCHED = 20_000


def stated(text: str) -> Iterator[tuple[Declared, int, int]]:
    """Yield kind, start and end of each sentence that says of itself what it is."""
    plain = text[:_SEARCHED].replace("\n", " ")
    if not any(word in plain for word in ("mission", "vision", "purpose")):
        return
    for sentence in _SENTENCE.finditer(plain):
        match = _STATED.match(sentence.group())
        if match and len(sentence.group().split()) >= _LEAST_WORDS:
            kind: Declared = "vision" if match["kind"].lower() == "vision" else "mission"
            yield kind, sentence.start(), sentence.end()
