"""Finds whom a mission serves: the one helped, those behind "for" and "to", those who can then act.

Who speaks ("our team of engineers"), who is paid to do the work and what the organisation is to
become are no answers, whatever the lexicon calls them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from analyzer.annotators.base import ancestors
from analyzer.annotators.mission_verbs import HELP, Reading, is_means
from analyzer.annotators.phrases import base, case, children, relation, trimmed, whole

_SERVING = frozenset(("for", "to", "with", "of", "among", "amongst", "on behalf of", "between"))
_CONDITIONS = frozenset(
    "need poverty crisis debt care recovery prison hospital disability autism cancer dementia"
    " illness disease diabetes income epilepsy aphasia hiv aids syndrome impairment".split()
)
# Who does the work that a mission pays for, and the verbs by which they are got to do it.
_TAKING_ON = frozenset("train hire recruit employ pay deploy fund equip send engage".split())
_WORKERS = frozenset(
    "surgeon doctor nurse midwife physician clinician dentist vet paramedic therapist counselor"
    " counsellor teacher tutor trainer instructor coach mentor lawyer advocate ranger guard guide"
    " officer engineer technician volunteer worker staff inspector interpreter".split()
)
# Verbs whose object lives and is cared for, whatever it is called: "rescue greyhounds".
_CARING = frozenset("rescue rehome rehouse shelter feed heal treat save foster nurse".split())
# Verbs behind which somebody can act who could not: "lets small clinics share records".
_LETTING = HELP | frozenset(("let", "allow", "ensure"))
_SPANS = frozenset("year day week month hour decade century age time generation end".split())
_AFTER_WHOM = frozenset(("ccomp", "advcl", "parataxis", "xcomp"))


def find_whom(verbs: Sequence[Token], reading: Reading) -> Span | None:
    """Return those served: the one helped, else behind "for" or "to", else the first ones named."""
    for verb in verbs:
        for child in children(verb, "obj", "iobj"):
            if are_people(child, reading):
                return _people(child)
    people = [t for t in reading.text if are_people(t, reading) and not _is_means_only(t)]
    people = [t for t in people if not _is_told(t)]
    candidates = [t for t in people if case(t) in _SERVING and not _is_speaker(t)]
    for wanted in ("for", "to", "on behalf of", "of", "among", "amongst", "with"):
        for token in candidates:
            if case(token) == wanted and token.i in reading.specific | reading.people:
                return _people(token)
    named = [token for token in people if token.i in reading.specific]
    for token in (*named, *people):
        if relation(token) not in ("nsubj", "nmod:poss") and not _is_speaker(token):
            return _people(token)
    able = next(_able(reading), None)
    if able is not None:
        return _people(able)
    for token in reading.text:
        if case(token) in ("to", "for") and serves(token, reading) and not _is_means_only(token):
            return _people(token)
    for token in reading.text:
        if _is_means_only(token):
            return next((_people(t) for t in _before(token.head) if _is_place(t)), None)
    return None


def _able(reading: Reading) -> Iterator[Token]:
    """Yield those who are cared for, or who can act or be spared because of the work."""
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


def _people(token: Token) -> Span:
    """Return a phrase of people with what describes them, without its preposition."""
    span, start = whole(token, without=_AFTER_WHOM), base(token).start
    opening = span.doc[start]
    if opening.i == token.sent.start and opening.lower_ in HELP and opening.i < token.i:
        start += 1  # "Equip young people": the verb read as a part of the name
    while start < token.i and span.doc[start].pos_ in ("ADP", "SCONJ", "CCONJ"):
        start += 1
    end = span.end
    end = max(end, _condition(token))
    for inner in span:
        opens = inner.dep_ in ("mark", "case") and inner.i > token.i
        if inner.text == "," and inner.i > token.i and inner.i + 1 < len(inner.doc):
            end = min(end, inner.i) if inner.nbor(1).tag_ == "VBG" else end
        clause = inner.lower_ in ("by", "through", "so", "via")
        if opens and (clause or (inner.lower_ == "to" and inner.pos_ == "PART")):
            end = min(end, inner.i)
    return trimmed(span.doc[start : max(end, token.i + 1)])


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
    if are_people(head, reading):
        return True
    return _is_unnamed(head, reading) and head.head.pos_ == "VERB"


def _is_unnamed(head: Token, reading: Reading) -> bool:
    """Return whether a plural that the lexicon lacks may name those served."""
    timed = head.lemma_.lower() in _SPANS
    plural = head.tag_ == "NNS" or (head.tag_ == "VBZ" and case(head) == "to")
    return plural and head.i not in reading.vague and not timed
