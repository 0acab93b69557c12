"""`plumbline evaluate`: the shipped models against labelled files."""

import json
from pathlib import Path
from typing import Annotated

import typer

from analyzer.errors import InputError


def evaluate(
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder with the labelled files.")
    ] = Path("data"),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="JSON", help="Write the figures there, too.")
    ] = None,
) -> int:
    """Measure the shipped models on labelled files."""
    if not data.is_dir():
        raise InputError(
            f"{data}: no such folder; name the one with the labelled files: --data DIR"
        )
    if out is not None and not out.parent.is_dir():
        raise InputError(f"{out.parent}: no such folder; make it first, or choose another --out")
    from analyzer.engine import Analyzer
    from analyzer.evaluation.run import evaluate as measure

    evaluation = measure(data, Analyzer())
    print(evaluation.table())
    if out is not None:
        text = json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=2)
        try:
            out.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    return 0
