"""The wire format as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.types import Report


def render_json(report: Report) -> str:
    """Return the report as one line of JSON, the wire form and nothing else."""
    return json.dumps(report.to_dict(), ensure_ascii=False)
