"""The Markdown reader: which texts are statements, whose they are, and where they stand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from analyzer.documents import Document, prose
from analyzer.readers import read_file
from analyzer.readers.markdown import read_markdown

GOLDEN = Path(__file__).with_name("golden.md")


def read(text: str) -> Document:
    return read_markdown(text, id="d", name="d.md")


def found(text: str) -> list[tuple[str | None, str]]:
    document = read(text)
    return [(p.declared, prose(document, p).text) for p in document.passages]


def parents(text: str) -> list[int | None]:
    return [passage.parent for passage in read(text).passages]


GOLDEN_STATEMENTS = [
    # line, column, declared, parent, owner, due, prose
    (
        13, 1, "mission", None, None, None,
        "We help small ports keep their lights burning through winter with spare parts.",
    ),
    (16, 1, "mission", None, None, None, "Crews *and* families & neighbours sleep soundly."),
    (24, 3, "vision", None, None, None, "By 2035 no fishing boat comes home in the dark."),
    (26, 5, "vision", None, None, None, "Every bay has its keeper."),
    (33, 3, "strategy", None, None, None, "Repair before we replace"),
    (36, 15, "slogan", None, None, None, "Light kept."),
    (40, 5, "values", None, None, None, "Ambition. We ask for more light. Even in fog."),
    (43, 7, "values", None, None, None, "Care for crews"),
    (44, 34, "values", None, None, None, "Thrift"),
    (50, 4, "objective", None, "Ana Ruiz", None, "Make repairs dependable"),
    (51, 11, "key_result", 9, "ben", None, "Cut outages from 40 to 12 a month"),
    (52, 15, "key_result", 9, "Ana Ruiz", "30 June 2027", "Halve the wait for parts"),
    (53, 4, "objective", None, None, None, "Win the trust of skippers"),
    (
        57, 6, "key_result", 12, "Tom Okoro", None,
        "80% of skippers recommend us by June 2027",
    ),
    (59, 19, "objective", None, None, None, "Make lamps cheap (Q3 2026)"),
    (65, 3, "key_result", 14, None, None, "Cut the price of a lamp from €40 to €12"),
    (66, 24, "key_result", 14, None, None, "Sell 900 lamps"),
    (72, 3, "objective", None, None, None, "Train new | old crews"),
    (72, 28, "key_result", 17, "Ana", "Q3", "9 of 10 pass the test"),
    (73, 9, "key_result", 17, "Bo", "Q4", "8 of 10 stay a year"),
    (74, 28, "key_result", 17, None, None, "50 crews"),
    (74, 40, "key_result", 17, None, None, "12 harbours"),
    (76, 13, "mission", None, None, None, "We light the way home for coastal crews"),
    (78, 13, "vision", None, None, None, "A keeper in every bay"),
    (84, 19, "mission", None, None, None, "to: teach lamp craft keep old towers standing"),
]  # fmt: skip


def test_golden_document() -> None:
    document = read_file(GOLDEN)
    seen = [
        (
            *(p.location.line, p.location.column, p.declared, p.parent, p.owner, p.due),
            prose(document, p).text,
        )
        for p in document.passages
    ]
    assert seen == GOLDEN_STATEMENTS
    assert [entry.reason for entry in document.unchecked] == [
        "taken as context, not as statements: “Harbour Light strategy 2030 🎯” (line 7), "
        "“Objectives for 2027” (line 48), “Objective 3 – Make lamps cheap (Q3 2026)” (line 61), "
        "“History” (line 82)"
    ]
    assert document.text == GOLDEN.read_text(encoding="utf-8")


def test_golden_document_with_other_line_ends_and_in_a_quote() -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    body = text.split("---\n", 2)[2]
    wanted = [(declared, words) for *_, declared, _, _, _, words in GOLDEN_STATEMENTS]
    assert found(text.replace("\n", "\r\n")) == wanted
    assert found(text.replace("\n", "\r")) == wanted
    assert found("".join(f"> {line}\n" for line in body.split("\n"))) == wanted


def test_headings_above_are_kept_for_their_dates() -> None:
    document = read("# OKRs\n## Q3 2026\n### O1 (Ana): Win trust\n- Halve complaints\n")
    assert [p.heading for p in document.passages] == ["OKRs / Q3 2026 / O1 (Ana): Win trust"] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("**Mission:** We mend nets.", [("mission", "We mend nets.")]),
        ("**Mission**: We mend nets.", [("mission", "We mend nets.")]),
        ("**Mission** – We mend nets.", [("mission", "We mend nets.")]),
        ("**Mission.** We mend nets.", [("mission", "We mend nets.")]),
        ("**Mission** We mend nets.", [("mission", "We mend nets.")]),
        ("_Vision_: Nets last.", [("vision", "Nets last.")]),
        ("Mission: we mend nets.", [("mission", "we mend nets.")]),
        ("Our vision - nets that last", [("vision", "nets that last")]),
        ("**Mission**\nWe mend nets.", [("mission", "We mend nets.")]),
        ("**Mission**\n\nWe mend nets.\n\n**Team**\n\nTen people.", [("mission", "We mend nets.")]),
        ("**Mission:** Mend.\n**Vision:** Last.", [("mission", "Mend."), ("vision", "Last.")]),
        ("## Objective 1: Mend nets", [("objective", "Mend nets")]),
        ("### O2 – Mend nets", [("objective", "Mend nets")]),
        ("## Mission: Mend nets", [("mission", "Mend nets")]),
        ("Mission | Mend nets\n---|---\nVision | See\n", [("vision", "See")]),
        ("|Kind|Text|\n|-|-|\n|Mission|Mend|\n|Note|x|", [("mission", "Mend")]),
        ("# Mission\n\n&eacute;t&eacute; &amp; now", [("mission", "&eacute;t&eacute; & now")]),
        ("# Mission\n\n![a](b) <!-- c --> d <http://e.f> g", [("mission", "d g")]),
        ("# Mission\n\n[nets][n] and [x]\n\n[n]: http://a.b", [("mission", "nets and [x]")]),
        ("# Mission\n\nhard  \nbreak\\\nhere", [("mission", "hard break here")]),
        ("# Mission\n\n`` a`b `` and `c\n  d`", [("mission", "a`b and c d")]),
        ("# Mission\n\n***", []),
        ("# Mission\n\n    code\n", []),
        ("# Mission and vision\n\nMend. Last.", [("merged", "Mend. Last.")]),
        ("# Strategy 2030\n\nAbout.\n\n## Mission\n\nMend.", [("mission", "Mend.")]),
        ("## Mission\n\nMend.\n\n### Background\n\nOld.", [("mission", "Mend.")]),
        ("## Values\n\n- Ambition\n- Goal: x", [("values", "Ambition"), ("values", "Goal: x")]),
        ("Our mission: is not a list\n\n- of things", [("mission", "is not a list")]),
        ("It was the mission: to win", []),
        ("We reviewed our\nvision\nlast year", []),
        ("# Non-goals\n\nFame.", []),
        ("# Roadmap\n\nText.\n\n- item", []),
        ("|Key result|Owner|Target|Due|\n|-|-|-|-|\n|Late calls|Ana|7%|May|",
         [("key_result", "Late calls|7%")]),
        ("|KR|Notes|Objective|Target|\n|-|-|-|-|\n|Late calls|x 1|Mend|7%|",
         [("key_result", "Late calls"), ("objective", "Mend")]),
        ("Mission\n: We lend", [("mission", "We lend")]),
        ("## Goals\n\n**1. Mend all nets**", [("objective", "Mend all nets")]),
        ("## Goals, autumn term 2027\n\n1. Mend all nets", [("objective", "Mend all nets")]),
    ],
)  # fmt: skip
def test_forms_of_statements(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("## Objectives\n- Mend\n  - half the holes\n- Sell\n  - twice", [None, 0, None, 2]),
        ("## Objective 1\nMend\n\nWhy: holes\n\n**Key results**\n1. a\n2. b", [None, 0, 0]),
        ("**O1:** Mend\n\n- KR1: a\n\n**O2:** Sell\n\nKey results:\n\n- b", [None, 0, None, 2]),
        ("# Objective 1: A\n# KRs\n- k\n# Objective 2: B\n# KRs\n- l", [None, 0, None, 2]),
        ("O1: A\n\nO2: B\n\nKR 1.1: k\n\nKR 2.1: l", [None, None, 0, 1]),
        ("## Objectives\n\n**Mend all nets**\n\n- a\n\n**Sell more**\n\n- b", [None, 0, None, 2]),
        ("## Objectives\n### 1. Mend every net\n- a\n### Background\n- b", [None, 0]),
        ("# O1\n\nMend\n\n## KR1\n\nCut\n\n## KR2: Halve", [None, 0, 0]),
        ("## Goals\n- a b\n- c d\n\n## Key results\n- whose?", [None, None, None]),
        ("|Key result|Objective|\n|-|-|\n|a|Mend|\n|b||", [1, None, 1]),
        ("# Objective: Mend\n\n|Key result|\n|-|\n|a|", [None, 0]),
        ("- **Objective:** Mend\n  KR1: a\n  KR2: b", [None, 0, 0]),
        ("**Goal A – Mend**\n\n- KR A1: a\n\n**Goal B – Sell**\n\n- KR B1: b", [None, 0, None, 2]),
        ("## Goals, May to July 2028\n### Mend every net\n- a", [None, 0]),
        ("|Objective|Measured by|\n|-|-|\n|Mend|a|\n|Sell|b|", [None, 0, None, 2]),
    ],
)  # fmt: skip
def test_key_results_know_their_objective(text: str, wanted: list[int | None]) -> None:
    assert parents(text) == wanted


@pytest.mark.parametrize(
    ("text", "prose_left", "owner", "due"),
    [
        ("Cut a (Owner: Ana Ruiz, due: 30 June)", "Cut a", "Ana Ruiz", "30 June"),
        ("Cut a [owner: Bo]", "Cut a", "Bo", None),
        ("Cut a (@ana)", "Cut a", "ana", None),
        ("Cut a @ana @bo", "Cut a", "ana bo", None),
        ("Cut a — Owner: Ana — Due: Q3", "Cut a", "Ana", "Q3"),
        ("Cut a by June. Owner: Ana Ruiz", "Cut a by June.", "Ana Ruiz", None),
        ("Cut a\n  Owner: Ana | Due: Q3", "Cut a", "Ana", "Q3"),
        ("Cut a by June (from 4 to 2)", "Cut a by June (from 4 to 2)", None, None),
        ("Cut a (led by Bo)", "Cut a", "Bo", None),
        ("Cut a (lead time)", "Cut a (lead time)", None, None),
        ("Cut a (due to rain)", "Cut a (due to rain)", None, None),
        ("Cut a (owner: Bo, 40% of it)", "Cut a (owner: Bo, 40% of it)", None, None),
        ("Cut a (by June)", "Cut a (by June)", None, None),
        ("Mail ana@example.org", "Mail ana@example.org", None, None),
        ("(Owner: Ana)", "(Owner: Ana)", None, None),
    ],
)
def test_owner_and_due(text: str, prose_left: str, owner: str | None, due: str | None) -> None:
    document = read(f"## Key results\n\n- {text}\n")
    [passage] = document.passages
    assert (prose(document, passage).text, passage.owner, passage.due) == (prose_left, owner, due)


def test_owner_below_an_objective() -> None:
    document = read("## Objective 1: Mend\n\nOwner: Ana Ruiz, nets\n\n- Halve holes\n")
    assert [p.owner for p in document.passages] == ["Ana Ruiz, nets", "Ana Ruiz, nets"]


def test_document_without_statement_says_what_to_do() -> None:
    for text in ("", " \n\n", "# Roadmap\n\nText."):
        [entry] = read(text).unchecked
        assert (entry.code, entry.statement) == ("document", None)
        assert "Mission" in entry.reason


def test_segments_index_emoji_tabs_and_combining_marks() -> None:
    text = (
        "\tcode\n\n> * Mission:\tcafe\u0301 👩\u200d🚀\u00a0**naïve** A\u030a\r\n> \twrapped 🎣\r\n"
    )
    document = read(text)
    [passage] = document.passages
    quoted = [text[start:end] for start, end in passage.segments]
    assert quoted == ["cafe\u0301 👩\u200d🚀\u00a0", "naïve", " A\u030a", "\n", "wrapped 🎣"]
    assert (passage.location.line, passage.location.column) == (3, 14)


HOSTILE = {
    "words": "# Mission\n\n" + "word " * 200_000,
    "wrapped words": "# Mission\n\n" + ("word " * 10 + "\n") * 20_000,
    "quotes": ">" * 10_000 + " Mission: x",
    "brackets": "# Mission\n\n" + "[" * 10_000 + "x" + "]" * 10_000,
    "open brackets": "# Mission\n\n" + "[" * 10_000,
    "images": "# Mission\n\n" + "![" * 390 + "x" + "](a)" * 390,
    "emphasis": "# Mission\n\n" + "a**b_c* " * 5_000,
    "lists": "- " * 5_000 + "a",
    "deep lists": "".join(" " * (2 * i) + "- a\n" for i in range(500)),
    "comments": "# Mission\n\n" + "<!-- " * 8_000,
    "labels": "KR1: a\n" * 10_000,
    "colons": "a: " * 100_000,
    "columns": "|".join(["Mission"] * 500) + "\n" + "|".join("-" * 500) + "\n" + "a|" * 500,
    "line ends": "\r" * 50_000 + "\r\n" * 50_000,
    "owners": "# Objectives\n\n- " + "(owner: a) " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_linear_time(name: str) -> None:
    begin = time.process_time()
    document = read(HOSTILE[name])
    for passage in document.passages[:5]:
        assert prose(document, passage).text
    # Each takes a fraction of a second; quadratic time or recursion would show as minutes.
    assert time.process_time() - begin < 10
