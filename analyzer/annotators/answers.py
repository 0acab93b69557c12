"""Finds the words that answer the four mission questions: whom, why, what and impact.

* whom: the people, animals or places served: the one helped, or the phrase behind "for" and "to";
* what: what is offered or done: the verb and its object, or the means ("by teaching ...");
* why: the reason given: a purpose clause, a "because", or a main clause that is itself a change;
* impact: the lasting effect: what is different for someone once the work is done.

"So that they can stay at home" is reason and effect at once, so the same words may answer two
questions. Writes `answers` into the record of each mission, declared or by function; of a merged
text only the mission's part is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from analyzer.annotators.base import Record, chars, evidence, expects, prepare, statements
from analyzer.annotators.mission_verbs import (
    HELP,
    LEAD_VERBS,
    Reading,
    is_effect,
    is_means,
    main_verbs,
    misread_verb,
    read,
)
from analyzer.annotators.phrases import (
    case,
    children,
    coordinated,
    relation,
    trimmed,
    with_case,
)
from analyzer.annotators.stretches import ADJECTIVE, clause_from, noun_end
from analyzer.annotators.whom import are_people, find_whom, serves

QUESTIONS = ("whom", "why", "what", "impact")
MERGED_AT = 0.5  # from this probability on only the mission's part is read

_RESULT_VERBS = frozenset(
    "enable allow ensure result lead help let make give create improve reduce increase free"
    " empower prepare equip leave bring raise free spare save".split()
)
# Verbs that say what comes about; where the means is named, that is the work.
_RESULTING = frozenset(("bring", "get"))
# Verbs whose "with" names the other side, not a means.
_JOINING = frozenset("connect link match join unite pair work partner".split())
# What is pictured is the vision's: no service and nobody served.
_PICTURING = frozenset("envision envisage foresee imagine picture".split())


def find_answers(text: Span, terms: Sequence[Span]) -> dict[str, list[int] | None]:
    """Return the four answers as character offsets, None where no words answer.

    Args:
        text: the mission, or the mission's part of a merged text.
        terms: the lexicon's spans inside it.
    """
    reading = read(text, terms)
    verbs = [verb for verb in main_verbs(reading) if verb.lemma_.lower() not in _PICTURING]
    misread = misread_verb(reading)
    whom = find_whom(verbs if misread is None else [misread, *verbs], reading)
    what = _what(verbs, reading) if misread is None else clause_from(misread, text)
    what = _before_whom(what, whom)
    reasons, effects = _purposes(verbs, reading)
    found = {
        "whom": whom,
        "why": _before_means(next(iter(reasons), None), what),
        "what": what,
        "impact": _before_means(next(iter(reversed(effects)), None), what),
    }
    return {
        question: None if span is None else chars(trimmed(_inside(span, text)))
        for question, span in found.items()
    }


def _before_whom(what: Span | None, whom: Span | None) -> Span | None:
    """End what is offered where "for people" or "to people" begins."""
    if what is None or whom is None or not what.start + 2 <= whom.start < what.end:
        return what
    doc, end = what.doc, whom.start - 1
    return doc[what.start : end] if doc[end].lower_ in ("for", "to") else what


def _before_means(purpose: Span | None, what: Span | None) -> Span | None:
    """End a purpose where the means begins, so that the same words do not answer twice."""
    if purpose is None or what is None or not purpose.start < what.start < purpose.end:
        return purpose
    if what[0].lower_ not in ("by", "through", "via", "with"):
        return purpose
    return purpose.doc[purpose.start : what.start]


def _inside(span: Span, text: Span) -> Span:
    start = max(span.start, text.start)
    return span.doc[start : max(min(span.end, text.end), start + 1)]


# --- what ---------------------------------------------------------------------------------------


def _what(verbs: Sequence[Token], reading: Reading) -> Span | None:
    """Return the service: a verb of work with its object, else the means, else the bare noun."""
    means = any(is_means(token) for token in reading.text)
    for verb in verbs:
        if verb.dep_ == "acl:relcl" and not _is_ours(verb):
            continue  # "those who built her"
        if (means and verb.lemma_.lower() in _RESULTING) or verb.lemma_.lower() == "want":
            continue  # "bring water to villages by drilling wells"
        if not is_effect(verb, reading) and _acts_on(verb):
            return _verb_phrase(verb, reading)
    for token in reading.text:
        if is_means(token):
            return _clause(token)
    for token in reading.text:
        means = case(token) in ("through", "via", "with", "by") and token.pos_ in ("NOUN", "PROPN")
        # "Travellers with wheelchairs" are described; "connect farmers with buyers" is the work.
        if case(token) == "with" and (
            are_people(token.head, reading) or token.head.lemma_.lower() in _JOINING
        ):
            continue
        done_by = token.dep_ == "obl:agent" and case(token) == "by"
        if (
            means
            and not done_by
            and not are_people(token, reading)
            and token.i > reading.text.start + 1
        ):
            return _clause(token)
    for verb in verbs:
        for child in children(verb, "xcomp", "ccomp"):
            theirs = children(child, "nsubj") or verb.lemma_.lower() == "want"
            if child.pos_ == "VERB" and not is_effect(child, reading) and not theirs:
                return _verb_phrase(child, reading)
    return _bare_service(verbs, reading)


def _bare_service(verbs: Sequence[Token], reading: Reading) -> Span | None:
    """Return the object of a weak verb that is no person, or the noun that is the whole mission."""
    for verb in verbs:
        if verb.lemma_.lower() not in HELP:
            continue
        if verb.lemma_.lower() in _JOINING and " with " in verb.sent.text:
            return clause_from(verb, reading.text)  # "connect farmers with buyers"
        for child in children(verb, "obj"):
            if not are_people(child, reading) and child.pos_ == "NOUN":
                return _verb_phrase(verb, reading)
    for verb in verbs:
        if verb.i in reading.holding and children(verb, "obj"):
            return _verb_phrase(verb, reading)  # "preserve the boats": the work and its effect
    root = reading.text.root
    if not verbs and root.pos_ == "NOUN" and not children(root, "nsubj", "cop"):
        return trimmed(root.doc[max(root.left_edge.i, reading.text.start) : root.i + 1])
    return None


def _is_ours(verb: Token) -> bool:
    """Return whether a clause is the main one: "each winter we knit", "a brewery that brews"."""
    about = verb.head.dep_ == "ROOT" and bool(children(verb.head, "cop"))
    return about or any(c.lower_ == "we" for c in children(verb, "nsubj"))


def _acts_on(verb: Token) -> bool:
    acts = children(verb, "obj", "obl", "iobj", "xcomp", "ccomp")
    passive = any(child.dep_ == "nsubj:pass" for child in verb.children)
    return bool(acts) or passive or _shared_object(verb) is not None


def _shared_object(verb: Token) -> Token | None:
    """Return the object that "rescue" shares in "rescue, treat and rehome hedgehogs"."""
    for other in coordinated(verb)[1:]:
        for child in children(other, "obj"):
            if other.i - verb.i <= 6 and not children(verb, "obj", "obl"):
                return child
    return None


def _verb_phrase(verb: Token, reading: Reading) -> Span:
    """Return a verb with its objects, without whom, why and by what means."""
    for child in verb.children:
        if child.dep_ == "nsubj:pass":  # "hearing aids are fitted and repaired"
            done = [other.i for other in coordinated(verb) if other.i <= verb.i + 4]
            return trimmed(verb.doc[child.left_edge.i : done[-1] + 1])
    shared = _shared_object(verb)
    end = verb.i + 1 if shared is None else shared.right_edge.i + 1
    last = max((c.i for c in children(verb, "obj")), default=0)
    for child in sorted(verb.children, key=lambda c: c.i):
        if child.i < verb.i or shared is not None:
            continue
        if child.i < last and relation(child) in ("conj", "cc", "punct"):
            continue  # "rescue, treat and release seabirds"
        if relation(child) not in ("obj", "iobj", "compound", "xcomp", "obl", "advmod", "ccomp"):
            break
        if relation(child) == "obl" and case(child) in ("for", "by", "through", "so", "via"):
            break
        end = child.right_edge.i + 1
    return trimmed(_cut(verb.doc[verb.i : end], verb, reading))


def _cut(span: Span, head: Token, reading: Reading) -> Span:
    """End a phrase where those served, "so that", "by ...-ing" or "in order to" begin."""
    for token in span:
        if token.i <= head.i + 1:
            continue
        mark = token.dep_ in ("mark", "case")
        if token.lower_ == "so" and token.nbor(-1).text == ",":
            return span.doc[span.start : token.i]
        if mark and token.lower_ in ("so", "because", "by", "through", "via"):
            return span.doc[span.start : token.i]
        if mark and token.lower_ in ("for", "to") and serves(token.head, reading):
            return span.doc[span.start : token.i]
        if token.lower_ == "in" and span.doc[token.i : token.i + 3].text.lower() == "in order to":
            return span.doc[span.start : token.i]
    return span


def _clause(token: Token) -> Span:
    """Return a clause or phrase of means with the word that introduces it."""
    span = with_case(token)
    doc, end = span.doc, span.end
    limit = token.sent.end
    while end < limit and token.tag_ == "VBG" and doc[end].tag_ in ("IN", "RP"):
        further = noun_end(doc, end + 1, limit)
        if not further or doc[end].lower_ in ("so", "because", "for"):
            break
        end = further  # "by training young Roma as paralegals"
    for inner in span:
        so = inner.lower_ == "so" and inner.dep_ == "mark"
        if inner.i > token.i and (so or inner.lower_ == "we"):
            return doc[span.start : inner.i]
    return doc[span.start : end]


# --- why and impact -----------------------------------------------------------------------------


def _purposes(verbs: Sequence[Token], reading: Reading) -> tuple[list[Span], list[Span]]:
    """Return the reasons and the effects that the text names, each in the order of the text."""
    reasons: list[Span] = []
    effects: list[Span] = []
    for token in reading.text:
        kind = _purpose_kind(token, verbs, reading)
        if kind is None:
            continue
        span = with_case(token)
        if kind != "because":
            effects.append(span)
        if kind != "result":
            reasons.append(span)
    if not any("so" in span.text.lower().split()[:2] for span in effects):
        results = list(_so(reading))
        reasons.extend(results)
        effects.extend(results)
    reasons.extend(_because(reading) if not reasons else ())
    main = [
        _verb_phrase(v, reading)
        for v in verbs
        if is_effect(v, reading) and _acts_on(v) and not _only_helps(v)
    ]
    return reasons or main, effects or main


def _only_helps(verb: Token) -> bool:
    """Return whether a verb names help and no change: "support widows with grants"."""
    named = verb.lemma_.lower() in ("serve", "support", "assist", "aid", "connect", "partner")
    return named and not children(verb, "xcomp", "ccomp", "advcl")


def _so(reading: Reading) -> Iterator[Span]:
    """Yield ", so diabetics can travel" and ", so they never have to leave", not "so we do"."""
    doc = reading.text.doc
    for token in reading.text[1:]:
        if token.lower_ != "so" or token.i + 2 >= reading.text.end:
            continue
        before, after = token.nbor(-1), token.nbor(1)
        if after.lower_ == "that":
            after = after.nbor(1)
        elif before.text != ",":
            continue
        if after.lower_ in ("we", "as", "far", "much", "many", "on") or after.is_punct:
            continue
        end, limit = token.i + 1, min(token.sent.end, reading.text.end)
        while end < limit and doc[end].text not in (".", ";"):
            end += 1
        yield doc[token.i : end]
        return  # what follows is inside it, or adds to it


def _because(reading: Reading) -> Iterator[Span]:
    """Yield "because wells run dry" where the parser missed the clause, up to the next one."""
    doc = reading.text.doc
    for token in reading.text:
        if token.lower_ != "because" or token.i + 2 >= reading.text.end:
            continue
        end, limit = token.i + 1, min(token.sent.end, reading.text.end)
        while end < limit:
            if doc[end].text in (".", ";") or doc[end : end + 2].text in (", we", ", so"):
                break
            end += 1
        yield doc[token.i : end]


def _purpose_kind(token: Token, verbs: Sequence[Token], reading: Reading) -> str | None:
    """Return `because`, `purpose` or `result` for the head of such a clause, else None."""
    if case(token) in ("in order to", "so as to"):
        return "purpose"  # of a verb, or of a noun where the parser missed the verb
    if relation(token) not in ("advcl", "acl", "xcomp", "ccomp", "parataxis", "conj"):
        return None
    misread = token.i in reading.people or ADJECTIVE.fullmatch(token.text)
    if misread or any(token.i == verb.i for verb in verbs):
        return None  # "to village churches", "to housebound people": no verbs
    marks = [c.lower_ for c in token.children if c.dep_ == "mark" and c.i < token.i]
    if "because" in marks or "since" in marks:
        return "because"
    if "so" in marks or "so that" in " ".join(marks):
        return "purpose"
    before = reading.text.doc[max(token.left_edge.i - 2, 0) : token.i].text.lower()
    if "in order" in before or "so as" in before:
        return "purpose"
    acts = token.tag_ in ("VB", "VBP") or token.pos_ == "AUX" or bool(children(token, "cop"))
    if "to" in marks and relation(token) == "advcl" and token.head.pos_ == "VERB" and acts:
        return "purpose" if not is_means(token.head) else "result"
    if token.pos_ != "VERB":
        return None
    if "to" in marks and relation(token) == "acl" and is_effect(token, reading):
        return "purpose" if token.head.lemma_.lower() not in LEAD_VERBS else None
    stem = token.lower_.removesuffix("ing")  # the lemmatizer leaves "helpe" of some
    names = {token.lemma_.lower(), stem, f"{stem}e"} & _RESULT_VERBS
    result = token.tag_ == "VBG" and relation(token) in ("advcl", "acl") and bool(names)
    return "result" if result and not is_means(token) else None


# --- component ----------------------------------------------------------------------------------


def _mission_part(statement: Span, record: Record) -> Span | None:
    """Return the part of a statement that does a mission's job, or None where none does."""
    merged = record.get("merged") or {"probability": 0.0, "parts": []}
    if record["declared"] == "merged" or merged["probability"] >= MERGED_AT:
        for part in merged["parts"]:
            if part["kind"] == "mission":
                return statement.doc.char_span(
                    part["start"], part["end"], alignment_mode="contract"
                )
    if expects(record, "mission") or record["declared"] == "merged":
        return _without_pictures(statement)
    return None


def _without_pictures(statement: Span) -> Span:
    """Return the longest run of sentences that tell no vision, or all where all of them do."""
    runs = [statement[:0]]
    for sentence in statement.sents:  # type: ignore[attr-defined]  # missing from the stubs
        if sentence.root.lemma_.lower() in _PICTURING:
            runs.append(statement[:0])
        else:
            start = runs[-1].start if runs[-1] else max(sentence.start, statement.start)
            runs[-1] = statement.doc[start : min(sentence.end, statement.end)]
    return max(runs, key=len) or statement


def annotate_answers(doc: Doc) -> Doc:
    """Write each record's `answers`: four spans for a mission, None for the rest."""
    prepare(doc)
    for statement, record in statements(doc):
        part = _mission_part(statement, record)
        record["answers"] = (
            None if part is None else find_answers(part, evidence(doc, "lexicon", part))
        )
    return doc


class AnswersAnnotator:
    """Calls `annotate_answers`; a class, so that the pipeline can be pickled."""

    def __call__(self, doc: Doc) -> Doc:
        """Fill the answers of each mission."""
        return annotate_answers(doc)


@Language.factory(
    "plumbline_answers", assigns=["doc._.plumbline"], requires=["doc._.plumbline", "doc.spans"]
)
def create(nlp: Language, name: str) -> AnswersAnnotator:
    """Make the component; `name` is spaCy's name for it in the pipeline."""
    del nlp, name
    return AnswersAnnotator()
