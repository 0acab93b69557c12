"""BUZ: words that sound like strategy and say nothing that can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.reading import (
    Read,
    entries,
    inside,
    listed,
    offsets,
    own_buzzwords,
    quoted,
    statements,
    terms,
    threshold,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# A term alone is flagged from this weight on, unless it is a word that ordinary missions need.
LOUD = 0.9
# From this sum of weights on the statement talks jargon, and its ordinary words count as well.
DENSE = 4.5
# So many good things in a row are a word salad; declared values may be one more.
SALAD_FROM = 4
# Words that many plain missions use; alone they are no buzzword. On rated statements texts whose
# only term is one of these are rated jargon under 2.8 of 5.
ORDINARY = frozenset(
    (
        "accelerate", "alignment", "ambitious", "at scale", "better future", "bold", "breakthrough",
        "champion", "change lives", "collaborate", "collaboration", "collaborative",
        "collaboratively", "community engagement", "continuous improvement", "creative solution",
        "cultivate", "customer experience", "disrupt", "dynamic", "elite", "empower", "empowered",
        "empowering", "empowerment", "enrich lives", "ever-changing", "exceptional",
        "extraordinary", "footprint", "foster", "framework", "future leader", "global economy",
        "harness", "high-quality", "highest quality", "highest standard", "holistic", "initiative",
        "insightful", "inspire", "integrated", "interdisciplinary", "intuitive", "journey",
        "life-changing", "life-long learning", "lifelong learner", "make a difference", "maximize",
        "meaningful", "mindset", "nurture", "optimize", "outstanding", "passion", "passionate",
        "pioneering", "positive change", "positive energy", "positive impact", "premier",
        "professionalism", "return on investment", "roadmap", "robust", "social impact", "solution",
        "strategic", "superior", "sustainability", "sustainable development",
        "sustainable future", "thriving", "transform", "transform lives", "transformation",
        "twenty-first century", "unique", "unlock", "unsurpassed", "user experience", "vibrant",
        "visionary",
    )
)  # fmt: skip


@rule(
    "BUZ001",
    name="buzzword",
    severity="warning",
    requires=("lexicon",),
    message="“{words}” is a stock phrase: it fits any organisation",
    question="What does “{words}” mean here on a Tuesday morning?",
    cost="Everybody agrees with the word and everybody does something else.",
    rationale=(
        "Stock phrases sound decided and decide nothing. Unless someone can say what a word means "
        "in operation, it cannot settle which of two projects gets the money."
    ),
    mend="Put the plain word, or the fact that the phrase stands for.",
    before="We leverage cutting-edge technology to deliver best-in-class solutions.",
    after="We lend dairy farmers in Galway sensors that tell a sick cow two days earlier.",
    source="The OKR Hub, which bans words nobody can explain in operational terms",
    flags=(
        said("mission", "We leverage satellite images to insure herders in Mongolia."),
        said("strategy", "We will build a best-in-class ecosystem for hauliers in Poland."),
        said("vision", "A seamless, world-class experience for ferry passengers on the Aegean."),
        said("mission", "Our synergistic approach gives clinics in Lagos turnkey laboratories."),
        said("values", "Thought leadership and operational excellence guide us in the quarry."),
        said("mission", "A data-driven paradigm shift for vineyards in Mendoza."),
    ),
    passes=(
        said("mission", "We insure herders in Mongolia against the loss of their animals."),
        said("mission", "To empower deaf women in Quito to find work."),
        said("mission", "We inspire children in Cork to play chess and teach them how."),
        said("strategy", "We will sell to hauliers in Poland and stop serving courier firms."),
        said("vision", "Ferry passengers on the Aegean board without a queue by 2030."),
        said("mission", "We collaborate with two hospitals in Hanoi to train nurses."),
        said("values", "We open the books to every member who asks."),
    ),
)
def buzzword(doc: Doc) -> Iterator[Hit]:
    """Flag each stock phrase once a statement, with its repeats and its plain alternative."""
    for read in statements(doc):
        if read.record["declared"] == "slogan":
            continue
        found: dict[str, list[Span]] = {}
        own = inside(doc, "own_terms", read.span)
        for span in terms(doc, read.span, "buzzwords"):
            # What the user says of the same words counts.
            if all(span.end <= other.start or other.end <= span.start for other in own):
                found.setdefault(span.id_, []).append(span)
        loud = threshold(doc, "buzzword", LOUD)
        weights = {term: float(entries("buzzwords")[term]["weight"]) for term in found}
        dense = sum(weights.values()) >= DENSE
        for term, spans in found.items():
            if weights[term] >= loud and (dense or term not in ORDINARY):
                yield _hit(read, spans, str(entries("buzzwords")[term]["plain"]))

        yield from _own_hits(doc, read)


def _own_hits(doc: Doc, read: Read) -> Iterator[Hit]:
    """Yield the stock phrases that the user's settings add."""
    plain = own_buzzwords(doc)
    found: dict[str, list[Span]] = {}
    for span in inside(doc, "own_terms", read.span):
        found.setdefault(span.id_, []).append(span)
    for term, spans in found.items():
        yield _hit(read, spans, plain.get(term))


def _hit(read: Read, spans: list[Span], plain: str | None) -> Hit:
    words = spans[0].text
    question = suggestion = None
    if plain is None:
        pass  # the rule's own question: what does the word mean here?
    elif plain.endswith("?"):
        question = f"You write “{words}”: {plain}"
        suggestion = f"in place of “{words}” answer: {plain}"
    else:
        question = f"What would be lost if “{words}” read “{plain}”?"
        suggestion = f"for “{words}” write: {plain}"
    return Hit(
        read.index,
        offsets(spans[0]),
        related=tuple(offsets(span) for span in spans[1:]),
        question=question,
        suggestion=suggestion,
    )


@rule(
    "BUZ002",
    name="word-salad",
    severity="warning",
    requires=("lexicon",),
    message="{count} good things in a row and nobody served: {listed}",
    question="Which of {pair} wins when the two collide?",
    cost="A list that includes every good thing rules nothing out, so it guides no choice.",
    rationale=(
        "A string of safe abstract nouns has no object, no one who is served and no trade-off. "
        "Each manager picks the word that suits and calls it alignment."
    ),
    mend=(
        "Keep the one or two that would win a conflict, say what they mean in action, and name who "
        "is served by them."
    ),
    before="Innovation, excellence, integrity, teamwork and growth.",
    after="When speed and safety collide on our ferries, safety wins.",
    source="The OKR Hub on the word salad mission",
    flags=(
        said("mission", "Excellence, innovation, integrity, passion and growth."),
        said("vision", "A culture of trust, collaboration, creativity, agility and performance."),
        said("mission", "We believe in quality, leadership, respect, diversity and success."),
        said("values", "Integrity, respect, teamwork, innovation, excellence, passion, humility."),
        said("mission", "Driven by passion, purpose, innovation, quality and transformation."),
    ),
    passes=(
        said("values", "Honesty, thrift and patience."),
        said("mission", "We bake bread, rolls, cakes and biscuits for cafés in Graz."),
        said("mission", "To give orphans in Kampala safety, health, education and hope."),
        said("values", "Respect: we knock before we enter a resident's room."),
        said("vision", "By 2030 wages, safety, training and pensions in our mills are audited."),
        said("key_result", "Raise satisfaction with quality, speed and safety from 60% to 80%."),
        said("mission", "We repair roofs, gutters, chimneys and windows in Whitby."),
    ),
)
def word_salad(doc: Doc) -> Iterator[Hit]:
    """Flag a list of four or more abstract good things in a text that serves no one."""
    for read in statements(doc):
        if read.record["declared"] in ("slogan", "key_result"):
            continue
        # Values are lists by nature; more than four of them are too many to choose by.
        most = threshold(doc, "word-salad", SALAD_FROM)
        enough = most + (read.record["declared"] == "values")
        run = _longest_run(doc, read, enough)
        if _items(run) < enough or _serves_someone(doc, read, run):
            continue
        names = [span.text.lower() for span in run]
        yield Hit(
            read.index,
            (run[0].start_char, run[-1].end_char),
            fields={
                "count": str(len(run)),
                "listed": quoted(listed(names)),
                "pair": f"“{names[0]}” and “{names[1]}”",
            },
        )


# Said in one breath: "diversity, equity and inclusion" is one good thing.
_ONE_BREATH = frozenset("diversity equity inclusion accessibility belonging inclusivity".split())


def _items(run: list[Span]) -> int:
    """Return how many good things a list names."""
    together = sum(span.id_ in _ONE_BREATH for span in run)
    return len(run) - max(together - 1, 0)


_GLUE = frozenset((",", ";", "and", "&", "or", "with", "/", "|", "•", "·", "-", "–", ".", ":"))


def _longest_run(doc: Doc, read: Read, enough: float) -> list[Span]:
    """Return the longest list of abstract nouns with nothing between them but list marks.

    One adjective or article may stand before a noun: "operational excellence". A text with fewer
    than enough of them in all is not looked at.
    """
    good = {span.end - 1: span for span in terms(doc, read.span, "abstract_nouns")}
    if len(good) < enough:
        return []
    best: list[Span] = []
    run: list[Span] = []
    loose = 0
    for token in read.span:
        if token.i in good:
            run.append(good[token.i])
            loose = 0
        elif token.lower_ in _GLUE:
            loose = min(loose, 1)
        elif token.pos_ in ("ADJ", "DET", "VERB", "NOUN", "ADV") and loose < 2 and run:
            loose += 1  # the adjective of the next noun, or an item that the lexicon lacks
        else:
            best, run, loose = max(best, run, key=len), [], 0
    return max(best, run, key=len)


def _serves_someone(doc: Doc, read: Read, run: list[Span]) -> bool:
    """Return whether the text names a person, a place or a thing apart from the list."""
    listed_tokens = {i for span in run for i in range(span.start, span.end)}
    general: Mapping[str, Mapping[str, object]] = entries("beneficiaries")
    for span in terms(doc, read.span, "beneficiaries"):
        if general[span.id_]["category"] == "specific" and span.start not in listed_tokens:
            return True
    vague = {
        i
        for name in ("abstract_nouns", "buzzwords", "generality", "rank_claims", "beneficiaries")
        for span in terms(doc, read.span, name)
        for i in range(span.start, span.end)
    }
    concrete = [
        token
        for token in read.span
        if token.i not in vague
        and (token.pos_ in ("NOUN", "NUM") or (token.ent_type_ and token.dep_ != "nsubj"))
        and token.lemma_.lower() not in _FRAMES
    ]
    return len(concrete) > max(1, len(run) // 4)


_FRAMES = frozenset(
    "mission vision purpose value culture company organization organisation team people work way"
    " world aim goal business principle belief core pillar spirit heart foundation commitment"
    " everything day".split()
)
