"""Closeness: features, calibration, and what a report may rely on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.alignment.closeness import (
    BUCKETS,
    FEATURES,
    Encoded,
    best_parts,
    buckets,
    encode,
    load_calibration,
    read_calibration,
    sigmoid,
)
from analyzer.alignment.embedder import StaticEmbedder, Vectors, load_embedder, unit
from analyzer.annotators.alignment import RELATIONS
from analyzer.errors import ResourceError
from analyzer.resources import resource

MISSIONS = [
    "We bring safe drinking water to villages in the dry north.",
    "We teach adults to read and write.",
    "We repair bicycles so that commuters can leave the car at home.",
]
OBJECTIVES = [
    "Drill forty wells that villagers can maintain",
    "Tutor parents in evening classes until they read with ease",
    "Open a second workshop for commuters' bicycles",
]


@pytest.fixture(scope="module")
def scores() -> np.ndarray:
    static = load_embedder()
    calibration = load_calibration(static)
    assert calibration is not None
    _, objectives = encode(static, calibration, OBJECTIVES, [[] for _ in OBJECTIVES])
    _, missions = encode(static, calibration, MISSIONS, [[] for _ in MISSIONS])
    features = calibration.features(objectives, missions, ("objective", "mission"))
    assert features.shape == (3, 3, len(FEATURES))
    return calibration.score(features, "objective-mission")


def test_the_own_mission_is_closest(scores: np.ndarray) -> None:
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]
    closeness = sigmoid(scores)
    assert np.diag(closeness).min() > 0.5 > np.median(closeness[~np.eye(3, dtype=bool)])


@pytest.mark.parametrize("name", ["static", "minilm"])
def test_every_relation_is_calibrated(name: str) -> None:
    calibration = read_calibration(resource(f"models/alignment/{name}"))
    for relation in RELATIONS:
        assert (calibration.coef[relation] >= 0).all()
        assert calibration.coef[relation].max() > 0
        assert (np.diff(calibration.quantiles[relation]) >= 0).all()
        assert len(calibration.quantiles[relation]) == 101


def test_closeness_rises_strictly_with_the_score() -> None:
    values = sigmoid(np.linspace(-12, 12, 2001))
    assert all(low < high for low, high in pairwise(values))
    assert sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]


def test_percentile_rises_with_the_score() -> None:
    calibration = read_calibration(resource("models/alignment/static"))
    found = calibration.percentile(np.linspace(-30, 30, 500), "objective-mission")
    assert found[0] == 0
    assert found[-1] == 100
    assert (np.diff(found) >= 0).all()


def test_another_revision_has_no_calibration() -> None:
    class Other(StaticEmbedder):
        @property
        def revision(self) -> str:
            return "0" * 12

    assert load_calibration(Other("static", resource("models/embedding"))) is None
    assert load_calibration(Other("unheard-of", resource("models/embedding"))) is None


def test_a_broken_calibration_is_one_clear_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "calibration.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ResourceError, match="alignment"):
        read_calibration(tmp_path)


def _random(rng: np.random.Generator, sizes: list[int]) -> Encoded:
    parts: Vectors = unit(rng.normal(size=(sum(sizes), 8)).astype(np.float32))
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    return Encoded(parts[: len(sizes)], parts, first, [])


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=5),
    st.lists(st.integers(1, 4), min_size=1, max_size=5),
    st.integers(0, 10_000),
)
def test_best_parts_equal_the_plain_loop(left: list[int], right: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = _random(rng, left), _random(rng, right)
    ends = [*one.first[1:], len(one.parts)], [*other.first[1:], len(other.parts)]
    expected = [
        [
            max(
                float(a @ b)
                for a in one.parts[one.first[i] : ends[0][i]]
                for b in other.parts[other.first[j] : ends[1][j]]
            )
            for j in range(len(right))
        ]
        for i in range(len(left))
    ]
    assert np.allclose(best_parts(one, other), expected, atol=1e-5)


@given(st.text(max_size=80))
def test_buckets_are_inside(text: str) -> None:
    assert all(0 <= bucket < BUCKETS for bucket in buckets(text))


def test_inflected_forms_share_a_bucket() -> None:
    assert buckets("protecting") == buckets("protects")
    assert buckets("the and of") == []
