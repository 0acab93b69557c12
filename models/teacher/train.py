"""Trains the teacher: `python -m models.train teacher --data DIR`, the slow step before the rest.

Four times over: once for each fold, on the organisations outside of it, and once on all, about half
an hour of one core together. What each says of the
texts of `models.teacher.lessons.questions`, and its vectors of single words, are kept under
`build/teacher` for the trainers of `kind` and of the scores. The teacher itself is not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.fitting import FOLDS, fold_numbers
from models.statements_data import parse, published
from models.teacher.answers import WHOLE, Part, write_part
from models.teacher.lessons import lessons, questions
from models.teacher.network import Teacher
from models.word_vectors import ordinary_counts, word_vectors

if TYPE_CHECKING:
    from pathlib import Path


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Train the teacher for every fold and for all, and write what each says.

    Args:
        data: folder of the development data.
        out: folder to write to.
        seed: of the folds, the texts and the training.
    """
    taught = lessons(data, seed)
    texts = [question.text for question in questions(data, seed)]
    words = [view.tokens.lower for view in parse(tuple(row.text for row in published(data)))]
    ordinary = ordinary_counts(data)
    numbers = fold_numbers([lesson.group for lesson in taught], seed)
    for part in (*range(FOLDS), WHOLE):
        known = [lesson for lesson, n in zip(taught, numbers, strict=True) if n != part]
        teacher = Teacher(known, seed=seed)
        said = teacher.judge(texts)
        vectors = word_vectors(words, ordinary, encoding=teacher.encoding())
        write_part(
            out, part, Part(said["function"], said["family"], said["scores"], vectors), texts
        )
