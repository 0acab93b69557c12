"""Exported linear models give what scikit-learn gives; contributions sum to the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ResourceError
from analyzer.grading.linear import LinearModel, read
from models.export import export, from_sklearn, tempered

if TYPE_CHECKING:
    from pathlib import Path

NAMES = tuple(f"f{i}" for i in range(12))


def _rows(seed: int = 3, rows: int = 90) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.round(rng.normal(size=(rows, len(NAMES))), 3) * (rng.random((rows, len(NAMES))) < 0.5)


def _mapping(row: np.ndarray) -> dict[str, float]:
    return {name: float(value) for name, value in zip(NAMES, row, strict=True) if value}


@pytest.mark.parametrize("classes", [2, 4])
def test_export_equals_predict_proba(tmp_path: Path, classes: int) -> None:
    from sklearn.linear_model import LogisticRegression

    x = _rows()
    y = np.array(list("abcd"))[(x @ np.arange(12) * 3).astype(int) % classes]
    scale = np.linspace(0.5, 4, 12)
    fitted = LogisticRegression(max_iter=500).fit(x / scale, y)
    export(tmp_path, {"h": from_sklearn(fitted, NAMES, scale=scale)}, dtype=np.float64)
    model = read(tmp_path)["h"]
    expected = fitted.predict_proba(x / scale)
    for row, probabilities in zip(x, expected, strict=True):
        ours = model.probabilities(_mapping(row))
        assert tuple(ours) == tuple(fitted.classes_)
        np.testing.assert_allclose(list(ours.values()), probabilities, rtol=0, atol=1e-12)


def test_export_equals_ridge_predict(tmp_path: Path) -> None:
    from sklearn.linear_model import Ridge

    x = _rows()
    fitted = Ridge().fit(x, x @ np.arange(12.0) + 7)
    export(tmp_path, {"h": from_sklearn(fitted, NAMES)}, dtype=np.float64)
    model = read(tmp_path)["h"]
    ours = [model.value(_mapping(row)) for row in x]
    np.testing.assert_allclose(ours, fitted.predict(x), rtol=0, atol=1e-12)


def _binary() -> LinearModel:
    return LinearModel(
        "binary", ("a", "b"), np.array([[2.0], [-800.0]]), np.array([0.25]), ("no", "yes")
    )


@given(st.dictionaries(st.sampled_from(["a", "b", "unknown"]), st.floats(-1e3, 1e3)))
def test_contributions_sum_to_the_output(features: dict[str, float]) -> None:
    model = _binary()
    total = sum(model.contributions(features).values()) + 0.25
    assert model.value(features) == pytest.approx(total, rel=1e-12, abs=1e-9)
    probabilities = model.probabilities(features)
    assert sum(probabilities.values()) == pytest.approx(1, abs=1e-12)
    assert all(0 <= p <= 1 for p in probabilities.values())


def test_temperature_softens_and_is_written_down() -> None:
    softer = tempered(_binary(), 4.0)
    assert softer.probabilities({"a": 1.0})["yes"] < _binary().probabilities({"a": 1.0})["yes"]
    assert softer.calibration["temperature"] == 4.0


def test_unknown_features_count_nothing() -> None:
    assert _binary().value({"elsewhere": 5.0}) == 0.25
    assert not _binary().knows("elsewhere")


def test_zero_rows_are_left_out(tmp_path: Path) -> None:
    model = LinearModel("ridge", ("a", "b"), np.array([[0.0], [1.0]]), np.array([0.5]))
    export(tmp_path, {"h": model})
    assert read(tmp_path)["h"].features == ("b",)


def test_a_broken_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(ResourceError, match="the model cannot be read"):
        read(tmp_path)


def test_shapes_must_fit() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        LinearModel("ridge", ("a",), np.zeros((2, 1)), np.zeros(1))
