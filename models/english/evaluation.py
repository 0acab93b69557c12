"""Measures the pipeline on the treebanks' test parts, on fragments and against the clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from models.english import corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc, Span

#: Our name for each of spaCy's scores.
SCORES = {
    "TAG": "tag_acc",
    "POS": "pos_acc",
    "MORPH": "morph_acc",
    "LEMMA": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "SENT": "sents_f",
    "NER": "ents_f",
}
#: Lengths, in tokens, of the sentences that stand in for statements when the clock runs.
_STATEMENT_TOKENS = range(12, 33)


def evaluate(nlp: Language, data: Path) -> dict[str, Any]:
    """Measures everything that does not depend on the machine.

    Args:
        nlp: Trained pipeline.
        data: Folder that holds `ud/`.

    Returns:
        `ewt_test` (from raw text, from gold tokens, names by label), `imperatives` (whole
        sentences of the EWT test part) and `fragments` (the cut-out ones), in percent.
    """
    test = corpus.read(data, corpus.TEST_FILE, nlp.vocab)
    cut = corpus.read(data, corpus.FRAGMENT_TEST_FILE, nlp.vocab)
    raw = nlp.evaluate(corpus.raw_examples(nlp, test))
    natural = [span for span in corpus.sentences(test) if shape(span) == "imperative"]
    return {
        "ewt_test": {
            "raw_text": _percentages(raw),
            "gold_tokens": _percentages(nlp.evaluate(corpus.token_examples(nlp, test))),
            "names": {
                label: {key: _percent(value) for key, value in sorted(values.items())}
                for label, values in sorted(raw["ents_per_type"].items())
            },
        },
        "imperatives": root_accuracy(nlp, natural),
        "fragments": fragments(nlp, cut),
    }


def fragments(nlp: Language, gold: Sequence[Doc]) -> dict[str, dict[str, float]]:
    """Measures roots on single lines, by the shape of the line.

    Args:
        nlp: Trained pipeline.
        gold: Documents of cut-out lines and of the sentences that stand beside them.

    Returns:
        Root accuracy of each shape, and under `all`.
    """
    spans = list(corpus.sentences(gold))
    by_shape: dict[str, list[Span]] = {}
    for span in spans:
        by_shape.setdefault(shape(span), []).append(span)
    figures = {name: root_accuracy(nlp, by_shape[name]) for name in sorted(by_shape)}
    return {**figures, "all": root_accuracy(nlp, spans)}


def shape(span: Span) -> str:
    """Names what kind of line a gold sentence is, by its first word and its root.

    Args:
        span: Gold sentence.

    Returns:
        `imperative`, `infinitive`, `gerund`, `noun_phrase` or `other`.
    """
    root, first = span.root, span[0]
    if root.tag_ == "VB" and root == first:
        return "imperative"
    if root.tag_ == "VB" and first.tag_ == "TO" and first.head == root:
        return "infinitive"
    if root.tag_ == "VBG" and root == first:
        return "gerund"
    subjects = {"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "cop"}
    nominal = root.pos_ in {"NOUN", "PROPN"}
    if nominal and not any(child.dep_ in subjects for child in root.children):
        return "noun_phrase"
    return "other"


def root_accuracy(nlp: Language, gold: Iterable[Span]) -> dict[str, float]:
    """Reads each gold sentence as a line of its own and compares the roots.

    Args:
        nlp: Trained pipeline.
        gold: Gold sentences.

    Returns:
        `count`; `root`, the percentage whose only root starts at the right character; and
        `root_and_pos`, those where its part of speech is right as well.
    """
    spans = list(gold)
    right = both = 0
    texts = [span.text for span in spans]
    for span, doc in zip(spans, nlp.pipe(texts), strict=True):
        roots = [token for token in doc if token.head == token]
        offset = span.root.idx - span[0].idx
        if len(roots) == 1 and roots[0].idx == offset:
            right += 1
            both += roots[0].pos == span.root.pos
    total = max(len(spans), 1)
    return {
        "count": len(spans),
        "root": _percent(right / total),
        "root_and_pos": _percent(both / total),
    }


def speed(
    nlp: Language, data: Path, *, statements: int = 1000, rounds: int = 3
) -> dict[str, float]:
    """Times the pipeline on sentences of a statement's length, on one core.

    Processor time is read, not the wall clock, so that a neighbour on the machine does not count.

    Args:
        nlp: Trained pipeline.
        data: Folder that holds `ud/`.
        statements: How many sentences a round reads.
        rounds: How many rounds; the fastest counts.

    Returns:
        `words_per_second`, `statements_per_second` and `words_per_statement`.
    """
    test = corpus.read(data, corpus.TEST_FILE, nlp.vocab)
    texts = [span.text for span in corpus.sentences(test) if len(span) in _STATEMENT_TOKENS]
    texts = (texts * (statements // len(texts) + 1))[:statements]
    seconds, words = [], 0
    for _ in range(rounds):
        start = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        seconds.append(time.process_time() - start)
    best = min(seconds)
    return {
        "words_per_second": round(words / best),
        "statements_per_second": round(len(texts) / best),
        "words_per_statement": round(words / len(texts), 1),
    }


def _percentages(scores: dict[str, Any]) -> dict[str, float]:
    return {name: _percent(scores[key]) for name, key in SCORES.items()}


def _percent(share: float) -> float:
    return round(100 * share, 2)
