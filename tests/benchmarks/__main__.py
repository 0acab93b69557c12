"""Prints the table: what is measured, the mark, what this run gave."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tests.benchmarks.api import api, api_memory
from tests.benchmarks.closeness import closeness
from tests.benchmarks.memory import memory
from tests.benchmarks.rows import Row
from tests.benchmarks.start_up import start_up
from tests.benchmarks.throughput import throughput

PARTS: dict[str, Callable[[int], list[Row]]] = {
    "start-up": start_up,
    "throughput": throughput,
    "closeness": closeness,
    "memory": memory,
    "api": api,
    "api-memory": api_memory,
}
_ON_REQUEST = frozenset({"api-memory", "memory"})  # some ten minutes, and one


def main() -> int:
    """Run the parts that are asked for.

    Returns:
        1 when a mark is missed, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        choices=[[], *PARTS],
        help="all but the two memories where none is named",
    )
    parser.add_argument("--runs", type=int, default=7, help="repetitions; the median counts")
    given = parser.parse_args()
    missed = 0
    print(f"{'what':58} {'mark':>10} {'measured':>10}")
    for name in given.parts or [part for part in PARTS if part not in _ON_REQUEST]:
        for row in PARTS[name](given.runs):
            missed += not row.reached
            print(row)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
