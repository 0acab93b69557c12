"""Judges objectives: what they are, and their Balanced Scorecard perspective.

The type comes from a linear model (`models/objective`). The perspective (Kaplan and Norton:
financial, customer, internal process, learning and growth) comes from the words, weighted by how
plainly they belong to one of the four; None where none outweighs the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from analyzer.annotators.base import evidence, expects, statements
from analyzer.annotators.lexicon import entry
from analyzer.annotators.okr import okr_features
from analyzer.annotators.okr_words import NOUN_CLASSES
from analyzer.grading.linear import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from spacy.tokens import Doc, Span, Token

FOLDER = "models/objective"

# Lemmas by perspective: the first line says it plainly (2 points), the second leans to it (1).
_WORDS = {
    "financial": (
        "revenue profit profitable profitability margin cash cost budget income booking funding "
        "fundraising donation ebitda arr mrr iacv acv reserve endowment debt deficit dividend "
        "shareholder saving loan arrears invoice overhead wage creditor liquidity solvency "
        "subsidy royalty treasury overdraft financially solvent payroll expenditure "
        "breakeven break-even surplus bankruptcy refinance",
        "sale fund price capital grant investment investor money cheap affordable pipeline deal "
        "quota earnings finance financial pay earn owe interest euro dollar lose spend spending "
        "donor patron waste paid rent fee tariff bill lender bank billing discount",
    ),
    "customer": (
        "customer patient student user citizen family resident farmer visitor guest pupil "
        "reader tenant passenger subscriber buyer shopper veteran child beneficiary nps brand "
        "marketing parent caller awareness website advertising seo enrolment enrollment",
        "client learner community member satisfaction access adoption loyalty public audience "
        "household retention consumer neighbourhood neighborhood partner campaign social "
        "content message homelessness account friend influencer ambassador contributor "
        "enterprise churn prospect",
    ),
    "process": (
        "operation workflow cycle throughput defect error downtime uptime latency backlog "
        "automation automate procurement reliability logistics streamline deployment deploy "
        "paperwork handover turnaround rework mistake breakdown bottleneck inspection roster "
        "rota maintenance outage intake bureaucracy bug stability refactor paperless dashboard "
        "api migrate architecture codebase server documentation monolith linter firefighting "
        "turnout hand-over handoff hand-off double-check rework scrap calibration dispatch "
        "bureaucratic",
        "process compliance efficiency quality fast safety release delivery platform product "
        "tool queue performance security data infrastructure production test shift shipment "
        "shipping repair claim step approval audit schedule plant workshop warehouse depot "
        "cluster code permission roadmap emission integration feature scalable prototype "
        "interface deduplication merge delay idle handling checking paper department "
        "machine spare inventory stock mishap",
    ),
    "learning": (
        "employee staff workforce talent hire hiring recruit recruitment recruiting headcount "
        "training skill culture morale mentor mentoring mentorship teammate colleague career "
        "apprentice apprenticeship trainee coaching upskill diversity workplace attrition "
        "employer",
        "team learn learning knowledge engagement inclusion train nurse volunteer foreman "
        "supervisor clerk crew manager teacher wellbeing happiness competence coach belong "
        "turnover remote appraisal teach teaching confidence exam qualification newcomer "
        "probation",
    ),
}
_POINTS: dict[str, tuple[str, float]] = {
    word: (perspective, points)
    for perspective, lines in _WORDS.items()
    for points, line in zip((2.0, 1.0), lines, strict=True)
    for word in line.split()
}
# Under so many points nothing is said plainly: two words that lean, or one that is plain.
_PLAIN = 2.0


def judge_objective(statement: Span) -> dict[str, Any]:
    """Judge one objective: its `type` and `perspective` as in the wire format.

    Args:
        statement: its span; the Doc carries `lexicon` and `quantities`.
    """
    kinds = load(FOLDER)["type"].probabilities(okr_features(statement))
    best = max(kinds, key=lambda kind: kinds[kind])
    return {
        "type": "task" if best == "qualitative_aim" and _starts_a_thing(statement) else best,
        "perspective": find_perspective(statement),
    }


_ABSTRACT = ("abstract_nouns", "buzzwords", "generality")
# Verbs of work that begin a thing, whatever it is.
STARTS = frozenset("start launch introduce publish write migrate hire install organise".split())


def _starts_a_thing(statement: Span) -> bool:
    """Return whether the words only start "a" thing: "Start a breakfast club in Hartley".

    The model takes what it has not seen for an aim. Abstract nouns make one: "a culture of trust".
    """
    first = statement[0]
    if first.lemma_.lower() not in STARTS or first.dep_ != "ROOT":
        return False
    things = [child for child in first.children if child.dep_ == "obj"]
    terms = (s for n in _ABSTRACT for s in evidence(statement.doc, "lexicon", statement, n))
    abstract = {token.i for term in terms for token in term}
    return any(
        thing.i not in abstract
        and "abstract" not in NOUN_CLASSES.get(thing.lemma_.lower(), ())
        and any(child.lower_ in ("a", "an") for child in thing.children)
        for thing in things
    )


def find_perspective(statement: Span) -> str | None:
    """Return the Balanced Scorecard perspective that the words plainly show, or None."""
    return plain_perspective(perspective_points(statement))


def plain_perspective(points: Mapping[str, float]) -> str | None:
    """Return the perspective that outweighs all others together, or None.

    Args:
        points: of each perspective, as from `perspective_points`, or sums of such.
    """
    best = max(points, key=lambda name: points[name], default=None)
    if best is None or points[best] < _PLAIN or 2 * points[best] <= sum(points.values()):
        return None
    return best


def perspective_points(statement: Span) -> dict[str, float]:
    """Return how plainly the words belong to each perspective that they name at all.

    A noun that qualifies another of these counts half: a customer platform is a platform first.
    """
    points: dict[str, float] = {}
    for token in statement:
        found = None if _is_denominator(token) else _entry(token)
        if found is not None:
            perspective, amount = found
            if perspective == "learning" and any(map(_is_served, token.children)):
                perspective = "customer"  # "student learning"
            share = 0.5 if token.dep_ == "compound" and _entry(token.head) else 1.0
            points[perspective] = points.get(perspective, 0.0) + share * amount
    for span in evidence(statement.doc, "lexicon", statement):
        served = span.label_ == "beneficiaries" and entry(span.label_, span.id_)["category"]
        if served == "specific" and not any(token.lemma_.lower() in _POINTS for token in span):
            points["customer"] = points.get("customer", 0.0) + 1.0
    return points


def _is_served(token: Token) -> bool:
    return (
        token.dep_ in ("compound", "amod", "nmod:poss")
        and (_entry(token) or ("",))[0] == "customer"
    )


def _is_denominator(token: Token) -> bool:
    """Return whether a noun only says of what a rate is: "cost of drugs per patient"."""
    return (
        token.i > 0 and token.nbor(-1).lower_ in ("per", "each", "every") and token.dep_ != "nsubj"
    )


def _entry(token: Token) -> tuple[str, float] | None:
    return _POINTS.get(token.lemma_.lower()) or _POINTS.get(token.lower_)


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
