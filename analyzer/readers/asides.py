"""Owner and date that stand beside an objective or key result rather than in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzer.readers.inline import Inline

# Only the end of a text is looked at; an aside is short.
_TAIL = 160

_OWNER_WORD = r"(?:owner|owned by|lead|led by|responsible|accountable|dri|assignee|assigned to)"
_DUE_WORD = r"(?:due date|due by|due|deadline|target date|by when|timeline|timeframe)"
_FIELD = re.compile(
    rf"\s*(?P<word>{_OWNER_WORD}|{_DUE_WORD})(?:\s*[:=–—-]\s*|\s+)(?P<value>[^,;:|()\[\]]{{1,80}}?)\s*"
    r"(?:[,;|]|\s[–—-]\s|$)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,120})[)\]]\s*[.;]?\s*$")
_BRACKET_HANDLE = re.compile(r"\s*@(?P<name>[\w][\w.-]*)\s*")
_TRAILING = re.compile(
    rf"\s*(?:\s[–—|-]+|[–—|;])\s*(?P<fields>(?:{_OWNER_WORD}|{_DUE_WORD})\s*:\s*[^|\n]{{1,120}})$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?:\s[–—|-]+)?\s+(?P<names>@[\w][\w.-]*(?:[\s,]+@[\w][\w.-]*)*)\s*\.?$")


@dataclass(frozen=True, slots=True)
class Asides:
    """A text without its asides, and what they said."""

    inline: Inline
    owner: str | None = None
    due: str | None = None


def take_asides(inline: Inline) -> Asides:
    """Take "(Owner: Ana Ruiz)", "— Owner: Ana", "@ana" and "(due June 2027)" off the end of a text.

    A date in the sentence itself ("by June 2027") stays in it.
    """
    owner = due = None
    for _ in range(4):
        text = inline.text
        offset = max(0, len(text) - _TAIL)
        tail = text[offset:]
        found: dict[str, str] | None = None
        if match := _BRACKET.search(tail):
            found = _bracketed(match["inside"])
        if found is None and (match := _TRAILING.search(tail)):
            found = _fields(match["fields"])
        if found is None and (match := _HANDLE.search(tail)):
            found = {"owner": match["names"].replace("@", "").rstrip(". ")}
        if found is None or match is None or offset + match.start() == 0:
            break
        owner, due = owner or found.get("owner"), due or found.get("due")
        inline = inline.part(0, offset + match.start())
    return Asides(inline, owner, due)


def _bracketed(inside: str) -> dict[str, str] | None:
    """Return owner and date of a bracket, or None where it says anything else."""
    if match := _BRACKET_HANDLE.fullmatch(inside):
        return {"owner": match["name"]}
    return _fields(inside)


def _fields(text: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _FIELD.match(text, position)
        if match is None:
            return None
        word = match["word"].lower()
        key = "due" if re.fullmatch(_DUE_WORD, word) else "owner"
        found.setdefault(key, match["value"].strip(" @."))
        position = match.end()
    return found or None


def is_owner_column(name: str) -> bool:
    """Whether a table column holds owners."""
    return (
        re.fullmatch(rf"{_OWNER_WORD}s?|who|person|name of owner", name.strip().lower()) is not None
    )


def is_due_column(name: str) -> bool:
    """Whether a table column holds dates or periods."""
    pattern = rf"{_DUE_WORD}|by|when|date|end date|quarter|period|target quarter"
    return re.fullmatch(pattern, name.strip().lower()) is not None
