"""Trains, shrinks, measures and describes the English pipeline.

`train` is the whole way from the treebanks to the folder that is committed; `publish` is its second
half, for a pipeline that `spacy train` has already made.
"""

from __future__ import annotations

import json
import platform
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train as spacy_train

from models.english import corpus
from models.english.card import render_card
from models.english.compact import round_to_half, save, scrub
from models.english.evaluation import evaluate, speed

HERE = Path(__file__).parent
CONFIG = HERE / "config.cfg"
#: Rounding may move no figure by more than this, in points of a percentage.
TOLERANCE = 0.1

META: dict[str, Any] = {
    "lang": "en",
    "name": "plumbline_english",
    "version": "0.1.0",
    "description": (
        "Small English pipeline for statements of purpose and goals: tags, morphology, lemmas, "
        "Universal Dependencies syntax, sentence starts and names."
    ),
    "author": "Plumbline contributors",
    "license": "CC-BY-SA-4.0",
    "spacy_version": ">=3.8.0,<3.9.0",
    "sources": [
        {
            "name": "Universal Dependencies English EWT",
            "url": "https://github.com/UniversalDependencies/UD_English-EWT",
            "license": "CC BY-SA 4.0",
        },
        {
            "name": "Universal NER English EWT",
            "url": "https://github.com/UniversalNER/UNER_English-EWT",
            "license": "CC BY-SA 4.0",
        },
        {
            "name": "Universal Dependencies English GUM, its freely licensed texts",
            "url": "https://github.com/UniversalDependencies/UD_English-GUM",
            "license": "CC BY 4.0, CC BY-SA",
        },
        {"name": "WikiGold", "license": "CC BY 4.0"},
    ],
}


def train(data: Path, out: Path = HERE, *, seed: int = 0) -> None:
    """Trains the pipeline from scratch and writes all that is committed.

    Args:
        data: Folder that holds `ud/`.
        out: Folder that receives `pipeline/`, `metrics.json` and `README.md`.
        seed: Seed of the weights, the dropout and the order of the documents.

    Raises:
        FileNotFoundError: A treebank is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        corpus.merge(data, work / "train.spacy")
        overrides = {
            "paths.train": str(work / "train.spacy"),
            "paths.dev": str(corpus.treebank_path(data, corpus.DEV_FILE)),
            "system.seed": seed,
        }
        spacy_train(CONFIG, work / "run", overrides=overrides)
        publish(work / "run" / "model-best", data, out, seed=seed)


def publish(trained: Path, data: Path, out: Path = HERE, *, seed: int = 0) -> None:
    """Shrinks and measures a trained pipeline and writes it with its card.

    Args:
        trained: Folder that `spacy train` wrote.
        data: Folder that holds `ud/`.
        out: Folder that receives `pipeline/`, `metrics.json` and `README.md`.
        seed: Seed that the training used.

    Raises:
        ArithmeticError: Rounding the weights changed a figure by more than `TOLERANCE`.
    """
    nlp = spacy.load(trained)
    before = evaluate(nlp, data)["ewt_test"]["raw_text"]
    weights = round_to_half(nlp)
    scrub(nlp, META)
    pipeline = out / "pipeline"
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(pipeline, ignore_errors=True)
    save(nlp, pipeline)

    # Measured is what was written, as everybody else will load it.
    nlp = spacy.load(pipeline)
    figures = evaluate(nlp, data)
    after = figures["ewt_test"]["raw_text"]
    moved = max(abs(after[name] - before[name]) for name in before)
    if moved > TOLERANCE:
        raise ArithmeticError(f"rounding moved a figure by {moved:.2f} points")
    _set_performance(pipeline, after)
    metrics = {
        "name": META["name"],
        "version": META["version"],
        "license": META["license"],
        **figures,
        "rounding": {"largest_change": round(moved, 2)},
        "speed": speed(nlp, data),
        "size": {"bytes": folder_size(pipeline), "weights": weights},
        "training": {
            "seed": seed,
            "files": list(corpus.TRAIN_FILES),
            "steps": nlp.config["training"]["max_steps"],
        },
        "inputs_sha256": corpus.digests(data),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in ("spacy", "thinc", "numpy")},
        },
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    write_card(out)


def write_card(out: Path = HERE) -> None:
    """Writes `README.md` from `metrics.json`, both in `out`."""
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    (out / "README.md").write_text(render_card(metrics), encoding="utf-8")


def folder_size(folder: Path) -> int:
    """Adds up the files under a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _set_performance(pipeline: Path, scores: dict[str, float]) -> None:
    """Puts the test figures where spaCy's `info` looks, in place of the development ones."""
    path = pipeline / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = scores
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
