"""Headings and lists as people write them: what each text becomes, and whose part it is."""

from __future__ import annotations

import pytest

from analyzer.documents import Document, prose
from analyzer.readers.markdown import read_markdown
from analyzer.readers.text import read_plain


def told(document: Document) -> list[tuple[str | None, str, int | None]]:
    return [(p.declared, prose(document, p).text, p.parent) for p in document.passages]


def markdown(text: str) -> list[tuple[str | None, str, int | None]]:
    return told(read_markdown(text, id="d", name="d.md"))


def plain(text: str) -> list[tuple[str | None, str, int | None]]:
    return told(read_plain(text, id="d", name="d.txt"))


def test_success_is_a_vision_in_words_and_key_results_in_numbers() -> None:
    words = "## What success looks like\n\n- By 2030 every hive in Soria survives winter.\n"
    numbers = "## What success looks like\n\n- Hives lost in winter fall from 40% to 10%\n"
    assert markdown(words) == [("vision", "By 2030 every hive in Soria survives winter.", None)]
    assert markdown(numbers) == [("key_result", "Hives lost in winter fall from 40% to 10%", None)]


def test_indicators_are_key_results_where_they_have_numbers() -> None:
    assert markdown("## KPIs\n\n- Footfall\n- Net promoter score\n") == []
    assert markdown("## KPIs\n\n- Footfall up from 900 to 1,400 a week\n") == [
        ("key_result", "Footfall up from 900 to 1,400 a week", None)
    ]


def test_measures_behind_an_objective() -> None:
    text = (
        "## Objectives\n\n- Drivers stay\n  - Measure: Leavers fall from 22% to 12%\n"
        "    - Metric: leavers by depot\n- Buses leave on time\n\n"
        "Objective 3: Fares are fair\n\nIndicator: Share of income on fares falls from 9% to 6%.\n"
    )
    assert markdown(text) == [
        ("objective", "Drivers stay", None),
        ("key_result", "Leavers fall from 22% to 12%", 0),
        ("objective", "Buses leave on time", None),
        ("objective", "Fares are fair", None),
        ("key_result", "Share of income on fares falls from 9% to 6%.", 3),
    ]


def test_a_measure_elsewhere_is_none() -> None:
    assert markdown("## Mission\n\nWe sing.\n\n## Background\n\nTarget: 40 singers\n") == [
        ("mission", "We sing.", None)
    ]


def test_priorities_with_numbers_below_them_are_objectives() -> None:
    headings = (
        "## Strategic priorities\n\n### Priority 1: Warm homes\n\n- Cold homes fall from 90 to 20\n"
        "\n### 2. Dry homes\n\n- Homes with mould fall from 31 to 4\n\n### Pay\n\nWe pay on time.\n"
        "\n### Plant a wood\n"
    )
    assert markdown(headings) == [
        ("objective", "Warm homes", None),
        ("key_result", "Cold homes fall from 90 to 20", 0),
        ("objective", "Dry homes", None),
        ("key_result", "Homes with mould fall from 31 to 4", 2),
        ("strategy", "We pay on time.", None),
        ("objective", "Plant a wood", None),
    ]
    items = (
        "## What we will do this year\n\n1. Members earn more\n   - Price up from 38 to 44 cents\n"
        "2. Farmers meet\n   - Once a month in the hall\n"
    )
    assert markdown(items)[:2] == [
        ("objective", "Members earn more", None),
        ("key_result", "Price up from 38 to 44 cents", 0),
    ]
    assert markdown(items)[2][0] == "objective"


def test_purpose_and_values_in_one_section() -> None:
    text = "## Our purpose & values\n\nWe lend to shops in Orrin.\n\n- Patience\n- Plain words\n"
    assert [kind for kind, *_ in markdown(text)] == ["merged", "values", "values"]


def test_values_of_a_table_keep_their_names() -> None:
    text = "## Values\n\n| Value | What it means |\n|--|--|\n| Welcome | Nobody must buy |\n"
    assert markdown(text) == [("values", "Welcome | Nobody must buy", None)]


def test_bold_lines_are_headings() -> None:
    text = (
        "# Trust\n\n**Our why**\n\nPupils read.\n\n**Risks we see**\n\nMoney ends.\n\n"
        "**How we behave**\n\n1. We say bad news first.\n"
    )
    assert markdown(text) == [
        ("mission", "Pupils read.", None),
        ("values", "We say bad news first.", None),
    ]


def test_numbered_points_below_a_goal() -> None:
    text = "Goal 1. Schools visit\n  1.1 Every school comes once a year\n  2.1 of no goal\n"
    lines = [
        ("objective", "Schools visit", None),
        ("key_result", "Every school comes once a year 2.1 of no goal", 0),
    ]
    assert markdown(text) == lines
    assert plain(text) == lines


def test_a_goal_after_the_list_of_another() -> None:
    text = "Goal A. Students apply\n * 300 apply\nGoal B. Graduates stay\n * 35% stay\n"
    assert plain(text) == [
        ("objective", "Students apply", None),
        ("key_result", "300 apply", 0),
        ("objective", "Graduates stay", None),
        ("key_result", "35% stay", 2),
    ]


def test_a_line_in_capitals_ends_what_stands_above_it() -> None:
    text = "WHY WE EXIST\nWe sell milk.\n\nHISTORY\nFounded by eleven farms.\n"
    assert plain(text) == [("mission", "We sell milk.", None)]


def test_statements_in_running_text() -> None:
    about = (
        "# About us\n\nWe are joiners. Our mission is to build kitchens that outlive their owners. "
        "The firm's vision is a town in which nobody throws a chair away! We like oak.\n"
    )
    assert markdown(about) == [
        ("mission", "Our mission is to build kitchens that outlive their owners.", None),
        ("vision", "The firm's vision is a town in which nobody throws a chair away!", None),
    ]
    # A heading names the mission already; what is said about it elsewhere is no second one.
    named = f"{about}\n## Mission\n\nWe build kitchens.\n\n## Vision\n\nNo waste.\n"
    assert [words for _, words, _ in markdown(named)] == ["We build kitchens.", "No waste."]
    assert (
        markdown("# About us\n\nOur mission is not to grow. Our vision is clear to us all.") == []
    )


def test_summaries_and_blocks_of_html() -> None:
    text = (
        '## Mission\n\n<div align="center">\nWe keep <b>three</b> lights lit.\n</div>\n\n'
        "<details><summary>Our vision</summary>\n\nEach child has slept in one.\n\n</details>\n"
    )
    assert markdown(text) == [
        ("mission", "We keep three lights lit.", None),
        ("vision", "Each child has slept in one.", None),
    ]
    assert markdown("## Mission\n\n<!-- draft -->\n\n<script>We lend</script>\n\nWe sew.\n") == [
        ("mission", "We sew.", None)
    ]


def test_front_matter_in_toml() -> None:
    text = '+++\ntitle = "Vision"\n+++\n\n# Mission\n\nWe sew.\n'
    assert markdown(text) == [("mission", "We sew.", None)]


def test_values_on_lines_of_their_own() -> None:
    for text in (
        "**Fair.** We help first\nwhere it hurts.\n",
        "Our values guide us: here\nthey are.\n",
    ):
        assert len(markdown(f"## Values\n\n{text}")) == 1
    bold = "**Fair.** We help first.\n**Open.** Each bill is online.\n**Kind**\n"
    assert [words for _, words, _ in markdown(f"## Values\n\n{bold}")] == [
        "Fair. We help first.", "Open. Each bill is online.", "Kind",
    ]  # fmt: skip
    named = "Values\n------\nWarmth: we know your name.\nQuiet nerve – we show the rest.\n"
    assert [words for _, words, _ in plain(named)] == [
        "Warmth: we know your name.", "Quiet nerve – we show the rest.",
    ]  # fmt: skip


def test_health_metrics_below_objectives_are_none() -> None:
    text = "# OKRs\n\n## O1: Renewals rise\n\n- 94% renew\n\n## Health metrics\n\n- NPS over 40\n"
    assert [words for _, words, _ in markdown(text)] == ["Renewals rise", "94% renew"]


def test_what_has_key_results_below_it_is_an_objective_whatever_its_section_is_called() -> None:
    text = (
        "# Kelp Farm: strategy 2031\n\n## Mission\n\nWe grow kelp.\n\n## Our big bets\n\n"
        "### 1. Deep ropes in winter (Lead: R. Oke)\n\n| Key result | Baseline | Target |\n"
        "|---|---|---|\n| Ropes lost a winter | 9 | 2 |\n\n"
        "### 2. Use robots\n\n- KR: Go on with quality\n\n### 3. Become the leading farm\n\n"
        "### Risks\n\nStorms.\n\n## Thanks\n\nTo all.\n\n## Money\n\nWe spend 2.1 million.\n\n"
        "## The road ahead\n\n### Sell to every school\n\n- KR1: Schools up from 3 to 40\n"
    )
    assert markdown(text) == [
        ("mission", "We grow kelp.", None),
        ("objective", "Deep ropes in winter", None),
        ("key_result", "Ropes lost a winter | 2", 1),
        ("objective", "Use robots", None),
        ("key_result", "Go on with quality", 3),
        ("objective", "Become the leading farm", None),
        ("objective", "Sell to every school", None),
        ("key_result", "Schools up from 3 to 40", 6),
    ]


def test_the_title_above_key_results_is_no_objective() -> None:
    text = (
        "# Port of Vellmar\n\nOur mission is to keep ships safe at night.\n\n"
        "## Targets\n\n- Delays down from 9 to 2\n"
    )
    assert markdown(text)[-1] == ("key_result", "Delays down from 9 to 2", None)
    assert [kind for kind, *_ in markdown(text)] == ["mission", "key_result"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "## Themes\n\n### Theme one: Repairs once\n\nMeasures:\n- Calls from 9 to 2\n"
            "### Theme two: Colleagues who stay\n",
            [
                ("objective", "Repairs once", None),
                ("key_result", "Calls from 9 to 2", 0),
                ("objective", "Colleagues who stay", None),
            ],
            id="a prefix with a number word, and a neighbour without results",
        ),
        pytest.param(
            "## Priority 1: Reading\n**Success criteria**\n- Readers from 59% to 75%\n"
            "**Actions**\n- Phonics\n\n## Priority 2: Play at lunchtime\n**Actions**\n- Rota\n",
            [
                ("objective", "Reading", None),
                ("key_result", "Readers from 59% to 75%", 0),
                ("objective", "Play at lunchtime", None),
            ],
            id="a bold line right below an item ends what the items were",
        ),
        pytest.param(
            "## Goals\n\n* Kids wear them\n  * *Key results*\n    * Hours from 5 to 9\n"
            "  * Initiatives\n    * New colours\n  * Owner: Ada\n",
            [("objective", "Kids wear them", None), ("key_result", "Hours from 5 to 9", 0)],
            id="items that only gather, or name the owner",
        ),
        pytest.param(
            "## Amcanion / Objectives\n\n### 1. Mwy lyfrau / More books\n\n- Loans from 2 to 9\n",
            [
                ("objective", "Mwy lyfrau / More books", None),
                ("key_result", "Loans from 2 to 9", 0),
            ],
            id="a heading in two languages",
        ),
        pytest.param(
            "## What do we have to get right?\n\n### How do we get there faster?\n\n"
            "- Key result: Minutes fall from 118 to 85\n\n### Who wrote this?\n\nUs.\n",
            [
                ("objective", "How do we get there faster?", None),
                ("key_result", "Minutes fall from 118 to 85", 0),
            ],
            id="headings that ask",
        ),
        pytest.param(
            "## OKRs\n\n"
            "| Objective | Key result |\n|---|---|\n| Bakers trust | Calls from 9 to 2 |\n"
            "\nNotes: reviewed monthly.\n",
            [("objective", "Bakers trust", None), ("key_result", "Calls from 9 to 2", 0)],
            id="a note behind a table is no objective",
        ),
        pytest.param(
            "1. Mission\n\nWe lend tools.\n\n2. Vision\n\nNobody buys a drill.\n",
            [("mission", "We lend tools.", None), ("vision", "Nobody buys a drill.", None)],
            id="numbered labels are lists of one item to the parser",
        ),
        pytest.param(
            "## Slide 2 | Why we are here\nWe move chilled food from farms to kitchens.\n---\n",
            [("mission", "We move chilled food from farms to kitchens.", None)],
            id="a sentence above the line between two slides is no heading",
        ),
        pytest.param(
            "## Money\n\n### Platform team\n\n- KR1: Outages from 9 to 2\n",
            [("key_result", "Outages from 9 to 2", None)],
            id="a team is no objective",
        ),
    ],
)
def test_plans_as_people_write_them(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert markdown(text) == expected


def test_bets_in_plain_text_are_objectives_where_key_results_follow() -> None:
    text = (
        "Mission: We print maps.\n\nBig bets for 2027\n-----\n\nBet 1: Maps in stations\n"
        " KR: Racks up from 12 to 90\n\nBet 2: Print on demand\n KR: Days down from 21 to 3\n\n"
        "Bet 3: Speak to cities\n"
    )
    found = read_plain(text, id="a", name="a.txt").passages
    assert [(p.declared, p.parent) for p in found] == [
        ("mission", None),
        ("objective", None),
        ("key_result", 1),
        ("objective", None),
        ("key_result", 3),
        ("objective", None),
    ]
