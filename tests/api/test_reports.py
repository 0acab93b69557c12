"""With the models: the service's reports are those of `Analyzer`, alone and in a crowd."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.engine import Analyzer
from analyzer.readers.records import parse_record, record_document
from analyzer.settings import Settings
from api.analysis import Task, analyzers
from api.examples import STRATEGY
from api.schemas import ReportModel
from api.settings import ServiceSettings
from tests.api.test_errors import problem

if TYPE_CHECKING:
    from httpx2 import Client, Response

RECORDS: list[dict[str, Any]] = [
    {"id": 1, "text": "To be the leading provider of world-class solutions 🚣 in every harbour."},
    {"id": "b", "text": "Cut missed trains from 9 to 2 by June 2027.", "declared": "key_result"},
    STRATEGY,
    {"mission": "We teach every child in the valley to swim.", "objectives": ["Open two pools"]},
    {"text": "Wir bringen jeden Morgen frisches Brot in die Dörfer des Tals."},
    {"text": "Wir bringen jeden Morgen frisches Brot in die Dörfer.", "language": "en"},
    {"values": ["Candour", "We say what we know, and what we do not."]},
    {"text": "We leverage synergies to empower stakeholders and delight customers."},
]


def expected(analyzer: Analyzer, record: dict[str, Any]) -> dict[str, Any]:
    report = analyzer.analyze(record_document(parse_record(record), name="<request>"))
    return report.to_dict()


def test_a_report_is_that_of_the_analyzer(service: Client, analyzer: Analyzer) -> None:
    insisting = Analyzer(Settings(language="en"))
    for record in RECORDS:
        own = insisting if "language" in record else analyzer
        response = service.post("/v1/analyze", json=record)
        assert response.headers["content-type"] == "application/json"
        assert response.json() == expected(own, record)


def test_a_report_has_the_shape_of_the_document(service: Client) -> None:
    for record in RECORDS:
        response = service.post("/v1/analyze", json=record)
        ReportModel.model_validate_json(response.content, strict=True)


def test_offsets_are_code_points_of_the_text(service: Client) -> None:
    report = service.post("/v1/analyze", json=RECORDS[0]).json()
    assert "🚣" in report["text"]
    spans = [f["span"] for f in report["findings"]] + [s["span"] for s in report["statements"]]
    assert len(spans) > 1
    for span in spans:
        assert report["text"][span["start"] : span["end"]] == span["text"]


def test_a_crowd_gets_what_each_would_get_alone(service: Client) -> None:
    alone = [service.post("/v1/analyze", json=record).json() for record in RECORDS]

    def ask(record: dict[str, Any]) -> Response:
        response: Response = service.post("/v1/analyze", json=record)
        return response

    with ThreadPoolExecutor(16) as crowd:
        answers = [response.json() for response in crowd.map(ask, RECORDS * 6)]
    assert answers == alone * 6
    batches = [
        float(line.split()[-1])
        for line in service.get("/metrics").text.splitlines()
        if line.startswith(("plumbline_batch_size_sum", "plumbline_batch_size_count"))
    ]
    assert max(batches) > min(batches), "nothing was analysed together"


def test_align_gives_the_alignment_and_its_rules_alone(service: Client) -> None:
    own = Analyzer(Settings(select=("ALN",)))
    found = service.post("/v1/align", json=STRATEGY).json()
    assert found == expected(own, STRATEGY)
    assert found["alignment"]
    assert all(finding["code"].startswith("ALN") for finding in found["findings"])


@pytest.mark.parametrize("profile", ["okr-hub", "stoner", "okr-guide", "outside-in", "mokr"])
def test_the_profile_is_the_one_that_is_asked_for(service: Client, profile: Any) -> None:
    found = service.post(f"/v1/analyze?profile={profile}&embedder=static", json=STRATEGY).json()
    assert found["provenance"]["profile"] == profile
    own = Analyzer(Settings(profile=profile))
    assert {f["code"] for f in found["findings"]} <= {rule.code for rule in own._rules}


def test_analysers_of_one_embedder_share_their_models() -> None:
    analyzer = analyzers(ServiceSettings())
    first = analyzer(Task("static", "okr-hub"))
    others = [
        analyzer(Task("static", "stoner")),
        analyzer(Task("static", "okr-hub", "en")),
        analyzer(Task("static", "mokr", None, aligned=True)),
    ]
    assert len({id(a._pipeline) for a in (first, *others)}) == 1
    assert len({id(a) for a in (first, *others)}) == 4
    assert analyzer(Task("static", "okr-hub")) is first


def test_a_text_beyond_what_is_read_says_so(service: Client) -> None:
    text = "We carry fresh water. " + "Water" * 4_100
    report = service.post("/v1/analyze", json={"text": text}).json()
    assert [entry["code"] for entry in report["unchecked"]] == ["length"]
    assert report["text"] == text.strip()
    problem(service.post("/v1/analyze", json={"text": text * 2}), 422)
