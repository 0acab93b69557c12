"""`plumbline align`: how close the objectives stand to the mission and the vision."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import complain, console
from analyzer.cli.page import print_html
from analyzer.errors import InputError, UsageError
from analyzer.settings import Settings
from analyzer.types import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.documents import Document
    from analyzer.readers.records import Record
    from analyzer.readers.rows import Row
    from analyzer.types import Report

_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
# What may stand before an objective in a list of lines; a figure that belongs to it stays.
_MARKER = re.compile(r"^(?:[-*+](?:\s+|$)|[•·]\s*|\d{1,3}[.)](?:\s+|$))")


def align(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="DOCUMENT|CSV",
            help="A document, or a table: id,mission,vision,objectives or id,text,declared.",
            show_default=False,
        ),
    ] = None,
    mission: Annotated[
        str | None,
        typer.Option("--mission", metavar="TEXT", help="The mission, in place of a file."),
    ] = None,
    objectives: Annotated[
        Path | None,
        typer.Option(
            "--objectives", metavar="FILE", help="With --mission: the objectives, one on each line."
        ),
    ] = None,
    embedder: options.Embedder = None,
    language: options.Language = None,
    format: options.ReportFormat = "text",
) -> int:
    """Compare objectives with the mission and the vision.

    With --format json it is a Report of the alignment and its rules; a table gives a list of them.
    """
    errors: list[str] = []
    settings = options.settings_for(Path.cwd() if source is None else source)
    documents = _documents(source, mission, objectives, settings, errors)
    from analyzer.aligning import compare
    from analyzer.engine import Analyzer

    settings = settings.override(select=("ALN",), ignore=(), embedder=embedder, language=language)
    reports = compare(documents, Analyzer(settings))
    if format == "html":
        print_html(((report, settings) for report in reports), aligned=True, errors=errors)
    else:
        table = source is not None and source.suffix.lower() in _TABLES
        _print(reports, format, settings, as_list=table)
    for error in errors:
        complain(error)
    return 2 if errors else 0


def _documents(
    source: Path | None,
    mission: str | None,
    objectives: Path | None,
    settings: Settings,
    errors: list[str],
) -> "Iterator[Document]":
    if source is not None:
        if mission is not None or objectives is not None:
            raise UsageError("give either a document, or --mission with --objectives, not both")
        if source.suffix.lower() in _TABLES:
            return _table(source, errors)
        from analyzer.readers import read_file

        return iter([read_file(source, headings=settings.headings)])
    if mission is None or objectives is None:
        raise UsageError("give a document or a table, or --mission TEXT with --objectives FILE")
    if not mission.strip():
        raise UsageError("--mission is blank; give its text")
    found = _objectives(objectives, settings)
    if not found:
        raise InputError(f"{objectives}: no objective in it; write one on each line")
    return iter([_plan(mission, found)])


def _plan(mission: str, objectives: list[tuple[str, Location | None]]) -> "Document":
    """Return the document of a mission and objectives, those of a table with their place in it."""
    from analyzer.readers.records import parse_record, record_document

    fields = {"mission": mission, "objectives": [text for text, _ in objectives]}
    document = record_document(parse_record(fields), name="<mission>")
    places = (None, *(place for _, place in objectives))
    passages = (
        replace(passage, location=place or passage.location)
        for passage, place in zip(document.passages, places, strict=True)
    )
    return replace(document, passages=tuple(passages))


def _objectives(path: Path, settings: Settings) -> list[tuple[str, Location | None]]:
    """Return the objectives in a file: of a table its rows, of a document what it calls so.

    Where a document calls nothing an objective, all that has no label counts, and of plain text
    each line.
    """
    if path.suffix.lower() in _TABLES:
        from analyzer.readers.rows import iter_rows

        rows = list(iter_rows(path))
        bad = next((row.error for row in rows if row.error), None)
        if bad is not None:
            raise InputError(bad)
        return [own for row in rows for own in _texts(row)]
    from analyzer.documents import prose
    from analyzer.readers import MARKDOWN, STRUCTURED, WORD, read_file
    from analyzer.readers.files import read_text

    document = read_file(path, headings=settings.headings)
    own = [p for p in document.passages if p.declared == "objective"]
    plain = path.suffix.lower() not in MARKDOWN | STRUCTURED | WORD
    if plain and {p.declared for p in document.passages} <= {None, "objective"}:
        lines = list(_lines(read_text(path)))
        # A line that begins small goes on from the one before it.
        if not own or not any(line[0].islower() for line in lines):
            return [(line, None) for line in lines]
    own = own or [p for p in document.passages if p.declared is None]
    return [(prose(document, passage).text, None) for passage in own]


def _lines(text: str) -> "Iterator[str]":
    """Yield each line with a word in it, without its list marker; headings are none."""
    for line in text.splitlines():
        bare = _MARKER.sub("", line.strip())
        if any(map(str.isalnum, bare)) and not bare.startswith("#"):
            yield bare


def _texts(row: "Row") -> list[tuple[str, Location | None]]:
    record = row.record
    if record is None:
        return []
    if record.text:
        own = record.declared in (None, "objective")
        return [(record.text, _place(row, record))] if own else []
    return [(o.text, None) for o in record.objectives or () if o.text]


def _table(path: Path, errors: list[str]) -> "Iterator[Document]":
    """Yield a document for each row of statements; rows of single texts make one document.

    A report under the id of an earlier row is called by its line as well.
    """
    from analyzer.documents import Passage, join_fields
    from analyzer.readers.records import record_document
    from analyzer.readers.rows import iter_rows

    together: list[tuple[str, Passage]] = []
    taken: set[str | None] = set()
    for row in iter_rows(path):
        if row.record is None:
            errors.append(row.error or f"{path}: line {row.line}: no record")
            continue
        if row.record.text is not None:
            kind = row.record.declared or "objective"
            together.append((row.record.text, Passage((), _place(row, row.record), kind)))
            continue
        name = f"{row.id} (line {row.line})" if row.id in taken else row.id
        taken.add(row.id)
        yield record_document(row.record, name=f"{path.name}: {name}")
    if together:
        yield join_fields(path.stem, path.name, together)


def _place(row: "Row", record: "Record") -> Location:
    """Return the place of a row of one text."""
    from analyzer.readers.records import record_document

    (passage,) = record_document(record, name="").passages
    return replace(passage.location, line=row.line, id=row.id)


def _print(reports: "Iterator[Report]", format: str, settings: Settings, *, as_list: bool) -> None:
    if format == "json":
        from analyzer.render.json import render_reports

        for piece in render_reports(reports, as_list=as_list):
            print(piece)
        return
    from analyzer.render.terminal import render_alignment
    from analyzer.rules import select_rules

    codes = [rule.code for rule in select_rules(settings.select, (), settings.profile)]
    out = console()
    for number, report in enumerate(reports):
        if number:
            out.print()
        render_alignment(report, codes, console=out)
