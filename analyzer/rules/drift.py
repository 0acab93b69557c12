"""DRF: a mission whose meaning moves, a vision that never does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from analyzer.registry import Hit, rule
from analyzer.rules.reading import quoted
from analyzer.versions import Drift, Version

# A vision is a picture of three to ten years ahead; one that outlives a planning cycle of five
# without a move has either come true or is not used.
YEARS = 5
# The course of a mission shows every edit that more likely than not changed its meaning; a finding
# asks somebody to account for it, so it waits until that is plain: free paraphrases stay below.
SURE = 0.7
_DAYS = 365.25
_YEAR = re.compile(r"\b20\d\d\b")
# "by 2030" dates a vision, "2000 villages" and "in 2000 villages" do not.
_DATED = re.compile(
    r"\b(?:(?:by|until|till|before|through|year|vision|early|mid|late|end|q[1-4]"
    r"|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
    r"|spring|summer|autumn|fall|winter)\W{1,2}20\d\d\b|(?:in|of) 20\d\d\b(?! [a-z]{2,}s\b))",
    re.IGNORECASE,
)


@rule(
    "DRF001",
    name="unstable-mission",
    severity="warning",
    scope="history",
    message="The meaning of the mission changed {moment}: {what}",
    question="What changed in why we exist?",
    cost="An anchor that moves holds nothing: last year's choices no longer follow from it.",
    rationale=(
        "The mission is the lasting part of a strategy. Wording may be polished at any time; when "
        "other people, another place, another offer or the opposite stand in it, the organisation "
        "has decided to be something else, and somebody should be able to say when and why."
    ),
    mend=(
        "Write down what was decided and why beside the new mission, or put the old meaning back "
        "and move what is new into the vision or the objectives."
    ),
    before="2021: we teach prisoners to read. 2023: we teach companies to write.",
    after="2021: we teach prisoners to read. 2023: prisoners learn to read with us.",
    source="The OKR Hub on missions that are lasting and visions that evolve",
    flags=(
        "2019-02-01 mission: We teach prisoners to read.\n"
        "2021-02-01 mission: We teach managers to present.",
        "2018-05-01 mission: We bring fresh fruit to schools in Porto.\n"
        "2020-05-01 mission: We bring fresh fruit to schools in Madrid.",
        "2020-01-01 mission: We restore marshes on the Elbe.\n"
        "2022-01-01 mission: We drain marshes on the Elbe.",
        "2022-03-01 mission: We lend instruments free of charge to children.\n"
        "2024-03-01 mission: We sell instruments to orchestras.",
        "2015-01-01 mission: We defend farm workers in court.\n"
        "2016-01-01 mission: Farm workers are defended in court by us.\n"
        "2019-01-01 mission: We defend farm owners in court.",
    ),
    passes=(
        "2019-02-01 mission: We teach prisoners to read.\n"
        "2021-02-01 mission: Prisoners are taught to read by us.",
        "2018-05-01 mission: We bring fresh fruit to schools in Porto.\n"
        "2020-05-01 mission: To schools in Porto we bring fresh fruit!",
        "2020-01-01 mission: We restore marshes on the Elbe.\n"
        "2022-01-01 mission: WE RESTORE MARSHES ON THE ELBE",
        "2022-03-01 mission: We lend instruments free of charge to children.",
        "2022-03-01 vision: By 2030 every child plays.\n2023-03-01 vision: Nobody sings alone.",
    ),
)
def unstable_mission(found: Drift) -> Iterator[Hit]:
    """Flag each edit that changed what the mission means, and a creep in many small steps."""
    flagged = False
    for version in found.versions:
        if version.mission_drift is not None and version.mission_drift >= SURE:
            flagged = True
            fields = {"moment": _moment(version, found), "what": _what(version)}
            yield Hit(None, None, fields=fields, probability=version.mission_drift)
    last = found.versions[-1]
    lost = _lost(found)
    if lost is not None:
        yield Hit(None, None, fields=lost)
    elif not flagged and last.mission_from_first is not None and last.mission_from_first >= SURE:
        fields = {
            "moment": "in small steps",
            "what": f"from “{quoted(found.versions[0].mission or '')}” "
            f"to “{quoted(last.mission or '')}”",
        }
        yield Hit(None, None, fields=fields, probability=last.mission_from_first)


def _lost(found: Drift) -> dict[str, str] | None:
    """Return when a mission went that did not come back, and what it was."""
    if found.versions[-1].mission is not None:
        return None
    for before, after in reversed(list(pairwise(found.versions))):
        if before.mission is not None:
            what = f"no mission is found any more; it was “{quoted(before.mission)}”"
            return {"moment": _moment(after, found), "what": what}
    return None


def _moment(version: Version, found: Drift) -> str:
    if version.date:
        return f"on {version.date[:10]}"
    if found.until is not None:  # a history, in which only the working copy has no date
        return "in the copy that is not committed yet"
    return f"in {quoted(version.ref, limit=30)}"


def _what(version: Version) -> str:
    """Return the plainest difference of a version's mission."""
    for own in version.differences:
        if own.statement == "mission" and own.what not in ("added", "removed"):
            name = _NAMES.get(own.what, own.what)
            before, after = (
                f"“{quoted(x, limit=40)}”" for x in (own.before or "", own.after or "")
            )
            if own.before and own.after:
                return f"{name} {before} → {after}"
            name = "the words" if own.what == "opposite" else name
            return f"{name} {after} came in" if own.after else f"{name} {before} went out"
    return "in its words"


_NAMES = {"words": "the words", "opposite": "the opposite,", "name": "the name"}


@rule(
    "DRF002",
    name="frozen-vision",
    severity="note",
    scope="history",
    message="The vision stands still: {reason}",
    question="Has the vision come true, been given up, or is it no longer what directs effort?",
    cost="Effort goes towards a place that the organisation has reached, or left, years ago.",
    rationale=(
        "A vision is a destination. Once its date has passed, or a whole planning cycle of five "
        "years has gone by without a change in its meaning, it has either come true or nobody "
        "steers by it."
    ),
    mend="Say what of it is true today, and write the next state that can be seen to differ.",
    before="2016: a clinic in every town. 2026: a clinic in every town.",
    after="2016: a clinic in every town. 2022: nobody waits a week for an appointment.",
    source="The OKR Hub on visions that evolve",
    flags=(
        "2016-01-01 vision: A clinic in every town.\n2025-01-01 mission: We run clinics.",
        "2018-01-01 vision: By 2022 all our buses are electric.\n"
        "2023-06-01 mission: We run the buses of the valley.",
        "2015-01-01 vision: No child goes hungry.\n2018-01-01 vision: no child goes hungry\n"
        "2024-01-01 mission: We cook for schools.",
        "2010-01-01 vision: Rivers in which people can swim.\n"
        "2022-01-01 mission: We clean rivers with volunteers.",
        "2019-01-01 vision: In 2020 we serve three islands.\n2021-01-01 mission: We run ferries.",
    ),
    passes=(
        "2016-01-01 vision: A clinic in every town.\n"
        "2022-01-01 vision: Nobody waits a week to see a doctor.\n"
        "2025-01-01 mission: We run clinics.",
        "2022-01-01 vision: By 2030 all our buses are electric.\n"
        "2024-06-01 mission: We run the buses of the valley.",
        "2023-01-01 vision: No child goes hungry.\n2024-01-01 mission: We cook for schools.",
        "2010-01-01 mission: We clean rivers with volunteers.\n"
        "2024-01-01 mission: With volunteers we clean rivers.",
        "2019-01-01 vision: In 2030 we serve three islands.\n2021-01-01 mission: We run ferries.",
    ),
    profiles=("okr-hub", "okr-guide", "outside-in", "mokr"),
)
def frozen_vision(found: Drift) -> Iterator[Hit]:
    """Flag a vision whose date has passed, or whose meaning has stood for `YEARS`."""
    last = found.versions[-1]
    if found.until is None or last.vision is None:
        return
    until = datetime.fromisoformat(found.until)
    named = [int(y) for y in _YEAR.findall(last.vision)] if _DATED.search(last.vision) else []
    if named and max(named) < until.year:
        reason = f"it names {max(named)}, and it is {until.year}"
        yield Hit(None, None, fields={"reason": reason})
        return
    since = found.vision_since
    years = 0.0 if since is None else (until - datetime.fromisoformat(since)).days / _DAYS
    if since is not None and years >= YEARS:
        for_years = f"{int(years)} years, since {since[:10]}"
        if not found.vision_since_exact:
            for_years = f"at least {int(years)} years; it was the same on {since[:10]}"
        reason = f"its meaning has not changed for {for_years}"
        yield Hit(None, None, fields={"reason": reason})
