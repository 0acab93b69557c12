"""What the elements of a Word document say: runs, headings, list levels, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Content controls, insertions and the like hold paragraphs, tables or runs and add nothing.
_WRAPPERS = frozenset(
    W + name
    for name in (
        "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple",
        "dir", "bdo",
    )
)  # fmt: skip
_HEADING = re.compile(r"heading (\d)")
# Deeper nesting, of lists, styles or content controls, counts as this deep.
MAX_LEVEL = 20


def children(element: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the elements in one, those in content controls and insertions too."""
    for child in element:
        if child.tag not in _WRAPPERS:
            yield child
        elif depth < MAX_LEVEL:
            yield from children(child, depth + 1)


def rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table."""
    return (row for row in children(table) if row.tag == f"{W}tr")


def is_boxed(element: Any, cell: Any) -> bool:
    """Return whether an element of a cell stands in a text box."""
    for above in element.iterancestors():
        if above is cell:
            return False
        if above.tag == f"{W}txbxContent":
            return True
    return False


def runs(paragraph: Any) -> Iterator[tuple[str, bool]]:
    """Yield the words of a paragraph and whether they are bold; hidden and struck ones are none."""
    from docx.text.run import Run

    style = paragraph.style
    always = bool(style is not None and style.font.bold)
    for element in children(paragraph._p):
        if element.tag != f"{W}r":
            continue
        run = Run(element, paragraph)
        font = run.font
        if font.hidden or font.strike or font.double_strike:
            continue
        own = run.bold if run.bold is not None else run.style is not None and run.style.font.bold
        words = "".join(_words(child) for child in element)
        if words:
            yield words, always if own is None else bool(own) or (always and run.bold is None)


def _words(element: Any) -> str:
    match element.tag.removeprefix(W) if isinstance(element.tag, str) else "":
        case "t":
            return " ".join((element.text or "").splitlines())
        case "br" | "cr":
            return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else " "
        case "tab":
            return " "
        case "noBreakHyphen":
            return "-"
    return ""


def heading_level(element: Any, style: Any, named: str) -> int | None:
    """Return a heading's level, from 1; a title stands above all of them."""
    if named == "title":
        return 1
    if match := _HEADING.match(named):
        return int(match[1]) + 1
    for properties in _properties(element, style):
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None:
            level = int(outline.get(f"{W}val", "9"))
            return level + 2 if level < 9 else None
    return None


def list_level(element: Any, style: Any, named: str) -> int | None:
    """Return how deep a list item is, from 0; None where it is none."""
    for properties in _properties(element, style):
        numbering = properties.find(f"{W}numPr")
        if numbering is None:
            continue
        number, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
        if number is not None and number.get(f"{W}val") == "0":
            return None  # numbering that is switched off
        deep = 0 if level is None else int(level.get(f"{W}val", "0"))
        digits = re.search(r"list .*?(\d)$", named)
        return min(deep or (int(digits[1]) - 1 if digits else 0), MAX_LEVEL)
    return None


def _properties(element: Any, style: Any) -> Iterator[Any]:
    """Yield the properties of a paragraph, then those of its style and of what that is based on."""
    elements, seen = [element], 0
    while style is not None and seen < MAX_LEVEL:
        elements.append(style.element)
        style, seen = style.base_style, seen + 1
    for holder in elements:
        properties = holder.find(f"{W}pPr")
        if properties is not None:
            yield properties
