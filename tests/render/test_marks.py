from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.render.marks import Mark, marked, nested
from analyzer.render.prose import readable


def mark(start: int, end: int, number: int) -> Mark:
    return Mark(start, end, (number,), "warning")


def plain(text: str, *marks: Mark) -> str:
    return marked(readable(text), nested(marks), brackets=True).plain


def test_equal_stretches_share_a_mark() -> None:
    assert plain("the leading one", mark(4, 11, 2), mark(4, 11, 1)) == "the ‹leading›¹·² one"


def test_nested_stretches_nest() -> None:
    text = "trust, vision and growth"
    assert plain(text, mark(0, 24, 1), mark(7, 13, 2)) == "‹trust, ‹vision›² and growth›¹"
    assert plain(text, mark(0, 13, 1), mark(7, 13, 12)) == "‹trust, ‹vision›¹²›¹ and growth"


def test_crossing_stretches_become_one() -> None:
    assert plain("a b c d", mark(0, 3, 1), mark(2, 5, 2)) == "‹a b c›¹·² d"


def test_touching_stretches_stay_apart() -> None:
    assert plain("abcd", mark(0, 2, 1), mark(2, 4, 2)) == "‹ab›¹‹cd›²"


def test_marks_lie_well_on_emoji_and_combining_marks() -> None:
    text = "👩‍🚒 crews e\u0301lan 東京 team"
    start = text.index("e\u0301lan")
    assert plain(text, mark(start, start + 5, 1)) == "👩‍🚒 crews ‹e\u0301lan›¹ 東京 team"


def test_styles_replace_brackets_where_they_are_seen() -> None:
    text = marked(readable("the leading one"), [mark(4, 11, 1)], brackets=False)
    assert text.plain == "the leading¹ one"
    assert [(s.start, s.end) for s in text.spans if "underline" in str(s.style)] == [(4, 11)]


def test_the_unflagged_middle_of_a_long_statement_is_left_out_and_counted() -> None:
    words = [f"w{i}" for i in range(400)]
    text = " ".join(words)
    start = text.index("w200 ")
    shown = plain(text, mark(start, start + 4, 1))
    assert "‹w200›¹" in shown
    assert shown.startswith("w0 w1 ")
    assert shown.endswith(" w399")
    assert "w192 w193" in shown
    assert "w100" not in shown
    left_out = [int(p.split()[0]) for p in shown.split("[… ")[1:]]
    kept = [w for w in shown.replace("‹", "").replace("›¹", "").split() if w.startswith("w")]
    kept = [w for w in kept if w in words]
    assert sum(left_out) + len(kept) == 400


@given(
    st.text(st.sampled_from("ab c"), max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 20)), max_size=6),
)
def test_brackets_always_pair_and_the_words_stay(text: str, places: list[tuple[int, int]]) -> None:
    shown = readable(text)
    size = len(shown.text)
    marks = [
        mark(start, min(size, start + length), number)
        for number, (start, length) in enumerate(places, 1)
        if start < size
    ]
    result = marked(shown, nested(marks), brackets=True).plain
    depth = 0
    for character in result:
        depth += {"‹": 1, "›": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert "".join(c for c in result if c in "ab c") == shown.text
