from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command

TEXT = "To be the leading provider of world-class ferries."


def test_a_statement_on_the_command_line(plumbline: Command) -> None:
    result = plumbline("analyze", TEXT, "--as", "vision")
    assert result.code == 0
    assert "‹" in result.out
    assert "of 100" in result.out
    assert "gate" not in result.out


@pytest.mark.parametrize("arguments", [["-"], []])
def test_a_statement_from_a_pipe(plumbline: Command, arguments: list[str]) -> None:
    result = plumbline("analyze", *arguments, "--format", "json", stdin=TEXT + "\n")
    report = json.loads(result.out)
    assert result.code == 0
    assert report["statements"][0]["span"]["text"] == TEXT
    assert report["source"]["name"] == "<stdin>"


def test_a_statement_typed_at_a_prompt(plumbline: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(TEXT + "\n"))
    result = plumbline("analyze", "--format", "json")
    assert result.code == 0
    assert json.loads(result.out)["text"] == TEXT  # the prompt itself goes to standard error


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("mission", "mission"),
        ("key-result", "key_result"),
        ("Key Result", "key_result"),
        ("purpose", "mission"),
        ("merged", "merged"),
    ],
)
def test_the_kind_it_is_meant_to_be(plumbline: Command, label: str, kind: str) -> None:
    result = plumbline("analyze", TEXT, "--as", label, "--format", "json")
    assert json.loads(result.out)["statements"][0]["declared"] == kind


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xff\xfe\xfa", b"We \x00 run"])
def test_input_that_is_no_text(plumbline: Command, data: bytes) -> None:
    result = plumbline("analyze", "-", stdin=data)
    assert result.code == 2
    assert len(result.lines) == 1


def test_input_over_the_limit(plumbline: Command) -> None:
    result = plumbline("analyze", "-", stdin=b"a " * 2_600_000)
    assert result.code == 2
    assert "5 MB" in result.err


def test_the_same_text_gives_the_same_report(plumbline: Command) -> None:
    first = plumbline("analyze", TEXT, "--format", "json").out
    assert plumbline("analyze", TEXT, "--format", "json").out == first


def test_a_paragraph_of_very_many_words_is_answered(plumbline: Command) -> None:
    result = plumbline(
        "analyze", "-", "--language", "en", stdin="We carry islanders home. " * 20_000
    )
    assert result.code == 0
    assert "words …]" in result.out
    assert "20,000" in result.out
    assert len(result.out) < 20_000
