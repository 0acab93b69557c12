"""Batch input: one row for every record, in order, whatever is wrong with the others."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.readers.records import record_document
from analyzer.readers.rows import Row, iter_rows


def rows(tmp_path: Path, name: str, data: str | bytes) -> list[Row]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(iter_rows(path))


def texts(found: list[Row]) -> list[str | None]:
    return [row.record.text if row.record else None for row in found]


def test_json_lines_with_bad_ones_among_them(tmp_path: Path) -> None:
    data = (
        b'{"id": 1, "text": "a", "organisation": "Acme"}\n'
        b"\n"
        b'{"id": "b", "txt": "a"}\r\n'
        b"nonsense\n"
        + b"[" * 50_000
        + b"\n"
        + b'{"id": "c", "text": "\xff"}\n'
        + b'{"text": "no id"}\n'
        + b"[]\n"
        + b'{"id": 1, "text": "again"}\n\n\n'
    )
    found = rows(tmp_path, "in.jsonl", data)
    assert [row.line for row in found] == list(range(1, 10))
    assert [row.id for row in found] == ["1", None, "b", None, None, "c", None, None, "1"]
    assert texts(found) == ["a", *[None] * 7, "again"]
    wanted = ["blank line", "'txt'", "not JSON", "too deeply", "UTF-8", "'id'", "object"]
    for row, words in zip(found[1:8], wanted, strict=True):
        assert row.error is not None
        assert f"line {row.line}" in row.error
        assert words in row.error
        assert "\n" not in row.error


def test_csv_with_bad_rows_among_good_ones(tmp_path: Path) -> None:
    data = 'id;text;declared\n1;"a;b\nc";mission\n2;x\n3;y;poem\n\n4;" ";vision\n5;z;KR\n6;"open'
    found = rows(tmp_path, "in.csv", "\ufeff" + data)
    assert [row.line for row in found] == [2, 4, 5, 7, 8, 9]
    assert [row.id for row in found] == ["1", "2", "3", "4", "5", None]
    assert texts(found) == ["a;b\nc", None, None, None, "z", None]
    wanted = ["2 cells", "'poem'", "no statement", None, "never closed"]
    for row, words in zip(found[1:], wanted, strict=True):
        assert (words is None) == (row.error is None)
        assert words is None or (row.error and words in row.error)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["id", "text", "declared"], ["1", "naïve 📚", "mission"]]
    data = "\r\n".join(delimiter.join(line) for line in lines)
    [row] = rows(tmp_path, "in.csv", data.encode(encoding))
    assert row.record is not None
    assert (row.record.text, row.record.declared) == ("naïve 📚", "mission")


def test_csv_of_organisations(tmp_path: Path) -> None:
    data = 'id,Our mission,vision,objectives,organisation\nn,Lend,,"Reach all\nReturn more",Acme\n'
    [row] = rows(tmp_path, "in.csv", data)
    assert row.record is not None
    document = record_document(row.record, name="in.csv")
    assert [(p.declared, p.location.path) for p in document.passages] == [
        ("mission", "row 2, column mission"),
        ("objective", "row 2, column objectives, line 1"),
        ("objective", "row 2, column objectives, line 2"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("in.csv", "", "empty"),
        ("in.csv", "a,b\n1,2\n", "'id'"),
        ("in.csv", "id,name\n1,2\n", "'text'"),
        ("in.csv", "id,misson\n1,2\n", "did you mean 'mission'"),
        ("in.csv", "id,text,vision\n1,2,3\n", "one or the other"),
        ("in.csv", "id,text,text\n1,2,3\n", "more than one column"),
        ("in.xlsx", "x", "CSV"),
    ],
)
def test_files_that_cannot_be_batches(tmp_path: Path, name: str, data: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        rows(tmp_path, name, data)
    assert name in str(caught.value)
    assert words in str(caught.value)


def test_missing_file_is_told_before_the_first_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        iter_rows(tmp_path / "none.jsonl")


@pytest.mark.parametrize("name", ["division", "revision", "label", "note", "org_key", "test"])
def test_columns_of_the_callers_own(tmp_path: Path, name: str) -> None:
    assert texts(rows(tmp_path, "in.csv", f"id,text,{name}\n1,a,b\n")) == ["a"]


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    line = '{"id": "a", "text": "' + "word " * 200 + '"}\n'
    with path.open("w") as file:
        for _ in range(6_000):
            file.write(line)
    assert path.stat().st_size > 5_000_000
    tracemalloc.start()
    count = sum(1 for _ in iter_rows(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 6_000
    assert peak < 1_000_000
