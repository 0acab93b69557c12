"""What a worker does: it takes a chunk of rows and hands back finished output lines.

Each worker loads its own `Analyzer` once. Only short rows and finished text cross between
processes, for a pickled report costs about as much as a parse.
"""

from __future__ import annotations

import gc
import signal
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analyzer.batch.lines import Line, csv_lines, json_line
from analyzer.engine import Analyzer
from analyzer.errors import PlumblineError
from analyzer.readers.records import record_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.documents import Document
    from analyzer.readers.rows import Row
    from analyzer.settings import Settings
    from analyzer.types import Report

Form = Literal["jsonl", "csv"]
_LINES: dict[Form, Line] = {"jsonl": json_line, "csv": csv_lines}


@dataclass(frozen=True, slots=True)
class Done:
    """A finished chunk.

    Attributes:
        text: its output lines, with line ends.
        records: how many records it had.
        failed: how many of them have an error in place of a report.
        first_error: the first of the errors, or None.
    """

    text: str
    records: int
    failed: int
    first_error: str | None


class Worker:
    """Turns chunks of rows into output lines under one set of settings."""

    def __init__(self, settings: Settings, form: Form, name: str) -> None:
        """Choose what is made of a row; the models are loaded with the first chunk.

        Args:
            settings: for every record; a record's own `language` wins.
            form: of the output.
            name: of the input, for the reports.
        """
        self._settings = settings
        self._line = _LINES[form]
        self._name = name
        self._analyzers: dict[str | None, Analyzer] = {}

    def __call__(self, rows: Sequence[Row]) -> Done:
        """Return the output lines of a chunk, in its order."""
        results: list[Report | str] = [row.error or "" for row in rows]
        groups: dict[str | None, list[tuple[int, Document]]] = {}
        for place, row in enumerate(rows):
            if row.record is not None:
                document = record_document(row.record, name=self._name)
                groups.setdefault(row.record.language, []).append((place, document))
        for language, group in groups.items():
            found = self._analyze([document for _, document in group], language)
            for (place, _), result in zip(group, found, strict=True):
                results[place] = result
        text = "".join(self._line(row.id, r) for row, r in zip(rows, results, strict=True))
        errors = [result for result in results if isinstance(result, str)]
        return Done(text, len(rows), len(errors), errors[0] if errors else None)

    def _analyzer(self, language: str | None) -> Analyzer:
        if language not in self._analyzers:
            settings = replace(self._settings, language=language or self._settings.language)
            first = next(iter(self._analyzers.values()), None)
            self._analyzers[language] = first.under(settings) if first else Analyzer(settings)
        return self._analyzers[language]

    def _analyze(self, documents: list[Document], language: str | None) -> list[Report | str]:
        """Analyse documents together; if that fails, one by one, so that one costs no other."""
        analyzer = self._analyzer(language)
        try:
            return list(analyzer.analyze_many(documents))
        except PlumblineError:
            raise  # a part of the installation is missing, and every record would fail alike
        except Exception:
            return [_analyze_one(analyzer, document) for document in documents]


def _analyze_one(analyzer: Analyzer, document: Document) -> Report | str:
    try:
        return analyzer.analyze(document)
    except Exception as error:
        return f"the analysis failed on this record: {type(error).__name__}: {error}"


_workers: list[Worker] = []  # this process's one worker, once `start` has run in it


def start(settings: Settings, form: Form, name: str) -> None:
    """Make this process a worker; the parent alone answers to an interrupt.

    The loaded modules and models live as long as the process, so the collector need not walk them;
    a report's objects hold no cycles, so it may also come by less often.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)
    _workers[:] = [Worker(settings, form, name)]


def work(rows: Sequence[Row]) -> Done:
    """Have this process's worker do a chunk."""
    return _workers[0](rows)
