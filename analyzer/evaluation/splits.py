"""Whether a merged text is split at the right word.

Two golds: published merged texts whose parts were marked by hand (`data/ratings/splits.jsonl`: ids
and offsets, no text), and texts joined here from a mission and a vision of one organisation, whose
seam is known. Of both only organisations of the panel are used, which no weight has seen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analyzer.evaluation.figures import Figure, measured
from analyzer.evaluation.groups import read_rows
from analyzer.evaluation.statements import judged
from analyzer.resources import read_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from analyzer.engine import Analyzer

    Parts = Sequence[tuple[int, int, str]]

_MARKED = "data/ratings/splits.jsonl"
_READ = "data/ratings/pairs.jsonl"
# First part, what joins the two, second part; none of these is used in training.
_JOINTS = (
    "{a}. |In the end, {b_low}.",
    "{a}. |What we hope to see: {b_low}.",
    "{a}, |and one day {b_low}.",
    "{a}. |Looking ahead, {b_low}.",
    "{a}.\n\n|{b}.",
    "{a} / |{b}.",
    "{a} – |{b_low}.",
    "{a}; |beyond that, {b_low}.",
)
_FEWEST, _MOST = 25, 320


class Gold(NamedTuple):
    """A text and its parts; stretches of kind `other` may go to either neighbour."""

    text: str
    parts: Parts


def evaluate_splits(data: Path, analyzer: Analyzer) -> list[Figure]:
    """Measure the share of parts that are found, and of seams that are, on both golds.

    Args:
        data: folder with `panel_statements.jsonl`, and `mission_vision_pairs.jsonl` for joins.
        analyzer: what is measured.
    """
    path = data / "panel_statements.jsonl"
    if not path.is_file():
        return []
    rows = read_rows(path, ("text",))
    golds = {"marked by hand": marked(rows), "joined here": joined(data, rows)}
    figures = []
    for field, gold in golds.items():
        if not gold:
            continue
        found = judged([text for text, _ in gold], analyzer)
        right = [parts_right(g, j.parts) for g, j in zip(gold, found, strict=True)]
        figures.append(_share("parts right", [hit for hits in right for hit in hits], field))
        figures.append(_share("found merged", [bool(j.parts) for j in found], field))
        hits = [all(r) for r, j in zip(right, found, strict=True) if j.parts]
        if hits:
            figures.append(_share("all parts right where found", hits, field))
    return figures


def marked(rows: Iterable[dict[str, Any]]) -> list[Gold]:
    """Return the rows whose parts were marked by hand."""
    gold = {row["id"]: row["parts"] for row in read_jsonl(_MARKED)}
    return [
        Gold(row["text"], _stretches(row["text"], gold[row["id"]]))
        for row in rows
        if row.get("id") in gold
    ]


def _stretches(text: str, starts: Sequence[tuple[int, str]]) -> Parts:
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [(start, end, kind) for (start, kind), end in zip(starts, ends, strict=True)]


def joined(data: Path, panel: Iterable[dict[str, Any]]) -> list[Gold]:
    """Join a mission and a vision of every organisation of the panel that publishes both.

    Many a text that is called a vision does a mission's job, so those that were read for it
    (`data/ratings/pairs.jsonl`) must do the job of their label. The order and what joins them take
    turns, so that no draw decides.
    """
    path = data / "mission_vision_pairs.jsonl"
    if not path.is_file():
        return []
    panel = list(panel)
    names = {str(row.get("organisation", "")).casefold() for row in panel}
    kinds = {row["text"]: row.get("kind") for row in panel}
    read = {row["text"]: row["kinds"] for row in read_jsonl(_READ)}

    def does(text: str, kind: str) -> bool:
        """Return whether a text does the job that it is labelled with, as far as it was read."""
        given = read.get(_digest(text), [kind])
        return kinds.get(text, kind) == kind and set(given) == {kind}

    rows = read_rows(path, ("organisation", "mission", "vision"))
    pairs = [
        (r["mission"][0], r["vision"][0])
        for r in rows
        if r["organisation"].casefold() in names
        and r["mission"]
        and r["vision"]
        and does(r["mission"][0], "mission")
        and does(r["vision"][0], "vision")
    ]
    fit = [pair for pair in pairs if all(_FEWEST <= len(t) <= _MOST for t in pair)]
    return [_join(*pair, number) for number, pair in enumerate(fit)]


def _digest(text: str) -> str:
    return hashlib.sha1(" ".join(text.split()).encode(), usedforsecurity=False).hexdigest()[:12]


def _join(mission: str, vision: str, number: int) -> Gold:
    in_order = number % 3 > 0
    kinds = ("mission", "vision") if in_order else ("vision", "mission")
    a, b = (mission, vision) if in_order else (vision, mission)
    a, b = a.strip().rstrip(".!;, "), b.strip().rstrip(".!;, ")
    low = b if b[:2].isupper() else b[:1].lower() + b[1:]
    whole = _JOINTS[number % len(_JOINTS)].format(a=a, b=b, b_low=low)
    seam = whole.index("|", len(a))
    text = whole[:seam] + whole[seam + 1 :]
    return Gold(text, _stretches(text, [(0, kinds[0]), (seam, kinds[1])]))


def parts_right(gold: Gold, found: Parts) -> list[bool]:
    """Return for each part of the gold whether it was found: its kind, first and last word."""
    text, parts = gold
    said = [(_words(text, start), _words(text, end), kind) for start, end, kind in found]
    right = []
    for place, (start, end, kind) in enumerate(parts):
        if kind == "other":
            continue
        before = parts[place - 1] if place else (start, start, "")
        after = parts[place + 1] if place + 1 < len(parts) else (end, end, "")
        earliest = before[0] if before[2] == "other" else start
        latest = after[1] if after[2] == "other" else end
        right.append(
            any(
                _words(text, earliest) <= first <= _words(text, start)
                and _words(text, end) <= last <= _words(text, latest)
                and name == kind
                for first, last, name in said
            )
        )
    return right


def _words(text: str, offset: int) -> int:
    """Return how many letters and digits stand before an offset: spaces and marks are free."""
    return sum(c.isalnum() for c in text[:offset])


def _share(name: str, hits: Sequence[bool], field: str) -> Figure:
    return measured("merged", name, lambda x: float(np.mean(x)), np.array(hits), field=field)
