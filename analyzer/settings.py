"""What a user may set, and which of it holds for a file.

`docs/settings.md` shows every key with an example; `settings_files` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, cast

from analyzer.registry import Profile
from analyzer.types import SEVERITIES, Declared, Severity

FAIL_ON: tuple[str, ...] = (*SEVERITIES, "never")
# Languages that a text can be insisted to be in.
LANGUAGES = ("en",)


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


def severity_at_least(severity: Severity, gate: str) -> bool:
    """Return whether a severity reaches the gate; nothing reaches `never`."""
    return gate != "never" and SEVERITIES.index(severity) >= SEVERITIES.index(
        cast("Severity", gate)
    )
