"""The page of results is the one that the stored figures make."""

from __future__ import annotations

from pathlib import Path

from analyzer.evaluation.run import Evaluation, stored_evaluation
from models.results import page

MODELS = Path(__file__).resolve().parents[2] / "models"


def stored() -> Evaluation:
    found = stored_evaluation()
    assert found is not None
    return found


def test_page_and_stored_figures_agree() -> None:
    assert (MODELS / "README.md").read_text(encoding="utf-8") == page(stored())


def test_first_marks_hold_on_masked_and_published_text() -> None:
    reached = {(f.task, f.figure, f.field): f.value for f in stored().figures if not f.subgroup}
    for field in ("masked", "text"):
        assert reached["kind", "macro-F1", field] >= 0.78
        assert reached["vagueness", "Spearman", field] >= 0.75
        assert reached["buzzwords", "Spearman", field] >= 0.80


def test_every_model_has_its_card_and_figures() -> None:
    for card in MODELS.glob("*/README.md"):
        assert (card.parent / "metrics.json").is_file()
