"""One row of the table of speed and size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure with its mark: a ceiling where `ceiling`, else a floor."""

    what: str
    value: float
    mark: float | None = None
    ceiling: bool = True

    @property
    def reached(self) -> bool:
        """Whether the mark holds; a row without one always does."""
        if self.mark is None:
            return True
        return self.value <= self.mark if self.ceiling else self.value >= self.mark

    def __str__(self) -> str:
        """Return the row as a line of the table."""
        sign = "" if self.mark is None else f"{'<=' if self.ceiling else '>='} {self.mark:,g}"
        verdict = "" if self.reached else "  missed"
        return f"{self.what:58} {sign:>10} {self.value:>10,.2f}{verdict}"
