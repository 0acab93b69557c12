"""`--format html`: reports on one page that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.settings import Settings
    from analyzer.types import Report


def print_html(
    reports: Iterable[tuple[Report, Settings]],
    *,
    single: bool = False,
    aligned: bool = False,
    errors: Sequence[str] = (),
) -> None:
    """Print the page of all reports.

    Args:
        reports: each with the settings that it was made under.
        single: whether one statement was read, and no document.
        aligned: whether only the alignment is shown.
        errors: what could not be read; looked at when all reports are there.
    """
    from analyzer.render.html import render_html, view
    from analyzer.rules import select_rules

    views = [
        view(
            report,
            list(select_rules(settings.select, settings.ignore, settings.profile)),
            single=single,
            aligned=aligned,
            prefix=f"r{number}-",
        )
        for number, (report, settings) in enumerate(reports, start=1)
    ]
    print(render_html(views, errors=errors))
