"""How close each objective and key result stands to the mission, the vision and the values.

Every statement is embedded once, together with its clauses and noun phrases; all pairs of a
relation then come from matrix products. Of many targets each source keeps the closest few, so a
document of hundreds of statements stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language

from analyzer.alignment.closeness import (
    Calibration,
    encode,
    load_calibration,
    sigmoid,
)
from analyzer.alignment.embedder import Embedder, load_embedder
from analyzer.alignment.guard import guard
from analyzer.alignment.harm import harm_model
from analyzer.alignment.opposition import Stance, stance
from analyzer.annotators.base import prepare, statements
from analyzer.annotators.ends import kinds_of, missing
from analyzer.annotators.phrases import noun_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc, Span, Token

# Source and target kind of each relation of the wire format.
RELATIONS = {
    "objective-mission": ("objective", "mission"),
    "objective-vision": ("objective", "vision"),
    "key_result-vision": ("key_result", "vision"),
    "objective-values": ("objective", "values"),
    "key_result-values": ("key_result", "values"),
    "mission-vision": ("mission", "vision"),
}
# A source keeps this many of its closest targets in a relation; further ones are left out.
TARGETS_KEPT = 8
# Statements of one kind that are compared; what lies beyond is named under `unchecked`.
STATEMENTS_COMPARED = 1000
# Kinds that may work against a target; a mission does not work against its vision.
_ACTING = frozenset(("objective", "key_result"))
_PHRASES = 24
# Words that say nothing alone, so that a phrase of them is no evidence of anything.
_UNTOLD = frozenset(
    "century day decade end hour kind life lot manner minute month number part people person place"
    " quarter sort thing time today tomorrow way week world year".split()
)
_PHRASE_WORDS = 12


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """A statement that takes part: its index, clauses and quotable phrases (character offsets)."""

    index: int
    span: Span
    clauses: list[tuple[int, int]]
    phrases: list[tuple[int, int]]


class AlignmentAnnotator:
    """Fills `doc._.plumbline["alignment"]`."""

    def __init__(self, embedder: str) -> None:
        """Name the embedder; weights are loaded with the first document that needs them.

        Raises:
            ResourceError: the embedder is not installed.
        """
        self._embedder: Embedder = load_embedder(embedder)

    def __call__(self, doc: Doc) -> Doc:
        """Compare the statements of a Doc along every relation that it has both ends of."""
        record = prepare(doc)
        if not record["single"]:
            record["unchecked"] += missing(
                doc, calibrated=lambda: load_calibration(self._embedder) is not None
            )
        if len(record["statements"]) < 2:
            record["alignment"] = []  # a merged text counts twice, but is not compared with itself
            return doc
        groups, left_out = grouped(doc)
        record["unchecked"] += left_out
        record["alignment"] = align(doc, groups, self._embedder)
        return doc


def grouped(doc: Doc) -> tuple[dict[str, list[_Item]], list[dict[str, Any]]]:
    """Return the statements by the kinds that they count as, and what was left out for size.

    The declared kind decides, and where there is none the kind by function. A merged text counts as
    mission and as vision.
    """
    groups: dict[str, list[_Item]] = {}
    left_out: list[dict[str, Any]] = []
    text = doc.text
    for index, (span, record) in enumerate(statements(doc)):
        for kind in kinds_of(record):
            group = groups.setdefault(kind, [])
            if len(group) == STATEMENTS_COMPARED:
                reason = f"only the first {STATEMENTS_COMPARED} statements of a kind are compared"
                left_out.append({"code": "alignment", "statement": index, "reason": reason})
                continue
            clauses = [(start, end) for start, end in record.get("clauses") or []]
            clauses = [c for c in clauses if text[c[0] : c[1]].strip()]
            phrases = _phrases(span, clauses) if kind in _TARGETS else []
            group.append(_Item(index, span, clauses, phrases))
    return groups, left_out


_TARGETS = {target for _, target in RELATIONS.values()}


def align(doc: Doc, groups: dict[str, list[_Item]], embedder: Embedder) -> list[dict[str, Any]]:
    """Return one entry for each pair kept, relation after relation, in the order of the sources."""
    wanted = {
        name: ends
        for name, ends in RELATIONS.items()
        if groups.get(ends[0]) and groups.get(ends[1])
    }
    if not wanted:
        return []
    calibration = load_calibration(embedder)
    items = {item.index: item for ends in wanted.values() for end in ends for item in groups[end]}
    book = _Book(doc, list(items.values()), embedder, calibration)
    return [
        entry
        for relation, (source, target) in wanted.items()
        for entry in book.relation(relation, groups[source], groups[target])
    ]


class _Book:
    """The vectors of a document's statements, their clauses and their phrases."""

    def __init__(
        self, doc: Doc, items: list[_Item], embedder: Embedder, calibration: Calibration | None
    ) -> None:
        text = doc.text
        self._calibration = calibration
        self._row = {item.index: row for row, item in enumerate(items)}
        quoted = [[text[a:b] for a, b in item.phrases] for item in items]
        self._spans = [span for item in items for span in (*item.phrases, *_clauses(item))]
        pieces = [
            piece
            for item, own in zip(items, quoted, strict=True)
            for piece in (*own, *(text[a:b] for a, b in _clauses(item)))
        ]
        # Pieces stand behind the statements, so that one call embeds everything.
        texts = [item.span.text for item in items]
        clauses = [[text[a:b] for a, b in item.clauses] for item in items]
        raw, encoded = encode(
            embedder, calibration, [*texts, *pieces], [*clauses, *([] for _ in pieces)]
        )
        self._raw = raw
        self._encoded = encoded
        self._pieces: dict[int, range] = {}
        start = len(items)
        for item in items:
            count = len(item.phrases) + len(_clauses(item))
            self._pieces[item.index] = range(start, start + count)
            start += count
        self._offset = len(items)
        self._items = items
        self._stances: dict[int, Stance] = {}
        self._alone: dict[int, float] = {}

    def _loss(
        self, relation: str, sources: Sequence[int], targets: Sequence[int]
    ) -> NDArray[np.float64]:
        """Return what the guard takes from each pair, by their rows among the statements."""
        if RELATIONS[relation][0] not in _ACTING or self._calibration is None:
            return np.zeros((len(sources), len(targets)))
        for row in (*sources, *targets):
            if row not in self._stances:
                self._stances[row] = stance(self._items[row].span)
        acting = [self._stances[row] for row in sources]
        # The same objectives are sources of several relations, and what they lose alone stays.
        if not all(row in self._alone for row in sources):
            texts = [self._items[row].span.text for row in sources]
            alone = harm_model().loss(texts, acting).tolist()
            self._alone.update(zip(sources, alone, strict=True))
        return guard(
            np.array([self._alone[row] for row in sources]),
            acting,
            [self._stances[row] for row in targets],
        )

    def relation(
        self, name: str, sources: list[_Item], targets: list[_Item]
    ) -> list[dict[str, Any]]:
        """Return the entries of one relation, source after source."""
        rows = [self._row[item.index] for item in sources]
        columns = [self._row[item.index] for item in targets]
        similarity = self._raw[rows] @ self._raw[columns].T
        score = self._score(name, rows, columns)
        loss = self._loss(name, rows, columns)
        score -= loss
        closeness = self._closeness(score)
        percentile = (
            None if self._calibration is None else self._calibration.percentile(score, name)
        )
        kept = [
            sorted(j for j in np.argsort(-own, kind="stable")[:TARGETS_KEPT])
            for own in np.where(_same(sources, targets), -np.inf, score)
        ]
        evidence = self._evidence(name, kept, rows, targets, loss)
        return [
            {
                "from": source.index,
                "to": targets[j].index,
                "relation": name,
                "similarity": float(similarity[i, j]),
                "closeness": None if closeness is None else float(closeness[i, j]),
                "percentile": None if percentile is None else int(percentile[i, j]),
                **evidence[i, j],
            }
            for i, source in enumerate(sources)
            for j in kept[i]
            if source.index != targets[j].index
        ]

    def _score(
        self, relation: str, rows: Sequence[int], columns: Sequence[int]
    ) -> NDArray[np.float64]:
        """Return the ranker's score of each pair; the cosine where there is no calibration."""
        if self._calibration is None:
            return (self._raw[list(rows)] @ self._raw[list(columns)].T).astype(np.float64)
        source, target = self._encoded.take(rows), self._encoded.take(columns)
        features = self._calibration.features(source, target, RELATIONS[relation])
        return self._calibration.score(features, relation)

    def _closeness(self, score: NDArray[np.float64]) -> NDArray[np.float64] | None:
        return None if self._calibration is None else sigmoid(score)

    def _evidence(
        self,
        relation: str,
        kept: list[list[int]],
        rows: list[int],
        targets: list[_Item],
        loss: NDArray[np.float64],
    ) -> dict[tuple[int, int], dict[str, Any]]:
        """Return the nearest phrase and the closeness of each clause, by source and target."""
        found: dict[tuple[int, int], dict[str, Any]] = {}
        for j, target in enumerate(targets):
            sources = [i for i, own in enumerate(kept) if j in own]
            if not sources:
                continue
            pieces = self._pieces[target.index]
            spans = self._spans[pieces.start - self._offset : pieces.stop - self._offset]
            chosen = [rows[i] for i in sources]
            score = self._score(relation, chosen, pieces)
            score -= loss[sources, j, None]
            closeness = self._closeness(score)
            clauses = range(len(target.phrases), len(spans))
            for row, i in enumerate(sources):
                found[i, j] = {
                    "nearest": list(spans[int(np.argmax(score[row]))]),
                    "parts": [
                        {
                            "span": list(spans[k]),
                            "closeness": None if closeness is None else float(closeness[row, k]),
                        }
                        for k in clauses
                    ],
                }
        return found


def _same(sources: list[_Item], targets: list[_Item]) -> NDArray[np.bool_]:
    """Return which pairs are one statement with itself, as a merged text may be."""
    return np.array([[s.index == t.index for t in targets] for s in sources])


def _clauses(item: _Item) -> list[tuple[int, int]]:
    """Return a statement's clauses, or the whole of it."""
    return item.clauses or [(item.span.start_char, item.span.end_char)]


def _phrases(span: Span, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the phrases of a target that may be quoted as evidence: verb and noun phrases.

    A verb is taken with its object ("protect rural clinics"), a noun with what belongs to it.
    """
    found: list[tuple[int, int]] = []
    for phrase in noun_phrases(span):
        start = phrase.start
        while start < phrase.root.i and span.doc[start].pos_ in ("NUM", "PUNCT"):
            start += 1  # a year that the parser took for a part of the phrase
        head = phrase.root.head
        if head.pos_ == "VERB" and phrase.root.dep_ == "obj" and 0 < start - head.i <= 2:
            start = head.i
        chunk = span.doc[start : phrase.end]
        if len(chunk) <= _PHRASE_WORDS and any(_tells(token) for token in chunk):
            found.append((chunk.start_char, chunk.end_char))
    whole = {*clauses, (span.start_char, span.end_char)}
    return [own for own in dict.fromkeys(found) if own not in whole][:_PHRASES]


def _tells(token: Token) -> bool:
    """Return whether a word can be quoted as what an objective is near to: not "the year"."""
    return (
        token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ")
        and not token.is_stop
        and token.is_alpha
        and token.lemma_.lower() not in _UNTOLD
    )


@Language.factory(
    "plumbline_alignment",
    default_config={"embedder": "static"},
    assigns=["doc._.plumbline"],
    requires=["doc._.plumbline"],
)
def create(nlp: Language, name: str, embedder: str) -> AlignmentAnnotator:
    """Make the component.

    Args:
        nlp: the pipeline that it joins.
        name: spaCy's name for it there.
        embedder: `static`, `minilm`, or a name or path that sentence-transformers takes.
    """
    del nlp, name
    return AlignmentAnnotator(embedder)
