from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command

ROWS = [
    '{"id": "a", "text": "To be the leading provider of world-class ferries."}',
    "{broken",
    '{"id": "c", "text": "We carry islanders home.", "declared": "mission"}',
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def test_a_bad_row_fails_the_batch_but_no_other_row(plumbline: Command, source: Path) -> None:
    result = plumbline("batch", source, "--out", "out.jsonl", "--workers", "1")
    assert result.code == 1
    assert result.out == ""
    assert len(result.lines) == 1
    assert "1 record of 3 failed" in result.lines[0]
    assert "line 2" in result.lines[0]
    written = Path("out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) for line in written] == [
        {"id", "report"},
        {"id", "error"},
        {"id", "report"},
    ]


def test_a_good_batch_says_nothing(plumbline: Command, source: Path) -> None:
    source.write_text(ROWS[0] + "\n", encoding="utf-8")
    result = plumbline("batch", source, "--out", "out.csv", "--workers", "1")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_options_reach_the_workers(plumbline: Command, source: Path) -> None:
    plumbline("batch", source, "--out", "out.jsonl", "--workers", "1", "--select", "BUZ")
    first = json.loads(Path("out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert {f["code"][:3] for f in first["report"]["findings"]} <= {"BUZ"}
    result = plumbline("batch", source, "--out", "no.jsonl", "--workers", "1", "--select", "NOPE")
    assert result.code == 2
    assert "NOPE" in result.err
    assert not Path("no.jsonl").exists()
