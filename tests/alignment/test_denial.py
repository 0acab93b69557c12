"""Plain refusal, taking and ruin, read without a parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.alignment.denial import denies
from analyzer.documents import Passage, join_fields
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def read() -> Callable[[str], bool]:
    pipeline = Pipeline(["clauses"])

    def look(text: str) -> bool:
        document = join_fields("t", "t", [(text, Passage(()))])
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        return denies(doc.spans["statements"][0])

    return look


@pytest.mark.parametrize(
    "text",
    [
        "Do not open clinics in rural villages",
        "We will no longer train nurses for remote villages",
        "Never give books to learners",
        "We won't house 300 families",
        "Abandon plans to lend to women farmers",
        "Stop our efforts to restore the wetland",
        "Stop feeding families",
        "Do not reduce fares for pupils",
        "Close rural clinics",
        "Lay off workers",
        "Cut job training",
        "Reduce access to care in villages",
        "Reduce the number of learners",
        "Turn patients away",
        "Throw food away",
        "Take food from families",
        "Ignore hungry children",
        "Drain wetlands for building",
        "Dump waste in the river",
        "Increase pollution of rivers",
        "Make care in villages more expensive",
        "Keep adults illiterate",
        "Let people go hungry",
        "Let potholes grow",
        "Patients wait longer",
        "Train nobody",
        "Lend books only to people who own property",
        "Replace nurses by robots",
        "Sell patients' data",
        "Humiliate tenants in arrears",
        "Clinics in the hills fall from 14 to 3 by June",
    ],
)
def test_what_works_against_people_is_seen(read: Callable[[str], bool], text: str) -> None:
    assert read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reduce hospital readmissions",
        "End homelessness in the county",
        "Stop malaria before the rains",
        "Close the attainment gap",
        "Never turn away a patient",
        "Do not waste water",
        "We no longer lose parcels",
        "Cut waiting times for surgery",
        "Reduce the number of homeless families",
        "Lower fares for pupils",
        "Stop bullying at school",
        "Refuse donations from polluters",
        "Prevent families from losing their homes",
        "Keep drivers from falling asleep",
        "Jail fewer people for minor offences",
        "Make it impossible to sell stolen art",
        "Patients wait half as long for a kidney",
        "Nobody waits for a bed",
        "Fewer patients wait for a bed",
        "Close no rural branch",
        "Teachers who leave fall from 30% to 12%",
        "Visits to the emergency room fall from 900 to 400",
        "Nurses' sick days drop from 12 to 5 a year",
        "Replace worn tracks",
        "Abandon paper forms",
        "Grow",
    ],
)
def test_taking_an_ill_away_is_none_of_it(read: Callable[[str], bool], text: str) -> None:
    assert not read(text)
