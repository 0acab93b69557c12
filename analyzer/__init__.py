"""Plumbline: is the mission true, does the vision point anywhere, do the objectives hang from them?

Importing this package loads neither spaCy nor any weights; `Analyzer` does so on its first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.engine import Analyzer
    from analyzer.types import Finding, Report, Score, Span, Statement

__version__ = "0.1.0"
__all__ = ["Analyzer", "Finding", "Report", "Score", "Span", "Statement", "__version__"]

_HOMES = {
    "Analyzer": "analyzer.engine",
    "Finding": "analyzer.types",
    "Report": "analyzer.types",
    "Score": "analyzer.types",
    "Span": "analyzer.types",
    "Statement": "analyzer.types",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `import analyzer` stays cheap."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
