"""Judges objectives: what they are, and their Balanced Scorecard perspective.

The type comes from a linear model (`models/objective`). The perspective (Kaplan and Norton:
financial, customer, internal process, learning and growth) comes from the words, weighted by how
plainly they belong to one of the four; None where no word does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from analyzer.annotators.base import evidence, expects, statements
from analyzer.annotators.lexicon import entry
from analyzer.annotators.okr import okr_features
from analyzer.grading.linear import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Span

FOLDER = "models/objective"

# Lemmas by perspective: the first line says it plainly (2 points), the second leans to it (1).
_WORDS = {
    "financial": (
        "revenue profit margin cash cost budget income sale funding fundraising donation "
        "donor ebitda arr mrr iacv reserve endowment debt dividend shareholder investor "
        "saving spend turnover loan arrears invoice overhead wage creditor liquidity solvency "
        "patron subsidy royalty",
        "financial fund price capital grant economic investment money cheap affordable "
        "pipeline deal quota earnings pay earn owe money interest euro dollar lose profitable",
    ),
    "customer": (
        "customer client patient student user member citizen family resident farmer visitor "
        "guest learner pupil reader tenant passenger subscriber buyer veteran child "
        "beneficiary nps",
        "community market satisfaction brand awareness access adoption loyalty public people "
        "household audience retention consumer school neighbourhood neighborhood health "
        "developer partner",
    ),
    "process": (
        "process operation workflow cycle throughput defect error downtime uptime latency "
        "backlog compliance automation supply procurement infrastructure reliability "
        "efficiency logistics paperwork handover turnaround rework mistake breakdown bottleneck "
        "inspection roster rota warehouse depot maintenance outage intake bureaucracy",
        "quality speed fast safety system release delivery deliver platform product tool "
        "service queue waiting performance security data documentation build launch response "
        "streamline plan shift order shipment shipping entry repair claim step approval audit "
        "schedule plant workshop",
    ),
    "learning": (
        "employee staff workforce talent hire hiring recruit recruitment onboarding training "
        "skill culture morale mentor teammate turnover leadership apprentice nurse volunteer "
        "foreman trainee supervisor colleague coaching upskill clerk crew",
        "team learn learning knowledge capability engagement diversity inclusion growth "
        "development organisation organization competence people workplace belong train "
        "career",
    ),
}
_POINTS: dict[str, dict[str, float]] = {}
for _perspective, _lines in _WORDS.items():
    for _points, _line in zip((2.0, 1.0), _lines, strict=True):
        for _word in _line.split():
            _POINTS.setdefault(_word, {}).setdefault(_perspective, _points)


def judge_objective(statement: Span) -> dict[str, Any]:
    """Judge one objective: its `type` and `perspective` as in the wire format.

    Args:
        statement: its span; the Doc carries `lexicon` and `quantities`.
    """
    kinds = load(FOLDER)["type"].probabilities(okr_features(statement))
    return {
        "type": max(kinds, key=lambda kind: kinds[kind]),
        "perspective": find_perspective(statement),
    }


def find_perspective(statement: Span) -> str | None:
    """Return the Balanced Scorecard perspective with the most points, or None."""
    points = perspective_points(statement)
    return max(points, key=lambda name: points[name]) if points else None


def perspective_points(statement: Span) -> dict[str, float]:
    """Return how plainly the words belong to each perspective that they name at all."""
    points: dict[str, float] = {}
    for token in statement:
        for form in {token.lower_, token.lemma_.lower()}:
            for perspective, amount in _POINTS.get(form, {}).items():
                points[perspective] = points.get(perspective, 0.0) + amount
    for span in evidence(statement.doc, "lexicon", statement):
        served = span.label_ == "beneficiaries" and entry(span.label_, span.id_)["category"]
        if served == "specific" and span.root.lower_ not in _POINTS:
            points["customer"] = points.get("customer", 0.0) + 1.0
    return points


def annotate_objectives(doc: Doc) -> Doc:
    """Fill `objective` in the record of every statement that is one, declared or by function."""
    for statement, record in statements(doc):
        record["objective"] = judge_objective(statement) if expects(record, "objective") else None
    return doc


@Language.factory(
    "plumbline_objectives", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component."""
    del nlp, name
    return annotate_objectives
