"""KND005 and VAG005: texts that stay true whoever says them, and ends that nobody could see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import pinned, served, timed, word_count
from analyzer.rules.reading import Read, inside, offsets, quoted, role, statements

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A headline has at most so many words.
_HEADLINE = 8
# A shorter vision is no picture, only a headline.
_PICTURE = 5


@rule(
    "KND005",
    name="recycled-slogan",
    severity="warning",
    requires=("lexicon", "kind", "slots"),
    message="“{words}” is a headline that stays true under any company's name",
    question="Who would disagree with “{words}”, and which competitor could not say it too?",
    cost="It is remembered and decides nothing: everyone nods and carries on as before.",
    rationale=(
        "A slogan may carry a statement; it cannot replace one. Words that fit a bank, a bakery "
        "and a ministry alike say neither what is done nor for whom, so nothing follows from them."
    ),
    mend=(
        "Keep the line as the headline if people like it. Write under it what you do, for whom "
        "and to what end, in words that would be false for your neighbour."
    ),
    before="Together for a better tomorrow.",
    after="We insure beekeepers in Slovenia against the loss of a winter's hives.",
    source="The OKR Hub on the recycled slogan",
    flags=(
        said("mission", "Together for a better tomorrow."),
        said("vision", "Shaping the future."),
        said("mission", "Inspiring possibilities every day."),
        said("vision", "Beyond expectations."),
        said("mission", "We make it happen."),
        said("mission", "Passion. Progress. People."),
        "Imagine more.",
    ),
    passes=(
        said("slogan", "Together for a better tomorrow."),
        said("mission", "We insure beekeepers in Slovenia."),
        said("vision", "No child in Skopje goes to bed hungry."),
        said("mission", "To eradicate river blindness."),
        said("values", "Courage over comfort."),
        said("objective", "Better teamwork."),
        said("mission", "Bread for night shifts."),
        said("vision", "To be the leading provider."),
    ),
)
def recycled_slogan(doc: Doc) -> Iterator[Hit]:
    """Flag a headline in a statement's place, all of whose words fit any organisation."""
    for read in statements(doc):
        if not _stands_for_a_statement(read) or word_count(read) > _HEADLINE:
            continue
        if inside(doc, "rank_claims", read.span) or timed(doc, read):
            continue
        if pinned(doc, read) or served(doc, read, category="specific"):
            continue
        if read.span[0].lower_ in _ASKING:
            continue  # a heading that was taken for a statement
        if any(t.lower_ in _ABSENT or t.lemma_.lower() in _TRADES for t in read.span):
            continue
        words = quoted(read.span.text.strip().rstrip(".!"))
        yield Hit(
            read.index,
            offsets(read.span),
            fields={"words": words},
            suggestion=f"{words}: we [do what] for [whom] so that [what changes for them].",
        )


_ASKING = frozenset(("why", "what", "who", "how", "our", "see", "read", "mission", "vision"))
_ABSENT = frozenset(("no", "without", "nobody", "free", "zero", "end"))
# Abstract as they are, these name what is worked on.
_TRADES = frozenset(
    "health healthy healthcare art arts education environment freedom justice music science food"
    " water peace learning faith freedom poverty nature safety law research literacy".split()
)


def _stands_for_a_statement(read: Read) -> bool:
    """Return whether a text is called mission or vision, or nothing while it is no other kind."""
    declared = read.record["declared"]
    if declared is not None:
        return declared in ("mission", "vision", "merged")
    return role(read.record) in (None, "mission", "vision", "slogan")


@rule(
    "VAG005",
    name="unobservable-end-state",
    severity="note",
    requires=("lexicon", "quantities", "kind", "slots"),
    message="Nobody could observe whether “{words}” has come true",
    question="On the day it came true, what would a stranger see that cannot be seen today?",
    cost="Some will say it is reached and some that it never can be, and both are right.",
    rationale=(
        "A vision directs effort when people can picture the place it leads to. “Thriving”, "
        "“better” and “full potential” are judgements: two honest people standing in the same "
        "place would not agree whether it has been reached."
    ),
    mend=(
        "Walk through the place on the day: say who does what there that they cannot do now, "
        "and what is no longer to be found."
    ),
    before="A thriving community where everyone reaches their full potential.",
    after="Every school leaver in Paisley has work, a trade or a place to study within a year.",
    source="The OKR Hub: a vision is observably different from today",
    flags=(
        said("vision", "A thriving community where everyone reaches their full potential."),
        said("vision", "A better world for all people."),
        said("vision", "A society in which all individuals flourish and succeed."),
        said("vision", "To be a vibrant and inspiring organisation that makes a difference."),
        said("vision", "A future full of hope, dignity and opportunity for every person."),
        said("vision", "Our vision is a strong, resilient and empowered community."),
        said("vision", "By 2034 the soul of our theatre will shine."),
    ),
    passes=(
        said("vision", "Every school leaver in Paisley has work within a year."),
        said("vision", "A valley in which nobody burns wood for heat."),
        said("vision", "By 2035 all of our ferries run on hydrogen."),
        said("vision", "Salmon spawn again above the weir."),
        said("vision", "Every family in Duhok has a home and hope."),
        said("vision", "Our rivers are as healthy and rich as they once were."),
        said("mission", "A better world for all people."),
        said("vision", "A country without landmines."),
        said("objective", "Staff thrive."),
    ),
)
def unobservable_end_state(doc: Doc) -> Iterator[Hit]:
    """Flag a vision made of judgements alone: nothing in it could be seen, counted or missed."""
    for read in statements(doc):
        if role(read.record) != "vision" or word_count(read) < _PICTURE:
            continue
        # A date says when to look, not what is to be seen.
        counted = any(
            q.label_ not in ("DATE", "DEADLINE", "PERIOD")
            for q in inside(doc, "quantities", read.span)
        )
        if counted or inside(doc, "rank_claims", read.span):
            continue
        soft = [token for token in read.span if _judges(token)]
        if soft and not _observable(doc, read):
            first, last = soft[0], soft[0]
            yield Hit(
                read.index,
                (first.idx, last.idx + len(last)),
                related=tuple((t.idx, t.idx + len(t)) for t in soft[1:]),
                fields={"words": quoted(read.span.text.strip().rstrip("."), limit=80)},
                suggestion="By [year] [who] can [do what they cannot do now].",
            )


# Words that judge a state and do not show it.
_JUDGEMENTS = frozenset(
    "thrive thriving flourish flourishing better best potential vibrant prosperous prosper healthy"
    " strong stronger resilient empowered empower sustainable inclusive equitable dignity hope"
    " opportunity opportunities success successful succeed excellence excellent difference brighter"
    " bright inspiring inspire inspired fulfil fulfill fulfilled fulfilling happy happiness just"
    " peaceful respect respected harmony positive meaningful great greatness innovative dynamic"
    " value valued values wellbeing well-being quality lead leader transform transformed impact"
    " enrich enriched abundant connected engaged compassionate caring unity prosperity justice"
    " equality equity peace fair fairness love loved wholeness good feel belong belonging matter"
    " believe dream beautiful wonderful harmonious celebrate celebrated admired trust trusted"
    " excellence world-class seamless smart smarter human wisdom joy joyful passion passionate"
    " creative creativity vital vitality modern meaning true truly proud pride optimal"
    " possibility possibilities flourishing culture relevant relevance balance balanced"
    " understanding consciousness inspired progress confidence confident bold agile".split()
)
# What goes on inside people and houses, and what only a figure of speech can do.
_INNER = frozenset(
    "spirit heart soul dna identity essence mindset attitude ethos consciousness destiny greatness"
    " embody shine beacon magic think differently centred centered centric driven minded awake"
    " potential feeling mood pulse heartbeat aura calling light warmth".split()
)
# What anybody can see that somebody has or lacks.
_MATERIAL = frozenset(
    "home house housing livelihood food meal water shelter job roof bed income land clothes"
    " electricity doctor nurse medicine vaccine school toilet road bread wage salary degree diploma"
    " passport vote family".split()
)
_NO_BOUNDS = frozenset("limit limits bound bounds boundary boundaries end".split())


def _judges(token: Token) -> bool:
    words = (token.lower_, token.lemma_.lower())
    return any(word in _JUDGEMENTS or word in _INNER for word in words)


# Verbs that show nothing: what a stranger sees is the same before and after.
_INWARD = frozenset(
    "be become have feel believe matter belong dream embrace celebrate inspire empower transform"
    " shape value respect live exist grow support enhance improve help foster promote connect care"
    " thrive flourish reach attain realize realise fulfil fulfill achieve unlock create make build"
    " envision envisage see imagine strive aspire lead enrich encourage contribute provide ensure"
    " enable discover explore unite succeed prosper benefit enjoy experience share honor honour"
    " exceed touch bring cultivate nurture develop recognize recognise elevate advance define"
    " redefine accept welcome trust admire love know known understand appreciate give let turn move"
    " drive serve work spread raise strengthen deliver harness offer want seek push set think stand"
    " mean breathe surround embody shine ignite awaken hold find unfold radiate".split()
)
# Words of place and company that any vision may hold; they show no state.
_SCENERY = frozenset(
    "community city town region county district state country nation school university college"
    " hospital church company association foundation centre center vision member child family"
    " student woman youth citizen resident employee customer client partner humanity planet"
    " generation neighborhood neighbourhood region environment economy culture lifelong personal"
    " social local industry sector field mind heart soul spirit conversation standard society"
    " global economic human collective shared equal own entire diverse education truly deep deeper"
    " inside outside inner energy hand oneself itself".split()
)
_TIMES = frozenset("decade year century generation birthday anniversary end time month".split())
# A vision may name its subject, and a longer one a second; more than that can be looked at.
_SUBJECTS, _LONGER = 1, 14


def _observable(doc: Doc, read: Read) -> bool:
    """Return whether any word shows something: an act, an absence, several things."""
    for token in read.span:
        following = token.nbor(1).lower_ if token.i + 1 < read.span.end else ""
        if token.lower_ in _ABSENT and following not in _NO_BOUNDS:
            return True
        if token.lower_ in ("never", "than", "only", "last", "once"):
            return True
        placed = any(c.dep_ == "case" and c.lower_ == "in" for c in token.children)
        had = token.dep_.startswith(("obj", "conj")) or placed
        if token.lemma_.lower() in _MATERIAL and token.pos_ == "NOUN" and had:
            return True
    people = {i for span in served(doc, read) for i in range(span.start, span.end)}
    rest = [t for t in read.span if t.i not in people and not _judges(t)]
    if any(t.pos_ == "VERB" and t.lemma_.lower() not in _INWARD for t in rest):
        return True
    things = [
        token
        for token in pinned(doc, read)
        if token in rest
        and token.pos_ in ("NOUN", "ADJ", "NUM", "X")
        and token.lemma_.lower() not in _SCENERY
        and not token.ent_type_
        and not token.like_num
        and token.lemma_.lower() not in _TIMES
    ]
    return len(things) > _SUBJECTS + (word_count(read) > _LONGER)
