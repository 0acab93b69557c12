"""Every card is the one that its metrics make, and lists what was seen to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.evaluation.stability import BANDS
from models.cards import write_cards
from models.failures import failures

MODELS = Path(__file__).resolve().parents[2] / "models"
NAMES = (
    "alignment", "buzzwords", "decision", "embedding", "key_result", "kind", "objective",
    "vagueness",
)  # fmt: skip


def test_cards_are_made_from_metrics(tmp_path: Path) -> None:
    written = write_cards(tmp_path)
    assert sorted(path.parent.name for path in written) == sorted(NAMES)
    for path in written:
        card = (MODELS / path.parent.name / "README.md").read_text(encoding="utf-8")
        assert card == path.read_text(encoding="utf-8"), path.parent.name


@pytest.mark.parametrize("name", NAMES)
def test_twenty_kinds_of_error_are_described(name: str) -> None:
    lines = failures(name).splitlines()
    assert len(lines) >= 20
    assert all(line.startswith("- ") for line in lines)
    assert len(set(lines)) == len(lines)
    card = (MODELS / name / "README.md").read_text(encoding="utf-8")
    assert failures(name) in card
    for heading in ("## Intended use", "## Not for", "## Figures", "## Failures seen"):
        assert heading in card, heading


def test_the_page_states_the_bands() -> None:
    page = (MODELS / "README.md").read_text(encoding="utf-8")
    for change, band in BANDS.items():
        assert f"| {change} | {band.stays:.0%} | {band.points:.0f} |" in page
