"""Files that cannot be read are refused in one line that names the file and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.documents import MAX_FILE_BYTES, prose
from analyzer.errors import InputError
from analyzer.readers import read_file

MISSION = "# Mission\r\n\r\nWe lend naïve books 📚.\r\n"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "name", ["plan.md", "plan.MARKDOWN", "plan.mdx", "plan.txt", "plan", "p.q"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_text_exactly_as_given(tmp_path: Path, name: str, encoding: str) -> None:
    document = read_file(write(tmp_path / name, MISSION.encode(encoding)))
    assert document.text == MISSION
    assert document.name == str(tmp_path / name)
    assert document.id == Path(name).stem
    [passage] = document.passages
    assert prose(document, passage).text == "We lend naïve books 📚."


def test_missing(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "plan.md")


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_name_with_nul() -> None:
    with pytest.raises(InputError):
        read_file("a\0b.md")


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "plan.md", b"x")

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in refused(path)


def test_over_the_limit(tmp_path: Path) -> None:
    assert "5 MB" in refused(write(tmp_path / "plan.md", b"a" * (MAX_FILE_BYTES + 1)))
    assert read_file(write(tmp_path / "plan.txt", b"a " * (MAX_FILE_BYTES // 2))).passages


def test_binary(tmp_path: Path) -> None:
    assert "byte 3" in refused(write(tmp_path / "plan.md", b"abc\0def"))


def test_not_utf8(tmp_path: Path) -> None:
    message = refused(write(tmp_path / "plan.md", b"ok\nna\xefve\n"))
    assert "line 2" in message
    assert "byte 5" in message
    assert "UTF-8" in message
    assert "UTF-16" in refused(write(tmp_path / "u.md", b"\xff\xfea"))


@pytest.mark.parametrize("suffix", [".doc", ".pdf", ".csv", ".xlsx", ".html"])
def test_other_formats(tmp_path: Path, suffix: str) -> None:
    message = refused(write(tmp_path / f"plan{suffix}", b"Mission: x"))
    assert suffix in message
    assert ".md" in message


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n", b"# Roadmap\n\nLater."])
def test_no_statement_is_no_error(tmp_path: Path, data: bytes) -> None:
    document = read_file(write(tmp_path / "plan.md", data))
    assert document.passages == ()
    assert [(e.code, e.statement) for e in document.unchecked] == [("document", None)]


def test_links_and_pipes_are_told(tmp_path: Path) -> None:
    loop, broken, pipe = (tmp_path / name for name in ("loop.md", "broken.md", "pipe.md"))
    loop.symlink_to(loop)
    broken.symlink_to(tmp_path / "gone.md")
    os.mkfifo(pipe)
    for path, told in (
        (loop, "link to nothing"),
        (broken, "link to nothing"),
        (pipe, "named pipe"),
    ):
        with pytest.raises(InputError, match=told) as caught:
            read_file(path)
        assert str(path) in str(caught.value)
    good = tmp_path / "good.md"
    good.symlink_to(tmp_path / "plan.md")
    (tmp_path / "plan.md").write_text("# Mission\n\nWe sew.\n", encoding="utf-8")
    assert len(read_file(good).passages) == 1
