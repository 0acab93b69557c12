"""Writes the three scores into each record: see `analyzer.grading.scores`.

A statement of fewer than three words has no scores, and says so under `unchecked`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.annotators.base import prepare
from analyzer.grading.scores import grade
from analyzer.grading.views import views

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST_WORDS = 3
REASON = f"under {FEWEST_WORDS} words: too short for scores"


def annotate_scores(doc: Doc) -> Doc:
    """Fill `scores` in every record that has words enough."""
    whole = prepare(doc)
    for index, (view, record) in enumerate(views(doc)):
        words = sum(any(c.isalnum() for c in form) or form == "____" for form in view.tokens.lower)
        if words < FEWEST_WORDS:
            record["scores"] = {}
            whole["unchecked"].append({"code": "scores", "statement": index, "reason": REASON})
        else:
            record["scores"] = grade(view)
    return doc


@Language.factory(
    "plumbline_scores",
    assigns=["doc._.plumbline"],
    requires=["doc._.plumbline", "doc.spans"],
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_scores
