"""OKR: objectives that strike a pose, key results that only list work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.claims import claims_of
from analyzer.rules.okr_measures import is_work
from analyzer.rules.reading import Read, inside, offsets, profile, quoted, role, statements, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@rule(
    "OKR001",
    name="posture-objective",
    severity="warning",
    requires=("objectives", "slots"),
    message="“{words}” says {instead}, not what gets better for whom",
    question="Who would notice the difference if this came true, and how?",
    cost="The team looks for numbers that flatter instead of work that helps someone.",
    rationale=(
        "An objective carries the purpose into the quarter. A claim of rank or greatness has no "
        "purpose behind it, so key results under it measure fame, not use. Nor has an aim that any "
        "organisation could write down unchanged, such as “Increase efficiency”."
    ),
    mend="Say what becomes better, and for whom; let the key results show that it did.",
    before="Be the market leader.",
    after="Give night-shift nurses a roster that they can rely on.",
    source="The OKR Hub, which sets a posture against an objective with a purpose behind it",
    flags=(
        said("objective", "Be the market leader"),
        said("objective", "Become the number one choice for pension funds"),
        said("objective", "Be a world-class organisation"),
        said("objective", "Become the leading voice on rail safety"),
        said("objective", "Be recognised as the best employer"),
        said("objective", "Establish ourselves as the premier brand"),
        said("objective", "Increase efficiency"),
        said("objective", "Leverage AI"),
        said("objective", "Take the top spot in parcel lockers"),
    ),
    passes=(
        said("objective", "Increase seat belt use on forest roads"),
        said("objective", "Improve reading in year three"),
        said("objective", "Give night-shift nurses a roster that they can rely on"),
        said("objective", "Parents in Leith find a nursery place close to home"),
        said("objective", "Farmers in Gulu trust our scales"),
        said("objective", "Reduce deaths from sepsis, the leading cause of death on our wards"),
        said("objective", "Make best practices from Lagos usable for clinics in Kano"),
        said(
            "key_result", "Become the first choice of 40% of surveyed farmers by June, up from 25%"
        ),
        said("vision", "To be Chile's most trusted bank among growers by 2030, as rated by them"),
    ),
)
def posture_objective(doc: Doc) -> Iterator[Hit]:
    """Flag an objective that claims rank or greatness, or that any organisation could write."""
    for read in statements(doc):
        objective = read.record.get("objective")
        if objective is None or role(read.record) != "objective":
            continue
        market = (read.record.get("slots") or {}).get("market")
        ranks = inside(doc, "rank_claims", read.span)
        if profile(doc) == "okr-guide" and ranks and market is not None:
            continue  # "the most efficient panels on the market" is a model there
        claims = claims_of(doc, read)
        main = [claim for claim in claims if _is_main(claim)]
        # "A livelier office in Rotterdam" and "A fair price on the quay" are no poses, whatever the
        # model takes them for.
        blown = any(terms(doc, read.span, name) for name in _BLOWN) and not _names_place(read)
        pose = objective["type"] == "posture" and (claims or blown)
        posture = pose or _all_it_says(doc, read, main)
        if not posture and not _is_empty(doc, read):
            continue
        span = (claims or [read.span])[0]
        instead = "how great we are" if posture else "what any organisation could say"
        fields = {"words": quoted(span.text.rstrip(" .")), "instead": instead}
        yield Hit(read.index, offsets(span), fields=fields)


# Lexicons of words that make a pose without claiming a rank.
_BLOWN = ("generality", "abstract_nouns", "buzzwords")

# Nouns that stand in the objectives of any organisation and say nothing of their own.
_ANY_NOUN = frozenset(
    "ai technology technologies data digital process processes operation operations business "
    "organisation organization company brand culture team teams system systems execution delivery "
    "strategy experience capability capabilities infrastructure platform market sales revenue "
    "practice practices level way work workflow tool tools management workforce staff employee "
    "employees user users internal external overall operational organisational organizational "
    "strategic new current existing key core continued ongoing".split()
)
_ANY_VERB = frozenset(
    "increase improve enhance strengthen optimise optimize leverage drive foster grow boost "
    "embrace harness maximise maximize accelerate advance build create develop ensure promote "
    "support transform streamline scale evolve modernise modernize expand raise continue work keep "
    "focus deliver achieve become be make innovate win succeed excel thrive unlock empower enable "
    "champion elevate cultivate nurture deepen".split()
)
_EMPTY_LEXICONS = ("abstract_nouns", "buzzwords", "generality", "hedges")
_EMPTY_WORDS = 5


def _is_empty(doc: Doc, read: Read) -> bool:
    """Return whether a short objective holds nothing but words that fit any organisation."""
    if any(q.label_ not in ("DATE", "DEADLINE") for q in inside(doc, "quantities", read.span)):
        return False
    empty = {
        i
        for name in _EMPTY_LEXICONS
        for s in terms(doc, read.span, name)
        for i in range(s.start, s.end)
    }
    words = [t for t in read.span if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM")]
    return 0 < len(words) <= _EMPTY_WORDS and all(
        token.i in empty or {token.lemma_.lower(), token.lower_} & (_ANY_NOUN | _ANY_VERB)
        for token in words
    )


def _names_place(read: Read) -> bool:
    return any(entity.label_ in ("LOC", "GPE") for entity in read.span.ents)


def _is_main(claim: Span) -> bool:
    """Return whether a claim is the predicate itself, not an aside about what it leads to."""
    token = claim.root
    while token.head.i != token.i:
        if token.dep_.partition(":")[0] in ("acl", "advcl", "ccomp", "parataxis"):
            return False
        token = token.head
    return True


def _all_it_says(doc: Doc, read: Read, claims: list[Span]) -> bool:
    """Return whether a short objective rests on a claim of rank and nothing measures it."""
    words = sum(not token.is_punct for token in read.span)
    return len(claims) > 0 and words <= 14 and not inside(doc, "quantities", read.span)


@rule(
    "OKR003",
    name="activity-key-result",
    severity="warning",
    requires=("key_results", "lexicon", "quantities"),
    profiles=("okr-hub", "okr-guide", "outside-in", "mokr"),
    message="“{words}” is work to be done, not proof that anything changed",
    question="What will be different, and for whom, because of this?",
    cost="All boxes get ticked by the end of the quarter and nothing has moved.",
    rationale=(
        "Shipping, launching, hiring, training, meeting and publishing are actions. They may be "
        "right, but once done they show only that people were busy. A key result is the evidence "
        "that the objective came closer."
    ),
    mend=(
        "Ask what the work should change, and write that change as the key result, from its value "
        "today to the value you want. The work itself goes on the team's plan."
    ),
    before="Launch the new booking page by May.",
    after="Raise bookings made without a phone call from 35% to 60% by the end of July.",
    source="The OKR Hub on activity-based key results; the OKR guide accepts counted activities",
    flags=(
        said("key_result", "Launch the new booking page by May."),
        said("key_result", "Hire two engineers for the Gdansk plant"),
        said("key_result", "Hold monthly meetings with all harbour masters"),
        said("key_result", "Publish a guide for foster parents"),
        said("key_result", "Train all branch staff in the new procedure by March"),
        said("key_result", "Write the migration plan and present it to the board"),
    ),
    passes=(
        said("key_result", "Raise bookings made without a phone call from 35% to 60% by July"),
        said("key_result", "Train midwives in Kono so that deaths fall from 31 to 15 a year"),
        said("key_result", "Complaints about late buses drop by a third before Easter"),
        said("key_result", "Launch the night line and carry 4,000 passengers a week by autumn"),
        said("key_result", "Nine out of ten patients can name their medicines"),
        said("objective", "Launch a booking page that blind travellers can use"),
    ),
)
def activity_key_result(doc: Doc) -> Iterator[Hit]:
    """Flag a key result that is only an activity; one with its measured effect is fine."""
    for read in statements(doc):
        key_result = read.record.get("key_result")
        if key_result is None or role(read.record) != "key_result":
            continue
        if key_result["type"] != "activity" or not is_work(doc, read) or _effect(doc, read):
            continue
        if read.record["baseline"] and read.record["target"]:
            continue  # its row gives both ends, so it is a level that moves
        quantities = inside(doc, "quantities", read.span)
        labels = {span.label_ for span in quantities}
        if profile(doc) == "okr-guide" and labels & {"COUNT", "PERCENT"}:
            continue
        deadline = next((q.text for q in quantities if q.label_ == "DEADLINE"), None)
        due = deadline or (f"by {read.record['due']}" if read.record.get("due") else "by [date]")
        yield Hit(
            read.index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
            suggestion=f"move [what this should change] from [today's value] to [target] {due}",
        )


def _effect(doc: Doc, read: Read) -> bool:
    """Return whether a second verb, which is no work, carries a number: the effect is measured."""
    work = {i for s in terms(doc, read.span, "activities") for i in range(s.start, s.end)}
    for quantity in inside(doc, "quantities", read.span):
        if quantity.label_ in ("DATE", "DEADLINE"):
            continue
        token = quantity.root
        while token.pos_ != "VERB" and token.head.i != token.i:
            token = token.head
        if token.pos_ == "VERB" and token.dep_ != "ROOT" and token.i not in work:
            return True
    return False
