"""The models as a page shows them: card and figures, read from what the training wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from analyzer.errors import ResourceError
from analyzer.resources import digest, resource

MODELS: tuple[tuple[str, str, str], ...] = (
    ("english", "English", "Splits words, finds sentences, parts of speech and names."),
    ("kind", "Kind", "Tells a mission from a vision, a value, an objective, a slogan."),
    ("vagueness", "Vagueness", "Grades how little a text pins down."),
    ("buzzwords", "Stock phrases", "Grades how much of a text is stock phrase."),
    ("decision", "Help in deciding", "Grades how far a text helps to choose."),
    ("key_result", "Key results", "Tells an outcome from an activity."),
    ("objective", "Objectives", "Tells an aim from a posture, a task or a bare figure."),
    ("embedding", "Sentence vectors", "Places texts so that the like stand near each other."),
    ("alignment", "Closeness", "Turns nearness of vectors into a probability."),
    ("versions", "Versions", "Tells another wording from another meaning."),
)
_GRADED = (
    ("cross validated · spearman", "rank correlation with raters"),
    ("cross validated · mean absolute error", "points off on average"),
    ("cross validated · coverage", "of the ranges hold the raters’ mean"),
)
# The figures that are read first: their path in the file, and what they say.
_FIRST: Mapping[str, tuple[tuple[str, str], ...]] = {
    "english": (("ewt test · raw text · LAS", "of 100 arcs and labels right"),),
    "kind": (
        ("cross validated · accuracy", "of texts told right"),
        ("cross validated · macro f1", "F1, all kinds alike"),
        ("cross validated · calibration error", "calibration error"),
    ),
    "vagueness": _GRADED,
    "buzzwords": _GRADED,
    "decision": _GRADED,
    "key_result": (
        ("heads · type · panel · accuracy", "of types told right"),
        ("heads · measurable · panel · accuracy", "of measures told right"),
        ("heads · time bound · panel · accuracy", "of dates told right"),
    ),
    "objective": (("heads · type · panel · accuracy", "of types told right"),),
    "embedding": (("alignment · cosine · auc", "AUC of own against other missions"),),
    "alignment": (("embedders · static · alignment · auc", "AUC of own against other missions"),),
    "versions": (
        ("embedders · static · change · right", "of edits told right"),
        ("embedders · static · statement · auc", "AUC of own team against strangers"),
    ),
}
_MOST = 400  # figures of one model that are shown
_LEFT_OUT = frozenset(
    {"data", "inputs", "inputs_sha256", "versions", "recipe", "training", "confusion"}
)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model: what it does, its figures, those to read first, and its card as safe HTML."""

    name: str
    title: str
    task: str
    digest: str
    first: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    card: Markup | None


@cache
def model_cards() -> tuple[ModelCard, ...]:
    """Return every shipped model that has figures."""
    return tuple(card for row in MODELS if (card := _model_card(*row)) is not None)


def _model_card(name: str, title: str, task: str) -> ModelCard | None:
    try:
        metrics = resource(f"models/{name}/metrics.json")
    except ResourceError:
        return None
    figures = dict(_rows(json.loads(metrics.read_text(encoding="utf-8"))))
    readme = metrics.with_name("README.md")
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    return ModelCard(
        name=name,
        title=title,
        task=task,
        digest=digest(f"models/{name}"),
        first=tuple(
            (figures[path], words) for path, words in _FIRST.get(name, ()) if path in figures
        ),
        figures=tuple(figures.items())[:_MOST],
        card=_html(text) if text else None,
    )


def _rows(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the numbers of a nested object with the words that lead to them."""
    if isinstance(value, Mapping):
        if {"value", "low", "high"} <= value.keys():
            middle, low, high = (_number(value[name]) for name in ("value", "low", "high"))
            yield path, f"{middle} ({low}–{high})"
            return
        for key, item in value.items():
            if key not in _LEFT_OUT:
                word = str(key).replace("_", " ")
                yield from _rows(item, f"{path} · {word}" if path else word)
    elif isinstance(value, list):
        if value and all(isinstance(item, int | float) for item in value):
            yield path, "–".join(_number(item) for item in value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, _number(value)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3f}".rstrip("0").rstrip(".")


def _html(text: str) -> Markup:
    """Return a card as HTML; raw HTML in it is shown as text, its title is left out."""
    if text.startswith("---\n"):
        text = text.partition("\n---\n")[2]
    lines = text.strip().splitlines()
    if lines and lines[0].startswith("# "):
        lines = lines[1:]
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse("\n".join(lines))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"  # below the page's own headings
    html = parser.renderer.render(tokens, parser.options, {})
    # A wide table scrolls by itself, by keyboard too; the page must not.
    frame = '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>'
    html = html.replace("<table>", frame).replace("</table>", "</table></div>")
    html = html.replace("<th></th>", "<td></td>")  # an empty corner heads nothing
    return Markup(html)
