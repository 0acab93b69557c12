"""Consensus and drift as they are read out in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from analyzer.render.findings import ask, group_lines
from analyzer.render.page import Page, bar, fit
from analyzer.render.prose import clean, quote, readable
from analyzer.render.words import counted, hundred
from analyzer.versions import (
    DIMENSIONS,
    FIELDS,
    Consensus,
    Difference,
    Drift,
    OwnVersion,
    Person,
    StatedDifference,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from analyzer.types import Finding, RuleSummary, Unchecked

ASKED = {
    "whom": "whom we serve",
    "why": "why we exist",
    "what": "what we offer",
    "impact": "lasting effect",
    "when": "by when",
}
CAPTION = (
    "Agreement is how likely two people's versions say the same, held against missions of "
    "strangers in the same field: 50 of 100 is an even chance."
)
NOTHING_SHARED = "No phrase stands in more than half of the versions."
NOTE = "It compares wordings; do not rank people by it."
PARTED = "Who is parted by these does not count as agreeing, however alike the words are."
DRIFT_CAPTION = (
    "Drift is how likely the meaning changed since the version before; what is under 50 of 100 is "
    "taken for another wording."
)
_LABEL = 16
_LONGEST = 28  # columns for a person's name
_FEW = 20  # people up to which all are listed; of more, the furthest
_FURTHEST = 5
_ROWS = 30  # versions up to which all are listed; of more, the changes of meaning
_SPARKS = "▁▂▃▄▅▆▇█"
_PARTED = {"number": "numbers", "opposite": "opposites", "negation": "with and without “not”"}
_HEADS = {
    "whom": "whom", "why": "why", "what": "what", "impact": "effect", "when": "when",
    "number": "numbers", "time": "time", "name": "names", "opposite": "opposite",
    "words": "words", "added": "added", "removed": "removed",
}  # fmt: skip


def render_versions(found: Consensus | Drift, name: str, *, console: Console) -> None:
    """Print a comparison of versions.

    Args:
        found: of people or of revisions.
        name: what was read.
        console: where to.
    """
    page = Page.of(console)
    lines = _consensus(found, page) if isinstance(found, Consensus) else _drift(found, page)
    for line in page.block(clean(name), style="bold"):
        page.print(line)
    for line in lines:
        page.print(line)


# --- consensus ----------------------------------------------------------------------------------


def _consensus(found: Consensus, page: Page) -> Iterator[Text]:
    given = [f"{counted(own.people, name)}" for name, own in found.statements.items()]
    yield from page.block(f"{counted(len(found.people), 'person', 'people')}: {', '.join(given)}")
    yield from _questions(found.findings, found.rules, page)
    yield Text()
    yield page.heading("Agreement")
    yield from page.block(f"{CAPTION} {NOTE}", indent=2, style="dim")
    yield _measure("together", found.agreement, "", page)
    for name, own in found.statements.items():
        if own.agreement is not None:
            yield _measure(name, own.agreement, "", page)
    yield Text()
    yield page.heading("What most of them share")
    if not found.shared:
        yield from page.block(NOTHING_SHARED, indent=2)
    for phrase in found.shared:
        told = f"{quote(phrase.phrase)} {phrase.people} of {phrase.of}, {phrase.statement}"
        yield from page.block(told, indent=2)
    if found.differences:
        yield Text()
        yield page.heading("Alike in words, and yet different")
        yield from page.block(PARTED, indent=2, style="dim")
        for matter in found.differences:
            yield from page.block(parted(matter), indent=2)
    yield Text()
    yield page.heading("Where they agree, and where not")
    for aspect in DIMENSIONS:
        said = f"said by {found.said[aspect]} of {found.read}"
        yield _measure(ASKED[aspect], found.dimensions[aspect], said, page)
    yield Text()
    yield from _people(found, page)
    yield from _unchecked(found.unchecked, page)


def parted(own: StatedDifference) -> str:
    """Return in words what parts versions that are worded alike."""
    said = ", ".join(f"{quote(side.words)} {side.people}" for side in own.said)
    return f"{own.statement}, {_PARTED.get(own.what, own.what)}: {said}"


def _measure(label: str, value: float | None, told: str, page: Page, room: int = _LABEL) -> Text:
    # One column is left free between a name and its bar.
    head = (fit(label, room - 1), room, "")
    if value is None:
        return page.columns([head, (f"nothing to compare  {told}", 0, "dim")], indent=2)
    shown = f"{bar(value)} {hundred(value):>3} of 100"
    return page.columns([head, (shown, 24, ""), (told, 0, "dim")], indent=2)


def _people(found: Consensus, page: Page) -> Iterator[Text]:
    yield page.heading("The people")
    leader = found.leader
    if leader is not None and leader.agreement is not None:
        told = f"The leader agrees with the others in {hundred(leader.agreement)} of 100 cases"
        if leader.group is not None:
            told += f", they with each other in {hundred(leader.group)}"
        yield from page.block(f"{told}.", indent=2)
    listed = [p for p in found.people if p.agreement is not None]
    if len(listed) > _FEW:
        apart = sum(p.outlier for p in listed)
        who = f"{apart:,} of {len(listed):,}" if apart else "Nobody"
        told = f"{who} {'stand' if apart > 1 else 'stands'} apart. The furthest from the others:"
        yield from page.block(told, indent=2)
        listed = sorted(listed, key=lambda p: p.agreement or 0.0)[:_FURTHEST]
    labels = [clean(person.label) for person in listed]
    room = max([_LABEL, *(min(_LONGEST, cell_len(label) + 1) for label in labels)])
    for person, label in zip(listed, labels, strict=True):
        yield _measure(label, person.agreement, _mark(person), page, room)
    for head, own in (("Nearest to all", found.closest), ("Furthest", found.furthest)):
        if own is None:
            continue
        yield Text()
        yield from page.block(f"{head}: {placed(own)}", indent=2, style="bold")
        for text in (own.mission, own.vision):
            if text is not None:
                yield from page.block(f"“{readable(text).text}”", indent=4)


def placed(own: OwnVersion) -> str:
    """Return whose version it is, and how far it agrees with the others."""
    agreed = "" if own.agreement is None else f", {hundred(own.agreement)} of 100"
    return f"{clean(own.label)}{agreed}"


def _mark(person: Person) -> str:
    marks = ("leader", person.leader), ("stands apart", person.outlier)
    return ", ".join(word for word, holds in marks if holds)


# --- drift --------------------------------------------------------------------------------------


def _drift(found: Drift, page: Page) -> Iterator[Text]:
    versions = found.versions
    told = f"{counted(found.revisions, 'revision')}, {counted(len(versions), 'version')}"
    moved = sum(v.change == "meaning" for v in versions)
    told += f" of mission and vision, {counted(moved, 'change')} of meaning"
    if unknown := sum(bool(v.not_compared) for v in versions):
        told += f", {unknown} not compared"
    yield from page.block(told)
    yield from _questions(found.findings, found.rules, page)
    yield Text()
    yield page.heading("Drift")
    yield from page.block(DRIFT_CAPTION, indent=2, style="dim")
    for name in FIELDS:
        if any(getattr(v, name) is not None for v in versions):
            shown = versions[-(page.width - _LABEL - 4) :]
            line = "".join(_spark(v, name) for v in shown)
            yield page.columns([(name, _LABEL, ""), (line, 0, "bold")], indent=2)
    yield Text()
    shown = versions
    if len(versions) > _ROWS:
        shown = tuple(v for n, v in enumerate(versions) if not n or _listed(v))[-_ROWS:]
        told = f"Rewordings are left out ({len(shown)} of {len(versions)} versions are listed)"
        told += "; --format html shows them all."
        yield from page.block(told, indent=2)
    heads = [("", 11, "dim"), ("", 14, "dim"), ("mission", 13, "dim"), ("vision", 13, "dim")]
    yield page.columns([*heads, ("change", 0, "dim")], indent=2)
    before = dict(zip(versions[1:], versions, strict=False))
    for version in shown:
        yield from _version(version, before.get(version), page)
    yield from _unchecked(found.unchecked, page)


def _listed(version: Version) -> bool:
    """Return whether a version is more than another wording, as far as is known."""
    return version.change == "meaning" or bool(version.not_compared)


def _spark(version: Version, name: str) -> str:
    value = getattr(version, f"{name}_drift")
    if value is None:
        return "?" if name in version.not_compared else " "
    return "·" if value == 0 else _SPARKS[min(7, int(value * 8))]


def _version(version: Version, before: Version | None, page: Page) -> Iterator[Text]:
    cells = [
        ((version.date or "")[:10], 11, ""),
        (clean(version.ref), 14, "dim"),
        *((drifted(version, before, name), 13, "") for name in FIELDS),
        (changed(version, before), 0, "bold" if _listed(version) else "dim"),
    ]
    yield page.columns(cells, indent=2)
    for name, text in stated(version, before):
        yield from page.block(f"{name}: “{text}”", indent=4)
    for own in version.differences:
        yield from page.block(difference(own), indent=4)


def stated(version: Version, before: Version | None) -> list[tuple[str, str]]:
    """Return the statements to quote: all of the first version, later those in other words."""
    return [
        (name, readable(text).text)
        for name in FIELDS
        if (text := getattr(version, name)) is not None
        and (before is None or text != getattr(before, name))
    ]


def changed(version: Version, before: Version | None) -> str:
    """Return in words what changed since the version before."""
    if before is None:
        return "first"
    if version.deleted:
        return "file deleted"
    if version.not_compared and version.change != "meaning":
        return "not compared"
    return version.change


def drifted(version: Version, before: Version | None, name: str) -> str:
    """Return how far a statement of a version drifted, in words."""
    value = getattr(version, f"{name}_drift")
    if value is None:
        return "not compared" if name in version.not_compared else "–"
    said = getattr(before, name) if before is not None else None
    same = said == getattr(version, name) or (said is None and value == 0)  # it came back
    return "as it was" if same else f"{hundred(value)} of 100"


def difference(own: Difference) -> str:
    """Return one difference in words."""
    head = f"{own.statement}, {_HEADS.get(own.what, own.what)}"
    if own.what == "added":
        return head  # the new text is quoted in full
    if own.what == "removed":
        return f"{head}: {quote(own.before or '', 120)}"
    before, after = (quote(text) if text else "nothing" for text in (own.before, own.after))
    return f"{head}: {before} → {after}"


# --- both ---------------------------------------------------------------------------------------


def _questions(
    findings: Sequence[Finding], rules: Mapping[str, RuleSummary], page: Page
) -> Iterator[Text]:
    told: set[str] = set()
    for group in ask(findings, 1):
        yield Text()
        yield from group_lines(group, None, rules, page, 2, told)


def _unchecked(entries: Sequence[Unchecked], page: Page) -> Iterator[Text]:
    if not entries:
        return
    yield Text()
    yield page.heading("Not checked")
    for entry in entries:
        yield from page.block(f"{clean(entry.code)}: {clean(entry.reason)}", indent=2)
