"""CON: people who write the mission from memory and mean different things."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.registry import Hit, rule
from analyzer.rules.reading import quoted
from analyzer.versions import EVEN, Consensus

# The leader stands alone below an even chance and so much below what the group agrees among itself,
# or above it and far below the group.
ALONE, FAR_BELOW = 0.2, 0.35

_ASKED = {
    "whom": "whom do you serve?",
    "why": "why do you exist?",
    "what": "what do you offer?",
    "impact": "what is different for good once you have done it?",
    "when": "by when?",
}
# Versions of both statements are compared dimension by dimension together; each statement is asked
# only about what it has to say.
_SAYS = {"mission": ("whom", "why", "what", "impact"), "vision": ("whom", "impact", "when")}
_ABOUT_VISION = "What will be different in the end, for whom, and by when?"


def _of_hundred(probability: float) -> str:
    return str(round(100 * probability))


@rule(
    "CON001",
    name="executive-translation-gap",
    severity="warning",
    scope="people",
    message=(
        "From memory people write different {statement}s: two agree in {agreement} cases of 100"
    ),
    question="Whom do you serve, why, with what, and what is different for good in the end?",
    cost="Everybody decides by a mission of their own, and each is sure that it is the agreed one.",
    rationale=(
        "A mission guides nobody who cannot recall what it means. Other words are harmless; other "
        "people, other offers and other ends are not. Where two members of a team are as far from "
        "each other as from strangers in their own trade, the statement on the wall is not shared."
    ),
    mend=(
        "Lay the versions side by side without names. Start from the phrases that most share, and "
        "decide the dimension with the least agreement first."
    ),
    before="We lend to first-time buyers. / Maximum return for shareholders. / Finance wind farms.",
    after="We lend to first-time buyers. / Loans for a first home. / Helping people buy a home.",
    source="The OKR Hub on executives who translate one strategy differently; question 4 of mokr",
    flags=(
        "We rehome retired racehorses.\nTo win the derby again.\nRiding lessons for children.",
        "leader: We mend church organs.\nWe sell pianos to schools.\nTo record early music.",
        "Cheap flights to the sun.\nSafe jobs for local pilots.\nWe carry vaccines and mail.",
        "To publish poets nobody else prints.\nSchool books for the whole country.\n"
        "We translate manuals for machine makers.",
        "leader: We clean rivers of plastic.\nConsulting for chemical companies.\n"
        "To educate tourists about whales.\nA research vessel for hire.",
    ),
    passes=(
        "We rehome retired racehorses.\nNew homes for racehorses after their career.\n"
        "Finding families for horses that no longer race.",
        "leader: We mend church organs.\nRepairing the organs of churches.\nWe mend organs.",
        "We carry vaccines to islands by boat.\nBoats that bring vaccines to the islands.",
        "To publish poets nobody else prints.\nWe print poets whom no one else publishes.\n"
        "A publisher for poets without a publisher.",
        "leader: We clean rivers of plastic.\nTaking plastic out of rivers.\n"
        "Rivers free of plastic waste.\nWe remove plastic from rivers.",
    ),
)
def executive_translation_gap(found: Consensus) -> Iterator[Hit]:
    """Flag a mission or vision whose versions are as far from each other as strangers'."""
    for name, own in found.statements.items():
        if own.agreement is not None and own.agreement < EVEN:
            yield Hit(
                None,
                None,
                fields={"statement": name, "agreement": _of_hundred(own.agreement)},
                question=_widest(found, name)
                or _which(found, name)
                or (_ABOUT_VISION if name == "vision" else None),
                probability=1 - own.agreement,
            )


def _widest(found: Consensus, name: str) -> str | None:
    """Return the question about the dimension of a statement on which people differ most."""
    known = {d: found.dimensions.get(d) for d in _SAYS.get(name, ())}
    apart = {d: value for d, value in known.items() if value is not None and value < EVEN}
    widest = min(apart, key=apart.__getitem__, default=None)
    return None if widest is None else f"You differ most here: {_ASKED[widest]}"


def _which(found: Consensus, name: str) -> str | None:
    """Return the question which of two numbers or opposites a statement means."""
    for own in found.differences:
        if own.statement == name and own.what in ("number", "opposite") and len(own.said) > 1:
            one, other = (quoted(side.words) for side in own.said[:2])
            return f"Which is it: {one} or {other}?"
    return None


@rule(
    "CON002",
    name="leader-apart",
    severity="note",
    scope="people",
    message=(
        "The leader's version stands apart: it agrees with the group's in {leader} of 100 cases, "
        "theirs with each other in {group}"
    ),
    question="What does the leader see that the group does not, or the other way round?",
    cost="The group carries out a strategy that its leader does not mean, and both feel unheard.",
    rationale=(
        "When the group agrees and its leader does not, the gap is no lack of communication skills "
        "lower down. Either the direction has changed and nobody was told, or it never changed."
    ),
    mend="Let the leader read the group's shared phrases first, and say which of them is wrong.",
    before="leader: Be the largest trader. / We breed seed with farmers. / Seed bred by farmers.",
    after="leader: Farmers breed with us. / We breed seed with farmers. / Seed bred by farmers.",
    source="The OKR Hub on the executive translation gap; mokr on consensus over versions",
    flags=(
        "leader: To be listed on the stock exchange.\nWe repair bicycles with young refugees.\n"
        "Young refugees repair bikes with us.\nA bicycle repair shop run with refugees.",
        "leader: We want to win design awards.\nWarm coats for people who sleep outside.\n"
        "Coats that keep rough sleepers warm.\nWe give coats to people sleeping rough.",
        "leader: Grow into ten new markets.\nWe test drinking water in villages.\n"
        "Testing villages' drinking water.\nTo check the drinking water of villages.",
        "leader: A campus of global excellence.\nWe train midwives for the mountains.\n"
        "Midwives trained for mountain villages.\nTraining midwives for remote mountains.",
        "leader: Digital platform leadership.\nWe deliver hot meals to old people.\n"
        "Hot meals brought to the elderly.\nOld people get a hot meal from us.",
    ),
    passes=(
        "leader: We repair bicycles with young refugees.\nYoung refugees repair bikes with us.\n"
        "A bicycle repair shop run with refugees.\nBikes mended together with refugees.",
        "We want to win design awards.\nWarm coats for people who sleep outside.\n"
        "Coats that keep rough sleepers warm.\nWe give coats to people sleeping rough.",
        "leader: To win elections.\nWe sell insurance.\nTeaching chess in prisons.\nA brass band.",
        "leader: We train midwives for the mountains.\nMidwives trained for mountain villages.\n"
        "To win design awards.\nTraining midwives for remote mountains.",
        "leader: Hot meals for old people.\nWe bring old people hot meals.",
    ),
)
def leader_apart(found: Consensus) -> Iterator[Hit]:
    """Flag a leader who says something else than a group that agrees."""
    leader = found.leader
    if leader is None or leader.agreement is None or leader.group is None:
        return
    below = leader.group - leader.agreement
    if below >= FAR_BELOW or (below >= ALONE and leader.agreement < EVEN):
        fields = {"leader": _of_hundred(leader.agreement), "group": _of_hundred(leader.group)}
        yield Hit(None, None, fields=fields, probability=1 - leader.agreement)
