"""Word documents: headings, lists, tables, lead-ins, and files that mean harm."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analyzer.documents import Document
from analyzer.errors import InputError, ResourceError
from analyzer.readers import docx as reader
from analyzer.readers import read_file
from analyzer.readers.word import W

word = pytest.importorskip("docx")


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(document: Any) -> Document:
    return reader.read_docx(saved(document), id="plan", name="plan.docx")


def texts(document: Document) -> list[str]:
    return [document.text[p.segments[0][0] : p.segments[0][1]] for p in document.passages]


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        reader.read_docx(data, id="plan", name="plan.docx")
    message = str(caught.value)
    assert message.startswith("plan.docx: ")
    assert "\n" not in message
    return message


@pytest.fixture
def plan() -> Any:
    document = word.Document()
    document.add_heading("Plan of the Ferry Trust", 0)
    document.add_paragraph("Approved in May.")
    document.add_heading("Mission", 1)
    paragraph = document.add_paragraph("We carry ")
    paragraph.add_run("islanders").bold = True
    paragraph.add_run(" to the clinic.")
    paragraph = document.add_paragraph()
    paragraph.add_run("Vision:").bold = True
    paragraph.add_run(" By 2035 nobody on Coll waits a day for a doctor.")
    document.add_heading("Objectives", 1)
    document.add_paragraph("Crossings run in winter", style="List Number")
    document.add_paragraph("Cancelled trips fall from 40 to 12 (Owner: Una)", style="List Bullet 2")
    document.add_paragraph("Islanders trust the timetable", style="List Number")
    return document


def test_a_whole_plan(plan: Any) -> None:
    document = read(plan)
    assert texts(document) == [
        "We carry islanders to the clinic.",
        "By 2035 nobody on Coll waits a day for a doctor.",
        "Crossings run in winter",
        "Cancelled trips fall from 40 to 12",
        "Islanders trust the timetable",
    ]
    assert document.text == "\n\n".join(texts(document))
    assert [p.declared for p in document.passages] == [
        "mission", "vision", "objective", "key_result", "objective",
    ]  # fmt: skip
    assert [p.location.path for p in document.passages] == [
        "paragraph 4", "paragraph 5", "paragraph 7", "paragraph 8", "paragraph 9",
    ]  # fmt: skip
    assert [p.parent for p in document.passages] == [None, None, None, 2, None]
    assert document.passages[3].owner == "Una"
    assert document.passages[0].heading == "Plan of the Ferry Trust / Mission"
    assert document.unchecked == ()


def test_tables_with_merged_cells() -> None:
    document = word.Document()
    rows = [
        ["Objective", "Key results", "Owner"],
        ["Crossings run in winter", "Cancelled trips fall to 12\nTwo crews stand by", "Una"],
        ["", "Spare parts arrive in 3 days", "Finn"],
    ]
    document.add_table(rows=1, cols=2).cell(0, 0).text = "Ferries"
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = table.cell(r, c)
            cell.text, *more = text.split("\n")
            for line in more:
                cell.add_paragraph(line)
    table.cell(1, 0).merge(table.cell(2, 0))
    found = read(document)
    assert texts(found) == [
        "Crossings run in winter",
        "Cancelled trips fall to 12",
        "Two crews stand by",
        "Spare parts arrive in 3 days",
    ]
    assert [p.location.path for p in found.passages] == [
        "table 2, row 2, column 1", "table 2, row 2, column 2", "table 2, row 2, column 2",
        "table 2, row 3, column 2",
    ]  # fmt: skip
    assert [p.parent for p in found.passages] == [None, 0, 0, 0]
    assert [p.owner for p in found.passages] == [None, "Una", "Una", "Finn"]


def test_a_frame_of_one_cell_is_running_text() -> None:
    document = word.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Mission: We carry islanders."
    assert texts(read(document)) == ["We carry islanders."]


def test_what_is_struck_hidden_or_deleted_is_left_out() -> None:
    document = word.Document()
    document.add_heading("Mission", 1)
    paragraph = document.add_paragraph("We carry ")
    paragraph.add_run("mail ").font.strike = True
    paragraph.add_run("secretly ").font.hidden = True
    paragraph.add_run("islanders")
    inserted = paragraph._p.makeelement(f"{W}ins", {})
    inserted.append(paragraph.add_run(" and goats.")._r)
    paragraph._p.append(inserted)
    deleted = paragraph._p.makeelement(f"{W}del", {})
    deleted.append(paragraph.add_run(" Cheaply.")._r)
    paragraph._p.append(deleted)
    assert texts(read(document)) == ["We carry islanders and goats."]


def test_content_controls_and_line_breaks() -> None:
    document = word.Document()
    document.add_heading("Mission", 1)
    paragraph = document.add_paragraph("We carry")
    paragraph.add_run().add_break()
    paragraph.add_run("islanders.")
    body = document.element.body
    control = body.makeelement(f"{W}sdt", {})
    content = control.makeelement(f"{W}sdtContent", {})
    control.append(content)
    content.append(paragraph._p)
    body.insert(1, control)
    assert texts(read(document)) == ["We carry\nislanders."]


def test_typed_bullets_and_bold_lines() -> None:
    document = word.Document()
    document.add_paragraph().add_run("Values").bold = True
    document.add_paragraph("•  Candour: we print every delay")
    document.add_paragraph("– Thrift: we mend what we have")
    assert texts(read(document)) == [
        "Candour: we print every delay",
        "Thrift: we mend what we have",
    ]


def test_text_boxes_are_named() -> None:
    document = word.Document()
    document.add_heading("Mission", 1)
    paragraph = document.add_paragraph("We carry islanders.")
    box = paragraph._p.makeelement(f"{W}txbxContent", {})
    box.append(document.add_paragraph("Vision: an island with a doctor")._p)
    run = paragraph.add_run()._r
    run.append(box)
    found = read(document)
    assert texts(found) == ["We carry islanders."]
    [entry] = found.unchecked
    assert "1 text box was not read" in entry.reason
    assert "an island with a doctor" in entry.reason


def test_without_a_statement() -> None:
    document = word.Document()
    document.add_paragraph("Minutes of the spring meeting.")
    found = read(document)
    assert found.passages == ()
    assert [entry.code for entry in found.unchecked] == ["document"]
    assert read(word.Document()).passages == ()


def packed(parts: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_damaged_files_are_refused(plan: Any) -> None:
    data = saved(plan)
    for bad in (b"", b"Mission: we row.", data[: len(data) // 2], packed({}), packed({"a": b"b"})):
        assert "damaged" in refused(bad)


@pytest.mark.parametrize(
    "body",
    [
        b"<broken",
        b"",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
        b"<a>" * 5000,
    ],
)
def test_a_damaged_body_is_refused(plan: Any, body: bytes) -> None:
    parts = unpacked(saved(plan)) | {"word/document.xml": body}
    assert "damaged" in refused(packed(parts))


def test_encrypted_files_are_refused() -> None:
    assert "password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    data = bytearray(packed({"word/document.xml": b"x"}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert "password" in refused(bytes(data))


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    bomb = packed({"word/document.xml": b" " * (reader.MAX_PART_BYTES + 1)})
    assert len(bomb) < 100_000
    assert "unpacks to" in refused(bomb)
    many = packed({f"p{i}": b"" for i in range(reader.MAX_PARTS + 1)}, zipfile.ZIP_STORED)
    assert "parts" in refused(many)


def test_the_extra_is_named_where_it_is_missing(
    plan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(saved(plan))
    assert len(read_file(file).passages) == 5
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ResourceError, match=r"plumbline\[documents\]"):
        read_file(file)
