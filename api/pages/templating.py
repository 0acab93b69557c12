"""Templates: autoescaped, strict about names, with the addresses of the static files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from analyzer import __version__
from analyzer.registry import PROFILES
from analyzer.render.html import STATIC as REPORT_STATIC
from analyzer.render.html import environment
from analyzer.types import DECLARED

_API = Path(__file__).resolve().parents[1]
STATIC = _API / "static"
PROFILE_NAMES: Mapping[str, str] = {
    "okr-hub": "OKR Hub: mission and vision apart",
    "stoner": "Stoner: one vision of purpose, values and picture",
    "okr-guide": "OKR guide: counted activities count",
    "outside-in": "Outside-in: what you do for others",
    "mokr": "MOKR: mission first, then OKRs",
}
KIND_NAMES: Mapping[str, str] = {
    "mission": "a mission",
    "vision": "a vision",
    "merged": "a mission and vision in one",
    "values": "a value",
    "strategy": "a strategy",
    "objective": "an objective",
    "key_result": "a key result",
    "slogan": "a slogan",
    "other": "something else",
}


@cache
def _version_of(path: Path) -> str:
    """Return a digest for the address of a static file, so that no browser keeps an old one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of one service.

    Attributes:
        root: path under which a proxy publishes the service.
    """

    root: str
    _environment: Environment = field(init=False)

    def __post_init__(self) -> None:
        made = environment(
            _API / "templates",
            root=self.root,
            static=self.static,
            version=__version__,
            profiles=[(name, PROFILE_NAMES[name]) for name in PROFILES],
            kinds=[(name, KIND_NAMES[name]) for name in DECLARED],
        )
        object.__setattr__(self, "_environment", made)

    def static(self, name: str) -> str:
        """Return the address of a static file."""
        own = STATIC / name
        path = own if own.is_file() else REPORT_STATIC / name
        return f"{self.root}/static/{name}?v={_version_of(path)}"

    def render(self, name: str, **context: Any) -> str:
        """Return what a template makes of its context."""
        return self._environment.get_template(name).render(**context)
