"""The document of a text's blocks: its statements, and what was passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.documents import Document
from analyzer.readers.blocks import Block, Heading, Paragraph
from analyzer.readers.drafts import Draft, Drafts
from analyzer.readers.headings import find_label
from analyzer.readers.lead_ins import has_words
from analyzer.readers.lookahead import without_lone_items
from analyzer.readers.placement import Lines
from analyzer.readers.stated import stated
from analyzer.readers.walk import Walk
from analyzer.types import Declared, Unchecked

NO_STATEMENT = (
    "no statement found; put each one under a heading such as “Mission”, “Vision” or “Objectives”, "
    "or behind a label such as “Mission:”"
)
_TITLE_KINDS = frozenset({"strategy", "merged", "objective"})


def outline_document(
    blocks: Sequence[Block],
    text: str,
    lines: Lines,
    *,
    id: str,
    name: str,
    labelled_only: bool,
    place: Callable[[int], str] | None = None,
) -> Document:
    """Return the document of a text's blocks.

    Args:
        blocks: in the order of the text; what opens is closed.
        text: the source.
        lines: its lines.
        id: id of the document.
        name: what a person calls it.
        labelled_only: whether a text without any label has no statements; else each paragraph and
            list item is one.
        place: says where an offset of the text stands; by its line where None.
    """
    blocks = without_lone_items(blocks)
    walk = _walked(blocks)
    if not walk.labelled and not labelled_only:
        paragraphs = (block.inline for block in blocks if isinstance(block, Paragraph))
        walk = Walk(
            blocks,
            frozenset(),
            drafts=Drafts([Draft([inline], None) for inline in paragraphs if has_words(inline)]),
        )
    passages = walk.drafts.passages(text, lines)
    kinds = {draft.declared for draft in walk.drafts.all}
    notes = walk.unread.notes(
        place or (lambda offset: f"line {lines.place(offset)[0]}"),
        found=bool(passages),
        complete=not kinds.isdisjoint(_STATED | {"merged"}),
    )
    missing = () if passages else (Unchecked("document", None, NO_STATEMENT),)
    context = tuple(walk.unread.context)
    return Document(id, name, text, passages, missing + notes, context=context)


_STATED: frozenset[Declared] = frozenset({"mission", "vision"})


def _walked(blocks: Sequence[Block]) -> Walk:
    """Read the blocks; what no heading names is then looked for in the texts passed over."""
    titles = _titles(blocks)
    walk = Walk(blocks, titles)
    walk.run()
    found = {draft.declared for draft in walk.drafts.all}
    if "merged" in found:
        return walk
    wanted = {kind for text in walk.unread.texts for kind, *_ in stated(text)} & (_STATED - found)
    if not wanted:
        return walk
    again = Walk(blocks, titles, frozenset(wanted))
    again.run()
    return again


def _titles(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the headings that only introduce others: "Strategy 2030" above "Mission"."""
    found: set[int] = set()
    above: list[tuple[int, int, Declared | None]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        label = find_label(block.inline.text, strong_end=block.inline.strong_end(), heading=True)
        kind = None if label is None else label.otherwise if label.measured else label.kind
        if label is not None and kind == "strategy" and label.number:
            kind = None  # "Priority 1" below "Priorities"
        if kind not in (None, "key_result", "slogan", "other"):
            found.update(i for _, i, other in above if other in _TITLE_KINDS)
        above.append((block.level, index, kind))
    return frozenset(found)
