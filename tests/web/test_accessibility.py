"""axe-core over every page and state, in light and dark: no violation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import AXE, Open, Visit

# What axe cannot decide, looked at by eye: a text area over its mirror hides the background from
# it, and it does not count a mark's tint and line as what tells a link from the words around it.
REVIEWED = {"color-contrast", "link-in-text-block"}


def _compared(visit: Visit) -> Any:
    page = visit.go("/compare")
    page.click("button[name=example]")
    page.wait_for_selector("#result[data-state=result]")
    return page


def _agreed(visit: Visit) -> Any:
    page = visit.go("/consensus")
    page.click("button[name=example]")
    page.wait_for_selector("#result[data-state=result]")
    return page


def _pointed(visit: Visit) -> Any:
    page = visit.example("strategy")
    page.locator(".matrix td a").first.focus()
    return page


def _failed(visit: Visit) -> Any:
    page = visit.go()
    page.click("#send")
    page.wait_for_selector(".error-summary")
    return page


def _set_aside(visit: Visit) -> Any:
    page = visit.example("statement")
    page.locator("[data-aside]").first.click()
    return page


def _answered(visit: Visit) -> Any:
    page = visit.example("statement")
    page.fill("#text", "Our nurses visit dying patients at home in the fjords of Nordland.")
    page.focus("#text")
    page.wait_for_selector(".card.answered")
    return page


def _sheet(visit: Visit) -> Any:
    page = visit.example("statement")
    page.set_viewport_size({"width": 360, "height": 700})
    page.locator(".words a.mark").first.click()
    page.wait_for_selector("#sheet h2")
    return page


STATES: dict[str, Callable[[Visit], Any]] = {
    "empty": lambda v: v.go(),
    "result": lambda v: v.example("statement"),
    "merged": lambda v: v.example("merged"),
    "strategy": lambda v: v.example("strategy"),
    "document": lambda v: v.example("document"),
    "clear": lambda v: v.ask("Our nurses visit dying patients at home in Nordland."),
    "short": lambda v: v.ask("Be best"),
    "foreign": lambda v: v.ask("Nous voulons servir nos clients dans toute la région."),
    "failed": _failed,
    "answered": _answered,
    "set aside": _set_aside,
    "sheet": _sheet,
    "compare": lambda v: v.go("/compare"),
    "compared": _compared,
    "workshop": lambda v: v.go("/consensus"),
    "agreed": _agreed,
    "pointed": _pointed,
    "rules": lambda v: v.go("/rules"),
    "rule": lambda v: v.go("/rules/VAG002"),
    "models": lambda v: v.go("/models"),
    "not found": lambda v: v.go("/nothing/here"),
}


@pytest.mark.parametrize("state", STATES)
def test_4_axe_finds_no_violation(visit: Open, state: str) -> None:
    page = STATES[state](visit(reduced_motion="reduce"))
    page.evaluate(
        "document.querySelectorAll('details:not(.scored, .model ~ .model *, :has(.figures))')"
        ".forEach(d => { d.open = true })"
    )
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)
        options["resultTypes"] = ["violations", "incomplete"]
        found = page.evaluate("options => axe.run(document, options)", options)
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert {v["id"] for v in found["incomplete"]} <= REVIEWED
