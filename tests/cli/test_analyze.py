from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

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


DOCUMENT = "# Ferry\n\n## Mission\n\nWe sail at night.\n\n## Vision\n\nNobody dies waiting.\n"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (DOCUMENT, "2 labelled statements"),
        ("mission: We sail at night.\nvision: Nobody dies waiting.\n", "2 labelled statements"),
        ("We sail.\n\nWe wait.\n\nWe carry.\n\nWe rest.\n", "4 paragraphs"),
    ],
)
def test_a_whole_document_is_told(plumbline: Command, text: str, seen: str) -> None:
    report = json.loads(plumbline("analyze", "-", "--format", "json", stdin=text).out)
    [reason] = [u["reason"] for u in report["unchecked"] if u["code"] == "document"]
    assert seen in reason
    assert "plumbline check FILE" in reason


def test_one_statement_over_several_lines_is_no_document(plumbline: Command) -> None:
    text = "Mission: We sail\nat night.\n\nAnd by day.\n"
    report = json.loads(plumbline("analyze", "-", "--format", "json", stdin=text).out)
    assert "document" not in {u["code"] for u in report["unchecked"]}


def test_the_name_of_a_file_is_no_statement(plumbline: Command, good: Path) -> None:
    result = plumbline("analyze", good)
    assert result.code == 2
    assert f"is a file; use plumbline check {good}" in result.err
