"""Parts of merged texts: what counts as right, and joins whose seam is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analyzer.evaluation.splits import Gold, evaluate_splits, joined, marked, parts_right

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.engine import Analyzer

TEXT = "We mend roofs. We see a town without leaks. Founded in 1911."
SEAM, TAIL = TEXT.index("We see"), TEXT.index("Founded")
GOLD = Gold(TEXT, [(0, SEAM, "mission"), (SEAM, TAIL, "vision"), (TAIL, len(TEXT), "other")])


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([(0, SEAM - 1, "mission"), (SEAM, TAIL - 1, "vision")], [True, True]),
        # What does neither job may go to its neighbour.
        ([(0, SEAM, "mission"), (SEAM, len(TEXT), "vision")], [True, True]),
        ([(0, SEAM, "vision"), (SEAM, TAIL, "mission")], [False, False]),
        ([(0, SEAM + 3, "mission"), (SEAM + 3, TAIL, "vision")], [False, False]),
        ([(0, SEAM, "mission"), (SEAM, SEAM + 9, "vision")], [True, False]),
        ([], [False, False]),
    ],
)
def test_a_part_is_right_by_kind_first_and_last_word(
    found: list[tuple[int, int, str]], right: list[bool]
) -> None:
    assert parts_right(GOLD, found) == right


def test_joins_know_their_seam_and_leave_out_strangers(tmp_path: Path) -> None:
    pair = {
        "organisation": "Roof Guild",
        "mission": ["We mend the roofs of schools in Tarn."],
        "vision": ["A valley in which no classroom leaks."],
    }
    rows = [{**pair, "organisation": name} for name in ("ROOF GUILD", "Stranger", "Roof Guild")]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "mission_vision_pairs.jsonl").write_text(lines)
    found = joined(tmp_path, [{"organisation": "Roof Guild", "text": "x"}])
    assert len(found) == 2
    for text, ((first, seam, one), (start, end, other)) in found:
        assert (first, seam, end) == (0, start, len(text))
        assert {one, other} == {"mission", "vision"}
        half = text[:seam] if one == "vision" else text[seam:]
        assert "classroom" in half
        assert "mend" not in half


def test_marked_texts_are_found_by_id_alone() -> None:
    assert marked([{"id": "unknown", "text": TEXT}, {"text": TEXT}]) == []


def test_shares_of_parts_and_of_texts(tmp_path: Path, analyzer: Analyzer) -> None:
    missions = ["We mend the roofs of schools in Tarn.", "We teach sailors to read charts."]
    visions = ["A valley in which no classroom leaks.", "A coast where no crew is lost."]
    rows = [
        {"organisation": f"Guild {i}", "mission": [m], "vision": [v]}
        for i, (m, v) in enumerate(zip(missions, visions, strict=True))
    ]
    panel = [{"organisation": f"Guild {i}", "text": "x", "kind": "other"} for i in range(2)]
    for name, content in (("mission_vision_pairs", rows), ("panel_statements", panel)):
        lines = "".join(json.dumps(row) + "\n" for row in content)
        (tmp_path / f"{name}.jsonl").write_text(lines)
    figures = {f.figure: f for f in evaluate_splits(tmp_path, analyzer)}
    assert figures["parts right"].n == 4
    assert figures["found merged"].n == 2
    assert evaluate_splits(tmp_path / "nowhere", analyzer) == []
