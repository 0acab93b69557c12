"""What training predicts out of fold is kept as ids and numbers, and decided as analyses decide."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from models.out_of_fold import decided, judged_functions, labels
from models.predictions import FOLDER, store_predictions

if TYPE_CHECKING:
    from pathlib import Path

THRESHOLDS = {"merged": 0.4, "abstain": 0.6}


@pytest.mark.parametrize(
    ("given", "kind", "abstained"),
    [
        ((0.8, 0.1, 0.1, 0.0), "mission", False),
        ((0.5, 0.05, 0.45, 0.0), "merged", True),
        ((0.3, 0.31, 0.39, 0.0), "vision", True),
        ((0.0, 0.1, 0.0, 0.9), "other", False),
    ],
)
def test_decisions(given: tuple[float, ...], kind: str, abstained: bool) -> None:
    names = ("mission", "vision", "merged", "other")
    found = decided(dict(zip(names, given, strict=True)), THRESHOLDS)
    assert (found.kind, found.abstained) == (kind, abstained)


def test_rows_without_an_id_are_left_out(tmp_path: Path) -> None:
    store_predictions(tmp_path, "made", ("value",), [("a", [0.12345]), ("", [1.0]), ("b", [2.0])])
    assert (tmp_path / "made.csv").read_text() == "id,value\na,0.123\nb,2.000\n"


def test_stored_predictions_hold_no_text() -> None:
    files = sorted(FOLDER.glob("*.csv"))
    assert len(files) == 6
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                assert all(len(cell) <= 15 for cell in row)
                assert re.fullmatch(r"id|[0-9a-f]{12}", row[0])


def test_every_prediction_has_its_labels() -> None:
    known = labels()
    assert set(judged_functions()) <= set(known)
