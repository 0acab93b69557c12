"""From a report to what a page shows: numbered questions, marked words, scores, closeness.

Everything here is plain data for the templates, which write it and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analyzer.render.grid import Grid, grids
from analyzer.render.html.marking import Piece, marks, pieces
from analyzer.render.html.questions import Card, cards
from analyzer.render.html.scores import ScoreView, score_views
from analyzer.render.prose import clean, quote, readable
from analyzer.render.standing import headline, of_alignment, standing
from analyzer.render.words import (
    arranged,
    counted,
    function,
    hundred,
    inventory,
    labels,
    role,
    singular,
)
from analyzer.types import KeyResult, Report, Statement, Unchecked

_ANSWERS = (
    ("whom", "Whom do we serve?"),
    ("why", "Why do we exist?"),
    ("what", "What do we offer?"),
    ("impact", "What lasting effect?"),
)
_SLOTS = (
    ("measure", "By what measure?"),
    ("market", "Within which market?"),
    ("when", "By when?"),
    ("position", "Through what position?"),
)
_LANGUAGES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "eo": "Esperanto",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin", "lt": "Lithuanian",
    "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
    "und": "no language at all",
}  # fmt: skip


class Ran(Protocol):
    """A rule that was asked for."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def scope(self) -> str:
        """Whether it looks at a `statement` or a `document`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a statement says, or leaves open where `text` is None."""

    label: str
    text: str | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement as the page shows it.

    Attributes:
        anchor: id of its element.
        pieces: its words, marked.
        function: what it does, where that is not what its label says.
        answers: the four questions of a mission.
        slots: the four slots of a claim to rank.
        facts: what is known of a key result or objective.
        halves: kind and words of the two halves of a merged statement.
        merged: how sure that is, of 100.
    """

    id: str
    anchor: str
    label: str
    place: str
    below: bool
    pieces: tuple[Piece, ...]
    function: str
    answers: tuple[Fact, ...]
    slots: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    halves: tuple[tuple[str, str], ...]
    merged: int | None
    scores: tuple[ScoreView, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was not looked at, why, and where."""

    code: str
    reason: str
    places: str


@dataclass(frozen=True, slots=True)
class View:
    """A whole report as the page shows it.

    Attributes:
        prefix: of the ids of its elements, where several reports share a page.
        aligned: whether only the alignment is shown, as `plumbline align` gives it.
        state: result, clear, short (a single statement that says too little), foreign or nothing
            (no statement was found).
        language: what the text is guessed to be written in.
        cards: the questions, the most telling first.
        statements: in reading order.
        grids: closeness to what stands above.
        missing: what was not checked.
        checked: codes and names of the rules that ran.
        marks: start, end and hue of each marked stretch, in UTF-16 units of the report's text.
        reference_n: published statements that scores are compared with; 0 where none was scored.
        headline: of an alignment: what its rules ask.
        standing: of an alignment: how the plan stands to what is above it.
    """

    report: Report
    prefix: str
    aligned: bool
    state: str
    language: str
    cards: tuple[Card, ...]
    inventory: str
    statements: tuple[StatementView, ...]
    grids: tuple[Grid, ...]
    missing: tuple[Missing, ...]
    checked: tuple[tuple[str, str], ...]
    marks: tuple[tuple[int, int, str], ...]
    reference_n: int
    headline: str = ""
    standing: str = ""

    @property
    def name(self) -> str:
        """What was read."""
        return clean(self.report.source.name)

    @property
    def heading(self) -> str:
        """What the result is headed with."""
        if self.headline and self.asked:
            return self.headline
        if self.state == "result":
            return counted(len(self.cards), "question")
        return {
            "clear": "Nothing to ask",
            "short": "A whole sentence, please",
            "foreign": f"This looks like {self.language}",
        }.get(self.state, "No statement found")

    @property
    def asked(self) -> bool:
        """Whether the text was read as a whole: there are questions, or none had to be asked."""
        return self.state in ("result", "clear")


def view(
    report: Report,
    rules: Sequence[Ran],
    *,
    single: bool = False,
    aligned: bool = False,
    prefix: str = "",
) -> View:
    """Return what the page shows of a report.

    Args:
        report: to show.
        rules: that were asked for.
        single: whether one statement was read, and no document.
        aligned: whether only the alignment is asked for.
        prefix: of all ids, where several reports share a page.
    """
    names = labels(report)
    found = cards(report, names, prefix)
    scored = [score for s in report.statements for score in s.scores.values()]
    state = _state(report, found, brief=single and not scored)
    asked = state in ("result", "clear")
    guess = report.language.guess or ""
    shown = [_statement(s, names, found, prefix) for s in arranged(report)] if asked else []
    return View(
        report=report,
        prefix=prefix,
        aligned=aligned,
        state=state,
        language=_LANGUAGES.get(guess, f"another language ({guess})"),
        cards=tuple(_led_back(found, shown)) if asked else (),
        inventory=inventory(report) if report.statements else "",
        statements=tuple(shown),
        grids=grids(report, names),
        missing=_missing(of_alignment(report) if aligned else report.unchecked, names)
        + (_for_documents(rules) if asked and single else ()),
        checked=_checked(report, rules, single=single) if asked else (),
        marks=marks(report.text, found) if asked else (),
        reference_n=max((score.reference_n for score in scored), default=0),
        headline=headline(report, [rule.code for rule in rules]) if aligned else "",
        standing=_sentence(standing(report)) if aligned else "",
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _led_back(found: Sequence[Card], shown: Sequence[StatementView]) -> Iterator[Card]:
    """Yield the cards, those whose words are marked with a way back to the words themselves."""
    anchors = {a for statement in shown for piece in statement.pieces for a in piece.anchors}
    for card in found:
        words = f"w-{card.id}"
        yield replace(card, back=words) if words in anchors else card


def _state(report: Report, found: Sequence[Card], *, brief: bool) -> str:
    if not report.statements:
        return "nothing"
    if any(entry.code == "language" and entry.statement is None for entry in report.unchecked):
        return "foreign"
    if brief:
        return "short"
    return "result" if found else "clear"


def _checked(report: Report, rules: Sequence[Ran], *, single: bool) -> tuple[tuple[str, str], ...]:
    """Return the rules that ran everywhere; those of documents do not run on one statement."""
    unchecked = {entry.code for entry in report.unchecked}
    return tuple(
        (rule.code, rule.name)
        for rule in rules
        if rule.code not in unchecked and not (single and rule.scope == "document")
    )


def _statement(
    statement: Statement, names: Mapping[str, str], found: Sequence[Card], prefix: str
) -> StatementView:
    own = [card for card in found if card.statement == statement.id]
    is_merged = any(card.code == "KND002" for card in own)
    merged = statement.merged if is_merged else None
    return StatementView(
        id=statement.id,
        anchor=f"{prefix}s-{statement.id}",
        label=names[statement.id],
        place=_place(statement),
        below=statement.parent is not None,
        pieces=tuple(pieces(statement, own)),
        function=function(statement),
        answers=_answers(statement),
        slots=_slots(statement, own),
        facts=tuple(_facts(statement)),
        halves=tuple(
            (singular(part.kind).capitalize(), readable(part.span.text).text)
            for part in (merged.parts if merged else ())
        ),
        merged=hundred(merged.probability) if merged else None,
        scores=score_views(statement),
    )


def _place(statement: Statement) -> str:
    location = statement.location
    return f"line {location.line}" if location.line and location.line > 1 else ""


def _answers(statement: Statement) -> tuple[Fact, ...]:
    """Return the four questions; a text under another label answers others."""
    answers = statement.answers
    if answers is None or role(statement) not in ("mission", "merged"):
        return ()
    spans = ((label, getattr(answers, name)) for name, label in _ANSWERS)
    return tuple(Fact(label, quote(span.text, 80) if span else None) for label, span in spans)


def _slots(statement: Statement, own: Sequence[Card]) -> tuple[Fact, ...]:
    """Return the four slots of a claim to rank, where some are filled and some are open."""
    slots = statement.slots
    if slots is None or not any(0 < len(card.gaps) < len(_SLOTS) for card in own):
        return ()
    spans = ((label, getattr(slots, name)) for name, label in _SLOTS)
    return tuple(Fact(label, quote(span.text, 80) if span else None) for label, span in spans)


def _facts(statement: Statement) -> list[Fact]:
    if statement.objective is not None and role(statement) == "objective":
        kind = statement.objective.type
        facts = [Fact("Type", "unclear" if kind == "unclear" else kind.replace("_", " "))]
        perspective = statement.objective.perspective
        return [*facts, Fact("Perspective", perspective)] if perspective else facts
    if statement.key_result is not None and role(statement) == "key_result":
        return _key_result(statement.key_result)
    return []


def _key_result(result: KeyResult) -> list[Fact]:
    movement = None
    if result.baseline and result.target:
        movement = f"{clean(result.baseline)} → {clean(result.target)}"
    elif result.target:
        movement = f"to {clean(result.target)}"
    elif result.baseline:
        movement = f"from {clean(result.baseline)}"
    return [
        Fact("Type", result.type),
        Fact("Measure", movement or ("measurable" if result.measurable else None)),
        Fact("Date", clean(result.due or "") or ("in the text" if result.time_bound else None)),
        Fact("Owner", clean(result.owner) if result.owner else None),
    ]


def _missing(entries: Sequence[Unchecked], names: Mapping[str, str]) -> tuple[Missing, ...]:
    places: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        named = places.setdefault((entry.code, entry.reason), [])
        if entry.statement is not None:
            named.append(names.get(entry.statement, entry.statement))
    return tuple(
        Missing(clean(code), clean(reason).partition("; insist with")[0], ", ".join(where))
        for (code, reason), where in places.items()
    )


def _for_documents(rules: Sequence[Ran]) -> tuple[Missing, ...]:
    """Return the rules that look at documents, which one statement is not."""
    codes = ", ".join(rule.code for rule in rules if rule.scope == "document")
    reason = "looked at in whole documents only, and this is one statement"
    return (Missing(codes, reason, ""),) if codes else ()
