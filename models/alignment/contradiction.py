"""How far below paraphrases opposed statements fall, on `tests/exams/opposed.jsonl`.

The exam was written before the guard by someone who had not seen it. None of its texts chose a word
of the lexicon; its totals were in sight while the model of harm was settled (see the card).
Invented objectives with their own missions tell what the guard costs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.alignment.closeness import Calibration, encode
from analyzer.alignment.guard import guard
from analyzer.alignment.harm import read_harm_model
from analyzer.alignment.opposition import stance
from models.embedding.texts import Pair, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.alignment.embedder import Embedder
    from analyzer.alignment.opposition import Stance

EXAM = Path(__file__).resolve().parents[2] / "tests" / "exams" / "opposed.jsonl"
_ENDS = ("objective", "mission")
_RELATION = "objective-mission"
_MUCH = 2.0


class Parsed:
    """Clauses and stances of texts as the shipped pipeline sees them."""

    def __init__(self, texts: set[str], harm: Path) -> None:
        """Parse the texts, each as a document of its own; the model of harm may come later."""
        from analyzer.documents import Passage, join_fields
        from analyzer.pipeline import Pipeline

        self._harm = harm
        ordered = sorted(texts)
        documents = [join_fields(str(i), "", [(t, Passage(()))]) for i, t in enumerate(ordered)]
        parsed = Pipeline(["clauses"]).parse(documents, profile="okr-hub")
        self.clauses: dict[str, list[str]] = {}
        self.stances: dict[str, Stance] = {}
        for text, own in zip(ordered, parsed, strict=True):
            record = own.doc._.plumbline["statements"][0]
            self.clauses[text] = [own.doc.text[a:b] for a, b in record["clauses"]]
            self.stances[text] = stance(own.doc.spans["statements"][0])

    def loss(self, sources: Sequence[str], targets: Sequence[str]) -> NDArray[np.float64]:
        """Return what the guard takes from each pair [sources, targets]."""
        own = [self.stances[text] for text in sources]
        alone = read_harm_model(self._harm).loss(sources, own)
        return guard(alone, own, [self.stances[text] for text in targets])


def guard_figures(
    embedder: Embedder, calibration: Calibration, parsed: Parsed, own: Sequence[Pair]
) -> dict[str, float]:
    """Return shares of opposed statements below paraphrases, with the guard and without.

    Args:
        embedder: any that the calibration is of.
        calibration: read from what was trained.
        parsed: the texts of the exam and of `own`.
        own: objectives that serve their mission; the guard should leave them alone.
    """
    rows = read(EXAM)
    missions = [row["mission"] for row in rows]
    bare: dict[str, NDArray[np.float64]] = {}
    loss: dict[str, NDArray[np.float64]] = {}
    for field in ("opposed", "paraphrase", "objective"):
        texts = [row[field] for row in rows]
        bare[field] = _scores(embedder, calibration, parsed, texts, missions)
        loss[field] = np.diag(parsed.loss(texts, missions))
    figures: dict[str, float] = {}
    for name, share in (("guarded", 1.0), ("bare", 0.0)):
        against = bare["opposed"] - share * loss["opposed"]
        with_it = bare["paraphrase"] - share * loss["paraphrase"]
        both = np.minimum(with_it, bare["objective"] - share * loss["objective"])
        figures[f"{name} below own paraphrase"] = float((against < with_it).mean())
        figures[f"{name} below own objective, too"] = float((against < both).mean())
        figures[f"{name} below every paraphrase"] = float((against < with_it.min()).mean())
    losses = loss | {"own objective": own_losses(parsed, own)}
    for field, found in losses.items():
        figures[f"{field} loses over {_MUCH:g}"] = float((found > _MUCH).mean())
    return {name: round(value, 3) for name, value in figures.items()}


def own_losses(parsed: Parsed, own: Sequence[Pair]) -> NDArray[np.float64]:
    """Return what the guard takes from each pair that belongs together."""
    return np.array([parsed.loss([pair.source], [pair.target])[0, 0] for pair in own])


def exam_texts() -> set[str]:
    """Return every text of the exam."""
    return {row[field] for row in read(EXAM) for field in row}


def _scores(
    embedder: Embedder,
    calibration: Calibration,
    parsed: Parsed,
    sources: Sequence[str],
    targets: Sequence[str],
) -> NDArray[np.float64]:
    """Return the score of each source with the target beside it."""

    def place(texts: Sequence[str]) -> Any:
        return encode(embedder, calibration, texts, [parsed.clauses[t] for t in texts])[1]

    features = calibration.features(place(sources), place(targets), _ENDS)
    return np.diag(calibration.score(features, _RELATION)).copy()
