"""Seconds to compare 1,000 objectives with 50 missions, once they are parsed."""

from __future__ import annotations

import statistics
import time

from analyzer.annotators.alignment import AlignmentAnnotator
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline
from analyzer.types import Declared
from tests.benchmarks.rows import Row

_OBJECTIVES, _MISSIONS = 1000, 50


def closeness(runs: int) -> list[Row]:
    """Measure the alignment annotator alone, embedding and guard included."""
    fields: list[tuple[str, Declared]] = [
        (f"We bring clean water, schooling and light to the {i} villages of valley {i}.", "mission")
        for i in range(_MISSIONS)
    ]
    fields += [
        (f"Repair {i} pumps before the dry season reaches valley {i % 60}", "objective")
        for i in range(_OBJECTIVES)
    ]
    passages = [(text, Passage((), declared=kind)) for text, kind in fields]
    document = join_fields("many", "many", passages)
    doc = next(iter(Pipeline(["clauses"]).parse([document], profile="okr-hub"))).doc
    compare = AlignmentAnnotator("static")
    seconds = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        compare(doc)
        seconds.append(time.perf_counter() - start)
    what = f"{_OBJECTIVES:,} objectives against {_MISSIONS} missions, seconds"
    return [Row(what, statistics.median(seconds[1:]), 1.0)]
