"""MIS: missions that leave one of their four questions open, or look at themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import loose_tokens, names_somebody, served, word_count
from analyzer.rules.reading import (
    Read,
    inside,
    offsets,
    profile,
    quoted,
    role,
    statements,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

QUESTIONS: Mapping[str, str] = {
    "whom": "Whom do you serve, and who is not among them?",
    "why": "Why is it needed: what would be worse if you closed tomorrow?",
    "what": "What do you do or offer that they could not get without you?",
    "impact": "What will be lastingly different for them once it works?",
}
_MISSING = {
    "whom": "whom it serves",
    "why": "why it is needed",
    "what": "what is done",
    "impact": "what lastingly changes",
}
_FORMS = {
    "whom": "for [whom]",
    "why": "because [the need]",
    "what": "by [what you do]",
    "impact": "so that [what is different for them]",
}
_SHORTEST = 5  # words; a shorter one is a headline, and its gaps are those of a headline


@rule(
    "MIS001",
    name="unanswered-mission-question",
    severity="note",
    requires=("answers", "lexicon"),
    message="The mission does not say {missing}",
    question="Which answer is missing: whom you serve, with what, or to what effect?",
    cost="Each reader fills the gap with their own answer, and nobody notices that they differ.",
    rationale=(
        "A mission has four things to tell: the people it is for, the need behind it, what they "
        "are given, and what lasts. What it does not tell, each department fills in for itself."
    ),
    mend="Add the few words that answer the missing question; leave the rest as it stands.",
    before="We repair hearing aids.",
    after=(
        "We repair hearing aids for pensioners in Gdynia who cannot pay for new ones, so that they "
        "stay part of the talk at the table."
    ),
    source="The article on mission-driven OKRs and its four questions",
    flags=(
        said("mission", "We repair hearing aids in a workshop near the harbour."),
        said("mission", "To publish tide tables, charts and pilot books."),
        said("mission", "We run a night bus between the villages and the hospital."),
        said("mission", "We teach bricklaying to former prisoners in Porto."),
        said("mission", "Our mission is to give refugees in Malmö free legal advice."),
        said("mission", "To improve the lives of widows in Mombasa."),
    ),
    passes=(
        said(
            "mission",
            "We lend ploughs to tenant farmers in Sylhet because no bank lends to them, so that "
            "they keep what they grow.",
        ),
        said(
            "mission",
            "We give deaf children in Tbilisi hearing aids and speech lessons so that they can "
            "learn beside their friends.",
        ),
        said("vision", "By 2035 every pensioner in Gdynia hears well."),
        said("objective", "Repairs of hearing aids take less time."),
        said("values", "We answer the door."),
        said("slogan", "Hear again."),
        "We hear you.",
    ),
)
def unanswered_mission_question(doc: Doc) -> Iterator[Hit]:
    """Ask a mission for the most important of its four questions that no words answer."""
    for read in statements(doc):
        answers = read.record.get("answers")
        if answers is None or role(read.record) != "mission" or word_count(read) < _SHORTEST:
            continue
        if not any(token.is_stop for token in read.span):
            continue  # no sentence of English goes without any of its small words
        missing = [q for q in QUESTIONS if answers.get(q) is None and not _hinted(doc, read, q)]
        if "what" in missing and answers["impact"] is None and answers["why"] is None:
            missing.remove("what")  # no verb was found at all: the parse is to blame
        asked = _most_important(read, missing)
        if asked is None:
            continue
        found = sorted({tuple(a) for a in answers.values() if a is not None})
        yield Hit(
            read.index,
            None,
            related=tuple((start, end) for start, end in found),
            fields={"missing": _MISSING[asked]},
            question=QUESTIONS[asked],
            suggestion=f"add: {_FORMS[asked]}",
        )


# A mission of so many words may leave its reason and its effect to be understood from the rest.
_BARE = 16


def _most_important(read: Read, missing: list[str]) -> str | None:
    """Return the one open question that is worth asking, or None.

    Whom and what come first. Why and to what effect are only asked of a bare service: a short
    mission of one clause, in which neither is answered.
    """
    if "whom" in missing or "what" in missing:
        return "whom" if "whom" in missing else "what"
    clauses = read.record.get("clauses") or []
    bare = word_count(read) <= _BARE and len(clauses) <= 1
    return "impact" if bare and {"why", "impact"} <= set(missing) else None


# Openings of a lasting effect, and of a reason, wherever they stand in the sentence.
_EFFECTS = (
    "so that", "so they", "leading to", "resulting in", "enable", "allow", "help", "until",
    "in order", "ensur", "empower", "improv", "change lives", "advance", "benefit", "toward",
    "giving", "result in", "lead to", " so ", "contribut",
)  # fmt: skip
_REASONS = ("because", " since ", "need", "believ", "too many", "cannot", "lack", "otherwise")
# Words of work that stand as nouns or behind other verbs: something is done, whatever the grammar.
_WORK = (
    "through", " by ", " via ", "servic", "program", "educat", "advoca", "train", "research",
    "support", "activit", "provid", "offer", "teach", "care", "counsel", "event", "resourc",
    "product", "perform", "publish", "operat", "fund", "grant", "workshop", "class", "organiz",
)  # fmt: skip


def _hinted(doc: Doc, read: Read, question: str) -> bool:
    """Return whether words that the grammar missed may answer a question; then it is not asked."""
    words = read.span.text.lower()
    if question == "whom":
        # A named place or institution, or the public at large, is served as well as people are.
        named = any(token.pos_ == "PROPN" and token.i > read.span.start for token in read.span)
        return named or names_somebody(doc, read) or any(w in words for w in _ANYBODY)
    if question == "what":
        return any(work in words for work in _WORK)
    if question == "impact":
        return any(opening in words for opening in _EFFECTS)
    return any(opening in words for opening in (*_REASONS, *_EFFECTS))


_ANYBODY = (
    "communit", "public", "society", "world", "humanit", "mankind", " all", "every", "anyone",
    "animal", "others", "nation", "state", "region", "area", "industry", "market", "those ",
    "people", "famil", "customer", "client", "member", "us ", "audience", "neighbo",
)  # fmt: skip


# Those inside the house: naming them serves nobody outside.
_INSIDERS = frozenset(
    (
        "shareholder", "shareowner", "investor", "owner", "staff", "employee", "stakeholder",
        "company", "organization", "business", "team member", "our people", "associate",
        "colleague", "partner", "the world", "nation", "donor", "supporter", "group", "audience",
    )
)  # fmt: skip
# What a house gains for itself; nobody outside is better off for it.
_GAINS = frozenset(
    "revenue profit profitability turnover margin valuation dividend earnings dominance ebitda"
    " competitiveness growth prestige fame supremacy sheet discipline listing capitalisation"
    " capitalization".split()
)
# These are the house's own only where it says so: "our brand".
_OWN_GAINS = frozenset(
    "share footprint reputation brand return portfolio size position market income wealth value"
    " future finance performance success network capacity efficiency result independence budget"
    " endowment asset cost visibility profile membership name heritage status presence standing"
    " base strength ranking leadership sale company firm place business operation stake".split()
)
_GAIN_VERBS = frozenset(
    "grow maximize maximise increase expand double triple raise boost extend strengthen achieve"
    " gain win dominate become protect defend drive deliver generate build create outgrow beat"
    " capture enhance improve outperform scale secure optimise optimize keep acquire attain earn"
    " reach maintain consolidate sustain cement make lift push quadruple preserve advance"
    " ensure polish burnish".split()
)
_WINNING = frozenset(
    "win attract gain retain beat acquire capture take outperform overtake".split()
)
_ADMIRING = frozenset("admire know recognise recognize respect envy see regard view prefer".split())
_REWARDS = frozenset("reward benefit pay return provide give".split())
_OWN = frozenset(("our", "its", "shareholder", "investor", "company"))
# Those who own the house or are to run it, whatever the lexicon calls them.
_OWNERS = frozenset("founding founder owning owner investor partner shareholder".split())
# What others do with a house that is to be admired; a clause that says so describes no work.
_LOOKING = frozenset(
    "admire know recognise recognize respect envy see regard view prefer talk love trust want own"
    " notice remember be measure rate rank judge".split()
)
_HOUSES = frozenset(
    "company business firm group brand name employer player force organisation organization"
    " enterprise corporation house institution powerhouse household".split()
)


@rule(
    "MIS002",
    name="inside-out",
    severity="warning",
    requires=("kind", "lexicon", "slots", "answers"),
    message="The mission is about ourselves (“{words}”); nobody outside is served",
    question="What do we do for whom, and would they miss it?",
    cost="People inside learn to serve the figure; people outside see no reason to care.",
    rationale=(
        "A mission is what an organisation does for others. Growth, rank and returns may follow "
        "from it, but they give no one outside a reason to buy, give or join, and they do not tell "
        "staff which customer to help first."
    ),
    mend="Start from those outside: name them, say what you do for them, and let growth follow.",
    before="To become the biggest chain of bakeries in Bohemia and double our margin.",
    after="We bake rye bread before six so that night shifts in Plzeň have a warm breakfast.",
    source="The article on outside-in missions",
    flags=(
        said("mission", "To double our revenue and become the biggest tyre dealer in Silesia."),
        said("mission", "We exist to maximise shareholder value through growth and discipline."),
        said("mission", "Our mission is to be the number one cement company in the Balkans."),
        said("mission", "To expand our market share and strengthen our brand."),
        said("mission", "To be recognised as the most admired logistics group."),
        said("mission", "To grow our business profitably and to reward our investors."),
        said("mission", "To double in size and to stay independent."),
        said("mission", "To become a brand that everybody knows."),
    ),
    passes=(
        said("mission", "We bake rye bread before six for the night shifts in Plzeň."),
        said("mission", "To be the most trusted pharmacy for pensioners in Łódź."),
        said("mission", "We grow seedlings and sell them to vineyards in Moravia."),
        said("vision", "By 2031 we are the largest tyre dealer in Silesia by tyres sold."),
        said("objective", "Our revenue grows."),
        said("mission", "To protect the market hall of Turku and the traders in it."),
        said("values", "We share our profit."),
    ),
)
def inside_out(doc: Doc) -> Iterator[Hit]:
    """Flag a mission whose words are about the organisation's own gain and about no one else."""
    for read in statements(doc):
        if role(read.record) != "mission" or _outsiders(doc, read):
            continue
        found = [*_gains(read), *_ranks(doc, read)]
        if not found or (profile(doc) == "okr-guide" and _leads_in_a_field(doc, read)):
            continue
        found.sort(key=lambda span: span.start)
        yield Hit(
            read.index,
            offsets(found[0]),
            related=tuple(offsets(span) for span in found[1:]),
            fields={"words": quoted(found[0].text)},
            suggestion="We [do what] for [whom] so that [what is better for them].",
        )


_REACH = 8  # words between a verb and what it gains


# A history of the house tells its rank beside much else; a mission of so many words is one.
_HISTORY = 45
# A rank claimed for what is offered is about the buyer's gain as well.
_OFFERS = frozenset("solution software product service platform experience price tool".split())


def _ranks(doc: Doc, read: Read) -> list[Span]:
    """Return the claims of rank that are about the house itself."""
    if word_count(read) > _HISTORY:
        return []
    claims = inside(doc, "rank_claims", read.span)
    return [s for s in claims if s[-1].lemma_.lower() not in _OFFERS and not _is_described(s.root)]


def _outsiders(doc: Doc, read: Read) -> bool:
    """Return whether a text names anyone outside the house who is served."""
    people = [
        span
        for span in served(doc, read)
        if span.id_ not in _INSIDERS or (span.id_ in _HOUSES and span.root.tag_ == "NNS")
    ]
    if any(_is_served(span.root) for span in people):
        return True
    known = {i for span in served(doc, read) for i in range(span.start, span.end)}
    loose = loose_tokens(doc, read) | known
    for token in read.span:
        if token.i in loose or token.pos_ not in ("NOUN", "PROPN"):
            continue
        behind = any(c.lower_ == "for" and c.i < token.i for c in token.children)
        if behind and token.lemma_.lower() not in _GAINS | _OWN_GAINS | _HOUSES:
            return True
    return False


def _is_served(token: Token) -> bool:
    """Return whether people are the ones helped; not those who admire, or who are to be won."""
    verb = _governing_verb(token)
    behind = {c.lower_ for c in token.children}
    near = [c for c in token.children if c.dep_ in ("amod", "compound", "nmod")]
    if any(c.lemma_.lower() in _OWNERS for c in near):
        return False  # "its founding families", "the next generation of partners"
    looks = verb is not None and verb.lemma_.lower() in _LOOKING
    if token.dep_.startswith("nsubj") and looks and verb is not None and verb.dep_ == "acl:relcl":
        return False  # "a brand that everybody knows"
    if behind & {"over", "than", "against"}:
        return False
    if "by" in behind and verb is not None and verb.lemma_.lower() in _ADMIRING:
        return False
    direct = token.dep_.startswith(("obj", "conj"))
    return not (direct and verb is not None and verb.lemma_.lower() in _WINNING)


def _gains(read: Read) -> Iterator[Span]:
    """Yield the phrases in which the organisation gains for itself: "double our revenue"."""
    for token in read.span:
        verb = _governing_verb(token)
        lemma = token.lemma_.lower()
        if verb is None:
            if lemma in _HOUSES and _is_what_we_are(token):
                yield token.doc[token.left_edge.i : token.i + 1]
            continue
        governs = verb.lemma_.lower()
        own = any(c.lower_ in _OWN for c in token.children if c.i < token.i)
        owned = own or any(c.lemma_.lower() == "market" for c in token.children)
        gain = lemma in _GAINS or (lemma in _OWN_GAINS and owned)
        links = ("obj", "conj", "obl", "xcomp")
        near = token.i - verb.i <= _REACH and token.dep_.partition(":")[0] in links
        grown = governs in ("grow", "expand", "scale") and lemma in ("business", "company")
        paid = token.lower_ in ("shareholders", "investors", "stockholders")
        if governs in ("double", "triple", "grow") and lemma == "size" and near:
            yield token.doc[verb.i : token.i + 1]
        if token.pos_ not in ("NOUN", "PROPN") or not near:
            continue
        rewarded = paid and governs in _GAIN_VERBS | _REWARDS
        if (
            (gain and governs in _GAIN_VERBS)
            or grown
            or rewarded
            or (lemma in _HOUSES and governs in ("become", "remain") and not _is_described(token))
        ):
            yield token.doc[min(verb.i, token.i) : max(verb.i, token.i) + 1]


def _is_what_we_are(token: Token) -> bool:
    """Return whether a house is all that the text wants to be: "to be a great company"."""
    copula = any(c.dep_ == "cop" for c in token.children)
    return copula and not _is_described(token)


def _is_described(token: Token) -> bool:
    """Return whether a clause says what the house does: "a company that repairs pumps"."""
    return any(
        c.dep_.startswith("acl") and c.pos_ != "ADJ" and c.lemma_.lower() not in _LOOKING
        for c in token.children
    )


def _governing_verb(token: Token) -> Token | None:
    from analyzer.annotators.base import ancestors

    for above in ancestors(token):
        if above.pos_ == "VERB":
            return above
    return None


def _leads_in_a_field(doc: Doc, read: Read) -> bool:
    """Return whether a rank claim names its field, which this school takes as a model."""
    slots = read.record.get("slots") or {}
    return bool(inside(doc, "rank_claims", read.span)) and slots.get("market") is not None
