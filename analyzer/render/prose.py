"""Text of a report made fit to show: markup hidden, white space folded, control characters gone.

A report quotes its input exactly, so the quotes may hold Markdown, line breaks and whatever else
the file held. A terminal must never be sent the escape sequences of somebody else's document: they
can recolour, hide or overwrite what is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

# ECMA-48: CSI, then strings (OSC, DCS, SOS, PM, APC) with their terminator, then any other escape.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]{0,8}[0-~]?"
)
# The C0 and C1 controls but white space, and the marks that reorder text (bidirectional embeddings,
# overrides and isolates); joiners stay, for emoji and Indic scripts need them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")

# Inline Markdown in pairs; the ends that are hidden are groups 1 and 2. The bound on the length
# keeps a hostile text from costing quadratic time.
_PAIRS = (
    re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*]).{0,400}?(?<=[^\s*])(\1)(?![\w*])", re.DOTALL),
    re.compile(r"(?<!\w)(_{1,3})(?=[^\s_]).{0,400}?(?<=[^\s_])(\1)(?!\w)", re.DOTALL),
    re.compile(r"(`{1,3})(?=[^`]).{0,400}?[^`](\1)(?!`)", re.DOTALL),
    re.compile(r"(!?\[)[^\[\]\n]{1,400}(\]\([^()\s]{0,400}(?:\s\"[^\"]{0,200}\")?\))"),
)
# A statement that begins or ends inside emphasis leaves one end of the pair behind.
_WHOLE = (
    re.compile(r"(?<=\n)[ \t]*>[ \t]?"),
    re.compile(r"<!--.{0,4000}?-->", re.DOTALL),
    re.compile(r"\*{2,3}(?=\S)|(?<=\S)\*{2,3}|(?<!\S)\*(?=\w)"),
)


@dataclass(frozen=True, slots=True)
class Readable:
    """Text to show, and for each of its characters the place in the report's text."""

    text: str
    offsets: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the range that shows a range of the report's text; None if nothing does."""
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        while first < last and self.text[first] == " ":
            first += 1
        while first < last and self.text[last - 1] == " ":
            last -= 1
        return (first, last) if first < last else None


def readable(text: str, start: int = 0) -> Readable:
    """Return a quoted passage as it is to be shown.

    Args:
        text: as the report quotes it.
        start: its place in the report's text.
    """
    hidden = bytearray(len(text))
    for pattern in (_ESCAPES, _CONTROLS, *_WHOLE):
        for match in pattern.finditer(text):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for pattern in _PAIRS:
        for match in pattern.finditer(text):
            for group in (1, 2):
                size = match.end(group) - match.start(group)
                hidden[match.start(group) : match.end(group)] = b"\1" * size
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        if hidden[index]:
            continue
        if character.isspace():
            if not characters or characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        offsets.append(start + index)
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return Readable(_LONE_SURROGATES.sub("\ufffd", "".join(characters)), tuple(offsets))


def clean(text: str) -> str:
    """Return a name or a message in one line, without control characters, its markup kept."""
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    return _LONE_SURROGATES.sub("\ufffd", " ".join(text.split()))


def quote(text: str, limit: int = 70) -> str:
    """Return words in quotation marks, cut in the middle where they are long.

    Args:
        text: as the report quotes it.
        limit: characters from which it is cut.
    """
    shown = readable(text).text
    if len(shown) > limit:
        half = limit // 2
        head, tail = shown[:half].rsplit(" ", 1)[0], shown[-half:].split(" ", 1)[-1]
        last = shown.rsplit(" ", 1)[-1]
        if tail in last and len(last) <= limit:
            tail = last  # one long word is better whole
        if len(head) + len(tail) + 2 < len(shown):
            shown = f"{head} […] {tail}"
    return f"“{shown}”"
