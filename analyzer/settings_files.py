"""Settings from `plumbline.toml` or `[tool.plumbline]` of `pyproject.toml`; the nearest wins.

Every error names the file, the key and, of an unknown name, the nearest that is known.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from analyzer.errors import SettingsError
from analyzer.registry import PROFILES
from analyzer.settings import FAIL_ON, LANGUAGES, THRESHOLDS, OwnTerm, PerFile, Settings
from analyzer.types import DECLARED, SEVERITIES

# Takes a value and the place that an error names; returns what `Settings` holds.
Check = Callable[[Any, str], Any]


def load_settings(start: Path, codes: Mapping[str, str] | None = None) -> Settings:
    """Read the settings that hold for a file or folder.

    Args:
        start: the file or folder; its own and then each parent folder is looked at. Overrides for
            some files are put in where it is a file.
        codes: code and name of every rule; a code in the settings that begins none of them is then
            an error. None to leave that to the `Analyzer`.

    Raises:
        SettingsError: syntax error, unknown key or wrong type; names the file and the key.
    """
    try:
        resolved = start.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, a NUL byte in a name
        resolved = start.absolute()
    for folder in (resolved, *resolved.parents):
        own, project = folder / "plumbline.toml", folder / "pyproject.toml"
        if own.is_file():
            found = parse_settings(_read(own), own, codes)
        elif project.is_file() and (table := _own_table(project)) is not None:
            found = parse_settings(table, project, codes)
        else:
            continue
        return found.for_file(resolved.relative_to(folder).as_posix())
    return Settings()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(
            f"{path}: cannot be read as TOML: {reason}; correct it there"
        ) from error


def _own_table(project: Path) -> Any:
    content = _read(project)
    tools = content.get("tool", {})
    table = tools.get("plumbline") if isinstance(tools, dict) else None
    if table is None and "plumbline" in content:
        raise SettingsError(f"{project}: [plumbline] is not read; write [tool.plumbline]")
    return table


def parse_settings(table: Any, path: Path, codes: Mapping[str, str] | None = None) -> Settings:
    """Check a settings table and return it as `Settings`.

    Args:
        table: of the file.
        path: of the file, for errors.
        codes: code and name of every rule; None where rule codes are not to be checked.

    Raises:
        SettingsError: an unknown key (the nearest known one is named) or a wrong value.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.plumbline must be a table")
    for key in ("tool", "plumbline"):
        if isinstance(table.get(key), dict):
            raise SettingsError(
                f"{path}: [{key}…] belongs into pyproject.toml; in plumbline.toml write the keys "
                "without it, as in select = … or [severity]"
            )
    return Settings(**_values(table, str(path), _KEYS, codes))


def _values(
    table: Mapping[str, Any],
    place: str,
    known: Iterable[str],
    codes: Mapping[str, str] | None,
) -> dict[str, Any]:
    """Return field and checked value of each key of a table."""
    checks = _checks(codes)
    keys = {name.replace("_", "-"): name for name in known}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = keys.get(key.replace("_", "-"))
        if name is None:
            raise SettingsError(f"{place}: unknown setting {key!r}{_hint(key, keys)}")
        if name in values:
            raise SettingsError(f"{place}: {key} is given twice, with a hyphen and a low line")
        check: Check = checks.get(name, _text)
        values[name] = check(value, f"{place}: {key}")
    return values


def _hint(given: str, known: Iterable[str], cutoff: float = 0.0) -> str:
    near = difflib.get_close_matches(given.lower(), list(known), n=1, cutoff=cutoff)
    return f"; did you mean {near[0]!r}?" if near else ""


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(f"{place} must be a string, not {_type(value)}")
    return value


def _choice(choices: tuple[str, ...]) -> Check:
    def check(value: Any, place: str) -> str:
        if _text(value, place) not in choices:
            hint = _hint(value, choices, 0.5)
            raise SettingsError(f"{place} must be one of {', '.join(choices)}, not {value!r}{hint}")
        return str(value)

    return check


def _codes(value: Any, place: str, *, known: Mapping[str, str] | None = None) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise SettingsError(f'{place} must be a list of rule codes, such as ["BUZ", "VAG002"]')
    for code in value:
        _check_code(code, place, known)
    return tuple(value)


def _check_code(given: str, place: str, known: Mapping[str, str] | None) -> None:
    """Refuse what begins no rule's code."""
    if known is None or any(code.startswith(given.upper()) for code in known if given.strip()):
        return
    named = {name: code for code, name in known.items()}
    family = difflib.get_close_matches(given.upper()[:3], {code[:3] for code in known}, n=1)
    near = difflib.get_close_matches(given.upper(), list(known), n=1) or family
    meant = named.get(given.lower()) or (near[0] if near else "")
    hint = f"did you mean {meant}?" if meant else "`plumbline rules` lists all of them"
    raise SettingsError(f"{place}: unknown rule {given!r}; {hint}")


def _severities(
    value: Any, place: str, *, known: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    table = _table(value, place, 'BUZ = "note"')
    check = _choice(SEVERITIES)
    for code in table:
        _check_code(code, place, known)
    return tuple((code.upper(), check(given, f"{place}.{code}")) for code, given in table.items())


def _thresholds(value: Any, place: str) -> tuple[tuple[str, float], ...]:
    table = _table(value, place, "vague-statement = 70")
    found = []
    for name, given in table.items():
        if name not in THRESHOLDS:
            raise SettingsError(f"{place}: unknown threshold {name!r}{_hint(name, THRESHOLDS)}")
        if isinstance(given, bool) or not isinstance(given, (int, float)):
            raise SettingsError(f"{place}.{name} must be a number, not {_type(given)}")
        low, high = THRESHOLDS[name].low, THRESHOLDS[name].high
        if not low <= given <= high:
            raise SettingsError(f"{place}.{name} must be from {low:g} to {high:g}, not {given:g}")
        found.append((name, float(given)))
    return tuple(found)


def _terms(value: Any, place: str) -> tuple[OwnTerm, ...]:
    shape = 'must be a list of terms, such as ["circle back", {term = "deck", plain = "slides"}]'
    if not isinstance(value, list):
        raise SettingsError(f"{place} {shape}")
    found = []
    for number, entry in enumerate(value):
        if isinstance(entry, str):
            entry = {"term": entry}
        if not isinstance(entry, dict):
            raise SettingsError(f"{place} {shape}")
        for key in entry.keys() - {"term", "plain"}:
            hint = _hint(key, ("term", "plain"))
            raise SettingsError(f"{place}[{number}]: unknown key {key!r}{hint}")
        term = _words(entry.get("term"), f"{place}[{number}].term")
        plain = entry.get("plain")
        found.append(
            OwnTerm(term, None if plain is None else _words(plain, f"{place}[{number}].plain"))
        )
    return tuple(found)


def _allowed(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SettingsError(f'{place} must be a list of terms, such as ["solution", "KPI"]')
    return tuple(_words(term, f"{place}[{i}]") for i, term in enumerate(value))


def _words(value: Any, place: str) -> str:
    """Return a term without white space at its ends; it must hold a letter or digit."""
    text = " ".join(_text(value, place).split())
    if not any(c.isalnum() for c in text):
        raise SettingsError(f"{place} is blank; give a word or phrase")
    return text


def _headings(value: Any, place: str) -> tuple[tuple[str, str], ...]:
    table = _table(value, place, '"Guiding star" = "vision"')
    found = []
    for words, kind in table.items():
        name = _text(kind, f"{place}.{words!r}").strip().lower().replace("-", "_").replace(" ", "_")
        if name not in DECLARED:
            hint = _hint(name, DECLARED, 0.5)
            raise SettingsError(
                f"{place}.{words!r} must be one of {', '.join(DECLARED)}, not {kind!r}{hint}"
            )
        found.append((_words(words, place), name))
    return tuple(found)


def _overrides(
    value: Any, place: str, *, known: Mapping[str, str] | None = None
) -> tuple[PerFile, ...]:
    shape = 'must be tables [[tool.plumbline.per-file]] with files = ["docs/**"]'
    if not isinstance(value, list):
        raise SettingsError(f"{place} {shape}")
    found = []
    for number, table in enumerate(value):
        if not isinstance(table, dict) or "files" not in table:
            raise SettingsError(f"{place}[{number}] {shape}")
        files = table["files"]
        patterns = [files] if isinstance(files, str) else files
        if not isinstance(patterns, list) or not all(isinstance(p, str) and p for p in patterns):
            raise SettingsError(f'{place}[{number}].files must be a list such as ["docs/**"]')
        rest = {key: v for key, v in table.items() if key != "files"}
        own = [key for key in _KEYS if key != "per_file"]
        values = _values(rest, f"{place}[{number}]", own, known)
        found.append(PerFile(tuple(patterns), tuple(values.items())))
    return tuple(found)


def _table(value: Any, place: str, example: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{place} must be a table with lines such as {example}")
    return value


def _type(value: Any) -> str:
    """Return what TOML calls the type of a value."""
    name = type(value).__name__
    return _TYPES.get(name, f"a {name}")


_TYPES = {
    "bool": "a boolean", "int": "a number", "float": "a number", "str": "a string",
    "list": "a list", "dict": "a table", "datetime": "a date",
}  # fmt: skip


_KEYS = tuple(field.name for field in fields(Settings))


def _checks(codes: Mapping[str, str] | None) -> Mapping[str, Check]:
    """Return the check of every field that is not a string of the user's own choice."""
    return {
        "profile": _choice(PROFILES),
        "fail_on": _choice(FAIL_ON),
        "language": _choice(LANGUAGES),
        "select": partial(_codes, known=codes),
        "ignore": partial(_codes, known=codes),
        "severity": partial(_severities, known=codes),
        "thresholds": _thresholds,
        "buzzwords": _terms,
        "allowed_words": _allowed,
        "headings": _headings,
        "per_file": partial(_overrides, known=codes),
    }
