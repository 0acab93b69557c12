"""What a heading, a label, a column or a field says its text is.

A label counts only when all its words are accounted for: "Vision 2030" and "Acme's mission" are
labels, "Mission control rollout" and "Value for money report" are ordinary headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from analyzer.readers.synonyms import KIND_OF, MEASURED, PLURAL, QUALIFIERS, SUFFIXES
from analyzer.types import Declared

# Longest part of a text that is looked at for a label; longer headings are sentences.
MAX_LABEL = 90

# The longest plain word of each synonym: a text without any of them names no kind.
_LONGEST = {max(re.findall("[a-z]+", phrase), key=len) for phrase in (*KIND_OF, *MEASURED)}
_HINT = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(w for w in _LONGEST if len(w) > 2))})(?![a-z])", re.IGNORECASE
)
# "O:" and "Obj." are labels too short for the hint.
_SHORT_LABEL = 8
# Synonyms of the user's own, while a document is read for which they hold.
_own_synonyms: ContextVar[tuple[tuple[str, Declared], ...]] = ContextVar(
    "_own_synonyms", default=()
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PERIOD = re.compile(
    r"(?:\b(?:all|results)\s+(?=due\b))?\b"
    r"(?:(?:for|to|by|until|towards?|in|from|through|of|and|as of|beyond|up to"
    r"|(?:due|ending|ended|starting|beginning)(?:\s+(?:by|on|in))?)\s+)?"
    r"(?:(?:the|this|next|coming|our|financial|fiscal|calendar|academic|school|budget|early|mid|late"
    r"|(?:first|second|third|fourth|last|beginning|end)(?:\s+of)?)\s+)*"
    rf"(?:(?:q[1-4]|h[12]|fy\s?\d{{2,4}}|(?:{_DAY}\s+)?{_MONTH}(?:\s+{_DAY})?|(?:19|20)\d\d"
    r"|spring|summer|autumn|winter|season|term|semester|trimester|year|quarter|half|decade|month|"
    r"(?:two|three|four|five|ten|twenty|\d+)\s+years?)\b"
    r"(?:\s*[/–—-]\s*(?:\d{2,4}|q[1-4]|h[12])\b){0,2})"
)
NUMBERING = re.compile(
    r"(?:(?:section|part|chapter|appendix|annex)\s+(?:\d+|[ivx]+|[a-z])\b[\s.:)–—-]*"
    # "Move a hundred families" is not numbered, so here a mark must follow.
    r"|(?:slide|page|step|(?:big\s+)?(?:move|bet|battle)|theme|pillar|priority|strand)\s+"
    r"(?:\d+|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?:\s*[.:|)]|\s+[–—-](?=\s))\s*"
    r"|\(?(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)]|[a-z][.)])"
    # "1-Mission" is numbered, "10-year target" is not.
    r"(?:\s+|[.:)–—]+\s*|-+\s+|(?-i:-(?=[A-Z]))))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<word>o(?:bj)?|so(?=\d)|objective|(?:strategic\s+)?(?:goal|objective|outcome)|aim|okr|kr"
    r"|key\s+result|(?:strategic\s+)?(?:pillar|priority|theme))"
    r"(?:[\s.#-]{0,2}(?:no\.?\s*)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)(?!\w)(?!\s*%)"
    # "Objective A – …", "Goal II: …", "KR A1: …": a letter needs a mark behind it.
    r"|\s+(?-i:(?P<letter>[A-Z]\d{0,2}(?:\.\d{1,2})?|[IVX]{2,4}))(?=\s*(?:[:：|)]|[–—]|-\s|\.\s|$)))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[:：|]|[–—]|-(?=\s)|\.(?=\s|$)|\)(?=\s|$))+\s*|\s+→\s*")
_DEFINITION = re.compile(r"\s*(?:[:：]\s+)?")
_NAME = re.compile(
    r"(?!(?:last|previous|prior|other|competitor|rival)\w*\b)(?:[\w&.+-]+\s+){0,4}[\w&.+-]+(?:['’]s|s['’])\s+(?:own\s+)?(?=\S)",
    re.IGNORECASE,
)
_OF_NAME = re.compile(
    r"(?!(?:last|previous|prior|other|competitor|rival)\w*\b)\s+(?:of|at|for)\s+(?:the\s+)?(?:[A-Z][\w&.'’-]*)(?:\s+(?:&|[A-Z][\w&.'’-]*))*$"
)
_NAME_FIRST = re.compile(
    r"^[A-Z0-9][\w&.'’+-]*(?:\s+[\w&.'’+-]+){0,4}\s*(?::|\s[–—-]|[–—|])\s*(?=\S)"
)

# ":dart:" and "{#goals}", as some platforms write emoji and anchors into headings.
_DECORATION = re.compile(
    r":[a-z0-9_+-]{2,40}:(?=\s|$)|\{[#.:][^{}\n]{0,80}\}(?=\s*$)", re.MULTILINE
)
# Headings of several objectives or results that have no plural of those words in them.
_ANNOUNCING = frozenset(
    p for p, kind in KIND_OF.items() if p == "key results" or (kind == "objective" and " we" in p)
) | {"big rocks", "rocks", "must-win battles", "must win battles", "ambitions"}
# "Mission. We lend books." has a label; other kinds are named by words that sentences end with too.
_BEFORE_STOP = frozenset({"mission", "vision", "values", "merged"})
_BEHIND = tuple(f" {suffix}" for suffix in SUFFIXES)
_EDGES = " ,.:;–—-/|'\""
# "What we will get done this year (objectives)" names its kind in the bracket.
_ASKING = re.compile(r"(?:what|why|how|where|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a text.

    Attributes:
        kind: the kind it names.
        end: where the statement begins in the text; its length where the label is all there is.
        number: "2" of "Objective 2", "1.2" of "KR 1.2".
        plural: whether it announces several ("Objectives").
        measured: whether it names key results only where what follows has numbers: "KPIs".
        otherwise: the kind that it names where what follows has none.
    """

    kind: Declared
    end: int
    number: str | None = None
    plural: bool = False
    measured: bool = False
    otherwise: Declared | None = None


class _Named(NamedTuple):
    """What a phrase names; the fields are those of `Label`."""

    kind: Declared
    plural: bool
    measured: bool = False
    otherwise: Declared | None = None


@contextmanager
def own_headings(synonyms: Iterable[tuple[str, Declared]]) -> Iterator[None]:
    """Let further headings and labels name kinds; they win over the shipped ones.

    Args:
        synonyms: the words, in any case, and the kind that they name.
    """
    token = _own_synonyms.set(tuple((_spelt(words), kind) for words, kind in synonyms))
    try:
        yield
    finally:
        _own_synonyms.reset(token)


def kind_of(label: str) -> Declared | None:
    """Return the kind that a heading, label, column or field names, or None.

    Args:
        label: such as "3.2 Our vision:", "Purpose", "KR 1.2" or "Objective 2 - Faster repairs".
    """
    if len(label) > MAX_LABEL:
        return None
    label = _undecorated(label)
    numbered = _numbered(label, 0)
    if numbered is not None:
        return numbered.kind
    found = _plain(label.strip())
    if found is None:
        return None
    return found.otherwise if found.measured else found.kind


def find_label(text: str, *, strong_end: int = 0, heading: bool = False) -> Label | None:
    """Find a label at the start of a text, with or without a statement after it.

    Args:
        text: prose of a heading, paragraph, item or cell; only its first line is looked at.
        strong_end: where emphasis that begins with the text ends; 0 without emphasis.
        heading: whether the text is a heading, in which a dash separates as a colon does.
    """
    text = _undecorated(text)
    lead = len(text) - len(text.lstrip())
    first = text[lead : lead + MAX_LABEL + 1].split("\n", 1)[0]
    line_end = lead + len(first)
    whole = line_end >= len(text.rstrip()) or text[line_end : line_end + 1] == "\n"
    numbered = _numbered(text[:line_end], lead)
    if numbered is not None:
        return numbered if numbered.end < line_end else _with_end(numbered, text, line_end)
    if whole and len(first) <= MAX_LABEL and (found := _plain(first.strip())):
        return _with_end(_label(found, line_end), text, line_end)
    return _lead_in(text, lead, line_end, strong_end, heading)


def _with_end(label: Label, text: str, line_end: int) -> Label:
    """Let a label that fills the first line end where the next line begins."""
    # Definition lists put a colon before what follows: "Mission" and, on the next line, ": We …".
    gap = _DEFINITION.match(text, line_end)
    end = gap.end() if gap else line_end
    return replace(label, end=end)


def _label(named: _Named, end: int) -> Label:
    return Label(named.kind, end, None, named.plural, named.measured, named.otherwise)


def _undecorated(text: str) -> str:
    """Blank out shortcodes and anchors; every other character keeps its place."""
    if ":" not in text and "{" not in text:
        return text
    head = _DECORATION.sub(lambda m: " " * len(m.group()), text[: 2 * MAX_LABEL])
    return head + text[2 * MAX_LABEL :]


def _lead_in(text: str, lead: int, line_end: int, strong_end: int, heading: bool) -> Label | None:
    """Find "Mission: …", "**Mission** – …" or "**Mission.** …"."""
    if lead < strong_end <= line_end:
        head = text[lead:strong_end]
        gap = _SEPARATOR.match(text, strong_end)
        rest = gap.end() if gap else strong_end
        closed = gap is not None or head.rstrip().endswith((":", ".", "–", "—", "-", "|"))
        opens = text[rest : rest + 2].lstrip()[:1]
        if (closed or opens.isupper() or opens == "") and (found := _plain(head.strip())):
            space = len(text[rest:line_end]) - len(text[rest:line_end].lstrip())
            return _label(found, rest + space)
    for match in re.finditer(r"[:：]|\s[–—-]+\s|[–—]|\.(?=\s+[A-Z])", text[lead:line_end]):
        head = text[lead : lead + match.start()]
        colon = match.group().strip() in (":", "：")
        stop = match.group() == "."
        if not (colon or heading or (head[:1].isupper() if stop else _is_own(head))):
            continue
        found = _plain(head.strip())
        if found and not (stop and found.kind not in _BEFORE_STOP):
            rest = lead + match.end()
            space = len(text[rest:line_end]) - len(text[rest:line_end].lstrip())
            return _label(found, rest + space)
        if colon:
            break
    return None


def _is_own(head: str) -> bool:
    """Whether a label before a dash is safe to take: "Our vision - …", "VISION – …"."""
    return head.lower().startswith(("our ", "the ")) or head.strip().isupper()


def _numbered(text: str, start: int) -> Label | None:
    """Find "O1:", "Objective 2 – …", "KR 1.2 …" at a position of the text."""
    lead = start
    skipped = _symbols(text, lead)
    match = _NUMBERED.match(text, skipped)
    if match is None:
        return None
    word = re.sub(r"\s+", " ", match["word"].lower())
    kind: Declared = "key_result" if word in ("kr", "key result") else "objective"
    if word.endswith(("pillar", "priority", "theme")):
        kind = "strategy"
    short = word in ("o", "so", "kr", "obj")
    rest = match.end()
    bracket = re.compile(r"\s*\([^()\n]{0,40}\)(?=\s*(?:[:–—-]|$))").match(text, rest)
    if bracket:
        rest = bracket.end()
    number = match["number"] or match["letter"]
    separator = _SEPARATOR.match(text, rest)
    if separator:
        return Label(kind, separator.end(), number)
    tail = text[rest:].strip()
    if not tail or is_period(tail):
        return Label(kind, len(text), number)
    space = re.compile(r"\s+").match(text, rest)
    opens = tail[0]
    if space and short and (opens.isupper() or (kind == "key_result" and opens.isdigit())):
        return Label(kind, space.end(), number)
    return None


def _symbols(text: str, start: int) -> int:
    """Return the position after emoji, bullets, marks and spaces that open a label."""
    position = start
    while position < len(text) and (
        text[position].isspace()
        or unicodedata.category(text[position]) in ("So", "Sk", "Sm", "Cf", "Mn", "Co", "Cn")
        or text[position] in "#*_•·-–—>§⃣"
    ):
        position += 1
    return position


def is_period(text: str) -> bool:
    """Whether a heading names nothing but a time: "2027", "Q3 2026", "This year"."""
    rest = _PERIOD.sub(" ", text.lower())
    return not re.sub(r"[\s,./()–—-]+|\b(?:and|the|of)\b", "", rest)


def _plain(label: str) -> _Named | None:
    """Look a label up that has no statement after it."""
    own = _own_synonyms.get()
    hinted = len(label) < _SHORT_LABEL or _HINT.search(label)
    if len(label) > MAX_LABEL or not (own or hinted):
        return None
    return _looked_up(label, own)


@lru_cache(maxsize=4096)
def _looked_up(label: str, own: tuple[tuple[str, Declared], ...]) -> _Named | None:
    text = unicodedata.normalize("NFKC", label).replace("’", "'").strip()
    text = "".join(
        c for c in text if unicodedata.category(c) not in ("So", "Sk", "Cf", "Mn", "Co", "Cn")
    )
    text = re.sub(r"[*_`#]+", " ", text).strip(" \t\n.:;!?–—-|>•·\"'“”«»=~→")
    number = NUMBERING.match(text)
    if number and number.end() < len(text):
        text = text[number.end() :].strip()
    if (bracket := re.search(r"\s*[(\[][^()\[\]]*[)\]]$", text)) and bracket.start():
        named = bracket.group().strip(" ()[]") if _ASKING.match(text) else ""
        text = text[: bracket.start()]
    else:
        named = ""
    candidates = (
        text, _OF_NAME.sub("", text), _NAME_FIRST.sub("", text, count=1), named,
        *text.split(" / "),  # in two languages: "Amcanion / Objectives"
    )  # fmt: skip
    for candidate in dict.fromkeys(candidates):
        if found := _look_up(candidate, dict(own)):
            return found
    return None


def _spelt(text: str) -> str:
    """Return the words of a label in the form of the table."""
    words = text.lower().replace("’", "'").replace("&", " and ").replace(" + ", " and ")
    words = re.sub(r"\s+", " ", words)
    return words.replace("ê", "e").replace(" / ", "/").replace(", and ", " and ").strip()


def _look_up(text: str, own: Mapping[str, Declared]) -> _Named | None:
    words = _spelt(text)
    forms = (words, _NAME.sub("", words, count=1))
    bare = (re.sub(r"\s+", " ", _PERIOD.sub(" ", form)).strip(_EDGES) for form in forms)
    phrases = dict.fromkeys(p for pair in zip(forms, bare, strict=True) for p in pair)
    return next((found for phrase in phrases if (found := _match(phrase, own))), None)


def _match(phrase: str, own: Mapping[str, Declared]) -> _Named | None:
    """Look up a phrase after taking off qualifiers in front and suffixes behind."""
    if phrase in own:
        return _Named(own[phrase], phrase.endswith("s") and not phrase.endswith("ss"))
    if phrase in KIND_OF or phrase in MEASURED:
        return _found(phrase)
    if phrase.endswith(_BEHIND):
        suffix = next(s for s in _BEHIND if phrase.endswith(s))
        phrase = phrase[: -len(suffix)].strip(" ,:–—-")
    words = phrase.split(" ")
    while words:
        core = " ".join(words)
        if core in own:
            return _match(core, own)
        if core in KIND_OF or core in MEASURED:
            return _found(core)
        if words[0] not in QUALIFIERS:
            return None
        words = words[1:]
    return None


def _found(phrase: str) -> _Named:
    if phrase in MEASURED:
        return _Named("key_result", True, True, MEASURED[phrase])
    plural = any(w in PLURAL for w in phrase.split(" ")) or phrase in _ANNOUNCING
    return _Named(KIND_OF[phrase], plural)
