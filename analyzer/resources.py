"""Where weights and lexicons are: inside the wheel, or in the checkout of an editable install."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent
_NOT_WEIGHTS = frozenset({".py", ".pyc", ".md", ".cfg"})


@cache
def resource(relative: str) -> Path:
    """Return the path of a shipped file or folder, such as `models/kind` or `data/lexicons`.

    Args:
        relative: path below the project's root, with forward slashes.

    Raises:
        ResourceError: it is neither in the wheel nor in the checkout.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent):
        path = root / relative
        if path.exists():
            return path
    raise ResourceError(
        f"{relative} is missing from this installation; reinstall plumbline, "
        f"or in a checkout run: python -m models.train {Path(relative).parts[1]} --data DIR"
    )


@cache
def digest(relative: str) -> str:
    """Return the first 12 hex digits of the SHA-256 over a shipped file, or a folder's files.

    Code, cards and figures are left out: they change no result.
    """
    path = resource(relative)
    found = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    files = [p for p in found if p.suffix not in _NOT_WEIGHTS and p.name != "metrics.json"]
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(path.parent).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:12]


def read_json(relative: str) -> Any:
    """Read a shipped JSON file."""
    return json.loads(resource(relative).read_text(encoding="utf-8"))


def read_jsonl(relative: str) -> list[dict[str, Any]]:
    """Read a shipped JSON Lines file: one object a line."""
    lines = resource(relative).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
