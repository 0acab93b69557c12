"""Keeps what training predicts out of fold: ids and numbers, no text.

Of the shipped weights they go to `data/predictions`, where the notebook and the page of results
find them; of others beside the weights.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MODELS = Path(__file__).resolve().parent
FOLDER = _MODELS.parent / "data" / "predictions"


def store_predictions(
    out: Path, name: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[float]]]
) -> None:
    """Write `NAME.csv`: an id and its numbers a line, to three decimals.

    Args:
        out: folder that the weights are written to.
        name: of the file.
        columns: names of the numbers.
        rows: id and numbers; rows without an id are left out.
    """
    folder = FOLDER if out.resolve().parent == _MODELS else out
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", *columns))
        writer.writerows((i, *(f"{x:.3f}" for x in numbers)) for i, numbers in rows if i)


def read_predictions(name: str) -> list[dict[str, str]]:
    """Return the lines of a stored file, by column; a text read twice has two."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
