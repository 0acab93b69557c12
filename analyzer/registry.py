"""Rules as data: a rule is one function, and the registry adds its code, severity and wording.

Rule modules import neither spaCy nor weights, so `plumbline rules` and `plumbline explain` start
fast. A rule reads the Doc and writes nothing; it yields a `Hit` for every problem.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from analyzer.errors import UsageError
from analyzer.types import RuleSummary, Severity

Scope = Literal["statement", "document", "people", "history"]
Profile = Literal["okr-hub", "stoner", "okr-guide", "outside-in", "mokr"]
PROFILES: tuple[Profile, ...] = ("okr-hub", "stoner", "okr-guide", "outside-in", "mokr")

# Rules of the scope `people` read a Consensus, those of `history` a Drift, the others the Doc.
Check = Callable[[Any], Iterable["Hit"]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One problem that a rule found; offsets are characters of the Doc, end-exclusive.

    Attributes:
        statement: index into `doc.spans["statements"]`; None for the document as a whole.
        span: the words that cause it; None where the problem is a gap.
        related: further words, such as repeated hits of the same term.
        fields: values for the placeholders of the rule's message and question.
        question: replaces the rule's question where only a part of it is to be asked.
        suggestion: a form to rewrite into, where one can be given.
        probability: of the classifier that triggered it, where one did.
    """

    statement: int | None
    span: tuple[int, int] | None
    related: tuple[tuple[int, int], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    question: str | None = None
    suggestion: str | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text that must, or must not, trigger a rule: one statement, or a Markdown document.

    For the scope `people` each line is one person's mission, the leader's after `leader:`; for the
    scope `history` each line is a version: a date, the statement's name, a colon, its text.
    """

    text: str
    declared: str | None = None
    document: bool = False


def said(declared: str, text: str) -> Example:
    """Return an example of one statement under a declared label."""
    return Example(text, declared=declared)


def document(text: str) -> Example:
    """Return an example that is a whole Markdown document."""
    return Example(text, document=True)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's function with everything that is said about it."""

    code: str
    name: str
    severity: Severity
    scope: Scope
    requires: tuple[str, ...]
    message: str
    question: str
    cost: str
    rationale: str
    mend: str
    before: str
    after: str
    source: str
    flags: tuple[Example, ...]
    passes: tuple[Example, ...]
    profiles: tuple[Profile, ...]
    check: Check
    needs: tuple[str, ...] = ()

    def summary(self, precision: float | None = None, n: int = 0) -> RuleSummary:
        """Return what a report carries of the rule."""
        return RuleSummary(self.name, self.cost, self.before, self.after, precision, n)


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    name: str,
    severity: Severity,
    scope: Scope = "statement",
    requires: tuple[str, ...] = (),
    message: str,
    question: str,
    cost: str,
    rationale: str,
    mend: str,
    before: str,
    after: str,
    source: str,
    flags: Sequence[str | Example],
    passes: Sequence[str | Example],
    profiles: tuple[Profile, ...] = PROFILES,
    needs: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Register a rule function under a code that is never reused.

    Args:
        code: three letters of the family and three digits.
        name: lower-case words joined by hyphens.
        severity: default; a rule with a measured precision under 0.8 is a note.
        scope: whether it looks at one statement at a time, at the document's links, at people's
            versions of one moment, or at the versions of a document over time.
        requires: names of the annotators that must have run.
        message: what is wrong; may hold `{placeholders}` filled from `Hit.fields`.
        question: what to ask the people who wrote it.
        cost: one line: what the failure costs them.
        rationale: why it is a failure.
        mend: how to mend it.
        before: a statement with the failure.
        after: the same statement mended.
        source: which article of the field names the failure.
        flags: texts that must trigger it.
        passes: texts that must not.
        profiles: schools for which it counts.
        needs: kinds of statement that it compares; a document that holds some of them and lacks
            others is told so under `unchecked`.
    """

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"rule code {code} is taken by {_RULES[code].name}")
        _RULES[code] = Rule(
            code=code,
            name=name,
            severity=severity,
            scope=scope,
            requires=requires,
            message=message,
            question=question,
            cost=cost,
            rationale=rationale,
            mend=mend,
            before=before,
            after=after,
            source=source,
            flags=tuple(e if isinstance(e, Example) else Example(e) for e in flags),
            passes=tuple(e if isinstance(e, Example) else Example(e) for e in passes),
            profiles=profiles,
            check=check,
            needs=needs,
        )
        return check

    return register


def all_rules() -> Mapping[str, Rule]:
    """Return every registered rule by code; `analyzer.rules` registers the shipped ones."""
    return dict(sorted(_RULES.items()))


def get_rule(code: str) -> Rule:
    """Return one rule.

    Raises:
        UsageError: there is none with that code or name; the nearest is named.
    """
    rules = all_rules()
    for candidate in rules.values():
        if code.upper() == candidate.code or code.lower() == candidate.name:
            return candidate
    raise UsageError(_unknown(code, [*rules, *(r.name for r in rules.values())]))


def _unknown(code: str, known: list[str]) -> str:
    near = difflib.get_close_matches(code.upper(), known, n=1, cutoff=0.5) or (
        difflib.get_close_matches(code.lower(), known, n=1, cutoff=0.5)
    )
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown rule {code!r}{hint} (plumbline rules lists all of them)"


def select_rules(
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: Profile = "okr-hub",
    scopes: Sequence[Scope] = ("statement", "document"),
) -> Iterator[Rule]:
    """Yield the rules to run: the longest matching prefix decides, as in flake8.

    Args:
        select: codes or prefixes (`BUZ`, `VAG002`); none means all.
        ignore: codes or prefixes left out; a longer prefix in `select` wins over it.
        profile: school whose rules count.
        scopes: of the rules that can run: the default is those that read one document.

    Raises:
        UsageError: a code or prefix fits no rule, or the profile does not exist.
    """
    if profile not in PROFILES:
        raise UsageError(f"unknown profile {profile!r}; choose one of {', '.join(PROFILES)}")
    rules = all_rules()
    chosen, left_out = [c.upper() for c in select], [c.upper() for c in ignore]
    for prefix in [*chosen, *left_out]:
        if not any(code.startswith(prefix) for code in rules):
            raise UsageError(_unknown(prefix, list(rules)))
    for code, candidate in rules.items():
        wanted = max((len(p) for p in chosen if code.startswith(p)), default=-1 if chosen else 0)
        unwanted = max((len(p) for p in left_out if code.startswith(p)), default=-1)
        if candidate.scope in scopes and wanted > unwanted and profile in candidate.profiles:
            yield candidate
