from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize("heading", ["", "# Objectives 2026\n", "# What we do\n"])
def test_each_line_of_plain_text_is_an_objective_and_no_heading_is(
    plumbline: Command, tmp_path: Path, heading: str
) -> None:
    file = tmp_path / "objectives.txt"
    file.write_text(f"{heading}Cut waste by half\nOpen two kitchens\n", encoding="utf-8")
    given = ("--mission", "We help schools in Cork reduce waste.", "--objectives", str(file))
    report = json.loads(plumbline("align", *given, "--format", "json").out)
    texts = [s["span"]["text"] for s in report["statements"]][1:]
    assert texts == ["Cut waste by half", "Open two kitchens"]


def test_only_objectives_of_a_table_count_as_objectives(plumbline: Command, tmp_path: Path) -> None:
    rows = f"id,text,declared\n1,{FAR},mission\n2,{NEAR},objective\n3,{FAR},vision\n4,{FAR},\n"
    (tmp_path / "goals.csv").write_text(rows, encoding="utf-8")
    result = plumbline(
        "align", "--mission", MISSION, "--objectives", "goals.csv", "--format", "json"
    )
    assert [s["span"]["text"] for s in json.loads(result.out)["statements"]] == [MISSION, NEAR, FAR]


def test_the_rows_of_a_table_keep_their_ids(plumbline: Command, tmp_path: Path) -> None:
    rows = (
        f"id,text,declared\nwhy,{MISSION},mission\nquick,{NEAR},objective\n"
        f"kr-7,Patients who miss the boat fall from 40 to 5,key_result\nquick,{FAR},\n"
    )
    (tmp_path / "plan.csv").write_text(rows, encoding="utf-8")
    (report,) = json.loads(plumbline("align", "plan.csv", "--format", "json").out)
    places = [s["location"] for s in report["statements"]]
    assert [place["id"] for place in places] == ["why", "quick", "kr-7", "quick"]
    assert [place["path"] for place in places] == [f"row {n}, column text" for n in range(2, 6)]
    assert [s["declared"] for s in report["statements"]][2] == "key_result"
    assert report["source"] == {"id": "plan", "name": "plan.csv"}
    told = plumbline("align", "plan.csv").out
    assert f"Mission why: {MISSION}" in " ".join(told.split())
    assert "Objective quick  Islanders" in told
    assert "Objective quick (line 5)  Double" in told
    among = plumbline("align", "--mission", MISSION, "--objectives", "plan.csv").out
    assert "Objective quick (line 5)  Double" in among


def test_rows_under_one_id_are_told_apart(plumbline: Command, tmp_path: Path) -> None:
    rows = f"id,mission,objectives\nisles,{MISSION},{NEAR}\nisles,{MISSION},{FAR}\n"
    (tmp_path / "plans.csv").write_text(rows, encoding="utf-8")
    reports = json.loads(plumbline("align", "plans.csv", "--format", "json").out)
    names = [report["source"]["name"] for report in reports]
    assert names == ["plans.csv: isles", "plans.csv: isles (line 3)"]
    page = plumbline("align", "plans.csv", "--format", "html").out
    assert page.count('">plans.csv: isles</a>') == 1
    assert page.count('">plans.csv: isles (line 3)</a>') == 1


def test_terminal_and_page_sum_up_alike(plumbline: Command, tmp_path: Path) -> None:
    text = f"## Mission\n\n{MISSION}\n\n## Objectives\n\n- {NEAR}\n- Hire ten accountants\n"
    (tmp_path / "plan.md").write_text(text, encoding="utf-8")
    told = " ".join(plumbline("align", "plan.md").out.split())
    found = re.match(r"plan\.md ([^;]+); ([^.]*objectives [^.]*mission[^.]*)\. Mission:", told)
    assert found is not None
    asked, stands = found.groups()
    assert asked == "No question from the 2 rules that could run"
    page = plumbline("align", "plan.md", "--format", "html").out
    assert f"<h1>{asked}</h1>" in page
    assert f'<p class="lead">{stands[0].upper()}{stands[1:]}.' in page
    assert "Nothing to ask" not in page
    assert "No rule found a gap" not in page


def test_what_is_too_short_for_scores_is_no_gap_of_an_alignment(
    plumbline: Command, tmp_path: Path
) -> None:
    (tmp_path / "goals.txt").write_text(f"Train nurses\n{NEAR}\n", encoding="utf-8")
    arguments = ("align", "--mission", MISSION, "--objectives", "goals.txt")
    assert "too short for scores" not in plumbline(*arguments).out
    assert "too short for scores" not in plumbline(*arguments, "--format", "html").out
    report = json.loads(plumbline(*arguments, "--format", "json").out)
    assert "scores" in {entry["code"] for entry in report["unchecked"]}  # the wire says why


GERMAN = "Wir streichen bis zum Sommer alle Boote im Hafen von Amrum"


@pytest.mark.parametrize("others", [[NEAR, FAR], ["asdf qwer zxcv", NEAR], []])
def test_an_objective_in_another_language_is_set_aside_alone(
    plumbline: Command, tmp_path: Path, others: list[str]
) -> None:
    (tmp_path / "goals.txt").write_text("\n".join([*others, GERMAN]), encoding="utf-8")
    arguments = ("align", "--mission", MISSION, "--objectives", "goals.txt")
    report = json.loads(plumbline(*arguments, "--format", "json").out)
    own = report["statements"][-1]
    assert (own["span"]["text"], own["declared"], own["kind"]) == (GERMAN, "objective", None)
    assert own["scores"] == {}
    english = [other for other in others if "asdf" not in other]
    assert len(report["alignment"]) == len(english)
    assert own["id"] not in {link["from"] for link in report["alignment"]}
    entries = {e["statement"]: e for e in report["unchecked"] if e["code"] == "language"}
    assert len(entries) == 1 + len(others) - len(english)
    assert "'de'" in entries[own["id"]]["reason"]
    assert GERMAN.split()[-1] in entries[own["id"]]["reason"]
    told = " ".join(plumbline(*arguments).out.split())
    assert f"(Objective {len(others) + 1})" in told
    page = plumbline(*arguments, "--format", "html").out
    assert "This looks like" not in page
    insisted = json.loads(plumbline(*arguments, "--language", "en", "--format", "json").out)
    assert len(insisted["alignment"]) == len(others) + 1


def test_a_mission_in_another_language_is_named(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "goals.txt").write_text(f"{NEAR}\n{FAR}\n", encoding="utf-8")
    told = plumbline("align", "--mission", GERMAN, "--objectives", "goals.txt").out
    assert "Nothing could be compared." in told
    assert "ALN001: no mission in English" in told
    assert "ALN004: no values in this document" in told


def test_documents_of_all_languages_come_in_their_order(plumbline: Command, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "mission": MISSION, "objectives": [NEAR]},
        {"id": "b", "mission": MISSION, "objectives": [GERMAN, NEAR]},
        {"id": "c", "mission": GERMAN, "objectives": [GERMAN]},
        {"id": "d", "mission": MISSION, "objectives": [FAR]},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "plans.jsonl").write_text(text, encoding="utf-8")
    reports = json.loads(plumbline("align", "plans.jsonl", "--format", "json").out)
    assert [r["source"]["id"] for r in reports] == ["a", "b", "c", "d"]
    assert [len(r["alignment"]) for r in reports] == [1, 1, 0, 1]
    named = [[e["statement"] for e in r["unchecked"] if e["code"] == "language"] for r in reports]
    assert named == [[], ["s2"], [None], []]


@pytest.mark.parametrize("mission", ["To be the best in all we do.", "We help."])
def test_a_mission_that_tells_nothing_is_no_measure(
    plumbline: Command, tmp_path: Path, mission: str
) -> None:
    (tmp_path / "goals.txt").write_text(f"{NEAR}\n{FAR}\n", encoding="utf-8")
    told = plumbline("align", "--mission", mission, "--objectives", "goals.txt").out
    assert "ALN001: the mission is too short or too vague" in told
    assert "No question from the one rule that could run" in told
    told = plumbline("align", "--mission", MISSION, "--objectives", "goals.txt").out
    assert "too vague" not in told
