"""Tables: which cells are statements, whose they are, and which numbers stand beside them.

Needs nothing of the file's format: a table is rows of prose, and the first row names the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analyzer.readers.asides import is_due_column, is_owner_column
from analyzer.readers.blocks import Table
from analyzer.readers.headings import find_label, is_period, kind_of
from analyzer.readers.inline import Inline
from analyzer.types import Declared

Row = Sequence[Inline]

# "Target", "2031 target", "Target value (Q4)", "Target for 2031".
_WHEN_BEFORE = r"(?:(?:Q[1-4][ ])?(?:19|20)\d\d[ ]|our[ ])?"
_WHEN_AFTER = r"(?:[ ](?:(?:in|for|by|at|of)[ ])?(?:FY[ ]?)?(?:Q[1-4][ ]?)?(?:\d{4}|\d{2}|Q[1-4]))?"
_WHAT = r"(?:[ ](?:value|level|state|figure|position|point|score|performance))?"
_AFTER = rf"{_WHAT}{_WHEN_AFTER}(?:[ ]\([^()]*\))?"
_BASELINE = re.compile(
    rf"{_WHEN_BEFORE}(?:baseline|base|from|start(?:ing)?|initial|last[ ]year){_AFTER}",
    re.IGNORECASE,
)
# Where there is no such column, today's value is where a key result starts from.
_TODAY = re.compile(
    rf"{_WHEN_BEFORE}(?:actual|today|now|as[ -]is|currently|current|present|status[ ]quo"
    rf"|where[ ]we[ ](?:are|stand)(?:[ ](?:now|today))?){_AFTER}",
    re.IGNORECASE,
)
_TARGET = re.compile(
    rf"{_WHEN_BEFORE}(?:target|to|goal|end|aim|desired|to[ -]be|where[ ]we[ ]want[ ]to[ ]be)"
    rf"{_AFTER}",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"(?:(?:key|success|performance|outcome|result|our)[ ]){0,2}"
    r"(?:measures?|metrics?|kpis?|indicators?)(?:[ ]of[ ]success)?"
    r"(?:[ ]?/[ ]?(?:measure|metric|kpi|indicator)s?)?|what[ ]we[ ](?:measure|count)|measurement",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"[\W_]*(?:n[./]?a\.?|tb[acd]|unknown|none yet|not (?:yet )?(?:known|measured|set|available)"
    r"|to be (?:confirmed|defined|set|decided|determined|agreed))?[\W_]*",
    re.IGNORECASE,
)
# Names of columns that hold values in some tables and statements or names in others.
_WORDS_TOO = frozenset(("goal", "aim", "to", "from", "end", "start", "base"))
_AMOUNT = re.compile(r"(?:[<>≥≤~≈+±]=?[ ]?)?(?:[$€£¥]|US\$)?[ ]?\d")
_TARGET_WORDS = re.compile(
    r"\b(?:targets?|to|goal|end|aim|value|level|by|for|in|our|at|of|state|figure)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A statement in a table.

    Attributes:
        inline: its prose.
        kind: what its column or label names.
        row: which row it stands in; the key results of a row belong to the row's objective.
        label: the words that name its kind.
        owner: from the row's column for owners.
        due: from the row's column for dates, or from the name of the column of its target.
        number: "2" of "O2".
        baseline: of a key result, from the row's column for starting points, as written.
        target: likewise, what it is to reach.
        beside: cells further right that belong to its words: its measure, and its target where
            that has a number in it.
    """

    inline: Inline
    kind: Declared
    row: int
    label: str
    owner: str | None = None
    due: str | None = None
    number: str | None = None
    baseline: str | None = None
    target: str | None = None
    beside: tuple[Inline, ...] = ()


def is_baseline_column(name: str) -> bool:
    """Whether a column or field holds the values that key results start from."""
    return any(names.fullmatch(name.strip()) for names in (_BASELINE, _TODAY))


def is_target_column(name: str) -> bool:
    """Whether a column or field holds the values that key results are to reach."""
    return _TARGET.fullmatch(name.strip()) is not None


def cells(table: Table, context: Declared | None) -> Iterator[Cell]:
    """Yield the statements of a table, row by row.

    Args:
        table: the table.
        context: the kind that the headings above it name; its first column is then of that kind
            where no column names one.
    """
    header, body = table.rows[0], table.rows[1:]
    kinds = [kind_of(cell.text) for cell in header]
    labelled = sum(kind_of(row[0].text) is not None for row in body)
    if not any(kinds[1:]) and (labelled or _is_pair(header)):
        yield from _pairs(table)
        return
    columns = _Columns(header, body, kinds, context)
    if any(columns.kinds):
        yield from columns.cells()


def _is_pair(header: Row) -> bool:
    """Whether the header row itself is a label and its statement."""
    return (
        len(header) == 2 and kind_of(header[0].text) is not None and len(header[1].text.split()) > 3
    )


def _pairs(table: Table) -> Iterator[Cell]:
    """Read "Mission | We …": a label in the first column, its statement in the next."""
    columns = _Columns(table.rows[0], table.rows[1:], [None] * len(table.rows[0]), None)
    for number, row in enumerate(table.rows):
        kind = kind_of(row[0].text)
        place = next((i for i, cell in enumerate(row) if i and cell.text), None)
        if kind is None or place is None or (number == 0 and not _is_pair(row)):
            continue
        label = find_label(row[0].text)
        numbered = label.number if label else None
        yield from columns.statements(row, place, kind, number, row[0].text, numbered)


class _Columns:
    """What each column of a table holds, by its name and its cells."""

    def __init__(
        self,
        header: Row,
        body: Sequence[Row],
        kinds: Sequence[Declared | None],
        context: Declared | None,
    ) -> None:
        self._body = body
        self._names = [" ".join(cell.text.split()).strip(" :") for cell in header]
        self._owner = self._first(is_owner_column)
        self._due = self._first(is_due_column)
        self._measure = self._first(_MEASURE.fullmatch)
        self._baseline = self._first(_BASELINE.fullmatch, self._has_values)
        if self._baseline is None:
            self._baseline = self._first(_TODAY.fullmatch, self._has_values)
        self._target = self._first(is_target_column, self._has_values)
        self._periods = [i for i, name in enumerate(self._names) if name and is_period(name)]
        self.kinds = [kind if i != self._target else None for i, kind in enumerate(kinds)]
        objectives = "objective" in (context, *self.kinds)
        if (
            self._measure is not None
            and "key_result" not in self.kinds
            and (objectives or context == "key_result")
        ):
            self.kinds[self._measure] = "key_result"
        elif context is not None and not any(self.kinds):
            column = next((i for i in range(len(header)) if self._holds_texts(i)), None)
            if column is not None:
                self.kinds[column] = context

    def cells(self) -> Iterator[Cell]:
        """Yield the statements, row by row."""
        for number, row in enumerate(self._body):
            for column, kind in enumerate(self.kinds):
                if kind is not None and row[column].text:
                    yield from self.statements(row, column, kind, number, self._names[column])

    def statements(
        self,
        row: Row,
        column: int,
        kind: Declared,
        number: int,
        label: str,
        numbered: str | None = None,
    ) -> Iterator[Cell]:
        """Yield the statements of one cell, each with what stands beside it in its row."""
        result = kind == "key_result"
        # A goal whose row holds no key result has what stands beside it to itself.
        owns = result or "key_result" not in self.kinds
        owner, due = (_text(row, self._owner), _text(row, self._due)) if owns else (None, None)
        counted = result or (owns and kind == "objective")
        first, last = self._ends(row) if counted else (None, None)
        if last is not None:
            due = due or _time_in(self._names[last])
        parts = row[column].split_cuts()
        beside = self._further(row, column, last) if counted and len(parts) == 1 else ()
        first, last = (first, last) if result else (None, None)
        baselines, targets = _split(row, first, len(parts)), _split(row, last, len(parts))
        for part, baseline, target in zip(parts, baselines, targets, strict=True):
            yield Cell(part, kind, number, label, owner, due, numbered, baseline, target, beside)

    def _ends(self, row: Row) -> tuple[int | None, int | None]:
        """Return the columns in which a key result starts and ends.

        Without a column for targets the periods are a path from the first value to the last.
        """
        if self._target is not None or not self._periods:
            first = self._first_period(row) if self._baseline is None else self._baseline
            return first, self._target
        filled = [i for i in self._periods if _value(row[i]) is not None]
        if not filled:
            return self._baseline, None
        first = filled[0] if len(filled) > 1 and self._baseline is None else self._baseline
        return first, filled[-1]

    def _first_period(self, row: Row) -> int | None:
        """Return the first column of a period before the target that has a value: "2025"."""
        before = (i for i in self._periods if self._target is not None and i < self._target)
        return next((i for i in before if _has_digit(row[i])), None)

    def _further(self, row: Row, column: int, target: int | None) -> tuple[Inline, ...]:
        """Return what belongs to a key result's words; a statement in between would part them."""
        places = {self._measure, target if target is None or _has_digit(row[target]) else None}
        stop = next((i for i in range(column + 1, len(row)) if self.kinds[i] is not None), len(row))
        return tuple(row[i] for i in range(column + 1, stop) if i in places and row[i].text)

    def _first(self, *tests: Callable[[str], object]) -> int | None:
        """Return the first column whose name passes."""
        return next((i for i, n in enumerate(self._names) if all(test(n) for test in tests)), None)

    def _has_values(self, name: str) -> bool:
        """Whether most of a column's cells that say anything are values, no dates and no texts."""
        column = self._names.index(name)
        given = [cell for row in self._body if (cell := _text(row, column)) and _value(row[column])]
        values = [c for c in given if not is_period(c) and len(c.split()) <= 8]
        if name.lower() in _WORDS_TOO:
            values = [c for c in values if _AMOUNT.match(c)]
        return len(values) * 2 > len(given)

    def _holds_texts(self, column: int) -> bool:
        """Whether a column holds texts of several words, and nothing that stands beside one."""
        if column in (self._owner, self._due, self._baseline, self._target, *self._periods):
            return False
        texts = [row[column].text for row in self._body if row[column].text]
        enough = 2 if self._target is not None else 3
        return bool(texts) and sum(len(t.split()) >= enough for t in texts) * 2 > len(texts)


def _time_in(name: str) -> str | None:
    """Return the time in the name of a column of targets: "Q4 2031" of "Target (Q4 2031)"."""
    rest = _TARGET_WORDS.sub(" ", name).strip(" ()")
    return rest if rest and is_period(rest) else None


def _text(row: Row, column: int | None) -> str | None:
    return (row[column].text.strip() or None) if column is not None else None


def _value(cell: Inline) -> str | None:
    """Return a value as written, or None where the cell says that there is none."""
    return None if _NO_VALUE.fullmatch(cell.text) else " ".join(cell.text.split())


def _has_digit(cell: Inline) -> bool:
    return any(c.isdigit() for c in cell.text)


def _split(row: Row, column: int | None, count: int) -> list[str | None]:
    """Return the values of a cell for so many statements; several share out as many, or none."""
    if column is None:
        return [None] * count
    parts = [row[column]] if count == 1 else row[column].split_cuts()
    return [_value(part) for part in parts] if len(parts) == count else [None] * count
