"""YAML, JSON and TOML: the same shape in each, places, and files that mean harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analyzer.documents import Document
from analyzer.errors import InputError
from analyzer.readers import read_file
from analyzer.readers.structured import read_structured
from analyzer.readers.trees import MAX_DEPTH

YAML = """\
# The year's plan
organisation: Otter Trust
quarter: Q3 2026
mission: >
  We keep the rivers of the Tarn
  clean for anglers.
values:
  - Candour: we publish every test
  - name: Thrift
    description: we mend what we have
okrs:
  - title: Anglers trust the water again
    who: Ana Ruiz
    by: 2026-09-30
    krs:
      - Raise clean samples from 61% to 80%
      - kr: Complaints fall to 3
        owner: [Bo Lind, Cy Marsh]
  - Walkers find the weir path
"""


def read(text: str, suffix: str = ".yaml") -> Document:
    return read_structured(text, suffix, id="plan", name=f"plan{suffix}")


def texts(document: Document) -> list[str]:
    return [document.text[p.segments[0][0] : p.segments[0][1]] for p in document.passages]


def tried(text: str, suffix: str) -> tuple[Document | None, str]:
    try:
        return read(text, suffix), ""
    except InputError as error:
        return None, str(error)


def refused(text: str, suffix: str = ".yaml") -> str:
    with pytest.raises(InputError) as caught:
        read(text, suffix)
    message = str(caught.value)
    assert message.startswith(f"plan{suffix}: ")
    assert "\n" not in message
    return message


def test_a_whole_plan() -> None:
    document = read(YAML)
    assert texts(document) == [
        "We keep the rivers of the Tarn clean for anglers.",
        "Candour: we publish every test",
        "Thrift: we mend what we have",
        "Anglers trust the water again",
        "Raise clean samples from 61% to 80%",
        "Complaints fall to 3",
        "Walkers find the weir path",
    ]
    assert document.text == "\n\n".join(texts(document))
    assert [p.declared for p in document.passages] == [
        "mission", "values", "values", "objective", "key_result", "key_result", "objective",
    ]  # fmt: skip
    assert [p.location.path for p in document.passages] == [
        "mission", "values[0].Candour", "values[1]", "okrs[0]", "okrs[0].krs[0]",
        "okrs[0].krs[1]", "okrs[1]",
    ]  # fmt: skip
    assert [p.location.line for p in document.passages] == [4, 8, 9, 12, 16, 17, 19]
    assert [p.parent for p in document.passages] == [None, None, None, None, 3, 3, None]
    objective, _, result, _ = document.passages[3:]
    assert (objective.owner, objective.due) == ("Ana Ruiz", "2026-09-30")
    assert result.owner == "Bo Lind, Cy Marsh"
    assert objective.heading == "Otter Trust / Q3 2026 / okrs"
    assert document.unchecked == ()


TREE: dict[str, Any] = {
    "purpose": "We lend wheelchairs in Arequipa.",
    "goals": [
        {
            "goal": "Children reach school dry",
            "lead": "Ines",
            "deadline": "May 2027",
            "key results": ["Late arrivals fall from 30 to 9", {"result": "All ramps are mended"}],
        }
    ],
}
TOML = """
purpose = "We lend wheelchairs in Arequipa."
[[goals]]
goal = "Children reach school dry"
lead = "Ines"
deadline = "May 2027"
"key results" = ["Late arrivals fall from 30 to 9", { result = "All ramps are mended" }]
"""


def test_all_three_formats_say_the_same() -> None:
    found = [
        read(json.dumps(TREE), ".json"),
        read(yaml.safe_dump(TREE, sort_keys=False), ".yaml"),
        read(TOML, ".toml"),
    ]
    assert len({document.text for document in found}) == 1
    for document in found:
        assert [p.location.path for p in document.passages] == [
            "purpose", "goals[0]", "goals[0].key results[0]", "goals[0].key results[1]",
        ]  # fmt: skip
        assert [p.parent for p in document.passages] == [None, None, 1, 1]
        assert document.passages[1].owner == "Ines"
        assert document.passages[1].due == "May 2027"


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("acme:\n  mission: We dig wells.\n", ["acme.mission"]),
        ("- mission: We dig wells.\n- mission: We dig wells.\n", ["[0].mission", "[1].mission"]),
        ("company: Lim\nteams:\n- mission: We dig.\n- mission: We fell.\n",
         ["teams[0].mission", "teams[1].mission"]),
        ("mission: We dig wells.\n---\nvision: Wet fields.\n", ["[0].mission", "[1].vision"]),
        ("strategy:\n  mission: We dig.\n  goals: [Wet fields]\n",
         ["strategy.mission", "strategy.goals[0]"]),
        ("okrs:\n  - quarter: Q1\n    objectives: [Wet fields]\n", ["okrs[0].objectives[0]"]),
        ("objective: Wet fields\nkey_results:\n  KR1: Nine wells hold\n",
         ["objective", "key_results.KR1"]),
        ("objectives:\n  Farmers water daily:\n    - Nine wells hold\n",
         ["objectives.Farmers water daily", "objectives.Farmers water daily[0]"]),
        ("objectives:\n  O1: Farmers water daily\n", ["objectives.O1"]),
        ("teams:\n  - name: Pumps\n    okrs: [Wet fields]\n", ["teams[0].okrs[0]"]),
        ("base: &b\n  mission: We dig.\nacme:\n  <<: *b\n", ["base.mission", "acme.mission"]),
        ("mission: null\nvision: ~\nvalues:\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_shapes(text: str, paths: list[str]) -> None:
    document = read(text)
    assert [p.location.path for p in document.passages] == paths
    assert bool(document.unchecked) == (not paths)


def test_key_results_beside_one_objective_are_its_own() -> None:
    document = read("objective: Wet fields\nkrs: [Nine wells hold]\n")
    assert [p.parent for p in document.passages] == [None, 0]


def test_fields_that_are_not_read_are_named() -> None:
    document = read(
        "mission: We dig wells.\nfoo: bar\nmissionary: x\nempty:\nid: 7\n"
        "okrs:\n- text: Wet fields\n  mood: glad\n  krs: [{kr: Nine wells, id: 1, tip: y}]\n"
        "- text: Dry roofs\n  mood: sad\nvalues:\n- name: Thrift\n  colour: red\n"
    )
    [entry] = document.unchecked
    assert entry.code == "reader"
    assert entry.reason == (
        "unknown fields were not read: foo, missionary (did you mean 'mission'?), "
        "okrs[0].krs[0].tip, okrs[0].mood, values[0].colour; rename those that hold statements, "
        "or name their kind under `headings` in the settings"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- mission: We dig.\n- mission: We fell.\n", "'[0]' and '[1]' have a mission each"),
        ("a:\n  vision: Wet fields\nb:\n  vision: Tall oaks\n", "'a' and 'b' have a vision each"),
        ("company: Lim\n---\ncompany: Oru\n", "'[0]' and '[1]' have a name each"),
    ],
)
def test_several_organisations_are_refused(text: str, told: str) -> None:
    message = refused(text)
    assert told in message
    assert "plumbline batch" in message


def test_words_stay_as_written() -> None:
    document = read("mission: yes we can\nokrs:\n  - text: x y z\n    due: 2026-06-30\n")
    assert texts(document) == ["yes we can", "x y z"]
    assert document.passages[1].due == "2026-06-30"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mission: 42", "line 1: field 'mission' must be a text or a list of texts, not a number"),
        ("mission:\n  - [a]", "line 2: field 'mission[0]' must be a text, not a list"),
        ("objectives:\n  - owner: Ana", "line 2: field 'objectives[0]' needs a text"),
        ("okrs:\n- text: a b\n  krs:\n  - due: May", "field 'okrs[0].krs[0]' needs a text"),
        ("okrs:\n- text: a b\n  owner: {a: b}", "field 'okrs[0].owner' must be a name or a date"),
        ("misson: a b", "line 1: field 'misson' is unknown; did you mean 'mission'?"),
        ("just a sentence", "must be a table of fields"),
        ("a: [b", "not YAML"),
        ("mission: a\nvision: b\nmission: c", "line 3: key 'mission' stands twice"),
        ("mission: !!python/object:os.system a", "the tag"),
        ("mission: !vault a", "the tag"),
        ("mission: *gone", "line 1, column 10"),
        ("mission: &a [*a]", "names nothing"),
        ("? [a]\n: b", "a key must be a word"),
        ("mission: a\x07b", "not YAML"),
    ],
)  # fmt: skip
def test_wrong_yaml_is_named_with_its_place(text: str, told: str) -> None:
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "suffix", "told"),
    [
        ('{"mission": "a",\n "vision": }', ".json", "line 2, column 12: not JSON"),
        ('{"mission": "a", "mission": "b"}', ".json", "'mission' stands twice"),
        ('{"mission": 3.5}', ".json", "field 'mission' must be a text or a list of texts"),
        ('{"mission": true}', ".json", "not a boolean"),
        ('{"mission": "\\ud800"}', ".json", "escape"),
        ('["a"]', ".json", "must be a table of fields"),
        ("mission = a\n", ".toml", "line 1"),
        ('mission = "a"\nmission = "b"', ".toml", "not TOML"),
        ("mission = " + "9" * 5000, ".toml", "too many digits"),
    ],
)
def test_wrong_json_and_toml_are_named(text: str, suffix: str, told: str) -> None:
    assert told in refused(text, suffix)


def test_alias_bombs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    assert "fields stand here" in refused("\n".join([*lines, "mission: *a11"]))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 2_000, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    assert "nested deeper" in refused("[" * depth + "]" * depth, ".json")
    assert "nested deeper" in refused("mission = " + "[" * depth + "]" * depth, ".toml")
    assert "nest" in refused("[" * depth + "]" * depth)


def test_deep_aliases_are_refused() -> None:
    lines = ["a0: &a0 [x]", *(f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 60))]
    assert "nested deeper" in refused("\n".join(lines))


def test_check_reads_them_by_their_extension(tmp_path: Path) -> None:
    file = tmp_path / "plan.yml"
    file.write_text("Guiding light: Every field in Kitui stays wet.\n", encoding="utf-8")
    assert read_file(file).passages == ()
    [passage] = read_file(file, headings=[("guiding light", "vision")]).passages
    assert passage.declared == "vision"


words = st.text("abc xyz", min_size=1, max_size=20).filter(str.strip)
results = st.lists(words | st.fixed_dictionaries({"text": words, "owner": words}), max_size=3)
plans = st.fixed_dictionaries(
    {},
    optional={
        "mission": words | st.lists(words, max_size=3),
        "vision": words,
        "objectives": st.lists(
            words | st.fixed_dictionaries({"text": words}, optional={"key_results": results}),
            max_size=3,
        ),
    },
)


@given(plans)
def test_every_field_is_one_statement_in_its_order(plan: dict[str, Any]) -> None:
    def count(value: Any) -> int:
        if isinstance(value, str):
            return 1
        items = value if isinstance(value, list) else [v for k, v in value.items() if k != "owner"]
        return sum(map(count, items))

    document = read(json.dumps(plan), ".json")
    assert len(document.passages) == count(plan)
    again = read(yaml.safe_dump(plan, sort_keys=False))
    # YAML trims nothing that it has quoted; both give each text without white space at its ends.
    assert texts(again) == texts(document)
    assert [p.location.path for p in again.passages] == [p.location.path for p in document.passages]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda below: (
            st.lists(below, max_size=4)
            | st.dictionaries(
                st.sampled_from(["mission", "okrs", "krs", "text", "owner", "x"]) | st.text(), below
            )
        ),
        max_leaves=12,
    )
)
def test_any_tree_gives_a_document_or_one_line(tree: Any) -> None:
    document, fault = tried(json.dumps(tree), ".json")
    if document is None:
        assert fault.startswith("plan.json: ")
        assert len(fault.splitlines()) == 1
    else:
        assert document.text == "\n\n".join(texts(document))


@given(st.text())
def test_any_text_is_yaml_or_one_line(text: str) -> None:
    document, fault = tried(text, ".yaml")
    assert document is not None or fault.startswith("plan.yaml: ")


def test_owner_and_date_of_a_file_or_objective_hold_for_all_below() -> None:
    document = read(
        "owner: The board\ndue: 2027-12-31\nokrs:\n- text: Tenants live in dry homes\n"
        "  owner: Ana\n  krs:\n  - Mould falls from 310 homes to 90\n  - text: Leaks fall by half\n"
        "    owner: Bo\n    due: May\n- text: Tenants have a say\n"
    )
    assert [(p.owner, p.due) for p in document.passages] == [
        ("Ana", "2027-12-31"), ("Ana", "2027-12-31"), ("Bo", "May"), ("The board", "2027-12-31"),
    ]  # fmt: skip
    assert document.unchecked == ()


def test_the_owner_of_one_team_is_not_that_of_the_next() -> None:
    document = read(
        "teams:\n- team: Nets\n  owner: Ida\n  okrs: [Mend]\n- team: Boats\n  okrs: [Sail]\n"
    )
    assert [p.owner for p in document.passages] == ["Ida", None]


def test_the_date_of_the_file_is_no_due_date() -> None:
    document = read("date: 2026-01-04\nversion: 2\ntitle: Plan\nokrs: [Mend]\n")
    assert [(p.due, p.heading) for p in document.passages] == [(None, "okrs")]
    assert document.unchecked == ()


def test_objectives_by_period_or_team() -> None:
    document = read(
        "goals:\n  Q3: [{goal: Mend, krs: [Holes fall from 9 to 2]}]\n  Q4: [Sail]\n"
        "  Boats: [{goal: Paint, results: [9 boats]}]\n"
    )
    assert [(p.location.path, p.declared, p.parent) for p in document.passages] == [
        ("goals.Q3[0]", "objective", None), ("goals.Q3[0].krs[0]", "key_result", 0),
        ("goals.Q4[0]", "objective", None), ("goals.Boats[0]", "objective", None),
        ("goals.Boats[0].results[0]", "key_result", 3),
    ]  # fmt: skip
    assert document.passages[0].heading == "goals / Q3"


def test_a_list_that_may_be_either_is_refused() -> None:
    with pytest.raises(InputError, match=r"'goals.Growth' may be a list of objectives or of key"):
        read("goals:\n  Growth: [Sell more]\n")


def test_fields_that_explain_are_context() -> None:
    [entry] = read("mission: We dig.\nbackground: It rained.\ncontext: [dry]\n").unchecked
    assert entry.reason == "taken as context, not as statements: background, context"


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".toml"])
def test_a_blank_file_has_no_statement(suffix: str) -> None:
    document = read_structured(" \n", suffix, id="d", name="d")
    assert [entry.code for entry in document.unchecked] == ["document"]


def test_a_number_of_too_many_digits_is_told() -> None:
    with pytest.raises(InputError, match="number of too many digits; put it in quotes"):
        read_structured(f"mission = {'9' * 6000}\n", ".toml", id="d", name="d.toml")


def test_two_visions_in_one_table_are_of_one_organisation() -> None:
    document = read("north_star: No shop waits.\nwhat success looks like: Shops stop asking.\n")
    assert [p.declared for p in document.passages] == ["vision", "vision"]
