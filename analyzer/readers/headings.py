"""What a heading, a label, a column or a field says its text is: the table of synonyms as data.

A label counts only when all its words are accounted for: "Vision 2030" and "Acme's mission" are
labels, "Mission control rollout" and "Value for money report" are ordinary headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analyzer.types import Declared

Emphasis = Literal["none", "strong"]

# Longest part of a text that is looked at for a label; longer headings are sentences.
MAX_LABEL = 90

_SYNONYMS: dict[Declared, tuple[str, ...]] = {
    "mission": (
        "mission", "purpose", "reason for being", "raison d'etre", "reason to exist",
        "why we exist", "why do we exist", "why we are here", "why we're here", "our why",
        "why are we here", "what is our mission", "what is our purpose", "statement of purpose",
        "what we are here to do", "what we're here to do", "what we are here for",
        "mission in one sentence", "mission and purpose", "purpose and mission",
    ),
    "vision": (
        "vision", "ambition", "aspiration", "north star", "future state", "desired future",
        "destination", "bhag", "big hairy audacious goal", "picture of success",
        "where we are going", "where are we going", "where we're going", "what is our vision",
        "where we are headed",
        "where we're headed", "where we are heading", "where we want to be",
        "the future we want", "the future we see", "the world we want", "what success looks like",
        "where we will be", "the world we want to see", "the change we want to see",
        "vision and ambition", "vision for the future",
    ),
    "values": (
        "values", "principles", "core principles", "guiding principles", "beliefs",
        "what we believe", "what we believe in", "what we stand for", "what we value",
        "how we behave", "values and principles", "values and beliefs", "principles and values",
        "values and behaviours", "values and behaviors", "value statements", "what guides us",
        "what we hold dear", "what matters to us", "what we care about", "what is important to us",
    ),
    "strategy": (
        "strategy", "strategies", "pillars", "priorities", "strategic pillars",
        "strategic priorities", "strategic themes", "strategic choices", "strategic bets",
        "strategic direction", "strategic focus", "strategic focus areas", "strategic approach",
        "focus areas", "big bets", "how we get there", "how we will get there",
        "how we'll get there", "how we win", "how we will win", "where to play", "how to win",
        "where we play", "where we will play", "strategic intent",
    ),
    "objective": (
        "objective", "objectives", "goal", "goals", "aims", "okr", "okrs", "strategic objective",
        "strategic objectives", "strategic goal", "strategic goals", "strategic aims",
        "objectives and key results", "objectives and results", "objectives and krs",
        "goals and objectives", "objectives and goals", "aims and objectives",
        "goals and key results", "what we want to achieve", "what we will achieve",
        "strategy and objectives", "strategy and goals", "what we aim to achieve",
        "what we are aiming for", "what we are going for", "what we set out to achieve",
        "goals and results", "goals and measures", "goals and targets", "objectives and targets",
        "objectives and measures",
    ),
    "key_result": (
        "key result", "key results", "kr", "krs", "measures of success", "success measures",
        "success metrics", "how we measure success", "how we will measure success",
        "how we will know", "how we'll know", "how we know", "measured by", "how measured",
        "how it is measured", "how we will measure it", "how we measure it",
    ),
    "slogan": ("slogan", "tagline", "tag line", "strapline", "strap line", "motto", "tag-line"),
    "other": ("other",),
    "merged": (
        "mission and vision", "vision and mission", "purpose and vision", "vision and purpose",
        "mission, vision and values", "vision, mission and values", "mission, values and vision",
        "purpose, vision and values", "mission and values", "vision and values",
        "purpose and values", "values, mission and vision", "vision, values and mission",
        "mission, purpose and vision", "vision, mission, values", "mission, vision, values",
        "values and mission", "values and vision", "mission, vision", "vision, mission",
        "mission vision", "vision mission", "mission vision values", "mission/vision",
        "purpose, mission and vision", "vision, purpose and values", "merged",
    ),
}  # fmt: skip
_KIND_OF: dict[str, Declared] = {
    phrase: kind for kind, phrases in _SYNONYMS.items() for phrase in phrases
}
# The longest plain word of each synonym: a text without any of them names no kind.
_HINT = re.compile(
    "|".join(sorted({max(re.findall("[a-z]+", phrase), key=len) for phrase in _KIND_OF}, key=len)),
    re.IGNORECASE,
)
# Synonyms of the user's own, while a document is read for which they hold.
_own_synonyms: ContextVar[tuple[tuple[str, Declared], ...]] = ContextVar(
    "_own_synonyms", default=()
)
_PLURAL = frozenset(
    "objectives goals aims okrs krs values principles beliefs pillars priorities strategies".split()
)

# Words that may stand before a synonym and change nothing.
_QUALIFIERS = frozenset(
    """our the my your their its this a an and of company companywide corporate organisation
    organization organisational organizational group team teams department departmental division
    unit business brand product service school college university hospital charity foundation trust
    council city club church library museum agency association society network cooperative
    co-operative programme program project practice firm enterprise startup institute centre center
    core key main top overall overarching long-term longterm short-term medium-term long short term
    annual yearly quarterly half-year monthly shared common guiding new updated revised current
    draft proposed final official formal high-level five-year ten-year three-year lasting enduring
    two three four five six seven eight nine ten 10-year 5-year 3-year 20-year twenty-year bold one
    priority single national regional local personal individual working stated
    """.split()
)
# Words that may stand after one: "Mission statement", "Values we live by".
_SUFFIXES = (
    "statement", "statements", "in one sentence", "we live by", "at a glance", "in brief", "draft",
    "we share", "overview", "for the future", "of the organisation", "of the organization",
    "of the company", "of our company", "of our organisation", "of our organization",
    "of the group", "of the team", "of the school", "of the charity", "of the foundation",
    "of the trust", "of the council",
)  # fmt: skip
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
    r"|\(?(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)]|[a-z][.)])(?:\s+|[.:)–—-]+\s*))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?P<word>o(?:bj)?|objective|goal|strategic\s+(?:objective|goal)|aim|okr|kr|key\s+result)"
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
    """

    kind: Declared
    end: int
    number: str | None = None
    plural: bool = False


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
    numbered = _numbered(label, 0)
    if numbered is not None:
        return numbered.kind
    found = _plain(label.strip())
    return found[0] if found else None


def find_label(text: str, *, strong_end: int = 0, heading: bool = False) -> Label | None:
    """Find a label at the start of a text, with or without a statement after it.

    Args:
        text: prose of a heading, paragraph, item or cell; only its first line is looked at.
        strong_end: where emphasis that begins with the text ends; 0 without emphasis.
        heading: whether the text is a heading, in which a dash separates as a colon does.
    """
    lead = len(text) - len(text.lstrip())
    first = text[lead : lead + MAX_LABEL + 1].split("\n", 1)[0]
    line_end = lead + len(first)
    whole = line_end >= len(text.rstrip()) or text[line_end : line_end + 1] == "\n"
    numbered = _numbered(text[:line_end], lead)
    if numbered is not None:
        return numbered if numbered.end < line_end else _with_end(numbered, text, line_end)
    if whole and len(first) <= MAX_LABEL and (found := _plain(first.strip())):
        return _with_end(Label(found[0], line_end, None, found[1]), text, line_end)
    return _lead_in(text, lead, line_end, strong_end, heading)


def _with_end(label: Label, text: str, line_end: int) -> Label:
    """Let a label that fills the first line end where the next line begins."""
    # Definition lists put a colon before what follows: "Mission" and, on the next line, ": We …".
    gap = _DEFINITION.match(text, line_end)
    end = gap.end() if gap else line_end
    return Label(label.kind, end, label.number, label.plural)


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
            return Label(found[0], rest + space, None, found[1])
    for match in re.finditer(r"[:：]|\s[–—-]+\s|[–—]", text[lead:line_end]):
        head = text[lead : lead + match.start()]
        colon = match.group().strip() in (":", "：")
        if not (colon or heading or _is_own(head)):
            continue
        if found := _plain(head.strip()):
            rest = lead + match.end()
            space = len(text[rest:line_end]) - len(text[rest:line_end].lstrip())
            return Label(found[0], rest + space, None, found[1])
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
    short = word in ("o", "kr", "obj")
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


def _plain(label: str) -> tuple[Declared, bool] | None:
    """Look a label up that has no statement after it; returns kind and whether it is plural."""
    own = _own_synonyms.get()
    if len(label) > MAX_LABEL or not (own or _HINT.search(label)):
        return None
    return _looked_up(label, own)


@lru_cache(maxsize=4096)
def _looked_up(label: str, own: tuple[tuple[str, Declared], ...]) -> tuple[Declared, bool] | None:
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
    for candidate in (text, _OF_NAME.sub("", text), _NAME_FIRST.sub("", text, count=1), named):
        if found := _look_up(candidate, dict(own)):
            return found
    return None


def _spelt(text: str) -> str:
    """Return the words of a label in the form of the table."""
    words = text.lower().replace("’", "'").replace("&", " and ").replace(" + ", " and ")
    words = re.sub(r"\s+", " ", words)
    return words.replace("ê", "e").replace(" / ", "/").replace(", and ", " and ").strip()


def _look_up(text: str, own: Mapping[str, Declared]) -> tuple[Declared, bool] | None:
    words = _spelt(text)
    forms = [words, _NAME.sub("", words, count=1)]
    for form in forms:
        bare = re.sub(r"\s+", " ", _PERIOD.sub(" ", form)).strip(" ,.:;–—-/|'\"")
        for phrase in (form, bare):
            if found := _match(phrase, own):
                return found
    return None


def _match(phrase: str, own: Mapping[str, Declared]) -> tuple[Declared, bool] | None:
    """Look up a phrase after taking off qualifiers in front and suffixes behind."""
    if phrase in own:
        return own[phrase], phrase.endswith("s") and not phrase.endswith("ss")
    if phrase in _KIND_OF:
        return _found(phrase)
    for suffix in _SUFFIXES:
        if phrase.endswith(" " + suffix):
            phrase = phrase[: -len(suffix) - 1].strip(" ,:–—-")
            break
    words = phrase.split(" ")
    while words:
        core = " ".join(words)
        if core in own:
            return _match(core, own)
        if core in _KIND_OF:
            return _found(core)
        if words[0] not in _QUALIFIERS:
            return None
        words = words[1:]
    return None


def _found(phrase: str) -> tuple[Declared, bool]:
    words = phrase.split(" ")
    return _KIND_OF[phrase], any(w in _PLURAL for w in words) or phrase == "key results"
