"""`plumbline analyze`: one statement, from the command line, a pipe or a prompt."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import console
from analyzer.cli.page import print_html
from analyzer.errors import InputError, UsageError
from analyzer.types import DECLARED

if TYPE_CHECKING:
    from analyzer.types import Declared

_STDIN = "<stdin>"


def analyze(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="TEXT|-",
            help="The statement; - reads standard input; without it you are asked for one.",
            show_default=False,
        ),
    ] = None,
    declared: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="KIND", help=f"What it is meant to be: {', '.join(DECLARED)}."
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    profile: options.Profile = None,
    language: options.Language = None,
    format: options.ReportFormat = "text",
) -> int:
    """Analyse one statement.

    The exit code is 0 whatever is found; `check` has the gate.
    """
    kind = _kind(declared)
    name, statement = _statement(text)
    from analyzer.engine import Analyzer
    from analyzer.readers.records import statement_document

    settings = options.settings_for(
        Path.cwd(), select=select, ignore=ignore, profile=profile, language=language
    )
    document = statement_document(statement, declared=kind, name=name)
    report = Analyzer(settings).analyze(document)
    if format == "json":
        from analyzer.render.json import render_json

        print(render_json(report))
    elif format == "html":
        print_html([(report, settings)], single=True)
    else:
        from analyzer.render.terminal import render_terminal

        render_terminal(report, console=console())
    return 0


def _kind(label: str | None) -> "Declared | None":
    """Return the kind that `--as` names: one of the wire format's, or a synonym such as purpose.

    Raises:
        UsageError: it names none; the nearest is named.
    """
    if label is None:
        return None
    plain = label.strip().lower().replace("-", "_").replace(" ", "_")
    for kind in DECLARED:
        if plain == kind:
            return kind
    from analyzer.readers.headings import kind_of

    found = kind_of(label)
    if found is None:
        raise UsageError(f"--as: {options.unknown(label, DECLARED)}")
    return found


def _statement(text: str | None) -> tuple[str, str]:
    """Return the name of the source and the statement.

    Raises:
        InputError: there is nothing but white space, or the input is no text.
    """
    if text is None and sys.stdin.isatty():
        name, statement = "<text>", str(typer.prompt("Statement", err=True))
    elif text is None or text == "-":
        from analyzer.documents import MAX_FILE_BYTES
        from analyzer.readers.files import decode

        data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            raise InputError(f"standard input: larger than {limit} MB, the most that is read")
        name, statement = _STDIN, decode(data, "standard input")
    else:
        name, statement = "<text>", text
    if not statement.strip():
        raise InputError(
            'no statement to analyse; give one, as in: plumbline analyze "To be the leading …"'
        )
    return name, statement
