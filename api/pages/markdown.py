"""The report as Markdown, for a document or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.render.grid import Grid
from analyzer.render.html.view import View

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def markdown(view: View) -> str:
    """Return a report in Markdown: the questions first, the scores last."""
    return "\n".join(_lines(view)).rstrip() + "\n"


def _lines(view: View) -> Iterator[str]:
    yield f"# {_plain(view.heading)}"
    yield ""
    for card in view.cards:
        first, *others = card.questions
        yield f"{card.number}. **{_plain(first)}** ({_plain(card.place)})"
        yield from (f"   - **{_plain(question)}**" for question in others)
        if card.quotes:
            yield f"   - Words: {_plain(', '.join(card.quotes))}"
        if card.gaps:
            yield f"   - Missing: {_plain(' '.join(card.gaps))}"
        if card.cost:
            yield f"   - Cost: {_plain(card.cost)}"
        yield from (f"   - Try: {_plain(text)}" for text in card.suggestions)
        yield f"   - {card.code} {_plain(card.name)}"
    yield from _statements(view)
    yield from _closeness(view)
    yield from _scores(view)
    if view.missing:
        yield from ("", "## Not checked", "")
        for entry in view.missing:
            where = f" ({_plain(entry.places)})" if entry.places else ""
            yield f"- {_plain(entry.code)}: {_plain(entry.reason)}{where}"
    made = view.report.provenance
    yield from ("", f"Plumbline {made.version}, profile {made.profile}, {made.rules}")


def _statements(view: View) -> Iterator[str]:
    if view.statements:
        yield from ("", "## The words", "")
    for statement in view.statements:
        words = "".join(
            ("" if piece.gap else _plain(piece.text))
            + "".join(f"[{card.number}]" for card in piece.numbers)
            for piece in statement.pieces
        )
        yield f"- **{_plain(statement.label)}**: {words}"
        yield from (f"  - {kind}: {_plain(text)}" for kind, text in statement.halves)
        for fact in (*statement.answers, *statement.slots, *statement.facts):
            yield f"  - {fact.label}{'' if fact.label.endswith('?') else ':'} " + (
                _plain(fact.text) if fact.text else "open"
            )


def _closeness(view: View) -> Iterator[str]:
    for grid in view.grids:
        yield from ("", f"## {grid.heading}", "", grid.caption, "")
        yield from (f"- {_plain(note)}" for note in grid.notes)
        if grid.notes:
            yield ""
        yield from _table(grid)
        for inner in grid.clauses:
            yield from ("", f"### {_plain(inner.title)}, part by part", "")
            yield from _table(inner)


def _table(grid: Grid) -> Iterator[str]:
    heads = [f"{c.label}: {c.text}" if c.text else c.label for c in grid.columns]
    yield f"| {' | '.join(map(_plain, [grid.title, *heads]))} |"
    yield f"|{'---|' * (len(heads) + 1)}"
    for row in grid.rows:
        cells = [f"{cell.value} {cell.word}" if cell else "–" for cell in row.cells]
        yield f"| {' | '.join([_plain(f'{row.label}: {row.text}'), *cells])} |"


def _scores(view: View) -> Iterator[str]:
    scored = [statement for statement in view.statements if statement.scores]
    if not scored:
        return
    yield from ("", f"## Scores (compared with {view.reference_n:,} published statements)", "")
    for statement in scored:
        for score in statement.scores:
            yield (
                f"- {_plain(statement.label)}: {score.title.lower()} {score.value} of 100 "
                f"({score.low}–{score.high}), {score.compared}"
            )


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
