"""Labels inside running text: "**Mission:** …" at the start of a paragraph or of a line in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import pairwise

from analyzer.readers.headings import MAX_LABEL, Label, find_label
from analyzer.readers.inline import Inline

Settle = Callable[[Label, Inline], Label | None]

_POINT = re.compile(r"[ \t]*(?P<whole>\d{1,3})\.(?P<part>\d{1,3})[.):]?[ \t]+(?=\w)")


def chunks(inline: Inline, settle: Settle) -> Iterator[tuple[Label | None, Inline, str]]:
    """Split a paragraph at lines that begin with a label; yield label, text and label's words.

    Args:
        inline: the paragraph.
        settle: says of a label and what follows it in its line what it names, or None.
    """
    text = inline.text
    starts = [0, *(m.end() for m in re.finditer("\n", text)), *inline.cuts]
    marks: list[tuple[int, Label]] = []
    number: str | None = None
    lone = _bold_lines(inline)
    for start in sorted(set(starts)):
        if start in lone and _label_at(inline, start) is None:
            marks.append((start, _BOLD))
            continue
        label = _label_at(inline, start) or _numbered_result(text, start, number)
        if label is not None and label.measured:
            label = settle(label, inline.part(start + label.end, _line_end(text, start)))
        if label is not None and (not marks or start >= marks[-1][0] + marks[-1][1].end):
            marks.append((start, label))
            number = label.number if label.kind == "objective" else number
    before = inline.part(0, marks[0][0]) if marks else inline
    if has_words(before):
        yield None, before, ""
    if not marks:
        return
    ends = [start for start, _ in marks[1:]] + [len(text)]
    for (start, label), end in zip(marks, ends, strict=True):
        if label is _BOLD:
            line = _line_end(text, start)
            yield None, inline.part(start, min(line, end)), ""
            if has_words(rest := inline.part(min(line, end), end)):
                yield None, rest, ""
            continue
        middle = min(start + label.end, end)
        yield label, inline.part(middle, end), text[start:middle].strip(" \n:–—-.")


# Stands for a line in bold that names no kind: "**Actions**" right below a text.
_BOLD = Label("other", 0)


def _bold_lines(inline: Inline) -> set[int]:
    """Return where lines begin that are wholly in bold, as titles are; a first line may be one."""
    bounds = [-1, *(m.start() for m in re.finditer("\n", inline.text)), len(inline.text)]
    if len(bounds) == 2 or not inline.strong:
        return set()
    return {a + 1 for a, b in pairwise(bounds) if a >= 0 and is_title(inline.part(a + 1, b))}


def _numbered_result(text: str, start: int, number: str | None) -> Label | None:
    """Take the line "1.2 Half of them return" below "Goal 1: …" for a key result."""
    match = _POINT.match(text, start) if number is not None else None
    if match is None or match["whole"] != number:
        return None
    return Label("key_result", match.end() - start, f"{number}.{match['part']}")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _label_at(inline: Inline, start: int) -> Label | None:
    """Find a label at a line of a paragraph; below the first line it must be plain to see."""
    text = inline.text[start : start + 3 * MAX_LABEL]
    position = bisect_left(inline.strong, (start, 0))
    strong_end = 0
    if position < len(inline.strong):
        first, last = inline.strong[position]
        if not inline.text[start:first].strip() and first - start < MAX_LABEL:
            strong_end = min(last - start, len(text))
    label = find_label(text, strong_end=strong_end)
    if label is None or start == 0 or strong_end:
        return label
    opens = text.lstrip()[:1]
    if opens.islower():
        return None
    alone = "\n" in text[: label.end]
    before = inline.text[max(0, start - 3) : start].rstrip()
    return label if not alone or before.endswith((".", "!", "?", ":")) else None


def has_words(inline: Inline) -> bool:
    """Whether a run of prose has any letter or digit."""
    return any(c.isalnum() for c in inline.text)


def is_title(inline: Inline) -> bool:
    """Whether a paragraph is a short emphasised line, which ends the label above it."""
    text = inline.text
    wholly = bool(text) and inline.strong_end() == len(text)
    return wholly and len(text.split()) <= 6 and not text.endswith((".", "!", "?"))


def named_lines(inline: Inline) -> list[Inline]:
    """Return the lines of a paragraph where each begins with a name: "**Fair.** We help first".

    A name is emphasised, or stands before a colon or dash; other paragraphs stay whole.
    """
    bounds = [-1, *(m.start() for m in re.finditer("\n", inline.text)), len(inline.text)]
    lines = [inline.part(a + 1, b) for a, b in pairwise(bounds)]
    if len(lines) > 1 and all(line.strong_end() or _NAMED.match(line.text) for line in lines):
        return lines
    return [inline]


_NAMED = re.compile(r"[A-Z][\w'’&-]*(?:\s[\w'’&-]+){0,2}\s*(?::|\s[–—-])\s+\S")
