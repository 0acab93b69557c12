"""Flagged words inside a statement: which stretches to mark, and with which numbers.

On a colour terminal a mark is a style and a raised number; elsewhere it is ‹bracketed›¹, so that it
survives a pipe, a printer and a reader who does not see the colours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from analyzer.types import SEVERITIES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzer.render.prose import Readable

STYLES: dict[Severity, str] = {
    "note": "cyan underline",
    "warning": "yellow underline",
    "error": "bold red underline",
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONG = 90  # words from which the unflagged middle is left out
_HEAD, _TAIL, _AROUND, _GAP = 24, 12, 8, 12  # words kept; the least gap that is worth leaving out


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of shown text, with the numbers and the worst severity of its findings."""

    start: int
    end: int
    numbers: tuple[int, ...]
    severity: Severity


def raised(numbers: Iterable[int]) -> str:
    """Return numbers as superscripts: ``¹·²``."""
    return "·".join(str(n).translate(_RAISED) for n in numbers)


def nested(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks of which any two are apart or one lies inside the other.

    Equal stretches become one mark with both numbers; so do stretches that cross, for brackets that
    cross cannot be told from brackets that nest.
    """
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        merged = mark
        while clash := next((m for m in found if _crosses(m, merged)), None):
            found.remove(clash)
            merged = _union(clash, merged)
        found.append(merged)
    return sorted(found, key=lambda m: (m.start, -m.end))


def _crosses(first: Mark, second: Mark) -> bool:
    if (first.start, first.end) == (second.start, second.end):
        return True
    low, high = sorted((first, second), key=lambda m: (m.start, -m.end))
    return low.start < high.start < low.end < high.end


def _union(first: Mark, second: Mark) -> Mark:
    worst = max(first.severity, second.severity, key=SEVERITIES.index)
    numbers = tuple(sorted({*first.numbers, *second.numbers}))
    return Mark(min(first.start, second.start), max(first.end, second.end), numbers, worst)


def marked(shown: Readable, marks: Sequence[Mark], *, brackets: bool) -> Text:
    """Return the statement with its marks, the unflagged middle of a long one left out.

    Args:
        shown: the statement's readable text.
        marks: apart or nested, by start.
        brackets: mark by brackets instead of by style.
    """
    result = Text()
    position = 0
    for start, end in _kept(shown.text, marks):
        if start > position:
            words = len(shown.text[position:start].split())
            result.append(f"{' ' if position else ''}[… {words:,} words …] ", style="dim")
        result.append_text(_stretch(shown.text, start, end, marks, brackets))
        position = end
    return result


def _stretch(text: str, start: int, end: int, marks: Sequence[Mark], brackets: bool) -> Text:
    result = Text()
    inside = [m for m in marks if m.start >= start and m.end <= end]
    events = sorted(
        # At one place inner marks close before outer ones, and all close before any opens.
        [(m.end, 0, -m.start, m) for m in inside] + [(m.start, 1, -m.end, m) for m in inside],
        key=lambda event: event[:3],
    )
    position, open_marks = start, list[Mark]()
    for place, opens, _, mark in events:
        result.append(text[position:place], style=_style(open_marks, brackets))
        position = place
        if opens:
            open_marks.append(mark)
            result.append("‹" if brackets else "")
        else:
            open_marks.remove(mark)
            result.append("›" if brackets else "")
            result.append(raised(mark.numbers), style="" if brackets else "bold")
    result.append(text[position:end])
    return result


def _style(open_marks: Sequence[Mark], brackets: bool) -> str:
    if brackets or not open_marks:
        return ""
    return STYLES[max((m.severity for m in open_marks), key=SEVERITIES.index)]


def _kept(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text to show: its ends and what surrounds each mark."""
    starts = [0, *(i + 1 for i, character in enumerate(text) if character == " ")]
    if len(starts) <= _LONG:
        yield 0, len(text)
        return
    keep = bytearray(len(starts))
    keep[:_HEAD] = b"\1" * _HEAD
    keep[-_TAIL:] = b"\1" * _TAIL
    for mark in marks:
        first = max(0, bisect_right(starts, mark.start) - 1 - _AROUND)
        last = min(len(starts), bisect_left(starts, mark.end) + _AROUND)
        keep[first:last] = b"\1" * (last - first)
    for first, last in _runs(keep, 0):
        if last - first < _GAP:
            keep[first:last] = b"\1" * (last - first)
    for first, last in _runs(keep, 1):
        yield starts[first], starts[last] - 1 if last < len(starts) else len(text)


def _runs(bits: bytearray, value: int) -> list[tuple[int, int]]:
    """Return the ranges over which bits have a value."""
    position, runs = 0, []
    for bit, run in groupby(bits):
        length = sum(1 for _ in run)
        if bit == value:
            runs.append((position, position + length))
        position += length
    return runs
