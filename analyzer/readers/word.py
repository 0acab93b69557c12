"""What the elements of a Word document say: runs, headings, list levels, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, those that it is based on included.

    Attributes:
        name: in lower case, as Word's own language has it.
        bold: whether its words are bold, or None where it does not say.
        elements: of itself and of what it is based on, the nearest first.
    """

    name: str
    bold: bool | None
    elements: tuple[Any, ...]


class Styles:
    """The styles of a document; each is looked up once, for that costs more than reading a line."""

    def __init__(self, word: Any) -> None:
        """Take the opened document."""
        self._part = word.part
        self._known: dict[tuple[str, str | None], Style] = {}

    def of(self, element: Any) -> Style:
        """Return the style of a paragraph (`w:p`) or run (`w:r`)."""
        kind = "p" if element.tag == f"{W}p" else "r"
        named = element.find(f"{W}{kind}Pr/{W}{kind}Style")
        key = (kind, None if named is None else named.get(f"{W}val"))
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, kind: str, id: str | None) -> Style:
        from docx.enum.style import WD_STYLE_TYPE

        types = {"p": WD_STYLE_TYPE.PARAGRAPH, "r": WD_STYLE_TYPE.CHARACTER}
        style = self._part.get_style(id, types[kind])
        chain: list[Any] = []
        while style is not None and len(chain) < MAX_LEVEL:
            chain.append(style)
            style = style.base_style
        bold = next((s.font.bold for s in chain if s.font.bold is not None), None)
        name = (chain[0].name or "").lower() if chain else ""
        return Style(name, bold, tuple(s.element for s in chain))


def runs(paragraph: Any, styles: Styles) -> Iterator[tuple[str, bool]]:
    """Yield the words of a paragraph and whether they are bold; hidden and struck ones are none."""
    always = bool(styles.of(paragraph).bold)
    for element in children(paragraph):
        if element.tag != f"{W}r":
            continue
        properties = element.find(f"{W}rPr")
        if any(_switched(properties, name) for name in ("vanish", "strike", "dstrike")):
            continue
        bold = _switched(properties, "b")
        if bold is None:
            bold = styles.of(element).bold
        words = "".join(_words(child) for child in element)
        if words:
            yield words, always if bold is None else bold


def _switched(properties: Any, name: str) -> bool | None:
    """Return whether a property of a run is on or off, or None where it is not given."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


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


def heading_level(element: Any, style: Style) -> int | None:
    """Return a heading's level, from 1; a title stands above all of them."""
    if style.name == "title":
        return 1
    if match := _HEADING.match(style.name):
        return int(match[1]) + 1
    for properties in _properties(element, style):
        outline = properties.find(f"{W}outlineLvl")
        if outline is not None:
            level = int(outline.get(f"{W}val", "9"))
            return level + 2 if level < 9 else None
    return None


def list_level(element: Any, style: Style) -> int | None:
    """Return how deep a list item is, from 0; None where it is none."""
    for properties in _properties(element, style):
        numbering = properties.find(f"{W}numPr")
        if numbering is None:
            continue
        number, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
        if number is not None and number.get(f"{W}val") == "0":
            return None  # numbering that is switched off
        deep = 0 if level is None else int(level.get(f"{W}val", "0"))
        digits = re.search(r"list .*?(\d)$", style.name)
        return min(deep or (int(digits[1]) - 1 if digits else 0), MAX_LEVEL)
    return None


def _properties(element: Any, style: Style) -> Iterator[Any]:
    """Yield the properties of a paragraph, then those of its style and of what that is based on."""
    for holder in (element, *style.elements):
        properties = holder.find(f"{W}pPr")
        if properties is not None:
            yield properties
