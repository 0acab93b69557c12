"""`plumbline align`: how close the objectives stand to the mission and the vision."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.cli import options
from analyzer.cli.output import complain, console
from analyzer.cli.page import print_html
from analyzer.errors import InputError, UsageError
from analyzer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.documents import Document
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
    from analyzer.engine import Analyzer

    settings = settings.override(select=("ALN",), ignore=(), embedder=embedder, language=language)
    reports = Analyzer(settings).analyze_many(documents)
    if format == "html":
        print_html(((report, settings) for report in reports), aligned=True, errors=errors)
    else:
        table = source is not None and source.suffix.lower() in _TABLES
        _print(reports, format, as_list=table)
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
    return iter([_document({"mission": mission, "objectives": found}, "<mission>")])


def _document(fields: dict[str, Any], name: str) -> "Document":
    from analyzer.readers.records import parse_record, record_document

    return record_document(parse_record(fields), name=name)


def _objectives(path: Path, settings: Settings) -> list[str]:
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
        return [text for row in rows for text in _texts(row)]
    from analyzer.documents import prose
    from analyzer.readers import MARKDOWN, STRUCTURED, WORD, read_file
    from analyzer.readers.files import read_text

    document = read_file(path, headings=settings.headings)
    own = [p for p in document.passages if p.declared == "objective"]
    if not own and path.suffix.lower() not in MARKDOWN | STRUCTURED | WORD:
        lines = (_MARKER.sub("", line.strip()) for line in read_text(path).splitlines())
        return [line for line in lines if any(map(str.isalnum, line))]
    own = own or [p for p in document.passages if p.declared is None]
    return [prose(document, passage).text for passage in own]


def _texts(row: "Row") -> list[str]:
    record = row.record
    if record is None:
        return []
    if record.text:
        return [record.text] if record.declared in (None, "objective") else []
    return [o.text for o in record.objectives or ()]


def _table(path: Path, errors: list[str]) -> "Iterator[Document]":
    """Yield a document for each row of statements; rows of single texts make one document."""
    from analyzer.readers.records import record_document
    from analyzer.readers.rows import iter_rows

    together: dict[str, Any] = {}
    for row in iter_rows(path):
        if row.record is None:
            errors.append(row.error or f"{path}: line {row.line}: no record")
        elif row.record.text is None:
            yield record_document(row.record, name=f"{path.name}: {row.id}")
        else:
            kind = row.record.declared or "objective"
            field = "objectives" if kind == "objective" else kind
            if field in ("mission", "vision", "values", "strategy", "objectives"):
                together.setdefault(field, []).append(row.record.text)
    if together:
        yield _document(together, path.name)


def _print(reports: "Iterator[Report]", format: str, *, as_list: bool) -> None:
    if format == "json":
        from analyzer.render.json import render_reports

        for piece in render_reports(reports, as_list=as_list):
            print(piece)
        return
    from analyzer.render.terminal import render_alignment

    out = console()
    for number, report in enumerate(reports):
        if number:
            out.print()
        render_alignment(report, console=out)
