"""Calls that go wrong: one line on standard error, exit code 2, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

COMMANDS = ("check", "analyze", "align", "batch", "rules", "explain", "evaluate")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chekc"], "'check'"),
        (["check"], "FILE"),
        (["check", "--formt", "json", "a.md"], "--format"),
        (["check", "a.md", "--format", "jso"], "did you mean json?"),
        (["check", "a.md", "--fail-on", "warnings"], "did you mean warning?"),
        (["check", "a.md", "--profile", "stonre"], "did you mean stoner?"),
        (["check", "a.md", "--language", "de"], "one of en"),
        (["analyze", "We run.", "--as", "missoin"], "did you mean mission?"),
        (["analyze", "   "], "no statement"),
        (["explain", "VAG02"], "VAG002"),
        (["batch", "in.jsonl"], "--out"),
        (["batch", "in.jsonl", "--out", "out.txt"], ".jsonl or a .csv"),
        (["batch", "in.jsonl", "--out", "out.csv", "--workers", "0"], "from 1 to"),
        (["batch", "in.jsonl", "--out", "out.csv", "--workers", "two"], "integer"),
        (["batch", "in.jsonl", "--out", "out.csv"], "in.jsonl: no such file"),
        (["align"], "--mission"),
        (["align", "--mission", "We run."], "--objectives"),
        (["align", "a.md", "--mission", "We run."], "not both"),
        (["align", "a.md"], "a.md: no such file"),
        (["evaluate", "--data", "nowhere"], "nowhere: no such folder"),
        (["evaluate", "--data", ".", "--out", "no/where.json"], "no such folder"),
    ],
)
def test_one_line_says_what_is_wrong(plumbline: Command, arguments: list[str], told: str) -> None:
    result = plumbline(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert len(result.lines) == 1
    assert result.lines[0].startswith("plumbline: ")
    assert told in result.lines[0]


def test_unknown_rule_codes_name_the_nearest(plumbline: Command, bad: Path) -> None:
    result = plumbline("check", bad, "--select", "BUZ,VAG0002")
    assert result.code == 2
    assert "VAG002" in result.err
    assert len(result.lines) == 1


def test_version_and_help(plumbline: Command) -> None:
    assert plumbline("--version").out == f"plumbline {__version__}\n"
    for arguments in (["--help"], ["-h"], []):
        result = plumbline(*arguments)
        assert result.code == 0
        assert all(command in result.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(plumbline: Command, command: str) -> None:
    result = plumbline(command, "--help")
    assert result.code == 0
    assert f"plumbline {command}" in result.out


def test_a_message_cannot_carry_escape_sequences(plumbline: Command) -> None:
    result = plumbline("check", "a\x1b[31m.md")
    assert result.code == 2
    assert "\x1b" not in result.err


def test_an_interrupt_is_one_line(
    plumbline: Command, monkeypatch: pytest.MonkeyPatch, good: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyzer.settings_files.load_settings", interrupted)
    result = plumbline("check", good)
    assert (result.code, result.err) == (130, "plumbline: interrupted\n")
