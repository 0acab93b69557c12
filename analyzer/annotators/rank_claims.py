"""Finds rank claims: words by which an organisation puts itself before others.

A word such as "leading" or "best" is not enough: "the leading cause of death", "best practices" and
"the most vulnerable families" claim no rank. Two things must come together: a word of rank on a
noun, and a place in the sentence where the organisation says what it is or will be (the complement
of "be" or "become", "recognised as ...", a bare noun phrase, the object of "build" or "make").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from analyzer.annotators.lexicon import entry
from analyzer.annotators.phrases import base, case, children, first_conjunct, relation

_STRONG = frozenset(
    "leading premier premiere foremost preeminent top best finest greatest largest biggest"
    " strongest fastest favourite favorite most preferred trusted".split()
)
_RANK_NOUNS = frozenset("leader pioneer frontrunner trailblazer powerhouse pacesetter".split())
_PERSONAL = frozenset(
    "team project group youth faith student church school class course union labour labor future"
    " young emerging next servant christian aspiring women woman female black ethical civic".split()
)
# Nouns on which a word of rank claims no standing of the organisation.
_NO_RANK = frozenset(
    "cause reason factor edge practice practise interest time way effort foot friend wish driver"
    " indicator priority asset strength value thing part day example gift hope joy challenge threat"
    " risk problem moment story opportunity outcome level result ability degree extent use evidence"
    " bid question chance life version need possible knowledge intention concern period killer man"
    " lady actor role hour floor shelf soil tip hat stone star step account item answer guess"
    " advice price deal age condition talent people person staff employee self mean means"
    " model beacon research education care".split()
)
_NO_SUPERLATIVE = frozenset(
    "most least common vulnerable needy disadvantaged marginalized recent latest basic pressing"
    " poorest neediest oldest youngest".split()
)
# Whoever is "a trusted friend" of somebody claims a bond, and nobody else's place.
_BONDS = frozenset("partner friend advisor adviser champion companion neighbour neighbor".split())
# Verbs whose object is the one who is to be something: "inspire students to be leaders".
_CONTROL = frozenset(
    "inspire help enable empower encourage prepare allow teach train lead equip support assist"
    " motivate educate guide mentor challenge develop nurture raise coach push want".split()
)
_BE = frozenset("be become remain stay being becoming".split())
_SEEN_AS = frozenset(
    "consider name vote rate rank choose call crown deem declare judge recognize recognise".split()
)
_MAKE = frozenset("make build create develop establish form grow turn transform launch run".split())
_HOLD = frozenset(
    "achieve hold reach maintain secure win gain strengthen attain keep take assert claim retain"
    " defend cement consolidate extend expand".split()
)
_STANDING = frozenset("leadership lead position spot place rank status dominance".split())
_LEADS = frozenset(("leadership", "dominance", "lead"))
_CUES = _STRONG | {"first"}  # "most" is one of the strong ones
_CUE_LEMMAS = _RANK_NOUNS | _LEADS | {"lead", "dominate"}
_INTO = frozenset("turn grow transform develop evolve build make shape".split())
_LEAD_OBJECTS = frozenset(
    "market industry field sector world nation country league pack region category continent"
    " competition".split()
)
_AIMS = frozenset(
    "vision mission goal aim purpose ambition aspiration objective dream intention intent strategy"
    " plan desire hope promise".split()
)
_ORGANISATIONS = frozenset(
    "company organisation organization firm bank hospital school university college institute"
    " institution foundation society association agency department ministry museum library church"
    " centre center cooperative co-op charity club team group business brand platform product"
    " programme program service network trust fund city town county council airline airport port"
    " hotel restaurant shop store farm brewery theatre theater orchestra clinic practice laboratory"
    " lab press newspaper magazine academy union federation alliance consortium corporation"
    " enterprise startup start-up district authority board office division faculty".split()
)
# Terms of the lexicon that praise without ranking.
_NO_TERMS = frozenset(("the one-stop", "indispensable", "a model for", "a beacon"))
_LEAD_OUT = frozenset(("ADP", "SCONJ", "PART", "PUNCT"))
_LEAD_IN = frozenset("to be become being becoming as in at of".split())
_SELVES = frozenset(("we", "it", "us", "which", "that", "ourselves", "itself", "i"))


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
    if token.lower_ in _CUES or token.lemma_.lower() in _CUE_LEMMAS:
        return True
    return token.pos_ in ("ADJ", "ADV") and "Sup" in token.morph.get("Degree", [])


def superlative(token: Token) -> bool:
    """Return whether a token is a superlative: "largest", or an adjective behind "most"."""
    if token.lower_ in _NO_SUPERLATIVE:
        return False
    if any(c.lower_ == "most" and relation(c) == "advmod" for c in token.children):
        return True
    return token.pos_ in ("ADJ", "ADV") and "Sup" in token.morph.get("Degree", [])


def _bare(phrase: Span, head: Token) -> Span:
    """Cut what only leads into a claim or out of it: "as", "to be", a trailing "in"."""
    start, end = phrase.start, phrase.end
    if phrase.doc[start].text in ("'s", "’s", "'", "’") and start > phrase.sent.start:
        start = base(phrase.doc[start - 1]).start
    while start < head.i and phrase.doc[start].lower_ in _LEAD_IN:
        start += 1
    while end - 1 > start and phrase.doc[end - 1].pos_ in _LEAD_OUT:
        end -= 1
    return phrase.doc[start:end]


def _by_grammar(statement: Span) -> Iterator[tuple[Token, Span]]:
    for token in statement:
        if token.lower_ == "most" and relation(token) == "amod" and _has_article(token.head):
            # "the most child-friendly city": the hyphens hide the adjective from the parser.
            yield token.head, base(token.head)
        ranked = token.lower_ in _STRONG and token.lower_ not in ("most", "trusted", "preferred")
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
    return noun and (lemma in _RANK_NOUNS or (lemma in _LEADS and _has_article(token)))


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
        if (fame and not _ranks(term)) or term.id_ in _NO_TERMS:
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
    return noun.lemma_.lower() in _ORGANISATIONS or noun.lemma_.endswith(("er", "or"))


def _by_verb(statement: Span) -> Iterator[tuple[Token, Span]]:
    for token in statement:
        if token.lemma_.lower() not in ("lead", "dominate") or token.pos_ != "VERB":
            continue
        for noun in children(token, "obj"):
            definite = any(
                c.lower_ in ("the", "our") or c.dep_ == "nmod:poss" for c in noun.children
            )
            if noun.lemma_.lower() in _LEAD_OBJECTS and definite:
                yield token, statement.doc[token.i : max(base(noun).end, token.i + 1)]


def _has_article(token: Token) -> bool:
    return any(
        c.lower_ in ("the", "a", "an", "our") or c.dep_ == "nmod:poss"
        for c in token.children
        if c.i < token.i
    )


def _excluded(head: Token, phrase: Span) -> bool:
    behind = phrase.doc[phrase.end] if phrase.end < len(phrase.doc) else head
    if any(token.lemma_.lower() in _NO_RANK for token in (head, phrase[-1], behind)):
        return True
    # "Trusted by the industry" says what others do, not what the organisation is.
    nominal = head.pos_ in ("NOUN", "PROPN", "NUM") or head.lower_ == "first"
    if not (nominal or superlative(head) or _has_article(head)):
        return head.lemma_.lower() not in ("lead", "dominate")
    words = {token.lower_ for token in phrase}
    bond = head.lemma_.lower() in _BONDS and "trusted" in words
    if bond and words & {"a", "an"} and "most" not in words:
        return True
    modifiers = {c.lower_ for c in children(head, "compound", "amod") if c.i < head.i}
    if head.lemma_.lower() in _RANK_NOUNS and modifiers & _PERSONAL:
        return True
    if any(c.lower_ in ("their", "your", "his", "her", "personal") for c in phrase):
        return True
    # "the top ten pages": a number after "top" picks items from a list.
    return (
        "top" in modifiers and bool(children(head, "nummod")) and relation(head) in ("obj", "obl")
    )


def _claims_standing(head: Token, phrase: Span, statement: Span, people: frozenset[int]) -> bool:
    """Return whether the sentence makes the phrase a predicate of the organisation."""
    plural = head.lower_.endswith("s") and head.lemma_.lower() in _RANK_NOUNS
    if head.pos_ == "VERB" and head.lemma_.lower() in ("lead", "dominate"):
        return _own(_subject(head), people) and not _has_case(head, "by")
    first = first_conjunct(_group(first_conjunct(head)))
    if _is_predicate(first):
        predicate = first if _copulas(first) else first.head
        subject = _subject(predicate)
        return _own(subject, people) and not (plural and subject is None)
    if plural:
        return False  # "and its political leaders" are people
    verb = first.head
    lemma = verb.lemma_.lower()
    if lemma not in _MAKE and verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "make":
        lemma = "make"  # "make Target the preferred shop": the name read as a verb
    if phrase.start == phrase.sent.start + 1 and phrase.doc[phrase.start - 1].lower_ == "as":
        return False  # "As the largest agency, we ...": said in passing, as a fact
    held = lemma in _STANDING and verb.head.lemma_.lower() in _HOLD  # "our position as the leader"
    if held and _has_case(first, "as"):
        return _own(_subject(verb.head), people)
    if (_has_case(first, "as") or first.dep_ == "fixed") and not _has_case(first, "such"):
        return _own(_subject(verb), people)
    if lemma in _SEEN_AS and relation(first) in ("xcomp", "obj"):
        return _own(_subject(verb), people)
    made = relation(first) in ("xcomp", "obj") and head.tag_ != "NNS"
    if lemma in _MAKE and made and _strong(phrase):
        return _own(_subject(verb), people)
    if lemma in _INTO and _has_case(first, "into"):
        return _own(_subject(verb), people)
    if lemma in _HOLD and relation(first) == "obj" and head.lemma_.lower() in _STANDING:
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
    return head.head.lemma_.lower() in _BE and relation(head) in ("obj", "xcomp", "obl", "advmod")


def _copulas(head: Token) -> list[Token]:
    return children(head, "cop")


def _has_case(head: Token, word: str) -> bool:
    return any(c.lower_ == word and c.dep_ in ("case", "mark") for c in head.children)


def _strong(phrase: Span) -> bool:
    words = {token.lower_ for token in phrase}
    return bool(words & (_STRONG | _RANK_NOUNS | {"choice", "number"})) or any(
        superlative(t) for t in phrase
    )


def _opens_statement(head: Token, phrase: Span, statement: Span) -> bool:
    """Return whether a bare noun phrase is the whole claim: "Leading provider of coatings"."""
    opens = phrase.start <= statement.start + 1 or (phrase[0].is_sent_start is True)
    no_subject = not children(head, "nsubj")
    if not (_strong(phrase) or _is_organisation(head)):
        return False
    return opens and no_subject and (head.dep_ == "ROOT" or head.head.dep_ == "ROOT") and (
        head.dep_ == "ROOT" or relation(head) in ("obj", "appos", "parataxis", "dislocated")
    ) and not _is_task(head)  # fmt: skip


def _is_task(head: Token) -> bool:
    return relation(head) == "obj" and head.head.lower_ != "leading"


def _behind_copula(phrase: Span, statement: Span, people: frozenset[int]) -> bool:
    """Return whether "be", "become" or "as" stands right before: a net under a wrong parse."""
    if phrase.start <= statement.start:
        return False
    before = phrase.doc[phrase.start - 1]
    if before.lower_ not in _BE and before.lower_ not in ("is", "are", "as"):
        return False
    earlier = phrase.doc[max(phrase.start - 2, statement.start)].lower_
    if before.lower_ == "as" and earlier in ("such", "well"):
        return False
    return _own(_subject(before.head if before.dep_ in ("cop", "aux", "case") else before), people)


def _subject(predicate: Token) -> Token | None:
    """Return the subject of a predicate, or of the nearest verb above it that has one."""
    token, steps = predicate, 0
    while steps < 6:
        above = token.head
        if relation(token) in ("xcomp", "advcl", "acl") and above.lemma_.lower() in _CONTROL:
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
        return subject.lower_ in _SELVES
    if lemma in _AIMS or lemma in _ORGANISATIONS:
        return True
    if subject.i in people:
        return False
    if subject.pos_ == "PROPN":
        return True
    return any(
        c.lower_ in ("our", "its") or c.pos_ == "PROPN" for c in children(subject, "nmod")
    ) and subject.tag_ not in ("NNS",)
