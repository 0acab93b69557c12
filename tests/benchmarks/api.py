"""The API over loopback, with the client on the same machine, and its memory over many requests.

The client writes and reads plain HTTP over kept connections: a full client library would take as
much of the two cores as the service.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row

ROOT = Path(__file__).resolve().parents[2]
_STATEMENTS = ROOT / "data" / "statements" / "statements.jsonl"
_RATE = 100  # requests a second
_SECONDS = 20
_ALONE = 300  # requests, one after the other
_MANY, _STEP = 50_000, 5_000
_WORKERS = 2
_MEGABYTE_KIB = 1_000_000 / 1_024


class Connection:
    """One kept connection that sends a record and reads the answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def status(self, body: bytes) -> int:
        """Send a record and return the status of the answer, once it is there wholly."""
        self._writer.write(
            b"POST /v1/analyze HTTP/1.1\r\nHost: benchmark\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
        )
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await self._reader.readexactly(length)
        return int(head.split(b" ", 2)[1])


@contextlib.contextmanager
def _service(workers: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    command = [sys.executable, "-m", "analyzer", "serve"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", str(workers)],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PLUMBLINE_RATE_LIMIT": "1000000/second"},
    )
    try:
        _wait(port, workers)
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, workers: int) -> None:
    """Wait until every worker is ready."""
    for _ in range(1_200):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            address = f"http://127.0.0.1:{port}/metrics"
            with urllib.request.urlopen(address, timeout=5) as page:
                if f"plumbline_ready {workers:.1f}".encode() in page.read():
                    return
        time.sleep(0.05)
    raise TimeoutError("the service did not become ready in a minute")


def _bodies() -> list[bytes]:
    lines = _STATEMENTS.read_text(encoding="utf-8").splitlines()
    return [json.dumps({"text": json.loads(line)["text"]}).encode() for line in lines]


async def _alone(port: int, bodies: list[bytes]) -> list[float]:
    """Return the seconds of requests that follow one another."""
    connection = Connection(*await asyncio.open_connection("127.0.0.1", port, limit=2**22))
    seconds = []
    for body in itertools.islice(itertools.cycle(bodies), _ALONE):
        start = time.perf_counter()
        if await connection.status(body) != 200:
            raise RuntimeError("a request failed")
        seconds.append(time.perf_counter() - start)
    return seconds


async def _open_loop(port: int, bodies: list[bytes]) -> tuple[list[float], int]:
    """Send on a schedule that waits for no answer.

    Returns:
        seconds from the scheduled moment to the end of each answer, and the number of errors.
    """
    free: list[Connection] = []
    seconds: list[float] = []
    errors = 0

    async def ask(body: bytes, due: float) -> None:
        nonlocal errors
        try:
            connection = (
                free.pop()
                if free
                else Connection(*await asyncio.open_connection("127.0.0.1", port, limit=2**22))
            )
            errors += await connection.status(body) != 200
            free.append(connection)
        except (OSError, asyncio.IncompleteReadError):
            errors += 1
        seconds.append(time.perf_counter() - due)

    start = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as tasks:
        for number, body in enumerate(itertools.islice(itertools.cycle(bodies), _RATE * _SECONDS)):
            due = start + number / _RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(ask(body, due))
    return seconds, errors


def api(runs: int) -> list[Row]:
    """Measure single requests and an open loop; the median over a few runs counts.

    Args:
        runs: as for the other parts; a third of them, since each lasts some 25 seconds.
    """
    bodies = _bodies()
    medians, high, errors = [], [], 0
    with _service(_WORKERS) as (_, port):
        for _ in range(max(1, runs // 3)):
            medians.append(statistics.median(asyncio.run(_alone(port, bodies))))
            seconds, failed = asyncio.run(_open_loop(port, bodies))
            high.append(statistics.quantiles(seconds, n=100)[98])
            errors += failed
    at = f"API at {_RATE} requests a second"
    return [
        Row("API alone, median milliseconds", 1_000 * statistics.median(medians), 15),
        Row(f"{at}, p99 milliseconds", 1_000 * statistics.median(high), 400),
        Row(f"{at}, errors", errors, 0),
    ]


async def _flood(port: int, first: int, bodies: list[bytes]) -> None:
    """Send one step of requests over a few connections; each text has a word of its own."""
    numbers = iter(range(first, first + _STEP))

    async def client() -> None:
        connection = Connection(*await asyncio.open_connection("127.0.0.1", port, limit=2**22))
        for number in numbers:
            record = json.loads(bodies[number % len(bodies)])
            body = json.dumps({"text": f"{record['text']} It is case q{number}x."}).encode()
            if await connection.status(body) != 200:
                raise RuntimeError("a request failed")

    async with asyncio.TaskGroup() as tasks:
        for _ in range(8):
            tasks.create_task(client())


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return (
        float(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / _MEGABYTE_KIB
    )


def api_memory(_runs: int) -> list[Row]:
    """Measure one worker's memory over many requests with ever new words."""
    bodies = _bodies()
    curve = {}
    with _service(1) as (process, port):
        curve[0] = _megabytes(process.pid)
        for first in range(0, _MANY, _STEP):
            asyncio.run(_flood(port, first, bodies))
            curve[first + _STEP] = _megabytes(process.pid)
    rows = [Row(f"API memory after {n:,} requests, megabytes", m) for n, m in curve.items()]
    settled = curve[2 * _STEP]
    return [*rows, Row("the last over that after 10,000", curve[_MANY] / settled, 1.05)]
