from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command

ROWS = (
    ("Cut missed sailings from 9% to 4% by 30 June 2031", "outcome", True, True),
    ("Launch the new booking site", "activity", False, False),
    ("Train 40 deckhands in first aid by May 2031", "activity", True, True),
    ("Share of islanders seen within an hour rises from 40% to 70%", "outcome", True, False),
)


def labelled(folder: Path, *, wrong: bool = False) -> Path:
    lines = [
        json.dumps(
            {
                "text": text,
                "type": "unclear" if wrong else kind,
                "measurable": number,
                "time_bound": date,
            }
        )
        for text, kind, number, date in ROWS
    ]
    path = folder / "panel_key_results.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_it_measures_what_is_there_and_names_what_is_not(
    plumbline: Command, tmp_path: Path
) -> None:
    labelled(tmp_path)
    result = plumbline("evaluate", "--data", tmp_path, "--out", "figures.json")
    assert result.code == 0, result.err
    assert "key_result" in result.out
    assert "unchecked: alignment.jsonl" in result.out
    assert "| stored" in result.out
    figures = json.loads(Path("figures.json").read_text(encoding="utf-8"))
    assert figures["figures"]
    assert "alignment.jsonl" in figures["unchecked"]


def test_a_folder_without_labels_is_an_error(plumbline: Command, tmp_path: Path) -> None:
    result = plumbline("evaluate", "--data", tmp_path)
    assert result.code == 2
    assert "no labelled file" in result.err
    assert len(result.lines) == 1


def test_it_fails_only_where_asked_to(plumbline: Command, tmp_path: Path) -> None:
    labelled(tmp_path, wrong=True)
    result = plumbline("evaluate", "--data", tmp_path, "--max-loss", "0.5")
    assert result.code == 1, result.err
    assert "falls short: key_result, type accuracy" in result.out
    assert plumbline("evaluate", "--data", tmp_path, "--max-loss", "1").code == 0


def test_nothing_is_measured_where_nothing_is_stored(
    plumbline: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.evaluation.run.stored_evaluation", lambda: None)
    monkeypatch.setattr("analyzer.evaluation.run.evaluate", lambda *_: pytest.fail("measured"))
    labelled(tmp_path)
    result = plumbline("evaluate", "--data", tmp_path, "--max-loss", "0.5")
    assert result.code == 2
    assert "no stored figures" in result.err
