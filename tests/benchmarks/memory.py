"""Memory of a long batch: all of its processes together, sampled over the run.

`PLUMBLINE_BENCHMARK_INPUT` names a batch file to run over; without it the own statements are
repeated, each time with a word that was not met before, which is what makes vocabularies grow.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.rows import Row

ROOT = Path(__file__).resolve().parents[2]
_STATEMENTS = ROOT / "data" / "statements" / "statements.jsonl"
_COPIES = 12
_WORKERS = 2
_EVERY = 0.25  # seconds
_PAGE_MEGABYTES = os.sysconf("SC_PAGE_SIZE") / 1_000_000


def memory(_runs: int) -> list[Row]:
    """Run one batch; compare the memory of its last quarter with that of its second.

    In the first quarter the workers start and load their models.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = os.environ.get("PLUMBLINE_BENCHMARK_INPUT")
        source, out = Path(given) if given else _own(folder), folder / "out.jsonl"
        samples = _sampled(source, out)
        expected = sum(bool(line.strip()) for line in source.open(encoding="utf-8"))
        with out.open(encoding="utf-8") as lines:
            reports = sum("report" in json.loads(line) for line in lines)
    quarters = [
        statistics.mean(samples[len(samples) * i // 4 : len(samples) * (i + 1) // 4])
        for i in range(4)
    ]
    return [
        Row("batch memory: records", expected),
        Row("batch memory: records without a report", expected - reports, 0),
        *(
            Row(f"batch memory, quarter {number} of the run, megabytes", megabytes)
            for number, megabytes in enumerate(quarters, start=1)
        ),
        Row("batch memory, last quarter over second", quarters[3] / quarters[1], 1.05),
    ]


def _own(folder: Path) -> Path:
    """Write the own statements several times over, each with a word of its own."""
    texts = [
        json.loads(line)["text"] for line in _STATEMENTS.read_text(encoding="utf-8").splitlines()
    ]
    source = folder / "in.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts * _COPIES):
            record = {"id": str(number), "text": f"{text} It is case q{number}x."}
            file.write(json.dumps(record) + "\n")
    return source


def _sampled(source: Path, out: Path) -> list[float]:
    """Run a batch and return the megabytes of its processes over time.

    Pages that processes share count for each of them.
    """
    command = [sys.executable, "-m", "analyzer", "batch", str(source), "--out", str(out)]
    samples: list[float] = []
    with subprocess.Popen([*command, "--workers", str(_WORKERS)], stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            samples.append(sum(_megabytes(pid) for pid in _tree(run.pid)))
            time.sleep(_EVERY)
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    return samples


def _tree(root: int) -> list[int]:
    """Return a process with all that descend from it."""
    found = [root]
    for pid in found:
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except OSError:
            continue  # it has just ended
        found.extend(int(child) for child in children.split())
    return found


def _megabytes(pid: int) -> float:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0.0
    return int(pages) * _PAGE_MEGABYTES
