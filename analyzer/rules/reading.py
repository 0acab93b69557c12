"""How rules read an annotated Doc: statements, their kind, their words. Nothing here writes.

spaCy is only needed for its types, so it is not imported when the rules are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from analyzer.registry import Rule
from analyzer.resources import read_jsonl
from analyzer.types import Unchecked

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Record = Mapping[str, Any]
Offsets = tuple[int, int]

SURE_KIND = 0.8  # without a label a statement is judged as a kind from this probability on


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as rules see it."""

    index: int
    span: Span
    record: Record


def statements(doc: Doc) -> Iterator[Read]:
    """Yield every statement with its index and record."""
    records = doc._.plumbline["statements"]
    for index, (span, record) in enumerate(zip(doc.spans["statements"], records, strict=True)):
        yield Read(index, span, record)


def profile(doc: Doc) -> str:
    """Return the school of thought that the analysis runs under."""
    name: str = doc._.plumbline["profile"]
    return name


def threshold(doc: Doc, name: str, default: float) -> float:
    """Return a threshold as the user set it (a key of the settings' `THRESHOLDS`), or the default.

    A Doc from somebody else's pipeline carries no settings.
    """
    settings: Mapping[str, Any] = doc._.plumbline.get("settings") or {}
    return float(settings.get("thresholds", {}).get(name, default))


def own_buzzwords(doc: Doc) -> Mapping[str, str | None]:
    """Return the user's own stock phrases, each with its plain word or None."""
    settings: Mapping[str, Any] = doc._.plumbline.get("settings") or {}
    own: Mapping[str, str | None] = settings.get("buzzwords", {})
    return own


def role(record: Record) -> str | None:
    """Return what a statement is to be judged as: what it is declared as, else its function.

    A model that abstains or is less than `SURE_KIND` sure decides nothing.
    """
    if record["declared"] is not None:
        return str(record["declared"])
    kind = record.get("kind")
    if kind is None or record.get("abstained", True):
        return None
    return str(kind) if record["probabilities"][kind] >= SURE_KIND else None


def absent_ends(doc: Doc, rules: Iterable[Rule]) -> Iterator[Unchecked]:
    """Yield the rules that compare two kinds of statement, where a document lacks one of them."""
    found = {role(read.record) for read in statements(doc)}
    if "merged" in found:
        found |= {"mission", "vision"}
    for rule in rules:
        missing = [kind.replace("_", " ") for kind in rule.needs if kind not in found]
        if missing and len(missing) < len(rule.needs):
            reason = f"no {listed(missing, word='or')} in this document"
            yield Unchecked(rule.code, None, reason)


def dated(record: Record) -> bool:
    """Return whether the heading or a field beside a statement gives the time."""
    words = [word.strip("():,.") for word in str(record.get("heading") or "").split()]
    return bool(record.get("due")) or any(w.isdigit() and len(w) == 4 for w in words)


def merged_probability(record: Record) -> float:
    """Return how likely a statement does two jobs; 0 where that was not measured."""
    merged = record.get("merged")
    return 0.0 if merged is None else float(merged["probability"])


def inside(doc: Doc, key: str, statement: Span, label: str | None = None) -> list[Span]:
    """Return a span group's spans inside a statement, of one label or of all, in their order."""
    from analyzer.annotators.base import evidence

    return evidence(doc, key, statement, label)


def text_of(doc: Doc) -> str:
    """Return the text of a Doc, joined from its tokens once."""
    from analyzer.annotators.base import text_of as joined

    return joined(doc)


def terms(doc: Doc, statement: Span, lexicon: str) -> list[Span]:
    """Return the hits of one lexicon inside a statement, in the order of the text.

    Terms that the settings allow are left out where the lexicon holds words to object to.
    """
    found = inside(doc, "lexicon", statement, lexicon)
    settings: Mapping[str, Any] = doc._.plumbline.get("settings") or {}
    allowed = frozenset(settings.get("allowed", ()))
    if not allowed or lexicon not in _FLAGGED:
        return found
    return [s for s in found if not {s.id_.casefold(), s.text.casefold()} & allowed]


# Lexicons whose words rules object to; the words of the others speak for a statement.
_FLAGGED = frozenset(("buzzwords", "abstract_nouns", "generality", "rank_claims"))


@cache
def entries(lexicon: str) -> Mapping[str, Mapping[str, Any]]:
    """Return a lexicon's entries by canonical term."""
    return {row["term"]: row for row in read_jsonl(f"data/lexicons/{lexicon}.jsonl")}


def offsets(span: Span) -> Offsets:
    """Return a span's characters in the Doc, end-exclusive."""
    return span.start_char, span.end_char


def quoted(words: str, *, limit: int = 60) -> str:
    """Return words for a message, shortened in the middle where they are many."""
    words = " ".join(words.split())
    if len(words) <= limit:
        return words
    head, tail = words[: limit * 2 // 3].rsplit(" ", 1)[0], words[-limit // 4 :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def listed(items: list[str], *, word: str = "and") -> str:
    """Return items as people write them: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
