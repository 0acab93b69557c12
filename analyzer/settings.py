"""Settings from `plumbline.toml` or `[tool.plumbline]` of `pyproject.toml`; the nearest wins.

`docs/settings.md` shows every key with an example.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from analyzer.errors import SettingsError
from analyzer.registry import PROFILES, Profile
from analyzer.types import DECLARED, SEVERITIES, Declared, Severity

FAIL_ON: tuple[str, ...] = (*SEVERITIES, "never")

# Takes a value and the place that an error names; returns what `Settings` holds.
Check = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a threshold may be, and what it decides."""

    low: float
    high: float
    decides: str


# The figures themselves stand beside the rules that use them, with how they were chosen.
THRESHOLDS: Mapping[str, Range] = {
    "vague-statement": Range(0, 100, "VAG001: vagueness score from which a statement is flagged"),
    "kind-mismatch": Range(0.5, 1, "KND001: probability of the other kind"),
    "merged-statement": Range(0, 1, "KND002: probability that a text does two jobs"),
    "buzzword": Range(0, 5, "BUZ001: weight of a stock phrase, as `data/lexicons` gives it"),
    "word-salad": Range(2, 50, "BUZ002: good things in a row; values may be one more"),
    "orphan-objective": Range(0, 1, "ALN001: closeness under which an objective is far away"),
    "orphan-percentile": Range(
        0, 100, "ALN001: percentile among strangers under which an objective is far away"
    ),
}


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """A stock phrase of one's own house, and the plain word for it where there is one."""

    term: str
    plain: str | None = None


@dataclass(frozen=True, slots=True)
class PerFile:
    """Settings that hold for some files only.

    Attributes:
        files: patterns relative to the folder of the settings file; `**` stands for any folders, a
            pattern without a slash fits a name in any folder.
        values: field of `Settings` and its value.
    """

    files: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; every field has the default that the wire format names.

    All values are hashable, so that files with equal settings can share one `Analyzer`.

    Attributes:
        profile: school of thought that decides what counts as a failure.
        select: rule codes or prefixes to run; empty means all.
        ignore: rule codes or prefixes to leave out.
        severity: rule code or prefix and the severity of its findings; the longest prefix decides.
        thresholds: name (a key of `THRESHOLDS`) and value.
        buzzwords: stock phrases of one's own house.
        allowed_words: terms that no finding is about.
        headings: words of a heading or label and the kind that they declare.
        fail_on: severity from which `check` exits with 1, or `never`.
        embedder: `static`, `minilm`, or a name or path that sentence-transformers takes.
        language: a language code to insist on (`en`), or None to go by the guess.
        pipeline: name or path of another installed spaCy pipeline, or None for the shipped one.
        per_file: settings for some files only; `for_file` puts them in.
    """

    profile: Profile = "okr-hub"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    thresholds: tuple[tuple[str, float], ...] = ()
    buzzwords: tuple[OwnTerm, ...] = ()
    allowed_words: tuple[str, ...] = ()
    headings: tuple[tuple[str, Declared], ...] = ()
    fail_on: str = "warning"
    embedder: str = "static"
    language: str | None = None
    pipeline: str | None = None
    per_file: tuple[PerFile, ...] = ()

    def override(self, **given: Any) -> Settings:
        """Return a copy with the values that are not None put in."""
        return replace(self, **{k: v for k, v in given.items() if v is not None})

    def severity_of(self, code: str, default: Severity) -> Severity:
        """Return the severity of a rule's findings; the longest prefix in `severity` decides."""
        fitting = [entry for entry in self.severity if code.startswith(entry[0])]
        return max(fitting, key=lambda entry: len(entry[0]))[1] if fitting else default

    def for_file(self, path: str) -> Settings:
        """Return the settings of one file; of several overrides that fit, the last decides.

        Args:
            path: relative to the folder of the settings file, with slashes. A table of an override
                adds to the general one; any other value stands in its place.
        """
        settings = replace(self, per_file=())
        for override in self.per_file:
            if not any(matches(path, pattern) for pattern in override.files):
                continue
            values = dict(override.values)
            for name in _TABLES & values.keys():
                values[name] = tuple((dict(getattr(settings, name)) | dict(values[name])).items())
            settings = replace(settings, **values)
        return settings


_TABLES = frozenset({"severity", "thresholds", "headings"})


def matches(path: str, pattern: str) -> bool:
    """Return whether a relative path fits a pattern of `per-file`."""
    parts = pattern.removeprefix("./").split("/")
    if "/" not in pattern:
        parts.insert(0, "**")
    if pattern.endswith("/"):
        parts[-1] = "**"
    # Two in a row say no more than one, and would only cost time.
    parts = [p for i, p in enumerate(parts) if p != "**" or parts[i - 1 : i] != ["**"]]
    return _fits(path.split("/"), parts)


def _fits(path: list[str], pattern: list[str]) -> bool:
    """Return whether the parts of a path fit those of a pattern, row by row of their table."""
    reached = {0}  # how many parts of the path the pattern so far may have used up
    for part in pattern:
        if part == "**":
            reached = set(range(min(reached), len(path) + 1)) if reached else reached
        else:
            reached = {i + 1 for i in reached if i < len(path) and fnmatchcase(path[i], part)}
    return len(path) in reached


def load_settings(start: Path) -> Settings:
    """Read the settings that hold for a file or folder.

    Args:
        start: the file or folder; its own and then each parent folder is looked at. Overrides for
            some files are put in where it is a file.

    Raises:
        SettingsError: syntax error, unknown key or wrong type; names the file and the key.
    """
    resolved = start.resolve()
    for folder in (resolved, *resolved.parents):
        own, project = folder / "plumbline.toml", folder / "pyproject.toml"
        if own.is_file():
            found = parse_settings(_read(own), own)
        elif project.is_file() and (table := _own_table(project)) is not None:
            found = parse_settings(table, project)
        else:
            continue
        return found.for_file(resolved.relative_to(folder).as_posix())
    return Settings()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML: {error}") from error


def _own_table(project: Path) -> Any:
    tools = _read(project).get("tool", {})
    return tools.get("plumbline") if isinstance(tools, dict) else None


def parse_settings(table: Any, path: Path) -> Settings:
    """Check a settings table and return it as `Settings`.

    Raises:
        SettingsError: an unknown key (the nearest known one is named) or a wrong value.
    """
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.plumbline must be a table")
    return Settings(**_values(table, str(path), _KEYS))


def _values(table: Mapping[str, Any], place: str, known: Iterable[str]) -> dict[str, Any]:
    """Return field and checked value of each key of a table."""
    keys = {name.replace("_", "-"): name for name in known}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = keys.get(key.replace("_", "-"))
        if name is None:
            raise SettingsError(f"{place}: unknown setting {key!r}{_hint(key, keys)}")
        if name in values:
            raise SettingsError(f"{place}: {key} is given twice, with a hyphen and a low line")
        check: Check = _CHECKS.get(name, _text)
        values[name] = check(value, f"{place}: {key}")
    return values


def _hint(given: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(given.lower(), list(known), n=1, cutoff=0.0)
    return f"; did you mean {near[0]!r}?" if near else ""


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise SettingsError(f"{place} must be a string, not {_type(value)}")
    return value


def _choice(choices: tuple[str, ...]) -> Check:
    def check(value: Any, place: str) -> str:
        if _text(value, place) not in choices:
            raise SettingsError(f"{place} must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    return check


def _codes(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise SettingsError(f'{place} must be a list of rule codes, such as ["BUZ", "VAG002"]')
    return tuple(value)


def _severities(value: Any, place: str) -> tuple[tuple[str, str], ...]:
    table = _table(value, place, 'BUZ = "note"')
    check = _choice(SEVERITIES)
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
            raise SettingsError(
                f"{place}.{words!r} must be one of {', '.join(DECLARED)}, not {kind!r}"
            )
        found.append((_words(words, place), name))
    return tuple(found)


def _overrides(value: Any, place: str) -> tuple[PerFile, ...]:
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
        values = _values(rest, f"{place}[{number}]", [key for key in _KEYS if key != "per_file"])
        found.append(PerFile(tuple(patterns), tuple(values.items())))
    return tuple(found)


def _table(value: Any, place: str, example: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{place} must be a table with lines such as {example}")
    return value


def _type(value: Any) -> str:
    return type(value).__name__


_KEYS = tuple(field.name for field in fields(Settings))
# Every field that is not a string of the user's own choice.
_CHECKS: Mapping[str, Check] = {
    "profile": _choice(PROFILES),
    "fail_on": _choice(FAIL_ON),
    "select": _codes,
    "ignore": _codes,
    "severity": _severities,
    "thresholds": _thresholds,
    "buzzwords": _terms,
    "allowed_words": _allowed,
    "headings": _headings,
    "per_file": _overrides,
}


def severity_at_least(severity: Severity, gate: str) -> bool:
    """Return whether a severity reaches the gate; nothing reaches `never`."""
    return gate != "never" and SEVERITIES.index(severity) >= SEVERITIES.index(
        cast("Severity", gate)
    )
