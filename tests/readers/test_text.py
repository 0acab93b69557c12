"""The plain text reader: label lines, bullets, and paragraphs where nothing is labelled."""

from __future__ import annotations

import pytest

from analyzer.documents import Document, prose
from analyzer.readers.text import read_plain


def read(text: str) -> Document:
    return read_plain(text, id="t", name="t.txt")


def found(text: str) -> list[tuple[str | None, str]]:
    document = read(text)
    return [(p.declared, prose(document, p).text) for p in document.passages]


WHOLE = """\
NORTHFIELD LIBRARY PLAN

This plan was written in spring.

MISSION
We lend books to everyone
within walking distance.

Our vision - a reader in every house.

BACKGROUND

Opened in 1911.

1. Values

- Patience
- Care for
  torn books
Objectives

O1: Make borrowing easy (Owner: Ines)
  KR1.1 Cut waiting from 9 days to 3
  KR1.2: Open on 20 Sundays
O2: Bring back lapsed readers

- 400 of them borrow again
"""


def test_whole_document() -> None:
    document = read(WHOLE)
    seen = [(p.declared, p.parent, prose(document, p).text) for p in document.passages]
    assert seen == [
        ("mission", None, "We lend books to everyone within walking distance."),
        ("vision", None, "a reader in every house."),
        ("values", None, "Patience"),
        ("values", None, "Care for torn books"),
        ("objective", None, "Make borrowing easy"),
        ("key_result", 4, "Cut waiting from 9 days to 3"),
        ("key_result", 4, "Open on 20 Sundays"),
        ("objective", None, "Bring back lapsed readers"),
        ("key_result", 7, "400 of them borrow again"),
    ]
    assert document.passages[4].owner == "Ines"
    assert document.passages[0].location.line == 6


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We lend.\nTo all.\n\nAnd maps.", [(None, "We lend. To all."), (None, "And maps.")]),
        ("Lend\n- a b\n- c", [(None, "Lend"), (None, "a b"), (None, "c")]),
        ("Mission: Lend.\n\nWe also have a café.", [("mission", "Lend.")]),
        ("Mission:\n\nLend.\n\nVision:\n\nRead.", [("mission", "Lend."), ("vision", "Read.")]),
        ("Mission\n=======\nLend.\n", [("mission", "Lend.")]),
        ("# Mission\nLend.\n", [("mission", "Lend.")]),
        ("# Mission\n\nLend.\n", [("mission", "Lend.")]),
        ("Key results\n• a 1\n• b 2", [("key_result", "a 1"), ("key_result", "b 2")]),
        ("We are to:\n- lend\n- read", [(None, "We are to:"), (None, "lend"), (None, "read")]),
        ("Mission: to\r\nlend\r\n", [("mission", "to lend")]),
    ],
)  # fmt: skip
def test_forms(text: str, wanted: list[tuple[str | None, str]]) -> None:
    assert found(text) == wanted


def test_blank_text_has_an_unchecked_entry() -> None:
    document = read(" \n")
    assert document.passages == ()
    assert [entry.code for entry in document.unchecked] == ["document"]
