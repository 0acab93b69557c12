"""The README shows what the commands really print, and names only what exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.registry import get_rule

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHOWN = re.compile(r"```text\n\$ plumbline (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    ("command", "output"), [(m["command"], m["output"]) for m in _SHOWN.finditer(README)]
)
def test_shown_output_is_what_the_command_prints(command: str, output: str) -> None:
    arguments = [sys.executable, "-m", "analyzer", *shlex.split(command)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    assert done.stdout == output


def test_something_is_shown() -> None:
    assert _SHOWN.search(README)


def test_named_rules_exist() -> None:
    for code in set(re.findall(r"\b[A-Z]{3}\d{3}\b", README)):
        assert get_rule(code).code == code


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_two_commands_set_everything_up() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("demo", "test"):
        assert f"make {name}" in README
        assert f"\n{name}:" in makefile
