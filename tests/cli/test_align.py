from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

MISSION = "We carry islanders to the hospital on the mainland at any hour of the day."
NEAR = "Islanders reach the hospital on the day they fall ill"
FAR = "Double the revenue from insurance sold on board"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("goals.txt", f"- {NEAR}\n\n2. {FAR}\n"),
        ("goals.md", f"## Objectives\n\n- {NEAR}\n- {FAR}\n"),
        ("goals.csv", f"id,text\n1,{NEAR}\n2,{FAR}\n"),
        ("goals.jsonl", json.dumps({"id": 1, "objectives": [NEAR, FAR]}) + "\n"),
    ],
)
def test_a_mission_with_a_file_of_objectives(
    plumbline: Command, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = plumbline("align", "--mission", MISSION, "--objectives", name, "--format", "json")
    assert result.code == 0, result.err
    report = json.loads(result.out)
    assert [s["span"]["text"] for s in report["statements"]] == [MISSION, NEAR, FAR]
    links = [a for a in report["alignment"] if a["relation"] == "objective-mission"]
    assert [(a["from"], a["to"]) for a in links] == [("s2", "s1"), ("s3", "s1")]
    assert links[0]["closeness"] > links[1]["closeness"]
    assert {f["code"][:3] for f in report["findings"]} <= {"ALN"}


def test_a_document(plumbline: Command, tmp_path: Path) -> None:
    text = f"## Mission\n\n{MISSION}\n\n## Objectives\n\n- {NEAR}\n- {FAR}\n"
    (tmp_path / "plan.md").write_text(text, encoding="utf-8")
    result = plumbline("align", "plan.md")
    assert result.code == 0
    assert f"Mission: {MISSION}" in " ".join(result.out.split())
    assert result.out.index("Double the") < result.out.index("Islanders reach")  # furthest first


def test_a_table_of_organisations_gives_a_list(plumbline: Command, tmp_path: Path) -> None:
    rows = f'id,mission,objectives\na,"{MISSION}","{NEAR}\n{FAR}"\nb,"{MISSION}",{NEAR}\nc,,\n'
    (tmp_path / "plans.csv").write_text(rows, encoding="utf-8")
    result = plumbline("align", "plans.csv", "--format", "json")
    reports = json.loads(result.out)
    assert [len(r["alignment"]) for r in reports] == [2, 1]
    assert result.code == 2  # one row holds no statement, and says so
    assert "line 5" in result.err


def test_a_table_of_single_statements_is_one_plan(plumbline: Command, tmp_path: Path) -> None:
    rows = f"id,text,declared\n1,{MISSION},mission\n2,{NEAR},objective\n3,{FAR},\n"
    (tmp_path / "plan.csv").write_text(rows, encoding="utf-8")
    (report,) = json.loads(plumbline("align", "plan.csv", "--format", "json").out)
    assert len(report["alignment"]) == 2


def test_a_file_without_objectives(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "goals.txt").write_text("\n\n", encoding="utf-8")
    result = plumbline("align", "--mission", MISSION, "--objectives", "goals.txt")
    assert result.code == 2
    assert "goals.txt" in result.err


def test_figures_that_open_an_objective_stay(plumbline: Command, tmp_path: Path) -> None:
    lines = "3 new clinics open on the islands\n100% of patients are seen\n1) Nurses stay\n---\n-\n"
    (tmp_path / "goals.txt").write_text(lines, encoding="utf-8")
    result = plumbline(
        "align", "--mission", MISSION, "--objectives", "goals.txt", "--format", "json"
    )
    assert [s["span"]["text"] for s in json.loads(result.out)["statements"]][1:] == [
        "3 new clinics open on the islands",
        "100% of patients are seen",
        "Nurses stay",
    ]


def test_only_objectives_of_a_table_count_as_objectives(plumbline: Command, tmp_path: Path) -> None:
    rows = f"id,text,declared\n1,{FAR},mission\n2,{NEAR},objective\n3,{FAR},vision\n4,{FAR},\n"
    (tmp_path / "goals.csv").write_text(rows, encoding="utf-8")
    result = plumbline(
        "align", "--mission", MISSION, "--objectives", "goals.csv", "--format", "json"
    )
    assert [s["span"]["text"] for s in json.loads(result.out)["statements"]] == [MISSION, NEAR, FAR]
