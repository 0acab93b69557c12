"""Reads and parses the statements that the models of kind and scores are trained on.

Panel statements, and every statement of an organisation in the panel, are left out here, in one
place, so that no figure on the panel is of an organisation seen in training.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

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
_OWN_SENTENCES = _DATA / "ratings" / "sentences.jsonl"
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
        kind: function that most readings gave, or None.
        kinds: share of the readings that gave each function.
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
        own: add our own readings: of statements that the data leaves unrated, and further ones of
            those that it rates.
    """
    ids, texts, groups = panel(data)
    rows = [
        _row(r, r["declared"], number < PANEL_LIKE)
        for number, r in enumerate(read_lines(data / "rated_statements.jsonl"))
    ]
    readings = _own_readings({row.id: row.ratings for row in rows}) if own else {}
    theirs = {row.id for row in rows}
    if readings:
        rows += [
            _row(r, r["label"], panel_like=False, own=True)
            for r in read_lines(data / "statements.jsonl")
            if r["id"] in readings and r["id"] not in theirs
        ]
    return [
        _read_again(row, readings.get(row.id, []))
        for row in rows
        if not (row.id in ids or row.text in texts or row.group in groups)
    ]


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


def _own_readings(first: dict[str, dict[str, float]]) -> dict[str, list[dict[str, Any]]]:
    """Return our own readings of each statement, all on one scale.

    The readers of the third reading each used the scale in their own way: their marks are given the
    mean and the spread that the first marks of the same statements have.

    Args:
        first: ratings of statements that the development data rates.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    rounds: dict[int, list[dict[str, Any]]] = {}
    for reading in read_lines(_OWN_RATINGS) if _OWN_RATINGS.exists() else ():
        if "reader" in reading:
            rounds.setdefault(reading["reader"], []).append(reading)
        else:
            found.setdefault(reading["id"], []).append(reading)
    before = {**{i: readings[0] for i, readings in found.items()}, **first}
    for _, marks in sorted(rounds.items()):
        for name in RATINGS:
            theirs = np.array([float(r[name]) for r in marks])
            others = np.array([float(before[r["id"]][name]) for r in marks])
            level = (theirs - theirs.mean()) / (theirs.std() or 1.0) * others.std() + others.mean()
            for reading, mark in zip(marks, level, strict=True):
                reading[name] = float(np.clip(mark, 1.0, 5.0))
        for reading in marks:
            found.setdefault(reading["id"], []).append(reading)
    return found


def _read_again(row: Row, readings: list[dict[str, Any]]) -> Row:
    """Return a row with the shares and the means of all readings, the row's own one first."""
    kinds = [kind for kind in (row.kind, *(r["kind"] for r in readings)) if kind]
    marks = [m for m in (row.ratings, *readings) if m]
    votes = Counter(kinds)
    return replace(
        row,
        # Of equally frequent kinds the one read first.
        kind=max(kinds, key=lambda kind: votes[kind]) if kinds else None,
        kinds={kind: number / len(kinds) for kind, number in votes.items()},
        ratings={n: sum(float(m[n]) for m in marks) / len(marks) for n in RATINGS if marks},
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """An everyday sentence of a treebank, with how specific a reader found it, from 1 to 5.

    Attributes:
        text: as in the treebank, white space made single.
        group: of neighbours by digest, to draw folds by.
        specificity: standardised over its reader: mean 0, spread 1; no number where not rated.
    """

    text: str
    group: str
    specificity: float


def sentences(data: Path) -> list[Sentence]:
    """Return the everyday sentences that we rated, those of the treebanks that are there.

    Args:
        data: folder of the development data, with the treebanks under `ud`.
    """
    ratings = read_lines(_OWN_SENTENCES) if _OWN_SENTENCES.exists() else []
    marks: dict[int, list[float]] = {}
    for r in ratings:
        marks.setdefault(r["reader"], []).append(r["specificity"])
    texts = {name: _treebank(data, name) for name in {r["corpus"] for r in ratings}}
    return [
        Sentence(
            text=texts[r["corpus"]][r["sha1"]],
            group=f"sentence {r['sha1'][:1]}",
            specificity=float((r["specificity"] - np.mean(own)) / np.std(own)),
        )
        for r in ratings
        if r["sha1"] in texts[r["corpus"]]
        for own in (marks[r["reader"]],)
    ]


def everyday(data: Path, most: int) -> list[Sentence]:
    """Return further sentences of the same treebanks, without ratings, in the order of digests."""
    ratings = read_lines(_OWN_SENTENCES) if _OWN_SENTENCES.exists() else []
    rated_ones = {r["sha1"] for r in ratings}
    texts = {
        digits: text
        for name in sorted({r["corpus"] for r in ratings})
        for digits, text in _treebank(data, name).items()
        if digits not in rated_ones and 4 <= len(text.split()) <= 45
    }
    return [
        Sentence(texts[digits], f"sentence {digits[:1]}", float("nan"))
        for digits in sorted(texts)[:most]
    ]


def _treebank(data: Path, name: str) -> dict[str, str]:
    """Return the sentences of a treebank by the first 12 digits of their SHA-1."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    path = data / "ud" / f"{name}.spacy"
    if not path.exists():
        return {}
    found = [
        " ".join(sentence.text.split())
        for doc in DocBin().from_disk(path).get_docs(Vocab())
        for sentence in doc.sents
    ]
    return {
        hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]: text for text in found
    }


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
