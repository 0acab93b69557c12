"""Examples that fill the form and are answered in one click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.forms import Entry, ObjectiveEntry


@dataclass(frozen=True, slots=True)
class FormExample:
    """An example with the words on its button; without words it has none."""

    label: str
    entry: Entry


EXAMPLES: Mapping[str, FormExample] = {
    "statement": FormExample(
        "A vision",
        Entry(
            text="To be the leading and most trusted provider of world-class ferry solutions.",
            declared="vision",
        ),
    ),
    "merged": FormExample(
        "A merged mission",
        Entry(
            text="Our mission is to carry islanders to the hospital at any hour. "
            "Our vision is to be the leading ferry of the north by 2035.",
            declared="mission",
        ),
    ),
    "strategy": FormExample(
        "A strategy",
        Entry(
            shape="strategy",
            mission="We carry islanders to work, school and hospital, whatever the weather.",
            vision="To be the leading ferry company of the north.",
            values="Safety before the timetable\nExcellence\nSay it on the day it happens",
            objectives=(
                ObjectiveEntry(
                    "Islanders trust the night crossing",
                    "Cut cancelled night crossings from 14 to 4 a quarter by December 2026\n"
                    "Launch the new booking portal",
                ),
                ObjectiveEntry("Be number one in ferry excellence", "Train all 40 deckhands"),
                ObjectiveEntry("The office kitchen is a place people like", ""),
            ),
        ),
    ),
    "document": FormExample(
        "A document",
        Entry(
            shape="document",
            document="""# Night Ferry, plan for 2027

## Mission

We carry islanders to work, school and hospital, whatever the weather.

## Vision

By 2035 no islander has moved to the mainland because the boat did not run.

## Objectives

### Islanders trust the night crossing

- Cancelled night crossings fall from 14 to 4 a quarter by December 2027 (Harbour master)
- Launch the new booking portal

### Become a world-class employer
""",
        ),
    ),
    "mended": FormExample(
        "",
        Entry(
            text="By 2035 the ferry that islanders between Orkney and Shetland choose first, "
            "because nine of ten night crossings run.",
            declared="vision",
        ),
    ),
}
