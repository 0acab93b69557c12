"""Whether a statement works against another: "close clinics" against "bring care to villages".

Vectors do not see it, for opposed words occur in the same surroundings. So each word of a text gets
a sign: is the thing given, kept and done, or taken away? From the word up to its clause, everything
that takes away turns the sign around (stop, close, no longer, without, fewer, lack of):

    reduce hunger               hunger -
    close rural clinics         rural -, clinic -
    never turn away a patient   patient +, for `never` and `turn away` cancel out

A source is opposed to a target when it takes away what the target gives, brings what the target
takes away, takes a good from people, or lets an ill grow; unless both take the same thing away. The
words are those of `data/lexicons/opposition.json`; an opposition in other words stays unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.alignment.denial import denies
from analyzer.alignment.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

_STEM = 6
_NAMING = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))
# The effect of a verb ends where a clause stands beside another one or gives its reason.
_BORDERS = frozenset(("ROOT", "advcl", "parataxis", "list", "appos", "acl"))
_FROM = frozenset(("from", "with", "without", "on", "of", "against"))
_GO_WITHOUT = frozenset(("go", "leave", "do", "remain", "stay", "live", "be"))
_COUNTS = frozenset(("time", "list", "rate", "number", "level", "figure"))
_BETWEEN = frozenset(("DET", "ADJ", "ADV", "NUM", "PRON", "NOUN", "PROPN", "VERB"))
_PARTICLES = frozenset(("apart", "away", "back", "off", "out"))
_NOBODY = frozenset(("nobody", "nothing", "none"))
_ONLY = frozenset(("only", "solely", "exclusively"))


@dataclass(frozen=True, slots=True)
class Stance:
    """What a text does to the things that it names, as stems.

    Attributes:
        given: given, kept or done.
        kept: protected or kept as they are.
        taken: taken away, as the main word of a phrase or by a verb that leaves no doubt.
        used: sold, felled, built on.
        raised: made to grow.
        harm: a good is taken from people, or an ill grows.
        closed: only some are admitted, or somebody has to pay.
        open: nobody is to be left out, or those without money come first.
        denies: a good is plainly refused or taken, read without the parse.
        said: what stands right after a verb that takes away, read without the parse, which often
            loses such verbs ("help schools in Cork reduce waste").
    """

    given: frozenset[str]
    kept: frozenset[str]
    taken: frozenset[str]
    used: frozenset[str]
    raised: frozenset[str]
    harm: bool
    closed: bool
    open: bool
    denies: bool
    said: frozenset[str]


def opposed(source: Stance, target: Stance) -> bool:
    """Return whether the source works against what this target says.

    Harm that needs no target to be seen is left to `analyzer.alignment.harm`.
    """
    if source.taken & target.taken:
        return False
    return (
        bool((source.taken & target.given) - (source.said & target.said))
        or bool(source.used & target.kept)
        or bool(source.raised & target.taken)
        or (source.closed and target.open and not target.closed)
    )


def stance(span: Span) -> Stance:
    """Return what a parsed text does to the things that it names."""
    words = lexicon()
    found: dict[str, set[str]] = {
        name: set() for name in ("given", "kept", "taken", "used", "raised")
    }
    harm = closed = False
    for token in span:
        lemma = token.lemma_.lower()
        if token.pos_ not in _NAMING or len(lemma) < 3 or _beside(token):
            continue
        turns, strong = _turns(token)
        away, main = turns % 2 == 1, not _modifies(token)
        grows = turns == 0 and main and _done_by(token, "up")
        stem = lemma[:_STEM]
        if lemma not in words["light"]:
            if not away:
                found["given"].add(stem)
            elif main or strong:
                found["taken"].add(stem)
            for name, verbs in (("kept", "keep"), ("used", "consume"), ("raised", "up")):
                if turns == 0 and _done_by(token, verbs):
                    found[name].add(stem)
        if _ill(token):
            harm |= (
                grows
                or _done_by(token, "conceal")
                or (main and _more(token) and not _taken_well(token))
            )
        elif lemma in words["undoing"] and token.dep_ in ("xcomp", "ccomp"):
            harm |= not away and token.head.lemma_ in words["force"]
        elif away and main and token.pos_ in ("NOUN", "PROPN") and not _spoilt(token):
            harm |= strong or lemma in words["goods"]
        harm |= token.head.lemma_ == "let" and lemma in words["decays"]
        harm |= (
            bool(_opening_verb(token) & words["crimes"])
            or _worsens(token)
            or (token.pos_ == "VERB" and _wrongs(token, turns))
        )
        closed |= not turns and _admits_some(token)
    harm |= _forgoes(span)
    given = found.pop("given") - found["taken"]
    return Stance(
        given=frozenset(given),
        **{name: frozenset(stems) for name, stems in found.items()},
        harm=harm,
        closed=closed,
        open=any(t.lower_ in words["openness"] for t in span),
        denies=denies(span),
        said=frozenset(_said(span)),
    )


def _said(span: Span) -> Iterator[str]:
    """Yield the stems of the first noun phrase after each verb that takes away."""
    words = lexicon()
    for place, token in enumerate(span):
        before = {t.lower_ for t in span[max(0, place - 2) : place]}
        if token.lemma_.lower() not in words["taking"] or before & words["negators"]:
            continue
        named = False
        for thing in span[place + 1 :]:
            noun = thing.pos_ in ("NOUN", "PROPN")
            if thing.pos_ not in _BETWEEN or thing.pos_ == "VERB" or (named and not noun):
                break
            named |= noun
            if thing.pos_ in _NAMING:
                yield thing.lemma_.lower()[:_STEM]


def _ill(token: Token) -> bool:
    """Return whether a noun names an ill, alone or with what describes it ("waiting times")."""
    ills = lexicon()["ills"]
    return token.pos_ == "NOUN" and (
        token.lemma_.lower() in ills
        or (
            token.lemma_ in _COUNTS
            and any(t.lower_ in ills for t in token.children if t.dep_ in ("compound", "amod"))
        )
    )


def _modifies(token: Token) -> bool:
    """Return whether a word only describes another one."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_.startswith("nmod"):
        return token.head.lemma_ not in _COUNTS
    return token.dep_ in ("amod", "compound")


def _beside(token: Token) -> bool:
    """Return whether a word stands in a relative clause, which only says who is meant."""
    from analyzer.annotators.base import ancestors

    return any(node.dep_ == "acl:relcl" for node in (token, *ancestors(token)))


def _turns(token: Token) -> tuple[int, bool]:
    """Return how often a word is turned around, and whether by a verb that leaves no doubt."""
    words = lexicon()
    turns, strong, node = 0, False, token
    if not (token.dep_.startswith("nsubj") and token.head.pos_ == "VERB"):
        turns = _negations(token)
    if token.lemma_ not in words["people"]:
        turns += _spoilt(token)
    while True:
        opening = _opening_verb(node)
        turns += bool(opening & words["taking"])
        strong |= bool(opening & words["strong"])
        if node.dep_ in _BORDERS:
            return turns, strong
        head, relation = node.head, node.dep_
        if relation == "conj" and node.pos_ == "VERB":
            return turns, strong  # a second verb has objects of its own
        if relation.startswith("nmod") and head.lemma_ in _COUNTS:
            pass  # what happens to the number of things happens to the things
        elif _modifies(node):
            turns += _of(node) and head.lemma_.lower() in words["of_less"]
        elif relation == "conj":
            turns += 0 if head.dep_.startswith("nsubj") else _negations(head)
        elif _suffers(node, head):
            verb = _names(head)
            taking = head.pos_ == "VERB" and bool(verb & words["taking"])
            strong |= taking and bool(verb & words["strong"])
            turns += taking
            if not relation.startswith("nsubj") or taking:
                turns += _negations(head)
            if taking or any(t.lower_ == "without" for t in node.children):
                turns += _no_subject(head)
        node = head


def _opening_verb(noun: Token) -> set[str]:
    """Return the verb that opens a statement where the parser took it for no verb of this noun.

    Bare imperatives are rare in treebanks: in "Scrap free meals" the first word passes for a name.
    """
    doc, start = noun.doc, noun.i
    while start > 0 and doc[start - 1].pos_ in _BETWEEN and not doc[start - 1].is_sent_start:
        start -= 1
    first = doc[start - 1] if start > 0 else None
    following = doc[noun.i + 1].pos_ if noun.i + 1 < len(doc) else ""
    if first is None or noun.pos_ not in ("NOUN", "PROPN") or following in ("NOUN", "PROPN"):
        return set()
    if not (first.i == 0 or doc[first.i - 1].is_space) or (
        noun.head.i == first.i and first.pos_ == "VERB"
    ):
        return set()
    return {first.lower_} & lexicon()["verbs"]


def _of(node: Token) -> bool:
    """Return whether a modifier says what the noun is of: "loss of habitat", "school closures"."""
    cases = {t.lower_ for t in node.children if t.dep_ == "case"}
    return node.dep_ == "compound" or bool(cases & {"of", "for", "to"})


def _spoilt(noun: Token) -> bool:
    """Return whether a noun is described as bad or gone: "stale data", "cancelled trains"."""
    words = lexicon()
    return any(
        child.lower_ in words["ill_modifiers"]
        or (child.lower_.endswith("ed") and child.lemma_.lower() in words["strong"])
        for child in noun.children
        if child.dep_ == "amod"
    )


def _suffers(node: Token, verb: Token) -> bool:
    """Return whether what the verb does is done to the word."""
    relation = node.dep_
    if relation == "nsubj":
        return not any(t.dep_ in ("obj", "xcomp", "ccomp") for t in verb.children)
    if relation.startswith("obl"):
        cases = {t.lower_ for t in node.children if t.dep_ == "case"}
        if "to" in cases:
            return bool(_names(verb) & lexicon()["strong"])
        return bool(cases & _FROM)
    return relation in ("obj", "iobj", "nsubj:pass", "xcomp", "ccomp", "csubj:pass")


def _negations(node: Token) -> int:
    """Return how many words before it negate a word."""
    words = lexicon()
    if any(t.lower_ == "less" and t.i > node.i and node.pos_ == "VERB" for t in node.children):
        return 1
    return sum(
        _negates(child)
        or (child.lower_ in words["fewer"] and child.dep_ in ("amod", "det", "advmod"))
        for child in node.children
        if child.i < node.i
    )


def _no_subject(verb: Token) -> bool:
    """Return whether the verb has a subject such as "nobody" or "no child"."""
    return any(
        _negates(child) or bool(_negations(child))
        for child in verb.children
        if child.dep_.startswith("nsubj")
    )


def _negates(token: Token) -> bool:
    words = lexicon()
    if token.lower_ in ("longer", "more"):
        return token.i > 0 and token.nbor(-1).lower_ == "no"
    if token.lower_ == "without":
        return token.head.pos_ != "VERB" and token.head.head.lemma_ in _GO_WITHOUT
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return (
        token.lower_ in words["negators"]
        and following not in ("only", "just", "matter", "longer")
        and not token.dep_.startswith("nsubj")
    )


def _done_by(token: Token, verbs: str) -> bool:
    """Return whether a verb of a list acts on the word, or on the noun that it is joined to."""
    node = token
    while node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN"):
        node = node.head
    head = node.head
    verb = _names(head) if head.pos_ == "VERB" and _suffers(node, head) else _opening_verb(node)
    return bool(verb & lexicon()[verbs])


def _more(token: Token) -> bool:
    return any(t.lower_ in lexicon()["more"] for t in token.children if t.i < token.i)


def _forgoes(span: Span) -> bool:
    """Return whether a statement opens with leaving something undone: "never visit the islands"."""
    words = lexicon()
    opening = [t.lower_ for t in span[:3]]
    done = 1 if opening[0] in ("never", "stop", "quit") else 2
    if (done == 2 and opening[:2] not in (["no", "longer"], ["do", "not"])) or len(opening) <= done:
        return False
    verb = span[done]
    if done == 1 and opening[0] != "never" and not verb.lower_.endswith("ing"):
        return False
    return not _names(verb) & words["spared"] and not any(t.lemma_ in words["ills"] for t in span)


def _wrongs(verb: Token, turns: int) -> bool:
    """Return whether a verb does wrong by itself, lets something decay, or serves only some."""
    words, lemma = lexicon(), verb.lemma_.lower()
    if turns + _negations(verb):
        return False
    children = {t.dep_: t for t in verb.children}
    less = any(t.lower_ == "less" for t in verb.children)
    thing = children.get("obj") or children.get("iobj")
    named = thing is not None and thing.lemma_.lower() in words["people"] and not _negations(thing)
    return (
        lemma in words["crimes"]
        or (
            lemma in words["admitting"]
            and any(t.lower_ in _ONLY for t in verb.doc[verb.i + 1 : verb.i + 2])
        )
        or (thing is not None and thing.lower_ in _NOBODY and lemma not in words["verbs"])
        or (lemma == "leave" and verb.dep_ == "ROOT" and named and len(children) > 1)
        or (lemma == "keep" and named and any(t.lower_ == "out" for t in verb.subtree))
        or (lemma in ("pay", "teach", "give") and named and less)
    )


def _taken_well(ill: Token) -> bool:
    """Return whether a verb takes more of an ill away."""
    return bool(_names(ill.head) & lexicon()["well_taken"])


def _worsens(token: Token) -> bool:
    """Return whether something is put into a bad state, or made dearer or harder."""
    words, head = lexicon(), token.head
    if token.lower_ in words["bad_ends"]:
        return head.lemma_ in words["force"] and not _negations(head) and token.i > head.i
    return token.lemma_.lower() in words["costs"] and (_done_by(token, "up") or _more(token))


def _admits_some(token: Token) -> bool:
    """Return whether a word makes somebody pay, or admits only some."""
    words, lemma = lexicon(), token.lemma_.lower()
    if lemma in words["pay"]:
        if token.pos_ == "VERB":
            return any(
                t.dep_ in ("obj", "iobj") and t.lemma_ in words["people"] for t in token.children
            )
        return _done_by(token, "up") or _more(token)
    if lemma in words["proof"]:
        return _done_by(token, "demand")
    return lemma in words["people"] and any(t.lower_ in words["admitted"] for t in token.children)


def _names(verb: Token) -> set[str]:
    """Return a verb's lemma, or the verb with its particle."""
    lemma = verb.lemma_.lower()
    particles = [
        t.lower_ for t in verb.children if t.dep_ == "compound:prt" or t.lower_ in _PARTICLES
    ]
    following = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    if following in ("away", "out", "off", "down", "without") and not particles:
        particles = [following]
    return {f"{lemma}_{particle}" for particle in particles} or {lemma}
