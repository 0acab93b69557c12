"""Finds rank claims: words by which an organisation puts itself before others.

A word such as "leading" or "best" is not enough: "the leading cause of death", "best practices" and
"the most vulnerable families" claim no rank. Two things must come together: a word of rank on a
noun, and a place in the sentence where the organisation says what it is or will be (the complement
of "be" or "become", "recognised as ...", a bare noun phrase, the object of "build" or "make").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from analyzer.annotators import rank_words as rank
from analyzer.annotators.lexicon import entry
from analyzer.annotators.phrases import base, case, children, first_conjunct, relation


def find_rank_claims(statement: Span, terms: list[Span], people: frozenset[int]) -> list[Span]:
    """Return the noun phrases of a statement that claim a rank, left to right.

    Args:
        statement: a parsed statement.
        terms: spans of the lexicon `rank_claims` inside it.
        people: token indices covered by the lexicon `beneficiaries`.
    """
    if not terms and not any(_may_rank(token) for token in statement):
        return []  # most statements: nothing below would find a head
    heads: dict[int, Span] = {}
    for head, found in (*_by_grammar(statement), *_by_lexicon(terms), *_by_verb(statement)):
        phrase = _bare(found, head)
        if _excluded(head, phrase) or not _claims_standing(head, phrase, statement, people):
            continue
        phrase = _completed(phrase, statement.end)
        known = heads.get(head.i)
        if known is None or len(phrase) > len(known):
            heads[head.i] = phrase
    claims: list[Span] = []
    for phrase in sorted(heads.values(), key=lambda s: (s.start, -s.end)):
        if not claims or phrase.start >= claims[-1].end:
            claims.append(phrase)
    return claims


def _may_rank(token: Token) -> bool:
    """Return whether a token is one of those that the searches by grammar and by verb begin at."""
    if token.lower_ in rank.CUES or token.lemma_.lower() in rank.CUE_LEMMAS:
        return True
    return token.pos_ in ("ADJ", "ADV") and "Sup" in token.morph.get("Degree", [])


def superlative(token: Token) -> bool:
    """Return whether a token is a superlative: "largest", or an adjective behind "most"."""
    if token.lower_ in rank.NO_SUPERLATIVE:
        return False
    if any(c.lower_ == "most" and relation(c) == "advmod" for c in token.children):
        return True
    return token.pos_ in ("ADJ", "ADV") and "Sup" in token.morph.get("Degree", [])


def _bare(phrase: Span, head: Token) -> Span:
    """Cut what only leads into a claim or out of it: "as", "to be", a trailing "in"."""
    start, end = phrase.start, phrase.end
    if phrase.doc[start].text in ("'s", "’s", "'", "’") and start > phrase.sent.start:
        start = base(phrase.doc[start - 1]).start
    while start < head.i and phrase.doc[start].lower_ in rank.LEAD_IN:
        start += 1
    while end - 1 > start and phrase.doc[end - 1].pos_ in rank.LEAD_OUT:
        end -= 1
    return phrase.doc[start:end]


def _completed(phrase: Span, limit: int) -> Span:
    """Return a phrase up to the noun that a list of adjectives or trades leads to.

    "A leading and exemplary research centre", "the leading nutrition and health company": the
    parser ends such a phrase at its first member.
    """
    doc, end = phrase.doc, phrase.end
    last = doc[end - 1]
    joined = end < limit and (
        doc[end].lower_ in ("and", "&", "-", "/", ",") or doc[end].pos_ == "NOUN"
    )
    bare = last.pos_ in ("ADJ", "VERB", "ADV") and end < limit
    if not (joined or bare):
        return phrase
    found = phrase
    for place in range(end, min(end + _LISTED, limit)):
        token = doc[place]
        if _is_organisation(token) and token.pos_ in ("NOUN", "PROPN") and token.tag_ != "NNS":
            found = doc[phrase.start : place + 1]
        elif token.pos_ not in _RUN and token.text not in (",", "-", "/", "&"):
            break
    return found


_RUN = frozenset(("NOUN", "PROPN", "ADJ", "ADV", "VERB", "CCONJ"))
_LISTED = 16  # words in which the noun of such a list is looked for


def _by_grammar(statement: Span) -> Iterator[tuple[Token, Span]]:
    for token in statement:
        if token.lower_ == "most" and relation(token) == "amod" and _has_article(token.head):
            # "the most child-friendly city": the hyphens hide the adjective from the parser.
            yield token.head, base(token.head)
        ranked = token.lower_ in rank.STRONG and token.lower_ not in (
            "most",
            "trusted",
            "preferred",
        )
        if ranked or superlative(token) or token.lower_ in ("trusted", "preferred"):
            noun = token.head.pos_ in ("NOUN", "PROPN") or _has_article(token.head)
            if relation(token) in ("amod", "compound") and noun:
                yield token.head, base(token.head)
            elif (ranked or superlative(token)) and _has_article(token):
                yield token, base(token)
            elif token.lower_ == "leading" and token.dep_ == "ROOT" and token.is_sent_start:
                # "Leading provider of coatings": the parser reads a verb with its object.
                for named in children(token, "obj"):
                    if _is_organisation(named):
                        yield named, statement.doc[token.i : named.i + 1]
        elif _is_first(token) or _ranks_itself(token):
            yield token, base(token)


def _ranks_itself(token: Token) -> bool:
    """Return whether a noun says rank by itself: "leader", "our leadership"."""
    lemma = token.lemma_.lower()
    noun = token.pos_ in ("NOUN", "PROPN")
    return noun and (lemma in rank.RANK_NOUNS or (lemma in rank.LEADS and _has_article(token)))


def _is_first(token: Token) -> bool:
    """Return whether "first" is said of a field: "first in child survival", not "first in line"."""
    return (
        token.lower_ == "first"
        and bool(_copulas(token))
        and any(
            case(c) in ("in", "among") and c.lemma_.lower() not in ("line", "queue", "place")
            for c in children(token, "obl", "nmod")
        )
    )


def _by_lexicon(terms: list[Span]) -> Iterator[tuple[Token, Span]]:
    """Yield the noun that a term of rank stands on: the partner in "partner of choice"."""
    for term in terms:
        fame = entry("rank_claims", term.id_)["category"] == "fame"
        if (fame and not _ranks(term)) or term.id_ in rank.NO_TERMS:
            continue
        head = term.root
        if term.text.lower() == "of choice":
            head = term[0].nbor(-1) if term.start > 0 else head
        elif head.lower_ == "choice" and term[0].lower_ != "choice" and len(term) > 2:
            head = term[0]
        elif relation(head) in ("amod", "compound", "nummod") and head.head.pos_ in (
            "NOUN", "PROPN",
        ):  # fmt: skip
            head = head.head
        behind = _noun_behind(term)
        for noun in (behind, head) if behind is not None else (head,):
            phrase = base(behind or head)
            start, end = min(phrase.start, term.start), max(phrase.end, term.end)
            if end - start <= len(phrase) + len(term) + 1:
                yield noun, term.doc[start:end]


def _noun_behind(term: Span) -> Token | None:
    """Return the noun that a term stands before: "hospital" in "the number one hospital"."""
    if term[-1].pos_ in ("ADP", "ADV") and term[0].lower_ not in ("go", "the"):
        return None
    noun = None
    for token in term.doc[term.end : term.end + 4]:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            break
        noun = token if token.pos_ in ("NOUN", "PROPN") else noun
    return noun


def _ranks(term: Span) -> bool:
    """Return whether a term of fame compares: "most admired", not "recognised for"."""
    words = term.text.lower().replace("-", " ").split()
    return bool({"most", "best"} & set(words)) or "household" in words


def _is_organisation(noun: Token) -> bool:
    return noun.lemma_.lower() in rank.ORGANISATIONS or noun.lemma_.endswith(("er", "or"))


def _by_verb(statement: Span) -> Iterator[tuple[Token, Span]]:
    for token in statement:
        if token.lemma_.lower() not in ("lead", "dominate") or token.pos_ != "VERB":
            continue
        for noun in children(token, "obj"):
            definite = any(
                c.lower_ in ("the", "our") or c.dep_ == "nmod:poss" for c in noun.children
            )
            if noun.lemma_.lower() in rank.LEAD_OBJECTS and definite:
                yield token, statement.doc[token.i : max(base(noun).end, token.i + 1)]


def _has_article(token: Token) -> bool:
    return any(
        c.lower_ in ("the", "a", "an", "our") or c.dep_ == "nmod:poss"
        for c in token.children
        if c.i < token.i
    )


def _excluded(head: Token, phrase: Span) -> bool:
    behind = phrase.doc[phrase.end] if phrase.end < len(phrase.doc) else head
    if any(token.lemma_.lower() in rank.NO_RANK for token in (head, phrase[-1], behind)):
        return True
    # "Trusted by the industry" says what others do, not what the organisation is.
    nominal = head.pos_ in ("NOUN", "PROPN", "NUM") or head.lower_ == "first"
    if not (nominal or superlative(head) or _has_article(head)):
        return head.lemma_.lower() not in ("lead", "dominate")
    words = {token.lower_ for token in phrase}
    bond = head.lemma_.lower() in rank.BONDS and "trusted" in words
    if bond and "most" not in words and not words & {"the", "our"}:
        return True
    modifiers = {c.lower_ for c in children(head, "compound", "amod") if c.i < head.i}
    if head.lemma_.lower() in rank.RANK_NOUNS and modifiers & rank.PERSONAL:
        return True
    if any(c.lower_ in ("their", "your", "his", "her", "personal") for c in phrase):
        return True
    # "the top ten pages": a number after "top" picks items from a list.
    return (
        "top" in modifiers and bool(children(head, "nummod")) and relation(head) in ("obj", "obl")
    )


def _claims_standing(head: Token, phrase: Span, statement: Span, people: frozenset[int]) -> bool:
    """Return whether the sentence makes the phrase a predicate of the organisation."""
    plural = head.lower_.endswith("s") and head.lemma_.lower() in rank.RANK_NOUNS
    if head.pos_ == "VERB" and head.lemma_.lower() in ("lead", "dominate"):
        return _own(_subject(head), people) and not _has_case(head, "by")
    first = first_conjunct(_group(first_conjunct(head)))
    if plural and relation(first.head if first.head.pos_ == "VERB" else first) == "acl":
        return False  # "businesses that are leaders"
    if _is_predicate(first):
        predicate = first if _copulas(first) else first.head
        subject = _subject(predicate)
        return _own(subject, people) and not (plural and subject is None)
    if plural:
        return False  # "and its political leaders" are people
    verb = first.head
    lemma = verb.lemma_.lower()
    if lemma not in rank.MAKE and verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "make":
        lemma = "make"  # "make Target the preferred shop": the name read as a verb
    if phrase.start == phrase.sent.start + 1 and phrase.doc[phrase.start - 1].lower_ == "as":
        return False  # "As the largest agency, we ...": said in passing, as a fact
    held = (
        lemma in rank.STANDING and verb.head.lemma_.lower() in rank.HOLD
    )  # "our position as the leader"
    if held and _has_case(first, "as"):
        return _own(_subject(verb.head), people)
    if (_has_case(first, "as") or first.dep_ == "fixed") and not _has_case(first, "such"):
        return _own(_subject(verb), people)
    if lemma in rank.SEEN_AS and relation(first) in ("xcomp", "obj"):
        return _own(_subject(verb), people)
    made = relation(first) in ("xcomp", "obj") and head.tag_ != "NNS"
    if lemma in rank.MAKE and made and _strong(phrase):
        return _own(_subject(verb), people)
    if lemma in rank.INTO and _has_case(first, "into"):
        return _own(_subject(verb), people)
    if lemma in rank.HOLD and relation(first) == "obj" and head.lemma_.lower() in rank.STANDING:
        return _own(_subject(verb), people)
    opens = first.i not in people and _opens_statement(first, phrase, statement)
    return opens or _behind_copula(phrase, statement, people)


def _group(head: Token) -> Token:
    """Return the "one" of "one of the best", the "bank" of "bank of choice", else itself."""
    above = head.head
    if head.lower_ == "choice" and _has_case(head, "of"):
        return above
    if relation(head) == "nmod" and _has_case(head, "of") and above.lower_ in ("one", "some"):
        return above
    return head


def _is_predicate(head: Token) -> bool:
    if _copulas(head):
        return True
    return head.head.lemma_.lower() in rank.BE and relation(head) in (
        "obj",
        "xcomp",
        "obl",
        "advmod",
    )


def _copulas(head: Token) -> list[Token]:
    return children(head, "cop")


def _has_case(head: Token, word: str) -> bool:
    return any(c.lower_ == word and c.dep_ in ("case", "mark") for c in head.children)


def _strong(phrase: Span) -> bool:
    words = {token.lower_ for token in phrase}
    return bool(words & (rank.STRONG | rank.RANK_NOUNS | {"choice", "number"})) or any(
        superlative(t) for t in phrase
    )


def _opens_statement(head: Token, phrase: Span, statement: Span) -> bool:
    """Return whether a bare noun phrase is the whole claim: "Leading provider of coatings"."""
    opens = phrase.start <= statement.start + 1 or (phrase[0].is_sent_start is True)
    no_subject = not children(head, "nsubj")
    if not (_strong(phrase) or _is_organisation(head)):
        return False
    if phrase[0].lower_ == "leading" and not _is_organisation(phrase[-1]):
        return False  # "Leading change in the valley": an act
    return opens and no_subject and (head.dep_ == "ROOT" or head.head.dep_ == "ROOT") and (
        head.dep_ == "ROOT" or relation(head) in ("obj", "appos", "parataxis", "dislocated")
    ) and not _is_task(head)  # fmt: skip


def _is_task(head: Token) -> bool:
    return relation(head) == "obj" and head.head.lower_ != "leading"


def _behind_copula(phrase: Span, statement: Span, people: frozenset[int]) -> bool:
    """Return whether "be", "become" or "as" stands right before: a net under a wrong parse."""
    if phrase.start <= statement.start:
        return False
    before = _before(phrase, statement)
    if before.lower_ not in rank.BE and before.lower_ not in ("is", "are", "as"):
        return False
    earlier = phrase.doc[max(before.i - 1, statement.start)].lower_
    if before.lower_ == "as" and earlier in ("such", "well"):
        return False
    return _own(_subject(before.head if before.dep_ in ("cop", "aux", "case") else before), people)


def _before(phrase: Span, statement: Span) -> Token:
    """Return the word before a phrase; before an insertion: "to become, by 2029, the best"."""
    doc, place = phrase.doc, phrase.start - 1
    if doc[place].text == ",":
        for earlier in range(place - 1, max(place - _INSERTED, statement.start), -1):
            if doc[earlier].text == ",":
                return doc[earlier - 1]
    return doc[place]


_INSERTED = 9  # words


def _subject(predicate: Token) -> Token | None:
    """Return the subject of a predicate, or of the nearest verb above it that has one."""
    token, steps = predicate, 0
    while steps < 6:
        above = token.head
        if relation(token) in ("xcomp", "advcl", "acl") and above.lemma_.lower() in rank.CONTROL:
            for child in children(above, "obj"):
                return child
        for child in token.children:
            if relation(child) == "nsubj" and child.i != predicate.i:
                return child
        if relation(token) not in ("xcomp", "conj", "advcl", "ccomp", "parataxis"):
            return None
        if token.head.i == token.i:
            return None
        token, steps = token.head, steps + 1
    return None


def _own(subject: Token | None, people: frozenset[int]) -> bool:
    """Return whether a subject is the organisation itself, or left out."""
    if subject is None:
        return True
    lemma = subject.lemma_.lower()
    if subject.pos_ == "PRON":
        return subject.lower_ in rank.SELVES
    if lemma in rank.AIMS or lemma in rank.ORGANISATIONS:
        return True
    if subject.i in people:
        return False
    if subject.pos_ == "PROPN":
        return True
    return any(
        c.lower_ in ("our", "its") or c.pos_ == "PROPN" for c in children(subject, "nmod")
    ) and subject.tag_ not in ("NNS",)
