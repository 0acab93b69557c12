"""The pages in a real browser, served with the models over a socket as in earnest.

Without Chromium these tests skip and say that the pages were unchecked; with the environment
variable PLUMBLINE_REQUIRE_BROWSER=1 that is an error.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.request import urlopen

import pytest
import uvicorn

from api.app import create_app
from api.settings import ServiceSettings

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
AXE = Path(__file__).with_name("vendor") / "axe-core" / "axe.min.js"


def unchecked(reason: str) -> NoReturn:
    """Skip a test that needs what is not there, or fail it where it must not be missing."""
    message = f"the pages were unchecked: {reason}"
    if os.environ.get("PLUMBLINE_REQUIRE_BROWSER") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Return the address of a service with its models."""
    app = create_app(ServiceSettings(rate_limit="", log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _wait_until_ready(address)
        yield address
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def _wait_until_ready(address: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"{address}/readyz") as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        assert time.monotonic() < end, "the service did not become ready"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return a Chromium of the system; none is downloaded."""
    place = os.environ.get("PLUMBLINE_CHROMIUM") or shutil.which("chromium")
    if place is None:
        unchecked("Chromium is not installed (Debian: apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        unchecked("Playwright is not installed (pip install playwright)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield running
        running.close()


@dataclass
class Visit:
    """A page with everything that it complained about and everything that it asked for."""

    page: Any
    site: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, path: str = "/") -> Any:
        self.page.goto(self.site + path)
        return self.page

    def example(self, name: str) -> Any:
        """Open the page and press an example's button."""
        page = self.go()
        page.click(f"button[name=example][value={name}]")
        page.wait_for_selector("#result:not([data-state=empty])")
        return page

    def ask(self, text: str) -> Any:
        """Open the page, write a statement and send it."""
        page = self.go()
        page.fill("#text", text)
        page.click("#send")
        page.wait_for_selector("#result:not([data-state=empty])")
        return page


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Open]:
    """Open pages in contexts of their own; no page may complain or reach beyond the service."""
    visits: list[Visit] = []
    with ExitStack() as contexts:

        def opened(*, width: int = 1280, height: int = 900, **options: Any) -> Visit:
            size = {"width": width, "height": height}
            context = browser.new_context(viewport=size, **options)
            contexts.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)  # a busy machine is slow, not wrong
            seen = Visit(page, site)
            page.on("console", lambda m: m.type == "error" and seen.complaints.append(m.text))
            page.on("pageerror", lambda error: seen.complaints.append(str(error)))
            page.on("request", lambda request: seen.requests.append(request.url))
            visits.append(seen)
            return seen

        yield opened
        for seen in visits:
            # A refused form is told in the console too; that is the browser's habit, not a fault.
            assert [c for c in seen.complaints if "status of 4" not in c] == []
            assert [u for u in seen.requests if not u.startswith((site, "data:", "blob:"))] == []
