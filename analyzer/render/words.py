"""What things are called in a report that is read out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analyzer.render.prose import clean
from analyzer.types import KINDS, Report, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLURALS = {
    "merged": "mission and vision in one",
    "mission": "missions",
    "vision": "visions",
    "values": "values",
    "strategy": "strategies",
    "objective": "objectives",
    "key_result": "key results",
    "slogan": "slogans",
    "other": "other passages",
}
_SINGULARS: dict[str, str] = {
    **{str(kind): kind.replace("_", " ") for kind in KINDS},
    "values": "value",
    "merged": "mission and vision in one",
    "other": "other passage",
}
# Short by nature, and placed by the layout of a document better than by their words.
_LISTED = frozenset({"values", "objective", "key_result"})
_LIKELY = 0.5  # probability from which another function than the label's is worth saying
_ALONE = {"values": "Values"}  # one text that holds all of them


def singular(kind: str) -> str:
    """Return a kind's name for one statement: `key result`."""
    return _SINGULARS.get(kind, clean(kind))


def a(kind: str) -> str:
    """Return a kind's name with its article: `an objective`."""
    name = "passage of another kind" if kind == "other" else singular(kind)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def counted(number: int, word: str, words: str | None = None) -> str:
    """Return a number with its noun: `1 note`, `2 notes`."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def role(statement: Statement) -> str:
    """Return the kind under which a statement is shown: as declared, else by function."""
    return statement.declared or statement.kind or "other"


def function(statement: Statement) -> str:
    """Return what the text does, where that is not what its label says; empty where it is."""
    declared, kind = statement.declared, statement.kind
    if kind is None or declared in _LISTED:
        return ""
    if statement.abstained:
        likely = sorted(statement.probabilities, key=statement.probabilities.__getitem__)[-2:]
        close = " or ".join(singular(name) for name in reversed(likely))
        return f"Its function is too close to call: {close}."
    sure = statement.probabilities.get(kind, 0.0)
    share = f"({hundred(sure)} in 100 sure)"
    if declared is None:
        return f"No label; by its words {a(kind)} {share}."
    if declared not in ("merged", kind) and sure >= _LIKELY:
        return f"Labelled {singular(declared)}, but it does the job of {a(kind)} {share}."
    return ""


def inventory(report: Report) -> str:
    """Return what was found, in one line: `1 mission, 1 vision, 4 objectives`."""
    number = Counter(role(s) for s in report.statements)
    order = [*_PLURALS, *number]
    kinds = sorted(number, key=order.index)
    return ", ".join(
        "values"
        if (k, number[k]) == ("values", 1)
        else counted(number[k], singular(k), _PLURALS.get(k))
        for k in kinds
    )


def arranged(report: Report) -> Iterator[Statement]:
    """Yield every statement once, key results directly below their objective."""
    known = {s.id for s in report.statements}
    below: dict[str, list[Statement]] = {}
    for statement in report.statements:
        if statement.parent in known and statement.parent != statement.id:
            below.setdefault(str(statement.parent), []).append(statement)
    nested = {s.id for group in below.values() for s in group}
    seen: set[str] = set()
    stack = [s for s in reversed(report.statements) if s.id not in nested]
    while stack:
        statement = stack.pop()
        seen.add(statement.id)
        yield statement
        stack.extend(reversed(below.get(statement.id, [])))
    yield from (s for s in report.statements if s.id not in seen)  # parents that form a ring


def labels(report: Report) -> Mapping[str, str]:
    """Return what each statement is called: `Mission`, `Objective 2`, `Key result 2.1`.

    One with an id of its own is called by it: `Objective o3`.
    """
    number = Counter(role(s) for s in report.statements)
    count: Counter[str] = Counter()
    below: Counter[str] = Counter()
    found: dict[str, str] = {}
    for statement in arranged(report):
        kind = role(statement)
        name = singular(kind).capitalize()
        above = found.get(statement.parent or "", "")
        if kind == "key_result" and above.startswith("Objective "):
            below[above] += 1
            found[statement.id] = f"{name} {above.split(' ')[1]}.{below[above]}"
            continue
        count[kind] += 1
        if id := clean(statement.location.id or ""):
            own = f"{name} {id}"
            count[own] += 1
            line = f" (line {statement.location.line})" if count[own] > 1 else ""
            found[statement.id] = f"{own}{line}"
            continue
        numbered = number[kind] > 1 or kind in ("objective", "key_result", "other")
        found[statement.id] = f"{name} {count[kind]}" if numbered else _ALONE.get(kind, name)
    return found


def hundred(probability: float) -> int:
    """Return a probability as a whole number of hundred, 1 to 99 unless it is certain."""
    if probability in (0.0, 1.0):
        return int(probability * 100)
    return min(99, max(1, round(probability * 100)))
