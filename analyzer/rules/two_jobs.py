"""Where a text turns from a mission into a vision, told by its words alone.

A second witness for KND002: the model sees merged texts like those it was trained on, the grammar
sees two sentences of which one says what is done and the other what is to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

_SEE_AHEAD = frozenset("envision envisage foresee imagine dream picture".split())
_LOOK = frozenset("see believe want hope long wish work strive seek look aim".split())
_MUSING = frozenset("think believe want hope aim feel understand know see celebrate be".split())
# What people call a vision by.
_AHEAD = ("vision", "ambition", "dream", "aspiration")
# What a vision is a picture of.
_PICTURED = frozenset(
    "world future country city state society community day nation region town village valley"
    " generation continent time planet coast lake lakeshore river island county district province"
    " hospital school industry".split()
)


class Turn(NamedTuple):
    """A stretch of a statement and the job that it does: `mission` or `vision`."""

    kind: str
    start: int
    end: int


def find_turn(statement: Span, times: Sequence[Span]) -> tuple[Turn, Turn] | None:
    """Return the two halves of a text that does both jobs, in its order; None where it does one.

    Args:
        statement: the parsed statement. Sentences that do neither job go with the half before
            them.
        times: its deadlines and horizons.
    """
    units = _units(statement, times)
    if len(units) < 2:
        return None
    jobs = [_job(unit, times) for unit in units]
    if not {"mission", "vision"} <= set(jobs):
        return None
    first = next(job for job in jobs if job is not None)
    turn = next(i for i, job in enumerate(jobs) if job is not None and job != first)
    if first in jobs[turn:]:
        return None  # it turns back: no one place to split at
    if first == "vision" and not _turns_to_work(units[turn]):
        return None  # what follows a vision mostly says how it looks, not what is done
    second = "vision" if first == "mission" else "mission"
    left = statement.doc[statement.start : units[turn].start]
    right = statement.doc[units[turn].start : statement.end]
    return (
        Turn(first, left.start_char, left.end_char),
        Turn(second, right.start_char, right.end_char),
    )


# Openings by which a vision gives way to the work for it.
_TO_WORK = (
    "to that end", "to this end", "to get there", "until then", "towards this", "toward this",
    "that is why we", "for this we", "our task", "our job", "our work", "our role", "our part",
    "our contribution", "today we", "every day we", "this is why we",
)  # fmt: skip


def _turns_to_work(unit: Span) -> bool:
    """Return whether a sentence behind a vision says by label or opening that work is told now."""
    words = unit.text.lower()
    return words.startswith(_TO_WORK) or bool(_label(unit, ("mission", "purpose")))


def _label(unit: Span, names: Sequence[str]) -> Token | None:
    """Return the word by which a unit is named: "our mission is", "the vision:"; not "a vision"."""
    for token in unit[:8]:
        if token.lower_ not in names:
            continue
        owned = any(
            c.lower_ in ("our", "the", "its", "my") or c.dep_ == "nmod:poss" for c in token.lefts
        )
        behind = unit.doc[token.i + 1 : min(token.i + 8, unit.end)]
        says = any(t.lower_ in ("is", ":", "–", "remains", "to") for t in behind)
        if (owned or token.i == unit.start) and says:
            return token
    return None


def _units(statement: Span, times: Sequence[Span]) -> list[Span]:
    """Return the sentences of a statement, cut before ", and we ..." and "; by 2031"."""
    dated = {span.start for span in times}
    doc, cuts = statement.doc, [statement.start]
    for token in statement:
        if token.i == statement.start:
            continue
        if token.is_sent_start or _opens_clause(token, dated):
            cuts.append(token.i)
    ends = [*cuts[1:], statement.end]
    return [doc[start:end] for start, end in zip(cuts, ends, strict=True)]


def _opens_clause(token: Token, dated: set[int]) -> bool:
    """Return whether "and", "while" or ";" opens a clause of its own: "and by 2031 we"."""
    if token.lower_ not in ("and", "while", "but", ";") or token.i + 2 >= len(token.doc):
        return False
    following = token.nbor(1)
    if token.text == ";" or following.i in dated:
        return True
    if following.lower_ in ("will", "shall"):
        return any(place in dated for place in range(following.i + 1, following.i + 3))
    if following.lower_ == "to":
        return token.nbor(2).lower_ in ("see", "become", "create")
    if following.lower_ == "our":
        return token.nbor(2).lower_ in ("vision", "dream", "mission", "purpose", "hope")
    return following.lower_ == "we" and following.dep_.startswith("nsubj")


def _job(unit: Span, times: Sequence[Span]) -> str | None:
    words = [token.lower_ for token in unit]
    dated = any(unit.start <= t.start and t.end <= unit.end for t in times)
    if _is_vision(unit, words) or (dated and _is_to_come(unit, words)):
        return "vision"
    return "mission" if _is_mission(unit, words) else None


def _is_vision(unit: Span, words: list[str]) -> bool:
    named = _label(unit, _AHEAD)
    if named is not None and "mission" not in words[:8]:
        return _pictures_a_state(unit, words, named.lower_)
    for token in unit:
        lemma = token.lemma_.lower()
        if lemma in _SEE_AHEAD and token.pos_ in ("VERB", "NOUN") and token.i - unit.start < 8:
            return True
        if lemma in _PICTURED and (_is_pictured(token, unit) or _is_seen(token)):
            return True
    return False


def _pictures_a_state(unit: Span, words: list[str], name: str) -> bool:
    """Return whether what is called a vision is one: "is a valley where", not "is to train"."""
    behind = unit[words.index(name) + 1 :]
    verb = next((t.i for t in behind if t.lower_ in ("is", ":", "–")), None)
    if verb is None or verb + 1 >= unit.end:
        return False
    following = unit.doc[verb + 1]
    if following.lower_ == "to":
        return any(t.lemma_.lower() in _PICTURED and _is_pictured(t, unit) for t in behind)
    return following.lower_ in ("a", "an", "that", "for", "one") or following.pos_ == "NOUN"


def _is_pictured(token: Token, unit: Span) -> bool:
    """Return whether a place or time is described as it is to be: "a city where nobody ..."."""
    behind = [t.lower_ for t in token.doc[token.i + 1 : min(token.i + 5, unit.end)]]
    described = bool({"where", "without", "when", "whose"} & set(behind)) or (
        "in" in behind and "which" in behind
    )
    article = any(
        c.lower_ in ("a", "an", "the") for c in token.children if c.i < token.i
    ) or token.doc[max(token.i - 1, 0)].lower_ in ("a", "an")
    if not (described and article) or _has_case(token, "in"):
        return False  # "in a world where": how things are today
    before = [t for t in unit if t.i < token.i]
    looks = any(t.lemma_.lower() in _LOOK for t in before)
    return looks or len(before) <= 3


def _is_seen(token: Token) -> bool:
    """Return whether a day or world is looked at: "we see a day, ten years off, when"."""
    if token.dep_ not in ("obj", "obl:unmarked") or token.head.lemma_.lower() not in (
        "see",
        "picture",
    ):
        return False
    behind = token.doc[token.i + 1 : token.i + 9]
    return any(t.lower_ in ("when", "where", "which") for t in behind)


def _has_case(token: Token, word: str) -> bool:
    return any(c.dep_ == "case" and c.lower_ == word for c in token.children)


def _is_to_come(unit: Span, words: list[str]) -> bool:
    """Return whether a dated unit says what will be true: "will", "become", "is that every"."""
    if any(t.tag_ == "MD" and t.lower_ in ("will", "shall", "can") for t in unit):
        return True
    if "become" in words or {"no", "every", "nobody", "everyone", "all", "each"} & set(words):
        return True
    root = unit.root
    stands = root.pos_ != "VERB" or any(c.dep_ == "aux:pass" for c in root.children)
    return stands and any(t.dep_.startswith("nsubj") for t in unit)


def _seeks_to_be(unit: Span) -> bool:
    """Return whether a unit says what the organisation wants to become: no work of today."""
    root = unit.root
    return root.lemma_.lower() in _LOOK and any(
        c.dep_ == "xcomp" and (c.lemma_ in ("be", "become") or _is_passive(c))
        for c in root.children
    )


def _is_passive(token: Token) -> bool:
    return any(c.dep_ in ("aux:pass", "cop") for c in token.children)


def _we_do(unit: Span) -> bool:
    """Return whether a unit opens with "we" and a verb of today: "until then we sell tickets"."""
    for token in unit[:7]:
        if token.lower_ == "we" and token.i + 2 < unit.end:
            verb = token.nbor(1)
            today = verb.tag_ in ("VBP", "VB") and verb.pos_ == "VERB"
            return today and verb.lemma_.lower() not in _MUSING | _SEE_AHEAD | _LOOK
    return False


def _is_mission(unit: Span, words: list[str]) -> bool:
    """Return whether a unit says what the organisation does: a verb of its own with an object."""
    if _label(unit, ("mission", "purpose", "job", "task")) is not None:
        return True
    if words[0] in ("where", "what", "who", "how") or _seeks_to_be(unit):
        return False
    if _we_do(unit):
        return True
    if words[0] == "to" and len(words) > 3 and words[1] not in ("be", "become", "see"):
        return True
    root = unit.root
    if root.pos_ != "VERB":  # "The league houses refugees": at times read as a noun phrase
        return any(
            t.tag_ == "VBZ" and t.pos_ == "VERB" and any(c.dep_ == "obj" for c in t.children)
            for t in unit
        )
    if root.lemma_.lower() in _MUSING:
        return False
    subjects = [c for c in root.children if c.dep_.startswith("nsubj")]
    if any(t.tag_ == "MD" and t.lower_ in ("will", "shall") for t in root.children):
        return False
    acts = any(c.dep_.partition(":")[0] in ("obj", "obl", "xcomp", "advcl") for c in root.children)
    own = not subjects or any(
        s.lower_ == "we" or s.pos_ == "PROPN" or s.i - unit.start <= 2 for s in subjects
    )
    return acts and own
