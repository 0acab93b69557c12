"""Statements and texts a second, and the size of what is shipped."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.rows import Row

ROOT = Path(__file__).resolve().parents[2]
_STATEMENTS = ROOT / "data" / "statements" / "statements.jsonl"
_COPIES = 4
_MEGABYTE = 1_000_000

# Each side is a process of its own, so that neither warms the other's caches, and each takes its
# own start-up out: the time of a run on a few texts.
_BARE_PIPELINE = """
import json, sys, time
import spacy
from analyzer.resources import resource
nlp = spacy.load(resource("models/english/pipeline"))
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:64], batch_size=64))
start = time.perf_counter()
for doc in nlp.pipe(texts, batch_size=64):
    pass
print(time.perf_counter() - start)
"""
_EMBEDDING = """
import json, sys, time
from analyzer.alignment.embedder import load_embedder
embedder = load_embedder("static")
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")] * 10
embedder.encode(texts[:100])
start = time.perf_counter()
embedder.encode(texts)
print(len(texts) / (time.perf_counter() - start))
"""


def _printed(code: str, *arguments: str) -> float:
    command = [sys.executable, "-c", code, *arguments]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _batch_seconds(folder: Path, source: Path) -> float:
    command = [sys.executable, "-m", "analyzer", "batch", str(source)]
    start = time.perf_counter()
    subprocess.run([*command, "--out", str(folder / "out.jsonl")], check=True, capture_output=True)
    return time.perf_counter() - start


def _folder_megabytes(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / _MEGABYTE


def throughput(runs: int) -> list[Row]:
    """Measure batch against the bare English pipeline over the same texts, in turn."""
    lines = _STATEMENTS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines] * _COPIES
    records = [json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts)]
    bare, batch, start = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, few = folder / "in.jsonl", folder / "few.jsonl"
        source.write_text("\n".join(records) + "\n", encoding="utf-8")
        few.write_text("\n".join(records[:128]) + "\n", encoding="utf-8")
        for _ in range(max(1, runs // 2)):
            bare.append(_printed(_BARE_PIPELINE, str(source)))
            start.append(_batch_seconds(folder, few))
            batch.append(_batch_seconds(folder, source))
        embedding = _printed(_EMBEDDING, str(source))
    pipeline_seconds = statistics.median(bare)
    batch_seconds = statistics.median(batch) - statistics.median(start)
    whole = statistics.median(batch)
    n = len(texts)
    embedding_folder = ROOT / "models" / "embedding"
    return [
        Row("English pipeline, statements a second, one core", n / pipeline_seconds, 250, False),
        Row("batch, statements a second, start-up left out", (n - 128) / batch_seconds),
        Row(
            f"batch over bare pipeline, {n:,} statements",
            pipeline_seconds / batch_seconds,
            1.3,
            False,
        ),
        Row("the same with batch's start-up counted in", pipeline_seconds / whole),
        Row("embedding, short texts a second", embedding, 20_000, False),
        Row("embedding, megabytes", _folder_megabytes(embedding_folder), 10),
        Row("all of models/, megabytes", _folder_megabytes(ROOT / "models"), 25),
    ]
