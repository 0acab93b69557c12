"""OKR: a number or a task where the aim should stand, a result that nobody can check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.claims import claims_of
from analyzer.rules.reading import Read, inside, offsets, quoted, role, statements, terms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_AMOUNTS = frozenset(("PERCENT", "MONEY", "COUNT", "RATE", "RANGE"))


@rule(
    "OKR002",
    name="quantified-objective",
    severity="note",
    requires=("objectives", "lexicon", "quantities"),
    profiles=("okr-hub", "stoner", "outside-in", "mokr"),
    message="“{words}” is a number to hit, where the aim behind it should stand",
    question="Why does this number matter, and to whom?",
    cost="Once the number is all there is, people reach it in ways that help no one.",
    rationale=(
        "An objective says in plain words what should become better. The number belongs to the key "
        "results: several of them check one aim, and one that is gamed shows against the others."
    ),
    mend="Write what gets better, and for whom; move the number into a key result below it.",
    before="Increase blood donations by 30%.",
    after="No ward in the valley has to postpone an operation for want of blood.",
    source="The OKR Hub on objectives; the OKR guide models counted objectives",
    flags=(
        said("objective", "Increase blood donations by 30%"),
        said("objective", "Reach 5,000 subscribers by the end of June"),
        said("objective", "Cut energy costs from €90,000 to €60,000"),
        said("objective", "Raise ticket sales by a quarter to $2 million"),
        said("objective", "Grow membership to 12,000"),
        said("objective", "Achieve an occupancy of 85%"),
    ),
    passes=(
        said("objective", "No ward in the valley postpones an operation for want of blood"),
        said("objective", "Make the first week easy for new apprentices"),
        said("objective", "Families in Split can reach a doctor within 24 hours"),
        said("objective", "Parents trust our night bus 12"),
        said("key_result", "Increase blood donations by 30% before June"),
        said("mission", "We collect blood from 4,000 donors for the valley's hospitals."),
    ),
)
def quantified_objective(doc: Doc) -> Iterator[Hit]:
    """Flag an objective whose predicate moves, reaches or delivers an amount."""
    for read in statements(doc):
        objective = read.record.get("objective")
        if objective is None or role(read.record) != "objective":
            continue
        amount = _number_to_hit(doc, read)
        if amount is None:
            continue
        yield Hit(
            read.index, offsets(amount), fields={"words": quoted(read.span.text.rstrip(" ."))}
        )


def _number_to_hit(doc: Doc, read: Read) -> Span | None:
    """Return the amount that an objective's predicate moves, reaches or delivers, if it does."""
    quantities = inside(doc, "quantities", read.span)
    amounts = [q for q in quantities if q.label_ in _AMOUNTS and not _only_names(q)]
    levels = {i for s in terms(doc, read.span, "changes") for i in range(s.start, s.end)}
    moves = read.span.root.i in levels or read.span.start in levels
    counted = any(_is_object(q, read) for q in amounts)
    if amounts and (moves or counted or read.record["objective"]["type"] == "metric"):
        return amounts[0]
    return None


def _is_object(amount: Span, read: Read) -> bool:
    """Return whether the main verb acts on what is counted: "open five clinics"."""
    token = amount.root
    while token.dep_ in ("nummod", "compound", "nmod") and token.head.i != token.i:
        token = token.head
    return token.dep_ == "obj" and token.head.i in (read.span.root.i, read.span.start)


def _only_names(amount: Span) -> bool:
    """Return whether a number belongs to a name, describes something, or counts what is there.

    "The National 800 Number", "two-factor login", "the eleven rural stations".
    """
    doc, before = amount.doc, amount.start - 1
    hyphened = amount.end > amount.start + 1 and doc[amount.start + 1].text == "-"
    if amount.label_ == "COUNT" and hyphened:
        return True
    if before < 0:
        return False
    if amount.label_ == "COUNT" and doc[before].lower_ in _KNOWN:
        return True
    goes_on = amount.end > amount.start + 1 and doc[amount.start + 1].is_title
    return bool(doc[before].is_title and (doc[before].pos_ == "PROPN" or goes_on))


_KNOWN = frozenset("the our its their these those both all my your".split())


@rule(
    "OKR004",
    name="unmeasurable-key-result",
    severity="warning",
    requires=("key_results", "lexicon", "quantities"),
    message="“{words}” names no number and no end that can be checked",
    question="On the last day, what would we look at to say whether this came true?",
    cost="The review becomes a debate about opinions, and the loudest one decides.",
    rationale=(
        "A key result is evidence. Without a number, or an end state that anybody can look up, two "
        "people can honestly disagree about whether it was reached."
    ),
    mend="Name what is counted, where it stands and where it should stand; or a checkable end.",
    before="Improve how clients feel about our help line.",
    after="Clients who rate the help line 4 or 5 of 5 rise from 58% to 75% by the end of May.",
    source="The OKR Hub on key results that cannot be measured; the OKR guide on SMART ones",
    flags=(
        said("key_result", "Improve how clients feel about our help line"),
        said("key_result", "Better cooperation between day and night shift"),
        said("key_result", "Customers are happier with our service"),
        said("key_result", "Strengthen trust among growers"),
        said("key_result", "Significantly increase awareness of the food bank"),
        said("key_result", "Reduce stress in the emergency team"),
    ),
    passes=(
        said("key_result", "Clients who rate the help line 4 or 5 rise from 58% to 75% by May"),
        said("key_result", "No child in Bergen waits for a place in September"),
        said("key_result", "All lifts in the station work on 1 March"),
        said("key_result", "Halve the number of missed appointments"),
        said("key_result", "Launch the new booking page by May"),
        said("objective", "Improve how clients feel about our help line"),
    ),
)
def unmeasurable_key_result(doc: Doc) -> Iterator[Hit]:
    """Flag a key result without a number or a closed end; work as such is OKR003's business."""
    from analyzer.annotators.okr_levels import has_end

    for read in statements(doc):
        key_result = read.record.get("key_result")
        if key_result is None or role(read.record) != "key_result":
            continue
        if key_result["target"] or key_result["baseline"] or key_result["measurable"]:
            continue
        if is_work(doc, read) or has_end(read.span):
            continue
        yield Hit(
            read.index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
            suggestion="move [what is counted] from [today's value] to [target] by [date]",
        )


def is_work(doc: Doc, read: Read) -> bool:
    """Return whether a key result names work: OKR003 asks about that, OKR004 about the rest.

    Either it opens with a verb of activity, or the model takes it for an activity and it names one,
    or a thing to be handed over. "Make returns rare" ends in a state, "clearer letters" moves a
    level, and "pass the audit" ends in a paper that others issue; none of them is work.
    """
    from analyzer.annotators.okr_levels import gains_proof, is_open
    from analyzer.annotators.okr_words import VERB_CLASSES

    root = read.span.root
    ends_in_state = root.lemma_.lower() == "make" and any(c.dep_ == "xcomp" for c in root.children)
    if ends_in_state or is_open(read.span) or gains_proof(read.span):
        return False
    work = terms(doc, read.span, "activities")
    if any(s.start <= read.span.start + 1 for s in work):
        return True
    first = set(VERB_CLASSES.get(read.span[0].lemma_.lower(), ()))
    known = root.pos_ not in ("VERB", "AUX") or len(work) > 0 or bool(first & _WORK)
    return read.record["key_result"]["type"] == "activity" and known


# Classes of verbs that are work, whatever comes of it.
_WORK = frozenset(("produce", "finish", "staff", "gathering", "think", "ongoing"))


@rule(
    "OKR010",
    name="task-objective",
    severity="note",
    requires=("objectives", "lexicon", "quantities"),
    profiles=("okr-hub", "outside-in", "mokr"),
    message="“{words}” is a piece of work, where the aim behind it should stand",
    question="Once this is done, what will be better, and for whom?",
    cost="The work gets finished, and nobody asks whether it was the right work.",
    rationale=(
        "An objective says what should improve and leaves the way open. With the work fixed "
        "beforehand, the key results under it can only track progress on the plan."
    ),
    mend="Ask what the work is for and write that; keep the work as one way of getting there.",
    before="Introduce a new appointment system.",
    after="Patients get an appointment without queuing before dawn.",
    source="The OKR Hub on objectives; Stoner and the OKR guide accept goals that are actions",
    flags=(
        said("objective", "Introduce a new appointment system"),
        said("objective", "Launch the mobile library in the northern villages"),
        said("objective", "Write a handbook for volunteers"),
        said("objective", "Migrate all records to the new database"),
        said("objective", "Hire a head of fundraising"),
        said("objective", "Build a second workshop in Oulu"),
    ),
    passes=(
        said("objective", "Patients get an appointment without queuing before dawn"),
        said("objective", "Make the first week easy for new apprentices"),
        said("objective", "Become the market leader"),
        said("objective", "Villagers in the north can borrow the books that they want"),
        said("key_result", "Launch the mobile library in the northern villages"),
        said("strategy", "Build a second workshop in Oulu"),
    ),
)
def task_objective(doc: Doc) -> Iterator[Hit]:
    """Flag an objective that names work to deliver and no reason for it."""
    for read in statements(doc):
        objective = read.record.get("objective")
        if objective is None or role(read.record) != "objective" or objective["type"] != "task":
            continue
        if not _opens_with_work(doc, read) or _names_aim(doc, read):
            continue
        if claims_of(doc, read):
            continue  # OKR001 asks what the claim means
        if _number_to_hit(doc, read) is not None:
            continue  # OKR002 asks why that number matters, which the work cannot answer either
        yield Hit(
            read.index,
            offsets(read.span),
            fields={"words": quoted(read.span.text.rstrip(" ."))},
        )


def _opens_with_work(doc: Doc, read: Read) -> bool:
    """Return whether a verb of work is the main verb or the first word."""
    from analyzer.annotators.objectives import STARTS
    from analyzer.annotators.okr_words import VERB_CLASSES

    work = [s for s in terms(doc, read.span, "activities") if s.id_ not in ("maintain", "make")]
    first, root = read.span[0], read.span.root.i
    if any(s.start <= root < s.end or s.start <= read.span.start + 1 for s in work):
        return True
    lemma = first.lemma_.lower()
    aims = not _AIMS.isdisjoint(VERB_CLASSES.get(lemma, ()))
    return first.i == root and first.tag_ in ("VB", "VBP") and (lemma in STARTS or not aims)


# Classes of verbs that say what becomes of something; any other imperative is work.
_AIMS = frozenset(("change", "better", "reach", "keep", "state", "use"))


def _names_aim(doc: Doc, read: Read) -> bool:
    """Return whether a clause of purpose or effect says what the work is for."""
    from analyzer.annotators.okr_words import VERB_CLASSES

    text = f" {read.span.text.lower()} "
    if any(cue in text for cue in (" so that ", " so ", " in order to ", " to help ", " to let ")):
        return True
    changes = {i for s in terms(doc, read.span, "changes") for i in range(s.start, s.end)}
    return any(
        (token.i in changes or not _BETTER.isdisjoint(VERB_CLASSES.get(token.lemma_.lower(), ())))
        and token.nbor(-1).lower_ == "to"
        and token.tag_ == "VB"
        for token in read.span
        if token.i > read.span.start + 1
    )


_BETTER = frozenset(("change", "better"))
