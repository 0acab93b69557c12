"""Batches on this machine: chunks of rows over worker processes, results in input order.

Rows are read, analysed and written as a stream with a bounded number of chunks under way, so memory
does not grow with the input. The output is written beside its place and moved there at the end: a
file that is there is whole.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from analyzer.batch.lines import csv_header
from analyzer.batch.work import Done, Form, Worker, start, work
from analyzer.errors import InputError, PlumblineError, UsageError
from analyzer.readers.rows import Row, iter_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from analyzer.settings import Settings

CHUNK = 64  # records; enough to parse together, few enough to share out evenly
_AHEAD = 3  # chunks under way for each worker
_MAX_WORKERS = 256
_FORMS: dict[str, Form] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
# One thread a worker: more would fight over the cores that the other workers use.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Tally:
    """How a batch went.

    Attributes:
        records: read, and so written.
        failed: of these with an error in place of a report.
        first_error: the first of the errors, or None.
    """

    records: int = 0
    failed: int = 0
    first_error: str | None = None

    def plus(self, done: Done) -> Tally:
        """Return the tally with a chunk added."""
        first = self.first_error if self.first_error is not None else done.first_error
        return Tally(self.records + done.records, self.failed + done.failed, first)


def run_batch(
    source: Path,
    out: Path,
    settings: Settings,
    *,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Tally:
    """Analyse every record of a file.

    Args:
        source: CSV or JSON Lines.
        out: where the results go; its extension, .jsonl or .csv, decides their form.
        settings: for every record.
        workers: processes; all cores where None. With one the work is done in this process.
        progress: called with the number of records in each finished chunk.

    Raises:
        InputError: the input cannot be read or the output cannot be written.
        UsageError: `workers` or the output's extension is out of range.
        PlumblineError: a worker died.
    """
    count = _checked(workers)
    form = output_form(out)
    _check_place(source, out)
    chunks = _chunks(iter_rows(source))
    first = list(islice(chunks, 2))
    tally = Tally()
    with _whole(out) as file:
        if form == "csv":
            file.write(csv_header())
        # Starting processes for a single chunk would take longer than doing it.
        processes = count if len(first) > 1 else 1
        for done in _done(chain(first, chunks), settings, form, source.name, processes):
            file.write(done.text)
            tally = tally.plus(done)
            if progress is not None:
                progress(done.records)
    return tally


def output_form(out: Path) -> Form:
    """Return the form that an output file's extension asks for.

    Raises:
        UsageError: it is neither .jsonl nor .csv.
    """
    form = _FORMS.get(out.suffix.lower())
    if form is None:
        raise UsageError(f"--out {out}: name a .jsonl or a .csv file; the extension decides")
    return form


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _checked(workers: int | None) -> int:
    if workers is None:
        return min(cores(), _MAX_WORKERS)
    if not 1 <= workers <= _MAX_WORKERS:
        raise UsageError(
            f"--workers {workers}: must be from 1 to {_MAX_WORKERS}; without it all cores are used"
        )
    return workers


def _check_place(source: Path, out: Path) -> None:
    if out.is_dir():
        raise InputError(f"{out}: is a folder; name the file to write")
    if not out.parent.is_dir():
        raise InputError(f"{out.parent}: no such folder; make it first, or choose another --out")
    if out.exists() and not out.is_file():
        raise InputError(f"{out}: is not a regular file; name one to write")
    if out.exists() and source.exists() and out.samefile(source):
        raise InputError(f"{out}: is the input itself; choose another --out")


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """Open a file beside the output that takes its place once everything is written."""
    target = out.resolve()
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        # An id that is no UTF-8 comes out as its escape, which JSON reads back.
        with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        partial.replace(target)
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def _done(
    chunks: Iterable[list[Row]], settings: Settings, form: Form, name: str, processes: int
) -> Iterator[Done]:
    """Yield finished chunks in the order of the input."""
    if processes == 1:
        yield from map(Worker(settings, form, name), chunks)
        return
    with _pool(settings, form, name, processes) as pool:
        under_way: deque[Future[Done]] = deque()
        try:
            for chunk in chunks:
                under_way.append(pool.submit(work, chunk))
                if len(under_way) >= _AHEAD * processes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenProcessPool as error:
            raise PlumblineError(
                "a worker process died, most likely for want of memory; nothing was written; "
                "try again with fewer --workers"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _pool(
    settings: Settings, form: Form, name: str, processes: int
) -> Iterator[ProcessPoolExecutor]:
    """Start workers, each with one thread.

    A plain fork would copy this process's threads half-way; a fork server starts clean, and loads
    the libraries once for all workers.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["analyzer.batch.preload"])
    before = {variable: os.environ.get(variable) for variable in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        with ProcessPoolExecutor(
            processes, mp_context=context, initializer=start, initargs=(settings, form, name)
        ) as pool:
            yield pool
    finally:
        for variable, value in before.items():
            if value is None:
                os.environ.pop(variable, None)
            else:
                os.environ[variable] = value
