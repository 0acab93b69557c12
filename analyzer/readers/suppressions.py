"""Comments that set a finding aside: `<!-- plumbline: ignore VAG002 because … -->`.

In YAML they stand behind "#", in plain text on a line of their own.

Which statement a comment means: the one that it stands in, or behind on the same line; else the one
that follows, unless a blank line or a heading parts the two and the one before stands nearer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from analyzer.documents import Document, Passage, Suppression
from analyzer.readers.placement import Lines

_COMMENT = re.compile(
    r"<!--[ \t]*plumbline\s*:(?P<body>(?:(?!-->|<!--).)*)(?:-->|\Z|(?=<!--))", re.S | re.I
)
# A line of its own in plain text, with or without a mark in front; the rest of a line in YAML.
_LINE = re.compile(
    r"^[ \t]*(?:#|//)?[ \t]*plumbline[ \t]*:[ \t]*(?P<body>ignore\b[^\r\n]*)", re.M | re.I
)
_HASH = re.compile(r"(?:^|(?<=\s))#[ \t]*plumbline[ \t]*:(?P<body>[^\r\n]*)", re.M | re.I)
_BODY = re.compile(r"\s*ignore\b(?P<codes>.*?)(?:\bbecause\b(?P<reason>.*))?", re.S | re.I)
_CODES = re.compile(r"[\s,;]*[\w-]+(?:[\s,;]+[\w-]+)*[\s,;]*")
# So far from a comment, in characters, a statement may begin or end.
_NEAR = 2_000
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
    inside = {line for stretch in commented for line in stretch}
    if inside:
        matches = _COMMENT.finditer(lines.source)
        own = (m for m in matches if lines.place(m.start())[0] - 1 in inside)
        yield from _placed(own, lines, passages)


def is_comment_line(line: str) -> bool:
    """Whether a line of plain text is a comment to Plumbline and nothing else."""
    return "plumbline" in line.lower() and _LINE.match(line) is not None


def find_line_suppressions(lines: Lines, passages: Sequence[Passage]) -> Iterator[Suppression]:
    """Yield the comments of a plain text, each a line of its own.

    Args:
        lines: the source.
        passages: its statements, in the order of the text.
    """
    if "plumbline" in lines.source.lower():
        yield from _placed(_LINE.finditer(lines.source), lines, passages)


def find_hash_suppressions(text: str, document: Document) -> Iterator[Suppression]:
    """Yield the comments of a YAML file: `# plumbline: ignore …`.

    One behind a field means the statement in it, one on a line of its own the next statement.

    Args:
        text: the file.
        document: its statements with their lines; what stands in their words is no comment.
    """
    if "plumbline" not in text.lower():
        return
    lines = Lines(text)
    begun = sorted((p.location.line or 0, i) for i, p in enumerate(document.passages))
    for match in _HASH.finditer(text):
        if match.group() in document.text:
            continue
        line = lines.place(match.start())[0]
        alone = not text[lines.starts[line - 1] : match.start()].strip()
        at = bisect_left(begun, (line + 1, 0)) - (0 if alone else 1)
        statement = begun[at][1] if 0 <= at < len(begun) else None
        codes, reason = parse_comment(match["body"])
        yield Suppression(statement, codes, reason, line)


def has_hash_comment(text: str) -> bool:
    """Whether a file holds a comment to Plumbline behind "#"."""
    return "plumbline" in text.lower() and _HASH.search(text) is not None


def _placed(
    matches: Iterable[re.Match[str]], lines: Lines, passages: Sequence[Passage]
) -> Iterator[Suppression]:
    """Yield comments with the statements that they stand beside."""
    order = sorted(range(len(passages)), key=lambda i: passages[i].segments[0][0])
    starts = [passages[i].segments[0][0] for i in order]
    ends = [passages[i].segments[-1][1] for i in order]
    row: list[tuple[re.Match[str], int]] = []
    for match in matches:
        line = lines.place(match.start())[0]
        if row and lines.source[row[-1][0].end() : match.start()].strip():
            yield from _row(row, lines.source, starts, ends, order)
            row = []
        row.append((match, line))
    if row:
        yield from _row(row, lines.source, starts, ends, order)


def _row(
    row: Sequence[tuple[re.Match[str], int]],
    source: str,
    starts: Sequence[int],
    ends: Sequence[int],
    order: Sequence[int],
) -> Iterator[Suppression]:
    """Yield comments with nothing between them, which all mean the same statement."""
    beside = _beside(source, row[0][0].start(), row[-1][0].end(), starts, ends)
    for match, line in row:
        codes, reason = parse_comment(match["body"])
        yield Suppression(None if beside is None else order[beside], codes, reason, line)


def _beside(
    source: str, start: int, end: int, starts: Sequence[int], ends: Sequence[int]
) -> int | None:
    """Return which of the statements a row of comments stands beside, or None.

    Args:
        source: the text.
        start: of the first comment.
        end: of the last comment.
        starts: of the statements, in order.
        ends: of the statements, in the same order.
    """
    following = bisect_left(starts, end)
    before = bisect_right(starts, start) - 1
    if before < 0:
        return following if following < len(starts) else None
    if ends[before] > start:
        return before
    gap = source[max(ends[before], start - _NEAR) : start]
    if len(gap) < _NEAR and not {"\n", "\r", "|"} & set(gap):
        return before
    direct_before = "\n" in gap and _MARKUP.fullmatch(gap.split("\n", 1)[-1]) is not None
    if following == len(starts):
        return before if direct_before else None
    if not direct_before:
        return following
    ahead = source[end : min(starts[following], end + _NEAR)]
    direct_after = _MARKUP.fullmatch(ahead.rpartition("\n")[0]) is not None
    near, far = _blank_lines(gap[::-1]), _blank_lines(ahead)
    inner = _indent(source, start) > _indent(source, starts[following])
    nearer = near < far or (near == far and (not direct_after or inner))
    return before if nearer else following


def _indent(source: str, offset: int) -> int:
    """Return how far the line of an offset is indented; a comment in a list item is so."""
    begin = source.rfind("\n", 0, offset) + 1
    line = source[begin : begin + 200]
    return len(line) - len(line.lstrip(" \t"))


def _blank_lines(gap: str) -> int:
    """Return how many line ends stand at the edge of a gap next to the comment."""
    edge = gap[: len(gap) - len(gap.lstrip())]
    return edge.count("\n")
