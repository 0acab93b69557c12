"""Labels inside running text: "**Mission:** …" at the start of a paragraph or of a line in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from analyzer.readers.headings import MAX_LABEL, Label, find_label
from analyzer.readers.inline import Inline


def chunks(inline: Inline) -> Iterator[tuple[Label | None, Inline, str]]:
    """Split a paragraph at lines that begin with a label; yield label, text and label's words."""
    text = inline.text
    starts = [0, *(m.end() for m in re.finditer("\n", text)), *inline.cuts]
    marks: list[tuple[int, Label]] = []
    for start in sorted(set(starts)):
        label = _label_at(inline, start)
        if label is not None and (not marks or start >= marks[-1][0] + marks[-1][1].end):
            marks.append((start, label))
    before = inline.part(0, marks[0][0]) if marks else inline
    if has_words(before):
        yield None, before, ""
    if not marks:
        return
    ends = [start for start, _ in marks[1:]] + [len(text)]
    for (start, label), end in zip(marks, ends, strict=True):
        middle = min(start + label.end, end)
        yield label, inline.part(middle, end), text[start:middle].strip(" \n:–—-.")


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
