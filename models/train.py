"""Rebuilds a shipped artefact: `python -m models.train NAME --data DIR`.

DIR has the layout of the development data that `data/README.md` describes. Runs from a checkout
with the extras `[dev]` and, for the embedding, `[transformers]`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from analyzer.errors import PlumblineError

# In the order in which they build on each other.
TRAINERS = {
    "lexicons": "models.lexicons",
    "english": "models.english.train",
    "embedding": "models.embedding.train",
    "alignment": "models.alignment.train",
    # Slow, and not shipped: what it says teaches the four after it.
    "teacher": "models.teacher.train",
    "kind": "models.kind.train",
    "vagueness": "models.vagueness.train",
    "buzzwords": "models.buzzwords.train",
    "decision": "models.decision.train",
    "key_result": "models.key_result.train",
    "objective": "models.objective.train",
    "versions": "models.versions.train",
}
_ROOT = Path(__file__).resolve().parent
# Artefacts that do not stand in a folder of their name.
_ELSEWHERE = {
    "lexicons": _ROOT.parent / "data" / "lexicons",
    "teacher": _ROOT.parent / "build" / "teacher",
}


def main(arguments: list[str] | None = None) -> int:
    """Train one artefact, or all of them in order.

    Args:
        arguments: the command line without the program's name.

    Returns:
        the exit code: 0, or 2 when the data cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    parser.add_argument("name", choices=[*TRAINERS, "all"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, help="folder to write to; the shipped one by default")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    if not given.data.is_dir():
        print(f"models.train: --data {given.data}: no such folder", file=sys.stderr)
        return 2
    names = list(TRAINERS) if given.name == "all" else [given.name]
    for name in names:
        shipped = _ELSEWHERE.get(name, _ROOT / name)
        out = given.out / name if given.out and len(names) > 1 else given.out or shipped
        try:
            import_module(TRAINERS[name]).train(data=given.data, out=out, seed=given.seed)
        except (PlumblineError, OSError) as error:
            print(f"models.train: {name}: {error}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
