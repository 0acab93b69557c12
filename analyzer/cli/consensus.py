"""`plumbline consensus`: what people's versions of one mission and vision have in common."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import console

if TYPE_CHECKING:
    from analyzer.versions import Consensus, Drift


def consensus(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV, YAML or JSON Lines: person, role (leader), mission, vision.",
            show_default=False,
        ),
    ],
    names: Annotated[
        bool, typer.Option("--names", help="Show people's names in place of numbers.")
    ] = False,
    embedder: options.Embedder = None,
    language: options.Language = None,
    format: options.ReportFormat = "text",
) -> int:
    """Compare people's versions of the mission and the vision, written from memory.

    People are shown by number, in the order of the file. The exit code is 0 whatever is found.
    """
    from analyzer.readers.people import read_people

    people = read_people(file)
    from analyzer.engine import Analyzer
    from analyzer.people import consensus as compare

    settings = options.settings_for(file.parent, embedder=embedder, language=language)
    found = compare(people, Analyzer(settings), names=names)
    show(found, str(file), format)
    return 0


def show(found: "Consensus | Drift", name: str, format: str) -> None:
    """Print a comparison of versions in one of the formats of a report."""
    if format == "json":
        import json

        print(json.dumps(found.to_dict(), ensure_ascii=False))
    elif format == "html":
        from analyzer.render.html.versions import render_versions

        print(render_versions(found, name))
    else:
        from analyzer.render.versions import render_versions as render_text

        render_text(found, name, console=console())
