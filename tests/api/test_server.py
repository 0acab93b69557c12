"""`plumbline serve` as a process: slow clients, a killed worker, proxies, and how it stops."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Client, TransportError

from analyzer.cli import run
from tests.api.conftest import wait_until_ready

RECORD = {"text": "To be the leading provider of world-class ferries."}
HEAD = b"POST /v1/analyze HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    client: Client
    port: int
    log: Path

    def entries(self) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


Serve = Callable[..., Served]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[Served] = []

    def command(*arguments: str, **settings: str) -> Served:
        port, log = free_port(), tmp_path / "log"
        given = {f"PLUMBLINE_{name.upper()}": value for name, value in settings.items()}
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "analyzer", "serve", "--port", str(port), *arguments],
                stderr=stderr,
                env={**os.environ, "PLUMBLINE_RATE_LIMIT": "", **given},
            )
        client = Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        served = Served(process, client, port, log)
        started.append(served)
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            try:
                wait_until_ready(client)
                break
            except TransportError:
                time.sleep(0.02)
        return served

    yield command
    for served in started:
        served.client.close()
        served.process.terminate()
        served.process.wait(30)


def exchange(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send pieces with pauses between them and return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
        return answer


def test_slow_clients_hold_nobody_up_and_a_stop_answers_what_was_taken(serve: Serve) -> None:
    served = serve(body_seconds="0.5")
    head = HEAD + b"Content-Length: 60\r\n\r\n"
    with ThreadPoolExecutor(20) as crowd:
        slow = [
            crowd.submit(exchange, served.port, head, b'{"te', b'xt": "We', pause=0.1)
            for _ in range(16)
        ]
        time.sleep(0.1)
        for _ in range(3):
            assert served.client.post("/v1/analyze", json=RECORD).status_code == 200
        for answer in (s.result() for s in slow):
            assert answer.startswith(b"HTTP/1.1 408")
            assert b"application/problem+json" in answer
        # A client that leaves in the middle of its body leaves nothing behind.
        with socket.create_connection(("127.0.0.1", served.port)) as connection:
            connection.sendall(head + b'{"te')
        # A body over the limit is answered although it was not read to its end.
        body = b"a" * 1_000_000
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        assert exchange(served.port, HEAD + length, body).startswith(b"HTTP/1.1 413")
        # Two lengths, or a head without end, are the server's to refuse.
        smuggled = HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"
        assert exchange(served.port, smuggled).startswith(b"HTTP/1.1 400")

        strategy = {"objectives": [f"Open {i} quiet harbours for night ferries" for i in range(90)]}
        taken = [crowd.submit(served.client.post, "/v1/analyze", json=strategy) for _ in range(3)]
        while figure(served, "wait_seconds_count") + figure(served, "queue_depth") < 3 + len(taken):
            time.sleep(0.01)
        served.process.send_signal(signal.SIGTERM)
        assert [len(t.result().json()["statements"]) for t in taken] == [90, 90, 90]
    assert served.process.wait(30) in (0, -signal.SIGTERM)
    statuses = [entry["status"] for entry in served.entries() if entry["event"] == "request"]
    assert statuses.count(408) == 16
    assert statuses.count(413) == 1
    assert statuses.count(499) == 1
    assert "world-class" not in served.log.read_text(encoding="utf-8")
    assert "ferries" not in served.log.read_text(encoding="utf-8")


def test_a_killed_worker_is_replaced_and_no_answer_is_wrong(serve: Serve) -> None:
    served = serve("--workers", "2")
    right = served.client.post("/v1/analyze", json=RECORD).json()
    workers = children(served.process.pid)
    assert len(workers) == 2
    stop = threading.Event()

    def ask() -> tuple[int, int]:
        """Ask until told to stop, on new connections; count right answers and none at all."""
        answered = unanswered = 0
        while not stop.is_set():
            try:
                with Client(base_url=served.client.base_url, timeout=30) as client:
                    response = client.post("/v1/analyze", json=RECORD)
            except TransportError:
                unanswered += 1
                continue
            if response.status_code == 503:  # the new worker, while its models load
                assert "retry-after" in response.headers
                continue
            assert response.json() == right
            answered += 1
        return answered, unanswered

    with ThreadPoolExecutor(4) as crowd:
        asking = [crowd.submit(ask) for _ in range(4)]
        time.sleep(0.5)
        os.kill(workers[0], signal.SIGKILL)
        end = time.monotonic() + 60
        while len(set(children(served.process.pid)) - {workers[0]}) < 2:
            assert time.monotonic() < end, "the worker was not replaced"
            time.sleep(0.05)
        stop.set()
        found = [a.result() for a in asking]
    assert sum(answered for answered, _ in found) > 0
    assert sum(unanswered for _, unanswered in found) <= 4, "more was lost than the one had taken"
    while figure(served, "ready") < 2:
        assert time.monotonic() < end, "the new worker did not become ready"
        time.sleep(0.1)
    assert served.client.post("/v1/analyze", json=RECORD).json() == right


def figure(served: Served, name: str) -> float:
    """Return a metric that has no labels."""
    lines = served.client.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"plumbline_{name} "))


def children(pid: int) -> list[int]:
    """Return the worker processes of a server: those that were spawned with the application."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.append(int(child))
    return found


def test_a_mistake_in_the_settings_stops_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_QUEUE_SIZE", "none")
    assert run(["serve", "--workers", "2"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("plumbline: PLUMBLINE_QUEUE_SIZE: ")


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--workers", "0"], ["--port", "x"]])
def test_a_mistake_in_the_call_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
