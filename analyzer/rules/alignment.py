"""ALN: objectives and statements that do not hang from each other."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.reading import Read, offsets, quoted, statements, threshold
from analyzer.rules.vagueness import VAGUE_FROM

if TYPE_CHECKING:
    from spacy.tokens import Doc

# An objective is an orphan where both hold: it belongs to the mission with less than this
# probability, and at least that share (in percent) of other organisations' objectives are as close.
FAR_CLOSENESS, FAR_PERCENTILE = 0.30, 40
# Or, where the document's other objectives (their median) are at least so close, this one is not
# even as likely as a stranger's to belong there.
OTHERS_CLOSE, NOT_CLOSE = 0.80, 0.50


@rule(
    "ALN001",
    name="orphan-objective",
    severity="warning",
    scope="document",
    requires=("alignment", "scores"),
    message="“{words}” stands apart from the mission",
    question="Which part of the mission does “{words}” serve?",
    cost="Quarters go by on work that the organisation does not exist for.",
    rationale=(
        "The mission anchors the objectives. An objective whose words lie as far from the mission "
        "as those of a stranger either serves a purpose that nobody has written down, or none."
    ),
    mend=(
        "Say in the objective whom of those the mission names it helps; if it helps none of them, "
        "drop it, or move it to the plan of a support team."
    ),
    before=(
        "Mission: we teach deaf children to read. Objective: win more contracts for office "
        "cleaning."
    ),
    after=(
        "Mission: we teach deaf children to read. Objective: deaf pupils keep reading at home "
        "during the holidays."
    ),
    source="The OKR Hub on goals that sound worthy but lack direction",
    flags=(
        document(
            "# Mission\n\nWe teach deaf children in Uganda to read and sign.\n\n# Objectives\n\n"
            "- Win more contracts for the resale of used excavators.\n"
            "- Deaf children in Uganda read at the level of their class.\n"
        ),
        document(
            "# Mission\n\nWe protect sea turtles on the beaches of Crete.\n\n# Objectives\n\n"
            "- Lower the interest that we pay on our bonds.\n"
            "- Turtle nests on Cretan beaches survive the summer.\n"
        ),
        document(
            "# Mission\n\nWe bring fresh vegetables to families in the Bronx.\n\n# Objectives\n\n"
            "- Sell more advertising space in taxis.\n"
            "- Families in the Bronx eat more fresh vegetables.\n"
        ),
        document(
            "# Mission\n\nWe keep the lighthouses of Finistère lit and open.\n\n# Objectives\n\n"
            "- Help teenagers to give up vaping.\n"
            "- Visitors climb the lighthouses safely.\n"
        ),
        document(
            "# Mission\n\nWe mend and fit artificial limbs for mine victims in Laos.\n\n"
            "# Objectives\n\n- Become faster at approving mortgage applications.\n"
            "- Mine victims walk sooner on a limb that fits.\n"
        ),
    ),
    passes=(
        document(
            "# Mission\n\nWe teach deaf children in Uganda to read and sign.\n\n# Objectives\n\n"
            "- Deaf children in Uganda read at the level of their class.\n"
        ),
        document(
            "# Mission\n\nWe protect sea turtles on the beaches of Crete.\n\n# Objectives\n\n"
            "- Turtle nests on Cretan beaches survive the summer.\n"
        ),
        document(
            "# Mission\n\nWe bring fresh vegetables to families in the Bronx.\n\n# Objectives\n\n"
            "- Families in the Bronx eat more fresh vegetables.\n"
        ),
        document("# Objectives\n\n- Sell more advertising space in taxis.\n"),
        document(
            "# Mission\n\nWe insure fishing boats in Galicia.\n\n# Objectives\n\n"
            "- Fishing crews in Galicia get their claims paid within a week.\n"
        ),
    ),
)
def orphan_objective(doc: Doc) -> Iterator[Hit]:
    """Flag an objective that is farther from the mission than most strangers' objectives."""
    reads = list(statements(doc))
    far = threshold(doc, "orphan-objective", FAR_CLOSENESS)
    low = threshold(doc, "orphan-percentile", FAR_PERCENTILE)
    nearest: dict[int, tuple[float, int]] = {}
    for link in doc._.plumbline["alignment"]:
        if link["relation"] != "objective-mission" or link["closeness"] is None:
            continue
        if _says_nothing(doc, reads[link["to"]]):
            continue  # nothing is close to a slogan; VAG001 asks about the mission itself
        found = (float(link["closeness"]), int(link["percentile"] or 0))
        nearest[link["from"]] = max(nearest.get(link["from"], found), found)
    for index, (closeness, percentile) in sorted(nearest.items()):
        others = [value for i, (value, _) in nearest.items() if i != index]
        alone = bool(others) and closeness < NOT_CLOSE and median(others) >= OTHERS_CLOSE
        if not alone and (closeness >= far or percentile >= low):
            continue
        read = reads[index]
        yield Hit(
            index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
            probability=round(1 - closeness, 4),
        )


def _says_nothing(doc: Doc, mission: Read) -> bool:
    """Return whether a mission is too vague for anything to stand close to it."""
    score = mission.record.get("scores", {}).get("vagueness")
    return score is None or score["value"] >= threshold(doc, "vague-statement", VAGUE_FROM)
