from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command

APART = "mission\nWe mend church organs.\nWe sell pianos to schools.\nTo record early music.\n"
TEAM = Path(__file__).resolve().parents[2] / "examples" / "team.csv"


def test_text(plumbline: Command) -> None:
    result = plumbline("consensus", TEAM)
    assert result.code == 0, result.err
    words = " ".join(result.out.split())
    assert "8 people: 8 missions, 7 visions" in words
    assert "person 1" in words
    assert "Ingrid" not in words
    assert "stands apart" in words
    assert max(map(len, result.out.splitlines())) <= 80


def test_people_who_differ_are_asked(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(APART, encoding="utf-8")
    words = " ".join(plumbline("consensus", "team.csv").out.split())
    assert "CON001 executive-translation-gap" in words


def test_names_only_where_they_are_asked_for(plumbline: Command) -> None:
    assert "Ingrid" in plumbline("consensus", TEAM, "--names").out


def test_json_has_the_wire_shape(plumbline: Command) -> None:
    found = json.loads(plumbline("consensus", TEAM, "--format", "json").out)
    assert found["schema"] == "plumbline.consensus/1"
    assert {"agreement", "core", "dimensions", "people", "leader", "findings"} <= set(found)
    assert list(found["dimensions"]) == ["whom", "why", "what", "impact", "when"]
    assert {"label", "agreement", "outlier", "position"} <= set(found["people"][0])
    assert {"agreement", "percentile"} <= set(found["leader"])
    assert all(isinstance(phrase, str) for phrase in found["core"])
    assert found["provenance"]["embedder"] == "static"


def test_settings_beside_the_file_count(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(APART, encoding="utf-8")
    (tmp_path / "plumbline.toml").write_text('[severity]\nCON = "error"\n', encoding="utf-8")
    found = json.loads(plumbline("consensus", "team.csv", "--format", "json").out)
    assert {f["severity"] for f in found["findings"]} == {"error"}
    (tmp_path / "plumbline.toml").write_text('ignore = ["CON001"]\n', encoding="utf-8")
    found = json.loads(plumbline("consensus", "team.csv", "--format", "json").out)
    assert found["findings"] == []


def test_faults_are_one_line(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("mission\nWe mend.\n", encoding="utf-8")
    for arguments in (("one.csv",), ("gone.csv",), (TEAM, "--embedder", "no-such-model")):
        result = plumbline("consensus", *arguments)
        assert result.code == 2
        assert len(result.lines) == 1, result.err


def test_a_terminal_is_sent_no_escapes(plumbline: Command, tmp_path: Path) -> None:
    rows = "person,mission\n\x1b[31mA\x1b[0m,We \x1b]0;mend\x07 boats.\nB,We mend boats.\n"
    (tmp_path / "team.csv").write_text(rows, encoding="utf-8")
    assert "\x1b" not in plumbline("consensus", "team.csv", "--names").out
