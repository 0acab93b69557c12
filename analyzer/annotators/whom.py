"""Finds whom a mission serves: the one helped, those behind "for" and "to", those who can then act.

Who speaks ("our team of engineers"), who is paid to do the work and what the organisation is to
become are no answers, whatever the lexicon calls them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from analyzer.annotators.base import ancestors
from analyzer.annotators.mission_verbs import HELP, Reading, is_means, verb_lemma
from analyzer.annotators.phrases import case, children, relation, trimmed
from analyzer.annotators.stretches import ADJECTIVE, noun_end, stretch

_SERVING = frozenset(("for", "to", "with", "of", "among", "amongst", "on behalf of", "between"))
_CONDITIONS = frozenset(
    "need poverty crisis debt care recovery prison hospital disability autism cancer dementia"
    " illness disease diabetes income epilepsy aphasia hiv aids syndrome impairment".split()
)
# Who does the work that a mission pays for, and the verbs by which they are got to do it.
_TAKING_ON = frozenset("train hire recruit employ pay deploy fund equip send engage".split())
_GETTING = _TAKING_ON | frozenset(("provide", "find", "breed"))
_WORKERS = frozenset(
    "surgeon doctor nurse midwife physician clinician dentist vet paramedic therapist counselor"
    " counsellor teacher tutor trainer instructor coach mentor lawyer advocate ranger guard guide"
    " officer engineer technician volunteer worker staff inspector interpreter".split()
)
# Verbs whose object gets something, be it a person or an organisation: "supply hospitals".
_SUPPLYING = HELP | frozenset(
    "supply provide equip advise furnish insure warn train audit take carry house"
    " feed treat teach coach protect defend drive fly ferry guide".split()
)
# Verbs whose object lives and is cared for, whatever it is called: "rescue greyhounds".
_CARING = frozenset("rescue rehome rehouse shelter feed heal treat save foster nurse".split())
# Verbs behind which somebody can act who could not: "lets small clinics share records".
_LETTING = HELP | frozenset(("let", "allow", "ensure"))
_SPANS = frozenset("year day week month hour decade century age time generation end".split())
# Those behind these words are whom something is done by, or kept from.
_AWAY = frozenset("from by without against than like unlike".split())
# "Swim to school" says where to, not for whom.
_BARE = frozenset("school church work hospital prison market town college bed home".split())
# Buyers and partners that are no people, and things that end like people.
_ORGANIZATIONS = frozenset(
    "firm company shop store pub bar cafe café restaurant hotel hospital clinic surgery school"
    " college university utility airline airport port fleet bank council ministry agency charity"
    " cooperative farm vineyard brewery bakery factory mill mine brand lab laboratory museum"
    " theatre theater gallery church parish club startup supermarket municipality insurer village"
    " business household orchestra library court network festival nursery kindergarten hospice"
    " newsroom".split()
)
_PEOPLE_ENDING = re.compile(r"[a-z]{3,}(?:er|or|ist|ian|ee|ic|iac)s", re.I)
_THINGS = re.compile(
    r"(?:.*(?:computer|container|river|paper|number|order|offer|water|boiler|trailer|tracker|tower"
    r"|corner|letter|matter|power|sensor|motor|door|floor|factor|sector|error|color|reactor|tractor"
    r"|tree|fee|committee|degree|cover|fiber|layer|border|shelter|chapter|theater|center|printer"
    r"|heater|cooker|charger|scooter|wafer|razor|mirror|harbor|corridor|fabric|topic|clinic|basic"
    r"|metric|traffic|ceramic|antibiotic|plastic|cosmetic|anaesthetic|anesthetic|electronic|ethic"
    r"|politic|logistic|statistic|graphic|tonic|picnic|relic|summer|winter|quarter|disaster|cancer"
    r"|disorder|user interface))s",
    re.I,
)


def find_whom(verbs: Sequence[Token], reading: Reading) -> Span | None:
    """Return those served: the one helped, else behind "for" or "to", else the first ones named."""
    head = _find_head(verbs, reading)
    return None if head is None else _people(head, reading)


def _find_head(verbs: Sequence[Token], reading: Reading) -> Token | None:
    behind_for = [t for t in _behind(reading, ("for",)) if serves(t, reading)]
    for verb in verbs:
        if verb.lemma_.lower() in _GETTING and any(t.i > verb.i for t in behind_for):
            continue  # "trains guide dogs for blind people"
        helped = next(_objects(verb, reading), None)
        if helped is not None:
            return helped
    people = [t for t in reading.text if are_people(t, reading) and not _is_means_only(t)]
    people = [t for t in people if not _is_told(t) and case(t) not in _AWAY and not _is_bare(t)]
    known = reading.specific | reading.people
    for words in (("for",), ("to",)):
        for token in _behind(reading, words):
            named = token.i in known and are_people(token, reading) and not _is_speaker(token)
            if (named and not _is_bare(token)) or _is_served(token, reading):
                return token
    candidates = [t for t in people if case(t) in _SERVING and not _is_speaker(t)]
    for wanted in ("for", "to", "on behalf of", "of", "among", "amongst", "with"):
        for token in candidates:
            if case(token) == wanted and token.i in known:
                return token
    return _last_resort(people, reading)


def _last_resort(people: Sequence[Token], reading: Reading) -> Token | None:
    """Return people named in passing, those who can then act, or a plural behind "for"."""
    able = next(_able(reading), None)
    named = [token for token in people if token.i in reading.specific]
    for token in (*named, *people):
        passing = relation(token) not in ("nsubj", "nmod:poss") and not _is_speaker(token)
        if able is None and passing:
            return token
    if able is not None:
        return able
    for token in reading.text:
        if case(token) in ("to", "for") and serves(token, reading) and not _is_means_only(token):
            return token
    for token in reading.text:
        if _is_means_only(token):
            return next((t for t in _before(token.head) if _is_place(t)), None)
    return None


def _objects(verb: Token, reading: Reading) -> Iterator[Token]:
    """Yield the people that a verb is done to, by the tree or right behind it."""
    for child in verb.children:
        passive = child.dep_ == "nsubj:pass" and child.i in reading.people
        if passive or (relation(child) in ("obj", "iobj") and are_people(child, reading)):
            yield child
    lemma, end = verb_lemma(verb), noun_end(verb.doc, verb.i + 1, reading.text.end)
    if not end or lemma in ("become", "be", "remain"):
        return
    token = verb.doc[end - 1]
    served = _is_served(token, reading)
    if lemma in ("provide", "supply", "furnish") and "with" not in {t.lower_ for t in verb.sent}:
        served = False  # "provide interpreters to courts"
    misread = token.tag_ == "VBZ" and (served or lemma in HELP)
    if misread or are_people(token, reading) or (served and lemma in _SUPPLYING):
        yield token


def _behind(reading: Reading, words: Sequence[str]) -> Iterator[Token]:
    """Yield the nouns right behind a preposition, in the order of the text."""
    for token in reading.text:
        if token.lower_ not in words or token.i + 1 >= reading.text.end:
            continue
        end = noun_end(token.doc, token.i + 1, min(reading.text.end, token.sent.end))
        if end and token.doc[end - 1].dep_ not in ("compound", "amod"):
            yield token.doc[end - 1]


def _is_bare(token: Token) -> bool:
    """Return whether a place without a determiner says where to: "swim to school"."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return token.lower_ in _BARE and before in ("to", "at", "in", "from", "for", "into")


def _is_served(token: Token, reading: Reading) -> bool:
    """Return whether a noun that the lexicon lacks names people or organisations by its form."""
    if token.i in reading.vague or token.lemma_.lower() in _SPANS:
        return False
    if token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in _ORGANIZATIONS:
        return True
    word = token.text
    return bool(_PEOPLE_ENDING.fullmatch(word)) and not _THINGS.fullmatch(word)


def _able(reading: Reading) -> Iterator[Token]:
    """Yield those who are cared for, or who can act or be spared because of the work."""
    for token in reading.text[:-2]:
        if token.lower_ != "so" or token.i == reading.text.start:
            continue
        first = token.i + 1 + (token.nbor(1).lower_ == "that")
        end = noun_end(token.doc, first, reading.text.end)
        subject = token.doc[end - 1] if end else None
        if subject and (_is_somebody(subject, reading) or _is_unnamed(subject, reading)):
            yield subject
    for token in reading.text:
        lemma = token.lemma_.lower()
        if token.dep_ == "ROOT" and reading.text[0].lower_ in HELP and token.tag_ == "NNS":
            yield token  # "Enable independent grocers": read as a noun phrase
        if token.pos_ != "VERB":
            continue
        if lemma in _CARING | _LETTING:
            for child in children(token, "obj"):
                if _is_unnamed(child, reading):
                    yield child
        above = token.head.lemma_.lower()
        if relation(token) == "acl" and any(c.lower_ == "which" for c in children(token, "obl")):
            # "kitchens in which former prisoners learn to cook"
            yield from (c for c in children(token, "nsubj") if _is_somebody(c, reading))
        purpose = relation(token) in ("advcl", "ccomp", "acl", "parataxis") and (
            case(token).startswith("so") or above in _LETTING | {"make", "sure"}
        )
        for child in children(token, "nsubj") if purpose else ():
            if _is_somebody(child, reading) or _is_unnamed(child, reading):
                yield child


def _is_somebody(token: Token, reading: Reading) -> bool:
    """Return whether a subject is people, or "nobody in Kirkcaldy"."""
    named = token.lower_ in ("nobody", "everybody", "everyone", "anyone")
    each = any(c.lower_ in ("every", "each", "no", "any") for c in children(token, "det"))
    return named or ((each or token.i in reading.people) and token.pos_ in ("NOUN", "PROPN"))


def _is_told(token: Token) -> bool:
    """Return whether people are those who speak, or what the organisation is to become."""
    if token.head.lemma_.lower() in ("become", "be", "remain") and relation(token) in (
        "obj",
        "xcomp",
    ):
        return True
    above = next((t for t in (token, *ancestors(token)) if relation(t) == "nsubj"), None)
    return above is not None and relation(token) == "nmod" and above.head.dep_ == "ROOT"


def _is_means_only(token: Token) -> bool:
    """Return whether people are taken on for an aim elsewhere: "in Nepal by training surgeons".

    Without others or a place in the aim they are all that the mission names, so they stay.
    """
    verb = token.head
    if relation(token) != "obj" or not is_means(verb) or verb.lemma_.lower() not in _TAKING_ON:
        return False
    return token.lemma_.lower() in _WORKERS and any(map(_is_place, _before(verb)))


def _before(verb: Token) -> Span:
    """Return the aim: what stands in the sentence before a clause of means."""
    return verb.doc[verb.sent.start : verb.left_edge.i]


def _is_place(token: Token) -> bool:
    return token.pos_ == "PROPN" and case(token) in ("in", "across", "throughout", "of", "around")


def are_people(token: Token, reading: Reading) -> bool:
    """Return whether a token heads a phrase of those served."""
    if token.pos_ == "PRON":
        return token.lower_ in ("those", "anyone", "everyone", "everybody", "all", "anybody")
    if token.pos_ not in ("NOUN", "PROPN", "ADJ") or children(token, "cop"):
        return False  # "to be a partner": the organisation, not those it serves
    if relation(token) in ("compound", "amod", "flat", "nsubj") or token.dep_ == "nmod:poss":
        return False
    if token.pos_ == "ADJ" and not children(token, "det"):
        return False  # "goes to bed hungry", not "the hungry"
    return token.i in reading.people and _is_head(token)


def _is_head(token: Token) -> bool:
    following = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return not (following.pos_ == "NOUN" and following.head.i != token.i and token.pos_ == "ADJ")


def _is_speaker(token: Token) -> bool:
    """Return whether people are those who speak: "a group of volunteers", "our members"."""
    return token.lemma_.lower() in (
        "staff",
        "team",
        "volunteer",
        "partner",
        "organization",
        "group",
    )


def _people(token: Token, reading: Reading) -> Span:
    """Return a phrase of people with what describes them, without its preposition."""
    span = stretch(token, reading.text)
    start, opening = span.start, span[0]
    verb = opening.lower_ in HELP or (
        opening.tag_ == "VB" and not ADJECTIVE.fullmatch(opening.text)
    )
    if verb and opening.i < token.i:
        start += 1  # "Equip young people": the verb read as a part of the name
    while start < token.i and span.doc[start].lower_ in ("for", "to", "so", "that", "of"):
        start += 1
    return trimmed(span.doc[start : max(span.end, _condition(token))])


def _condition(token: Token) -> int:
    """Return the end of "in need" or "with disabilities" right behind people, however parsed."""
    following = token.doc[token.i + 1 : token.i + 4]
    if len(following) < 2 or following[0].lower_ not in ("in", "with"):
        return token.i + 1
    for inner in following[1:]:
        if inner.lemma_.lower() in _CONDITIONS:
            return inner.i + 1
    return token.i + 1


def serves(head: Token, reading: Reading) -> bool:
    """Return whether a phrase behind "for" or "to" names those served, people or not."""
    if are_people(head, reading) or _is_served(head, reading):
        return True
    return _is_unnamed(head, reading) and head.head.pos_ == "VERB"


def _is_unnamed(head: Token, reading: Reading) -> bool:
    """Return whether a plural that the lexicon lacks may name those served."""
    timed = head.lemma_.lower() in _SPANS
    plural = head.tag_ == "NNS" or (head.tag_ == "VBZ" and case(head) == "to")
    return plural and head.i not in reading.vague and not timed
