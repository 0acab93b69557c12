"""Finds the terms of the shipped lexicons in a Doc.

Writes the span group `lexicon`: a span's label is the lexicon's name and its id the canonical term,
by which `entry` gives the term's category, weight and plain alternative. Terms that the user's
settings add stand in the group `own_terms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from analyzer.annotators.base import prepare
from analyzer.resources import read_jsonl, resource

KEY = "lexicon"
# Group and label of the terms of the user's own; they have no entry.
OWN = "own_terms"
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


class _Terms:
    """Finds terms by lemma where their entry says so, else by lower-case form.

    spaCy's PhraseMatcher holds the terms: its cost does not grow with their number, while a
    SpanRuler over token patterns tries each pattern at each token.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._allowed_pos: dict[tuple[str, str], frozenset[str]] = {}
        self._keys: dict[int, tuple[str, str]] = {}
        self._by_form = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_lemma = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._lemmas: set[str] = set()

    def add(self, nlp: Language, name: str, term: str, fields: Mapping[str, Any]) -> None:
        """Add an entry of a lexicon."""
        key = f"{name}:{term}"
        self._keys[nlp.vocab.strings.add(key)] = (name, term)
        if fields.get("pos"):
            self._allowed_pos[name, term] = frozenset(fields["pos"])
        forms = [nlp.make_doc(text) for text in (term, *fields.get("variants", ()))]
        self._by_form.add(key, forms)
        if fields["match"] == "lemma":
            self._by_lemma.add(key, forms)
            self._lemmas.update(token.text for form in forms for token in form)

    def find(self, doc: Doc) -> Iterator[Span]:
        """Yield the terms in a Doc, longest match first within each lexicon."""
        lemmas = Doc(self._vocab, words=[self._lemma(t.lower_, t.lemma_) for t in doc])
        found: dict[str, list[Span]] = {}
        for key, start, end in {*self._by_form(doc), *self._by_lemma(lemmas)}:
            name, term = self._keys[key]
            allowed = self._allowed_pos.get((name, term))
            if allowed and doc[start].pos_ and doc[start].pos_ not in allowed:
                continue
            found.setdefault(name, []).append(Span(doc, start, end, label=name, span_id=term))
        for group in found.values():
            yield from filter_spans(group)

    def _lemma(self, form: str, lemma: str) -> str:
        """Return the lemma to match by: the parser's, or a regular one where a term has it.

        A trained lemmatizer leaves capitals on ("Customer") and at times cuts too much
        ("communitie"), so a form that it misses is read by the regular endings.
        """
        lowered = lemma.lower()
        if lowered in self._lemmas or form in self._lemmas:
            return lowered if lowered in self._lemmas else form
        return next((c for c in _regular_lemmas(form) if c in self._lemmas), lowered or form)


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
        self._shipped = _Terms(nlp)
        for name in names():
            for term, fields in lexicon(name).items():
                self._shipped.add(nlp, name, term, fields)
        self._own = _Terms(nlp)
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
