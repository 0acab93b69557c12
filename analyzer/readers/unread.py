"""Texts of a document that no statement was read from: named, so that nothing is lost in silence.

A section under a heading that names no kind has an entry of its own, for it may hold the mission
under another name. Sections that evidently explain (background, risks, an introduction) share one
entry, and those in which nobody looks for a statement (contents, licence) have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from analyzer.readers.headings import NUMBERING
from analyzer.readers.inline import Inline
from analyzer.readers.names import near_miss
from analyzer.readers.synonyms import CONTEXT, DOCUMENT_LINE, NAVIGATION
from analyzer.types import Unchecked

# Sections that are named one by one; a document with more of them is hardly a strategy.
MAX_NAMED = 6
_TITLE_CHARS = 60
_MAIN = ("mission", "vision", "values", "purpose", "strategy", "objectives", "goals", "okrs")
_OPENING = re.compile(r"[^\w]*(?:(?:our|the|my|your|its)\s+)?", re.IGNORECASE)
# Templates and shortcodes of site generators.
_TEMPLATE = re.compile(r"(?:\{\{.*\}\}|\{%.*%\}|\[\[.*\]\]|\s)+", re.DOTALL)
_NO_HEADING = "no heading or label says what it is; put one above it, such as “Mission”"
_NO_KINDS = "these sections were not read, for their headings name no kind of statement"
_ADVICE = "rename it, as in “Mission”, or name its kind under `headings` in the settings"
# A line under the title of so few words that ends in no full stop goes on with the title.
_SUBTITLE_WORDS = 12


# Text under the title of a document, or below a statement or heading that was read, or neither.
Role = Literal["opening", "explains", "section"]


@dataclass(slots=True)
class _Stretch:
    """Texts under one heading, and where the first of them stands in the source."""

    titles: tuple[str, ...]
    start: int
    role: Role


@dataclass(slots=True)
class Unread:
    """The texts that were passed over, by the headings above them, in the order of the document."""

    stretches: dict[tuple[tuple[str, ...], Role], _Stretch] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)

    def add(self, inline: Inline, titles: tuple[str, ...], role: Role) -> None:
        """Note a text.

        Args:
            inline: its prose.
            titles: the headings and labels above it.
            role: where it stands; the reason for an objective, say, explains.
        """
        if not inline.segments or _TEMPLATE.fullmatch(inline.text):
            return
        if _is_about_document(inline.text) or (role == "opening" and _is_subtitle(inline.text)):
            return
        self.texts.append(inline.text)
        self.context.append(f"{titles[-1] if titles else ''}\n{inline.text}")
        stretch = _Stretch(titles, inline.segments[0][0], role)
        self.stretches.setdefault((titles, role), stretch)

    def notes(
        self, place: Callable[[int], str], *, found: bool, complete: bool
    ) -> tuple[Unchecked, ...]:
        """Return the entries.

        Args:
            place: says where an offset of the source stands, as in "line 12".
            found: whether the document has any statement; without one its sections are listed.
            complete: whether the document has a mission or a vision; without one, the text under
                its title may be it.
        """
        context: list[str] = []
        unknown: list[tuple[str, str]] = []
        for stretch in self.stretches.values():
            titles = [_bare(title) for title in stretch.titles]
            if any(NAVIGATION.fullmatch(title) for title in titles):
                continue
            shown = f"the text at {place(stretch.start)}"
            if titles and titles[-1]:
                shown = f"“{_cut(stretch.titles[-1])}” ({place(stretch.start)})"
            explains = stretch.role == "explains" or (stretch.role == "opening" and complete)
            if explains or any(CONTEXT.match(title) for title in titles):
                context.append(shown)
            else:
                named = stretch.role == "section" and titles
                unknown.append((shown, titles[-1] if named else ""))
        if found:
            return (*_unknown(unknown), *_context(context))
        named = [shown for shown, title in unknown if title]
        return (Unchecked("reader", None, f"{_NO_KINDS}: {_listed(named)}"),) if named else ()


def _is_about_document(text: str) -> bool:
    return all(DOCUMENT_LINE.fullmatch(line.strip()) for line in text.splitlines())


def _is_subtitle(text: str) -> bool:
    return len(text.split()) <= _SUBTITLE_WORDS and not text.rstrip().endswith((".", "!", "?"))


def _unknown(sections: list[tuple[str, str]]) -> Iterator[Unchecked]:
    for shown, title in sections[:MAX_NAMED]:
        if not title:
            reason = f"{shown} was not read: {_NO_HEADING}"
        elif meant := near_miss(_OPENING.sub("", title, count=1), _MAIN):
            reason = f"{shown} was not read: the heading is unknown; did you mean “{meant}”?"
        else:
            reason = f"{shown} was not read: its heading names no kind of statement; {_ADVICE}"
        yield Unchecked("reader", None, reason)
    if more := sections[MAX_NAMED:]:
        reason = f"for the same reason not read: {_listed([shown for shown, _ in more])}"
        yield Unchecked("reader", None, reason)


def _context(sections: list[str]) -> Iterator[Unchecked]:
    if sections:
        reason = f"taken as context, not as statements: {_listed(sections)}"
        yield Unchecked("reader", None, reason)


def _listed(sections: list[str]) -> str:
    more = len(sections) - 2 * MAX_NAMED
    named = ", ".join(sections[: 2 * MAX_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _bare(title: str) -> str:
    """Return a heading without its number, emoji and marks."""
    number = NUMBERING.match(title)
    text = title[number.end() :] if number and number.end() < len(title) else title
    return text.strip(" \t\n.:;!?–—-|>•·\"'“”«»*_`#").lstrip(
        "".join(c for c in text[:4] if not c.isalnum())
    )


def _cut(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= _TITLE_CHARS else f"{words[: _TITLE_CHARS - 1].rstrip()}…"
