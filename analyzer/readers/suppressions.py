"""Comments that set a finding aside: `<!-- plumbline: ignore VAG002 because … -->`.

Which statement a comment means: the one that it stands in, or behind on the same line; else the one
that follows, unless a blank line or a heading parts the two and the one before stands nearer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from analyzer.documents import Passage, Suppression
from analyzer.readers.placement import Lines

_COMMENT = re.compile(
    r"<!--[ \t]*plumbline\s*:(?P<body>(?:(?!-->|<!--).)*)(?:-->|\Z|(?=<!--))", re.S | re.I
)
_BODY = re.compile(r"\s*ignore\b(?P<codes>.*?)(?:\bbecause\b(?P<reason>.*))?", re.S | re.I)
_CODES = re.compile(r"[\s,;]*[\w-]+(?:[\s,;]+[\w-]+)*[\s,;]*")
# What may stand between a comment and its statement on other lines: markup, no words.
_MARKUP = re.compile(r"[\s>*+\-#|_`\d.)]*")


def parse_comment(body: str) -> tuple[tuple[str, ...], str]:
    """Return the codes and the reason of a comment.

    Args:
        body: what follows "plumbline:".

    Returns:
        codes in the order written, each once, empty where the comment is not understood; and the
        reason, empty where none is given.
    """
    match = _BODY.fullmatch(body)
    if match is None or not _CODES.fullmatch(match["codes"]):
        return (), ""
    codes = dict.fromkeys(re.split(r"[\s,;]+", match["codes"].strip(" \t\r\n,;")))
    reason = " ".join((match["reason"] or "").split())
    return tuple(codes), reason if any(c.isalnum() for c in reason) else ""


def find_suppressions(
    lines: Lines, passages: Sequence[Passage], commented: Sequence[range]
) -> Iterator[Suppression]:
    """Yield the comments of a Markdown source.

    Args:
        lines: the source.
        passages: its statements, in the order of the text.
        commented: lines, from 0, in which the parser saw a comment; elsewhere it is code.
    """
    if not commented:
        return
    inside = {line for stretch in commented for line in stretch}
    order = sorted(range(len(passages)), key=lambda i: passages[i].segments[0][0])
    places = [(passages[i].segments[0][0], passages[i].segments[-1][1]) for i in order]
    for match in _COMMENT.finditer(lines.source):
        line, _ = lines.place(match.start())
        if line - 1 not in inside:
            continue
        beside = _beside(lines.source, match.start(), match.end(), places)
        codes, reason = parse_comment(match["body"])
        yield Suppression(None if beside is None else order[beside], codes, reason, line)


def _beside(source: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> int | None:
    """Return which of the statements a comment stands beside, or None."""
    following = bisect_left([place[0] for place in places], end)
    before = bisect_right([place[0] for place in places], start) - 1
    if before < 0:
        return following if following < len(places) else None
    if places[before][1] > start:
        return before
    gap = _without_comments(source[places[before][1] : start])
    if "\n" not in gap and "\r" not in gap and "|" not in gap:
        return before
    tail = gap.split("\n", 1)[-1]
    direct_before = "\n" in gap and _MARKUP.fullmatch(tail) is not None
    if following == len(places):
        return before if direct_before else None
    ahead = _without_comments(source[end : places[following][0]])
    head, _, _ = ahead.rpartition("\n")
    direct_after = _MARKUP.fullmatch(head) is not None
    if not direct_before:
        return following
    near, far = _blank_lines(gap[::-1]), _blank_lines(ahead)
    inner = _indent(source, start) > _indent(source, places[following][0])
    nearer = near < far or (near == far and (not direct_after or inner))
    return before if nearer else following


def _without_comments(gap: str) -> str:
    """Return what stands between a comment and a statement, other comments between them left out.

    Several comments in a row then belong to the same statement.
    """
    return _COMMENT.sub("", gap)


def _indent(source: str, offset: int) -> int:
    """Return how far the line of an offset is indented; a comment in a list item is so."""
    begin = source.rfind("\n", 0, offset) + 1
    line = source[begin : begin + 200]
    return len(line) - len(line.lstrip(" \t"))


def _blank_lines(gap: str) -> int:
    """Return how many line ends stand at the edge of a gap next to the comment."""
    edge = gap[: len(gap) - len(gap.lstrip())]
    return edge.count("\n")
