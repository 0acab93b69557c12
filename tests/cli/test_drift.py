from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.readers.test_revisions import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

FIRST = "## Mission\n\nWe teach prisoners to read.\n\n## Vision\n\nBy 2020 every prisoner reads.\n"
OTHER = FIRST.replace("prisoners to read", "managers to sell")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    path = tmp_path / "plan.md"
    commit(path, FIRST, "2015-01-01")
    git(tmp_path, "tag", "v1")
    commit(
        path,
        FIRST.replace("We teach prisoners to read.", "we TEACH prisoners to read"),
        "2017-01-01",
    )
    commit(path, OTHER, "2024-01-01")
    return path


def test_text(plumbline: Command, plan: Path) -> None:
    result = plumbline("drift", plan)
    assert result.code == 0, result.err
    words = " ".join(result.out.split())
    assert "3 revisions, 3 versions of mission and vision, 1 change of meaning" in words
    for part in ("DRF001 unstable-mission", "DRF002 frozen-vision", "2015-01-01", "as it was"):
        assert part in words
    assert "“prisoners, read” → “managers, sell”" in words
    assert max(map(len, result.out.splitlines())) <= 80


def test_a_vision_ages_after_the_last_commit(plumbline: Command, plan: Path) -> None:
    commit(plan, OTHER.replace("By 2020 every", "Every"), "2024-02-01")

    def codes(*today: str) -> set[str]:
        found = json.loads(plumbline("drift", plan, *today, "--format", "json").out)
        return {finding["code"] for finding in found["findings"]}

    assert "DRF002" not in codes("--today", "2025-06-01")
    assert "DRF002" in codes("--today", "2031-06-01")
    # A day before the newest commit cannot be today.
    assert "DRF002" not in codes("--today", "1999-01-01")


def test_the_day_is_today_without_the_option(plumbline: Command, plan: Path) -> None:
    found = json.loads(plumbline("drift", plan, "--format", "json").out)
    assert found["until"][:10] == datetime.now(UTC).date().isoformat()


def test_json_has_the_wire_shape(plumbline: Command, plan: Path) -> None:
    found = json.loads(plumbline("drift", plan, "--since", "v1", "--format", "json").out)
    assert found["schema"] == "plumbline.drift/1"
    assert {"versions", "findings"} <= set(found)
    wanted = {"ref", "date", "mission", "vision", "mission_drift", "vision_drift", "change"}
    assert wanted <= set(found["versions"][0])
    assert [v["change"] for v in found["versions"]] == ["none", "wording", "meaning"]
    later = json.loads(plumbline("drift", plan, "--since", "2020-01-01", "--format", "json").out)
    assert [v["change"] for v in later["versions"]] == ["none", "meaning"]


def test_two_files(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "new.md").write_text(OTHER, encoding="utf-8")
    result = plumbline("drift", "old.md", "new.md")
    assert result.code == 0, result.err
    assert "old.md → new.md" in result.out
    assert "DRF002: two files have no dates" in " ".join(result.out.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan.md", "--since", "v9"),
        ("gone.md",),
        ("plan.md", "--today", "yesterday"),
        ("plan.md", "plan.md", "--today", "2026-05-01"),
        ("plan.md", "gone.md"),
        ("plan.md", "broken.yaml"),
        ("broken.yaml", "plan.md"),
        ("plan.md", "plan.md", "--since", "v1"),
        ("plan.md", "--embedder", "no-such-model"),
    ],
)
def test_faults_are_one_line(plumbline: Command, plan: Path, arguments: tuple[str, ...]) -> None:
    plan.with_name("broken.yaml").write_text("mission: [\n", encoding="utf-8")
    result = plumbline("drift", *arguments)
    assert result.code == 2
    assert len(result.lines) == 1, result.err


def test_the_vision_is_as_old_as_git_knows(plumbline: Command, plan: Path) -> None:
    commit(plan, OTHER.replace("By 2020 every", "Every"), "2024-02-01")
    commit(plan, plan.read_text(encoding="utf-8") + "\nMore.\n", "2030-01-01")
    result = plumbline("drift", plan, "--since", "HEAD", "--today", "2031-01-01")
    assert "6 years, since 2024-02-01" in " ".join(result.out.split())


def test_a_file_that_was_deleted_and_a_copy_that_is_not_committed(
    plumbline: Command, plan: Path
) -> None:
    git(plan.parent, "rm", "--quiet", plan.name)
    git(plan.parent, "commit", "--quiet", "--message", "x", date="2025-01-01")
    assert plumbline("drift", plan).code == 2
    commit(plan, OTHER, "2026-01-01")
    plan.write_text(FIRST.replace("prisoners", "sailors"), encoding="utf-8")
    words = " ".join(plumbline("drift", plan, "--today", "2026-02-01").out.split())
    assert "file deleted" in words
    assert "changed in the copy that is not committed yet: " in words
    versions = json.loads(plumbline("drift", plan, "--format", "json").out)["versions"]
    assert [v["deleted"] for v in versions] == [False, False, False, True, False, False]


@pytest.mark.parametrize("format", ["text", "html"])
def test_a_new_wording_is_quoted(plumbline: Command, tmp_path: Path, format: str) -> None:
    new = "Prisoners are taught to read by us."
    (tmp_path / "old.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "new.md").write_text(
        FIRST.replace("We teach prisoners to read.", new), encoding="utf-8"
    )
    out = " ".join(plumbline("drift", "old.md", "new.md", "--format", format).out.split())
    assert new in out


def test_what_is_not_compared_never_reads_as_wording(plumbline: Command, tmp_path: Path) -> None:
    german = "## Mission\n\nWir bringen Gefangenen in allen Gefängnissen das Lesen bei.\n"
    (tmp_path / "old.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "new.md").write_text(german, encoding="utf-8")
    german += "\n## Vision\n\nBis 2040 liest jeder Gefangene im Land.\n"
    (tmp_path / "both.md").write_text(german, encoding="utf-8")
    words = " ".join(plumbline("drift", "old.md", "both.md").out.split())
    assert "0 changes of meaning, 1 not compared" in words
    assert "not compared not compared not compared" in words
    assert " wording" not in words.replace("another wording", "")
    page = plumbline("drift", "old.md", "both.md", "--format", "html").out
    assert "<h1>The meaning was not compared</h1>" in page
    (_, last) = json.loads(plumbline("drift", "old.md", "both.md", "--format", "json").out)[
        "versions"
    ]
    assert last["not_compared"] == ["mission", "vision"]
    assert last["mission_drift"] is None


def test_headings_of_the_settings_count(plumbline: Command, tmp_path: Path) -> None:
    for name, text in (("old.md", "We teach prisoners to read."), ("new.md", "We sell cars.")):
        (tmp_path / name).write_text(f"## Daseinszweck\n\n{text}\n", encoding="utf-8")
    settings = '[headings]\nDaseinszweck = "mission"\n'
    (tmp_path / "plumbline.toml").write_text(settings, encoding="utf-8")
    found = json.loads(plumbline("drift", "old.md", "new.md", "--format", "json").out)
    assert [v["mission"] for v in found["versions"]] == [
        "We teach prisoners to read.",
        "We sell cars.",
    ]
