"""Reads and parses the statements that the models of kind and scores are trained on.

Panel statements, and every statement of an organisation in the panel, are left out here, in one
place, so that no figure on the panel is of an organisation seen in training.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.documents import Passage, join_fields
from analyzer.errors import InputError
from analyzer.grading.views import View, views
from analyzer.pipeline import Pipeline

RATINGS = ("vagueness", "jargon", "decision")
FUNCTIONS = ("mission", "vision", "merged", "other")
# The label that a statement was published under says what it does well enough for these.
FAMILIES = ("values", "strategy", "objective", "key_result", "slogan", "other")
_DATA = Path(__file__).resolve().parent.parent / "data"
_OWN_RATINGS = _DATA / "ratings" / "statements.jsonl"
_INVENTED = _DATA / "statements" / "statements.jsonl"
# The first rows of the rated file were drawn like the panel; later ones lean to mission and other.
PANEL_LIKE = 1495


@dataclass(frozen=True, slots=True)
class Row:
    """One statement to learn from.

    Attributes:
        id: of the development data.
        text: as published.
        masked: with label words replaced by `____`; equal to `text` where there is none.
        label: what the organisation called it.
        group: organisation, by which folds are made.
        kind: function as rated first, or None.
        kinds: share of the ratings that gave each function.
        ratings: mean vagueness, jargon and decision from 1 to 5, or empty.
        panel_like: drawn in the panel's proportions, so that cross-validation on it speaks of it.
        own: rated by us, not part of the development data.
        split: of an invented merged text, the character at which its second part begins.
        parts: the kinds of its two parts.
    """

    id: str
    text: str
    masked: str
    label: str
    group: str
    kind: str | None = None
    kinds: dict[str, float] = field(default_factory=dict)
    ratings: dict[str, float] = field(default_factory=dict)
    panel_like: bool = False
    own: bool = False
    split: int | None = None
    parts: tuple[str, str] | None = None


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file of the development data.

    Raises:
        InputError: it is missing, or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); see data/README.md"
        ) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise InputError(f"{path}, line {number}: no JSON object ({error.msg})") from error
    return rows


def panel(data: Path) -> tuple[set[str], set[str], set[str]]:
    """Return the ids, texts and organisations that training may not see; empty without a panel."""
    rows = panel_rows(data)
    return (
        {r["id"] for r in rows},
        {r[name] for r in rows for name in ("text", "masked") if name in r},
        {r["org_key"] for r in rows},
    )


def panel_rows(data: Path) -> list[dict[str, Any]]:
    """Return the rows of the statement panel; empty where there is none."""
    path = data / "panel_statements.jsonl"
    return read_lines(path) if path.exists() else []


def rated(data: Path, *, own: bool = True) -> list[Row]:
    """Return the rated statements, panel organisations left out.

    Args:
        data: folder of the development data.
        own: add our own ratings of statements that the data leaves unrated.
    """
    ids, texts, groups = panel(data)
    rows = []
    for number, r in enumerate(read_lines(data / "rated_statements.jsonl")):
        row = _row(r, r["declared"], number < PANEL_LIKE)
        if not (row.id in ids or row.text in texts or row.group in groups):
            rows.append(row)
    if own and _OWN_RATINGS.exists():
        rows = _own(data, rows, groups, texts)
    return rows


def _row(r: dict[str, Any], label: str, panel_like: bool, own: bool = False) -> Row:
    return Row(
        id=r["id"],
        text=r["text"],
        masked=r.get("masked", r["text"]),
        label=label,
        group=r["org_key"],
        kind=r.get("kind"),
        kinds={r["kind"]: 1.0} if r.get("kind") else {},
        ratings={name: float(r[name]) for name in RATINGS if name in r},
        panel_like=panel_like,
        own=own,
    )


def _own(data: Path, rows: list[Row], groups: set[str], texts: set[str]) -> list[Row]:
    """Add our ratings: second ones are averaged into the rows, first ones make new rows."""
    published = {r["id"]: r for r in read_lines(data / "statements.jsonl")}
    places = {row.id: place for place, row in enumerate(rows)}
    rows = list(rows)
    for given in read_lines(_OWN_RATINGS):
        r = published.get(given["id"])
        if r is None or r["org_key"] in groups or r["text"] in texts:
            continue
        if given["rater"] == "second" and given["id"] in places:
            place = places[given["id"]]
            rows[place] = _averaged(rows[place], given)
        elif given["rater"] == "first" and given["id"] not in places:
            rows.append(_row({**r, **given}, r["label"], panel_like=False, own=True))
    return rows


def _averaged(row: Row, given: dict[str, Any]) -> Row:
    kinds = dict.fromkeys((str(row.kind), given["kind"]), 0.5)
    return replace(
        row,
        kinds=kinds if len(kinds) == 2 else {str(row.kind): 1.0},
        ratings={name: (value + given[name]) / 2 for name, value in row.ratings.items()},
    )


def invented() -> list[Row]:
    """Return the statements that were written for this project, with the author's ratings.

    They write of the same jobs in other forms than published statements do: visions in the present
    tense, merged texts without any label.
    """
    if not _INVENTED.exists():
        return []
    rows = []
    for r in read_lines(_INVENTED):
        kind = r["label"] if r["label"] in FUNCTIONS else "other"
        row = _row({**r, "kind": kind}, r["label"], panel_like=False, own=True)
        parts = (r["parts"][0], r["parts"][1]) if "parts" in r else None
        group = f"invented {row.group}"
        rows.append(replace(row, group=group, split=r.get("split"), parts=parts))
    return rows


def published(data: Path) -> list[Row]:
    """Return all published statements but those of panel organisations, without ratings."""
    _, texts, groups = panel(data)
    return [r for r in _published(data) if r.text not in texts and r.group not in groups]


def labelled(data: Path) -> list[Row]:
    """Return all published statements whose text is in no panel.

    Statements of panel organisations are among them: for what a published label tells apart
    (objectives from slogans, say), which no figure of the statement panel measures.
    """
    panels = ("panel_statements", "panel_key_results", "panel_objectives")
    texts = {
        r["text"]
        for name in panels
        if (data / f"{name}.jsonl").exists()
        for r in read_lines(data / f"{name}.jsonl")
    }
    return [row for row in _published(data) if row.text not in texts]


def _published(data: Path) -> list[Row]:
    rows = read_lines(data / "statements.jsonl")
    return [_row(r, r["label"], panel_like=False) for r in rows]


@cache
def parse(texts: tuple[str, ...]) -> list[View]:
    """Return what the models see of each text, through the shipped pipeline."""
    pipeline = Pipeline(["lexicon", "quantities", "clauses"])
    documents = [
        join_fields(str(number), "", [(text, Passage(segments=()))], single=True)
        for number, text in enumerate(texts)
    ]
    return [
        view
        for parsed in pipeline.parse(documents, profile="okr-hub")
        for view, _ in views(parsed.doc)
    ]


def digest(data: Path, *names: str) -> dict[str, str]:
    """Return the first 12 hex digits of the SHA-256 of each file that training read."""
    return {
        name: hashlib.sha256((data / name).read_bytes()).hexdigest()[:12]
        for name in names
        if (data / name).exists()
    }
