"""Runs commands in this process, and loads the models once for each set of settings."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

import analyzer.engine
from analyzer.cli import run

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """# Night ferry

## Mission

We carry islanders to the hospital on the mainland, at any hour, so that nobody dies waiting.
"""
BAD = """# Global Group

## Vision

To be the leading and most trusted provider of world-class solutions.

## Objectives

### Objective 1: Be the undisputed market leader

- Launch the new portal
"""


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Command = Callable[..., Result]


@pytest.fixture(scope="session")
def loaded() -> Callable[..., analyzer.engine.Analyzer]:
    return cache(analyzer.engine.Analyzer)


@pytest.fixture
def plumbline(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    loaded: Callable[..., analyzer.engine.Analyzer],
    tmp_path: Path,
) -> Command:
    """Run a command in an empty folder, with standard input where some is given."""
    monkeypatch.setattr(analyzer.engine, "Analyzer", loaded)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        if stdin is not None:
            data = stdin if isinstance(stdin, bytes) else stdin.encode()
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        given: Sequence[str] = [str(a) for a in arguments]
        code = run(given)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return command


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.md"
    path.write_text(BAD, encoding="utf-8")
    return path
