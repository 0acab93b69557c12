"""People's versions from every format, and one clear line for every fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.readers.people import MOST_PEOPLE, OwnWords, parse_people, read_people

if TYPE_CHECKING:
    from pathlib import Path

TWO = [
    OwnWords(person="Ana", role="leader", mission="We mend, and we sew.", vision=None),
    OwnWords(person="7", role=None, mission=None, vision="By 2030\nall is mended."),
]
FILES = {
    "a.csv": 'person,role,mission,vision\nAna,Leader,"We mend, and we sew.",\n\n'
    '7,,,"By 2030\nall is mended."\n',
    "b.csv": "vision;Mission;person;role;age\n;We mend, and we sew.;Ana;leader;40\n"
    '"By 2030\nall is mended.";;7;;41\n',
    "c.tsv": "person\trole\tmission\tvision\nAna\tleader\tWe mend, and we sew.\t\n"
    '7\t\t\t"By 2030\nall is mended."\n',
    "d.yaml": "- {person: Ana, role: leader, mission: 'We mend, and we sew.'}\n"
    '- person: 7\n  vision: "By 2030\\nall is mended."\n',
    "e.yml": "people:\n  - person: Ana\n    role: leader\n    mission: We mend, and we sew.\n"
    "    vision: ~\n  - person: 7\n    vision: |-\n      By 2030\n      all is mended.\n",
    "f.json": json.dumps({"versions": [own.model_dump() for own in TWO]}),
    "g.jsonl": "\n".join(json.dumps(own.model_dump(exclude_none=True)) for own in TWO) + "\n\n",
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    assert read_people(tmp_path / name) == TWO


def test_a_byte_order_mark_and_utf16(tmp_path: Path) -> None:
    for number, encoding in enumerate(("utf-8-sig", "utf-16")):
        path = tmp_path / f"{number}.csv"
        path.write_text(FILES["a.csv"], encoding=encoding)
        assert read_people(path) == TWO


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "person,text\nAna,We mend.\n", "no column 'mission' or 'vision'"),
        ("a.csv", "person,misson\nAna,We mend.\n", "did you mean 'mission'"),
        ("a.csv", "mission,mission\na,b\n", "more than one column 'mission'"),
        ("a.csv", "person,mission\nAna,We mend, and sew.\n", "line 2: 3 cells"),
        ("a.csv", 'mission\nWe mend.\n"We sew.\n', "line 3: not CSV: a quoted cell"),
        ("a.csv", 'person,"mission\nAna,We mend.\n', "line 1: not CSV: a quoted cell"),
        ("a.csv", "role,mission\nboss,We mend.\n", "line 2: field 'role'"),
        ("a.csv", "mission\nWe mend.\n", "two people at least"),
        ("a.csv", "mission,vision\nWe mend.,\n,\n", "two people at least"),
        ("a.yaml", "- mission: [a, b]\n- mission: c\n", "line 1: person 1: field 'mission'"),
        ("a.yaml", "mission: We mend.\n", "expected a list of people"),
        ("a.yaml", "- mission: 'We mend.\n", "line"),
        ("a.yaml", "- We mend.\n- We sew.\n", "person 1: expected an object"),
        ("a.yaml", "--- []\n--- []\n", "2 documents"),
        ("a.json", "[{]", "line 1"),
        ("a.json", '[{"mission": "a", "vison": "b"}]', "did you mean 'vision'"),
        ("a.jsonl", '{"mission": "a"}\n{"mission"}\n', "line 2: not JSON"),
        ("a.jsonl", f'{{"person": {"9" * 5_000}}}\n', "line 1: not JSON: a number too large"),
        ("a.jsonl", "[" * 200_000, "line 1: not JSON: nested too deeply"),
        ("a.jsonl", '["a"]\n', "line 1: expected an object"),
        ("a.jsonl", '{"mission": "\\ud800"}\n', "no text"),
        ("a.txt", "We mend.", "CSV, YAML, JSON or JSON Lines"),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_people(tmp_path / name)
    message = str(caught.value)
    assert said in message
    assert name in message
    assert "\n" not in message


def test_more_people_than_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "crowd.csv"
    path.write_text("mission\n" + "We mend.\n" * (MOST_PEOPLE + 1), encoding="utf-8")
    with pytest.raises(InputError, match="5,001 people, of at most 5,000"):
        read_people(path)
    with pytest.raises(InputError, match="3 of at most 2"):
        parse_people([{"mission": "a"}] * 3, most=2)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_any_value_is_read_or_refused(value: object) -> None:
    for body in (value, {"people": value}, [{"mission": value}, {"person": value, "vision": "v"}]):
        try:
            found = parse_people(body)
        except InputError:
            continue
        assert len(found) >= 2
