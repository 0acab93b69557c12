"""What the static vectors learn from: texts for distillation, and pairs that belong together.

The organisations of `alignment.jsonl` measure the result, so no text of theirs is used here, not
even without its label. Rows of `organisations.jsonl` that name a sector were written for the
breadth of their words, tersely: they are texts to distil, and calibrate nothing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analyzer.errors import InputError
from analyzer.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPORA = ("ewt_train", "gum_train_open")
OWN = Path(__file__).resolve().parent / "organisations.jsonl"
PLANS = "data/statements/plans.jsonl"
_CUT = re.compile(
    r"(?<=[.;:!?])\s+|\n+|,\s+(?=and |to |by |so |in )"
    r"|\s(?=(?:by|so that|in order to|through)\s)"
)
_MIN_WORDS, _MAX_WORDS = 3, 60


class Pair(NamedTuple):
    """Two texts of one organisation, and their kinds; `own` marks invented organisations."""

    source: str
    target: str
    kinds: tuple[str, str]
    organisation: str
    own: bool = False


class Material(NamedTuple):
    """Texts without labels, and pairs with their organisation."""

    texts: list[str]
    pairs: list[Pair]


def read(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file of the data.

    Raises:
        InputError: it is missing or not JSON Lines.
    """
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON Lines ({error})") from error


def gather(data: Path) -> Material:
    """Return all texts and pairs but those of the organisations that measure alignment."""
    held = read(data / "alignment.jsonl")
    names = {_name(row["organisation"]) for row in held}
    texts = list(_statements(data, names))
    own = list(_own_pairs())
    pairs = [p for p in [*_published_pairs(data), *own] if _name(p.organisation) not in names]
    texts += [text for pair in pairs for text in pair[:2]]
    terse = {row["organisation"] for row in read(OWN) if "sector" in row}
    pairs = [pair for pair in pairs if pair.organisation not in terse]
    forbidden = {
        text for row in held for kind in ("mission", "vision", "objectives") for text in row[kind]
    }
    forbidden |= {piece for text in forbidden for piece in clauses(text)}
    for row in read(resource(PLANS)):
        texts += [text for text in (row["mission"], row["vision"], *row["objectives"]) if text]
    texts += [piece for text in texts for piece in clauses(text)]
    texts += list(_sentences(data))
    return Material([t for t in dict.fromkeys(texts) if t not in forbidden], pairs)


def texts_by_kind(data: Path) -> dict[str, list[str]]:
    """Return published and invented texts by kind, for what strangers' texts look like.

    The organisations of `alignment.jsonl` are left out, and none gives more than ten texts a kind.
    """
    names = {_name(row["organisation"]) for row in read(data / "alignment.jsonl")}
    rows = [(r["org_key"], r["label"], r["text"], _name(r["organisation"]))
            for r in [*read(data / "statements.jsonl"),
                      *read(resource("data/statements/statements.jsonl"))]]  # fmt: skip
    for row in (row for row in read(OWN) if "sector" not in row):
        rows += [(row["organisation"], kind, row[kind], "") for kind in ("mission", "vision")]
        rows += [(row["organisation"], "objective", text, "") for text in row["objectives"]]
    found: dict[str, list[str]] = {}
    taken: dict[tuple[str, str], int] = {}
    for key, kind, text, name in rows:
        count = taken.get((key, kind), 0)
        if kind in _KINDS and name not in names and count < _MOST:
            taken[key, kind] = count + 1
            found.setdefault(kind, []).append(text)
    return found


_KINDS = ("mission", "vision", "values", "objective", "key_result")
_MOST = 10


def clauses(text: str) -> list[str]:
    """Return the pieces of a text at sentence ends and before purposes and means."""
    pieces = [piece.strip() for piece in _CUT.split(text)]
    return [p for p in pieces if _MIN_WORDS <= len(p.split()) <= _MAX_WORDS]


def _name(organisation: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", organisation.lower()))


def _statements(data: Path, names: set[str]) -> Iterator[str]:
    keys = set()
    for row in read(data / "statements.jsonl"):
        if _name(row["organisation"]) in names:
            keys.add(row["org_key"])
    for file in ("statements", "rated_key_results", "rated_objectives"):
        for row in read(data / f"{file}.jsonl"):
            if row["org_key"] not in keys and _name(row["organisation"]) not in names:
                yield row["text"]
                if row.get("objective"):
                    yield row["objective"]


def _published_pairs(data: Path) -> Iterator[Pair]:
    for row in read(data / "mission_vision_pairs.jsonl"):
        for mission in row["mission"][:1]:
            for vision in row["vision"][:1]:
                yield Pair(mission, vision, ("mission", "vision"), row["organisation"])
    for row in read(data / "rated_key_results.jsonl"):
        if len((row.get("objective") or "").split()) > 2:
            kinds = ("key_result", "objective")
            yield Pair(row["text"], row["objective"], kinds, row["organisation"])


def _own_pairs() -> Iterator[Pair]:
    """Yield the pairs of invented organisations, written for this project."""
    for row in read(OWN):
        yield Pair(row["mission"], row["vision"], ("mission", "vision"), row["organisation"], True)
        for objective in row["objectives"]:
            name = row["organisation"]
            yield Pair(objective, row["mission"], ("objective", "mission"), name, True)
    by_key: dict[str, dict[str, list[str]]] = {}
    for row in read(resource("data/statements/statements.jsonl")):
        by_key.setdefault(row["org_key"], {}).setdefault(row["label"], []).append(row["text"])
    for key, kinds in sorted(by_key.items()):
        for mission in kinds.get("mission", [])[:1]:
            for objective in kinds.get("objective", []):
                yield Pair(objective, mission, ("objective", "mission"), key, True)
            for vision in kinds.get("vision", [])[:1]:
                yield Pair(mission, vision, ("mission", "vision"), key, True)


def _sentences(data: Path) -> Iterator[str]:
    """Yield ordinary English sentences of the Universal Dependencies corpora."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    for corpus in CORPORA:
        file = data / "ud" / f"{corpus}.spacy"
        if not file.is_file():
            raise InputError(f"{file}: no such file; --data needs the Universal Dependencies part")
        for doc in DocBin().from_disk(file).get_docs(vocab):
            spans = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
            for span in spans:
                text = " ".join(span.text.split())
                if 6 <= len(text.split()) <= 40:
                    yield text
