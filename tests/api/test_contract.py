"""The document says what the wire format says, and every model and error has an example."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from analyzer import types, versions
from analyzer.cli import run
from analyzer.errors import InputError
from analyzer.readers.people import OwnWords, parse_people
from analyzer.readers.records import FIELDS, KeyResultField, ObjectiveField, parse_record
from api.app import create_app
from api.examples import BLOCKED, STATEMENT, STRATEGY, example_of
from api.problems import SORTS, Problem
from api.schemas import (
    KeyResultRecord,
    ObjectiveRecord,
    PeopleRecord,
    PersonRecord,
    ReportModel,
    StatementRecord,
    StrategyRecord,
    wire_model,
)
from api.settings import ServiceSettings

if TYPE_CHECKING:
    from starlette.testclient import TestClient

# Drift has no endpoint.
WIRE = [
    *(cls for cls in vars(types).values() if is_dataclass(cls) and isinstance(cls, type)),
    versions.Consensus,
    versions.Leader,
    versions.Map,
    versions.OwnVersion,
    versions.Person,
    versions.SharedPhrase,
    versions.StatedDifference,
    versions.StatementAgreement,
    versions.Wording,
]
PATHS = {
    "/v1/analyze": "post",
    "/v1/align": "post",
    "/v1/consensus": "post",
    "/v1/rules": "get",
    "/v1/rules/{code}": "get",
    "/healthz": "get",
    "/readyz": "get",
    "/metrics": "get",
}


def _whole(name: str) -> dict[str, Any]:
    components = create_app(ServiceSettings()).openapi()["components"]
    return {"$ref": f"#/components/schemas/{name}", "components": components}


REQUESTS = {
    model.__name__: Draft202012Validator(_whole(model.__name__))
    for model in (StatementRecord, StrategyRecord)
}
TEAM_BODY = Draft202012Validator(_whole("PeopleRecord"))


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_the_endpoints_are_those_of_the_wire_format(document: dict[str, Any]) -> None:
    assert {path: next(iter(found)) for path, found in document["paths"].items()} == PATHS


@pytest.mark.parametrize("cls", WIRE, ids=lambda cls: cls.__name__)
def test_a_model_has_the_fields_of_its_dataclass(cls: type, document: dict[str, Any]) -> None:
    own = {f.name for f in fields(cls)}
    renamed = {"source": "from", "target": "to"} if cls is types.Alignment else {}
    schema = document["components"]["schemas"][cls.__name__]
    assert set(schema["properties"]) == {renamed.get(name, name) for name in own}
    assert set(schema["required"]) == set(schema["properties"])
    assert wire_model(cls).__doc__ == cls.__doc__


def test_every_model_has_examples_that_fit_it(document: dict[str, Any]) -> None:
    components = document["components"]["schemas"]
    for name, schema in components.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": components}}
        validator = Draft202012Validator(whole)
        assert schema.get("examples"), f"{name} has no example"
        for example in schema["examples"]:
            validator.validate(example)


def test_every_error_has_an_example_that_fits_it(document: dict[str, Any]) -> None:
    seen = set()
    for path, method in PATHS.items():
        for status, response in document["paths"][path][method]["responses"].items():
            if status != "200":
                content = response["content"]["application/problem+json"]
                Problem.model_validate(content["example"])
                assert content["example"]["status"] == int(status)
                seen.add(int(status))
    # 401 stands in the document of a service with tokens, 405 with no operation at all.
    assert seen == {sort.status for sort in SORTS} - {401, 405}


def test_the_example_report_is_one_of_every_part() -> None:
    assert {cls.__name__ for cls in WIRE if not example_of(cls.__name__)} == set()
    ReportModel.model_validate(example_of("Report")[0], strict=False)


@pytest.mark.parametrize("example", [STATEMENT, BLOCKED, STRATEGY])
def test_the_examples_of_requests_are_accepted(example: dict[str, Any]) -> None:
    assert parse_record(example)


def test_the_request_models_have_the_fields_of_the_record() -> None:
    models = (StatementRecord, StrategyRecord)
    assert {name for model in models for name in model.model_fields} == set(FIELDS)
    assert set(ObjectiveRecord.model_fields) == set(ObjectiveField.model_fields)
    assert set(KeyResultRecord.model_fields) == set(KeyResultField.model_fields)
    assert set(PersonRecord.model_fields) == set(OwnWords.model_fields)
    assert set(PeopleRecord.model_fields) == {"people", "language"}


WORDS = st.sampled_from(["We mend boats.", "", " ", "\u2003\n"])
RESULT = WORDS | st.fixed_dictionaries({"text": WORDS}, optional={"due": st.none() | st.just(4)})
OBJECTIVE = WORDS | st.fixed_dictionaries(
    {"text": WORDS}, optional={"key_results": st.none() | st.lists(RESULT, max_size=2)}
)
VALUE = st.one_of(WORDS, st.none(), st.lists(WORDS, max_size=2), st.just(7))
RECORD = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("text", "mission", "vision", "values", "strategy"), VALUE),
        "objectives": VALUE | st.lists(OBJECTIVE, max_size=2),
        "declared": st.sampled_from(["vision", "merged", "missile", 3]),
        "id": st.sampled_from(["a", 7, 1.5, True, None]),
        "misson": WORDS,
    },
)


@given(value=RECORD)
@settings(max_examples=200)
def test_what_a_request_model_allows_the_reader_takes(value: dict[str, Any]) -> None:
    allowed = any(REQUESTS[name].is_valid(value) for name in REQUESTS)
    try:
        parse_record(value)
    except InputError:
        assert not allowed
    else:
        # The reader alone takes a null beside the other shape's fields.
        plain = {name: given for name, given in value.items() if given is not None}
        assert any(REQUESTS[name].is_valid(plain) for name in REQUESTS)


PERSON = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("mission", "vision"), WORDS | st.none() | st.just(3)),
        "person": st.sampled_from(["Ana", 7, 1.5, True, None, ""]),
        "role": st.sampled_from(["leader", "member", "boss", None]),
        "mision": WORDS,
    },
)


@given(people=st.lists(PERSON, max_size=4))
@settings(max_examples=200)
def test_what_the_model_of_people_allows_the_reader_takes(people: list[dict[str, Any]]) -> None:
    try:
        parse_people(people)
    except InputError:
        assert not TEAM_BODY.is_valid({"people": people})
    else:
        assert TEAM_BODY.is_valid({"people": people})


def test_rules_are_told_as_the_command_tells_them(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert client.get("/v1/rules").json() == told
    for rule in told:
        assert client.get(f"/v1/rules/{rule['code']}").json() == rule
        assert client.get(f"/v1/rules/{rule['name']}").json() == rule
