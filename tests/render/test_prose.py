from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.render.prose import clean, quote, readable

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07red",
    "\x1b]8;;https://example.org\x1b\\red\x1b]8;;\x1b\\",
    "\x9b31mred",
    "\x1bcred",
    "\x08\x08\x7fred",
    "\x1b]0;never closed red",
    "\u202ered\u2066",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_terminal_obeys_is_shown(text: str) -> None:
    for shown in (readable(text).text, clean(text), quote(text)):
        assert "red" in shown
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
        assert not set("\u202e\u2066") & set(shown)


@given(st.text(st.sampled_from("a *_`[]()\n\t\r\x1b\x9b]m>!—é👩‍🚒<-")))
def test_readable_text_is_made_of_the_characters_it_points_at(text: str) -> None:
    shown = readable(text, 7)
    assert len(shown.text) == len(shown.offsets)
    assert list(shown.offsets) == sorted(set(shown.offsets))
    for character, offset in zip(shown.text, shown.offsets, strict=True):
        source = text[offset - 7]
        assert character == source or (character == " " and source.isspace())
    assert shown.text == shown.text.strip()
    assert "\x1b" not in shown.text
    assert "\x9b" not in shown.text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("We **open** the _door_ to `all`", "We open the door to all"),
        ("See [the plan](https://example.org/a_b) now", "See the plan now"),
        ("first\n> second\n>   third", "first second third"),
        ("wrapped\r\n  line\tend", "wrapped line end"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("***both*** ends", "both ends"),
        ("Furthest first.** The longer road", "Furthest first. The longer road"),
        ("done by May. *Owner: Ida", "done by May. Owner: Ida"),
        ("2 ** 3, and 5* hotels", "2 ** 3, and 5* hotels"),
        ("a <!-- hidden --> b", "a b"),
        ("👩‍🚒 crews über alles e\u0301", "👩‍🚒 crews über alles e\u0301"),
        ("", ""),
    ],
)
def test_markup_is_hidden_and_white_space_folded(raw: str, shown: str) -> None:
    assert readable(raw).text == shown


def test_a_span_across_markup_finds_its_words() -> None:
    shown = readable("We run **fast\nferries** daily", 100)
    place = shown.place(107, 123)
    assert place is not None
    assert shown.text[slice(*place)] == "fast ferries"
    assert shown.place(107, 109) is None  # markup alone


def test_long_quotes_lose_their_middle() -> None:
    words = quote(" ".join(f"word{i}" for i in range(60)), 40)
    assert len(words) < 50
    assert words.startswith("“word0")
    assert "[…]" in words
    assert words.endswith("word59”")


def test_lone_surrogates_can_be_printed() -> None:
    assert clean("plan\udcff.md").encode("utf-8") == "plan\ufffd.md".encode()
