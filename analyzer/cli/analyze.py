"""`plumbline analyze`: one statement, from the command line, a pipe or a prompt."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import console
from analyzer.cli.page import print_html
from analyzer.errors import InputError, UsageError
from analyzer.types import DECLARED

if TYPE_CHECKING:
    from analyzer.types import Declared, Unchecked

_STDIN = "<stdin>"
_MANY_PARAGRAPHS = 4


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
    document = replace(document, unchecked=(*document.unchecked, *_of_a_document(statement)))
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
        UsageError: the text is the name of a file.
    """
    if text is not None and _is_file(text):
        raise UsageError(
            f"{text} is a file; use plumbline check {text} for a document, or plumbline analyze - "
            f"< {text} for one statement"
        )
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


def _is_file(text: str) -> bool:
    """Whether a text is no statement but the path of a file."""
    try:
        return len(text.split()) == 1 and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _of_a_document(text: str) -> tuple["Unchecked", ...]:
    """Say so where what was given as one statement looks like a document with several."""
    paragraphs = sum(1 for part in text.split("\n\n") if part.strip())
    if "\n" not in text.strip():
        return ()
    from analyzer.readers.headings import kind_of
    from analyzer.readers.text import read_plain
    from analyzer.types import Unchecked

    labelled = sum(p.declared is not None for p in read_plain(text, id="", name="").passages)
    keys = (line.partition(":")[0] for line in text.splitlines() if ":" in line)
    labelled = max(labelled, sum(kind_of(key.replace("_", " ")) is not None for key in keys))
    if labelled < 2 and paragraphs < _MANY_PARAGRAPHS:
        return ()
    seen = f"{labelled} labelled statements" if labelled > 1 else f"{paragraphs} paragraphs"
    reason = (
        f"this was read as one statement, but has {seen}: a document; "
        "save it as a file and use `plumbline check FILE`"
    )
    return (Unchecked("document", None, reason),)
