from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

import analyzer.batch.work
from analyzer.engine import Analyzer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = (
    "We carry islanders to the hospital at any hour of the day.",
    "To be the leading provider of world-class ferries.",
    "Cut missed sailings from 9% to 4% by 30 June 2031.",
    "Launch the new booking site",
    "Honesty, passion, excellence, teamwork and innovation.",
)


@pytest.fixture(scope="session")
def loaded() -> Callable[..., Analyzer]:
    return cache(Analyzer)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch, loaded: Callable[..., Analyzer]) -> None:
    """Let batches in this process share their loaded models."""
    monkeypatch.setattr(analyzer.batch.work, "Analyzer", loaded)


def write_jsonl(path: Path, records: list[Any]) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
