"""`plumbline drift`: how the meaning of mission and vision moves over time."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli import options
from analyzer.cli.consensus import show
from analyzer.errors import UsageError


def drift(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|OLD",
            help="A document under git, or the older of two.",
            show_default=False,
        ),
    ],
    new: Annotated[
        Path | None,
        typer.Argument(metavar="NEW", help="The newer of two documents.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="REF",
            help="Commit, tag, branch or date to begin with; the whole history without it.",
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(
            "--today",
            metavar="DATE",
            help="The day to judge by, as in 2026-05-01, for a result that can be repeated; "
            "today without it.",
        ),
    ] = None,
    embedder: options.Embedder = None,
    language: options.Language = None,
    format: options.ReportFormat = "text",
) -> int:
    """Follow mission and vision over a file's git history, or from one file to another.

    A new wording is told apart from a change of meaning. The exit code is 0 whatever is found.
    """
    from analyzer.readers.past import Past, past
    from analyzer.readers.revisions import git_history, two_files

    if new is not None and (since or today) is not None:
        option = "--since" if since is not None else "--today"
        raise UsageError(f"{option} goes with one file and its history, not with two files")
    day = _day(today)
    history = git_history(file, since, day) if new is None else two_files(file, new)
    before = past(file, history, since) if new is None else Past()
    from analyzer.engine import Analyzer
    from analyzer.history import drift as compare

    settings = options.settings_for(file.parent, embedder=embedder, language=language)
    name = str(file) if new is None else f"{file} → {new}"
    show(compare(history, Analyzer(settings), before), name, format)
    return 0


def _day(given: str | None) -> date:
    """Return the day that `--today` names, or today's in universal time.

    Raises:
        UsageError: it names none.
    """
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise UsageError(f"--today {given!r}: no such day; write it as 2026-05-01") from error
