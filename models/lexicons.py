"""Weights of the buzzword lexicon, learned from rated statements.

A stock phrase should weigh much when it is a mark of jargon, and little when it is simply a word
of the trade. Three comparisons decide, each a smoothed log ratio that is 0 without evidence:

* ``rated``: statements that raters found full of jargon against statements they found plain;
* ``mission``: the same jargon statements against mission English at large, so that a word which
  every mission uses gains nothing;
* ``ordinary``: the same jargon statements against ordinary English (Universal Dependencies text).

The weight is the prior of the entry's category plus a weighted sum of the three, clipped. An entry
that occurs nowhere keeps the prior. Panel organisations are left out, so that the panel stays an
honest measure.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

LEXICON = Path(__file__).resolve().parents[1] / "data" / "lexicons" / "buzzwords.jsonl"

#: Weight of an entry that no text contains, by category.
PRIORS: dict[str, float] = {
    "abstract_quality": 1.0,
    "management_verb": 1.0,
    "people_talk": 0.9,
    "process": 1.0,
    "relationship": 1.0,
    "scale": 1.0,
    "superlative": 1.1,
    "technology_hype": 1.2,
}
#: How much one unit of each log ratio moves the weight.
COEFFICIENTS: dict[str, float] = {"rated": 0.6, "mission": 0.15, "ordinary": 0.05}
LOWEST, HIGHEST = 0.2, 3.0
#: A statement counts as jargon from the first mean rating up, as plain up to the second.
JARGON_FROM, PLAIN_UP_TO = 3.5, 2.0
#: Labels of published statements that make up mission English at large.
MISSION_LABELS = frozenset({"mission", "vision", "values", "merged", "strategy"})
#: Occurrences added to each comparison, spread evenly, so that one hit alone moves little.
PSEUDO_HITS = 3.0

_IRREGULAR: dict[str, tuple[str, ...]] = {
    "break": ("broke", "broken"),
    "bring": ("brought",),
    "build": ("built",),
    "drive": ("drove", "driven"),
    "go": ("went", "gone"),
    "lead": ("led",),
    "make": ("made",),
    "take": ("took", "taken"),
    "think": ("thought",),
    "win": ("won", "winning"),
    "set": ("setting",),
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """How often each entry occurs in a set of texts.

    Attributes:
        texts: Number of texts.
        tokens: Number of tokens in them.
        containing: Texts that contain the entry, by term.
        hits: Occurrences of the entry, by term.
    """

    texts: int
    tokens: int
    containing: Counter[str]
    hits: Counter[str]


def inflections(word: str) -> set[str]:
    """Return regular and some irregular English forms of a lemma, itself included.

    Args:
        word: One lower-case lemma.

    Returns:
        Forms to match against lower-case text. Some are not words; they match nothing.
    """
    forms = {word, f"{word}s", *_IRREGULAR.get(word, ())}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        forms.add(f"{word}es")
    if word.endswith("e"):
        stem = word[:-1]
        forms |= {f"{word}d", f"{stem}ing"}
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        stem = word[:-1]
        forms |= {f"{stem}ies", f"{stem}ied", f"{word}ing"}
    else:
        forms |= {f"{word}ed", f"{word}ing"}
    return forms


def surface_forms(entry: dict[str, Any]) -> set[str]:
    """Return the lower-case texts that an entry of the lexicon matches.

    Args:
        entry: One line of a lexicon file.

    Returns:
        The term and its variants; with ``match`` "lemma" also with the first or the last word
        inflected.
    """
    bases = [entry["term"], *entry.get("variants", ())]
    forms = set(bases)
    if entry["match"] == "lemma":
        for base in bases:
            words = base.split(" ")
            for index in {0, len(words) - 1}:
                head, tail = words[:index], words[index + 1 :]
                forms |= {" ".join([*head, form, *tail]) for form in inflections(words[index])}
    return forms


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file.

    Args:
        path: The file, UTF-8.

    Returns:
        One dictionary a line.
    """
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def build_matcher(nlp: Language, entries: Iterable[dict[str, Any]]) -> PhraseMatcher:
    """Return a matcher over lower-case tokens whose match ids are the terms.

    Args:
        nlp: A pipeline that tokenises; its vocabulary is shared with the texts to match.
        entries: Lines of a lexicon file.

    Returns:
        The matcher.
    """
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in entries:
        matcher.add(entry["term"], [nlp.make_doc(form) for form in sorted(surface_forms(entry))])
    return matcher


def count(docs: Iterable[Doc], matcher: PhraseMatcher) -> Corpus:
    """Count entries in texts; of overlapping matches only the longest counts.

    Args:
        docs: Tokenised texts.
        matcher: From `build_matcher`.

    Returns:
        The counts.
    """
    texts = tokens = 0
    containing: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for doc in docs:
        texts += 1
        tokens += len(doc)
        found = [span.label_ for span in filter_spans(matcher(doc, as_spans=True))]
        hits.update(found)
        containing.update(set(found))
    return Corpus(texts, tokens, containing, hits)


def log_ratio(hits: int, size: int, other_hits: int, other_size: int) -> float:
    """Return the log of two rates' ratio, shrunk towards 0 when little was seen.

    ``PSEUDO_HITS`` occurrences are spread over both sets by their sizes before the rates are taken.

    Args:
        hits: Occurrences in the first set.
        size: Size of the first set, in texts or tokens.
        other_hits: Occurrences in the second set.
        other_size: Size of the second set, in the same unit.

    Returns:
        A natural logarithm; 0 if nothing occurs or a set is empty.
    """
    if size == 0 or other_size == 0:
        return 0.0
    pseudo_rate = PSEUDO_HITS / (size + other_size)
    return math.log((hits / size + pseudo_rate) / (other_hits / other_size + pseudo_rate))


def weigh(
    entry: dict[str, Any], jargon: Corpus, plain: Corpus, mission: Corpus, ordinary: Corpus
) -> float:
    """Return the weight of one entry.

    Args:
        entry: A line of the buzzword lexicon.
        jargon: Statements rated as full of jargon.
        plain: Statements rated as plain.
        mission: Mission English at large.
        ordinary: Ordinary English.

    Returns:
        Category prior plus weighted log ratios, clipped and rounded to two places.
    """
    term = entry["term"]
    inside = jargon.containing[term]
    ratios = {
        "rated": log_ratio(inside, jargon.texts, plain.containing[term], plain.texts),
        "mission": log_ratio(inside, jargon.texts, mission.containing[term], mission.texts),
        "ordinary": log_ratio(
            jargon.hits[term], jargon.tokens, ordinary.hits[term], ordinary.tokens
        ),
    }
    moved = sum(COEFFICIENTS[name] * ratio for name, ratio in ratios.items())
    return round(min(max(PRIORS[entry["category"]] + moved, LOWEST), HIGHEST), 2)


def ordinary_files(folder: Path) -> list[Path]:
    """Return the files of ordinary English in a folder of spaCy ``DocBin`` files.

    Args:
        folder: Universal Dependencies files.

    Returns:
        Paths in order, without fragments cut out of other texts and without second copies.
    """
    return [
        path
        for path in sorted(folder.glob("*.spacy"))
        if not path.name.startswith("aug_") and not path.name.endswith("_ner.spacy")
    ]


def ordinary_docs(nlp: Language, folder: Path) -> Iterator[Doc]:
    """Yield the texts of `ordinary_files`, tokenised afresh.

    Args:
        nlp: A pipeline that tokenises.
        folder: Universal Dependencies files.

    Yields:
        One document a text.
    """
    for path in ordinary_files(folder):
        for doc in DocBin().from_disk(path).get_docs(nlp.vocab):
            yield nlp.make_doc(doc.text)


def train(data: Path, out: Path, *, seed: int = 0) -> None:
    """Weigh the buzzword lexicon and write it into ``out``.

    Args:
        data: Development data: ``rated_statements.jsonl``, ``statements.jsonl``, ``ud/*.spacy``
            and, if present, ``panel_statements.jsonl`` (its organisations are left out).
        out: Folder of the lexicon, ``data/lexicons`` in a checkout. ``buzzwords.jsonl`` is
            rewritten with new weights and ``weights.json`` says what they were made from.
        seed: Unused; the weights are counts.
    """
    del seed
    inputs = [data / "rated_statements.jsonl", data / "statements.jsonl"]
    rated, statements = (read_jsonl(path) for path in inputs)
    panel = data / "panel_statements.jsonl"
    kept_out = {row["org_key"] for row in read_jsonl(panel)} if panel.exists() else set()
    rated = [row for row in rated if row["org_key"] not in kept_out]
    statements = [row for row in statements if row["org_key"] not in kept_out]

    target = out / LEXICON.name
    entries = read_jsonl(target if target.exists() else LEXICON)
    nlp = spacy.blank("en")
    matcher = build_matcher(nlp, entries)

    def counted(rows: Iterable[dict[str, Any]]) -> Corpus:
        return count((nlp.make_doc(row["text"]) for row in rows), matcher)

    corpora = {
        "jargon": counted(row for row in rated if row["jargon"] >= JARGON_FROM),
        "plain": counted(row for row in rated if row["jargon"] <= PLAIN_UP_TO),
        "mission": counted(row for row in statements if row["label"] in MISSION_LABELS),
        "ordinary": count(ordinary_docs(nlp, data / "ud"), matcher),
    }
    for entry in entries:
        entry["weight"] = weigh(entry, **corpora)
    out.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps(entry, ensure_ascii=False) + "\n"
            for entry in sorted(entries, key=lambda entry: str(entry["term"]))
        )
    inputs += ordinary_files(data / "ud")
    card = {
        "texts": {name: corpus.texts for name, corpus in corpora.items()},
        "tokens": {name: corpus.tokens for name, corpus in corpora.items()},
        "entries": len(entries),
        "entries_seen": sum(
            any(corpus.hits[entry["term"]] for corpus in corpora.values()) for entry in entries
        ),
        "priors": PRIORS,
        "coefficients": COEFFICIENTS,
        "inputs": {
            str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in inputs
        },
    }
    (out / "weights.json").write_text(
        json.dumps(card, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )


def counts(folder: Path) -> str:
    """Return a Markdown table of entries a lexicon and a category.

    Args:
        folder: Holds the lexicon files.

    Returns:
        The table, one row a file.
    """
    rows = ["| file | entries | by category |", "|---|---|---|"]
    for path in sorted(folder.glob("*.jsonl")):
        categories = Counter(str(entry["category"]) for entry in read_jsonl(path))
        listed = ", ".join(f"{name} {number}" for name, number in sorted(categories.items()))
        rows.append(f"| `{path.name}` | {categories.total()} | {listed} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(counts(LEXICON.parent))
