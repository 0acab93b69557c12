"""Start-up of whole processes, as a ratio to a bare spaCy start in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.rows import Row

ROOT = Path(__file__).resolve().parents[2]
_SPACY = [sys.executable, "-c", "import spacy; spacy.blank('en')"]
_PLUMBLINE = [sys.executable, "-m", "analyzer"]
_PAGE = str(ROOT / "examples" / "good.md")
_COMMANDS = {
    "import analyzer": ([sys.executable, "-c", "import analyzer"], 0.15),
    "plumbline --help": ([*_PLUMBLINE, "--help"], 0.4),
    "plumbline rules": ([*_PLUMBLINE, "rules"], 0.4),
    "plumbline explain VAG002": ([*_PLUMBLINE, "explain", "VAG002"], 0.4),
    "plumbline check on one page": ([*_PLUMBLINE, "check", "--fail-on", "never", _PAGE], 2.0),
}


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def start_up(runs: int) -> list[Row]:
    """Measure every command `runs` times in turn, so that all see the same machine."""
    times: dict[str, list[float]] = {"spacy": [], **{name: [] for name in _COMMANDS}}
    for command in (_SPACY, *(command for command, _ in _COMMANDS.values())):
        _seconds(command)  # once beforehand, so that no run pays for a cold disk
    for _ in range(runs):
        times["spacy"].append(_seconds(_SPACY))
        for name, (command, _) in _COMMANDS.items():
            times[name].append(_seconds(command))
    bare = statistics.median(times["spacy"])
    rows = [Row("bare spaCy start, seconds", bare)]
    for name, (_, mark) in _COMMANDS.items():
        rows.append(
            Row(f"{name}, of a bare spaCy start", statistics.median(times[name]) / bare, mark)
        )
    return rows
