"""Examples for the OpenAPI document: requests, and what the service answered.

`python -m api.examples` analyses `STRATEGY` and compares `TEAM` anew, and writes the answers into
`report.example.json` and `consensus.example.json`; the example of every part is taken out of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from analyzer import types, versions
from api.catalogue import one_rule

REPORT_FILE = Path(__file__).with_name("report.example.json")
CONSENSUS_FILE = Path(__file__).with_name("consensus.example.json")

STATEMENT: dict[str, Any] = {
    "id": "ferry",
    "text": "To be the leading and most trusted provider of world-class ferry solutions.",
    "declared": "vision",
}
BLOCKED: dict[str, Any] = {"text": "Wir bringen Menschen ans andere Ufer.", "language": "en"}
STRATEGY: dict[str, Any] = {
    "id": "night-ferry",
    "mission": "Our mission is to carry islanders to the hospital at any hour. "
    "Our vision is to be the leading ferry of the north by 2035.",
    "values": ["Safety before the timetable.", "Seamanship."],
    "objectives": [
        {
            "text": "Make the night crossing one that patients trust",
            "key_results": [
                "Launch the new booking portal",
                {
                    "text": "Cut cancelled night crossings from 14 to 4 by December 2026",
                    "owner": "Harbour master",
                    "due": "Q4 2026",
                },
            ],
        },
        "Be number one in ferry excellence",
    ],
}


TEAM: dict[str, Any] = {
    "people": [
        {
            "person": "Ingrid",
            "role": "leader",
            "mission": "To run the largest fleet on the west coast.",
            "vision": "By 2035 a ship in every harbour from Bergen to Tromsø.",
        },
        {
            "mission": "We carry islanders to the hospital at any hour.",
            "vision": "By 2030 no islander waits more than an hour.",
        },
        {"mission": "Boats to the hospital for the islands, day and night."},
        {
            "mission": "We take patients from the islands to the hospital.",
            "vision": "By 2030 nobody on the islands waits over an hour.",
        },
        {
            "mission": "To get sick people on the islands to the hospital in time.",
            "vision": "By 2035 nobody on the islands waits over an hour.",
        },
    ]
}


def example_of(name: str) -> list[Any]:
    """Return the examples of a model of the wire format, or of `Rule`; empty where none is known.

    Args:
        name: of the dataclass.
    """
    if name == "Rule":
        return [one_rule("VAG002")]
    return [_parts()[name]] if name in _parts() else []


@cache
def _parts() -> Mapping[str, Any]:
    """Return one example of each part of the stored answers, by the name of its dataclass."""
    found: dict[str, Any] = {}
    stored = ((types.Report, REPORT_FILE), (versions.Consensus, CONSENSUS_FILE))
    parts = [
        part
        for hint, file in stored
        if file.is_file()
        for part in _walk(hint, json.loads(file.read_text(encoding="utf-8")))
    ]
    for name, value in parts:
        # The fullest example says most.
        if name not in found or _size(value) > _size(found[name]):
            found[name] = value
    return found


def _size(value: Any) -> int:
    return len(json.dumps(value)) - 5 * json.dumps(value).count("null")


def _walk(hint: Any, value: Any) -> Iterator[tuple[str, Any]]:
    if value is None:
        return
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint.__name__, value
        hints = get_type_hints(hint)
        for own in fields(hint):
            yield from _walk(hints[own.name], value.get(own.name))
        return
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        for item in value:
            yield from _walk(arguments[0], item)
    elif origin is Mapping:
        for item in value.values():
            yield from _walk(arguments[1], item)
    else:
        for argument in arguments:
            yield from _walk(argument, value)


def _write() -> None:
    from analyzer.engine import Analyzer
    from analyzer.people import consensus
    from analyzer.readers.people import parse_people
    from analyzer.readers.records import parse_record, record_document

    analyzer = Analyzer()
    report = analyzer.analyze(record_document(parse_record(STRATEGY), name="<request>"))
    found = consensus(parse_people(TEAM), analyzer)
    for file, answer in ((REPORT_FILE, report.to_dict()), (CONSENSUS_FILE, found.to_dict())):
        text = json.dumps(answer, ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
