"""Where output goes: UTF-8 on any locale, colours only where somebody sees them."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_PIPED_WIDTH = 80


def use_utf8() -> None:
    """Write UTF-8 whatever the locale; a lone surrogate comes out as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def console(*, stderr: bool = False) -> Console:
    """Return the console for reports: 80 columns when piped, colours as NO_COLOR and TERM allow."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _PIPED_WIDTH
    return Console(
        file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False
    )


def complain(message: str) -> None:
    """Print one line on standard error, cleared of control characters."""
    from analyzer.render.prose import clean

    print(f"plumbline: {clean(message)}", file=sys.stderr)
