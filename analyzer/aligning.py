"""Alignment of plans, with all that kept a statement or a rule out of it named.

A document as a whole is read or not read. But an objective in German beside English ones would be
compared as if it were English, and some lines of it would keep all the others from being compared.
So statements that are plainly not English are set aside one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from analyzer.assembly import bare_statement, statement_id
from analyzer.documents import Document, prose
from analyzer.language import FEW_WORDS, guess, is_english, looks_like
from analyzer.rules.reading import quoted
from analyzer.rules.vagueness import VAGUE_FROM
from analyzer.types import Language, Report, Unchecked

if TYPE_CHECKING:
    from analyzer.engine import Analyzer

# Of few words the guess has to be so sure.
_SURE = 0.5
_CHUNK = 64
# Rules that say nothing where all that they measure against is too short or too vague.
_MEASURED_AGAINST = {"ALN001": "mission", "ALN003": "vision"}


def compare(documents: Iterable[Document], analyzer: Analyzer) -> Iterator[Report]:
    """Analyse documents, each without its statements that are plainly not English.

    A rule of alignment that had nothing definite to measure against is named as well.

    Args:
        documents: any number. What is set aside is named under `unchecked`; where nothing else is
            English, the whole document is judged as everywhere.
        analyzer: whose settings say what runs; English is insisted on where they do.

    Yields:
        one report for each document, in order.
    """
    vague = dict(analyzer.settings.thresholds).get("vague-statement", VAGUE_FROM)
    guide = analyzer.settings.profile == "okr-guide"
    for report in _english(documents, analyzer):
        notes = _unmeasured(report, vague, either=guide)
        yield replace(report, unchecked=(*report.unchecked, *notes))


def _unmeasured(report: Report, vague: float, *, either: bool) -> Iterator[Unchecked]:
    """Yield the rules whose missions or visions tell too little.

    Args:
        report: of the alignment.
        vague: score from which a statement counts as vague.
        either: whether a vision does for a mission.
    """
    scores = {own.id: own.scores.get("vagueness") for own in report.statements}
    told = {entry.code for entry in report.unchecked}
    for code, kind in _MEASURED_AGAINST.items():
        kinds = (kind, "vision") if either else (kind,)
        source = "objective" if code == "ALN001" else "key_result"
        relations = {f"{source}-{own}" for own in kinds}
        found = [scores[link.target] for link in report.alignment if link.relation in relations]
        definite = any(score is not None and score.value < vague for score in found)
        if found and not definite and code not in told:
            reason = f"the {kind} is too short or too vague to tell near from far"
            yield Unchecked(code, None, reason)


def _english(documents: Iterable[Document], analyzer: Analyzer) -> Iterator[Report]:
    """Yield a report for each document, without what is not English where not insisted on."""
    settings = analyzer.settings
    if settings.language == "en":
        yield from analyzer.analyze_many(documents)
        return
    # What is left of a document is known to be English, however the whole of it looks.
    insisting = analyzer.under(replace(settings, language="en"))
    stream = iter(documents)
    while chunk := list(islice(stream, _CHUNK)):
        apart = [_foreign(document) for document in chunk]
        pairs = list(zip(chunk, apart, strict=True))
        whole = analyzer.analyze_many(document for document, own in pairs if not own)
        parts = insisting.analyze_many(_without(document, own) for document, own in pairs if own)
        for document, own in pairs:
            yield _restored(next(parts), document, own) if own else next(whole)


def _foreign(document: Document) -> Mapping[int, Language]:
    """Return the statements to set aside by their index; none where the rest is not English."""
    texts = [prose(document, passage).text for passage in document.passages]
    found = {}
    for index, text in enumerate(texts):
        language = guess(text)
        if not is_english(language) and _is_plain(text, language):
            found[index] = language
    rest = [text for index, text in enumerate(texts) if index not in found]
    return found if rest and is_english(guess(" ".join(rest))) else {}


def _is_plain(text: str, language: Language) -> bool:
    """Return whether a guess of another language can be trusted; no language at all always is."""
    long = len(text.split()) >= FEW_WORDS
    return long or language.probability >= _SURE or language.guess == "und"


def _without(document: Document, foreign: Mapping[int, Language]) -> Document:
    """Return a document in which the statements to set aside count as no part of the plan."""
    notes = tuple(
        Unchecked(
            "language",
            statement_id(index),
            f"“{quoted(prose(document, document.passages[index]).text)}” looks like "
            f"{looks_like(language)}, and only English is compared; insist with --language en",
        )
        for index, language in foreign.items()
    )
    passages = (
        replace(passage, declared="other") if index in foreign else passage
        for index, passage in enumerate(document.passages)
    )
    return replace(document, passages=tuple(passages), unchecked=(*document.unchecked, *notes))


def _restored(report: Report, document: Document, foreign: Mapping[int, Language]) -> Report:
    """Return a report in which the statements that were set aside stand as they were read."""
    apart = {statement_id(index): bare_statement(document, index) for index in foreign}
    statements = tuple(apart.get(own.id, own) for own in report.statements)
    kinds = [(own.declared or "").replace("_", " ") for own in apart.values()]
    unchecked = (
        replace(entry, reason=entry.reason.replace(" in this document", " in English"))
        if any(kind and kind in entry.reason for kind in kinds)
        else entry
        for entry in report.unchecked
        if entry.statement not in apart or entry.code != "scores"
    )
    return replace(report, statements=statements, unchecked=tuple(unchecked))
