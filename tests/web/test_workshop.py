"""The workshop: versions as they are pasted, nobody's name kept, and what a browser shows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.forms import FormError
from api.pages.workshop import EXAMPLE, WorkshopEntry, people_of, split_versions
from api.settings import ServiceSettings
from tests.web.conftest import Open

SETTINGS = ServiceSettings()
ATTACK = '<img src=x onerror="window.taken=1"><script>window.taken=1</script></textarea>'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We mend boats.\nWe paint boats.", ["We mend boats.", "We paint boats."]),
        ("- We mend.\n2) We paint.\n• We sail.", ["We mend.", "We paint.", "We sail."]),
        ("We mend\nold boats.\n\nWe paint\nthem.", ["We mend old boats.", "We paint them."]),
        ("Ana: We mend.\nJean-Luc O'Neil: We paint.", ["We mend.", "We paint."]),
        ("We mend: sails, hulls, masts.", ["We mend: sails, hulls, masts."]),
        ("By 2030: no islander waits.", ["By 2030: no islander waits."]),
        ("Our aim: dry feet.\nIn-Sook: We bail.", ["Our aim: dry feet.", "We bail."]),
        ("Weaver: We knit.\nTobias: We darn.", ["We knit.", "We darn."]),
        (
            "What we do all day long here: we mend boats.",
            ["What we do all day long here: we mend boats."],
        ),
        ("We mend at 9:30 sharp.", ["We mend at 9:30 sharp."]),
        (" \n\t\n", []),
    ],
)
def test_versions_are_told_apart(text: str, found: list[str]) -> None:
    assert [own.text for own in split_versions(text)] == found


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("* We mend.\nWe paint.", [True, False]),
        ("Leader: We mend.\nWe paint.", [True, False]),
        ("Ana (CEO): We mend.\nBo: We paint.", [True, False]),
        ("- * We mend.\n- We paint.", [True, False]),
        ("We mend for leaders.\nWe paint.", [False, False]),
    ],
)
def test_a_leader_is_marked(text: str, leads: list[bool]) -> None:
    assert [own.leads for own in split_versions(text)] == leads


@given(st.text("ab:*-.\n \t1😀", max_size=60))
def test_anything_pasted_is_split_or_refused(text: str) -> None:
    found = split_versions(text)
    assert all(own.text.strip() for own in found)
    if len(found) < 2:
        with pytest.raises(FormError, match="at least two"):
            people_of(WorkshopEntry(text), SETTINGS)
    else:
        assert len(people_of(WorkshopEntry(text), SETTINGS)) == len(found)


def test_names_go_and_the_order_tells_nothing() -> None:
    lines = EXAMPLE.versions.splitlines()
    people = people_of(WorkshopEntry("\n".join(lines)), SETTINGS)
    assert people == people_of(WorkshopEntry("\n".join(reversed(lines))), SETTINGS)
    assert all(own.person is None for own in people)
    assert not any("Deckhand" in (own.mission or "") for own in people)
    assert [own.role for own in people].count("leader") == 1


def test_more_than_is_read_is_refused() -> None:
    with pytest.raises(FormError, match="of at most 200"):
        people_of(WorkshopEntry("We mend.\n" * 201), SETTINGS)
    with pytest.raises(FormError, match="shorten it"):
        people_of(WorkshopEntry(f"We mend.\n{'x' * 50_000}"), SETTINGS)


@pytest.mark.parametrize("scripts", [True, False])
def test_25_a_workshop_keeps_no_name_and_ranks_nobody(visit: Open, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).go("/consensus")
    page.fill(
        "#versions",
        "Xavier (leader): To be the leading provider of premium tourism.\n"
        "Yolanda: We carry islanders to the hospital in any weather.\n"
        "Zebedee: We bring islanders to hospital and back, whatever the weather.\n",
    )
    page.click("#send")
    page.wait_for_selector("#result[data-state=result]")
    shown = page.locator("#result").inner_text()
    for name in ("Xavier", "Yolanda", "Zebedee"):
        assert name not in shown
    assert "do not rank people" in shown
    people = page.locator("#result table").first.locator("tbody th").all_inner_texts()
    assert people == sorted(people)  # by their label, not by how far they agree
    assert page.locator("svg[role=img]").count() == 1
    order = page.evaluate(
        """['#questions', '#shared', '#words', '#people', '#dimensions'].map(
          s => document.querySelector(s)).every((e, i, all) => !i ||
          (all[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING))"""
    )
    assert order
    assert "Yolanda" in page.input_value("#versions")  # the form is theirs, and keeps its text


def test_the_room_is_asked_while_versions_are_added(visit: Open) -> None:
    page = visit().go("/consensus")
    page.fill("#versions", "We carry islanders to the hospital in any weather.")
    page.wait_for_selector("#reading:has-text('There is only one version')")
    assert page.locator("#result").get_attribute("data-state") == "empty"
    page.fill(
        "#versions",
        "We carry islanders to the hospital in any weather.\nWe sell cruises to tourists.",
    )
    page.wait_for_selector("#result[data-state=result]")
    assert page.evaluate("document.activeElement.id") == "versions"
    assert page.title() == f"{page.locator('#questions').inner_text()} – Plumbline"


def test_a_single_version_is_refused_and_kept(visit: Open) -> None:
    page = visit(java_script_enabled=False).go("/consensus")
    page.fill("#versions", "We mend boats.")
    page.click("#send")
    page.wait_for_selector(".error-summary")
    assert page.title().startswith("Error:")
    assert "at least two" in page.locator(".error-summary").inner_text()
    assert page.input_value("#versions") == "We mend boats."


def test_versions_in_another_language_are_named(visit: Open) -> None:
    page = visit(java_script_enabled=False).go("/consensus")
    page.fill(
        "#versions",
        "Nous voulons servir nos clients dans toute la région.\n"
        "Wir wollen unseren Kunden in der ganzen Region dienen.",
    )
    page.click("#send")
    page.wait_for_selector("#result[data-state=result]")
    assert page.locator("#questions").inner_text() == "Nothing to compare"
    assert "only English is compared" in page.locator(".checks").inner_text()


def test_no_version_lets_a_script_in(visit: Open) -> None:
    page = visit().go("/consensus")
    page.fill("#versions", f"We mend {ATTACK} boats for islanders.\nWe paint {ATTACK} houses.")
    page.click("#send")
    page.wait_for_selector("#result[data-state=result]")
    assert page.evaluate("window.taken === undefined && !document.querySelector('#result img')")
    assert re.search("<script>", page.locator(".versions").inner_text())
