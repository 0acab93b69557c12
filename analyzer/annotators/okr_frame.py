"""Features of how an objective or key result is built: its verb, what the verb acts on, how much.

"Publish two guides" produces a counted deliverable; "80% of tenants use the portal" is a clause in
which an audience uses something; "Audit of contracts" is a noun phrase. Verbs and nouns count by
their class (`okr_words`), so that a word never seen in training still tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.annotators.okr_words import NOUN_CLASSES, UNIVERSAL, VERB_CLASSES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NOMINAL = ("NOUN", "PROPN")
_OBJECTS = ("obj", "nsubj:pass")
_NOT_IMPERATIVE = ("NNS", "NN", "NNP", "VBN", "JJ")
_OTHER = ("other",)
_LEADING_SHARE = re.compile(
    r"\W*(?:at least |over |more than |>|≥ ?)?(?:\d[\d.,]*\s?(?:%|percent)\+?|all|every|each|full)"
    r"\s*(?:of\s)?(?:the |our )?",
    re.IGNORECASE,
)
_LEADING_COUNT = re.compile(r"\W*\d+\+?\s")
_BOUND = re.compile(r"[<>≥≤]|\b(?:at least|more than|less than|under|over)\b")
_TO_NUMBER = re.compile(r"\b(?:from|to)\s+\$?\d")
_BY_SHARE = re.compile(r"\bby\s+\$?\d[\d.]*\s?(?:%|percent|x)")
# Goals that were scored afterwards: "=> 70%", "50% complete".
_SCORED = re.compile(
    r"(?:=>|->|→)\s*\d+\s?%|\d+\s?%\s*(?:done|complete|attain)|\battain|\b(?:WIP|DONE)\b|~~",
    re.IGNORECASE,
)


def frame_features(statement: Span, content: list[Token]) -> dict[str, float]:
    """Return the features of a statement's frame, by name.

    Args:
        statement: its span, parsed.
        content: its tokens without spaces and punctuation.
    """
    content = [t for t in content if t.is_alpha or any(c.isalnum() for c in t.text)]
    if not content:
        return {}
    text = statement.text
    amount = "share" if "%" in text else "number" if any(c.isdigit() for c in text) else "none"
    root = next((t for t in statement if t.dep_ == "ROOT"), content[0])
    mood, verb = _verb(content[0], root)
    verbs = _NONE if verb is None else VERB_CLASSES.get(verb.lemma_.lower(), _OTHER)
    found = {f"mood={mood}", f"mood={mood}|{amount}"}
    for one in verbs:
        found |= {f"verb={mood}:{one}", f"verb={mood}:{one}|{amount}"}
    heads = _heads(verb, root, mood, content)
    if mood == "imperative" and not heads:
        found.add("no_object")
    for role, head in heads:
        found |= _head(role, head, mood, verbs, amount)
    found |= _others(content, verb, amount)
    found |= _shape(statement, content, mood, verbs)
    # In order, so that equal statements give sums with equal bits.
    return dict.fromkeys(sorted(found), 1.0)


_NONE = ("none",)


def _verb(first: Token, root: Token) -> tuple[str, Token | None]:
    """Return how a statement speaks (imperative, clause, passive, phrase) and its main verb."""
    lemma = first.lemma_.lower()
    known = lemma in VERB_CLASSES
    if (
        (known and first.tag_ not in _NOT_IMPERATIVE)
        or first.tag_ in ("VB", "VBP", "VBG")
        or (known and lemma not in NOUN_CLASSES)
    ):
        return "imperative", first
    if root.pos_ in ("VERB", "AUX") or any(c.dep_ == "cop" for c in root.children):
        passive = root.tag_ == "VBN" or any(
            c.dep_ in ("nsubj:pass", "aux:pass") for c in root.children
        )
        return "passive" if passive else "clause", root
    return "phrase", None


def _heads(
    verb: Token | None, root: Token, mood: str, content: list[Token]
) -> list[tuple[str, Token]]:
    """Return the nouns that a statement is about, each with its role."""
    if verb is None:
        return [("root", root)]
    children = list(verb.children)
    objects = [c for c in children if c.dep_ in _OBJECTS]
    if mood == "imperative" and not objects:
        # The parse of a short imperative may miss its object; the next noun phrase stands in.
        objects = [_phrase_head(t) for t in content[1:6] if t.pos_ in _NOMINAL]
    subjects = [c for c in children if c.dep_ == "nsubj"]
    return [("object", t) for t in objects[:1]] + [("subject", t) for t in subjects[:1]]


def _phrase_head(noun: Token) -> Token:
    while noun.head.i > noun.i and noun.head.pos_ in _NOMINAL:
        noun = noun.head
    return noun


def _head(role: str, noun: Token, mood: str, verbs: tuple[str, ...], amount: str) -> set[str]:
    """Features of one noun: its class, how it is determined, and what the verb does to it."""
    nominal = noun.pos_ in _NOMINAL
    classes = NOUN_CLASSES.get(noun.lemma_.lower(), _OTHER) if nominal else (noun.pos_,)
    determined = _determined(noun)
    found = {f"{role}_is={determined}"}
    if noun.pos_ == "PROPN":
        found.add(f"{role}_name")
    for one in classes:
        found |= {f"{role}={one}", f"{role}={one}|{determined}", f"{role}={one}|{amount}"}
        for verb in verbs:
            frame = f"frame={mood}:{verb}>{role}:{one}"
            found |= {frame, f"{frame}|{amount}"}
    found |= {f"frame={mood}:{verb}>{role}:{determined}" for verb in verbs}
    complement = next((c for c in noun.children if c.dep_ == "nmod"), None)
    if complement is not None:
        for other in NOUN_CLASSES.get(complement.lemma_.lower(), _OTHER):
            found.add(f"{role}_of={other}")
            found |= {f"{role}_of={one}>{other}" for one in classes}
    return found


def _determined(noun: Token) -> str:
    """Return how a noun is determined: bare, counted, all, a, the; and whether it is plural."""
    kinds = set()
    for child in noun.lefts:
        word = child.lower_
        if child.dep_ == "nummod" or word[:1].isdigit():
            kinds.add("counted")
        elif word in UNIVERSAL:
            kinds.add("all")
        elif word in ("a", "an"):
            kinds.add("a")
        elif child.dep_.startswith("det") or child.dep_ == "nmod:poss":
            kinds.add("the")
    return ("+".join(sorted(kinds)) or "bare") + ("s" if noun.tag_ in ("NNS", "NNPS") else "")


def _others(content: list[Token], main: Token | None, amount: str) -> set[str]:
    """Features of the further verbs, and of the classes of all nouns."""
    found = set()
    for token in content:
        role = token.pos_
        if role == "VERB" and token is not main:
            form = "done" if token.tag_ == "VBN" else "verb"
            for one in VERB_CLASSES.get(token.lemma_.lower(), _OTHER):
                found |= {f"further={form}:{one}", f"further={form}:{one}|{amount}"}
        elif role in _NOMINAL:
            found |= {f"noun={one}" for one in NOUN_CLASSES.get(token.lemma_.lower(), ())}
    return found


def _shape(statement: Span, content: list[Token], mood: str, verbs: tuple[str, ...]) -> set[str]:
    """Features of a leading share or count, of bounds, and of scores given afterwards."""
    found, text = set(), statement.text
    share = _LEADING_SHARE.match(text)
    if share:
        after = statement.start_char + share.end()
        noun = next((t for t in content if t.idx >= after and t.pos_ in _NOMINAL), None)
        if noun is not None:
            classes = NOUN_CLASSES.get(noun.lemma_.lower(), _OTHER)
            found |= {f"share_of={one}" for one in classes}
        found |= {"share_first"} | {f"share_first|{mood}:{verb}" for verb in verbs}
    if _LEADING_COUNT.match(text):
        found.add("count_first")
    if _BOUND.search(text):
        found.add(f"bound|{mood}")
    if _TO_NUMBER.search(text):
        found.add("to_number")
    if _BY_SHARE.search(text):
        found.add("by_share")
    if _SCORED.search(text):
        found.add("scored")
    if " and " in text or "&" in text:
        found.add("and")
    return found
