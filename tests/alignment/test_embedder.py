"""Embedders: one protocol, unit rows, and torch only where it is asked for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from analyzer.alignment import embedder as module
from analyzer.alignment.embedder import (
    MINILM_SHA256,
    STATIC_FOLDER,
    StaticEmbedder,
    load_embedder,
    minilm_folder,
    unit,
)
from analyzer.errors import ResourceError
from analyzer.resources import resource

TEXTS = ["Bring clean water to every village", "We repair bicycles.", "", "Ä ñ 水"]


def test_static_rows_have_length_one_or_zero() -> None:
    vectors = load_embedder("static").encode(TEXTS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0, 1], atol=1e-5)


def test_static_is_the_same_alone_and_in_company() -> None:
    static = load_embedder()
    together = static.encode(TEXTS)
    alone = np.concatenate([static.encode([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-6)


def test_static_knows_what_belongs_together() -> None:
    water, bicycles, well = load_embedder().encode(
        [*TEXTS[:2], "Drill wells for safe drinking water"]
    )
    assert water @ well > water @ bicycles


def test_static_names_its_revision() -> None:
    static = load_embedder()
    weights = resource(STATIC_FOLDER) / "model.safetensors"
    assert static.revision == hashlib.sha256(weights.read_bytes()).hexdigest()[:12]


def test_static_folder_is_small() -> None:
    size = sum(p.stat().st_size for p in resource(STATIC_FOLDER).iterdir() if p.is_file())
    assert size <= 10_000_000


def test_static_needs_no_torch() -> None:
    if find_spec("torch") is not None:
        pytest.skip("spaCy imports torch wherever it is installed")
    code = (
        "import sys; from analyzer.alignment.embedder import load_embedder; "
        "load_embedder().encode(['a']); "
        "print(sorted({'torch', 'sklearn', 'sentence_transformers'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["minilm", "somebody/some-model"])
def test_a_missing_extra_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(ResourceError, match=r"\[transformers\]"):
        load_embedder(name)


def test_unit_leaves_zeros() -> None:
    rows = unit(np.array([[3, 4], [0, 0]], np.float32))
    assert np.allclose(rows, [[0.6, 0.8], [0, 0]])


@pytest.mark.transformers
@pytest.mark.filterwarnings("default")
def test_sentence_transformers_reads_the_static_vectors() -> None:
    import sentence_transformers

    model = sentence_transformers.SentenceTransformer(str(resource(STATIC_FOLDER)), device="cpu")
    theirs = unit(np.asarray(model.encode(TEXTS[:2]), dtype=np.float32))
    ours = StaticEmbedder("static", resource(STATIC_FOLDER)).encode(TEXTS[:2])
    assert np.allclose(theirs, ours, atol=2e-3)


@pytest.mark.transformers
@pytest.mark.filterwarnings("default")
def test_minilm_has_the_published_weights_and_encodes() -> None:
    weights = (minilm_folder() / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == MINILM_SHA256
    vectors = load_embedder("minilm").encode(TEXTS[:2])
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
