from __future__ import annotations

from dataclasses import replace

from analyzer.render.grid import grids
from analyzer.render.words import labels
from analyzer.types import AlignedPart, Alignment, Kind, Location, Relation, Report, Span, Statement
from tests.render import reports

MISSION = "We run ferries, and we teach children to swim."
CLAUSES = (Span(0, 15, MISSION[:15]), Span(16, 46, MISSION[16:]))


def plan(values: int = 2) -> Report:
    """Return a mission of two clauses, values, and two objectives, each compared with all."""
    texts: list[tuple[Kind, str]] = [
        ("mission", MISSION),
        *(("values", f"Value number {n}") for n in range(values)),
        ("objective", "Ferries run on time"),
        ("objective", "Sell insurance"),
    ]
    statements, place = [], 0
    for number, (kind, text) in enumerate(texts, start=1):
        span = Span(place, place + len(text), text)
        statements.append(Statement(f"s{number}", span, Location(), kind, kind))
        place += len(text) + 2
    near, far = statements[-2].id, statements[-1].id
    links = []
    for source, first in ((near, 0.9), (far, 0.2)):
        parts = (AlignedPart(CLAUSES[0], first), AlignedPart(CLAUSES[1], 0.1))
        links.append(_link(source, "s1", "objective-mission", first, parts))
        links += [_link(source, f"s{n}", "objective-values", n / 20) for n in range(2, values + 2)]
    text = "\n\n".join(text for _, text in texts)
    return reports.report(text, tuple(statements), alignment=tuple(links))


def _link(
    source: str,
    target: str,
    relation: Relation,
    closeness: float,
    parts: tuple[AlignedPart, ...] = (),
) -> Alignment:
    return Alignment(source, target, relation, 0.5, closeness, 80, CLAUSES[0], parts)


def test_every_pair_has_its_cell_and_every_clause_too() -> None:
    report = plan()
    (grid,) = grids(report, labels(report))
    assert [c.label for c in grid.columns] == ["Mission", "Value 1", "Value 2"]
    assert [r.label for r in grid.rows] == ["Objective 2", "Objective 1"]  # the furthest first
    cells = [[(c.value, c.word) for c in row.cells if c] for row in grid.rows]
    assert cells == [
        [("20", "far"), ("10", "far"), ("15", "far")],
        [("90", "close"), ("10", "far"), ("15", "far")],
    ]
    (clauses,) = grid.clauses
    assert [c.text for c in clauses.columns] == [s.text.strip() for s in CLAUSES]
    assert [[c.value for c in row.cells if c] for row in clauses.rows] == [
        ["20", "10"],
        ["90", "10"],
    ]


def test_many_values_share_a_column_and_the_closest_counts() -> None:
    report = plan(values=8)
    (grid,) = grids(report, labels(report), columns=4)
    assert [c.label for c in grid.columns] == ["Mission", "Best value"]
    assert {row.cells[1].value for row in grid.rows if row.cells[1]} == {"45"}
    (wide,) = grids(report, labels(report), columns=9)
    assert len(wide.columns) == 9


def test_a_pair_that_was_not_kept_stays_open() -> None:
    report = plan()
    kept = replace(report, alignment=report.alignment[:-1])
    (grid,) = grids(kept, labels(report))
    assert grid.rows[0].cells[2] is None


def test_notes_come_from_the_findings_alone() -> None:
    report = plan()
    assert grids(report, labels(report))[0].notes == ()
    last = report.statements[-1]
    orphan = replace(reports.finding("VAG002", last.id, last.span), code="ALN001")
    unserved = replace(
        reports.finding("VAG002", "s1", CLAUSES[1]),
        code="ALN002",
        message="No objective serves this part",
    )
    asked = replace(report, findings=(orphan, unserved))
    assert grids(asked, labels(report))[0].notes == (
        "1 of 2 objectives apart from the mission: Objective 2",
        "No objective serves this part",
    )
    held = replace(asked, findings=(replace(orphan, suppressed="agreed in May"),))
    assert grids(held, labels(report))[0].notes == ()


def test_nothing_compared_gives_no_grid() -> None:
    report = reports.one("Ferries run on time.")
    assert grids(report, labels(report)) == ()
