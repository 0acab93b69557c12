"""ALN: objectives and statements that do not hang from each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule
from analyzer.rules.pinned import content_stems
from analyzer.rules.reading import Read, offsets, profile, quoted, role, statements, threshold
from analyzer.rules.vagueness import VAGUE_FROM

if TYPE_CHECKING:
    from spacy.tokens import Doc

# An objective is an orphan where it belongs to the mission with less than this probability, and no
# more than that share (in percent) of strangers' objectives are farther off. Beside others it must
# be the farthest of them, or have next to nothing of the mission, and stand so much farther than
# their mean: a plan that is far as a whole has another fault.
FAR_CLOSENESS, FAR_PERCENTILE = 0.25, 15
NOTHING, APART = 0.12, 0.20
# Or where it alone is far: it is under even odds, and every other objective is close.
NOT_CLOSE, OTHERS_CLOSE = 0.50, 0.65
# Work that every organisation needs; no vector tells whose it is.
_SUPPORT = frozenset(
    "account app archive audit brand budget building colleague cyber cybersecurity data database"
    " digital diversity donation donor employee employer endowment finance fleet fund fundraising"
    " gift grant hire income invoice legacy member office online payroll procurement"
    " purchasing record recruit recruitment revenue skill software staff system team train training"
    " turnover volunteer website workforce workplace".split()
)
# An objective of fewer content words names nothing that could be near or far.
_NAMED = 2


@rule(
    "ALN001",
    name="orphan-objective",
    severity="warning",
    scope="document",
    requires=("alignment", "scores", "objectives"),
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
    # The OKR guide lets an objective hang from the vision as well.
    by_vision = profile(doc) == "okr-guide"
    serves = ("objective-mission", "objective-vision") if by_vision else ("objective-mission",)
    nearest: dict[int, tuple[float, int]] = {}
    for link in doc._.plumbline["alignment"]:
        if link["relation"] not in serves or link["closeness"] is None:
            continue
        if says_nothing(doc, reads[link["to"]]):
            continue  # nothing is close to a slogan; VAG001 asks about the mission itself
        found = (float(link["closeness"]), int(link["percentile"] or 0))
        nearest[link["from"]] = max(nearest.get(link["from"], found), found)
    anchors = ("mission", "merged", "vision") if by_vision else ("mission", "merged")
    words = frozenset().union(
        *(content_stems(read.span) for read in reads if role(read.record) in anchors)
    )
    for index, (closeness, percentile) in sorted(nearest.items()):
        others = [value for i, (value, _) in nearest.items() if i != index]
        alone = bool(others) and closeness < NOT_CLOSE and min(others) >= OTHERS_CLOSE
        if not alone and (closeness >= far or percentile >= low or not _apart(closeness, others)):
            continue
        read = reads[index]
        if _serves_any_mission(read, words):
            continue
        yield Hit(
            index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
            probability=round(1 - closeness, 4),
        )


def _apart(closeness: float, others: list[float]) -> bool:
    """Return whether an objective is far from the mission in comparison with the other ones.

    Others that have nothing of the mission themselves are no measure of what near means.
    """
    others = [value for value in others if value >= NOTHING]
    if not others:
        return True
    farthest = closeness <= min(others) or closeness < NOTHING
    return farthest and sum(others) / len(others) - closeness >= APART


def _serves_any_mission(objective: Read, anchors: frozenset[str]) -> bool:
    """Return whether words, not vectors, speak for an objective, or nothing in it can be placed.

    Care for the own people and work that every organisation needs serve every mission without
    naming it. And a content word in common with the mission is a thread that closeness may have
    missed.

    Args:
        objective: to be judged.
        anchors: content stems of all that it may hang on.
    """
    words = content_stems(objective.span)
    about = objective.record.get("objective") or {}
    if len(words) < _NAMED or about.get("perspective") == "learning":
        return True
    support = any(token.lemma_.lower() in _SUPPORT for token in objective.span)
    return support or bool(words & anchors)


def says_nothing(doc: Doc, target: Read) -> bool:
    """Return whether a mission or vision is too vague for anything to stand close to it."""
    score = target.record.get("scores", {}).get("vagueness")
    return score is None or score["value"] >= threshold(doc, "vague-statement", VAGUE_FROM)
