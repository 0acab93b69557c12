"""What only a process of its own shows: imports, locale, colours, closed pipes."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import BAD

if TYPE_CHECKING:
    from pathlib import Path

# Not pydantic: typer reads its own options with it.
HEAVY = ("spacy", "thinc", "numpy", "model2vec", "torch", "sklearn", "pandas")


def process(
    *arguments: str, env: dict[str, str] | None = None, **given: object
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "analyzer", *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LC_")} | (env or {})
    return subprocess.run(command, capture_output=True, env=environment, check=False, **given)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["check", "--help"], ["rules"], ["explain", "VAG002"]],
)
def test_quick_commands_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from analyzer.cli import run\n"
        f"assert run({arguments!r}) == 0\n"
        f"print('\\nheavy:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "heavy: []"


def test_utf8_on_a_plain_c_locale() -> None:
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = process("explain", "VAG002", env=env)
    assert result.returncode == 0
    assert "──" in result.stdout.decode("utf-8")


def test_no_colours_in_a_pipe() -> None:
    assert b"\x1b" not in process("rules").stdout


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "analyzer", "rules", "--format", "json"]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        result = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 141
    assert result.stderr == b""


def test_a_full_check_stays_within_the_core(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(BAD, encoding="utf-8")
    names = ["sklearn", "scipy", "pandas"]
    if importlib.util.find_spec("torch") is None:  # where it is installed, spaCy itself loads it
        names.append("torch")
    code = (
        "import sys; from analyzer.cli import run\n"
        f"assert run(['check', {str(tmp_path / 'plan.md')!r}]) == 1\n"
        f"print('\\nheavy:', [m for m in {names!r} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "heavy: []"
