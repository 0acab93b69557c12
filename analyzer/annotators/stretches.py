"""How far a phrase of people reaches, read from its words rather than from the tree.

The parser often hangs "in Leith" or "who cannot wait" on the verb, or takes "housebound" for one,
so a phrase that follows the tree loses them. The order of the words is plainer: modifiers stand
before a noun; places, companions and clauses of "who" stand behind it, and a comma, "so that" or
"by teaching" ends it.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from analyzer.annotators.phrases import base, trimmed

# A word of one of these endings is an adjective, even where the tagger has a verb for it.
ADJECTIVE = re.compile(r"[a-z]{2,}(?:bound|less|ful|ous|able|ible|ish|stricken|prone)", re.I)

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_BEFORE_NOUN = frozenset(("DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "HYPH", "POS"))
_PLACING = frozenset(
    "in of across along throughout around near inside outside among under at".split()
)
_COMPANION = frozenset(("with", "without"))
# Verbs that take what follows these words themselves: "warn villages of floods".
_TAKES = {
    "of": frozenset("warn inform rid relieve cure remind rob".split()),
    "from": frozenset("protect free save keep rescue shield deliver get bring stop defend".split()),
    "with": frozenset(
        "connect supply provide equip support help assist serve match pair link furnish reach feed"
        " present arm treat protect entertain inspire empower heal engage aid teach".split()
    ),
    "without": frozenset(("teach", "serve", "help")),
    "in": frozenset("keep hold leave invest involve engage interest".split()),
    "across": frozenset("carry move ship transport take".split()),
}
_TIMES = frozenset(
    "day week month year hour minute night morning evening weekend winter summer spring autumn"
    " monday tuesday wednesday thursday friday saturday sunday century decade time price"
    " cost rate notice".split()
)
_WHO = frozenset("who whom whose which that".split())
_THEY = frozenset("they we you he she it".split())
_LIVING = frozenset(
    "living fleeing facing leaving experiencing suffering recovering seeking growing caring waiting"
    " needing struggling sleeping starting working coming arriving dying looking returning"
    " affected aged unable able most new".split()
)
_ENDS = frozenset(".;:!?—–()|") | {"--", "so", "because", "while", "via", "through"}


def stretch(head: Token, text: Span) -> Span:
    """Return a noun with all that describes it, without the word that introduces it.

    Args:
        head: the noun.
        text: no word outside it counts.
    """
    return trimmed(head.doc[_start(head, text) : max(_end(head, text), head.i + 1)])


def _start(head: Token, text: Span) -> int:
    doc, start = head.doc, base(head).start
    while start > text.start:
        token = doc[start - 1]
        if token.text == "-" and not token.whitespace_ and start - 1 > text.start:
            start -= 2  # "ex-miners"
            continue
        joined = token.lower_ == "and" and start - 1 > text.start
        if token.tag_ in _BEFORE_NOUN or ADJECTIVE.fullmatch(token.text):
            start -= 1
        elif joined and doc[start - 2].tag_ == "JJ" and doc[start].tag_ in ("JJ", "RB", "VBN"):
            start -= 2  # "blind and partially sighted people"
        elif token.tag_ in ("VBN", "RB") and doc[start].tag_ in ("JJ", "JJR", "VBN"):
            start -= 1
        else:
            break
    return max(start, text.start)


def _end(head: Token, text: Span) -> int:
    doc, end, limit = head.doc, head.i + 1, min(text.end, head.sent.end)
    verb = _governor(head, text)
    while end < limit:
        token = doc[end]
        further = (
            _behind_preposition(doc, end, limit, verb, behind=end > head.i + 1)
            or _behind_conjunction(doc, end, limit)
            or _behind_clause(doc, end, limit, verb)
        )
        if not further or token.lower_ in _ENDS:
            break
        end = further
    return end


def _governor(head: Token, text: Span) -> str:
    """Return the lemma of the verb that a noun is the object of, empty behind a preposition."""
    before = _start(head, text) - 1
    if before >= text.start and head.doc[before].tag_ in ("IN", "TO"):
        return ""
    verb = head.doc[before] if before >= text.start else head
    return (verb if verb.pos_ == "VERB" else head.head).lemma_.lower()


def _behind_preposition(doc: Doc, at: int, limit: int, verb: str, *, behind: bool) -> int:
    """Return where "in Leith" or "with disabilities" ends, 0 where none belongs to the noun."""
    word = doc[at].lower_
    known = word in _PLACING or word in _COMPANION or word in ("from", "on", "between")
    if not known or verb in _TAKES.get(word, ()) or at + 1 >= limit:
        return 0
    if doc[at + 1].lower_ in ("which", "whom", "order", "time", "turn", "that", "what", "how"):
        return 0
    if behind and word in ("with", "without", "from"):
        return 0  # of two phrases the second rather says how: "herders in Karamoja with vets"
    if word == "of" and doc[at - 1].tag_ in ("NNP", "NNPS") and verb:
        return 0
    first = at + 1
    while first < limit and doc[first].lower_ in (
        "all",
        "over",
        "under",
        "across",
        "more",
        "fewer",
        "than",
    ):
        first += 1
    end = noun_end(doc, first, limit)
    if not end or doc[end - 1].lemma_.lower() in _TIMES:
        return 0
    return end


def _behind_conjunction(doc: Doc, at: int, limit: int) -> int:
    """Return where ", pupils and shoppers" or "and their families" ends, 0 where none follows."""
    token = doc[at]
    if token.lower_ in ("and", "or", "&"):
        return _joined_end(doc, at + 1, limit)
    if token.text != ",":
        return 0
    end = at
    while end < limit and doc[end].text == ",":
        opens = end + 1
        if opens < limit and doc[opens].lower_ in ("and", "or", "&"):
            return _joined_end(doc, opens + 1, limit)
        end = _joined_end(doc, opens, limit)
        if not end:
            return 0
    closes = end < limit and doc[end].lower_ in ("and", "or", "&")
    return _joined_end(doc, end + 1, limit) if closes else 0


def _joined_end(doc: Doc, at: int, limit: int) -> int:
    end = noun_end(doc, at, limit)
    if not end:
        return 0
    several = doc[end - 1].tag_ in ("NNS", "NNPS") or doc[at].tag_ in ("PRP$", "DT", "NNP")
    goes_on = end < limit and doc[end].tag_ in ("VBZ", "VBP", "VBD", "MD")
    return end if several and not goes_on else 0


def noun_end(doc: Doc, at: int, limit: int) -> int:
    """Return the end of a bare noun phrase that begins at a token, 0 where none does."""
    end, noun = at, 0
    while end < limit:
        token, before = doc[end], doc[end - 1]
        if _is_noun(token):
            noun = end + 1
        elif noun and (token.tag_ not in _BEFORE_NOUN or _opens(token, before)):
            break
        elif token.tag_ not in _BEFORE_NOUN and token.tag_ not in ("VBN", "VBG", "RB"):
            joins = token.lower_ == "and" and end > at and before.tag_ == "JJ"
            if not joins:  # "blind and partially sighted people"
                break
        end += 1
    return noun


def _opens(token: Token, before: Token) -> bool:
    """Return whether a determiner or number begins another noun phrase."""
    return token.tag_ in ("DT", "PRP$", "CD", "PDT") and before.tag_ != "CD"


def _is_noun(token: Token) -> bool:
    """Return whether a word can be a noun, whatever the tagger says of "diabetics" or "Brno"."""
    if token.tag_ in _NOUNS or (token.is_title and token.is_alpha and token.tag_ != "PRP$"):
        return True
    if token.i and token.tag_ == "VBZ" and token.lower_.endswith("s"):
        return token.nbor(-1).tag_ in ("VB", "VBP", "VBZ", "JJ")  # two verbs cannot follow
    plural = token.lower_.endswith("s") and not token.lower_.endswith(("ss", "us"))
    return token.tag_ == "JJ" and plural


def _behind_clause(doc: Doc, at: int, limit: int, verb: str) -> int:
    """Return where "who cannot wait" or "injured by mines" ends, 0 where none follows."""
    token, after = doc[at], doc[at + 1] if at + 1 < limit else None
    if after is None:
        return 0
    word = token.lower_
    opens = (
        (word in _WHO and doc[at - 1].text != ",")
        or (word == "where" and verb not in ("show", "tell", "teach"))
        or (
            token.tag_ in ("VBN", "VBD") and after.tag_ == "IN" and after.lower_ not in ("as", "so")
        )
        or (word in _LIVING and token.tag_ not in _NOUNS)
        or (word in _THEY and token.dep_ == "nsubj" and doc[at - 1].tag_ == "NNS")
    )
    if not opens:
        return 0
    end = at + 1
    while end < limit and not _ends_clause(doc, end, verb):
        end += 1
    return end


def _ends_clause(doc: Doc, at: int, verb: str) -> bool:
    token, before = doc[at], doc[at - 1]
    if token.lower_ in _ENDS or token.text == ",":
        return True
    if token.lower_ in ("by", "in") and at + 1 < len(doc):
        teaching = token.lower_ == "by" and doc[at + 1].tag_ == "VBG"
        return teaching or doc[at : at + 2].text.lower() == "in order"
    if token.tag_ == "DT" and token.lower_ in ("a", "an") and before.tag_ in _NOUNS and verb:
        return True  # "give women who leave prison a room"
    # "help people who live alone to cook"
    return token.tag_ == "TO" and bool(verb) and before.tag_ in (*_NOUNS, "JJ", "RB")


def clause_from(verb: Token, text: Span) -> Span:
    """Return a verb with all behind it in its clause, read from the words alone.

    Args:
        verb: a word that the parser may take for a noun.
        text: no word outside it counts.
    """
    doc, end, limit = verb.doc, verb.i + 1, min(text.end, verb.sent.end)
    while end < limit and not _ends_clause(doc, end, ""):
        end += 1
    if end < limit and doc[end].text == ",":  # "installs panels on schools, clinics and mosques"
        end = _behind_conjunction(doc, end, limit) or end
    return trimmed(doc[verb.i : end])
