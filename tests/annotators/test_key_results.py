"""Key results: type, measurable, time-bound, owner, baseline and target."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.annotators.key_results import (
    FOLDER,
    annotate_key_results,
    create,
    judge_key_result,
    likeliest_type,
)
from analyzer.annotators.okr import okr_features
from analyzer.annotators.okr_owners import find_owner
from analyzer.documents import Passage, join_fields
from analyzer.grading.linear import load
from analyzer.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc


@pytest.fixture(scope="module")
def read() -> Callable[..., Doc]:
    pipeline = Pipeline(["lexicon", "quantities"])

    def parse(text: str, declared: str | None = "key_result", owner: str | None = None) -> Doc:
        passage = Passage((), declared=declared, owner=owner)  # type: ignore[arg-type]
        document = join_fields("t", "t", [(text, passage)])
        doc = next(iter(pipeline.parse([document], profile="okr-hub"))).doc
        return annotate_key_results(doc)

    return parse


def judged(doc: Doc) -> dict[str, Any]:
    record: dict[str, Any] = doc._.plumbline["statements"][0]["key_result"]
    return record


@pytest.mark.parametrize(
    ("text", "kind", "measurable", "time_bound"),
    [
        ("Reduce missed appointments by 30% by the end of June", "outcome", True, True),
        ("Increase repeat orders from 20% to 35%", "outcome", True, False),
        ("Publish four guides for new tenants", "activity", True, False),
        ("Launch the member portal by 31 March 2028", "activity", True, True),
        ("Customer satisfaction score rises above 4.5", "outcome", True, False),
        ("Improve and align our various processes", "activity", False, False),
    ],
)
def test_judges_plain_cases(
    read: Callable[..., Doc], text: str, kind: str, measurable: bool, time_bound: bool
) -> None:
    found = judged(read(text))
    assert (found["type"], found["measurable"], found["time_bound"]) == (
        kind,
        measurable,
        time_bound,
    )


@pytest.mark.parametrize(
    ("text", "baseline", "target"),
    [
        ("Raise attendance from 62% to 75% by May", "62%", "75%"),
        ("Cut the wait from 9 days to 2 days by June", "9 days", "2 days"),
        ("Lift the rating 3.1 → 4.0", "3.1", "4.0"),
        ("Bring $2m in grants to the valley", None, "$2m"),
        ("Serve at least 400 families (currently 250)", "250", "at least 400 families"),
        ("Cut deaths to 40 per 1,000 births", None, "40 per 1,000 births"),
        ("The median wait falls from 19 to 7 days", "19", "7 days"),
        ("Schools with a garden: 6 of 38 → 20 of 38", "6 of 38", "20 of 38"),
        ("Work from firms with fewer than sixty lorries grows by 30%", None, "30%"),
        ("Income from readers over 65 rises by 12% to $3m", None, "$3m"),
        ("20% of 300 shops renew", None, "20%"),
        ("Repair 40 homes with fewer than two rooms", None, "40 homes"),
        ("Cut checkout latency from 900 ms to 300 ms by Q3", "900 ms", "300 ms"),
        ("Shrink the app from 80MB to 25MB", "80MB", "25MB"),
        ("Keep p95 latency under 200ms", None, "under 200ms"),
        ("Help people in their 20s find a first job", None, None),
        ("Melt a tonne of glass with 40 kWh less", None, "40 kWh"),
        ("Write to the council", None, None),
        ("Cut idle time per bus to 35 minutes (presently 52)", "52", "35 minutes"),
        ("No more than one outage per month", None, "No more than one outage per month"),
        ("Library open 7 days a week from 5", "5", "7 days a week"),
        ("Score 80+ in the hygiene audit", None, "80+"),
        ("Rejected claims fall from 1 in 8 to 1 in 20", "1 in 8", "1 in 20"),
        ("Cut p99 from 1.8s to 0.9s", "1.8s", "0.9s"),
        ("Members: 4.200 → 5.000", "4.200", "5.000"),
    ],
)
def test_quotes_both_ends(
    read: Callable[..., Doc], text: str, baseline: str | None, target: str | None
) -> None:
    found = judged(read(text))
    assert (found["baseline"], found["target"]) == (baseline, target)
    for quoted in (found["baseline"], found["target"]):
        assert quoted is None or quoted in text


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Sign ten hospitals (Owner: Ana Ruiz)", "Ana Ruiz"),
        ("Sign ten hospitals, owned by the Head of Care", "Head of Care"),
        ("Sign ten hospitals @ana.ruiz", "@ana.ruiz"),
        ("DRI: Tomas; sign ten hospitals", "Tomas"),
        ("Owned by Mei by June", "Mei"),
        ("Write to ana@clinic.example", None),
        ("Take ownership of the budget", None),
        ("Sign ten hospitals (Lotte Verhage)", "Lotte Verhage"),
        ("Sign ten hospitals — Daniel Omondi", "Daniel Omondi"),
        ("Publish the guide – Maria van der Berg.", "Maria van der Berg"),
        ("Sign ten hospitals (Joris)", "Joris"),
        ("Order desks for the annex (office team)", "office team"),
        ("Hire two nurses (Head of Care)", "Head of Care"),
        ("Open a branch (Madrid)", None),
        ("Open a shop in Kenya — Nairobi", None),
        ("Open a branch (New York)", None),
        ("Run a workshop (June)", None),
        ("Raise income (Q3)", None),
        ("Raise income ($5m)", None),
        ("Launch the reader (Phase Two)", None),
        ("Publish the guide (Beta)", None),
        ("Improve the score (NPS)", None),
        ("Train three people (one per team)", None),
        ("Cut falls by 30% (R. Okafor)", "R. Okafor"),
        ("Cut falls by 30% (Jo)", "Jo"),
        ("Cut falls by 30% (J. P. van der Berg)", "J. P. van der Berg"),
        ("Cut falls by 30% — Chief Nurse", "Chief Nurse"),
        ("Beds open: 24 – Ward sister", "Ward sister"),
        ("Answer 95% of letters. Lead – P. Novak", "P. Novak"),
        ("Owner: Dr. Mei Li, due May", "Dr. Mei Li"),
        ("Cut falls (Dr Achieng, by 30 Nov)", "Dr Achieng"),
        ("Sign ten hospitals (Ana Ruiz, finance)", "Ana Ruiz, finance"),
        ("Sign ten hospitals (Lotte & Bram)", "Lotte & Bram"),
        ("Sign ten hospitals (M. Costa; Q4)", "M. Costa"),
        ("Sign ten hospitals (Sales)", "Sales"),
        ("Sign ten hospitals (Optional)", None),
        ("Sign ten hospitals (field inspector Reka)", "field inspector Reka"),
        ("Sign ten hospitals (claims desk)", "claims desk"),
        ("Sign ten hospitals (quartermaster)", "quartermaster"),
        ("Sign ten hospitals (per quarter)", None),
        ("Raise the score (lower is better)", None),
        ("Sell 40 boxes (paper)", None),
        ("Sign ten hospitals (Ireland, Wales)", None),
        ("Sign ten hospitals – not only in Kent", None),
        ("Reach 40% – twice last year's figure", None),
        ("Reduce lead - time by half", None),
        ("Run a course (Spanish)", None),
    ],
)
def test_finds_the_owner(read: Callable[..., Doc], text: str, owner: str | None) -> None:
    doc = read(text)
    assert find_owner(doc.spans["statements"][0]) == owner


def test_the_owner_beside_it_wins(read: Callable[..., Doc]) -> None:
    assert judged(read("Sign ten hospitals @ana", owner="Board"))["owner"] == "Board"


def test_other_statements_have_none(read: Callable[..., Doc]) -> None:
    doc = read("We feed the hungry.", declared="mission")
    assert doc._.plumbline["statements"][0]["key_result"] is None


FACTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "key_results.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("wanted", FACTS, ids=lambda row: str(row["text"])[:50])
def test_facts_of_key_results(read: Callable[..., Doc], wanted: dict[str, Any]) -> None:
    found = judged(read(wanted["text"]))
    names = ("baseline", "target", "owner", "measurable")
    assert {n: found[n] for n in names} == {n: wanted[n] for n in names}


@pytest.mark.parametrize(
    ("above", "heading", "owner"),
    [
        ("Callers get through (Ada Obi)", "", "Ada Obi"),
        ("Callers get through", "Our aims / Phones (owner: Jo)", "Jo"),
        ("Callers get through", "Our aims / Phones – Head of Care", "Head of Care"),
        ("Callers get through", "Our aims / Phones – all of Wales", None),
        ("Callers get through", "Our aims / Phones (Ada Obi)", "Ada Obi"),
        ("Callers get through", "Helmwick Group – Growth Charter 2031 / Phones", None),
        ("Callers get through", "Our aims (Growth Charter)", None),
    ],
)
def test_the_owner_of_the_objective_or_heading_owns_it(
    above: str, heading: str, owner: str | None
) -> None:
    pipeline = Pipeline(["lexicon", "quantities"])
    fields = [
        (above, Passage((), declared="objective", heading=heading)),
        ("Calls lost fall from 14 to 3", Passage((), declared="key_result", parent=0)),
        ("Calls answered (Bo Lind): 90%, owner: Bo Lind", Passage((), declared="key_result")),
    ]
    parsed = next(iter(pipeline.parse([join_fields("t", "t", fields)], profile="okr-hub")))
    records = annotate_key_results(parsed.doc)._.plumbline["statements"]
    assert records[1]["key_result"]["owner"] == owner
    assert records[2]["key_result"]["owner"] == "Bo Lind"


@pytest.mark.parametrize(
    ("texts", "owners"),
    [
        (["Ten more wells (Ana Ruiz)", "Nine more pumps (Agnes)"], ["Ana Ruiz", "Agnes"]),
        (["Ten more shops (Leeds)", "Nine more shops (Madrid)"], [None, None]),
        (["Ten more wells (Ana Ruiz)", "Nine more pumps (in all wards)"], ["Ana Ruiz", None]),
    ],
)
def test_names_at_the_end_are_read_alike(texts: list[str], owners: list[str | None]) -> None:
    pipeline = Pipeline(["lexicon", "quantities"])
    fields = [(text, Passage((), declared="key_result")) for text in texts]
    parsed = next(iter(pipeline.parse([join_fields("t", "t", fields)], profile="okr-hub")))
    records = annotate_key_results(parsed.doc)._.plumbline["statements"]
    assert [r["key_result"]["owner"] for r in records] == owners


def test_who_is_named_in_the_words_goes_before_the_owner_of_the_objective() -> None:
    pipeline = Pipeline(["lexicon", "quantities"])
    fields = [
        ("Callers get through", Passage((), declared="objective", owner="Jo")),
        ("Calls lost fall from 14 to 3 (Ada Obi)", Passage((), declared="key_result", parent=0)),
        ("Calls answered rise to 90%", Passage((), declared="key_result", parent=0)),
    ]
    parsed = next(iter(pipeline.parse([join_fields("t", "t", fields)], profile="okr-hub")))
    records = annotate_key_results(parsed.doc)._.plumbline["statements"]
    assert [r["key_result"]["owner"] for r in records[1:]] == ["Ada Obi", "Jo"]


def test_cells_beside_it_win_over_the_words(read: Callable[..., Doc]) -> None:
    doc = read("Kin who feel informed: 9 of 10")
    found = judge_key_result(
        doc.spans["statements"][0], {"owner": None, "baseline": "50%", "target": "80%"}
    )
    assert (found["baseline"], found["target"], found["measurable"]) == ("50%", "80%", True)


@pytest.mark.parametrize(
    ("text", "activity", "kind"),
    [
        ("Interview 30 former tenants in May", 0.4, "activity"),
        ("Interview 30 former tenants in May", 0.2, "outcome"),
        ("Win 30 former tenants back", 0.4, "outcome"),
        ("Interview former tenants", 0.4, "outcome"),
    ],
)
def test_the_verb_decides_between_two_close_types(
    read: Callable[..., Doc], text: str, activity: float, kind: str
) -> None:
    doc = read(text)
    kinds = {"activity": activity, "outcome": 0.45, "mixed": 0.55 - activity, "unclear": 0.0}
    assert likeliest_type(kinds, doc.spans["statements"][0]) == kind


def test_features_are_finite_and_known_to_the_model(read: Callable[..., Doc]) -> None:
    doc = read("Reduce waiting time to 5 days by May")
    features = okr_features(doc.spans["statements"][0])
    assert all(0 < value < 5 for value in features.values())
    assert sum(load(FOLDER)["type"].knows(name) for name in features) > 20


def test_empty_and_odd_statements_do_not_fail(read: Callable[..., Doc]) -> None:
    for text in (".", "?!", "…", "42", "%"):
        assert judged(read(text))["type"] in ("outcome", "activity", "mixed", "unclear")


def test_component_pickles(read: Callable[..., Doc]) -> None:
    doc = read("Reduce missed appointments by 30%")
    again = pickle.loads(pickle.dumps(create(doc.vocab, "x")))
    before = judged(doc)
    assert judged(again(doc)) == before
