"""Read a file as text, exactly as given, or say in one line why not."""

from __future__ import annotations

import codecs
from pathlib import Path

from analyzer.documents import MAX_FILE_BYTES
from analyzer.errors import InputError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a shell writes for <(command); any other pipe may wait for ever.
_SHELL_PIPES = ("/dev/", "/proc/")


def read_text(path: Path, *, limit: int | None = MAX_FILE_BYTES) -> str:
    """Return a file's text without its byte order mark; line ends stay as they are.

    Args:
        path: the file.
        limit: most bytes to accept; None for no limit.

    Raises:
        InputError: missing, a folder, unreadable, too large, binary, or not UTF-8.
    """
    return decode(read_bytes(path, limit=limit), str(path))


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 and UTF-32 with a byte order mark.

    Raises:
        InputError: NUL bytes or bytes that are no text in that encoding; names byte and line.
    """
    encoding = "utf-8"
    for mark, candidate in BOMS:
        if data.startswith(mark):
            data, encoding, offset = data[len(mark) :], candidate, len(mark)
            break
    else:
        offset = 0
    if encoding == "utf-8" and (nul := data.find(b"\0")) >= 0:
        raise InputError(
            f"{name}: binary content (a NUL byte at byte {nul + offset}); "
            "give a text file in UTF-8 (Markdown or plain text)"
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise InputError(
            f"{name}: line {line}: not {encoding.upper()} "
            f"(byte 0x{data[error.start]:02x} at byte {error.start + offset}); "
            "save the file as UTF-8 and try again"
        ) from error


def read_bytes(path: Path, *, limit: int | None = MAX_FILE_BYTES) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: missing, a folder, unreadable or too large.
    """
    check_file(path)
    try:
        with path.open("rb") as file:
            data = file.read() if limit is None else file.read(limit + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    if limit is not None and len(data) > limit:
        raise InputError(
            f"{path}: larger than {limit // 1_000_000} MB, the most that is read; "
            "split it, or give the part that holds the statements"
        )
    return data


def check_file(path: Path) -> None:
    """Check that a path is a file that can be opened.

    Raises:
        InputError: it does not exist, or it is a folder.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name the file in it that is to be read")
        if not path.exists():
            broken = "a link to nothing; check what it points at"
            fault = broken if path.is_symlink() else "no such file; check the path"
            raise InputError(f"{path}: {fault}")
        if path.is_fifo() and not str(path).startswith(_SHELL_PIPES):
            raise InputError(f"{path}: is a named pipe; give a file")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path}: cannot be read: {reason}; check the path") from error
