"""Records of a batch or request: shapes, places, and faults named in one line."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from analyzer.documents import prose
from analyzer.errors import InputError
from analyzer.readers.records import parse_record, record_document, statement_document


def statements(value: object) -> list[tuple[Any, ...]]:
    document = record_document(parse_record(value), name="in.jsonl")
    return [
        (p.location.path, p.declared, p.parent, p.owner, p.due, prose(document, p).text)
        for p in document.passages
    ]


def test_one_text() -> None:
    record = parse_record({"id": 7, "text": " We lend.\r\nTo all. ", "declared": "Purpose"})
    document = record_document(record, name="in.jsonl")
    assert (document.id, document.name, document.single) == ("7", "in.jsonl", True)
    assert document.text == "We lend.\nTo all."
    assert document.passages[0].declared == "mission"


def test_an_organisation() -> None:
    value = {
        "id": "n",
        "mission": "Lend.",
        "values": ["Patience", " ", "Care"],
        "objectives": [
            "Reach all",
            {"text": "Return", "key_results": ["a", {"text": "b", "owner": "Ines", "due": 2027}]},
            {"text": "", "key_results": ["c"]},
        ],
    }
    assert statements(value) == [
        ("mission", "mission", None, None, None, "Lend."),
        ("values[0]", "values", None, None, None, "Patience"),
        ("values[2]", "values", None, None, None, "Care"),
        ("objectives[0]", "objective", None, None, None, "Reach all"),
        ("objectives[1]", "objective", None, None, None, "Return"),
        ("objectives[1].key_results[0]", "key_result", 4, None, None, "a"),
        ("objectives[1].key_results[1]", "key_result", 4, "Ines", "2027", "b"),
        ("objectives[2].key_results[0]", "key_result", None, None, None, "c"),
    ]
    assert not record_document(parse_record(value), name="x").single


@pytest.mark.parametrize(
    ("label", "kind"),
    [("KR", "key_result"), ("purpose", "mission"), ("key_result", "key_result"),
     ("Goal", "objective"), ("merged", "merged"),
     ("other", "other"), ("", None), (None, None), ("none", None)],
)  # fmt: skip
def test_declared_goes_through_the_table_of_labels(label: str | None, kind: str | None) -> None:
    assert parse_record({"text": "Lend.", "declared": label}).declared == kind


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"misson": "x"}, ["'misson'", "'mission'"]),
        ({"objectives": [{"txt": "a"}]}, ["objectives[0]"]),
        ({"objectives": [{"text": "a", "key_resluts": []}]}, ["key_resluts", "'key_results'"]),
        ({"objectives": [{"text": "a", "key_results": [{"text": 3}]}]}, ["[0].text", "number"]),
        ({"objectives": [{"text": "a", "key_results": [{"text": "b", "onwer": ""}]}]}, ["'owner'"]),
        ({"text": "a", "declared": "poem"}, ["'declared'", "'poem'", "mission"]),
        ({"text": "a", "mission": "b"}, ["either text or mission"]),
        ({"mission": 5}, ["'mission'", "text or a list"]),
        ({"mission": "a", "declared": "vision"}, ["declared"]),
        ({"text": "a\ud800"}, ["'text'", "UTF-8"]),
        ({"text": " \n"}, ["text is blank"]),
        ({"id": 1}, ["no statement"]),
        ({"mission": ["", " "]}, ["no statement"]),
        ({"id": True, "text": "a"}, ["'id'", "boolean"]),
        ([], ["object", "a list"]),
        ("text", ["object", "a string"]),
        (None, ["null"]),
    ],
)  # fmt: skip
def test_faults_name_the_field_in_one_line(value: object, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_record(value)
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_fields_of_the_callers_own() -> None:
    own = {"text": "a", "organisation": "Acme", "division": "North"}
    assert parse_record(own, extra=True).text == "a"
    with pytest.raises(InputError, match="did you mean"):
        parse_record(own)
    with pytest.raises(InputError, match="'declared'"):
        parse_record({"text": "a", "declard": "mission"}, extra=True)


def test_records_travel_between_processes() -> None:
    record = parse_record({"id": "a", "values": ["b", "c"]})
    again = pickle.loads(pickle.dumps(record))
    assert record_document(again, name="x") == record_document(record, name="x")


def test_a_pasted_statement_keeps_its_text() -> None:
    document = statement_document("\r\n  We lend\r\nbooks. \n", declared="mission")
    assert document.text == "\r\n  We lend\r\nbooks. \n"
    assert document.single
    [passage] = document.passages
    assert prose(document, passage).text == "We lend books."
    assert (passage.location.line, passage.location.column, passage.declared) == (2, 3, "mission")


@pytest.mark.parametrize("text", ["", " \r\n\t", "\udc80"])
def test_no_statement_in_a_pasted_text(text: str) -> None:
    with pytest.raises(InputError):
        statement_document(text)
