"""Tables of objectives and key results: measures, both ends, owners and dates by their columns."""

from __future__ import annotations

import io
from typing import Any

import pytest

from analyzer.documents import Document, Passage, prose
from analyzer.engine import Analyzer
from analyzer.errors import InputError
from analyzer.readers.docx import read_docx
from analyzer.readers.markdown import read_markdown
from analyzer.readers.structured import read_structured
from analyzer.types import Report


def table(*rows: str) -> str:
    head, *body = rows
    rule = "|".join(["", *["-"] * (head.count("|") - 1), ""])
    return "\n".join([head, rule, *body]) + "\n"


def read(text: str) -> list[Passage]:
    return list(read_markdown(text, id="d", name="d.md").passages)


def facts(passage: Passage) -> tuple[str | None, ...]:
    return (passage.baseline, passage.target, passage.owner, passage.due)


def words(text: str) -> list[str]:
    document = read_markdown(text, id="d", name="d.md")
    return [prose(document, p).text for p in document.passages]


def test_both_ends_owner_and_date_come_from_their_columns() -> None:
    text = table(
        "| Key result | Baseline | Target | Owner | Due |",
        "| Median wait for a hearing test | 41 days | 20 days | R. Okafor | 30 June 2031 |",
        "| Complaints upheld | 12 | 6 | Jo | |",
    )
    first, second = read(text)
    assert facts(first) == ("41 days", "20 days", "R. Okafor", "30 June 2031")
    assert facts(second) == ("12", "6", "Jo", None)


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("| KR | Target | Current |", "| Late calls | 7% | 19% |", ("19%", "7%", None, None)),
        ("| KR | From | To | Who | By |", "| Late calls | 19 | 7 | Ada | May |",
         ("19", "7", "Ada", "May")),
        ("| Key results | Today | Goal | Lead |", "| Late calls | 19% | 7% | Ada |",
         ("19%", "7%", "Ada", None)),
        ("| KR | 2030 | 2031 |", "| Late calls | 19% | 7% |", ("19%", "7%", None, "2031")),
        ("| KR | 2030 actual | 2031 target |", "| Late calls | 19% | 7% |",
         ("19%", "7%", None, "2031")),
        ("| KR | Q1 | Q2 | Q3 | Q4 |", "| Late calls | 19% | 12% | 9% | – |",
         ("19%", "9%", None, "Q3")),
        ("| KR | H1 2031 | H2 2031 |", "| Late calls | – | 9% |", (None, "9%", None, "H2 2031")),
        ("| KR | Target | Actual | Baseline |", "| Late calls | 7% | 12% | 19% |",
         ("19%", "7%", None, None)),
        ("| KR | Baseline | Target (Q4 2031) |", "| Late calls | n/a | 7% |",
         (None, "7%", None, "Q4 2031")),
        ("| KR | Start value | End value | Accountable officer |", "| Late calls | 9 | 7 | Ada |",
         ("9", "7", "Ada", None)),
        ("| KR | Baseline | Target |", "| Late calls | TBC | none |",
         (None, "none", None, None)),
        ("| KR | From | To |", "| Rebuild the east wing | January | May |",
         (None, None, None, None)),
    ],
)  # fmt: skip
def test_names_of_columns(header: str, row: str, wanted: tuple[str | None, ...]) -> None:
    (passage,) = read(table(header, row))
    assert facts(passage) == wanted


def test_a_measure_beside_a_goal_is_its_key_result() -> None:
    text = table(
        "| Goal | Measure | Baseline | Target | Lead |",
        "| Tenants trust our repairs | Survey score | 3.9 | 4.4 | Ana Ruiz |",
        "| Carers stay with us | Turnover a year | 22% | 12% | HR |",
    )
    goal, measure, other, turnover = read(text)
    assert [p.declared for p in (goal, measure, other, turnover)] == ["objective", "key_result"] * 2
    assert (measure.parent, turnover.parent) == (0, 2)
    assert facts(turnover) == ("22%", "12%", "HR", None)
    assert goal.baseline is None
    assert words(text)[1] == "Survey score | 4.4"


def test_a_measure_beside_a_key_result_belongs_to_its_words() -> None:
    text = table(
        "| Key result | Measure | Baseline | Target |",
        "| Hearings start sooner | Median wait in days | 41 | 20 |",
    )
    assert words(text) == ["Hearings start sooner | Median wait in days | 20"]


def test_the_numbers_of_a_goal_without_key_results_are_part_of_its_words() -> None:
    text = table(
        "| Goal | Baseline | Target (2031) | Lead |",
        "| Turnover of carers | 22% | 12% | Ana Ruiz |",
        "| Kin feel welcome | – | – | Jo |",
    )
    assert words(text) == ["Turnover of carers | 12%", "Kin feel welcome"]
    assert facts(read(text)[0]) == (None, None, "Ana Ruiz", "2031")


def test_key_results_that_share_a_cell_share_out_their_targets() -> None:
    text = table(
        "| Objective | Key results | Baseline | Target |",
        "| Kin feel welcome | Visits a week<br>Kin who feel informed | 1.2<br>50% | 2<br>80% |",
        "| Rooms are quiet | Calls at night<br>Sleep logged | 9 | 3 |",
    )
    results = [p for p in read(text) if p.declared == "key_result"]
    assert [facts(p)[:2] for p in results] == [("1.2", "2"), ("50%", "80%"), *[(None, None)] * 2]


def test_labels_in_the_first_column_keep_the_columns_beside_them() -> None:
    text = table(
        "| KR | Description | From | To | Owner |",
        "| KR1 | Rooms with a window | 12 | 30 | Ada |",
    )
    (passage,) = read(text)
    assert facts(passage) == ("12", "30", "Ada", None)
    assert words(text) == ["Rooms with a window | 30"]


def test_a_table_of_measures_under_an_objective() -> None:
    text = "# Objective: Carers stay\n\n" + table(
        "| Indicator | 2030 | 2031 |", "| Turnover | 22% | 12% |"
    )
    _, measure = read(text)
    assert (measure.declared, measure.parent, measure.target) == ("key_result", 0, "12%")


def word(rows: list[list[str]]) -> Document:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Objectives", level=1)
    grid = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            grid.cell(r, c).text = text
    data = io.BytesIO()
    document.save(data)
    return read_docx(data.getvalue(), id="d", name="d.docx")


def test_word_tables_are_read_alike() -> None:
    document = word(
        [
            ["Goal", "Measure", "Baseline", "Target", "Lead"],
            ["Tenants trust our repairs", "Survey score", "3.9", "4.4", "Ana Ruiz"],
        ]
    )
    goal, measure = document.passages
    assert goal.declared == "objective"
    assert facts(measure) == ("3.9", "4.4", "Ana Ruiz", None)
    assert measure.location.path == "table 1, row 2, column 2"


def yaml(body: str) -> Document:
    return read_structured(body, ".yaml", id="d", name="d.yaml")


def test_structured_files_name_both_ends() -> None:
    document = yaml(
        "objectives:\n- text: Callers get through\n  target: 5\n  key_results:\n"
        "  - text: Calls answered\n    baseline: 61%\n    target: 90\n    owner: Ada\n"
    )
    objective, result = document.passages
    assert facts(result) == ("61%", "90", "Ada", None)
    assert objective.target is None
    assert "objectives[0].target" in document.unchecked[0].reason


def test_a_target_of_another_shape_is_refused() -> None:
    with pytest.raises(InputError, match=r"key_results\[0\]\.target' must be a value"):
        yaml("objectives:\n- text: Ring\n  key_results:\n  - text: Calls\n    target: {a: 1}\n")


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def report(analyzer: Analyzer, text: str) -> Report:
    return analyzer.analyze(read_markdown(text, id="d", name="d.md"))


def codes(found: Report) -> set[str]:
    return {f.code for f in found.findings if f.code.startswith("OKR")}


def results(found: Report) -> list[Any]:
    return [s.key_result for s in found.statements if s.key_result is not None]


def test_both_ends_make_a_key_result_measurable(analyzer: Analyzer) -> None:
    found = report(
        analyzer,
        "# Objective: Kin feel welcome\n\n"
        + table(
            "| Key result | Baseline | Target | Owner | Due |",
            "| Kin who feel informed | 50% | 80% | Jo | May 2031 |",
            "| Complaints upheld | 12 | 6 | Jo | May 2031 |",
            "| Training of porters that kin rate good | 2.9 | 4.1 | Jo | May 2031 |",
        ),
    )
    assert codes(found) == set()
    assert [(r.baseline, r.target) for r in results(found)] == [
        ("50%", "80%"), ("12", "6"), ("2.9", "4.1"),
    ]  # fmt: skip
    assert all(r.measurable for r in results(found))


def test_a_target_without_its_baseline_is_asked_for_it(analyzer: Analyzer) -> None:
    found = report(
        analyzer,
        "# Objective: Kin feel welcome\n\n"
        + table(
            "| Key result | Target | Owner | Due |",
            "| Increase kin who feel informed | 80% | Jo | May 2031 |",
        ),
    )
    assert codes(found) == {"OKR009"}
