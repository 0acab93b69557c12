"""`plumbline batch`: every record of a CSV or JSON Lines file, over all cores."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import complain, console
from analyzer.render.words import counted


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help='.jsonl or .csv of {"id", "text", "declared"?} or {"id", "mission"?, "vision"?, '
            '"values"?, "strategy"?, "objectives"?}.',
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="OUT", help="File to write: .jsonl or .csv.")
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="Processes; without it all cores."),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    profile: options.Profile = None,
    embedder: options.Embedder = None,
    language: options.Language = None,
) -> int:
    """Analyse every record of a CSV or JSON Lines file.

    There is one result for every record, in order; a bad record gets its error in its place.

    Exit code: 0, 1 when a record failed, 2 when the file or an option cannot be used.
    """
    from analyzer.batch.local import run_batch

    given = {"profile": profile, "embedder": embedder, "language": language}
    settings = options.settings_for(source.parent, select=select, ignore=ignore, **given)
    with _progress(source) as advance:
        tally = run_batch(source, out, settings, workers=workers, progress=advance)
    if tally.failed:
        complain(
            f"{counted(tally.failed, 'record')} of {tally.records:,} failed, the others are in "
            f"{out}; the first: {tally.first_error}"
        )
    return 1 if tally.failed else 0


@contextmanager
def _progress(source: Path) -> Iterator[Callable[[int], None] | None]:
    """Show a bar on standard error while a person watches; None where nobody does."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from analyzer.readers.rows import iter_rows

    total = sum(1 for _ in iter_rows(source))
    columns = ("records", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("records", total=total)
        yield lambda records: bar.advance(task, records)
