"""The table of commands."""

from typing import Annotated

import typer

from analyzer import __version__
from analyzer.cli.align import align
from analyzer.cli.analyze import analyze
from analyzer.cli.batch import batch
from analyzer.cli.catalogue import explain, rules
from analyzer.cli.check import check
from analyzer.cli.consensus import consensus
from analyzer.cli.drift import drift
from analyzer.cli.evaluate import evaluate
from analyzer.cli.serve import serve

app = typer.Typer(
    name="plumbline",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def plumbline(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> int:
    """Find what a mission, vision or OKR leaves unsaid, and the question that would mend it."""
    if version:
        print(f"plumbline {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
    return 0


for command in (
    check, analyze, align, batch, consensus, drift, rules, explain, serve, evaluate,
):  # fmt: skip
    app.command(command.__name__)(command)
