"""Settings from `plumbline.toml` or `[tool.plumbline]` of `pyproject.toml`; the nearest wins."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

from analyzer.errors import SettingsError
from analyzer.registry import PROFILES, Profile
from analyzer.types import SEVERITIES, Severity

FAIL_ON: tuple[str, ...] = (*SEVERITIES, "never")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; every field has the default that the wire format names.

    Attributes:
        profile: school of thought that decides what counts as a failure.
        select: rule codes or prefixes to run; empty means all.
        ignore: rule codes or prefixes to leave out.
        fail_on: severity from which `check` exits with 1, or `never`.
        embedder: `static`, `minilm`, or a name or path that sentence-transformers takes.
        language: a language code to insist on (`en`), or None to go by the guess.
        pipeline: name or path of another installed spaCy pipeline, or None for the shipped one.
    """

    profile: Profile = "okr-hub"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "warning"
    embedder: str = "static"
    language: str | None = None
    pipeline: str | None = None

    def override(self, **given: Any) -> Settings:
        """Return a copy with the values that are not None put in."""
        return replace(self, **{k: v for k, v in given.items() if v is not None})


def load_settings(start: Path) -> Settings:
    """Read the settings that hold for a file or folder.

    Args:
        start: the file or folder; its own and then each parent folder is looked at.

    Raises:
        SettingsError: syntax error, unknown key or wrong type; names the file and the key.
    """
    resolved = start.resolve()
    for folder in (resolved, *resolved.parents):
        own, project = folder / "plumbline.toml", folder / "pyproject.toml"
        if own.is_file():
            return parse_settings(_read(own), own)
        if project.is_file():
            table = _read(project).get("tool", {}).get("plumbline")
            if table is not None:
                return parse_settings(table, project)
    return Settings()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error


def parse_settings(table: Any, path: Path) -> Settings:
    """Check a settings table and return it as `Settings`.

    Raises:
        SettingsError: an unknown key (the nearest known one is named) or a wrong value.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.plumbline must be a table")
    known = {f.name.replace("_", "-"): f.name for f in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if name is None:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise SettingsError(f"{path}: unknown setting {key!r}; did you mean {near[0]!r}?")
        values[name] = _checked(name, value, f"{path}: {key}")
    return Settings(**values)


def _checked(name: str, value: Any, place: str) -> Any:
    if name in ("select", "ignore"):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise SettingsError(f'{place} must be a list of rule codes, such as ["BUZ", "VAG002"]')
        return tuple(value)
    if not isinstance(value, str):
        raise SettingsError(f"{place} must be a string, not {type(value).__name__}")
    choices = {"profile": PROFILES, "fail_on": FAIL_ON}.get(name)
    if choices and value not in choices:
        raise SettingsError(f"{place} must be one of {', '.join(choices)}, not {value!r}")
    return value


def severity_at_least(severity: Severity, gate: str) -> bool:
    """Return whether a severity reaches the gate; nothing reaches `never`."""
    return gate != "never" and SEVERITIES.index(severity) >= SEVERITIES.index(
        cast("Severity", gate)
    )
