"""Calibrating the kinds, leaving features out, and labels that several readers gave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models import okr
from models.fitting import Design
from models.kind.figures import choose_calibration, softmax
from models.word_vectors import WordVectors

if TYPE_CHECKING:
    from pathlib import Path

ORDER = ["merged", "mission", "other", "vision"]


def test_calibration_finds_the_priors_that_training_lacked() -> None:
    draw = np.random.default_rng(0)
    logits = draw.normal(size=(4000, 4))
    shift = np.array([0.0, 0.5, -0.5, 1.0])
    truth = np.array([draw.choice(ORDER, p=p) for p in softmax(logits / 2 + shift)])
    temperature, found = choose_calibration(logits, truth, ORDER)
    assert temperature == pytest.approx(2.0, rel=0.15)
    np.testing.assert_allclose(found, shift, atol=0.2)


def test_a_design_leaves_out_features_by_the_start_of_their_names() -> None:
    vectors = WordVectors(("feed", "house"), np.eye(2))
    rows = [{"w=feed": 1.0, "len": 2.0, "v=feed": 1.0}, {"w=house": 1.0, "v=house": 1.0}]
    design = Design(rows, vectors, least=1)
    assert design.without(("w=",)).names == ["len"]
    np.testing.assert_array_equal(
        design.without(("w=",)).matrix.toarray(), design.transform(rows).toarray()[:, [0, 3, 4]]
    )
    without_vectors = design.without(("v=",))
    assert without_vectors.names == design.names
    assert not without_vectors.matrix.toarray()[:, len(design.names) :].any()


def test_readers_of_key_results_share_the_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = ("type", "measurable")
    rated = {"id": "a", "text": "Open two wards", "org_key": "x", "type": "activity"}
    other = {"id": "b", "text": "Nurses stay longer", "org_key": "y", "label": "key_result"}
    panel = {"id": "c", "text": "Shorter queues", "org_key": "x"}
    for name, row in (
        ("rated_key_results", {**rated, "measurable": True}),
        ("panel_key_results", panel),
        ("statements", other),
    ):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    readings = [
        {"id": "a", "rater": "second", "type": "outcome", "measurable": True},
        {"id": "a", "rater": "third", "type": "outcome", "measurable": False},
        {"id": "b", "rater": "first", "type": "outcome", "measurable": False},
        {"id": "c", "rater": "first", "type": "outcome", "measurable": False},
    ]
    lines = {"data/ratings/key_results.jsonl": readings}
    monkeypatch.setattr(okr, "read_jsonl", lambda relative: lines.get(relative, []))
    first, second = okr.training_rows(tmp_path, "key_results", "key_result", fields)
    assert first.label("type") == "outcome"
    assert first.shares("type") == pytest.approx({"activity": 1 / 3, "outcome": 2 / 3})
    assert first.label("measurable") == "true"
    assert (second.text, second.shares("type")) == ("Nurses stay longer", {"outcome": 1.0})
    found = okr.agreement([first, second], "type")
    assert found == {"n": 1, "agreement": pytest.approx(1 / 3, abs=1e-3)}
