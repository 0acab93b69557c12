"""`/v1/consensus`: the answer of the library, and everything that a client may get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from analyzer.engine import Analyzer
from analyzer.people import consensus
from analyzer.readers.people import parse_people
from api.examples import TEAM
from api.schemas import ConsensusModel
from tests.api.test_errors import problem

if TYPE_CHECKING:
    from httpx2 import Client
    from starlette.testclient import TestClient

    from tests.api.conftest import Start

PATH = "/v1/consensus"


def test_the_answer_is_that_of_the_library(service: Client, analyzer: Analyzer) -> None:
    response = service.post(PATH, json=TEAM)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.json() == consensus(parse_people(TEAM), analyzer).to_dict()
    ConsensusModel.model_validate_json(response.content, strict=True)


def test_people_are_numbers_unless_names_are_asked_for(service: Client) -> None:
    labels = [p["label"] for p in service.post(PATH, json=TEAM).json()["people"]]
    assert labels == [f"person {n}" for n in range(1, 6)]
    assert "Ingrid" not in service.post(PATH, json=TEAM).text
    named = service.post(f"{PATH}?names=true", json=TEAM).json()["people"]
    assert named[0]["label"] == "Ingrid"


def test_what_cannot_be_compared_is_said(service: Client) -> None:
    people = [{"mission": "We mend boats."}, {"vision": "By 2030 every boat floats."}]
    found = service.post(PATH, json={"people": people}).json()
    assert found["agreement"] is None
    assert found["closest"] is None
    assert {entry["code"] for entry in found["unchecked"]} == {"mission", "vision"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        ({}, "people"),
        ({"people": 3}, "people"),
        ({"people": []}, "people"),
        ({"people": [{"mission": "We mend boats."}]}, "people"),
        ({"people": [{"mission": "We mend boats."}, {"mission": " "}]}, "people"),
        ({"people": [{"mission": 3}]}, "people[0]"),
        ({"people": [{"mission": "Mend."}, {"misson": "Mend."}]}, "people[1]"),
        ({"people": [{"role": "boss"}]}, "people[0]"),
        ({"people": [], "persons": []}, "persons"),
        ({"people": [{"mission": "Mend."}] * 2, "language": "de"}, "language"),
    ],
)
def test_a_body_that_cannot_be_used(service: Client, body: Any, field: str) -> None:
    found = problem(service.post(PATH, json=body), 422)
    assert found.field == field


def test_the_limits_are_those_of_a_record(start: Start) -> None:
    client = start(max_statements=3, max_text_chars=20)
    four = {"people": [{"mission": "We mend."}] * 4}
    assert problem(client.post(PATH, json=four), 422).field == "people"
    both = {"people": [{"mission": "We mend.", "vision": "All mended."}] * 2}
    assert problem(client.post(PATH, json=both), 422).field == "people[1].vision"
    long = {"people": [{"mission": "We mend."}, {"mission": "m" * 21}]}
    assert problem(client.post(PATH, json=long), 422).field == "people[1].mission"


def test_options_are_those_of_the_service(client: TestClient) -> None:
    assert problem(client.post(f"{PATH}?embedder=minilm", json=TEAM), 422).field == "embedder"
    assert problem(client.post(f"{PATH}?name=true", json=TEAM), 422).field == "name"
    text = {"Content-Type": "text/plain"}
    assert problem(client.post(PATH, content=b"{}", headers=text), 415).field == "content-type"
