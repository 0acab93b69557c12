"""What the models of key results and objectives look at: named features of one statement.

Words and pairs of words, the class of the first verb, the shape of the root, and which quantities
are there, and the frame they stand in (`okr_frame`). Every feature has a name that can be read, and
none but `length` grows with the text.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.annotators.base import evidence, text_of
from analyzer.annotators.okr_frame import frame_features

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Lexicons whose spans say what a verb does, and those whose mere presence tells something.
_VERB_LEXICONS = ("activities", "changes")
_PRESENT = ("rank_claims", "buzzwords", "abstract_nouns", "beneficiaries", "hedges", "generality")
_COMPARISON = re.compile(
    r"[<>≥≤]=?|\b(?:at least|at most|more than|less than|fewer than|over|above|below|under|up to"
    r"|no more than|minimum|maximum|exceed\w*)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(r"\b(?:so that|resulting in|leading to|to ensure|in order to|which)\b", re.I)
# Lemmas of what is measured, of what is made, and of verbs by whether their end can be seen.
_NOUNS = {
    "metric": """
        rate score time satisfaction conversion retention nps revenue latency traffic usage adoption
        churn cost uptime downtime speed accuracy coverage attainment growth share volume number
        percentage ratio margin sale pipeline lead user customer account subscriber member visit
        view download signup registration response turnover attrition error defect incident bug
        ticket emission mortality income engagement efficiency productivity throughput performance
        quality reliability availability diversity capacity attendance enrolment enrollment wait
        sentiment awareness renewal win arr iacv mau dau smau spu mrr quota opportunity proportion
        level share median average household job death injury patient student
        """,
    "deliverable": """
        page doc documentation document plan post blog demo report process training survey template
        dashboard guide handbook policy strategy roadmap program programme framework tool system app
        application feature api website site video article workshop event meetup session interview
        role position intern hire audit review analysis study research design prototype mvp pilot
        release version integration migration pipeline deck presentation paper spec proposal
        campaign material checklist playbook package course certification module list library driver
        support test cluster infrastructure server bot plugin extension slack channel repository
        """,
}
_VERBS = {
    "open": """
        improve align adjust define identify determine support maximise maximize explore investigate
        work start continue make strengthen drive enhance optimise optimize better ensure evaluate
        understand consider promote encourage help find analyse analyze tune engage collaborate
        research review verify monitor refine simplify begin try prepare foster explain describe
        """,
    "closing": """
        publish launch ship release hire write complete deliver deploy sign file finish create add
        implement set build remove migrate document host organise organize roll open close install
        record upload merge submit post present fill buy sell obtain achieve pass win certify issue
        conduct run train send schedule attend convert switch replace upgrade establish produce
        """,
    "level": """
        increase reduce decrease grow raise lower cut double halve reach exceed hit achieve maintain
        keep improve gain win attain lift shorten expand get have bring retain boost hold score
        """,
}
_CONCEPTS = {
    lemma: [name for name, lemmas in {**_NOUNS, **_VERBS}.items() if lemma in lemmas.split()]
    for lemmas in (*_NOUNS.values(), *_VERBS.values())
    for lemma in lemmas.split()
}
_OPEN_END = re.compile(r"\betc\b|\.\.\.|…|\bvarious\b|\bas needed\b|\bor similar\b|\bXX", re.I)
_PAST = re.compile(
    r"\b(?:over|than|versus|vs\.?|since|compared (?:to|with)|relative to(?: the)?) \Z", re.I
)
_PAST_NOUNS = frozenset(("baseline", "baselines", "levels", "level", "figures"))
_NUMBER = re.compile(r"\d[\d.,:/-]*\w{0,2}$")
_FIRST_WORDS = 4
_PASSIVE = ("nsubj:pass", "aux:pass")


def okr_features(statement: Span) -> dict[str, float]:
    """Return the features of an objective or key result, by name.

    Needs the span groups `lexicon` and `quantities` and a parse; without one of them its features
    are simply absent.
    """
    tokens = [t for t in statement if not t.is_space]
    words = [_form(t) for t in tokens]
    found: dict[str, float] = {}
    for word in words:
        found[f"word={word}"] = 1.0
    for left, right in pairwise(words):
        found[f"pair={left} {right}"] = 1.0
    for one, other in pairwise([t.tag_ for t in tokens]):
        found[f"tags={one} {other}"] = 1.0
    content = [t for t in tokens if not t.is_punct]
    found |= _opening(content) | _roots(statement) | _spans(statement, content)
    found |= _concepts(content)
    found |= frame_features(statement, content)
    found |= _together(found)
    text = statement.text
    found["comparison"] = float(bool(_COMPARISON.search(text)))
    found["effect"] = float(bool(_EFFECT.search(text)))
    found["open_end"] = float(bool(_OPEN_END.search(text)))
    found["colon"] = float(":" in text)
    for token in content:
        # For weights made from word vectors: their mean over the words.
        name = f"v={token.lower_}"
        found[name] = found.get(name, 0.0) + 1 / len(content)
    found["length"] = math.log1p(len(content)) / 3
    found["short"] = float(len(content) <= 4)
    return {name: value for name, value in found.items() if value}


def _form(token: Token) -> str:
    lower = token.lower_.replace("’", "'")
    return "#" if _NUMBER.match(lower) else lower


def _opening(content: list[Token]) -> dict[str, float]:
    """Features of the first words: most objectives and key results open with their verb."""
    found: dict[str, float] = {}
    if not content:
        return found
    first = content[0]
    found[f"first={_form(first)}"] = 1.0
    found[f"first_lemma={first.lemma_.lower()}"] = 1.0
    found[f"first_tag={first.tag_}"] = 1.0
    for word in content[:_FIRST_WORDS]:
        found[f"early={_form(word)}"] = 1.0
    if len(content) > 1:
        found[f"first_tags={first.tag_} {content[1].tag_}"] = 1.0
    found[f"last_tag={content[-1].tag_}"] = 1.0
    found[f"last={_form(content[-1])}"] = 1.0
    return found


def _roots(statement: Span) -> dict[str, float]:
    """Features of the sentence's root: verb, noun, passive or copula."""
    found: dict[str, float] = {}
    for token in statement:
        relation = token.dep_
        if relation == "ROOT":
            found[f"root={token.lemma_.lower()}"] = 1.0
            found[f"root_tag={token.tag_}"] = 1.0
            if token.head.i == token.i and token.i == statement.start:
                found["root_opens"] = 1.0
        elif relation in _PASSIVE:
            found["passive"] = 1.0
        elif relation == "cop":
            found["copula"] = 1.0
        elif relation in ("nsubj", "obj") and token.head.dep_ == "ROOT":
            found[f"{relation}={token.lemma_.lower()}"] = 1.0
            found[f"has_{relation}"] = 1.0
    return found


def _spans(statement: Span, content: list[Token]) -> dict[str, float]:
    """Features of what the lexicons and the quantities found."""
    found: dict[str, float] = {}
    opening = content[0].i if content else -1
    for span in evidence(statement.doc, "lexicon", statement):
        label, place = span.label_, "first" if span.start <= opening < span.end else "any"
        if label in _VERB_LEXICONS:
            category = _category(label, span.id_)
            found[f"{label}_{place}"] = 1.0
            found[f"{label}_{place}={category}"] = 1.0
        elif label in _PRESENT:
            found[label] = min(found.get(label, 0.0) + 0.5, 1.0)
        elif label == "horizons":
            found[f"horizon={_category(label, span.id_)}"] = 1.0
    for span in evidence(statement.doc, "quantities", statement):
        label = "PAST" if span.label_ == "DATE" and is_past(span) else span.label_
        name = f"quantity={label}"
        found[name] = 1.0
        found["quantity"] = 1.0
        if span.label_ == "COUNT" and span.end > span.start + 1:
            found["counted_noun"] = 1.0
            found[f"counted={span[-1].lemma_.lower()}"] = 1.0
    return found


def is_past(span: Span) -> bool:
    """Return whether a date names what is compared with: "over FY20", "than last quarter"."""
    doc, text = span.doc, text_of(span.doc)
    before = text[max(0, span.start_char - 24) : span.start_char]
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    return bool(_PAST.search(before) or after in _PAST_NOUNS or span[0].lower_ in ("last", "past"))


def _concepts(content: list[Token]) -> dict[str, float]:
    """Features of what the words mean: a measure, a product, an end that can be seen."""
    found: dict[str, float] = {}
    for place, token in enumerate(content):
        concepts = _CONCEPTS.get(token.lemma_.lower())
        if concepts is None:
            continue
        nominal = token.pos_ in ("NOUN", "PROPN")
        for concept in concepts:
            if (concept in _NOUNS) != nominal:
                continue
            found[f"is_{concept}"] = 1.0
            if place == 0:
                found[f"first_{concept}"] = 1.0
            if concept in _NOUNS and token.dep_ in ("obj", "nsubj", "nsubj:pass", "ROOT"):
                found[f"{token.dep_}_{concept}"] = 1.0
            if concept == "closing" and token.tag_ in ("VBN", "VBD"):
                found["closed"] = 1.0
    return found


def _together(found: dict[str, float]) -> dict[str, float]:
    """Features that only count together: what opens the statement, with and without an amount."""
    amount = "amount" if "quantity" in found else "no_amount"
    share = "share" if "quantity=PERCENT" in found or "quantity=RANGE" in found else "no_share"
    opens: list[str] = [
        name for name in ("first_open", "first_closing", "first_level") if name in found
    ]
    nominal = not any(f"first_tag={tag}" in found for tag in ("VB", "VBP", "VBG"))
    together = {f"{name}+{amount}": 1.0 for name in opens or ["first_other"]}
    together |= {f"{name}+{share}": 1.0 for name in opens or ["first_other"]}
    if nominal:
        together[f"nominal+{amount}"] = 1.0
        together["nominal+" + ("closed" if "closed" in found else "not_closed")] = 1.0
    for noun in ("is_metric", "is_deliverable"):
        if noun in found:
            together[f"{noun}+{amount}"] = 1.0
            together |= {f"{noun}+{name}": 1.0 for name in opens}
    return together


def _category(name: str, term: str) -> str:
    from analyzer.annotators.lexicon import entry

    return str(entry(name, term).get("category", ""))
