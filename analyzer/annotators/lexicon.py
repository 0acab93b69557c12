"""Finds the terms of the shipped lexicons in a Doc.

Writes the span group `lexicon`: a span's label is the lexicon's name and its id the canonical term,
by which `entry` gives the term's category, weight and plain alternative.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from analyzer.annotators.base import prepare
from analyzer.resources import read_jsonl, resource

KEY = "lexicon"


@cache
def lexicon(name: str) -> dict[str, dict[str, Any]]:
    """Return one lexicon: canonical term to entry (fields in `data/lexicons/README.md`)."""
    return {entry["term"]: entry for entry in read_jsonl(f"data/lexicons/{name}.jsonl")}


def entry(name: str, term: str) -> dict[str, Any]:
    """Return the entry of a canonical term, as named by a span's label and id."""
    return lexicon(name)[term]


def names() -> tuple[str, ...]:
    """Return the names of the shipped lexicons."""
    return tuple(sorted(p.stem for p in resource("data/lexicons").glob("*.jsonl")))


class LexiconAnnotator:
    """Marks every term of every lexicon, by lemma where the entry says so, else by lower-case form.

    spaCy's PhraseMatcher holds the terms: its cost does not grow with their number, while a
    SpanRuler over token patterns tries each pattern at each token.
    """

    def __init__(self, nlp: Language) -> None:
        self._allowed_pos: dict[tuple[str, str], frozenset[str]] = {}
        self._keys: dict[int, tuple[str, str]] = {}
        self._by_form = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_lemma = PhraseMatcher(nlp.vocab, attr="LEMMA")
        for name in names():
            for term, fields in lexicon(name).items():
                self._add(nlp, name, term, fields)

    def _add(self, nlp: Language, name: str, term: str, fields: dict[str, Any]) -> None:
        key = f"{name}:{term}"
        self._keys[nlp.vocab.strings.add(key)] = (name, term)
        if fields.get("pos"):
            self._allowed_pos[name, term] = frozenset(fields["pos"])
        forms = [nlp.make_doc(text) for text in (term, *fields.get("variants", ()))]
        self._by_form.add(key, forms)
        if fields["match"] == "lemma":
            self._by_lemma.add(key, [_lemma_doc(nlp.vocab, form) for form in forms])

    def __call__(self, doc: Doc) -> Doc:
        """Write the span group `lexicon`, longest match first within each lexicon."""
        prepare(doc)
        found: dict[str, list[Span]] = {}
        for key, start, end in {*self._by_form(doc), *self._by_lemma(doc)}:
            name, term = self._keys[key]
            allowed = self._allowed_pos.get((name, term))
            if allowed and doc[start].pos_ and doc[start].pos_ not in allowed:
                continue
            found.setdefault(name, []).append(Span(doc, start, end, label=name, span_id=term))
        spans = [span for group in found.values() for span in filter_spans(group)]
        doc.spans[KEY] = sorted(spans, key=lambda s: (s.start, s.end, s.label_))
        return doc


def _lemma_doc(vocab: Vocab, form: Doc) -> Doc:
    words = [token.lower_ for token in form]
    return Doc(vocab, words=words, lemmas=words)


@Language.factory("plumbline_lexicon", assigns=["doc._.plumbline", "doc.spans"])
def create(nlp: Language, name: str) -> LexiconAnnotator:
    """Make the component; `name` is spaCy's name for it in the pipeline."""
    del name
    return LexiconAnnotator(nlp)
