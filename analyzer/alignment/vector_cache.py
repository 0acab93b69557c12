"""A cache of vectors on disk, for embedders that are slow to ask twice.

One SQLite file holds vectors under the digest of embedder, revision and text; no text is stored.
SQLite orders several writers. A cache is never worth an error: a file that is broken is made anew,
and one that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.alignment.embedder import Vectors

# A folder for the cache, or `off`.
VARIABLE = "PLUMBLINE_CACHE"
# Vectors kept; 200,000 of 384 numbers take some 300 MB. The oldest tenth goes when there are more.
MOST = 200_000
_FILE = "vectors-1.sqlite"
_WAIT_SECONDS = 5.0
_ASKED = 500  # SQLite takes only so many parameters in one question
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"


def cache_folder() -> Path | None:
    """Return where the cache lies: `PLUMBLINE_CACHE`, else the platform's folder; None for off."""
    given = os.environ.get(VARIABLE, "")
    if given.lower() in ("off", "0"):
        return None
    if given:
        return Path(given)
    try:
        from platformdirs import user_cache_path
    except ImportError:
        return None
    return user_cache_path("plumbline", appauthor=False)


class VectorCache:
    """The vectors of one embedder at one revision."""

    def __init__(self, folder: Path, space: str, *, most: int = MOST) -> None:
        """Name the cache; the file is opened with each use and made with the first.

        Args:
            folder: made where it is missing.
            space: name and revision of the embedder.
            most: vectors kept, of all embedders together.
        """
        self._file = folder / _FILE
        self._space = space.encode()
        self._most = most

    def find(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """Return the known vectors of texts, float32 [d]."""
        keys = {self._key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        try:
            with closing(self._open()) as store:
                for some in _batches(list(keys)):
                    marks = ",".join("?" * len(some))
                    rows = store.execute(
                        f"SELECT key, vector FROM vectors WHERE key IN ({marks})",
                        some,
                    )
                    found |= {keys[key]: np.frombuffer(blob, np.float32) for key, blob in rows}
        except (sqlite3.Error, OSError, ValueError) as error:
            self._drop(error)
            return {}
        return found

    def keep(self, vectors: Mapping[str, Vectors]) -> None:
        """Store vectors by text, and let the oldest go where there are too many."""
        rows = [(self._key(t), v.astype(np.float32).tobytes()) for t, v in vectors.items()]
        try:
            with closing(self._open()) as store, store:
                store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                (count,) = store.execute("SELECT COUNT(*) FROM vectors").fetchone()
                if count > self._most:
                    store.execute(
                        "DELETE FROM vectors WHERE rowid IN "
                        "(SELECT rowid FROM vectors ORDER BY rowid LIMIT ?)",
                        (count - self._most + self._most // 10,),
                    )
        except (sqlite3.Error, OSError) as error:
            self._drop(error)

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(self._file, timeout=_WAIT_SECONDS)
        try:
            store.execute(_TABLE)
        except sqlite3.Error:
            store.close()
            raise
        return store

    def _drop(self, error: Exception) -> None:
        """Remove a file that is no longer a database; a lock or a full disk leaves it."""
        broken = isinstance(error, ValueError) or (
            isinstance(error, sqlite3.DatabaseError)
            and not isinstance(error, sqlite3.OperationalError)
        )
        if broken:
            try:
                self._file.unlink(missing_ok=True)
            except OSError:
                return

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._space + b"\0" + text.encode("utf-8", "surrogatepass")).digest()


def _batches(keys: list[bytes]) -> Iterable[list[bytes]]:
    return (keys[start : start + _ASKED] for start in range(0, len(keys), _ASKED))
