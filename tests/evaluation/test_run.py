"""`evaluate` on a small folder in the layout of the development data, of our own statements."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.errors import InputError
from analyzer.evaluation.groups import region, sector, subgroups
from analyzer.evaluation.run import evaluate
from analyzer.evaluation.statements import functions_of

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, own_statements: list[dict[str, Any]]) -> Path:
    rated = [r for r in own_statements if "vagueness" in r and "decision" in r][:60]
    panel = [
        {
            "text": r["text"],
            "kind": r["label"] if r["label"] in ("mission", "vision", "merged") else "other",
            "vagueness": r["vagueness"],
            "jargon": r["jargon"],
            "decision": r["decision"],
        }
        for r in rated
    ]
    write(tmp_path / "panel_statements.jsonl", panel)
    other = [{"text": r["text"], "specificity": 6 - r["vagueness"]} for r in rated[:30]]
    write(tmp_path / "specificity" / "own.jsonl", other)
    return tmp_path


def test_figures_of_what_is_there_and_a_word_on_what_is_not(
    folder: Path, analyzer: Analyzer
) -> None:
    found = evaluate(folder, analyzer)
    figures = {(f.task, f.figure, f.field, f.subgroup): f for f in found.figures}
    kind = figures["kind", "macro-F1", "text", ""]
    assert kind.n == 60
    assert kind.value > 0.6
    assert kind.low is not None
    assert kind.high is not None
    assert kind.low <= kind.value <= kind.high
    assert figures["vagueness", "Spearman", "text", ""].value > 0.4
    assert figures["vagueness", "Spearman, length out", "specificity/own", ""].n <= 30
    assert set(found.unchecked) == {
        "panel_key_results.jsonl",
        "panel_objectives.jsonl",
        "alignment.jsonl",
        "mission_vision_pairs.jsonl",
        "statements.jsonl",
    }
    assert sum(sum(row.values()) for row in found.confusion["text"].values()) == 60
    assert "unchecked: alignment.jsonl" in found.table()
    assert json.loads(json.dumps(found.to_dict()))["provenance"]["models"]["kind"]


def test_a_folder_without_labelled_files_is_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    with pytest.raises(InputError, match="no labelled file"):
        evaluate(tmp_path, analyzer)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: no JSON"),
        ("[]", "line 1: the field 'text' is missing"),
        ('{"text": "x"}', "line 1: the field 'kind' is missing"),
        ('{"text": 5, "kind": "other"}', "line 1: the field 'text' is no string"),
        ('{"text": "x", "kind": "banana"}', "line 1: kind is 'banana', not one of mission, vis"),
        ('{"text": "x", "kind": "other", "jargon": "2"}', "'jargon' is no number"),
        ('{"text": "x", "kind": "other", "vision": 5}', "'vision' is no list of strings"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, analyzer: Analyzer, line: str, message: str) -> None:
    (tmp_path / "panel_statements.jsonl").write_text(line + "\n")
    with pytest.raises(InputError, match=message):
        evaluate(tmp_path, analyzer)


def test_a_file_that_is_no_text_is_named(tmp_path: Path, analyzer: Analyzer) -> None:
    (tmp_path / "panel_statements.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"panel_statements\.jsonl: cannot be read"):
        evaluate(tmp_path, analyzer)


def test_subgroups_by_sector_length_and_label_word() -> None:
    rows = [{"text": "Our mission is to sing.", "sector": "higher education"}] * 20
    assert set(subgroups(rows)) == {"university", "up to 15 words", "with label words"}
    assert sector({"source": "state agency list"}) == "agency"
    assert sector({}) == "unknown sector"
    assert region({"organisation": "New Mexico Choir", "text": "We sing in Ghana."}) == "US West"
    assert region({"organisation": "Choir", "text": "We sing in New England."}) == "unknown region"


def test_functions_take_merged_out_of_the_larger_part() -> None:
    statement = {
        "probabilities": {"mission": 0.7, "vision": 0.2, "slogan": 0.1},
        "merged": {"probability": 0.4},
    }
    found = functions_of(statement)
    assert found["mission"] == pytest.approx(0.3)
    assert found["merged"] == 0.4
    assert sum(found.values()) == pytest.approx(1.0)
