"""The workshop's form: people's versions from memory, as they are pasted.

Nobody's name is kept: a name only tells one version from the next, and the versions are put into an
order that says nothing of who gave theirs when.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import FormData

from analyzer.readers.people import OwnWords, parse_people
from api.pages.forms import FormError, plain
from api.settings import ServiceSettings

_BLANK = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"^\s*(?:[-•–]|\d{1,3}[.)])\s+")
# A few words with a colon before the text: a name or a role, not the beginning of a sentence.
_NAME = re.compile(
    r"^(?!(?:by|in|until|before|we|to|for|our)(?![\w-]))"
    r"(?P<name>[^\W_][\w.'’ ()-]{0,39}?)\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_NAME_WORDS = 4
_LEADS = re.compile(r"\b(?:leader|lead|ceo|chair|director|head)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WorkshopEntry:
    """What stands in the form: the versions as pasted, and which statement they are of."""

    versions: str = ""
    statement: Literal["mission", "vision"] = "mission"


@dataclass(frozen=True, slots=True)
class PastedVersion:
    """One version, and whether it is marked as a leader's."""

    text: str
    leads: bool


def read_workshop(form: FormData) -> WorkshopEntry:
    """Return what was sent; unknown fields are left alone."""
    statement: Literal["mission", "vision"] = (
        "vision" if plain(form.get("statement")) == "vision" else "mission"
    )
    return WorkshopEntry(plain(form.get("versions")), statement)


def split_versions(text: str) -> list[PastedVersion]:
    """Return the versions in a text: apart by blank lines where there are some, else by line.

    A star before a version marks a leader's, and so does a role before its colon.
    """
    text = text.strip()
    blocks = _BLANK.split(text) if _BLANK.search(text) else text.splitlines()
    found = []
    for block in blocks:
        words = _BULLET.sub("", " ".join(block.split()))
        leads = words.startswith("*")
        words = words.lstrip("* ")
        name = _NAME.match(words)
        if name and len(name["name"].split()) <= _NAME_WORDS:
            leads = leads or bool(_LEADS.search(name["name"]))
            words = words[name.end() :]
        if words:
            found.append(PastedVersion(words, leads))
    return found


def people_of(entry: WorkshopEntry, settings: ServiceSettings) -> list[OwnWords]:
    """Return the people that a form makes, shuffled by what they wrote.

    Raises:
        FormError: fewer than two versions, or more than the service reads.
    """
    found = split_versions(entry.versions)
    if len(found) < 2:
        what = "Paste the versions first" if not found else "There is only one version"
        raise FormError("versions", f"{what}: at least two, each on a line of its own")
    if len(found) > settings.max_statements:
        message = (
            f"{len(found):,} versions, of at most {settings.max_statements:,} here; take "
            "plumbline consensus for more"
        )
        raise FormError("versions", message)
    for own in found:
        if len(own.text) > settings.max_text_chars:
            message = (
                f"A version holds more than {settings.max_text_chars:,} characters; shorten it"
            )
            raise FormError("versions", message)
    found.sort(key=lambda own: hashlib.sha256(own.text.encode("utf-8", "replace")).digest())
    rows = [
        {entry.statement: own.text, **({"role": "leader"} if own.leads else {})} for own in found
    ]
    return parse_people(rows)


EXAMPLE = WorkshopEntry(
    """Captain (leader): To be the leading provider of premium maritime tourism in the north.
Deckhand: We get islanders to the mainland and back in any weather.
Ticket office: Our ferries bring island people to hospital, school and work in every weather.
Engineer: We keep engines running with as little diesel as we can.
Purser: We carry the people of the islands safely to school, work and hospital.
Cook: We make the crossing a pleasure for our guests.""",
)
