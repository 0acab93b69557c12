"""`plumbline drift`: how the meaning of mission and vision moves over time."""

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
    embedder: options.Embedder = None,
    language: options.Language = None,
    format: options.ReportFormat = "text",
) -> int:
    """Follow mission and vision over a file's git history, or from one file to another.

    A new wording is told apart from a change of meaning. The exit code is 0 whatever is found.
    """
    from analyzer.readers.revisions import git_history, two_files

    if new is not None and since is not None:
        raise UsageError("--since goes with one file and its history, not with two files")
    history = git_history(file, since) if new is None else two_files(file, new)
    from analyzer.engine import Analyzer
    from analyzer.history import drift as compare

    settings = options.settings_for(file.parent, embedder=embedder, language=language)
    name = str(file) if new is None else f"{file} → {new}"
    show(compare(history, Analyzer(settings)), name, format)
    return 0
