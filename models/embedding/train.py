"""Distils all-MiniLM-L6-v2 into static vectors: `python -m models.train embedding --data DIR`.

1. Model2Vec: every word piece of the teacher's vocabulary through the teacher, PCA, rarity weights.
2. Sentence distillation: the vectors are moved until the cosines among static sentence vectors
   follow the cosines among the teacher's, over statements, their clauses, ordinary sentences and
   definitions of words.
3. The vectors are rotated and cut to the dimensions that strategy statements use.

Drawing pairs of one organisation together in the same pass (mission and vision, objective and
mission) was tried and is left out: on organisations not seen it gained nothing over the teacher's
cosines alone. `models/alignment` learns from the pairs instead.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.alignment.embedder import MINILM_SHA256, minilm_folder, unit
from analyzer.errors import ResourceError
from analyzer.evaluation.ranking import rank_figures
from analyzer.resources import resource
from models.embedding.card import render_card
from models.embedding.glosses import WORDNET, glosses
from models.embedding.texts import OWN, PLANS, gather, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.alignment.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training, chosen on organisations left out."""

    pca: int = 256
    dimensions: int = 120
    epochs: int = 10
    rate: float = 0.03
    batch: int = 256


def train(data: Path, out: Path, *, seed: int = 0, recipe: Recipe | None = None) -> None:
    """Train the vectors and write them with their metrics and card.

    Args:
        data: folder of the development data.
        out: folder for `model.safetensors`, `tokenizer.json`, `config.json` and the rest.
        seed: of every random choice.
        recipe: other settings than the shipped ones.
    """
    recipe = recipe or Recipe()
    material = gather(data)
    definitions = glosses()
    encoder = teacher()
    # Definitions differ from statements in form, which says nothing of what they mean, so each has
    # its own centre.
    known = np.concatenate([teach(encoder, texts) for texts in (material.texts, definitions)])
    start, tokenizer, config = initial(recipe)
    matrix = fit(start, tokenizer, [*material.texts, *definitions], known, recipe, seed)
    matrix = rotated(matrix, tokenizer, material.texts, recipe.dimensions)
    save(out, matrix, tokenizer, config)
    metrics = {
        "recipe": asdict(recipe),
        "seed": seed,
        "teacher": {"name": "all-MiniLM-L6-v2", "sha256": MINILM_SHA256},
        "texts": len(material.texts),
        "definitions": len(definitions),
        "alignment": measure(matrix, tokenizer, data, material.texts),
        "inputs": _digests(data),
        "versions": {
            p: version(p) for p in ("model2vec", "torch", "sentence-transformers", "numpy")
        },
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    (out / "README.md").write_text(render_card(metrics), encoding="utf-8")


def teacher() -> Any:
    """Return all-MiniLM-L6-v2 on the CPU, its published weights and no other."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)  # sums in a fixed order, so that a rebuild gives the same bits
    weights = minilm_folder() / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != MINILM_SHA256:
        raise ResourceError(f"{weights}: these are not the published weights of all-MiniLM-L6-v2")
    model = SentenceTransformer(str(minilm_folder()), device="cpu")
    model.max_seq_length = 96
    # Much faster where processors have it, and as exact as is needed.
    return model.to(torch.bfloat16)


def initial(recipe: Recipe) -> tuple[Vectors, Any, dict[str, Any]]:
    """Return Model2Vec's distillation: vectors [pieces, pca], tokenizer, configuration."""
    from model2vec.distill import distill

    model = distill(
        model_name=str(minilm_folder()), pca_dims=recipe.pca, sif_coefficient=1e-4, device="cpu"
    )
    config = {k: v for k, v in model.config.items() if k != "tokenizer_name"}
    return np.asarray(model.embedding, dtype=np.float32), model.tokenizer, config


def teach(model: Any, texts: Sequence[str]) -> Vectors:
    """Return the teacher's vectors, without what all of them share [texts, d]."""
    vectors = np.asarray(
        model.encode(list(texts), batch_size=64, show_progress_bar=False), dtype=np.float32
    )
    return unit(vectors - vectors.mean(axis=0))


def pieces(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    """Return the word pieces of each text."""
    return [e.ids for e in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def fit(
    start: Vectors, tokenizer: Any, texts: Sequence[str], known: Vectors, recipe: Recipe, seed: int
) -> Vectors:
    """Move the vectors until cosines among texts follow the teacher's [pieces, pca]."""
    import torch
    from torch.nn.functional import mse_loss, normalize

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.tensor(start), mode="mean", freeze=False, sparse=True
    )
    optimizer = torch.optim.SparseAdam(list(bag.parameters()), lr=recipe.rate)
    ids, target = pieces(tokenizer, texts), torch.tensor(known)
    steps = len(ids) // recipe.batch
    for step in range(recipe.epochs * steps):
        if step % steps == 0:
            order = rng.permutation(len(ids))
        place = step % steps * recipe.batch
        chosen = order[place : place + recipe.batch]
        own = [ids[i] for i in chosen]
        offsets = np.cumsum([0, *(len(i) for i in own[:-1])])
        flat = torch.tensor([piece for text in own for piece in text])
        vectors, goal = normalize(bag(flat, torch.tensor(offsets)), dim=1), target[chosen]
        loss = mse_loss(vectors @ vectors.T, goal @ goal.T)
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * (1 - step / (recipe.epochs * steps))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return np.asarray(bag.weight.detach().numpy(), dtype=np.float32)


def static_vectors(matrix: Vectors, tokenizer: Any, texts: Sequence[str]) -> Vectors:
    """Return unit rows [texts, d] as the shipped model gives them."""
    ids = pieces(tokenizer, texts)
    rows = [matrix[i].mean(axis=0) if i else np.zeros(matrix.shape[1]) for i in ids]
    return unit(np.asarray(rows, dtype=np.float32))


def rotated(matrix: Vectors, tokenizer: Any, texts: Sequence[str], dimensions: int) -> Vectors:
    """Return the vectors along the main directions of the texts, cut to some dimensions."""
    vectors = static_vectors(matrix, tokenizer, texts[:8000]).astype(np.float64)
    _, axes = np.linalg.eigh(np.cov((vectors - vectors.mean(axis=0)).T))
    main = axes[:, ::-1]
    # The mean of all texts lies outside their spread and would be cut off, so it gets an axis.
    basis, _ = np.linalg.qr(np.column_stack([vectors.mean(axis=0), main[:, : dimensions - 1]]))
    return np.asarray(matrix @ basis, dtype=np.float32)


def save(out: Path, matrix: Vectors, tokenizer: Any, config: dict[str, Any]) -> None:
    """Write the vectors in float16 so that model2vec and sentence-transformers load them."""
    from model2vec import StaticModel

    model = StaticModel(
        vectors=matrix.astype(np.float16),
        tokenizer=tokenizer,
        config={**config, "apply_pca": matrix.shape[1], "hidden_dim": matrix.shape[1]},
        normalize=True,
    )
    model.save_pretrained(str(out))
    (out / "model.safetensors").chmod(0o644)


def measure(
    matrix: Vectors, tokenizer: Any, data: Path, texts: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return how well plain and centred cosines find an objective's own mission."""
    rows = [row for row in read(data / "alignment.jsonl") if row["mission"]]
    center = static_vectors(matrix, tokenizer, texts).mean(axis=0)
    result = {}
    for name, shift in (("cosine", 0.0), ("centred cosine", 1.0)):

        def place(own: Sequence[str], shift: float = shift) -> Vectors:
            return unit(static_vectors(matrix, tokenizer, own) - np.float32(shift) * center)

        missions = place([row["mission"][0] for row in rows])
        scores = [place(row["objectives"]) @ missions.T for row in rows]
        found = rank_figures([s.astype(np.float64) for s in scores])
        result[name] = {figure: round(value, 3) for figure, value in found.items()}
    return result


def _digests(data: Path) -> dict[str, str]:
    names = ("statements", "mission_vision_pairs", "rated_key_results", "rated_objectives")
    files = [*(data / f"{name}.jsonl" for name in names), data / "alignment.jsonl", OWN]
    files += [resource(PLANS), WORDNET / "data.noun", WORDNET / "data.verb"]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
