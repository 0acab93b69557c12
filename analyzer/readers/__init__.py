"""Readers: a file or record becomes text plus the passages of it that are statements."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analyzer.documents import Document
from analyzer.errors import InputError
from analyzer.readers.files import check_file, read_bytes, read_text
from analyzer.readers.headings import own_headings
from analyzer.types import Declared

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
STRUCTURED = frozenset({".yaml", ".yml", ".json", ".toml"})
WORD = frozenset({".docx"})

# Formats that would only be misread as plain text, and what to do instead.
_REFUSED = {
    **dict.fromkeys(
        (".doc", ".docm", ".odt", ".rtf", ".pdf", ".pptx", ".ppt", ".odp", ".pages", ".epub"),
        "save it as Word (.docx), Markdown or plain text",
    ),
    **dict.fromkeys((".html", ".htm", ".xml", ".tex"), "save it as Markdown or plain text"),
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson"), "use `plumbline batch` for it"),
    **dict.fromkeys(
        (".xlsx", ".xls", ".ods", ".parquet", ".numbers"),
        "save it as CSV and use `plumbline batch`",
    ),
}


def read_file(path: str | Path, *, headings: Iterable[tuple[str, Declared]] = ()) -> Document:
    """Read a strategy document by its extension.

    Args:
        path: Markdown (.md, .markdown, .mdx), YAML, JSON, TOML, Word (.docx) or plain text (.txt,
            any unknown extension, none).
        headings: further words of headings and labels, and the kind that they name.

    Returns:
        The document; without any statement it has no passages and one `unchecked` entry.

    Raises:
        InputError: the file cannot be read, or its format is not read; one line that names it.
        ResourceError: it is a Word file and the extra `documents` is not installed.
    """
    file = Path(path)
    check_file(file)
    if advice := _REFUSED.get(file.suffix.lower()):
        raise InputError(
            f"{file}: {file.suffix.lower()} files are not read; Markdown (.md), plain text (.txt), "
            f"YAML, JSON, TOML and Word (.docx) are: {advice}"
        )
    with own_headings(headings):
        return _read(file, name=str(path))


def _read(file: Path, name: str) -> Document:
    """Call the reader of a format; only that one is imported."""
    suffix, id = file.suffix.lower(), file.stem or file.name
    if suffix in WORD:
        from analyzer.readers.docx import read_docx

        return read_docx(read_bytes(file), id=id, name=name)
    text = read_text(file)
    if suffix in MARKDOWN:
        from analyzer.readers.markdown import read_markdown

        return read_markdown(text, id=id, name=name)
    if suffix in STRUCTURED:
        from analyzer.readers.structured import read_structured

        return read_structured(text, suffix, id=id, name=name)
    from analyzer.readers.text import read_plain

    return read_plain(text, id=id, name=name)
