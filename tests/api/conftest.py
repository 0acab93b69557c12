"""Clients of the service: with the models, or with a stand-in where only the service is tested."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from httpx2 import Client
from starlette.testclient import TestClient

from analyzer.assembly import bare_statement
from analyzer.documents import Document
from analyzer.types import Language, Provenance, Report, Source
from api.app import create_app
from api.settings import ServiceSettings, read_settings

OPEN = {"rate_limit": ""}  # the suite asks more often than a client may


@dataclass
class StandIn:
    """Gives reports without measurements, fails where told, and waits while its gate is shut."""

    gate: threading.Event = field(default_factory=threading.Event)
    batches: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def analyze(self, document: Document) -> Report:
        return next(iter(self.analyze_many([document])))

    def analyze_many(self, documents: Iterable[Document]) -> Iterator[Report]:
        group = list(documents)
        self.batches.append(len(group))
        self.gate.wait(10)
        if any("break the analyser" in d.text for d in group):
            raise ValueError(f"cannot read {group[0].text}")
        for document in group:
            yield Report(
                source=Source(document.id, document.name),
                language=Language("en", 1.0),
                text=document.text,
                statements=tuple(
                    bare_statement(document, i) for i in range(len(document.passages))
                ),
                findings=(),
                rules={},
                alignment=(),
                unchecked=(),
                provenance=Provenance("0", "okr-hub", "", {}, None, ""),
            )


Start = Callable[..., TestClient]


def wait_until_ready(client: Client, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < end, "the service did not become ready"
        time.sleep(0.005)


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def start(stand_in: StandIn) -> Iterator[Start]:
    """Start services that analyse with the stand-in."""
    with ExitStack() as running:

        def started(**given: Any) -> TestClient:
            settings = read_settings(**{**OPEN, **given})
            app = create_app(settings, lambda: lambda _task: stand_in)  # type: ignore[arg-type]
            client = running.enter_context(TestClient(app))
            wait_until_ready(client)
            return client

        yield started
        stand_in.gate.set()  # a waiting batch would keep the service from stopping


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Return a client of one service with a stand-in, for tests that leave nothing behind."""
    app = create_app(read_settings(**OPEN), lambda: lambda _task: StandIn())  # type: ignore[arg-type, return-value]
    with TestClient(app) as client:
        wait_until_ready(client)
        yield client


@pytest.fixture(scope="session")
def service() -> Iterator[Client]:
    """Return a client of a service with its models, over a socket as in earnest."""
    app = create_app(ServiceSettings(**OPEN))
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with Client(base_url=address, timeout=30) as client:
            wait_until_ready(client)
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Return what reads the log entries that were written since it was last asked."""

    def entries() -> list[dict[str, Any]]:
        lines = capfd.readouterr().err.splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    return entries
