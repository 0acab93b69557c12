"""Readers: a file or record becomes text plus the passages of it that are statements."""

from __future__ import annotations

from pathlib import Path

from analyzer.documents import Document
from analyzer.errors import InputError
from analyzer.readers.files import check_file, read_text

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})

# Formats that would only be misread as plain text, and what to do instead.
_REFUSED = {
    **dict.fromkeys(
        (".docx", ".doc", ".odt", ".rtf", ".pdf", ".pptx", ".ppt", ".odp", ".pages", ".epub"),
        "save it as Markdown or plain text",
    ),
    **dict.fromkeys((".html", ".htm", ".xml", ".tex"), "save it as Markdown or plain text"),
    **dict.fromkeys(
        (".yaml", ".yml", ".toml", ".json"), "write the statements as Markdown under headings"
    ),
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson"), "use `plumbline batch` for it"),
    **dict.fromkeys(
        (".xlsx", ".xls", ".ods", ".parquet", ".numbers"),
        "save it as CSV and use `plumbline batch`",
    ),
}


def read_file(path: str | Path) -> Document:
    """Read a strategy document by its extension.

    Args:
        path: Markdown (.md, .markdown, .mdx) or plain text (.txt, any unknown extension, none).

    Returns:
        The document; without any statement it has no passages and one `unchecked` entry.

    Raises:
        InputError: the file cannot be read, or its format is not read; one line that names it.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    check_file(file)
    if advice := _REFUSED.get(suffix):
        raise InputError(
            f"{file}: {suffix} files are not read; "
            f"Markdown (.md) and plain text (.txt) are: {advice}"
        )
    text = read_text(file)
    name, id = str(path), file.stem or file.name
    if suffix in MARKDOWN:
        from analyzer.readers.markdown import read_markdown

        return read_markdown(text, id=id, name=name)
    from analyzer.readers.text import read_plain

    return read_plain(text, id=id, name=name)
