"""ALN: parts of the mission, the vision and the values that nothing in the plan comes near.

A link's closeness is a model's guess, and a plan may leave much out on purpose. So each rule speaks
only on several kinds of evidence at once: low closeness, no content word in common (or a stray one)
and, where parts are compared, a neighbour in the same document that is plainly nearer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from analyzer.annotators.ends import EXPLAINED
from analyzer.registry import Hit, document, rule
from analyzer.rules.alignment import says_nothing
from analyzer.rules.pinned import content_stems, pinned, word_count
from analyzer.rules.reading import Read, offsets, profile, quoted, role, statements

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# A part is unserved where every objective stays under the first closeness, and other words of the
# same document show what served means: at least the second.
UNSERVED, SERVED = 0.55, 0.80
# A vision is unmoved where nothing in the plan comes nearer than this; numbers of one trade lie
# near every vision of it, so even odds would ask for too much.
UNMOVED = 0.75
# An objective has nothing of the values under this closeness, where another line reaches even odds
# and stands so much nearer.
VALUELESS, TAKEN_UP, NEARER = 0.50, 0.50, 0.20
# One content word of so many may be shared by accident: a place, a season.
_STRAY = 4
# Fewer key results than that are a sketch, not a plan that leaves something out.
_PLAN = 2


def _best(doc: Doc, relation: str, end: str) -> dict[int, float]:
    """Return the highest closeness of each statement's links in one relation.

    Args:
        doc: annotated with `alignment`.
        relation: of the wire format.
        end: which end is asked about, `from` or `to`.
    """
    found: dict[int, float] = {}
    for link in _links(doc, relation):
        found[link[end]] = max(found.get(link[end], 0.0), float(link["closeness"]))
    return found


def _links(doc: Doc, relation: str) -> Iterator[dict[str, Any]]:
    """Yield the calibrated links of one relation; an uncalibrated embedder says nothing here."""
    for link in doc._.plumbline["alignment"]:
        if link["relation"] == relation and link["closeness"] is not None:
            yield link


def _plan(reads: list[Read]) -> list[Read]:
    """Return the objectives and key results of a document."""
    return [read for read in reads if role(read.record) in ("objective", "key_result")]


def _stems(reads: Iterable[Read]) -> frozenset[str]:
    """Return the content stems of statements together."""
    return frozenset().union(*(content_stems(read.span) for read in reads))


def _takes_up(words: frozenset[str], plan: frozenset[str]) -> bool:
    """Return whether the plan's content stems have more than a stray one of the words."""
    return len(words & plan) > (len(words) >= _STRAY)


@rule(
    "ALN002",
    name="unserved-mission-part",
    severity="note",
    scope="document",
    requires=("alignment", "scores", "lexicon"),
    message="No objective serves this part of the mission: “{words}”",
    question="Which objective serves “{words}”, or may it wait this period?",
    cost="A part of the purpose starves while the plan looks complete.",
    rationale=(
        "Objectives need not serve every part of the mission in every period, but leaving one out "
        "should be a decision. Where no objective comes near it, it mostly was not."
    ),
    mend="Add an objective for that part, or note that it rests in this period and why.",
    before=(
        "Mission: we shelter stray dogs and teach children to swim. Objective: stray dogs find a "
        "home within a month."
    ),
    after=(
        "Objectives: stray dogs find a home within a month; children from the tower blocks learn "
        "to swim."
    ),
    source="The OKR Hub and the OKR guide on objectives that hang from the mission",
    flags=(
        document(
            "# Mission\n\nWe shelter stray dogs in Porto, and we teach children to swim.\n\n"
            "# Objectives\n\n- Stray dogs in Porto find a home within a month\n"
            "- Stray dogs arrive healthy at the shelter\n"
        ),
        document(
            "# Mission\n\nWe restore old violins, and we cook hot meals for homeless people.\n\n"
            "# Objectives\n\n- Old violins sound as they did when they were new\n"
            "- Owners of old violins trust our restoration\n"
        ),
        document(
            "# Mission\n\nWe teach refugees German, and we protect bats in church towers.\n\n"
            "# Objectives\n\n- Refugees speak enough German to find work\n"
            "- Refugees pass the German exam at the first try\n"
        ),
        document(
            "# Mission\n\nWe rescue hedgehogs from garden ponds. We also send fiddlers into "
            "children's wards.\n\n# Objectives\n\n- Rescued hedgehogs survive the winter\n"
            "- Owners of garden ponds know how to keep hedgehogs out of danger\n"
        ),
        document(
            "# Mission\n\nTo drive older villagers to hospital and to run a chess club for "
            "teenagers.\n\n# Objectives\n\n- Older villagers reach the hospital on time\n"
            "- Hospital drivers know how to lift a villager out of a wheelchair\n"
        ),
    ),
    passes=(
        document(
            "# Mission\n\nWe shelter stray dogs in Porto, and we teach children to swim.\n\n"
            "# Objectives\n\n- Stray dogs in Porto find a home within a month\n"
            "- Children learn to swim before they leave school\n"
        ),
        document(
            "# Mission\n\nWe shelter stray dogs in Porto.\n\n# Objectives\n\n"
            "- Stray dogs in Porto find a home within a month\n- Stray dogs arrive healthy\n"
        ),
        document("# Mission\n\nWe restore old violins, and we cook hot meals for the homeless.\n"),
        document(
            "# Mission\n\nWe plant oak forests in Wales, and we repair wheelchairs.\n\n"
            "# Objectives\n\n- Oak forests in Wales survive the drought\n"
            "- People get their repaired wheelchairs within three days\n"
        ),
        document(
            "# Mission\n\nWe repair wheelchairs in Lusaka so that people can leave the house and "
            "earn a living.\n\n# Objectives\n\n- Repaired wheelchairs in Lusaka last three years\n"
            "- Nobody in Lusaka waits for spare parts for a wheelchair\n"
        ),
        document(
            "# Objectives\n\n- Refugees speak enough German to find work\n"
            "- Refugees pass the German exam at the first try\n"
        ),
    ),
)
def unserved_mission_part(doc: Doc) -> Iterator[Hit]:
    """Flag an act of the mission that no objective comes near while another act is served."""
    reads = list(statements(doc))
    best: dict[int, dict[tuple[int, int], float]] = {}
    sources: dict[int, set[int]] = {}
    for link in _links(doc, "objective-mission"):
        sources.setdefault(link["to"], set()).add(link["from"])
        own = best.setdefault(link["to"], {})
        for part in link["parts"]:
            place = (part["span"][0], part["span"][1])
            own[place] = max(own.get(place, 0.0), float(part["closeness"]))
    plan = _stems(_plan(reads))
    for index, parts in sorted(best.items()):
        if len(sources[index]) < _PLAN or max(parts.values()) < SERVED:
            continue
        for place, closeness in sorted(parts.items()):
            part = doc.char_span(*place, alignment_mode="contract")
            if part is None or closeness >= UNSERVED or not _is_act(doc, reads[index], part):
                continue
            if _takes_up(content_stems(part), plan):
                continue
            yield Hit(
                index,
                place,
                fields={"words": quoted(_unjoined(part.text))},
                probability=round(1 - closeness, 4),
            )


# What opens a clause that says to what end or by what means; it is no act of its own.
_HANGING = frozenset("so by because where who whose which that through until when while".split())


def _is_act(doc: Doc, read: Read, part: Span) -> bool:
    """Return whether a clause of the mission is work of its own: a verb that acts on a thing."""
    if part[0].lower_ in _HANGING or "in order to" in part.text.lower():
        return False
    acts = any(_acts(token) for token in part)
    named = [token for token in pinned(doc, read) if part.start <= token.i < part.end]
    return acts and len(named) >= 2  # the act and its object, or two words on the object


_SIDE_BY_SIDE = ("ROOT", "conj", "parataxis")


def _acts(token: Token) -> bool:
    """Return whether a verb stands beside the main one, with an object of its own."""
    from analyzer.annotators.base import ancestors

    if token.pos_ != "VERB" or token.dep_.partition(":")[0] not in _SIDE_BY_SIDE:
        return False
    for above in ancestors(token):
        if above.dep_.partition(":")[0] not in (*_SIDE_BY_SIDE, "xcomp"):
            return False
    return any(child.dep_.partition(":")[0] in ("obj", "obl", "xcomp") for child in token.children)


def _unjoined(words: str) -> str:
    """Return a clause of the mission as it can be quoted: without what joins it."""
    return re.sub(r"^(?:and|or|but|while|as well as)\s+", "", words.strip(" ,;:.–—"))


@rule(
    "ALN003",
    name="unmoved-vision",
    severity="note",
    scope="document",
    requires=("alignment", "scores", "lexicon"),
    message="No key result moves the vision “{words}”",
    question="Which of these numbers would be different if the vision came closer?",
    cost="All key results can turn green while the destination stays as far away as ever.",
    rationale=(
        "The vision is reached through what key results move. Where none of them comes near it, "
        "the vision hangs on the wall and the plan goes elsewhere."
    ),
    mend="Add a key result that would rise or fall as the vision comes closer.",
    before="Vision: no child in Oti drinks unsafe water. Key result: 12 trucks are repainted.",
    after="Key result: families in Oti within 500 metres of a safe well rise from 41% to 60%.",
    source="The OKR Hub and the OKR guide on key results that lead to the vision",
    flags=(
        document(
            "# Vision\n\nNo child in northern Ghana drinks unsafe water.\n\n# Objective: Drivers "
            "are proud of their fleet\n\n- KR: 12 trucks are repainted by May\n"
            "- KR: Tyre costs fall by 20%\n"
        ),
        document(
            "# Vision\n\nEvery deaf pupil in Uganda finishes school.\n\n# Objective: A warmer "
            "office\n\n- KR: Cut the heating bill from 900 to 600 euros\n"
            "- KR: Desks beside a window rise from 12 to 20\n"
        ),
        document(
            "# Vision\n\nSea turtles nest again on all beaches of Crete.\n\n# Objective: Better "
            "meetings\n\n- KR: Meetings over one hour drop from 30 to 5 a month\n"
            "- KR: Agendas sent a day ahead rise from 20% to 90%\n"
        ),
        document(
            "# Vision\n\nNobody in Tartu dies in pain.\n\n# Objective: A lively website\n\n"
            "- KR: Visits to the website rise from 2,000 to 5,000\n"
            "- KR: Newsletter readers rise from 300 to 900\n"
        ),
        document(
            "# Vision\n\nBy 2045 ancient oaks cover the hills of Powys again.\n\n# Objective: "
            "Suppliers are paid fairly\n\n- KR: Invoices paid on time rise from 70% to 95%\n"
            "- KR: Reminders from suppliers drop from 25 to 5 a month\n"
        ),
    ),
    passes=(
        document(
            "# Vision\n\nNo child in northern Ghana drinks unsafe water.\n\n# Objective: Wells "
            "that last\n\n- KR: Children in northern Ghana with safe water rise from 41% to 60%\n"
            "- KR: Broken wells are repaired within 3 days\n"
        ),
        document(
            "# Vision\n\nEvery deaf pupil in Uganda finishes school.\n\n# Objective: Pupils stay\n"
            "\n- KR: Deaf pupils who leave early fall from 30% to 12%\n- KR: 80% pass the exam\n"
        ),
        document(
            "# Vision\n\nSea turtles nest again on all beaches of Crete.\n\n# Objective: Nests\n\n"
            "- KR: Turtle nests on beaches in Crete rise from 40 to 90\n- KR: 9 beaches are dark\n"
        ),
        document("# Vision\n\nNobody in Tartu dies in pain.\n\n# Values\n\n- We tell the truth.\n"),
        document("# Objective: Clean books\n\n- KR: Invoices paid on time rise from 70% to 95%\n"),
        document(
            "# Vision\n\nTo be the best in all we do.\n\n# Objective: A warmer office\n\n"
            "- KR: Cut the heating bill from 900 to 600 euros\n- KR: Desks rise from 12 to 20\n"
        ),
    ),
)
def unmoved_vision(doc: Doc) -> Iterator[Hit]:
    """Flag a vision that neither a key result nor an objective comes near."""
    reads = list(statements(doc))
    plan = _plan(reads)
    if sum(role(read.record) == "key_result" for read in plan) < _PLAN:
        return
    stems = _stems(plan)
    by_objective = _best(doc, "objective-vision", "to")
    for index, by_key_result in sorted(_best(doc, "key_result-vision", "to").items()):
        closeness = max(by_key_result, by_objective.get(index, 0.0))
        read = reads[index]
        if closeness >= UNMOVED or says_nothing(doc, read):
            continue
        if _takes_up(content_stems(read.span), stems):
            continue
        yield Hit(
            index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
            probability=round(1 - closeness, 4),
        )


@rule(
    "ALN004",
    name="valueless-objective",
    severity="note",
    scope="document",
    requires=("alignment", "scores", "lexicon"),
    message="“{words}” expresses none of the values",
    question="Which of the values does “{words}” express?",
    cost="The values stay on the wall, because nothing that is reviewed ever needs them.",
    rationale=(
        "Values guide how aims are chosen. When the plan takes them up in one place and an "
        "objective has nothing of them, either the objective was chosen on other grounds or a "
        "value is missing from the list."
    ),
    mend="Reword the objective so that a value shows in it, or ask whether it fits you at all.",
    before="Value: we mend before we buy. Objective: branches get a new look each spring.",
    after="Value: we mend before we buy. Objective: branches keep their furniture for longer.",
    source="The OKR guide on objectives and key results that reflect the values",
    flags=(
        document(
            "# Values\n\n- We mend old furniture before we buy any.\n"
            "- We tell guests the price of a room before they ask.\n\n# Objectives\n\n"
            "- Guests know the price of every room before they book\n"
            "- Make the payroll software faster\n"
        ),
        document(
            "# Values\n\n- Gentleness: no animal in our clinic is held down by force.\n"
            "- Plain bills: owners of animals read the bill without a dictionary.\n\n"
            "# Objectives\n\n- Animals leave our clinic calmer than they came\n"
            "- Win the regional football cup\n"
        ),
        document(
            "# Values\n\n- We share every recipe with our neighbours.\n"
            "- We throw no food away.\n\n# Objectives\n\n"
            "- Neighbours cook from our recipes at home\n- Make the accounting software faster\n"
        ),
        document(
            "# Values\n\n- Safety of climbers comes before a summit.\n"
            "- We leave no rubbish on the mountain.\n\n# Objectives\n\n"
            "- Climbers turn back in time when the weather on the mountain changes\n"
            "- Attract bidders for the old warehouse\n"
        ),
        document(
            "# Values\n\n- Every pupil is heard, and no pupil is shamed for a mistake.\n"
            "- We lend instruments to families without asking for a deposit.\n\n# Objectives\n\n"
            "- Pupils dare to play a mistake and go on\n- Grow the export of timber\n"
        ),
    ),
    passes=(
        document(
            "# Values\n\n- We mend old furniture before we buy any.\n"
            "- We tell guests the price of a room before they ask.\n\n# Objectives\n\n"
            "- Guests know the price of every room before they book\n"
            "- Old furniture in the rooms is mended within a week\n"
        ),
        document("# Values\n\n- Integrity\n- Respect\n\n# Objectives\n\n- Win the football cup\n"),
        document(
            "# Values\n\n- We throw no food away.\n- We share every recipe.\n\n# Mission\n\n"
            "We cook for night shifts in Essen.\n"
        ),
        document("# Objectives\n\n- Win the football cup\n- Rent out the empty office\n"),
        document(
            "# Values\n\n- We tell the truth.\n- We are kind to each other.\n\n# Objectives\n\n"
            "- Lorries arrive on time\n- Warehouses stay dry in autumn\n"
        ),
    ),
)
def valueless_objective(doc: Doc) -> Iterator[Hit]:
    """Flag an objective that is far from every value while the plan takes one up elsewhere."""
    reads = list(statements(doc))
    values = [r for r in reads if role(r.record) == "values" and word_count(r) >= EXPLAINED]
    by_objective = _best(doc, "objective-values", "from")
    by_key_result = _best(doc, "key_result-values", "from")
    taken_up = max((*by_objective.values(), *by_key_result.values()), default=0.0)
    if len(values) < 2 or taken_up < TAKEN_UP:
        return
    words = _stems(values)
    for index, closeness in sorted(by_objective.items()):
        below = [r for r in reads if r.record["parent"] == index]
        counted = [reads[index]]
        if profile(doc) == "okr-guide":  # there key results may reflect the values
            counted += below
            closeness = max([closeness, *(by_key_result.get(r.index, 0.0) for r in below)])
        if closeness >= min(VALUELESS, taken_up - NEARER) or words & _stems(counted):
            continue
        yield Hit(
            index,
            offsets(reads[index].span),
            fields={"words": quoted(reads[index].span.text.rstrip(" ."))},
            probability=round(1 - closeness, 4),
        )
