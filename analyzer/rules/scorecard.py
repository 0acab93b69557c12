"""OKR008: objectives that all look from one side of the Balanced Scorecard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import Read, listed, role, statements

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SIDES = {
    "financial": "the money",
    "customer": "those you serve",
    "process": "how the work is done",
    "learning": "what your people can and want to do",
}
# Fewer objectives than that cannot look from several sides; those who serve somebody rightly name
# them in every objective, so there it takes more.
_SEVERAL, _ALL_SERVE = 3, 5


@rule(
    "OKR008",
    name="one-sided-scorecard",
    severity="note",
    scope="document",
    requires=("objectives", "lexicon", "quantities"),
    message="All {count} objectives look from one side: {side}",
    question="Which objective stands for {missing}?",
    cost="What nobody looks at this year pays for what everybody looks at.",
    rationale=(
        "The Balanced Scorecard asks four questions: how do we do for those we serve, in our own "
        "processes, in what people can learn, and with our money. Objectives that all answer the "
        "same one hide what the others pay for it."
    ),
    mend="Replace one objective by what has to hold on another side for the rest to last.",
    before="Raise revenue. Cut costs. Improve cash flow.",
    after="Raise revenue. Patients get their glasses sooner. Opticians learn to fit children.",
    source="The OKR guide on the Balanced Scorecard of Kaplan and Norton",
    flags=(
        document(
            "# Objectives\n\n- Raise our revenue\n- Cut the cost of goods\n- Improve cash flow\n"
        ),
        document(
            "# Objectives\n\n- Widen our profit margin\n- Bring down debt\n- Raise sales income\n"
            "- Spend the budget wisely\n"
        ),
        document(
            "# Objectives\n\n- Train our staff in first aid\n- Recruit talented employees\n"
            "- Give every employee a mentor\n"
        ),
        document(
            "# Objectives\n\n- Fewer defects in our workflow\n- Less downtime in operations\n"
            "- Clear the backlog of compliance checks\n"
        ),
        document(
            "# Objective: A sound foundation\n\n- KR: Cash reserves rise from 2 to 4 months\n\n"
            "# Objective: Cheaper loans\n\n- KR: Interest on our debt falls from 6% to 4%\n\n"
            "# Objective: Steadier income\n\n- KR: Monthly donations rise from 900 to 1,400\n"
        ),
    ),
    passes=(
        document(
            "# Objectives\n\n- Raise our revenue\n- Patients see a nurse sooner\n"
            "- Train our staff in first aid\n"
        ),
        document("# Objectives\n\n- Raise our revenue\n- Cut the cost of goods\n"),
        document(
            "# Objectives\n\n- Fewer defects in our workflow\n- Tenants trust our repairs\n"
            "- Bring down debt\n- Staff stay longer\n"
        ),
        document("# Objectives\n\n- Raise our revenue\n\n# Mission\n\nWe sell bread in Ghent.\n"),
        document(
            "# Objectives\n\n- Pupils read at home\n- Parents hear from us in time\n"
            "- Pupils leave with a diploma\n"
        ),
        document(
            "# Objective: Cheaper loans\n\n- KR: Interest on our debt falls from 6% to 4%\n\n"
            "# Objective: A full house\n\n- KR: Visitors rise from 900 to 1,400\n\n"
            "# Objective: Steadier income\n\n- KR: Monthly donations rise from 90 to 140\n"
        ),
    ),
)
def one_sided_scorecard(doc: Doc) -> Iterator[Hit]:
    """Flag several objectives that all belong to one perspective, key results included."""
    reads = list(statements(doc))
    objectives = [read for read in reads if role(read.record) == "objective"]
    if len(objectives) < _SEVERAL:
        return
    sides = {_side(reads, objective) for objective in objectives}
    side = sides.pop()
    if sides or side is None or (side == "customer" and len(objectives) < _ALL_SERVE):
        return
    missing = [name for other, name in _SIDES.items() if other != side]
    yield Hit(
        None,
        None,
        fields={
            "count": str(len(objectives)),
            "side": _SIDES[side],
            "missing": listed(missing, word="or"),
        },
    )


def _side(reads: list[Read], objective: Read) -> str | None:
    """Return the perspective that an objective and its key results plainly belong to, or None."""
    from analyzer.annotators.objectives import perspective_points, plain_perspective

    below = [read for read in reads if read.record["parent"] == objective.index]
    points = Counter[str]()
    for read in (objective, *below):
        points.update(perspective_points(read.span))
    return plain_perspective(points)
