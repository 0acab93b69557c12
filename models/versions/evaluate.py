"""Measures the shipped curves on the exams: `python -m models.versions.evaluate`.

Prints how often edits of `tests/exams/drift.jsonl` are told apart, how often the opposed text of
`tests/exams/opposed.jsonl` is taken for another meaning than its objective and the paraphrase for
the same, and how often the rules of consensus and drift are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.alignment.agreement import VersionModel, load_version_model
from analyzer.alignment.changes import FEATURES
from analyzer.alignment.drift import edit_of
from analyzer.alignment.embedder import load_embedder
from analyzer.engine import Analyzer
from analyzer.evaluation.metrics import auc
from analyzer.history import drift
from analyzer.people import consensus
from analyzer.readers.people import OwnWords
from analyzer.readers.revisions import History, Revision
from analyzer.rules.drift import SURE
from analyzer.settings import Settings
from models.versions.train import change_figures, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_EXAMS = Path(__file__).resolve().parents[2] / "tests" / "exams"


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of one embedder."""
    parser = argparse.ArgumentParser(prog="python -m models.versions.evaluate", description=__doc__)
    parser.add_argument("--embedder", default="static")
    name = parser.parse_args(arguments).embedder
    model = load_version_model(load_embedder(name), FEATURES)
    print(json.dumps({"drift": on_edits(model), "opposed": on_opposed(model)}, indent=2))
    print(json.dumps({"teams": on_teams(name), "DRF002": on_frozen(name)}, indent=2))
    return 0


def on_edits(model: VersionModel) -> dict[str, Any]:
    """Return how often rewordings and changes of meaning are told apart, and which are not."""
    rows = _rows("drift.jsonl")
    likely = _drifts([(row["before"], row["after"]) for row in rows], model)
    meaning = np.array([row["change"] == "meaning" for row in rows])
    wrong = Counter(
        f"{row['change']}, {row['how']}"
        for row, drift in zip(rows, likely, strict=True)
        if (drift >= 0.5) != (row["change"] == "meaning")
    )
    missions = np.array([row["kind"] == "mission" for row in rows])
    flagged = missions & (likely >= SURE)
    return {
        **change_figures(likely, meaning),
        "wrong": dict(wrong.most_common()),
        "DRF001": {"n": int(flagged.sum()), "right": int((flagged & meaning).sum())},
    }


def on_opposed(model: VersionModel) -> dict[str, Any]:
    """Return how the opposed objective and the paraphrase are taken, against the objective."""
    rows = _rows("opposed.jsonl")
    opposed = _drifts([(row["objective"], row["opposed"]) for row in rows], model)
    paraphrase = _drifts([(row["objective"], row["paraphrase"]) for row in rows], model)
    return {
        "pairs": len(rows),
        "opposed_is_meaning": round(float((opposed >= 0.5).mean()), 3),
        "paraphrase_is_wording": round(float((paraphrase < 0.5).mean()), 3),
        "opposed_drifts_further": round(
            float((opposed > paraphrase).mean() + (opposed == paraphrase).mean() / 2), 3
        ),
        "auc": round(
            float(auc(np.concatenate([opposed, paraphrase]), np.repeat([True, False], len(rows)))),
            3,
        ),
    }


def on_teams(embedder: str) -> dict[str, Any]:
    """Return what the rules of consensus find in the exam, and what they should."""
    analyzer = Analyzer(Settings(embedder=embedder))
    counts: Counter[str] = Counter()
    agreed: dict[bool, list[float]] = {True: [], False: []}
    for row in _rows("teams.jsonl"):
        found = consensus([OwnWords(**own) for own in row["versions"]], analyzer)
        codes = {finding.code for finding in found.findings}
        agreed[row["agree"]].append(found.agreement or 0.0)
        for code, right in (("CON001", not row["agree"]), ("CON002", row["leader_apart"])):
            counts[f"{code} found"] += code in codes
            counts[f"{code} rightly"] += right and code in codes
            counts[f"{code} missed"] += right and code not in codes
    return {
        **counts,
        "mean agreement of teams that agree": round(float(np.mean(agreed[True])), 3),
        "of those that do not": round(float(np.mean(agreed[False])), 3),
    }


def on_frozen(embedder: str) -> dict[str, int]:
    """Return how often a vision that stands still is found so, and how many of these were reworded.

    Each vision of the exam stands from 2015, is edited in 2018, and is looked at in 2022.
    """
    analyzer = Analyzer(Settings(embedder=embedder))
    found: Counter[str] = Counter()
    for row in _rows("drift.jsonl"):
        if row["kind"] != "vision":
            continue
        revisions = tuple(
            Revision(year, f"{year}-01-01T00:00:00+00:00", "vision.md", _plan(row[side]))
            for year, side in (("2015", "before"), ("2018", "after"))
        )
        course = drift(History(revisions, "2022-06-01T00:00:00+00:00"), analyzer)
        codes = {finding.code for finding in course.findings}
        found["n"] += "DRF002" in codes
        found["right"] += "DRF002" in codes and row["change"] == "wording"
        found["missed"] += "DRF002" not in codes and row["change"] == "wording"
    return dict(found)


def _plan(vision: str) -> bytes:
    return f"## Vision\n\n{vision}\n".encode()


def _drifts(pairs: Sequence[tuple[str, str]], model: VersionModel) -> NDArray[np.float64]:
    readings = read(sorted({text for pair in pairs for text in pair}))
    return np.array([edit_of(readings[a], readings[b], model).drift for a, b in pairs])


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_EXAMS / name).read_text("utf-8").splitlines()]


if __name__ == "__main__":
    raise SystemExit(main())
