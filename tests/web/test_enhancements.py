"""What scripts add: live answers, sharing, downloads, dropped files, the sheet; and attacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Open

CLEAR = "Our nurses visit dying patients at home in the fjords of Nordland."
ATTACK = (
    'We serve "\'><img src=x onerror="window.taken=1"><script>window.taken=1</script>'
    "</textarea><svg onload=window.taken=1> {{7*7}} ${7*7} [a](javascript:window.taken=1)"
)
TAKEN = (
    "window.taken !== undefined || document.querySelector('img, [onerror], [onload], "
    "a[href^=javascript]') !== null || document.body.textContent.includes('We serve 49')"
)
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  document.getElementById('check').dispatchEvent(
    new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: data}));
}"""


def test_typing_is_answered_and_shows_what_changed(visit: Open) -> None:
    page = visit().go()
    page.locator("#text").press_sequentially(
        "To be the world-class leading ferry company.", delay=5
    )
    page.wait_for_selector(".numbers")
    before = page.locator("[data-score]").first.get_attribute("data-value")
    page.locator("#text").fill(CLEAR)
    page.wait_for_selector("#result[data-state=clear]", state="attached")
    assert page.locator("[data-was]").first.inner_text() == f"was {before}"
    assert page.title() == "Nothing to ask – Plumbline"


def test_another_school_of_thought_is_asked_at_once(visit: Open) -> None:
    page = visit().example("merged")
    assert page.locator("#q-KND002-s1").count() == 1
    page.select_option("#profile", "stoner")
    page.wait_for_selector(".made:has-text('stoner')")


def test_the_word_is_reached_from_its_card_and_set_aside(visit: Open) -> None:
    page = visit().example("statement")
    card = page.locator("#q-VAG002-s1")
    page.locator(".words a.mark").first.hover()
    assert "lit" in card.get_attribute("class")
    card.locator("[data-aside]").click()
    assert card.locator(".cost").is_hidden()
    page.locator("#text").press_sequentially(" Today.")
    page.wait_for_timeout(800)
    assert card.locator(".cost").is_hidden()
    card.locator("[data-undo]").click()
    assert card.locator(".cost").is_visible()


def test_a_comparison_is_made_anew_while_typing(visit: Open) -> None:
    page = visit().go("/compare")
    assert page.locator("#result").get_attribute("data-state") == "empty"
    page.fill("#before", "To be the leading ferry of the north.")
    page.wait_for_timeout(700)
    assert page.locator("#result").get_attribute("data-state") == "empty"  # one is no comparison
    page.fill("#after", CLEAR)
    page.wait_for_selector("#result[data-state=result]")
    assert page.evaluate("document.activeElement.id") == "after"
    assert page.locator("#questions").inner_text().endswith("0 still open")
    assert page.title().startswith(page.locator("#questions").inner_text())
    page.fill("#after", "To be the leading ferry of the islands.")
    page.wait_for_selector("#questions:has-text('0 answered')")
    page.select_option("#profile", "okr-guide")
    page.wait_for_selector(".made:has-text('okr-guide')")
    page.fill("#after", " ")
    page.click("#send")
    page.wait_for_selector(".error-summary")
    assert page.locator("#after").get_attribute("aria-invalid") == "true"
    assert page.input_value("#before").startswith("To be the leading")


def test_a_failure_while_typing_is_told_and_moves_nothing(visit: Open) -> None:
    seen = visit()
    page = seen.ask(CLEAR)
    page.route("**/*", lambda route: route.abort())
    page.locator("#text").press_sequentially(" Daily.")
    page.wait_for_selector("#reading:has-text('does not answer')")
    assert page.locator(".error-summary").count() == 0
    assert page.evaluate("document.activeElement.id") == "text"
    page.unroute("**/*")
    page.locator("#text").press_sequentially(" And nightly.")
    page.wait_for_selector(".statement:has-text('And nightly')")
    assert page.locator("#reading").inner_text() == ""
    seen.complaints.clear()  # the browser tells of the requests that were cut off


def test_an_emptied_field_waits_for_nothing(visit: Open) -> None:
    page = visit().go()
    page.route("**/*", lambda _route: None)  # an answer that never comes
    page.fill("#text", CLEAR)
    page.wait_for_selector("#result[aria-busy=true]")
    page.wait_for_selector("#reading:has-text('Re-reading')")
    page.fill("#text", "")
    page.wait_for_selector("#result:not([aria-busy])")
    assert page.locator("#reading").inner_text() == ""


def test_what_is_open_stays_open_while_typing(visit: Open) -> None:
    page = visit().example("statement")
    details = page.locator("#q-VAG002-s1 details")
    details.locator("summary").click()
    page.focus("#text")
    page.keyboard.press("End")
    page.keyboard.type(" Night and day.")
    page.wait_for_timeout(900)
    assert details.get_attribute("open") is not None


def test_a_link_keeps_the_text_in_its_fragment(visit: Open, site: str) -> None:
    seen = visit(permissions=["clipboard-read", "clipboard-write"])
    page = seen.example("strategy")
    page.click("[data-share]")
    page.wait_for_selector("[data-told]:has-text('copied')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site}/#s=")
    other = visit()
    other.page.goto(link)
    other.page.wait_for_selector(".matrix")
    assert other.page.input_value("#mission").startswith("We carry islanders")
    assert other.page.locator(".statement").count() == page.locator(".statement").count()
    assert not any("s=" in url.partition("#")[0] for url in other.requests)


@pytest.mark.parametrize("fragment", ["#s=AAAA", "#s=%00", "#s=", "#q1"])
def test_a_broken_link_opens_the_empty_form(visit: Open, fragment: str) -> None:
    page = visit().go(f"/{fragment}")
    page.wait_for_timeout(100)
    assert page.locator("#result").get_attribute("data-state") == "empty"


def test_the_report_is_copied_as_markdown(visit: Open) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).example("statement")
    page.click("[data-copy]")
    page.wait_for_selector("[data-told]:has-text('copied')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# ")
    assert "**Leading by what measure?" in text


def _download(page: Any, value: str, place: Path) -> str:
    with page.expect_download() as waiting:
        page.click(f"button[name=download][value={value}]")
    waiting.value.save_as(place)
    return place.read_text(encoding="utf-8")


def test_the_report_is_taken_along_as_files(visit: Open, tmp_path: Path) -> None:
    seen = visit(accept_downloads=True)
    page = seen.example("statement")
    report = json.loads(_download(page, "json", tmp_path / "a.json"))
    assert report["schema"] == "plumbline.report/1"
    assert _download(page, "markdown", tmp_path / "a.md").startswith("# ")
    html = _download(page, "html", tmp_path / "a.html")
    assert "<script" not in html
    assert "<link" not in html
    other = visit()
    other.page.set_content(html)
    assert other.page.locator(".card").count() == page.locator(".card").count()
    assert other.page.evaluate("getComputedStyle(document.querySelector('mark')).boxShadow")
    assert other.requests == []


def test_a_dropped_file_is_read_in_the_browser(visit: Open) -> None:
    page = visit().go()
    page.evaluate(DROP, ["plan.md", "# Ferry\n\n## Vision\n\nTo be the leading ferry.\n"])
    page.wait_for_selector(".statement")
    assert page.is_checked("#shape-document")
    assert "leading ferry" in page.input_value("#document")
    page.evaluate(DROP, ["plan.docx", "PK"])
    page.wait_for_selector(".error-summary")
    assert "is not Markdown (.md) or plain text" in page.locator(".error-summary").inner_text()
    assert "leading ferry" in page.input_value("#document")


def test_a_tap_on_a_small_screen_opens_the_question_over_the_words(visit: Open) -> None:
    page = visit(width=360, height=700).example("statement")
    mark = page.locator("[id='w-q-VAG002-s1']")
    mark.click()
    page.wait_for_selector("#sheet h2")
    assert page.evaluate("document.activeElement.id") == "sheet-title"
    assert page.locator("#sheet h2").inner_text().startswith("Leading by what measure?")
    page.click("#sheet button:has-text('Next')")
    assert not page.locator("#sheet h2").inner_text().startswith("Leading")
    page.keyboard.press("Escape")
    page.wait_for_selector("#sheet", state="hidden")
    assert page.evaluate("document.activeElement.id") == "w-q-VAG002-s1"


def test_objectives_are_added_without_leaving_the_page(visit: Open) -> None:
    page = visit().example("strategy")
    page.click("button[name=add]")
    assert page.evaluate("document.activeElement.id") == "objective-4"
    page.fill("#objective-4", "Be the premier employer of the islands")
    page.wait_for_selector("#s-s10", state="attached")
    assert len(set(page.locator("[id]").evaluate_all("all => all.map(e => e.id)"))) == len(
        page.locator("[id]").all()
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_no_field_lets_a_script_in(visit: Open, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).go()
    for shape, fields in (
        ("statement", ("#text",)),
        ("strategy", ("#mission", "#vision", "#values", "#strategy", "#objective-1", "#results-1")),
        ("document", ("#document",)),
    ):
        page.locator(f"label[for=shape-{shape}]").click()
        for field in fields:
            page.fill(field, f"## Mission\n\n{ATTACK}" if shape == "document" else ATTACK)
        page.click("#send")
        page.wait_for_selector(".statement")
        assert page.locator(".statement").first.inner_text().count("<script>")
        assert not page.evaluate(TAKEN)
    page.locator("label[for=shape-document]").click()
    name = "<img src=x onerror=window.taken=1>.md"
    content = f"## Vision\n\n{ATTACK}\n".encode()
    page.set_input_files("#file", {"name": name, "mimeType": "text/markdown", "buffer": content})
    if not scripts:
        page.click("#send")
    page.wait_for_selector(".statement h3:has-text('Vision')")
    assert not page.evaluate(TAKEN)


def test_no_other_way_lets_a_script_in(visit: Open, site: str, tmp_path: Path) -> None:
    seen = visit()
    page = seen.go("/compare")
    page.fill("#before", ATTACK)
    page.fill("#after", f"{ATTACK} again")
    page.click("#send")
    page.wait_for_selector("#result[data-state=result]")
    assert not page.evaluate(TAKEN)
    page.goto(f"{site}/rules/%3Cimg%20src=x%20onerror=window.taken=1%3E")
    assert "<img" in page.locator(".lead").inner_text()
    assert not page.evaluate(TAKEN)
    page.goto(f"{site}/?text=<script>window.taken=1</script>")
    link = page.evaluate(
        "text => PlumblineShare.link({shape: 'statement', text, profile: text, name: text})", ATTACK
    )
    other = visit(accept_downloads=True)
    other.page.goto(link)
    other.page.wait_for_selector(".statement")
    assert not other.page.evaluate(TAKEN)
    html = _download(other.page, "html", tmp_path / "attack.html")
    third = visit()
    third.page.set_content(html)
    assert not third.page.evaluate(TAKEN)
