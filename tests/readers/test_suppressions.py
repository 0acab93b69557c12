"""Comments that set a finding aside: what they say, and which statement they mean."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzer.documents import Document, Suppression
from analyzer.readers.markdown import read_markdown
from analyzer.readers.structured import read_structured
from analyzer.readers.suppressions import parse_comment
from analyzer.readers.text import read_plain

COMMENT = "<!-- plumbline: ignore VAG002 because the port law says so -->"


def read(text: str) -> Document:
    return read_markdown(text, id="plan", name="plan.md")


def meant(text: str) -> list[str | None]:
    """Return the words of the statement that each comment means."""
    document = read(text)
    found = []
    for suppression in document.suppressions:
        place = suppression.statement
        passage = None if place is None else document.passages[place]
        found.append(passage and document.text[passage.segments[0][0] : passage.segments[-1][1]])
    return found


@pytest.mark.parametrize(
    ("body", "codes", "reason"),
    [
        (" ignore VAG002 because the law says so ", ("VAG002",), "the law says so"),
        ("ignore VAG002, BUZ001 because\n it is a name", ("VAG002", "BUZ001"), "it is a name"),
        ("Ignore vag002 BECAUSE x", ("vag002",), "x"),
        ("ignore destination-nowhere because x", ("destination-nowhere",), "x"),
        ("ignore VAG002 VAG002 because x", ("VAG002",), "x"),
        ("ignore VAG002 because we say because", ("VAG002",), "we say because"),
        ("ignore VAG002", ("VAG002",), ""),
        ("ignore VAG002 because", ("VAG002",), ""),
        ("ignore VAG002 because …", ("VAG002",), ""),
        ("ignore", (), ""),
        ("ignore because x", (), ""),
        ("skip VAG002 because x", (), ""),
        ("ignoreVAG002 because x", (), ""),
        ("", (), ""),
    ],
)
def test_what_a_comment_says(body: str, codes: tuple[str, ...], reason: str) -> None:
    assert parse_comment(body) == (codes, reason)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"# Vision\n\n{COMMENT}\nThe leading port.", "The leading port."),
        (f"# Vision\n\n{COMMENT}\n\nThe leading port.", "The leading port."),
        (f"# Vision\n{COMMENT}\n\nThe leading port.", "The leading port."),
        (f"# Vision\n\nThe leading port. {COMMENT}", "The leading port."),
        (f"# Vision\n\nThe leading port.\n{COMMENT}\n\n# Mission\n\nWe tow.", "The leading port."),
        (f"# Vision\n\nThe leading port.\n\n{COMMENT}\n\n# Mission\n\nWe tow.",
         "The leading port."),
        (f"# Mission\n\nWe tow.\n\n{COMMENT}\n# Vision\n\nThe leading port.", "The leading port."),
        (f"# Values\n\n- Thrift {COMMENT}\n- Care\n", "Thrift"),
        (f"**Vision:** {COMMENT} The leading port.", "The leading port."),
        (f"| Mission | Vision |\n|-|-|\n| We tow | {COMMENT} The leading port |",
         "The leading port"),
        (f"| Mission | Vision |\n|-|-|\n| We tow {COMMENT} | The leading port |", "We tow"),
        (f"> **Vision:** The leading port.\n> {COMMENT}\n", "The leading port."),
    ],
)  # fmt: skip
def test_the_statement_beside_it(text: str, words: str) -> None:
    assert meant(text) == [words]


def test_comments_in_a_row_mean_one_statement() -> None:
    other = COMMENT.replace("VAG002", "BUZ001")
    text = f"# Mission\n\nWe tow.\n\n# Vision\n\n{COMMENT}\n{other}\nThe leading port.\n"
    assert meant(text) == ["The leading port."] * 2


def test_a_comment_inside_a_statement_means_it() -> None:
    text = f"# Mission\n\nWe tow {COMMENT} ships.\n\n# Vision\n\nThe leading port.\n"
    document = read(text)
    assert document.suppressions == (Suppression(0, ("VAG002",), "the port law says so", 3),)


def test_key_results_and_joined_lists() -> None:
    text = (
        "# Objectives\n\n### Objective 1: Ships wait less\n\n"
        f"- KR: Wait falls to 3 hours\n  {COMMENT}\n- KR: Tugs are hired\n"
    )
    assert meant(text) == ["Wait falls to 3 hours"]


@pytest.mark.parametrize(
    "text",
    [
        f"# Vision\n\n`{COMMENT}`\n",
        f"# Vision\n\n```\n{COMMENT}\n```\n\nThe leading port.",
        f"# Vision\n\n    {COMMENT}\n\nThe leading port.",
        "# Vision\n\n<!-- the board wrote this -->\nThe leading port.",
    ],
)
def test_code_and_other_comments_are_none(text: str) -> None:
    assert read(text).suppressions == ()


def test_without_a_statement_beside_it() -> None:
    assert meant(COMMENT) == [None]
    assert meant(f"# Vision\n\nThe leading port.\n\n# Notes\n\n{COMMENT}\n") == [None]


def test_an_unclosed_comment_is_still_seen() -> None:
    [suppression] = read("# Vision\n\nThe port.\n\n<!-- plumbline: ignore X because y").suppressions
    assert suppression.line == 5


@given(st.text())
@example("ignore " + "A " * 5000)
@example("ignore " + "because " * 5000)
def test_any_body_is_read_in_good_time(body: str) -> None:
    codes, reason = parse_comment(body)
    assert all(code.replace("-", "").replace("_", "").isalnum() or "-" in code for code in codes)
    assert not reason or codes


marks = st.sampled_from(
    ["# Vision\n", "\n", "The leading port.", " ", COMMENT, "- ", "`", "| a |\n|---|\n", "> ",
     "<!-- plumbline:", "-->", "**Mission:** ", "We tow.\n"]
)  # fmt: skip


@given(st.lists(marks, max_size=14).map("".join))
def test_any_markdown_places_its_comments(text: str) -> None:
    document = read(text)
    for suppression in document.suppressions:
        assert 1 <= suppression.line <= text.count("\n") + 1
        assert suppression.statement is None or suppression.statement < len(document.passages)
    bare = read(text.replace(COMMENT, "<!-- " + "x" * (len(COMMENT) - 9) + " -->"))
    assert bare.passages == document.passages


NOTE = "plumbline: ignore VAG002 because the port law says so"


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (f"vision: The leading port. # {NOTE}\nmission: We tow.\n", [0]),
        (f"mission: We tow.\n# {NOTE}\nvision: The leading port.\n", [1]),
        (f"values:\n  - Thrift\n  - Care  # {NOTE}\n  - Calm\n", [1]),
        (f"mission: >\n  We\n  tow.\n#{NOTE}\n#{NOTE}\nvision: The leading port.\n", [1, 1]),
        (f"values: [Thrift, Care] # {NOTE}\n", [1]),
        (f"mission: We tow.\n# {NOTE}\n", [None]),
        (f"# {NOTE}\n", [None]),
        ("mission: We tow. # plumbline is a tool\n", []),
        (f"mission: |\n  We tow.\n  # {NOTE}\n", []),
    ],
)
def test_comments_in_yaml(text: str, statements: list[int | None]) -> None:
    found = read_structured(text, ".yaml", id="a", name="a.yaml").suppressions
    assert [s.statement for s in found] == statements
    assert all((s.codes, s.reason) == (("VAG002",), "the port law says so") for s in found)


def test_comments_in_toml_are_named() -> None:
    document = read_structured(f'mission = "We tow." # {NOTE}\n', ".toml", id="a", name="a.toml")
    assert [u.code for u in document.unchecked] == ["suppression"]
    assert document.suppressions == ()


@pytest.mark.parametrize("mark", ["", "# ", "// "])
@pytest.mark.parametrize(
    ("text", "texts", "statement"),
    [
        ("Vision: The leading port.\n@\n\nMission: We tow.\n",
         ["The leading port.", "We tow."], 0),
        ("Vision: The leading port.\n\n@\nMission: We tow.\n",
         ["The leading port.", "We tow."], 1),
        ("@\nMission: We tow.\n", ["We tow."], 0),
        ("Values:\n- Thrift\n@\n\nMission: We tow.\n", ["Thrift", "We tow."], 0),
        ("@\n", [], None),
    ],
)  # fmt: skip
def test_comments_in_plain_text(
    text: str, texts: list[str], statement: int | None, mark: str
) -> None:
    document = read_plain(text.replace("@", mark + NOTE), id="a", name="a.txt")
    assert [document.text[p.segments[0][0] : p.segments[-1][1]] for p in document.passages] == texts
    [found] = document.suppressions
    assert (found.statement, found.codes) == (statement, ("VAG002",))


def test_words_about_the_tool_stay_text() -> None:
    document = read_plain("We hang a plumbline: ignore it at your peril.\n", id="a", name="a.txt")
    assert len(document.passages) == 1
    assert document.suppressions == ()
