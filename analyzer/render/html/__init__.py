"""Reports as one HTML file that needs nothing else: no network, no script.

The service's result page is made from the same parts: `view` turns a Report into plain data,
`templates/parts.html` writes it, and `static/report.css` lays it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analyzer.render.html.view import Ran, View, view

__all__ = ["STATIC", "Ran", "View", "environment", "render_html", "view"]

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"


def environment(*folders: Path, **given: Any) -> Environment:
    """Return what renders templates: autoescaped, and strict about names.

    Args:
        folders: with templates beside those of a report.
        given: what every template may use.
    """
    found = Environment(
        loader=FileSystemLoader([*folders, _HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(given)
    return found


def render_html(views: Sequence[View], *, errors: Sequence[str] = ()) -> str:
    """Return one page of all reports, with a list of contents where there are several.

    Args:
        views: of the reports; their prefixes differ.
        errors: what could not be read, in a line each.
    """
    template = _environment().get_template("report.html")
    return template.render(views=views, errors=errors, style=_style())


@cache
def _environment() -> Environment:
    return environment()


@cache
def _style() -> Markup:
    return Markup((STATIC / "report.css").read_text(encoding="utf-8"))
