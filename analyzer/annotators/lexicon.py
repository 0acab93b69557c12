"""Finds the terms of the shipped lexicons in a Doc.

Writes the span group `lexicon`: a span's label is the lexicon's name and its id the canonical term,
by which `entry` gives the term's category, weight and plain alternative. Terms that the user's
settings add stand in the group `own_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from analyzer.annotators.base import prepare
from analyzer.resources import read_jsonl, resource

KEY = "lexicon"
# Group and label of the terms of the user's own; they have no entry.
OWN = "own_terms"
Term = tuple[str, str]  # name of the lexicon and canonical term
# Words whose lemmas are kept; a run over millions of statements meets ever new ones.
_MOST_WORDS = 50_000
# Regular endings of English verbs and nouns, with what stands in their place in the lemma.
_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ing", ("", "e")),
    ("ed", ("", "e")),
)


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


class _Phrases:
    """Terms by their words, as a tree: what is read at a word does not grow with their number."""

    def __init__(self) -> None:
        # Behind each word stand the words that may follow; under "" the terms that end there.
        self._tree: dict[str, Any] = {}

    def add(self, words: Iterable[str], term: Term) -> None:
        """Add one form of a term."""
        node = self._tree
        for word in words:
            node = node.setdefault(word, {})
        terms = node.setdefault("", [])
        if term not in terms:
            terms.append(term)

    def find(self, words: Sequence[str]) -> Iterator[tuple[Term, int, int]]:
        """Yield the terms in a text with their first word and the word behind their last."""
        for start, first in enumerate(words):
            node = self._tree.get(first)
            end = start + 1
            while node is not None:
                for term in node.get("", ()):
                    yield term, start, end
                node = node.get(words[end]) if end < len(words) else None
                end += 1


class _Terms:
    """Finds terms by lemma where their entry says so, else by lower-case form."""

    def __init__(self) -> None:
        self._allowed_pos: dict[Term, frozenset[str]] = {}
        self._by_form = _Phrases()
        self._by_lemma = _Phrases()
        self._lemmas: set[str] = set()
        self._read: dict[tuple[str, str], str] = {}

    def add(self, nlp: Language, name: str, term: str, fields: Mapping[str, Any]) -> None:
        """Add an entry of a lexicon."""
        if fields.get("pos"):
            self._allowed_pos[name, term] = frozenset(fields["pos"])
        for form in (term, *fields.get("variants", ())):
            words = _words(nlp, form)
            self._by_form.add([word.lower() for word in words], (name, term))
            if fields["match"] == "lemma":
                self._by_lemma.add(words, (name, term))
                self._lemmas.update(words)

    def find(self, doc: Doc) -> Iterator[Span]:
        """Yield the terms in a Doc, longest match first within each lexicon."""
        forms = [token.lower_ for token in doc]
        lemmas = [self._lemma(form, token.lemma_) for form, token in zip(forms, doc, strict=True)]
        found: dict[str, list[Span]] = {}
        both = chain(self._by_form.find(forms), self._by_lemma.find(lemmas))
        for (name, term), start, end in dict.fromkeys(both):
            allowed = self._allowed_pos.get((name, term))
            if allowed and doc[start].pos_ and doc[start].pos_ not in allowed:
                continue
            found.setdefault(name, []).append(Span(doc, start, end, label=name, span_id=term))
        for group in found.values():
            yield from filter_spans(group)

    def _lemma(self, form: str, lemma: str) -> str:
        """Return the lemma to match by, from memory where the word was met before."""
        known = self._read.get((form, lemma))
        if known is None:
            if len(self._read) >= _MOST_WORDS:
                self._read.clear()
            known = self._read[form, lemma] = self._read_lemma(form, lemma)
        return known

    def _read_lemma(self, form: str, lemma: str) -> str:
        """Return the lemma to match by: the parser's, or a regular one where a term has it.

        A trained lemmatizer leaves capitals on ("Customer") and at times cuts too much
        ("communitie"), so a form that it misses is read by the regular endings.
        """
        lowered = lemma.lower()
        if lowered in self._lemmas or form in self._lemmas:
            return lowered if lowered in self._lemmas else form
        return next((c for c in _regular_lemmas(form) if c in self._lemmas), lowered or form)


def _words(nlp: Language, form: str) -> list[str]:
    """Return the words of a term as the tokenizer cuts them.

    Plain letters are cut at spaces alone, unless the tokenizer has a rule for a word ("cannot").
    """
    words = form.split(" ")
    rules = getattr(nlp.tokenizer, "rules", None)  # a tokenizer of another kind has none
    if rules is not None and all(w.isascii() and w.isalpha() and w not in rules for w in words):
        return words
    return [token.text for token in nlp.make_doc(form)]


class LexiconAnnotator:
    """Marks every term of every lexicon, and the terms of the user's own.

    Own terms stand in a group of their own: what the lexicons mark, and so every score, stays as it
    is.
    """

    def __init__(self, nlp: Language, own: Sequence[str] = ()) -> None:
        """Load the lexicons.

        Args:
            nlp: its tokenizer cuts the terms.
            own: terms of the user's own.
        """
        self._shipped = _Terms()
        for name in names():
            for term, fields in lexicon(name).items():
                self._shipped.add(nlp, name, term, fields)
        self._own = _Terms()
        for term in own:
            self._own.add(nlp, OWN, term, {"match": "lemma", "variants": [term.lower()]})
        self._has_own = bool(own)

    def __call__(self, doc: Doc) -> Doc:
        """Write the span groups `lexicon` and, where there are own terms, `own_terms`."""
        prepare(doc)
        spans = self._shipped.find(doc)
        doc.spans[KEY] = sorted(spans, key=lambda s: (s.start, s.end, s.label_))
        if self._has_own:
            doc.spans[OWN] = sorted(self._own.find(doc), key=lambda s: s.start)
        return doc


def _regular_lemmas(form: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            for replacement in replacements:
                yield stem + replacement
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@Language.factory(
    "plumbline_lexicon",
    assigns=["doc._.plumbline", "doc.spans"],
    default_config={"own": []},
)
def create(nlp: Language, name: str, own: list[str]) -> LexiconAnnotator:
    """Make the component; `name` is spaCy's name for it in the pipeline."""
    del name
    return LexiconAnnotator(nlp, own)
