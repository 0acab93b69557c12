"""The wire format of consensus and drift as frozen dataclasses: versions of one mission and vision.

People's versions of the same moment give a `Consensus`, a document's versions over time a `Drift`.
As with a Report, `to_dict` is their only serialiser. Only the standard library is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analyzer.types import Finding, Provenance, RuleSummary, Unchecked, to_plain

CONSENSUS_SCHEMA = "plumbline.consensus/1"
DRIFT_SCHEMA = "plumbline.drift/1"

Change = Literal["none", "wording", "meaning"]
FIELDS = ("mission", "vision")
# From this probability on an edit is taken for a change of meaning.
MEANING = 0.5
# Below this chance two people's versions are more likely strangers' than one team's.
EVEN = 0.5
DIMENSIONS = ("whom", "why", "what", "impact", "when")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's place in the group.

    Attributes:
        label: `person 1`, or the name where names are asked for.
        agreement: mean probability that another's version says the same; None where there is
            nothing to compare.
        outlier: stands far below the others' agreement; never in a group of fewer than four.
        position: x and y on the map of meaning, each from -1 to 1; None where there is no place.
        leader: whether the version is a leader's.
    """

    label: str
    agreement: float | None
    outlier: bool
    position: tuple[float, float] | None
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """The leader against the group; the mean where several lead.

    Attributes:
        agreement: mean probability that one of the group says the same.
        percentile: how many of 100 of the group agree less with the rest than the leader does.
        group: agreement of the others with each other.
    """

    agreement: float | None
    percentile: int | None
    group: float | None = None


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """A phrase that stands in most versions, in somebody's own words."""

    phrase: str
    statement: str
    people: int
    of: int


@dataclass(frozen=True, slots=True)
class StatementAgreement:
    """Agreement on the mission or on the vision alone, and how many people gave one."""

    agreement: float | None
    people: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that one side of a difference has, and how many people have them."""

    words: str
    people: int


@dataclass(frozen=True, slots=True)
class StatedDifference:
    """What parts versions that are worded alike.

    Attributes:
        statement: `mission` or `vision`.
        what: `number`, `opposite` or `negation`.
        said: the words that stand against each other.
    """

    statement: str
    what: str
    said: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One person's version in full: the nearest to all others, or the furthest from them."""

    label: str
    mission: str | None
    vision: str | None
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Map:
    """How the map of meaning is to be read.

    Attributes:
        shown: share of the differences that two dimensions can show, 0 to 1.
        even: distance on the map at which two versions say the same with probability one half.
    """

    shown: float
    even: float | None


@dataclass(frozen=True, slots=True)
class Consensus:
    """What people's versions have in common.

    Attributes:
        agreement: mean probability that two people's versions say the same, judged against
            strangers' missions of the same field; None where no two can be compared.
        core: the phrases that stand in most versions, in the same words or plain synonyms.
        shared: the same phrases with the number of people.
        dimensions: agreement of those who say whom, why, what, impact or when; None where fewer
            than two do.
        said: how many of those who were read say each of them.
        read: how many people's versions the core and the dimensions were read from.
        statements: agreement on mission and on vision.
        people: in the order of the input.
        leader: None where nobody leads.
        closest: the version nearest to all others; None where nothing can be compared, where all
            agree about alike, or where nobody agrees with the others.
        furthest: the version furthest from them; None likewise.
        map: how the positions are to be read.
        differences: numbers, opposites and negations that part versions worded alike; people whom
            they part do not agree.
    """

    agreement: float | None
    core: tuple[str, ...]
    shared: tuple[SharedPhrase, ...]
    dimensions: Mapping[str, float | None]
    said: Mapping[str, int]
    read: int
    statements: Mapping[str, StatementAgreement]
    people: tuple[Person, ...]
    leader: Leader | None
    closest: OwnVersion | None
    furthest: OwnVersion | None
    map: Map
    findings: tuple[Finding, ...]
    rules: Mapping[str, RuleSummary]
    unchecked: tuple[Unchecked, ...]
    provenance: Provenance
    differences: tuple[StatedDifference, ...] = ()
    schema: str = CONSENSUS_SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form: plain dicts, lists, strings, numbers, booleans and None."""
        return _schema_first(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one edit changed.

    Attributes:
        statement: `mission` or `vision`.
        what: `whom`, `why`, `what`, `impact`, `when`, `number`, `time`, `name`, `opposite`,
            `words`, `added` or `removed`.
        before: the words as they were; None where there were none.
        after: as they are.
    """

    statement: str
    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """Mission and vision as they stood from one revision on.

    Attributes:
        ref: the revision, or the name of the file.
        date: of the revision, ISO 8601; None where it has none.
        mission: the text; None where there is none.
        vision: likewise.
        mission_drift: probability that the meaning changed since the version before; None where
            there is nothing to compare.
        vision_drift: likewise.
        change: the larger of the changes of the two.
        mission_from_first: probability that the meaning is another than the first version's.
        vision_from_first: likewise.
        differences: what changed, where the meaning did.
        path: name of the file in that revision.
        not_compared: those of `FIELDS` that differ from the version before, and whose meaning could
            not be compared; `change` is then the least that they changed.
        deleted: whether the file itself was deleted.
    """

    ref: str
    date: str | None
    mission: str | None
    vision: str | None
    mission_drift: float | None
    vision_drift: float | None
    change: Change
    mission_from_first: float | None
    vision_from_first: float | None
    differences: tuple[Difference, ...]
    path: str
    not_compared: tuple[str, ...] = ()
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Drift:
    """How mission and vision moved over the versions of a file.

    Attributes:
        versions: the first, and each in which mission or vision was edited; the oldest first.
        revisions: how many revisions of the file were looked at.
        until: date up to which it is known to have stood so.
        vision_since: date from which the vision has meant what it means, looked for before the
            first version too; None where none is known.
        vision_since_exact: whether it may not have meant the same still longer.
    """

    versions: tuple[Version, ...]
    revisions: int
    until: str | None
    findings: tuple[Finding, ...]
    rules: Mapping[str, RuleSummary]
    unchecked: tuple[Unchecked, ...]
    provenance: Provenance
    vision_since: str | None = None
    vision_since_exact: bool = True
    schema: str = DRIFT_SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form: plain dicts, lists, strings, numbers, booleans and None."""
        return _schema_first(self)


def _schema_first(value: Consensus | Drift) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(value)
    return {"schema": plain.pop("schema"), **plain}
