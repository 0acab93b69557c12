"""Where the prose of a block stands in the file: runs of characters without the markup between.

markdown-it-py says on which lines a block stands, not where its words do. Two steps find them: the
lines of a block's content are laid against the lines of the source, and the parser's rules are
wrapped so that every token that is not plain text notes which part of the content it used up. What
is left is plain text in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from analyzer.readers.placement import Placement, Ranges, merge

_start, _end = itemgetter(0), itemgetter(1)


# Inline markup is read in this many characters of a block; the rest stands as it is. A statement
# ends at half of it, and no nesting of brackets can then cost more than a moment.
MAX_INLINE_CHARS = 40_000
MAX_BRACKETS = 400

_WRAPPED = (
    "newline", "escape", "backticks", "link", "image", "autolink", "html_inline", "entity",
    "footnote_inline", "footnote_ref",
)  # fmt: skip
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inline:
    """Prose and the place of every character of it.

    Attributes:
        text: the prose; a line break is one line feed.
        segments: half-open ranges of the source whose characters are the text, in order.
        strong: ranges of `text` that are emphasised.
        cuts: positions in `text` where a `<br>` stood.
    """

    text: str
    segments: Ranges
    strong: Ranges = ()
    cuts: tuple[int, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note where in the text each segment begins, so that parts are found fast."""
        lengths = (end - start for start, end in self.segments[:-1])
        starts = tuple(accumulate(lengths, initial=0)) if self.segments else ()
        object.__setattr__(self, "_starts", starts)

    def strong_end(self) -> int:
        """Return where emphasis that opens the text ends, or 0."""
        if self.strong and not self.text[: self.strong[0][0]].strip():
            return self.strong[0][1]
        return 0

    def part(self, start: int, end: int | None = None) -> Inline:
        """Return the prose from one position to another, without white space at its ends."""
        stop = len(self.text) if end is None else end
        chosen = self.text[start:stop]
        start += len(chosen) - len(chosen.lstrip())
        stop = start + len(chosen.strip())
        strong = self.strong[bisect_right(self.strong, start, key=_end) :]
        strong = strong[: bisect_left(strong, stop, key=_start)]
        cuts = self.cuts[bisect_right(self.cuts, start) : bisect_left(self.cuts, stop)]
        return Inline(
            self.text[start:stop],
            self._segments(start, stop),
            tuple((max(a - start, 0), min(b, stop) - start) for a, b in strong),
            tuple(cut - start for cut in cuts),
        )

    def _segments(self, start: int, end: int) -> Ranges:
        found = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.segments) and self._starts[index] < end:
            shift = self.segments[index][0] - self._starts[index]
            a = max(start + shift, self.segments[index][0])
            found.append((a, min(end + shift, self.segments[index][1])))
            index += 1
        return tuple(r for r in found if r[0] < r[1])

    def split_cuts(self) -> list[Inline]:
        """Return the parts between the `<br>`s."""
        ends = [*self.cuts, len(self.text)]
        parts = (self.part(a, b) for a, b in zip([0, *self.cuts], ends, strict=True))
        return [part for part in parts if part.text]


EMPTY = Inline("", ())


# What stands before a cell of a table keeps its words apart from those of another cell.
_BAR = re.compile(r"[ \t|]+$")


def join_all(parts: Sequence[Inline], source: str) -> Inline:
    """Join runs of prose by the line feed, or the bar of a table, that stands between them."""
    texts: list[str] = []
    segments: list[tuple[int, int]] = []
    for part in parts:
        if not part.text:
            continue
        if segments:
            end, start = segments[-1][1], part.segments[0][0]
            place = max(source.find("\n", end, start), source.find("\r", end, start))
            if place >= 0:
                texts.append("\n")
                segments.append((place, place + 1))
            elif bar := _BAR.search(source, end, start):
                texts.append(bar.group())
                segments.append(bar.span())
        texts.append(part.text)
        segments.extend(part.segments)
    return Inline("".join(texts), merge(segments))


Rule = Callable[[StateInline, bool], bool]


def note_places(parser: MarkdownIt) -> None:
    """Wrap the parser's inline rules so that each token notes its place in the content."""
    rules = {rule.name: rule.fn for rule in parser.inline.ruler.__rules__}
    for name in _WRAPPED:
        if name in rules:
            parser.inline.ruler.at(name, _noting(rules[name]))


def _noting(rule: Rule) -> Rule:
    def noting(state: StateInline, silent: bool) -> bool:
        start, count, pending = state.pos, len(state.tokens), bool(state.pending)
        if not rule(state, silent):
            return False
        if not silent and len(state.tokens) > count:
            # Pending text is pushed first, by the same call; the rule's own tokens follow it.
            own = state.tokens[count:]
            if pending and own[0].type == "text":
                own = own[1:]
            if own:
                own[0].meta["start"] = start
                own[-1].meta["end"] = state.pos
        return True

    return noting


def read_inline(content: str, tokens: Sequence[Token], placement: Placement) -> Inline:
    """Return the prose of a block from the parser's tokens for it.

    Images, HTML, footnotes, bare addresses and struck text are no prose; the texts of links,
    emphasis and code are.
    """
    walk = _Walk(content, placement)
    for token in tokens:
        walk.step(token)
    return walk.result()


class _Walk:
    """Goes through a block's tokens with a cursor in its content."""

    def __init__(self, content: str, placement: Placement) -> None:
        self.content, self.placement = content, placement
        self.cursor = 0
        self.parts: list[str] = []
        self.length = 0
        self.ranges: list[tuple[int, int]] = []
        self.strong: list[tuple[int, int]] = []
        self.cuts: list[int] = []
        self.opened: list[int] = []
        self.struck = 0
        self.hidden = 0

    def step(self, token: Token) -> None:
        """Move over one token."""
        start = token.meta.get("start")
        if start is not None:
            self.cursor = start
        match token.type:
            case "text":
                self._text(token.content)
            case "text_special":
                self._special(token)
            case "softbreak" | "hardbreak":
                self._take(self.content.find("\n", self.cursor), 1)
            case "code_inline":
                self._code(token)
            case "em_open" | "strong_open":
                self.cursor += len(token.markup)
                self.opened.append(self.length)
            case "em_close" | "strong_close":
                self.cursor += len(token.markup)
                self._close()
            case "s_open" | "s_close":
                self.cursor += len(token.markup)
                self.struck += token.nesting
            case "link_open" if token.markup == "autolink":
                self.hidden += 1
            case "link_close" if token.markup == "autolink":
                self.hidden -= 1
            case "link_open":
                self.cursor += 1
            case "html_inline" if _LINE_BREAK.fullmatch(token.content):
                self.cuts.append(self.length)
        end = token.meta.get("end")
        if end is not None:
            self.cursor = end

    def _text(self, text: str) -> None:
        if not text or self.hidden:
            return
        if not self.content.startswith(text, self.cursor):
            found = self.content.find(text, self.cursor, self.cursor + 1000 + len(text))
            if found < 0:
                return
            self.cursor = found
        self._take(self.cursor, len(text))
        self.cursor += len(text)

    def _special(self, token: Token) -> None:
        """Take an escaped character; of an entity the character it is in, else all of it."""
        raw, start = token.markup, self.cursor
        if token.info == "escape":
            self._take(start + len(raw) - len(token.content), len(token.content))
        elif raw.startswith(token.content):
            self._take(start, len(token.content))
        else:
            self._take(start, len(raw))
        self.cursor = start + len(raw)

    def _code(self, token: Token) -> None:
        start = self.cursor + len(token.markup)
        end = int(token.meta["end"]) - len(token.markup)
        if end - start > len(token.content):
            start, end = start + 1, end - 1
        position = start
        while (feed := self.content.find("\n", position, end)) >= 0:
            self._take(position, len(self.content[position:feed].rstrip(" \t")))
            self._take(feed, 1)
            position = feed + 1
            while position < end and self.content[position] in " \t":
                position += 1
        self._take(position, end - position)

    def _take(self, start: int, length: int) -> None:
        """Put a part of the content into the prose."""
        if length <= 0 or start < 0 or self.struck:
            return
        self.parts.append(self.content[start : start + length])
        self.length += length
        self.ranges.extend(self.placement.ranges(start, start + length))

    def _close(self) -> None:
        start = self.opened.pop() if self.opened else self.length
        if start < self.length:
            while self.strong and self.strong[-1][0] >= start:
                self.strong.pop()
            self.strong.append((start, self.length))

    def result(self) -> Inline:
        """Return what was taken; line breaks count as one line feed each."""
        return Inline("".join(self.parts), merge(self.ranges), tuple(self.strong), tuple(self.cuts))
