from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BAD, Command


def test_findings_at_the_gate_fail(plumbline: Command, bad: Path) -> None:
    result = plumbline("check", bad)
    assert result.code == 1
    assert "the check fails" in " ".join(result.out.split())
    assert result.err == ""


def test_without_findings_it_passes(plumbline: Command, good: Path) -> None:
    result = plumbline("check", good, "--fail-on", "warning")
    assert result.code == 0, result.out


@pytest.mark.parametrize(("gate", "code"), [("note", 1), ("error", 0), ("never", 0)])
def test_the_gate_decides_the_exit_code(
    plumbline: Command, bad: Path, gate: str, code: int
) -> None:
    assert plumbline("check", bad, "--fail-on", gate).code == code


def test_one_file_is_one_report_and_several_are_a_list(
    plumbline: Command, good: Path, bad: Path
) -> None:
    one = json.loads(plumbline("check", bad, "--format", "json").out)
    assert one["schema"] == "plumbline.report/1"
    assert one["text"] == BAD
    several = json.loads(plumbline("check", good, bad, "--format", "json").out)
    assert [report["source"]["id"] for report in several] == ["good", "bad"]
    assert several[1]["findings"] == one["findings"]


def test_a_folder_is_every_document_below_it(plumbline: Command, tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    for name in ("b.md", "a.txt", "deep/c.markdown", "deep/data.csv", ".hidden/d.md", "e.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Our mission: we carry islanders to hospital by night.", encoding="utf-8")
    result = plumbline("check", folder, folder / "b.md", "--format", "json", "--fail-on", "never")
    names = [Path(report["source"]["name"]).name for report in json.loads(result.out)]
    assert names == ["a.txt", "b.md", "c.markdown"]


def test_a_folder_without_documents_is_an_error(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = plumbline("check", tmp_path / "empty")
    assert result.code == 2
    assert "no .md" in result.err


def test_unreadable_files_are_told_after_all_other_reports(
    plumbline: Command, bad: Path, good: Path, tmp_path: Path
) -> None:
    (tmp_path / "blob.md").write_bytes(b"\x00\x01\x02")
    (tmp_path / "latin.txt").write_bytes("Unsere Vision: Größe".encode("latin-1"))
    files = ["missing.md", bad, tmp_path / "blob.md", good, tmp_path / "latin.txt"]
    result = plumbline("check", *files)
    assert result.code == 2
    assert "bad.md" in result.out
    assert "good.md" in result.out
    assert "2 files checked" in result.out
    assert "3 files could not be used" in result.out
    assert [("missing.md" in x, "blob.md" in x, "latin.txt" in x) for x in result.lines] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    listed = plumbline("check", *files, "--format", "json")
    assert listed.code == 2
    assert len(json.loads(listed.out)) == 2


def test_settings_come_from_the_nearest_file_and_options_win(
    plumbline: Command, bad: Path, tmp_path: Path
) -> None:
    (tmp_path / "plumbline.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    assert plumbline("check", bad).code == 0
    assert plumbline("check", bad, "--fail-on", "note").code == 1
    below = tmp_path / "team" / "plan.md"
    below.parent.mkdir()
    below.write_text(BAD, encoding="utf-8")
    (below.parent / "plumbline.toml").write_text('select = ["OKR"]\n', encoding="utf-8")
    reports = json.loads(plumbline("check", bad, below, "--format", "json").out)
    assert {f["code"][:3] for f in reports[1]["findings"]} <= {"OKR"}
    assert {f["code"][:3] for f in reports[0]["findings"]} > {"OKR"}


def test_a_bad_setting_names_file_and_key_and_stops_no_other_file(
    plumbline: Command, good: Path, tmp_path: Path
) -> None:
    other = tmp_path / "team" / "plan.md"
    other.parent.mkdir()
    other.write_text(BAD, encoding="utf-8")
    (other.parent / "plumbline.toml").write_text("fail_onn = 3\n", encoding="utf-8")
    result = plumbline("check", other, good)
    assert result.code == 2
    assert "plumbline.toml" in result.err
    assert "fail_onn" in result.err
    assert "good.md" in result.out


def test_select_and_ignore(plumbline: Command, bad: Path) -> None:
    def codes(*options: str) -> set[str]:
        result = plumbline("check", bad, "--format", "json", *options)
        return {f["code"] for f in json.loads(result.out)["findings"]}

    every = codes()
    assert every
    assert all(code.startswith("BUZ") for code in codes("--select", "BUZ"))
    some = sorted(every)[0]
    assert codes("--ignore", some) == every - {some}
    assert codes("--select", "VAG,BUZ", "--ignore", "BUZ") <= {c for c in every if c[:3] == "VAG"}


def test_a_document_without_statements_is_clean_and_says_so(
    plumbline: Command, tmp_path: Path
) -> None:
    path = tmp_path / "todo.md"
    path.write_text("```\ncode\n```\n", encoding="utf-8")
    result = plumbline("check", path)
    assert result.code == 0
    assert "No statements were found." in result.out
    assert "Not checked" in result.out
    report = json.loads(plumbline("check", path, "--format", "json").out)
    assert report["statements"] == []
    assert report["unchecked"]


def test_text_that_is_not_english_is_unchecked_unless_insisted(
    plumbline: Command, tmp_path: Path
) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "## Mission\n\nWir bringen die Bewohner der Inseln zu jeder Stunde sicher ans Festland.\n",
        encoding="utf-8",
    )
    result = plumbline("check", path)
    assert result.code == 0
    assert "--language en" in result.out
    insisted = json.loads(plumbline("check", path, "--language", "en", "--format", "json").out)
    assert insisted["statements"][0]["scores"]


def test_a_link_in_a_circle_is_one_line(plumbline: Command, tmp_path: Path, good: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    result = plumbline("check", tmp_path / "loop.md", good)
    assert result.code == 2
    assert result.err.endswith("loop.md: a link to nothing; check what it points at\n")
    assert "Mission" in result.out


def test_annotations_and_a_log_for_other_programs(
    plumbline: Command, good: Path, bad: Path, tmp_path: Path
) -> None:
    result = plumbline("check", good, bad, "--format", "github")
    assert result.code == 1
    assert all(line.startswith("::") for line in result.out.splitlines())
    assert f"::warning file={bad},line=5," in result.out
    gone = tmp_path / "gone.md"
    result = plumbline("check", bad, gone, "--format", "sarif", "--fail-on", "never")
    (run,) = json.loads(result.out)["runs"]
    assert result.code == 2
    assert {r["ruleId"] for r in run["results"]} >= {"VAG002", "OKR001"}
    (invocation,) = run["invocations"]
    assert str(gone) in invocation["toolExecutionNotifications"][-1]["message"]["text"]


def test_only_a_check_has_the_formats_of_other_programs(plumbline: Command) -> None:
    assert plumbline("analyze", "We sail.", "--format", "sarif").code == 2
