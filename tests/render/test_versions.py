"""The pages of consensus and drift: pictures that hold everything, and nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from rich.console import Console

from analyzer.render.html.versions import WIDTH, people_map, render_versions, timeline
from analyzer.render.versions import render_versions as render_text
from analyzer.types import Finding, Provenance, RuleSummary, Unchecked
from analyzer.versions import (
    DIMENSIONS,
    Change,
    Consensus,
    Difference,
    Drift,
    Leader,
    Map,
    OwnVersion,
    Person,
    SharedPhrase,
    StatedDifference,
    StatementAgreement,
    Version,
    Wording,
)

MADE = Provenance("0", "okr-hub", "", {}, "static", "")
HOSTILE = '<script>alert("x")</script>'


def group(places: list[tuple[float, float]], **given: object) -> Consensus:
    people = tuple(
        Person(f"person {n + 1}", 0.5, n == 1, place, leader=n == 0)
        for n, place in enumerate(places)
    )
    fields = {
        "agreement": 0.5,
        "core": (),
        "shared": (),
        "dimensions": dict.fromkeys(DIMENSIONS),
        "said": dict.fromkeys(DIMENSIONS, 0),
        "read": len(people),
        "statements": {"mission": StatementAgreement(0.5, len(people))},
        "people": people,
        "leader": Leader(0.4, 10, 0.6),
        "closest": OwnVersion("person 1", HOSTILE, None),
        "furthest": None,
        "map": Map(0.7, 0.4),
        "findings": (),
        "rules": {},
        "unchecked": (Unchecked("vision", None, f"nobody gives a vision {HOSTILE}"),),
        "provenance": MADE,
    }
    return Consensus(**{**fields, **given})  # type: ignore[arg-type]


def version(ref: str, date: str | None, drift: float | None, change: Change) -> Version:
    moment = date and f"{date}T00:00:00+00:00"
    own = Difference("mission", "whom", HOSTILE, "b")
    text = f"mission of {ref}"
    return Version(ref, moment, text, None, drift, None, change, drift, None, (own,), "plan.md")


def course(*versions: Version) -> Drift:
    return Drift(versions, len(versions), None, (), {}, (), MADE)


def printed(found: Consensus) -> str:
    console = Console(record=True, width=80, file=None, force_terminal=False)
    with console.capture() as captured:
        render_text(found, "team.csv", console=console)
    return captured.get()


def picture(page: str) -> ElementTree.Element:
    found = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert found is not None
    return ElementTree.fromstring(found[0])


@pytest.mark.parametrize("people", [1, 2, 8, 40])
def test_every_person_has_a_mark_inside_the_picture(people: int) -> None:
    places = [((n * 37 % 41) / 20 - 1, (n * 23 % 43) / 21 - 1) for n in range(people)]
    points = people_map(group(places))
    assert sum(len(p.told.split(", ")) for p in points) == people
    assert all(0 < p.x < WIDTH for p in points)
    kinds = {p.kind for p in points}
    assert "leader" in kinds
    assert people < 2 or "apart" in kinds


def test_labels_cover_no_other_label() -> None:
    places = [((n * 37 % 41) / 20 - 1, (n * 23 % 43) / 21 - 1) for n in range(50)]
    boxes = []
    for point in people_map(group(places)):
        if point.label:
            anchor, x, y = point.place
            wide = 7.2 * len(point.label)
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            boxes.append((left, y - 13, left + wide, y + 3))
    assert len(boxes) > 25
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart


def test_people_at_one_place_share_a_mark() -> None:
    apart, others = people_map(group([(0.0, 0.0)] * 5))
    assert (apart.label, others.label) == ("2", "1, 3, 4 +1")  # who stands apart has a mark alone
    assert apart.x != others.x


def test_who_stands_apart_is_named_in_a_crowd() -> None:
    places = [((n * 37 % 41) / 400, (n * 23 % 43) / 400) for n in range(200)]
    (apart,) = [p for p in people_map(group(places)) if p.kind == "apart"]
    assert apart.label == "2"


def test_the_map_says_that_all_are_near_only_where_they_are() -> None:
    said = "All stand nearer to each other"
    wide = Map(0.4, 9.0)
    near = group([(0.1, 0.2), (0.4, -1.0)], map=wide)
    assert said in render_versions(near, "team.csv")
    apart = replace(near.people[1], agreement=0.01)
    found = replace(near, people=(near.people[0], apart))
    assert said not in render_versions(found, "team.csv")


def test_differences_and_the_note_stand_in_both_forms() -> None:
    told = StatedDifference("vision", "number", (Wording("2030", 3), Wording(HOSTILE, 1)))
    found = group([(0.1, 0.2), (0.4, -1.0)], differences=(told,))
    page = render_versions(found, "team.csv")
    assert "vision, numbers: “2030” 3, " in page
    assert "<script" not in page
    words = " ".join(printed(found).split())
    assert "vision, numbers: “2030” 3, " in words
    assert "compares wordings; do not rank people by it" in words
    assert "ompares wordings; do not rank people by it" in page


def test_a_long_name_keeps_off_its_bar() -> None:
    found = group([(0.1, 0.2), (0.4, -1.0)])
    names = ("P120 O'Néil, jr.", "Wilhelmina Featherstonehaugh-Ogilvie")
    named = tuple(replace(p, label=n) for p, n in zip(found.people, names, strict=True))
    lines = printed(replace(found, people=named)).splitlines()
    bars = [line for line in lines if line.lstrip().startswith(("P120", "Wilhelmina"))]
    assert len(bars) == 2
    assert all(re.search(r" [█░]{10}", line) for line in bars)
    assert len({re.search("[█░]", line).start() for line in bars}) == 1  # type: ignore[union-attr]
    assert max(map(len, lines)) <= 80


def test_a_crowd_has_no_labels_but_of_those_who_stand_out() -> None:
    places = [((n * 37 % 401) / 200 - 1, (n * 23 % 403) / 201 - 1) for n in range(400)]
    labelled = [p for p in people_map(group(places)) if p.label]
    assert {p.kind for p in labelled} <= {"leader", "apart"}


def test_the_pages_load_nothing_and_escape_everything() -> None:
    pages = (
        render_versions(group([(0.1, 0.2), (0.4, -1.0)]), HOSTILE),
        render_versions(
            course(version("a", None, None, "none"), version("b", None, 0.9, "meaning")), HOSTILE
        ),
    )
    for page in pages:
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert not re.search(r'(?:src|href)="(?!#)', page)
        assert "url(" not in page
        assert "default-src 'none'" in page
        svg = picture(page)
        assert svg.get("role") == "img"
        assert svg[0].tag == "title"
        assert svg[1].tag == "desc"


def test_the_pages_reorder_and_recolour_nothing() -> None:
    words = "we mend \u202eboats\u202c \x1b[31mred"
    asked = Finding("i", "CON001", "no-shared-core", "note", None, None, words, words)
    found = group(
        [(0.1, 0.2), (0.4, -1.0)],
        closest=OwnVersion("person 1", words, None),
        shared=(SharedPhrase(words, "mission", 2, 2),),
        findings=(asked,),
        rules={"CON001": RuleSummary("no-shared-core", "", "", "")},
    )
    page = render_versions(found, words)
    assert page.count("we mend boats red") == 5
    assert not set("\u202e\u202c\x1b") & set(page)


def test_nothing_to_compare_is_a_page_too() -> None:
    empty = group([], agreement=None, people=(), closest=None, leader=None, map=Map(1.0, None))
    page = render_versions(empty, "team.csv")
    assert "Nothing to compare" in page
    assert "<svg" not in page


def test_the_timeline_follows_the_dates() -> None:
    found = course(
        version("a", "2010-01-01", None, "none"),
        version("b", "2019-01-01", 0.2, "wording"),
        version("c", "2020-01-01", 0.9, "meaning"),
    )
    bars, dates, _ = timeline(found)
    assert [b.kind for b in bars] == ["first", "wording", "meaning"]
    assert bars[1].x - bars[0].x == pytest.approx(9 * (bars[2].x - bars[1].x), rel=0.01)
    assert bars[2].height > bars[1].height
    assert {text for _, text in dates} >= {"2010-01-01", "2020-01-01"}
    assert all(abs(a - b) >= 84 for (a, _), (b, _) in combinations(dates, 2))


def test_the_heading_of_the_page_says_what_was_not_compared() -> None:
    start = version("a", None, None, "none")
    unknown = replace(version("b", None, None, "wording"), not_compared=("mission",))
    quiet, moved = version("c", None, 0.1, "wording"), version("d", None, 0.9, "meaning")
    for versions, told in (
        ((start, quiet), "The meaning has not changed"),
        ((start, unknown), "The meaning was not compared"),
        ((start, unknown, quiet), "Not every change was compared"),
        ((start, unknown, moved), "The meaning changed once"),
    ):
        page = render_versions(course(*versions), "plan.md")
        assert f"<h1>{told}</h1>" in page
        assert (", 1 not compared." in page) == (unknown in versions)
    bars, _, _ = timeline(course(start, unknown))
    assert [(b.kind, b.told) for b in bars] == [
        ("first", "a: first"),
        ("unknown", "b: not compared"),
    ]


def test_a_long_history_lists_the_changes_of_meaning() -> None:
    quiet = [version(f"r{n}", None, 0.1, "wording") for n in range(1, 60)]
    found = course(version("r0", None, None, "none"), *quiet, version("last", None, 0.9, "meaning"))
    console = Console(record=True, width=80, file=None, force_terminal=False)
    with console.capture() as captured:
        render_text(found, "plan.md", console=console)
    words = " ".join(captured.get().split())
    assert "Rewordings are left out (2 of 61 versions are listed)" in words
    assert "last" in words
    assert "r30" not in words
