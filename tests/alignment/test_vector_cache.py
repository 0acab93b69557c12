"""The cache of vectors: bounded, shared by writers, and never worth an error."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from analyzer.alignment import embedder as module
from analyzer.alignment.embedder import TransformerEmbedder
from analyzer.alignment.vector_cache import VARIABLE, VectorCache, cache_folder


def _vectors(first: int, count: int) -> dict[str, np.ndarray]:
    return {f"text {i}": np.full(4, i, np.float32) for i in range(first, first + count)}


def _fill(folder: Path, first: int) -> None:
    for start in range(first, first + 100, 10):
        VectorCache(folder, "a 1").keep(_vectors(start, 10))


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "new" / "folder", "a 1")
    assert cache.find(["text 1"]) == {}
    cache.keep(_vectors(0, 700))
    found = cache.find([f"text {i}" for i in range(800)])
    assert len(found) == 700
    assert found["text 699"].tolist() == [699.0] * 4


def test_each_embedder_and_revision_has_its_own(tmp_path: Path) -> None:
    VectorCache(tmp_path, "a 1").keep(_vectors(0, 3))
    assert VectorCache(tmp_path, "a 2").find(["text 1"]) == {}


def test_the_oldest_go(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "a 1", most=20)
    cache.keep(_vectors(0, 15))
    cache.keep(_vectors(15, 15))
    found = cache.find([f"text {i}" for i in range(30)])
    assert len(found) <= 20
    assert "text 29" in found
    assert "text 0" not in found


@pytest.mark.parametrize("garbage", [b"no database at all, but long enough to look at" * 99, b""])
def test_a_broken_file_is_made_anew(tmp_path: Path, garbage: bytes) -> None:
    cache = VectorCache(tmp_path, "a 1")
    cache.keep(_vectors(0, 3))
    (file,) = tmp_path.glob("*.sqlite")
    file.write_bytes(garbage)
    assert cache.find(["text 1"]) == {}
    cache.keep(_vectors(0, 3))
    assert list(cache.find(["text 1"])) == ["text 1"]


def test_a_vector_cut_short_is_not_believed(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "a 1")
    cache.keep(_vectors(0, 3))
    (file,) = tmp_path.glob("*.sqlite")
    with sqlite3.connect(file) as store:
        store.execute("UPDATE vectors SET vector = x'010203'")
    store.close()
    assert cache.find(["text 1"]) == {}


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = VectorCache(tmp_path / "file", "a 1")
    cache.keep(_vectors(0, 3))
    assert cache.find(["text 1"]) == {}


def test_several_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_fill, args=(tmp_path, n * 100)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = VectorCache(tmp_path, "a 1").find([f"text {i}" for i in range(300)])
    assert len(found) == 300


def test_the_folder_can_be_named_or_the_cache_turned_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv(VARIABLE, "off")
    assert cache_folder() is None


class _Counting:
    """Stands for a transformer: remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    def get_embedding_dimension(self) -> int:
        return 2


def test_a_transformer_is_asked_once_for_each_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _Counting()
    monkeypatch.setattr(module, "_transformer_model", lambda *_: model)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    embedder = TransformerEmbedder("local", str(tmp_path))
    first = embedder.encode(["one", "three", "one"])
    again = embedder.encode(["three", "one", "four"])
    assert model.asked == ["one", "three", "four"]
    assert np.array_equal(first[[1, 0]], again[:2])
    assert np.allclose(np.linalg.norm(again, axis=1), 1)
    assert embedder.encode([]).shape == (0, 2)


def test_a_model_known_by_its_name_alone_is_not_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _Counting()
    monkeypatch.setattr(module, "_transformer_model", lambda *_: model)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    embedder = TransformerEmbedder("somebody/model", "somebody/model")
    embedder.encode(["one"])
    embedder.encode(["one"])
    assert model.asked == ["one", "one"]
    assert not list(tmp_path.iterdir())
