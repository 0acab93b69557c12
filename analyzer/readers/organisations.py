"""Several organisations in one structured file: told before their statements are mixed up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.errors import InputError
from analyzer.readers.headings import kind_of
from analyzer.readers.trees import Field

ORGANISATION_KEYS = ("organisation", "organization", "company")
_OWN_KINDS = frozenset({"mission", "vision", "merged"})


def check_single(documents: Sequence[Field], name: str) -> None:
    """Refuse a file in which two organisations state different missions, visions or names.

    Teams below an organisation that has a name or mission of its own are parts of it.

    Args:
        documents: the trees of the file.
        name: what errors call the file.

    Raises:
        InputError: names the two places and says what to do.
    """
    first: dict[str, tuple[str, str]] = {}
    for number, tree in enumerate(documents):
        for path, table in _organisations(tree, f"[{number}]" if len(documents) > 1 else ""):
            for what, words in _own_words(table):
                place, before = first.setdefault(what, (path, words))
                if words != before and place != path:
                    raise InputError(
                        f"{name}: {place!r} and {path!r} have a {what} each: several organisations "
                        "in one file; give each a file of its own, or put each on a line of a "
                        ".jsonl file and use `plumbline batch`"
                    )


def _organisations(tree: Field, path: str) -> Iterator[tuple[str, Field]]:
    """Yield the first table on each way down that says whose it is."""
    for number, item in enumerate(tree.items):
        yield from _organisations(item, f"{path}[{number}]")
    if tree.table is None:
        return
    if any(True for _ in _own_words(tree)):
        yield path, tree
        return
    for key, value in tree.table.items():
        if kind_of(key.replace("_", " ")) is None:
            yield from _organisations(value, f"{path}.{key}" if path else key)


def _own_words(tree: Field) -> Iterator[tuple[str, str]]:
    for key, value in (tree.table or {}).items():
        kind = kind_of(key.replace("_", " "))
        words = " ".join(_texts(value))
        if words and kind in _OWN_KINDS:
            yield str(kind), words
        elif words and key.strip().lower() in ORGANISATION_KEYS:
            yield "name", words


def _texts(value: Field) -> Iterator[str]:
    if value.type == "text":
        yield " ".join(value.text.split())
    for below in (*value.items, *(value.table or {}).values()):
        yield from _texts(below)
