"""Whether a statement works against another one: signs along the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.alignment.guard import OPPOSED, guard
from analyzer.alignment.harm import features, harm_model, read_harm_model
from analyzer.alignment.opposition import Stance, opposed, stance
from analyzer.documents import Passage, join_fields
from analyzer.errors import ResourceError
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def read() -> Callable[[str], Stance]:
    pipeline = Pipeline(["clauses"])

    def stand(text: str) -> Stance:
        document = join_fields("t", "t", [(text, Passage(()))])
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        return stance(doc.spans["statements"][0])

    return stand


@pytest.mark.parametrize(
    ("text", "given", "taken"),
    [
        ("Open rural clinics", {"clinic", "rural"}, set()),
        ("Close the clinics", set(), {"clinic"}),
        ("Scrap free school meals", set(), {"meal"}),
        ("Never turn away a patient", {"patien"}, set()),
        ("Stop the closure of libraries", {"librar"}, {"closur"}),
        ("Stop publishing the ledger", set(), {"publis"}),
        ("Reduce the number of ferries", set(), {"ferry"}),
    ],
)
def test_signs(read: Callable[[str], Stance], text: str, given: set[str], taken: set[str]) -> None:
    found = read(text)
    assert given <= found.given
    assert taken <= found.taken
    assert not given & found.taken
    assert not taken & found.given


@pytest.mark.parametrize(
    "text",
    [
        "Deny lawyers to the accused",
        "Turn strays away at the gate",
        "Cut library hours",
        "Accept bribes for contracts",
        "Raise the fare on every line",
        "No longer visit the islands",
        "Train nobody",
        "Serve only wealthy guests",
        "Make it harder to see a doctor",
        "Let the dikes crumble",
    ],
)
def test_harm_is_seen(read: Callable[[str], Stance], text: str) -> None:
    found = read(text)
    assert found.harm or found.closed


@pytest.mark.parametrize(
    "text",
    [
        "Reduce hunger among children",
        "Never refuse a stray",
        "Cut waiting times for surgery",
        "No child goes without lunch",
        "Fewer late buses on Sundays",
        "Close illegal dumps",
        "Eliminate lead from every tap",
        "Refuse no one who is late",
        "Recover unpaid wages",
        "Open two clinics by May",
    ],
)
def test_taking_an_ill_away_is_no_harm(read: Callable[[str], Stance], text: str) -> None:
    found = read(text)
    assert not found.harm
    assert not found.closed


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Halt the ferry in winter", "We run a ferry to the outer islands."),
        ("Sell the meadows", "We protect meadows and the birds that nest in them."),
        ("Build more dams", "We end the damming of rivers and tear down dams."),
        ("Charge visitors at the door", "We open our collection to everyone."),
    ],
)
def test_it_works_against_what_the_target_says(
    read: Callable[[str], Stance], source: str, target: str
) -> None:
    assert opposed(read(source), read(target))


def test_both_may_take_the_same_thing_away(read: Callable[[str], Stance]) -> None:
    target = read("We cut emissions of ships and ports.")
    assert not opposed(read("Halve emissions at berth"), target)
    assert opposed(read("Allow more emissions at berth"), target)


def test_what_the_target_says_in_the_same_words_is_no_opposition(
    read: Callable[[str], Stance],
) -> None:
    # The parser takes a verb after a place for a noun.
    assert not opposed(read("Reduce waste"), read("We help schools in Cork reduce waste."))
    assert not opposed(read("Cut waste by half"), read("We help schools in Cork reduce waste."))
    assert not opposed(read("Cut energy bills"), read("We help bakers cut energy bills."))
    assert "clinic" not in read("Reduce the distance to rural clinics.").said
    assert opposed(read("Cut energy bills"), read("We will never cut energy bills."))


def test_the_guard_takes_from_what_works_against(read: Callable[[str], Stance]) -> None:
    texts = ["Halt the ferry in winter", "Run the ferry in winter, too", "Deny lawyers to tenants"]
    target = read("We run a ferry to the outer islands.")
    sources = [read(text) for text in texts]
    lost = guard(harm_model().loss(texts, sources), sources, [target, target])
    assert lost.shape == (3, 2)
    assert lost[0].min() >= OPPOSED
    assert lost[1].max() < 0.5
    assert lost[2].min() > 1
    assert (lost >= 0).all()
    assert (lost <= 2 * OPPOSED).all()


def test_harm_has_as_many_weights_as_features(read: Callable[[str], Stance]) -> None:
    texts = ["Deny lawyers to tenants", "", "水"]
    found = features(texts, [read(text or "x") for text in texts])
    assert found.shape == (3, len(harm_model().weights))


def test_a_broken_model_of_harm_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "harm.safetensors").write_bytes(b"nothing")
    with pytest.raises(ResourceError, match="alignment"):
        read_harm_model(tmp_path / "harm.safetensors")
