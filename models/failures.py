"""The kinds of error that were seen of each model, for its card.

`models/NAME/failures.md` lists them: found by reading errors out of fold, of the embedding and of
closeness also by probes of our own; described, not quoted.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def failures(name: str) -> str:
    """Return the list of one model as Markdown."""
    return (_HERE / name / "failures.md").read_text(encoding="utf-8").rstrip("\n")
