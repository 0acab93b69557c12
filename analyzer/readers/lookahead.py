"""What follows a heading, label or item: a list, deeper headings, texts with amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.readers.blocks import Block, Heading, Mark, Paragraph, Table
from analyzer.readers.headings import MAX_LABEL, find_label

# So far below a heading its texts are looked at.
_AHEAD = 60
_NO_AMOUNT = re.compile(
    r"\b(?:19|20)\d\d(?:\s*[/–-]\s*\d{2,4})?\b|\bq[1-4]\b|\bh[12]\b|\bfy\s?\d+\b"
    r"|^\W*(?:[a-z]{1,3}\s?)?\d+(?:\.\d+)*[.):]\s",
    re.IGNORECASE,
)


def has_amount(text: str) -> bool:
    """Whether a text has a number that measures: no year, quarter or numbering."""
    return any(c.isdigit() for c in _NO_AMOUNT.sub(" ", text))


def is_measured(blocks: Sequence[Block], start: int) -> bool:
    """Whether most texts of the list, or of the paragraphs, that come next have amounts.

    Args:
        blocks: of the document.
        start: of what follows a heading, label or list item; looked at up to the next heading or
            table, or the end of the list.
    """
    texts: list[str] = []
    depth = 0
    for block in blocks[start : start + _AHEAD]:
        match block:
            case Heading() | Table():
                break
            case Mark("list", opens):
                depth += 1 if opens else -1
                if depth <= 0:
                    break
            case Mark("item", False) if depth == 0:
                break
            case Paragraph(inline) if depth < 2 and not inline.text.endswith(":"):
                texts.append(inline.text)
    return sum(map(has_amount, texts)) * 2 > len(texts)


def without_lone_items(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks in which "1. Mission" above a text is a label, not a list of one item."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        marks = list(blocks[index : index + 5])
        item = marks.pop(2) if len(marks) == 5 else None
        if isinstance(item, Paragraph) and marks == _LONE:
            label = find_label(item.inline.text)
            if label is not None and label.end >= len(item.inline.text):
                found.append(item)
                index += 5
                continue
        found.append(blocks[index])
        index += 1
    return found


_LONE = [Mark("list", True), Mark("item", True), Mark("item", False), Mark("list", False)]


def list_follows(blocks: Sequence[Block], index: int) -> bool:
    """Whether the block after one opens a list."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return isinstance(following, Mark) and following.what == "list" and following.opens


def results_follow(blocks: Sequence[Block], index: int) -> bool:
    """Whether the first item of the list that follows is labelled as a key result."""
    for block in blocks[index + 1 : index + 4]:
        if isinstance(block, Paragraph):
            label = find_label(block.inline.text[: 2 * MAX_LABEL])
            return label is not None and label.kind == "key_result"
    return False


def is_deeper_next(blocks: Sequence[Block], index: int) -> bool:
    """Whether the heading after one stands below it, or is none."""
    own, *rest = (block.level for block in blocks[index:] if isinstance(block, Heading))
    return not rest or rest[0] > own
