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
    max_loss: Annotated[
        float | None,
        typer.Option(
            "--max-loss",
            metavar="LOSS",
            min=0.0,
            help="Exit 1 where a figure falls short of the stored one by more than this, "
            "such as 0.02; points of a score count as hundredths.",
        ),
    ] = None,
) -> int:
    """Measure the shipped models on labelled files, beside the figures stored with them."""
    if not data.is_dir():
        raise InputError(
            f"{data}: no such folder; name the one with the labelled files: --data DIR"
        )
    if out is not None and not out.parent.is_dir():
        raise InputError(f"{out.parent}: no such folder; make it first, or choose another --out")
    from analyzer.engine import Analyzer
    from analyzer.evaluation.run import evaluate as measure
    from analyzer.evaluation.run import stored_evaluation

    stored = stored_evaluation()
    if max_loss is not None and stored is None:
        raise InputError("--max-loss: this installation holds no stored figures to compare with")
    evaluation = measure(data, Analyzer())
    print(evaluation.table(stored))
    if out is not None:
        text = json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=2)
        try:
            out.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    if max_loss is None or stored is None:
        return 0
    losses = evaluation.losses(stored, max_loss)
    for line in losses:
        print(f"falls short: {line}")
    return 1 if losses else 0
