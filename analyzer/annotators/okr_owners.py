"""Who is named as the owner of an objective or key result, in its words or in a heading above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.annotators.okr_words import NOUN_CLASSES, VERB_CLASSES

if TYPE_CHECKING:
    from spacy.tokens import Span

_WORD = r"[^\W\d_]"
# A name ends at punctuation or where the sentence goes on; "P." and "Dr." do not end it.
_NAME = (
    rf"(?P<name>(?:(?:{_WORD}|Drs?|Mrs?|Ms|Prof|St|Sr|Rev)\.\s?){{0,3}}{_WORD}[^,;:()\[\]\n.]{{0,60}}?)"
    r"(?=\s*(?:[,;:()\[\]\n.]|$|\s[—–-]\s|\s(?:by|to|in|before|until|with|who|and will)\s))"
)
_FIELD = re.compile(
    # A label of its own: not "holding polluters accountable: fines".
    r"(?:\A|[.;,:()\[|\n–—-]\s*|\b(?:KR|result|objective|accountable|responsible|named|team)\s)"
    r"(?:owners?|DRI|responsible|accountable|lead|leader|driver|sponsor)"
    # A dash separates only before a capital: "Lead – Ana", not "lead - time".
    rf"(?:\s*[:=]\s*|\s+[—–-]\s+(?=(?-i:[A-Z]))){_NAME}"
    r"|\b(?:owned|led|driven)\s+by\s+(?:the\s+)?" + _NAME.replace("?P<name>", "?P<by>"),
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z][\w-]{1,38}(?:\.[\w-]{1,38})*")
# A name alone at the very end: "(Ana Ruiz)", "[the board]", "— Ana Ruiz".
_TRAILING = re.compile(
    r"(?:[(\[](?P<inside>[^()\[\]\n]{2,60})[)\]]|\s[—–-]{1,2}\s(?P<after>[^()\[\]\n—–;:]{2,60}?))"
    r"\s*\.?\s*\Z"
)
_AND = re.compile(r"\s*(?:,|/|&|\+|;|\s[—–-]\s|\band\b)\s*")
_PARTICLE = "(?:van|von|de|den|der|da|di|du|do|dos|la|le|el|bin|al|ter|ten|af|av)"
_PERSON = re.compile(
    r"(?:(?:Dr|Mrs?|Ms|Prof|Sir|Dame|Sister|Father|Rev|Sgt|Capt)\.? )?"
    r"(?:(?:[^\W\d_a-z]\. ?){1,3}|[^\W\d_a-z][\w'’-]*[a-zß-ÿ](?= )|[^\W\d_a-z][\w'’-]*[a-zß-ÿ]\Z)"
    rf"(?:(?: ?{_PARTICLE}){{0,2}} ?(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’-]+)){{0,3}}"
)
# "One per team", "all managers": who is counted, not who owns.
_COUNTED = (
    "(?!(?:per|each|every|whole|entire|all|one|two|three|our|new|an?|of|in|on|by|with|for|and|or|to"
    "|from|at|is|no|not|than) )"
)
_ROLE = re.compile(
    rf"(?:the )?(?:{_COUNTED}"
    r"[A-Za-z&-]+ ){0,3}(?:team|board|crew|committee|department|manager|director|officer|leads?"
    r"|secretary|treasurer|chair|coordinator)"
    r"|(?:the )?(?:head|director|vp|chief|dean|secretary) of [A-Za-z& -]{2,30}"
    r"|the (?:trustees|council|office|treasury|chair)|C[A-Z]{1,2}O"
    # Of one person, so a capital must show that it is a title: "Chief Nurse", "Ward sister".
    r"|(?-i:[A-Z])[A-Za-z&-]*(?: (?!of\b)[A-Za-z&-]+){0,3} (?:nurse|sister|matron|midwife|head"
    r"|headteacher|teacher|principal|dean|editor|warden|ranger|surgeon|physician|accountant|controller|architect"
    r"|registrar|bursar|librarian|foreman|captain|clerk|steward|caretaker|buyer|planner|president"
    r"|executive|partner|supervisor|administrator|superintendent|engineer|designer|producer|analyst"
    r"|pharmacist|chef|editor|master|mistress)"
    r"|(?-i:Headteacher|Headmaster|Headmistress|Principal|Matron|Bursar|Registrar|Treasurer|Dean"
    r"|Foreman|Warden|Chair|Trustees|Board|Council|Librarian|Caretaker|Pharmacist|Chaplain)"
    r"|(?-i:HR|IT|R&D|PMO|Ops|Comms|Finance|Marketing|Sales|Legal|Procurement|Engineering|Product"
    r"|Design|Support|Facilities|Estates|Fundraising|Operations|Logistics|Purchasing|Admissions)",
    re.IGNORECASE,
)
# Roles without a capital: by the ending of one who does something, or by the place of work.
_PLACE = "executive|nurse|cook|clerk|chief|desk|crew|team|lead|head|office|chair"
_WORKER = re.compile(
    rf"(?:the )?(?:{_COUNTED}[a-z&-]+ ){{0,2}}"
    rf"(?P<last>[a-z-]{{2,}}(?:er|or|ist|ian|ant|eer|man|master)|{_PLACE})"
    r"(?: [A-Z][\w'’-]+)?|(?:head|chief|keeper|master|director|secretary) of [a-z -]{2,30}"
    r"|estates|finance|marketing|sales|fundraising|operations|engineering|procurement"
)
_NO_WORKER = frozenset(
    "quarter number order water paper winter summer newsletter september october november december "
    "computer letter higher lower better other over under per former later earlier constant color "
    "relevant floor error colour factor sector indicator minor major human customer member user "
    "subscriber passenger visitor donor supplier buyer voter power tower shelter semester liter "
    "trimester after never together either center centre meter larger smaller longer shorter more "
    "fewer rather whichever whatever however further cheaper faster slower greater".split()
)
_BESIDE_NAME = re.compile(r"(?!etc\b)[a-z][a-z&-]+(?: [a-z&-]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\. ?)+[^\W\d_a-z].*")
# Words that open or make up names of places, times and stages, never of people.
_NO_PERSON = frozenset(
    """
    the new north south east west northern southern eastern western central upper lower great united
    san santa los las saint st port cape fort mount lake river bay city county island islands valley
    states kingdom republic sri costa hong tel buenos kuala addis abu sierra burkina rio puerto el
    phase stage version beta alpha part step tier release done draft pilot optional europe asia
    africa america january february march april may june july august september october november
    december spring summer autumn winter fall christmas easter monday tuesday wednesday thursday
    friday saturday sunday quarter half year weekly daily monthly benelux kubernetes scandinavia
    nordics stretch goal target baseline only total average median gross net english
    """.split()
)
_COMMON = re.compile(r"\w{4,}(?:ing|ed|al|ly|ish|ive|tion|ment|able|ous|less|ful|ity|ness|ise|ize)")
_TIMED = re.compile(
    r"(?:due |by |in |until |before |end of )*(?:\d.*|Q[1-4].*|H[12].*|FY.*|(?:Jan|Feb|Mar|Apr|May"
    r"|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d.*)?|(?:spring|summer|autumn|winter)\b.*)"
)


def find_owner(statement: Span) -> str | None:
    """Return the person or role that a statement names as owner, as written, or None.

    Either the text says so ("Owner: …", "led by …", "@…"), or a name or role stands alone at its
    end, in brackets or behind a dash. A single name there must not be a place, and may be no word
    of the language to the tagger.
    """
    text = statement.text
    named = _named(text)
    if named is not None:
        return named
    match = _TRAILING.search(text)
    if not match:
        return None
    group = "inside" if match["inside"] else "after"
    found = _parts(match[group], match.start(group))
    if not found:
        return None
    offset = statement.start_char
    for place, (name, start) in enumerate(found):
        beside = place > 0 and _BESIDE_NAME.fullmatch(name)  # "Ana Ruiz, finance"
        if not (beside or _is_role(name) or _is_person(statement, name, offset + start)):
            return None
    (_, first), (last, last_start) = found[0], found[-1]
    return text[first : last_start + len(last)]


def trailing_name(statement: Span) -> str | None:
    """Return what stands where an owner would, alone at the end, if it may be a name or role.

    "(Agnes)" is one where the statements beside it name their owners in the same place; on its own
    it could be a town.
    """
    match = _TRAILING.search(statement.text)
    if not match:
        return None
    found = _parts(match["inside"] or match["after"], 0)
    names = [name for name, _ in found]
    if not names or not all(_is_role(n) or _looks_like_person(n) for n in names[:1]):
        return None
    return names[0]


def find_owner_above(heading: str) -> str | None:
    """Return the owner that headings joined by " / " name, the innermost first, or None.

    A heading is not parsed, and behind its dash stands a title as often as a name; so a role counts
    in either place, a name in brackets alone and where no word of it is known to mean something.
    """
    for part in reversed(heading.split(" / ")):
        named = _named(part)
        if named is not None:
            return named
        match = _TRAILING.search(part)
        inner = (match["inside"] or match["after"]).strip() if match else ""
        if _is_role(inner) or (match and match["inside"] and _is_unknown_name(inner)):
            return inner
    return None


def _is_unknown_name(name: str) -> bool:
    """Return whether a name of two words and more holds none that goals are made of."""
    words = re.findall(r"[^\W\d_]{2,}", name.lower())
    if any(w in NOUN_CLASSES or w in VERB_CLASSES or _COMMON.fullmatch(w) for w in words):
        return False
    return " " in name and _looks_like_person(name)


def _named(text: str) -> str | None:
    """Return the owner behind a word that says so, or a handle."""
    match = _FIELD.search(text)
    if match:
        return (match["name"] or match["by"]).strip()
    handle = _HANDLE.search(text)
    return handle.group() if handle else None


def _parts(inner: str, start: int) -> list[tuple[str, int]]:
    """Return the names in a bracket and where they begin; dates beside them are left out."""
    found: list[tuple[str, int]] = []
    position = 0
    for gap in [*_AND.finditer(inner), None]:
        end = len(inner) if gap is None else gap.start()
        part = inner[position:end]
        name = part.strip()
        if name and not (found and _TIMED.fullmatch(name)):
            found.append((name, start + position + part.index(name)))
        position = end if gap is None else gap.end()
    return found


def _is_role(name: str) -> bool:
    if _ROLE.fullmatch(name):
        return True
    match = _WORKER.fullmatch(name)
    return match is not None and (match["last"] or "") not in _NO_WORKER


def _looks_like_person(name: str) -> bool:
    words = re.findall(r"[^\W\d_]+", name.lower())
    if re.search(r"[A-Z]{2}", name):
        return False  # "HFCs", "The Workplace OS"
    return bool(_PERSON.fullmatch(name)) and _NO_PERSON.isdisjoint(words)


def _is_person(statement: Span, name: str, start: int) -> bool:
    """Return whether a name that begins at a character of the Doc is a person's."""
    if _INITIALS.fullmatch(name) and _PERSON.fullmatch(name):
        return True
    if not _looks_like_person(name):
        return False
    doc, end = statement.doc, start + len(name)
    labels = {e.label_ for e in doc.ents if e.start_char < end and e.end_char > start}
    if " " in name:
        # Two capitalised words are more often a person than the recogniser, which sees no sentence
        # around them, believes.
        return labels <= {"PER", "PERSON", "LOC", "GPE"}
    if labels:
        return labels <= {"PER", "PERSON"}
    tagged = {t.pos_ for t in statement if start <= t.idx < end}
    return tagged == {"PROPN"} and not _COMMON.fullmatch(name.lower())
