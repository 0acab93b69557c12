"""MIS004: missions that nobody could repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, rule, said
from analyzer.rules.pinned import pinned, served, word_count
from analyzer.rules.reading import Read, listed, offsets, role, statements

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# From so many words on a mission is looked at; a longer one needs an act that is soon found, and
# the longest cannot be said from memory whatever it says.
_LONG, _LONGER, _LONGEST = 28, 36, 55
_SENTENCE = 44  # words of a sentence that nobody says in one breath
# So many main acts compete for the headline.
_ACTS = 5
# A first sentence of so many words is a headline by itself.
_OPENING = 16
# An act with its object is carried by so many words.
_FEW = 5
# So many words behind the verb those served still stand near it.
_NEAR = 15
# An act that so many words precede is found by nobody.
_PREAMBLE = 12
# So many further verbs that share one object leave none of them to be remembered.
_ROW = 2


@rule(
    "MIS004",
    name="no-headline",
    severity="note",
    requires=("kind", "lexicon", "answers"),
    message="{count} words, and no one to five of them carry the mission",
    question="If people remembered five words of it, which five should they be?",
    cost="Nobody can say it in the lift, so each says what their own team does.",
    rationale=(
        "People repeat a mission only when a few words carry it. A long one without such words is "
        "read once, at its launch, and then looked up."
    ),
    mend=(
        "Choose the one act that the others serve, say it in one to five words, and put it first; "
        "the rest explains it."
    ),
    before=(
        "The centre documents dialects, trains archivists, hosts scholars, publishes grammars, "
        "lends recordings to schools, advises broadcasters and organises a yearly meeting of "
        "speakers in order to maintain the languages that are spoken along the upper river."
    ),
    after=(
        "Keep river languages spoken. We record the dialects of the upper river, publish their "
        "grammars and lend the recordings to the schools there."
    ),
    source="The article on outside-in missions: a headline of one to five words",
    flags=(
        said(
            "mission",
            "Having regard to the rules of the harbour, to the means that the council makes "
            "available and to the advice that it receives, the office reviews whatever "
            "arrangements may from time to time be required, and adjusts and records them.",
        ),
        said(
            "mission",
            "We document dialects, we train archivists and host scholars, and we publish grammars, "
            "lend recordings to schools and advise broadcasters. We meet once a year with speakers "
            "of the languages along the upper river to learn what they would like us to do next, "
            "and our report on that meeting goes to the ministry and to each of the village halls.",
        ),
        said(
            "mission",
            "Our mission is to study the coastal wetlands of the province, to advise the fishing "
            "villages on nets and seasons, to replant mangroves where storms have torn them out, "
            "to train wardens and to bring cases of illegal filling before the courts.",
        ),
        said(
            "mission",
            "To maintain the footpaths, walls and barns of the upper dale, to house apprentices in "
            "the old mill while they learn dry stone walling, to advise farmers on grants, to map "
            "the springs and to open the archive of the estate to schools on two days a week.",
        ),
        said(
            "mission",
            "Where market women have no bank, no nursery and no voice at the city hall, there the "
            "society is to be found, be it with a loan, with insurance of their stock against "
            "fire, with bookkeeping in three languages, with a nursery that is open from five, or "
            "with someone who sits beside them when the city talks of stalls, fees and water.",
        ),
    ),
    passes=(
        said(
            "mission",
            "Keep river languages spoken. We record the dialects of the upper river, publish their "
            "grammars, train archivists, host scholars and lend the recordings to the schools "
            "there, so that the children of the valley can speak with their grandparents.",
        ),
        said("mission", "We record dialects, train archivists and publish grammars."),
        said(
            "mission",
            "Surplus food, cooked and shared: we collect what the shops of the county cannot sell, "
            "cook it in four parish halls, deliver meals to older people who live alone, teach "
            "families to cook with what is in season and speak for them at the council.",
        ),
        said(
            "mission",
            "We run a night bus between the eleven villages of the upper valley and the hospital "
            "in the town below, so that people without a car can see a doctor, sit with their "
            "relatives and get home again before the last of the evening shifts begins.",
        ),
        said("vision", "By 2040 the languages of the upper river are spoken in its schools."),
        said("values", "We listen first."),
    ),
)
def no_headline(doc: Doc) -> Iterator[Hit]:
    """Flag a long mission in which many acts compete, or which names no act of few words."""
    for read in statements(doc):
        count = word_count(read)
        if role(read.record) != "mission" or count < _LONG or _has_headline(doc, read):
            continue
        acts = _acts(read)
        faceless = count >= _LONGER and not _names_anyone(doc, read, acts)
        buried = faceless and (_is_endless(read) or _is_buried(doc, read, acts))
        endless = count >= _LONGEST and not _opens_with_one_act(doc, read, acts)
        if not (endless or buried or (len(acts) >= _ACTS and count >= _LONGER)):
            continue
        offered = _candidates(acts)
        suggestion = None
        if offered:
            suggestion = f"put one first: {listed([f'“{o}”' for o in offered], word='or')}"
        yield Hit(
            read.index,
            offsets(read.span),
            related=tuple((verb.idx, verb.idx + len(verb)) for verb in acts),
            fields={"count": str(count)},
            suggestion=suggestion,
        )


def _has_headline(doc: Doc, read: Read) -> bool:
    """Return whether one to five words stand by themselves, or a short sentence tells an act."""
    start = read.span.start
    for token in read.span:
        last = token.i == read.span.end - 1
        if last or token.lower_ in (".", "!", "?", ":", ";", "–", "—", "-", "\n"):
            words = sum(any(c.isalnum() for c in t.text) for t in doc[start : token.i + 1])
            sentence = token.lower_ in (".", "!") and words <= _OPENING
            if 1 <= words <= 5 or (sentence and any(map(_is_act, doc[start : token.i]))):
                return True
            start = token.i + 1
    return False


def _acts(read: Read) -> list[Token]:
    """Return the verbs of work that stand side by side in one sentence, or open several.

    Long lists are often parsed as chains of adverbial clauses, so any verb counts that is neither
    in a relative clause nor behind a conjunction such as "so that" or "when", nor means or purpose.
    """
    found: dict[int, list[Token]] = {}
    number, purpose = 0, False
    for token in read.span:
        if token.is_sent_start:
            number += token.lower_ not in ("to", "•", "·", "-", "*")
            purpose = False
        purpose = purpose or token.lower_ == "so" or _opens_means(token)
        if not purpose and (_is_act(token) or _goes_on(token)):
            found.setdefault(number, []).append(token)
        elif token.lower_ in (",", ";", "and") and token.i + 1 < len(token.doc):
            purpose = purpose and not _resumes(token.nbor(1))
    return max(found.values(), key=len, default=[])


def _goes_on(token: Token) -> bool:
    """Return whether a list of acts goes on with a verb, however it was read: ", trains men"."""
    if token.i == 0 or token.i + 1 >= len(token.doc) or token.tag_ not in ("VBZ", "VBP", "NNS"):
        return False
    before, following = token.nbor(-1), token.nbor(1)
    verb = token.pos_ == "VERB" or (token.dep_ == "compound" and following.tag_ == "NNS")
    return before.text in (",", ";") and verb and following.pos_ in ("NOUN", "ADJ", "DET", "PRON")


def _opens_means(token: Token) -> bool:
    """Return whether "by", "through" or "in order" opens what only explains an act."""
    following = token.doc[min(token.i + 1, len(token.doc) - 1)]
    gerund = token.lower_ in ("by", "through", "while") and following.tag_ == "VBG"
    return gerund or (token.lower_ == "in" and following.lower_ == "order")


def _resumes(token: Token) -> bool:
    """Return whether a list of acts goes on: ", to advise", "and we teach"."""
    return token.lower_ in ("to", "we") or token.tag_ in ("VBZ", "VBP")


def _names_anyone(doc: Doc, read: Read, acts: list[Token]) -> bool:
    """Return whether the first sentence names those served, or a place, soon behind its verb."""
    sentence = next(iter(read.span.sents))  # type: ignore[attr-defined]  # missing from the stubs
    verb = _told_by(sentence, acts)
    near = range(verb.i, min(verb.i + _NEAR, sentence.end))
    people = served(doc, read, category="specific")
    return any(s.start in near for s in people) or any(doc[i].pos_ == "PROPN" for i in near)


def _is_endless(read: Read) -> bool:
    """Return whether the first sentence cannot be said in one breath."""
    sentence = next(iter(read.span.sents))  # type: ignore[attr-defined]  # missing from the stubs
    words: int = sum(token.is_alpha for token in sentence)
    return words >= _SENTENCE


def _opens_with_one_act(doc: Doc, read: Read, acts: list[Token]) -> bool:
    """Return whether one act with a near object says what it is about: "end river blindness"."""
    if not acts or len(acts) > 1:
        return False
    named = {token.i for token in pinned(doc, read)}
    near = [c.i for c in acts[0].children if c.dep_.startswith("obj") and c.i > acts[0].i]
    return bool(near) and near[0] - acts[0].i < _FEW and near[0] in named


def _is_buried(doc: Doc, read: Read, acts: list[Token]) -> bool:
    """Return whether the act comes late, or shares its object with many others.

    "Having regard to ..., the office supports" is found by nobody; "plan, direct and review the
    provision of services" names nothing to be found.
    """
    sentence = next(iter(read.span.sents))  # type: ignore[attr-defined]  # missing from the stubs
    verb = _told_by(sentence, acts)
    before = sum(t.is_alpha for t in doc[_label_end(sentence, verb) : verb.i])
    row = sum(
        c.dep_ == "conj" and c.pos_ == "VERB" and c.i - verb.i <= 8 and not _has_object(verb, c.i)
        for c in verb.children
    )
    return before >= _PREAMBLE or row >= _ROW


def _told_by(sentence: Span, acts: list[Token]) -> Token:
    """Return the verb that tells the act: the first one of work, else the first finite one."""
    for act in acts:
        if act.i < sentence.end:
            return act
    for token in sentence:
        if token.tag_ in ("VBZ", "VBP", "MD") and not token.dep_.startswith("acl"):
            return token
    root: Token = sentence.root
    return root


def _label_end(sentence: Span, verb: Token) -> int:
    """Return where the text begins behind "the mission of the town library is"."""
    for token in sentence[:_PREAMBLE]:
        label = token.lemma_.lower() in ("mission", "purpose", "aim", "goal")
        if label and token.i < verb.i:
            for other in sentence.doc[token.i : verb.i]:
                if other.lower_ == "is":
                    return other.i + 1
    return sentence.start


def _has_object(verb: Token, until: int) -> bool:
    return any(c.dep_.startswith("obj") and c.i < until for c in verb.children)


def _is_act(token: Token) -> bool:
    from analyzer.annotators.base import ancestors

    if token.pos_ != "VERB" or token.tag_ == "VBN":
        return False
    if not any(c.dep_.startswith(("obj", "obl")) for c in token.children):
        return False
    for link in (token, *ancestors(token)):
        if link.dep_ in ("acl:relcl", "acl", "ccomp", "csubj"):
            return False
        opens = link.tag_ == "VBG" and link.is_sent_start
        if opens or (link.dep_ == "advcl" and link.i < link.head.i):
            return False  # a preamble: "having regard to"
        if link.dep_ == "xcomp" and link.head.lemma_.lower() not in _LEADS | {"be"}:
            return False  # what others are helped to do
        marks = [c.lower_ for c in link.children if c.dep_ in ("mark", "advmod") and c.i < link.i]
        if any(mark in _SUBORDINATE for mark in marks):
            return False
    return token.dep_.partition(":")[0] in _LINKS and token.lemma_.lower() not in _LEADS


_LINKS = frozenset("ROOT conj advcl parataxis csubj list xcomp".split())
_SUBORDINATE = frozenset("so that when while because if where until since as although".split())
# Verbs that only lead to the act or praise it.
_LEADS = frozenset("strive seek work dedicate commit exist aim believe help enable allow".split())


def _candidates(acts: list[Token]) -> list[str]:
    """Return up to three acts in one to five words each: "replant mangroves"."""
    found = []
    for verb in acts:
        for child in verb.children:
            if not child.dep_.startswith("obj") or child.i < verb.i:
                continue
            words = verb.doc[verb.i : child.i + 1]
            if 2 <= len(words) <= 5 and all(t.is_alpha for t in words):
                form = [verb.lemma_.capitalize(), *(t.text for t in words[1:])]
                found.append(" ".join(form))
                break
    return found[:3]
