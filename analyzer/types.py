"""The wire format as frozen dataclasses: one analysis is one `Report`.

Every front end carries these objects and `to_dict` is their only serialiser, so no two outputs can
disagree. Only the standard library is imported here.

Offsets are Unicode code points into `Report.text`, end-exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, Literal, get_args

SCHEMA = "plumbline.report/1"

Kind = Literal[
    "mission", "vision", "values", "strategy", "objective", "key_result", "slogan", "other"
]
Declared = Literal[
    "mission",
    "vision",
    "values",
    "strategy",
    "objective",
    "key_result",
    "slogan",
    "other",
    "merged",
]
Severity = Literal["note", "warning", "error"]
KeyResultType = Literal["outcome", "activity", "mixed", "unclear"]
ObjectiveType = Literal["qualitative_aim", "posture", "task", "metric", "unclear"]
Perspective = Literal["financial", "customer", "process", "learning"]
Relation = Literal[
    "objective-mission",
    "objective-vision",
    "key_result-vision",
    "objective-values",
    "key_result-values",
    "mission-vision",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
DECLARED: tuple[Declared, ...] = get_args(Declared)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the report's text; `text` quotes it so that a span can be read alone."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where a statement stands in its source: line and column count from 1, or a path of fields.

    `id` is what the source itself calls it: the id of its row in a table of statements.
    """

    line: int | None = None
    column: int | None = None
    path: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One half of a merged statement."""

    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Merged:
    """How likely the text does two jobs; `parts` is empty where no split is offered."""

    probability: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one human-readable feature adds to a score, in points, with the words that cause it."""

    feature: str
    label: str
    amount: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100: `value` is `base` plus all amounts, clipped to that range."""

    value: float
    interval: tuple[float, float]
    band: str
    percentile: int
    reference_n: int
    base: float
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The words that answer the four mission questions; None where no words do."""

    whom: Span | None = None
    why: Span | None = None
    what: Span | None = None
    impact: Span | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """The words that fill the four slots of a rank claim; None where a slot stays empty."""

    measure: Span | None = None
    market: Span | None = None
    when: Span | None = None
    position: Span | None = None


@dataclass(frozen=True, slots=True)
class KeyResult:
    """What a key result claims; owner, baseline, target and due are quoted as written.

    The date in `due` stands beside the key result or above it; `time_bound` judges its text alone.
    """

    type: KeyResultType
    measurable: bool
    time_bound: bool
    owner: str | None = None
    baseline: str | None = None
    target: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """What an objective is, and its Balanced Scorecard perspective where the words show one."""

    type: ObjectiveType
    perspective: Perspective | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the source with everything measured on it."""

    id: str
    span: Span
    location: Location
    declared: Declared | None
    kind: Kind | None
    probabilities: Mapping[str, float] = field(default_factory=dict)
    abstained: bool = False
    merged: Merged | None = None
    scores: Mapping[str, Score] = field(default_factory=dict)
    answers: Answers | None = None
    slots: Slots | None = None
    key_result: KeyResult | None = None
    objective: Objective | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem with its evidence and the question that would mend it."""

    id: str
    code: str
    name: str
    severity: Severity
    statement: str | None
    span: Span | None
    message: str
    question: str
    related: tuple[Span, ...] = ()
    suggestion: str | None = None
    probability: float | None = None
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """What a reader of a report needs to know of a rule that fired."""

    name: str
    cost: str
    before: str
    after: str
    precision: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class AlignedPart:
    """One clause of an alignment's target and how close it stands."""

    span: Span
    closeness: float | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How close one statement stands to another; `source` and `target` are statement ids.

    `similarity` is the raw cosine, `closeness` the probability that the two belong together at an
    even prior, `percentile` the rank against other organisations' texts.
    """

    source: str
    target: str
    relation: Relation
    similarity: float
    closeness: float | None
    percentile: int | None
    nearest: Span | None
    parts: tuple[AlignedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that was not looked at, and why; it never reads as a pass."""

    code: str
    statement: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Language:
    """The guessed language of the whole text (ISO 639-1) and the guesser's probability."""

    guess: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Source:
    """The id and name of what was analysed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What produced the report: versions and digests, so that a result can be made again."""

    version: str
    profile: str
    rules: str
    models: Mapping[str, str]
    embedder: str | None
    thresholds: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one analysis."""

    source: Source
    language: Language
    text: str
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    rules: Mapping[str, RuleSummary]
    alignment: tuple[Alignment, ...]
    unchecked: tuple[Unchecked, ...]
    provenance: Provenance
    schema: str = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form: plain dicts, lists, strings, numbers, booleans and None."""
        plain: dict[str, Any] = to_plain(self)
        return {"schema": plain.pop("schema"), **plain}

    def worst(self) -> Severity | None:
        """Return the highest severity among the findings that are not suppressed."""
        found = [SEVERITIES.index(f.severity) for f in self.findings if f.suppressed is None]
        return SEVERITIES[max(found)] if found else None


# `from` is a Python keyword, so the two ends of an alignment carry other names in the code.
_WIRE_NAMES = {("Alignment", "source"): "from", ("Alignment", "target"): "to"}

_PLAIN = frozenset((str, int, float, bool, type(None)))


@cache
def _wire_fields(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names on the wire of a dataclass's fields, and what reads the fields' values.

    Every dataclass of the wire format has two fields or more, so the values come as a tuple.
    """
    names = [f.name for f in fields(cls)]
    return tuple(_WIRE_NAMES.get((cls.__name__, n), n) for n in names), attrgetter(*names)


def to_plain(value: Any) -> Any:
    """Turn dataclasses, mappings and tuples into dicts and lists, all the way down."""
    cls = value.__class__
    if cls in _PLAIN:
        return value
    if hasattr(cls, "__dataclass_fields__"):
        names, values = _wire_fields(cls)
        plain = dict(zip(names, values(value), strict=True))
    elif isinstance(value, Mapping):
        plain = dict(value)
    else:
        return [item if item.__class__ in _PLAIN else to_plain(item) for item in value]
    for key, item in plain.items():
        if item.__class__ not in _PLAIN:
            plain[key] = to_plain(item)
    return plain
