"""The points on which the pages are accepted, in a real browser, by number."""

from __future__ import annotations

import io
import re
from typing import Any
from unicodedata import normalize

import pytest

from tests.web.conftest import Open, unchecked

STOCK = "To be the leading and most trusted provider of world-class ferry solutions."
CLEAR = "Our nurses visit dying patients at home in the fjords of Nordland."
FRENCH = "Nous voulons être le premier transporteur de la région et servir nos clients."
PATHS = ("/", "/compare", "/consensus", "/rules", "/rules/VAG002", "/models", "/rules/NOPE001")
ANSWERED = "#result[data-state=result]:not([aria-busy])"


def type_slowly(page: Any, text: str) -> None:
    page.locator("#text").press_sequentially(text, delay=15)


def wait_until(page: Any, expression: str) -> None:
    """Wait for an expression to hold; the policy forbids the waiting that Playwright offers."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def width_of(page: Any) -> list[int]:
    return page.evaluate("[document.documentElement.scrollWidth, innerWidth]")


def test_1_check_examples_marks_and_rules_work_without_scripts(visit: Open) -> None:
    seen = visit(java_script_enabled=False)
    page = seen.example("statement")
    assert page.locator("#questions").inner_text().endswith(" questions")
    assert page.input_value("#text") == STOCK
    page.locator(".words a.mark").first.click()
    target = page.url.partition("#")[2]
    assert page.locator(f"[id='{target}']").is_visible()
    page.locator(f"[id='{target}'] [data-back]").click()
    assert page.url.partition("#")[2].startswith("w-q-")
    page.locator(f"[id='{target}'] .under a").first.click()
    assert page.locator("h1").inner_text().startswith("VAG002")
    page.goto(seen.site)
    page.fill("#text", CLEAR)
    page.click("#send")
    assert page.locator("#questions").inner_text() == "Nothing to ask"
    page.goto(seen.site)
    page.locator("label[for=shape-strategy]").click()
    page.click("button[name=add]")
    assert page.locator(".objective").count() == 4
    assert page.locator("#objective-4").is_visible()


def test_1_a_file_is_read_without_scripts(visit: Open) -> None:
    page = visit(java_script_enabled=False).go()
    page.locator("label[for=shape-document]").click()
    content = b"# Ferry\n\n## Vision\n\nTo be the leading ferry of the north.\n"
    page.set_input_files(
        "#file", {"name": "plan.md", "mimeType": "text/markdown", "buffer": content}
    )
    page.click("#send")
    assert page.locator(".statement h3").inner_text().startswith("Vision")
    assert "leading ferry" in page.input_value("#document")


def test_2_and_3_no_inline_code_and_nothing_from_elsewhere(visit: Open, site: str) -> None:
    seen = visit()
    for path in PATHS:
        answer = seen.page.goto(site + path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        body = answer.text()
        assert not re.search(r"<[^>]+\s(style|on\w+)=", body)
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style", body)
        assert not re.search(r"(src|href|action)=\"(https?:)?//", body)
    seen.example("strategy")  # the fixture checks what was asked for, and every complaint


@pytest.mark.parametrize("path", [*PATHS, "strategy", "document", "compared", "agreed"])
def test_5_and_6_nothing_is_wider_than_a_small_screen(visit: Open, path: str) -> None:
    seen = visit(width=320, height=700)
    if path in ("compared", "agreed"):
        page = seen.go("/compare" if path == "compared" else "/consensus")
        page.click("button[name=example]")
        page.wait_for_selector("#result[data-state=result]")
    else:
        page = seen.go(path) if path.startswith("/") else seen.example(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert width_of(page) == [320, 320]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width_of(page) == [320, 320]
    clipped = page.evaluate(
        """[...document.querySelectorAll('main *')].filter(e => {
            const s = getComputedStyle(e);
            return s.overflow !== 'visible' && s.clipPath === 'none' && e.clientHeight
              && !['SVG', 'SELECT'].includes(e.tagName.toUpperCase())
              && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
              && !e.closest('thead') && e.type !== 'file'
              && !(e.tabIndex === 0 && s.overflowX === 'auto')
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert clipped == []


def test_7_the_keyboard_alone_goes_from_form_to_mark_to_card_and_back(visit: Open) -> None:
    page = visit().go()
    focused = "document.activeElement.id || document.activeElement.textContent.trim()"

    def tab_to(wanted: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(focused) == wanted:
                return
        raise AssertionError(f"{wanted} was not reached")

    tab_to("text")
    page.keyboard.type(STOCK)
    page.wait_for_selector(ANSWERED)
    tab_to("send")
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.id === 'questions'")
    tab_to("w-q-VAG002-s1")
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.id === 'q-VAG002-s1'")
    tab_to("Back to the words")
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.id === 'w-q-VAG002-s1'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_8_the_focus_is_seen_everywhere(visit: Open, scheme: str) -> None:
    page = visit(color_scheme=scheme).example("statement")
    page.evaluate("document.activeElement.blur()")
    unseen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              let e = document.activeElement;
              if (e === document.body) return null;
              if (e.type === 'radio') e = e.nextElementSibling;
              const rgb = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
              const lum = c => rgb(c).map(v => v / 255)
                .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
              const s = getComputedStyle(e);
              const back = lum(getComputedStyle(document.body).backgroundColor);
              const line = lum(s.outlineColor);
              const ratio = (Math.max(back, line) + .05) / (Math.min(back, line) + .05);
              const solid = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
              return [e.outerHTML.slice(0, 60), solid && ratio >= 3];
            }"""
        )
        if found is None:
            break
        if not found[1]:
            unseen.append(found[0])
    else:
        raise AssertionError("the end of the page was not reached")
    assert unseen == []


@pytest.mark.parametrize("width", [320, 1280])
def test_9_targets_are_high_enough(visit: Open, width: int) -> None:
    page = visit(width=width).example("strategy")
    small = page.evaluate(
        """[...document.querySelectorAll(
          'button, summary, select, textarea, input[type=file], .button, nav a, .shapes label')]
          .filter(e => e.checkVisibility() && !e.classList.contains('visually-hidden'))
          .filter(e => e.getBoundingClientRect().height < 43.9)
          .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_10_to_13_questions_first_number_last(visit: Open) -> None:
    page = visit().example("strategy")
    order = page.evaluate(
        """['#questions', '#words', '.matrix h2', '#numbers', '#checks'].map(
          s => document.querySelector(s)).every((e, i, all) => !i ||
          (all[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING))"""
    )
    assert order
    assert page.locator("meter, progress, [role=meter]").count() == 0
    numbers = page.locator(".numbers").inner_text()
    assert re.search(r"n = \d", numbers)
    assert re.search(r"\(\d+–\d+\)", numbers)
    assert re.search(r"Version \d+\.\d+", numbers)
    assert "too short for scores (Value 2)" in page.locator(".checks").inner_text()
    listed = page.locator(".codes").evaluate_all("all => all.map(e => e.textContent).join(' ')")
    assert "scores" not in listed
    cards = page.locator("[data-card]")
    assert page.locator("[data-card]:visible").count() == 5
    for card in cards.all():
        text = card.text_content()
        assert "“" in text or card.locator(".gap, .names").count()


def test_12_rules_for_documents_are_unchecked_on_one_statement(visit: Open) -> None:
    page = visit().ask(CLEAR)
    assert re.search(r"ALN001, .* whole documents only", page.locator(".checks").inner_text())
    assert "ALN001" not in page.locator(".codes").inner_text()


def test_14_an_example_is_filled_in_and_answered_in_one_click(visit: Open) -> None:
    page = visit().example("merged")
    assert "hospital" in page.input_value("#text")
    assert page.locator("#result").get_attribute("data-state") == "result"
    assert page.locator(".halves > div").count() == 2
    assert page.locator(".facts .open").count() > 0


@pytest.mark.parametrize("scripts", [True, False])
def test_15_an_error_keeps_the_text_and_takes_the_focus(visit: Open, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).go()
    page.fill("#text", "   ")
    page.click("#send")
    page.wait_for_selector(".error-summary")
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.input_value("#text") == "   "
    assert page.locator("#text").get_attribute("aria-invalid") == "true"
    assert page.locator("#text-fault").is_visible()


def test_15_the_text_survives_a_service_that_does_not_answer(visit: Open) -> None:
    seen = visit()
    page = seen.go()
    page.route("**/*", lambda route: route.abort())
    page.fill("#text", CLEAR)
    page.click("#send")
    page.wait_for_selector(".error-summary")
    assert "does not answer" in page.locator(".error-summary").inner_text()
    assert page.input_value("#text") == CLEAR
    seen.complaints.clear()  # the browser tells of the request that was cut off


def test_16_a_short_text_gets_no_number(visit: Open) -> None:
    page = visit().ask("Be best")
    assert page.locator("#result").get_attribute("data-state") == "short"
    assert page.locator(".numbers").count() == 0
    assert "sentence" in page.locator(".questions").inner_text()


def test_17_french_gets_a_notice_and_an_override(visit: Open) -> None:
    page = visit().ask(FRENCH)
    assert page.locator("#questions").inner_text() == "This looks like French"
    assert page.locator(".numbers").count() == 0
    page.click("button[name=language]")
    page.wait_for_selector(".numbers")
    assert page.is_checked("#language")


def test_18_marks_fit_their_words_behind_characters_of_two_units(visit: Open) -> None:
    text = "🚀🚀 𝒲e want to be the leading provider of world-class ferry solutions."
    page = visit().ask(text)
    page.wait_for_selector(".mirror mark")
    words = page.locator(".statement mark").all_inner_texts()
    assert {"the leading provider", "world-class", "solutions"} <= set(words)
    # Which further words a model marks may change; that each mark is whole words may not.
    for marked in (*words, *page.locator(".mirror mark").all_inner_texts()):
        assert re.search(rf"\b{re.escape(marked)}\b", text), marked


def test_19_typing_keeps_caret_undo_focus_and_scroll(visit: Open) -> None:
    page = visit(height=500).ask(STOCK)
    page.focus("#text")
    place = STOCK.index("ferry")
    page.evaluate(f"document.getElementById('text').setSelectionRange({place}, {place})")
    page.evaluate("scrollTo(0, 120)")
    page.keyboard.type("night ")
    before = page.evaluate("scrollY")
    page.wait_for_timeout(700)
    page.wait_for_selector(ANSWERED)
    assert page.evaluate("document.getElementById('text').selectionStart") == place + 6
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.evaluate("scrollY") == before
    assert page.locator(".mirror mark").first.inner_text().startswith("the leading")
    for _ in range(len("night ")):
        page.keyboard.press("Control+z")
    assert page.input_value("#text") == STOCK


def test_20_and_22_an_edit_moves_nothing_and_is_told_once(visit: Open) -> None:
    page = visit().ask(STOCK)
    page.evaluate(
        """() => {
          window.shift = 0; window.told = [];
          new PerformanceObserver(list => {
            for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value;
          }).observe({type: 'layout-shift'});
          const status = document.getElementById('status');
          new MutationObserver(() => window.told.push(status.textContent))
            .observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.focus("#text")
    place = STOCK.index("ferry")
    page.evaluate(f"document.getElementById('text').setSelectionRange({place}, {place})")
    count = page.locator(".card").count()
    page.keyboard.type("night ", delay=30)
    page.wait_for_timeout(1800)
    assert page.locator(".card").count() == count
    assert len(page.evaluate("window.told")) == 1
    assert page.evaluate("window.shift") < 0.01
    page.evaluate("document.getElementById('text').select()")
    page.keyboard.type(CLEAR, delay=5)
    page.wait_for_selector("#result[data-state=clear]:not([aria-busy])")
    page.wait_for_timeout(1200)
    assert page.locator(".card.answered").count() == count
    told = page.evaluate("window.told")
    assert len(told) == 2
    assert re.fullmatch(r"Nothing to ask, \d answered", told[1])
    assert page.evaluate("window.shift") < 0.01


def test_20_answered_cards_go_when_the_field_is_left(visit: Open) -> None:
    page = visit().ask(STOCK)
    page.focus("#text")
    page.keyboard.press("Control+a")
    page.keyboard.type(CLEAR, delay=5)
    page.wait_for_selector(".card.answered")
    page.locator("#questions").focus()
    page.wait_for_selector(".card.answered", state="detached")


def test_21_a_late_answer_never_replaces_a_newer_one(visit: Open) -> None:
    seen = visit()
    page = seen.page
    # Without the cut-off the late answer does arrive, and only its revision tells that it is old.
    page.add_init_script("AbortController.prototype.abort = () => {}")
    seen.go()
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/*", hold)
    page.fill("#text", STOCK)
    page.wait_for_timeout(600)
    assert held
    page.fill("#text", CLEAR)
    page.wait_for_selector("#result[data-state=clear]")
    held[0].continue_()
    page.wait_for_timeout(600)
    assert page.locator("#result").get_attribute("data-state") == "clear"


def test_23_marks_and_gaps_differ_under_forced_colours(visit: Open) -> None:
    page = visit(forced_colors="active").example("statement")
    style = """e => {
      const { textDecorationLine, textDecorationStyle } = getComputedStyle(e);
      return `${textDecorationLine} ${textDecorationStyle}`;
    }"""
    stock = page.locator(".words mark.stock").first.evaluate(style)
    open_ = page.locator(".words mark.open").first.evaluate(style)
    gap = page.locator(".words a.gap").first.evaluate("e => getComputedStyle(e).borderTopStyle")
    assert (stock, open_, gap) == ("underline solid", "underline dashed", "dashed")
    assert page.locator(".mirror").first.is_hidden()


def test_24_the_print_holds_questions_closed_details_and_page_numbers(visit: Open) -> None:
    try:
        import pypdf
    except ModuleNotFoundError:
        unchecked("pypdf is not installed (pip install pypdf)")
    page = visit(color_scheme="dark").example("strategy")
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # NFKC takes ligatures apart.
    texts = [" ".join(normalize("NFKC", p.extract_text()).split()) for p in reader.pages]
    whole = " ".join(texts)
    assert page.locator("#questions").inner_text() in whole
    assert "Who would notice the difference" in whole
    assert "To be the leading provider of eye care" in whole  # inside closed details
    assert "Every text begins at" in whole  # inside closed details
    assert "Closeness of wording" in whole
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
    assert "Ask the questions" not in whole
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_cell_of_the_matrix_tells_its_nearest_words(visit: Open, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts).example("strategy")
    cell = page.locator(".matrix td a").first
    told = page.locator(f"[id='{cell.get_attribute('aria-describedby')}']")
    assert told.is_hidden()
    cell.hover()
    assert told.is_visible()
    assert "Closeness" in told.inner_text()
    assert "Nearest:" in told.inner_text()
    page.mouse.move(0, 0)
    assert told.is_hidden()
    cell.focus()
    assert told.is_visible()
    page.keyboard.press("Enter")
    assert re.fullmatch(r"s-s\d+", page.url.partition("#")[2])
