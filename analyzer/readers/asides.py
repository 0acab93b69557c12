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
    rf"\s*(?:(?P<word>{_OWNER_WORD}|{_DUE_WORD})\s*[:=–—-]\s*"
    # Without a colon only words that cannot mean anything else: "lead time" and "due to" can.
    r"|(?P<bare>owned by|led by|assigned to|due by|due(?!\s+to\b))\s+)(?P<value>.{1,80})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+[–—-]\s+|\s*\n\s*")
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{2,120})[)\]]\s*[.;]?\s*$")
_BRACKET_HANDLE = re.compile(r"\s*@(?P<name>[\w][\w.-]*)\s*")
_TRAILING = re.compile(
    rf"(?:\s+[–—|-]+\s*|[–—|;]\s*|(?<=[.!])\s+|\s*\n\s*)(?P<fields>(?:{_OWNER_WORD}|{_DUE_WORD})\s*:\s*[^\n]{{1,120}})$",
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
    """Return what "Owner: Ana Ruiz, finance; due: June" says; None where it says anything else.

    What follows a name without a field of its own ("finance") stays with it, unless it has numbers:
    then the bracket is part of the claim.
    """
    found: dict[str, str] = {}
    key = ""
    for part in _BETWEEN.split(text.strip()):
        if match := _FIELD.fullmatch(part):
            word = (match["word"] or match["bare"]).lower()
            key = "due" if re.fullmatch(_DUE_WORD, word) else "owner"
            found.setdefault(key, match["value"].strip(" @."))
        elif key and not any(c.isdigit() for c in part):
            found[key] = f"{found[key]}, {part}".rstrip(" .")
        else:
            return None
    return found or None


def read_asides(text: str) -> tuple[str | None, str | None]:
    """Return owner and date of a line that says nothing else: "Owner: Ana Ruiz"."""
    found = _fields(text) if len(text) <= _TAIL and ":" in text else None
    return (found.get("owner"), found.get("due")) if found else (None, None)


def is_owner_column(name: str) -> bool:
    """Whether a table column holds owners."""
    return (
        re.fullmatch(
            rf"{_OWNER_WORD}s?|who|persons?|people|name of owner|sponsor|champion|driver"
            r"|(?:kr|okr|key result|objective|goal|action|accountable|responsible|named|team"
            r"|lead|senior|executive|senior responsible|project) "
            r"(?:owner|lead|person|officer|manager|director|executive|team)s?",
            name.strip().lower(),
        )
        is not None
    )


def is_due_column(name: str) -> bool:
    """Whether a table column holds dates or periods."""
    pattern = (
        rf"{_DUE_WORD}|by|when|date|end date|date due|completion(?: date)?|complete by|deliver by"
        r"|finish|quarter|period|timing|timescales?|time[ -]frame|target quarter"
    )
    return re.fullmatch(pattern, name.strip().lower()) is not None
