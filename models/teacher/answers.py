"""What the teacher said, as the linear models learn from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analyzer.errors import InputError
from models.fitting import FOLDS, fold_numbers
from models.teacher.lessons import Question, questions
from models.word_vectors import WordVectors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDER = Path(__file__).resolve().parents[2] / "build" / "teacher"
# The number of the part that was taught all organisations; each fold has one that saw none of it.
WHOLE = FOLDS


@dataclass(frozen=True, slots=True)
class Part:
    """What one teacher said.

    Attributes:
        function: logits [texts, 4], in the order of `FUNCTIONS`.
        family: logits [texts, 6], in the order of `FAMILIES`.
        scores: ratings [texts, 3] from 1 to 5, in the order of `RATINGS`.
        vectors: of single words.
    """

    function: Floats
    family: Floats
    scores: Floats
    vectors: WordVectors


@dataclass(frozen=True, slots=True)
class Answers:
    """The texts that the teachers were asked about, and what each said.

    Attributes:
        questions: the texts.
        parts: by fold, the teacher that saw nothing of it; as `WHOLE` the one of all.
    """

    questions: tuple[Question, ...]
    parts: Mapping[int, Part]

    def usable(self, part: int, seed: int) -> NDArray[np.bool_]:
        """Return which texts may teach a model that must not know a fold's organisations."""
        if part == WHOLE:
            return np.ones(len(self.questions), bool)
        folds = [fold_numbers(question.groups, seed) for question in self.questions]
        return np.array([part not in numbers for numbers in folds])


def write_part(out: Path, part: int, said: Part, texts: Sequence[str]) -> None:
    """Write what one teacher said, with a digest of the texts."""
    out.mkdir(parents=True, exist_ok=True)
    np.savez(
        out / f"part-{part}.npz",
        function=said.function.astype(np.float32),
        family=said.family.astype(np.float32),
        scores=said.scores.astype(np.float32),
        vectors=said.vectors.vectors.astype(np.float32),
        words=np.array(said.vectors.words),
        texts=np.array(_digest(texts)),
    )


@cache
def read_answers(data: Path, seed: int, folder: Path = FOLDER) -> Answers:
    """Read what the teachers said.

    Raises:
        InputError: a part is missing, or was made from other texts.
    """
    asked = tuple(questions(data, seed))
    digest = _digest([question.text for question in asked])
    parts = {}
    for number in (*range(FOLDS), WHOLE):
        path = folder / f"part-{number}.npz"
        remedy = f"run: python -m models.train teacher --data {data} --seed {seed}"
        if not path.is_file():
            raise InputError(f"{path}: there is no such file; {remedy}")
        with np.load(path) as stored:
            if str(stored["texts"]) != digest:
                raise InputError(f"{path}: was made from other texts; {remedy}")
            vectors = WordVectors(
                tuple(stored["words"].tolist()), stored["vectors"].astype(np.float64)
            )
            function, family, scores = (
                stored[n].astype(np.float64) for n in ("function", "family", "scores")
            )
            parts[number] = Part(function, family, scores, vectors)
    return Answers(asked, parts)


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
