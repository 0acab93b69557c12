"""Noun phrases and their words, read from Universal Dependencies relations.

spaCy's `noun_chunks` expects other labels and loses objects under these, so the project has its own
iterator. All functions are pure: they read a parse and return spans of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

# What belongs to a noun phrase before and right behind its head.
_LEFT = frozenset({"det", "amod", "compound", "nummod", "nmod", "advmod", "flat", "punct"})
_RIGHT = frozenset({"flat", "compound", "fixed", "flat:name", "goeswith"})
# What introduces a phrase without belonging to it.
_INTRODUCERS = frozenset({"case", "cc", "mark", "punct", "cc:preconj"})


def relation(token: Token) -> str:
    """Return a token's relation without its subtype: `obl:agent` reads `obl`."""
    return token.dep_.partition(":")[0]


def children(token: Token, *relations: str) -> list[Token]:
    """Return a token's children that bear one of the relations, subtypes included."""
    return [child for child in token.children if relation(child) in relations]


def case(token: Token) -> str:
    """Return the preposition of a phrase's head in lower case: `in`, `because of`; else ``.

    A preposition that the parser tagged as a marker counts too: "as rated by".
    """
    words = [
        word.lower_
        for child in token.children
        if child.dep_ in ("case", "mark") and child.i < token.i
        for word in (child, *(c for c in child.children if c.dep_ == "fixed"))
    ]
    return " ".join(words)


def base(head: Token) -> Span:
    """Return a nominal head with its determiner, adjectives, numbers and compounds."""
    start, end = head.i, head.i + 1
    children_left = sorted((c for c in head.children if c.i < head.i), key=lambda c: -c.i)
    for child in children_left:
        if relation(child) not in _LEFT or child.right_edge.i + 1 < start:
            break
        if relation(child) == "nmod" and case(child) not in ("", "'s", "’s", "'", "’"):
            break  # "by revenue the largest": a phrase of its own
        start = child.left_edge.i
    for child in head.children:
        if child.i == end and child.dep_ in _RIGHT:
            end = child.right_edge.i + 1
    return trimmed(head.doc[start:end])


def whole(head: Token, *, without: frozenset[str] = frozenset()) -> Span:
    """Return the contiguous phrase of a head: its subtree without the word that introduces it.

    Args:
        head: head of the phrase, of any part of speech.
        without: relations of children behind the head at which the phrase ends.
    """
    start, end = head.left_edge.i, head.right_edge.i
    for child in head.children:
        clause = relation(child) == "conj" and child.pos_ == "VERB" and head.pos_ != "VERB"
        if child.i > head.i and (relation(child) in without or clause):
            end = min(end, child.left_edge.i - 1)
    while start < head.i and _introduces(head.doc[start], head):
        start += 1
    return trimmed(head.doc[start : max(end, head.i) + 1])


def with_case(head: Token, *, without: frozenset[str] = frozenset()) -> Span:
    """Return a head's phrase together with the preposition or marker that introduces it."""
    phrase = whole(head, without=without)
    marks = [c.left_edge.i for c in head.children if c.dep_ in ("case", "mark") and c.i < head.i]
    return trimmed(head.doc[min([phrase.start, *marks]) : phrase.end])


def trimmed(span: Span) -> Span:
    """Return a span without punctuation, white space or conjunctions at its two ends."""
    start, end = span.start, span.end
    while start < end - 1 and _is_edge(span.doc[start], opening=True):
        start += 1
    while start < end - 1 and _is_edge(span.doc[end - 1], opening=False):
        end -= 1
    return span.doc[start:end]


def noun_phrases(span: Span) -> Iterator[Span]:
    """Yield the base noun phrases inside a span, left to right, pronouns left out.

    Each nominal head that is not itself part of a larger base phrase gives one.
    """
    covered = -1
    for token in span:
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "flat"):
            continue
        phrase = base(token)
        if token.i > covered:
            covered = phrase.end - 1
            yield phrase


def coordinated(head: Token) -> list[Token]:
    """Return a head with all that is coordinated with it, in the order of the text."""
    group, waiting = [head], [head]
    while waiting:
        for child in waiting.pop().children:
            if child.dep_ == "conj":
                group.append(child)
                waiting.append(child)
    return sorted(group, key=lambda token: token.i)


def first_conjunct(token: Token) -> Token:
    """Return the head of the coordination that a token belongs to: itself where it is the first."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def _introduces(token: Token, head: Token) -> bool:
    while token.i != head.i and token.dep_ == "fixed":
        token = token.head
    return token.head.i == head.i and token.dep_ in _INTRODUCERS


def _is_edge(token: Token, *, opening: bool) -> bool:
    if token.text in ("(", "[", "“", '"', "‘", "#", "$", "£", "€"):
        return not opening
    if token.text in (")", "]", "”", "%"):
        return opening
    return token.is_punct or token.is_space or token.dep_ == "cc"
