from __future__ import annotations

import csv
import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analyzer.batch.local as local
from analyzer.batch.lines import COLUMNS
from analyzer.batch.local import run_batch
from analyzer.batch.work import Worker
from analyzer.engine import Analyzer
from analyzer.errors import InputError, PlumblineError, UsageError
from analyzer.readers.rows import Row
from analyzer.settings import Settings
from tests.batch.conftest import TEXTS, read_jsonl, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BAD_LINES = ["{not json", "[1, 2]", "", '{"id": "x"}', '{"id": "y", "txt": "We run."}', '"text"']
good = st.sampled_from(TEXTS).map(lambda text: {"text": text})
lines = st.lists(st.one_of(good, st.sampled_from(BAD_LINES)), min_size=1, max_size=12)


def records(number: int) -> list[Any]:
    return [{"id": f"r{i}", "text": TEXTS[i % len(TEXTS)]} for i in range(number)]


@pytest.mark.usefixtures("once")
@given(given=lines)
def test_every_line_gets_its_own_line_in_order(
    tmp_path_factory: pytest.TempPathFactory, given: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    rows = [
        line if isinstance(line, str) else {"id": f"r{i}", **line} for i, line in enumerate(given)
    ]
    # A last line that is blank is no record; one that is not keeps every line before it one.
    rows.append({"id": "last", "text": TEXTS[0]})
    source, out = write_jsonl(folder / "in.jsonl", rows), folder / "out.jsonl"
    tally = run_batch(source, out, Settings(), workers=1)
    results = read_jsonl(out)
    assert tally.records == len(results) == len(rows)
    assert tally.failed == sum("error" in result for result in results)
    for row, result in zip(rows, results, strict=True):
        if isinstance(row, str):
            assert set(result) == {"id", "error"}
            assert result["error"]
        else:
            assert set(result) == {"id", "report"}
            assert result["id"] == row["id"] == result["report"]["source"]["id"]
            assert result["report"]["text"] == row["text"]


def test_workers_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "CHUNK", 3)
    rows = [*records(14), "{broken", *records(6)]
    source = write_jsonl(tmp_path / "in.jsonl", rows)
    seen: list[int] = []
    alone = run_batch(source, tmp_path / "one.jsonl", Settings(), workers=1)
    both = run_batch(source, tmp_path / "two.jsonl", Settings(), workers=2, progress=seen.append)
    assert alone == both
    assert sum(seen) == both.records == 21
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert [r["id"] for r in read_jsonl(tmp_path / "two.jsonl")] == [
        *(f"r{i}" for i in range(14)),
        None,
        *(f"r{i}" for i in range(6)),
    ]
    assert os.environ.get("OMP_NUM_THREADS") == os.environ.get("OMP_NUM_THREADS", None)


@pytest.mark.usefixtures("once")
def test_csv_has_the_columns_of_the_wire_format(tmp_path: Path) -> None:
    record = {
        "id": "a",
        "mission": TEXTS[0],
        "vision": TEXTS[1],
        "objectives": [{"text": 'Islanders reach help, "day" or night', "key_results": [TEXTS[2]]}],
    }
    source = write_jsonl(tmp_path / "in.jsonl", [record, "nonsense", {"id": "b", "text": TEXTS[1]}])
    tally = run_batch(source, tmp_path / "out.csv", Settings(), workers=1)
    assert (tally.records, tally.failed) == (3, 1)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == ["a", "a", "a", "a", "", "b"]
    assert [row["declared"] for row in rows[:4]] == ["mission", "vision", "objective", "key_result"]
    assert rows[2]["statement"] == 'Islanders reach help, "day" or night'
    assert 0 <= float(rows[2]["closeness"]) <= 1
    assert rows[0]["closeness"] == ""
    assert "line 2" in rows[4]["error"]
    vision = rows[5]
    assert vision["codes"]
    assert vision["top_question"].endswith("?")
    for column in ("vagueness", "buzzwords", "decision"):
        assert 0 <= float(vision[column]) <= 100
    for column in ("kind_probability", "merged_probability"):
        assert 0 <= float(vision[column]) <= 1
    assert vision["abstained"] in ("true", "false")


@pytest.mark.usefixtures("once")
def test_csv_in_is_read_alike(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f'id,text,declared\na,"{TEXTS[1]}",vision\nb,,\n', encoding="utf-8")
    tally = run_batch(source, tmp_path / "out.jsonl", Settings(), workers=1)
    first, second = read_jsonl(tmp_path / "out.jsonl")
    assert first["report"]["statements"][0]["declared"] == "vision"
    assert second["id"] == "b"
    assert "line 3" in second["error"]
    assert tally.first_error == second["error"]


@pytest.mark.usefixtures("once")
def test_a_text_that_is_not_scored_says_why_in_csv(tmp_path: Path) -> None:
    text = "Wir bringen die Bewohner der Inseln zu jeder Stunde sicher ans Festland."
    source = write_jsonl(
        tmp_path / "in.jsonl",
        [{"id": "a", "text": text}, {"id": "b", "text": text, "language": "en"}],
    )
    tally = run_batch(source, tmp_path / "out.csv", Settings(), workers=1)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        german, insisted = csv.DictReader(file)
    assert tally.failed == 0
    assert german["error"].startswith("not scored: ")
    assert german["vagueness"] == ""
    assert insisted["error"] == ""
    assert insisted["vagueness"]


class _Failing(Analyzer):
    """An Analyzer that a certain word brings down, as a fault in a library would."""

    def analyze_many(self, documents: Any) -> Iterator[Any]:
        listed = list(documents)
        if any("poison" in document.text for document in listed):
            raise ValueError("bad state")
        return super().analyze_many(listed)


def test_a_crash_on_one_record_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.batch.work.Analyzer", _Failing)
    rows = [*records(2), {"id": "p", "text": "We sell poison to rats."}, *records(1)]
    source = write_jsonl(tmp_path / "in.jsonl", rows)
    tally = run_batch(source, tmp_path / "out.jsonl", Settings(), workers=1)
    results = read_jsonl(tmp_path / "out.jsonl")
    assert ["report" in r for r in results] == [True, True, False, True]
    assert "bad state" in results[2]["error"]
    assert tally.failed == 1


def _die(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_dies_is_told_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "CHUNK", 2)
    monkeypatch.setattr(local, "work", _die)
    source = write_jsonl(tmp_path / "in.jsonl", records(8))
    with pytest.raises(PlumblineError, match="a worker process died"):
        run_batch(source, tmp_path / "out.jsonl", Settings(), workers=2)
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.usefixtures("once")
def test_an_interrupted_batch_leaves_the_old_output(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", records(3))
    out = tmp_path / "out.jsonl"
    out.write_text("before\n", encoding="utf-8")

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(source, out, Settings(), workers=1, progress=interrupt)
    assert out.read_text(encoding="utf-8") == "before\n"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.usefixtures("once")
def test_rows_are_read_as_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def endless(_: Path) -> Iterator[Row]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield Row(number + 1, f"r{number}", None, "not a record")

    class Enough(Exception):
        pass

    def stop(_: int) -> None:
        raise Enough

    monkeypatch.setattr(local, "iter_rows", endless)
    with pytest.raises(Enough):
        run_batch(
            tmp_path / "in.jsonl", tmp_path / "out.jsonl", Settings(), workers=1, progress=stop
        )
    assert taken <= 2 * local.CHUNK


@pytest.mark.usefixtures("once")
def test_an_empty_file_gives_an_empty_file(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [])
    assert run_batch(source, tmp_path / "out.jsonl", Settings()).records == 0
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == ""
    run_batch(source, tmp_path / "out.csv", Settings())
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == ",".join(COLUMNS) + "\n"


@pytest.mark.usefixtures("once")
def test_an_id_that_is_no_utf8_still_gives_json(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"id": "a\xff", "text": "We run ferries."}\n')
    run_batch(source, tmp_path / "out.jsonl", Settings(), workers=1)
    (result,) = read_jsonl(tmp_path / "out.jsonl")
    assert result["error"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", records(1))
    (tmp_path / "folder.jsonl").mkdir()
    for out, told in [
        ("missing/out.jsonl", "no such folder"),
        ("folder.jsonl", "is a folder"),
        ("in.jsonl", "is the input itself"),
    ]:
        with pytest.raises(InputError, match=told):
            run_batch(source, tmp_path / out, Settings())
    assert len(read_jsonl(source)) == 1


@pytest.mark.parametrize("workers", [0, -1, 257])
def test_the_number_of_workers_has_bounds(tmp_path: Path, workers: int) -> None:
    with pytest.raises(UsageError, match="from 1 to 256"):
        run_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", Settings(), workers=workers)


def test_a_worker_is_made_of_plain_settings() -> None:
    """A worker that has not begun loads nothing, so that starting many is cheap."""
    assert Worker(Settings(), "jsonl", "in.jsonl")([]).records == 0


@pytest.mark.usefixtures("once")
def test_json_lines_are_one_line_each(tmp_path: Path) -> None:
    text = "We carry islanders\u2028home,\nday and night.\u0085"
    source = write_jsonl(tmp_path / "in.jsonl", [{"id": "a", "text": text}])
    run_batch(source, tmp_path / "out.jsonl", Settings(), workers=1)
    raw = (tmp_path / "out.jsonl").read_bytes()
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["report"]["text"].startswith("We carry islanders\u2028home")
