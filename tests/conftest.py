"""What the whole suite shares: one loaded Analyzer, and this project's own statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from analyzer.engine import Analyzer

ROOT = Path(__file__).resolve().parents[1]

# The same examples on every run, and no deadline: the first one pays for loading the models.
settings.register_profile(
    "plumbline",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("plumbline")


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture(scope="session")
def own_statements() -> list[dict[str, Any]]:
    lines = (ROOT / "data" / "statements" / "statements.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in lines.splitlines()]
