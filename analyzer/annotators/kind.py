"""Writes each statement's kind by function into its record: see `analyzer.grading.kind`.

The declared label is not looked at: what a text says decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.grading.kind import judge
from analyzer.grading.views import views

if TYPE_CHECKING:
    from collections.abc import Callable


def annotate_kind(doc: Doc) -> Doc:
    """Fill `probabilities`, `kind`, `abstained` and `merged` in every record."""
    for view, record in views(doc):
        record.update(judge(view))
    return doc


@Language.factory(
    "plumbline_kind", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_kind
