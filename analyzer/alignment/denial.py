"""What a statement plainly refuses, takes away or lets get worse, read from the order of its words.

Parsers are weak on bare imperatives: "Lay off workers" and "Cut job training" pass for noun
phrases, and then `analyzer.alignment.opposition` sees no verb. This second look needs no parse. It
takes the opening verb with its particle and the words up to the next preposition as its object:

    Stop music lessons              harm: a good is taken
    Stop bullying at school         none: an ill is taken
    Do not turn away patients       none: the negation turns the refusal around
    Patients wait longer            harm: something bad befalls people
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.alignment.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span

Word = tuple[str, str]  # as written and its base form, both in lower case

_STARTERS = frozenset("we they i our team staff to will shall should must may can also".split())
_NEGATIONS = (
    ("do", "not"), ("do", "n't"), ("do", "n’t"), ("no", "longer"), ("never",),
    ("wo", "n't"), ("wo", "n’t"), ("ca", "n't"), ("ca", "n’t"), ("cannot",), ("can", "not"),
    ("does", "not"), ("refuse", "to"), ("fail", "to"), ("decline", "to"), ("cease", "to"),
)  # fmt: skip
_GIVE_UP = frozenset(
    "abandon abandoned abort cancel cease ceased delay defer drop halt pause postpone scrap shelve"
    " stop stopped suspend".split()
)
_WORK = frozenset(
    "attempt attempting effort efforts plan plans planning trying work project scheme".split()
)
_CEASE = frozenset("stop cease quit discontinue halt".split())
_PARTICLES = frozenset("apart away back down off out over up without".split())
_ENDS = frozenset(
    "about above after against along among as at because before behind below beside between beyond"
    " but by during except for from if in inside instead into like of on onto or outside over past"
    " per rather since so than that though through throughout till to toward towards under unless"
    " until when where whether which while who whom whose with within without".split()
)
_DETERMINERS = frozenset(
    "a all an any both each every her his its many more most my no our some such the their these"
    " this those your".split()
)
_COUNTED = frozenset(
    "access amount availability budget extent funding level number quality range share size"
    " spending support supply volume".split()
)
_OF = frozenset(("of", "to", "for", "in", "on"))
_LESS = frozenset(
    "fewer half hardly less n't never no nobody none not nothing only shorter without".split()
)
# What they take away makes room for something else, or is done with.
_NEUTRAL = frozenset("replace finish halve slow ration".split())
_KEPT = ("people", "goods", "needy", "nature")
_FALL = frozenset("decline decrease drop dwindle fall shrink".split())
_RELATIVE = frozenset("that waiting wanting which who whose with without".split())
_MOST_WORDS = 30


def denies(span: Span) -> bool:
    """Return whether a statement plainly works against those whom it is about.

    Args:
        span: a statement; only its words and their base forms are read.
    """
    words = [(t.lower_, t.lemma_.lower()) for t in span if not (t.is_space or t.is_punct)]
    words = words[:_MOST_WORDS]
    start = 0
    while start < len(words) and words[start][0] in _STARTERS:
        start += 1
    body = words[start:]
    if len(body) < 2:
        return False
    after = _behind_negation(body)
    if after is not None:
        return _refuses(after)
    return any(sign(body) for sign in _SIGNS) or _befalls(words) or _dwindles(words)


def _behind_negation(body: Sequence[Word]) -> Sequence[Word] | None:
    """Return what is not done, where a statement opens with not doing; else None."""
    opening = tuple(written for written, _ in body[:2])
    for negation in _NEGATIONS:
        if opening[: len(negation)] == negation:
            return body[len(negation) :]
    if body[0][0] in _GIVE_UP:
        at = next((i for i, (w, _) in enumerate(body[1:5], 1) if w in _WORK), None)
        if at is not None and body[at + 1 : at + 2] and body[at + 1][0] == "to":
            return body[at + 2 :]
    if body[0][0] in _CEASE and body[1][0].endswith("ing") and not _in(body[1], "goods"):
        return body[1:] if _in(body[1], "gives") else None
    return None


def _refuses(after: Sequence[Word]) -> bool:
    """Return whether what is not done would have been good."""
    if not after:
        return False
    named, thing = _named(after), _object(after)
    ill = any(_bad(word) for word in thing)
    if named & lexicon()["well_taken"]:
        return ill or any(_in(word, "costs") for word in thing)
    return not (ill or named & (lexicon()["spared"] | lexicon()["shunned"]))


def _takes(body: Sequence[Word]) -> bool:
    """Return whether the opening verb takes a good away, turns people away or ruins a place."""
    words = lexicon()
    named, thing = _named(body), _object(body)
    if named & (words["spoil"] | words["consume"]) and any(_in(w, "nature") for w in body[1:6]):
        return True
    strong = bool(named & (words["strong"] | words["spoil"]))
    down = strong or bool(named & words["down"])
    if named & _NEUTRAL or _turned_good(body) or not thing:
        return False
    head = next((w for w in reversed(thing) if not w[0].endswith(("ed", "seen"))), thing[-1])
    if strong and (_in(head, "people") or _in(head, "needy")):
        return not any(_in(word, "wrongdoers") for word in thing)
    if any(_bad(word) or _in(word, "needy") for word in thing):
        return False
    if body[0][1] == "take" and "from" in [written for written, _ in body[1:6]]:
        down = any(_in(word, "people") for word in body[2:7])
    return down and (_in(head, "goods") or _in(head, "people"))


def _turned_good(body: Sequence[Word]) -> bool:
    """Return whether little or an evil is taken: "jail fewer people", "keep … from falling"."""
    at = 1 + next((i for i, (w, _) in enumerate(body[1:], 1) if w in ("from", "of", "by")), 0)
    return any(written in _LESS for written, _ in body[1:4]) or (
        at > 1 and any(_bad(word) or _in(word, "shunned") for word in body[at : at + 3])
    )


def _worsens(body: Sequence[Word]) -> bool:
    """Return whether the opening verb makes an ill or a price grow."""
    if not _named(body) & lexicon()["up"]:
        return False
    thing = _object(body)
    return bool(thing) and (
        (_in(thing[-1], "ills") and not _in(thing[-1], "mixed")) or _in(thing[-1], "costs")
    )


def _forces(body: Sequence[Word]) -> bool:
    """Return whether people or goods are kept, left or put in a bad state."""
    if not _in(body[0], "force") or any(w in _LESS for w, _ in body) or _turned_good(body):
        return False
    at = next((i for i, w in enumerate(body[:6]) if i and any(_in(w, k) for k in _KEPT)), len(body))
    rest = body[at + 1 : at + 7]
    ends = [i for i, word in enumerate(rest) if _in(word, "bad_ends") or _in(word, "decays")]
    return bool(ends) and not any(_in(word, "ills") for word in rest[ends[0] + 1 :])


def _befalls(words: Sequence[Word]) -> bool:
    """Return whether something bad befalls people, or a good goes to ruin."""
    for at, word in enumerate(words[:5]):
        if word[0] in _ENDS or _bad(word) or word[0] in _LESS:
            return False
        if at == 0 and any(_in(word, name) for name in ("verbs", "force", "gives")):
            return False
        following = words[at + 1 : at + 2]
        if following and (
            (_in(word, "people") and _in(following[0], "suffers"))
            or (_in(word, "goods") and _in(following[0], "withers"))
        ):
            rest = words[at + 2 :]
            return not any(w[0] in _LESS or _bad(w) for w in rest)
    return False


def _wrongs(body: Sequence[Word]) -> bool:
    """Return whether the opening verb does wrong by itself, or gives people away."""
    thing = _object(body)
    if not thing or any(_in(w, "wrongdoers") for w in thing) or any(w in _LESS for w, _ in body):
        return False
    first = body[0][0]
    if first in lexicon()["vile"] or (first in lexicon()["hounds"] and _in(thing[-1], "people")):
        return True
    if body[0][1] == "replace" and _in(thing[-1], "people"):
        return any(w in ("by", "with") for w, _ in body)
    at = 1 + len(thing)
    shown = _in(thing[-1], "traits") or (thing[0][1] == "list" and _in(body[-1], "people"))
    return shown and (
        body[0][1] in ("sell", "leak", "reveal", "disclose")
        or (body[0][1] in ("pass", "hand", "publish") and any(w == "of" for w, _ in body[at:]))
    )


def _limits(body: Sequence[Word]) -> bool:
    """Return whether only a chosen few, or nobody, are given anything, or there is less of it."""
    words = [written for written, _ in body]
    if body[0][0] in ("fewer", "less"):
        thing = _object(body)
        after = words[1 + len(thing) :][:1]
        return bool(thing) and _in(thing[-1], "goods") and after in ([], ["for"], ["in"])
    if body[0][0] == "only":
        return _in(body[1], "gives") and _chosen(body[2:])
    if not _in(body[0], "gives") and not _in(body[0], "admitting"):
        return False
    if words[1] in ("nobody", "nothing", "none", "no-one"):
        return True
    at = next((i for i, word in enumerate(words[:5]) if word in ("only", "solely")), None)
    return at is not None and _chosen(body[at + 1 :])


def _chosen(rest: Sequence[Word]) -> bool:
    """Return whether words choose people: by what they pay, own or are."""
    if not rest or not any(_in(w, "people") or w[0] in ("those", "whoever") for w in rest[:4]):
        return False
    chosen = ("who", "whose", "with", "without", "of", "able", "in")
    return any(w in chosen for w, _ in rest) or any(_in(w, "wealthy") for w in rest)


def _lets(body: Sequence[Word]) -> bool:
    """Return whether an ill is let grow, or something is made harder or dearer."""
    thing = _object(body)
    if body[0][1] in ("let", "leave") and not any(w in _LESS for w, _ in body):
        ills = [i for i, word in enumerate(thing) if _in(word, "ills")]
        return bool(ills) and any(_in(word, "spreads") for word in thing[ills[0] + 1 :])
    if body[0][1] == "make" and not any(_bad(word) for word in body[1:]):
        return any(_in(word, "worsened") or word[1] == "impossible" for word in body[1:7])
    return False


_SIGNS = (_takes, _worsens, _forces, _wrongs, _limits, _lets)


def _dwindles(words: Sequence[Word]) -> bool:
    """Return whether a key result counts fewer goods: "clinics in the hills fall from 14 to 3"."""
    at = next((i for i, w in enumerate(words[:8]) if w[1] in _FALL and i), None)
    if at is None or not any(w in ("from", "by", "to") for w, _ in words[at + 1 : at + 2]):
        return False
    subject = words[:at]
    if any(_bad(w) or _in(w, "needy") or w[0] in _LESS or w[0] in _RELATIVE for w in subject):
        return False
    end = next((i for i, (w, _) in enumerate(subject) if w in _ENDS), len(subject))
    return end > 0 and _in(subject[end - 1], "held")


def _object(body: Sequence[Word]) -> Sequence[Word]:
    """Return the words of the opening verb's object: up to what introduces the next phrase."""
    at = 1
    while at < len(body) and body[at][0] in (_PARTICLES | _DETERMINERS):
        at += 1
    end = at
    while end < len(body) and body[end][0] not in (_ENDS | _PARTICLES) and body[end][0] != "and":
        end += 1
    if end > at and body[end - 1][1] in _COUNTED and end + 1 < len(body) and body[end][0] in _OF:
        return _object(body[end:])
    return body[at:end]


def _named(body: Sequence[Word]) -> set[str]:
    """Return the opening verb, and the verb with each particle that may belong to it."""
    forms = set(body[0])
    behind = [body[1][0]] if len(body) > 1 else []
    end = 1 + len(_object(body))
    while end < len(body) and body[end][0] in _DETERMINERS:
        end += 1
    behind += [w for w, _ in body[1 : end + 3] if w in _PARTICLES][:1]
    joined = {f"{form}_{p}" for form in forms for p in behind if p in _PARTICLES}
    return joined or forms


def _bad(word: Word) -> bool:
    return (
        _in(word, "ills")
        or _in(word, "ill_modifiers")
        or _in(word, "ill_verbs")
        or _in(word, "wrongdoers")
    )


def _in(word: Word, name: str) -> bool:
    listed = lexicon()[name]
    return word[0] in listed or word[1] in listed
