"""Writes every model's card again from its metrics, as training does: `models/NAME/README.md`."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analyzer.grading.scores import SCORES
from models.kind import card as kind_card
from models.score_card import write_card as write_score_card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HERE = Path(__file__).resolve().parent
# Modules with a `render_card` of their own.
_RENDERED = {
    "alignment": "models.alignment.card",
    "embedding": "models.embedding.card",
    "key_result": "models.key_result.train",
    "objective": "models.objective.train",
}


def write_cards(into: Path = _HERE) -> list[Path]:
    """Write all cards but that of the English pipeline, and return their paths.

    Args:
        into: folder with a folder for each model; the shipped one by default.
    """
    paths = []
    for name in (*SCORES, "kind", *_RENDERED):
        out = into / name
        out.mkdir(parents=True, exist_ok=True)
        metrics: dict[str, Any] = json.loads((_HERE / name / "metrics.json").read_text("utf-8"))
        if name in SCORES:
            write_score_card(out, name, metrics)
        elif name == "kind":
            kind_card.write_card(out, metrics)
        else:
            render = cast(
                "Callable[[Mapping[str, Any]], str]", import_module(_RENDERED[name]).render_card
            )
            (out / "README.md").write_text(render(metrics), encoding="utf-8")
        paths.append(out / "README.md")
    return paths
