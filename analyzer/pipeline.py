"""From documents to annotated Docs: the English pipeline, then the annotators that are asked for.

Each statement is parsed on its own, so that its result does not depend on its neighbours; the
parses are then joined into one Doc per document, on which the annotators work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from analyzer.documents import MAX_STATEMENT_CHARS, Document, Prose, prose
from analyzer.errors import ResourceError
from analyzer.resources import read_jsonl, resource

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Each annotator with those that must run before it, in an order that may be run as it stands.
ANNOTATORS: dict[str, tuple[str, ...]] = {
    "lexicon": (),
    "quantities": ("lexicon",),
    "clauses": (),
    "kind": ("lexicon", "quantities", "clauses"),
    "scores": ("lexicon", "quantities", "clauses"),
    "slots": ("lexicon", "quantities"),
    "answers": ("lexicon", "kind"),
    "key_results": ("lexicon", "quantities", "kind"),
    "objectives": ("lexicon", "quantities", "kind"),
    "alignment": ("clauses", "kind"),
}
# What every report carries, whatever rules are selected; the rest runs where a rule requires it.
ALWAYS = ("kind", "scores", "slots", "answers", "key_results", "objectives")
_SEPARATOR = "\n\n"
_PREFIX = "We will "
_AFFIX = 100  # characters at the ends of a word in which an affix is looked for


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its annotated Doc and the prose of each statement, in the same order."""

    document: Document
    doc: Doc
    proses: tuple[Prose, ...]


def closure(wanted: Iterable[str]) -> list[str]:
    """Return annotators with all that they need, in the order in which they run."""
    needed: set[str] = set()

    def add(name: str) -> None:
        if name not in ANNOTATORS:
            raise ResourceError(f"a rule requires the annotator {name!r}, which does not exist")
        if name not in needed:
            needed.add(name)
            for other in ANNOTATORS[name]:
                add(other)

    for name in wanted:
        add(name)
    return [name for name in ANNOTATORS if name in needed]


class Pipeline:
    """The loaded English pipeline and annotators."""

    def __init__(
        self,
        annotators: Sequence[str],
        *,
        english: str | None = None,
        embedder: str = "static",
        own_terms: Sequence[str] = (),
    ) -> None:
        """Load everything.

        Args:
            annotators: names to run; what they need is added.
            english: name or path of another spaCy pipeline with a parser and lemmas.
            embedder: name of the embedder for the alignment.
            own_terms: terms that the lexicon annotator marks beside those of the lexicons.

        Raises:
            ResourceError: the named pipeline or embedder is not installed.
        """
        self.annotators = closure(annotators)
        self.nlp = _load_english(english)
        self._verbs = frozenset(
            fields["term"]
            for name in ("activities", "changes")
            for fields in read_jsonl(f"data/lexicons/{name}.jsonl")
            if " " not in fields["term"]
        )
        config: dict[str, dict[str, Any]] = {
            "alignment": {"embedder": embedder},
            "lexicon": {"own": list(own_terms)},
        }
        self._components: list[Callable[[Doc], Doc]] = []
        for name in self.annotators:
            import_module(f"analyzer.annotators.{name}")
            self._components.append(
                self.nlp.create_pipe(f"plumbline_{name}", config=config.get(name, {}))
            )

    def parse(
        self,
        documents: Sequence[Document],
        *,
        profile: str,
        settings: Mapping[str, Any] | None = None,
    ) -> Iterator[Parsed]:
        """Parse and annotate documents, batched over all of their statements.

        Args:
            documents: any number; their statements go through the parser together.
            profile: school of thought, which the rules read from the Doc.
            settings: what else of the settings the rules read there; plain data.

        Yields:
            one `Parsed` for each document, in order.
        """
        proses = [tuple(_capped(prose(d, p)) for p in d.passages) for d in documents]
        texts = [p.text for group in proses for p in group]
        parses = self.nlp.pipe(texts, batch_size=64)
        docs = _read_imperatives(self.nlp, parses, self._verbs)
        for document, group in zip(documents, proses, strict=True):
            doc = _join(self.nlp, [next(docs) for _ in group], document, profile)
            doc._.plumbline["settings"] = settings or {}
            for component in self._components:
                doc = component(doc)
            yield Parsed(document, doc, group)


def _load_english(name: str | None) -> Language:
    import spacy

    # Our own pipeline has spaCy's English tokenizer, which is there before a file is read; to read
    # it again would take a third of the loading time.
    known = () if name else ("tokenizer",)
    try:
        nlp = spacy.load(name or resource("models/english/pipeline"), exclude=known)
    except OSError as error:
        raise ResourceError(
            f"the spaCy pipeline {name!r} cannot be loaded ({error}); "
            "install it, or remove the setting `pipeline`"
        ) from error
    _bound_affixes(nlp)
    return nlp


def _bound_affixes(nlp: Language) -> None:
    """Look for a word's affixes at its ends alone.

    In a run of signs each is one, and to search the whole run for each takes quadratic time.
    """
    tokenizer: Any = nlp.tokenizer
    prefix, suffix = (getattr(tokenizer, f"{end}_search", None) for end in ("prefix", "suffix"))
    if prefix is None or suffix is None:
        return  # a tokenizer of another kind
    # It takes all its exceptions in again at each change, so they are set aside meanwhile.
    rules, tokenizer.rules = tokenizer.rules, {}
    tokenizer.prefix_search = lambda word: prefix(word[:_AFFIX])
    tokenizer.suffix_search = lambda word: suffix(word[-_AFFIX:])
    tokenizer.rules = rules


def _capped(whole: Prose) -> Prose:
    if len(whole.text) <= MAX_STATEMENT_CHARS:
        return whole
    return Prose(whole.text[:MAX_STATEMENT_CHARS], whole.offsets[:MAX_STATEMENT_CHARS])


def _read_imperatives(nlp: Language, docs: Iterable[Doc], verbs: frozenset[str]) -> Iterator[Doc]:
    """Yield the parses; a line that begins with a verb is read again where its root was missed.

    Corpora hold few imperatives, so "Pilot two routes" is at times read as a noun phrase. Behind a
    virtual "We will" the first word can only be a verb.
    """
    for doc in docs:
        if len(doc) > 2 and doc[0].lower_ in verbs and doc[0].dep_ != "ROOT":
            yield _reread(nlp, doc)
        else:
            yield doc


def _reread(nlp: Language, doc: Doc) -> Doc:
    from spacy.tokens import Doc, Span

    if doc[0].dep_ in ("nsubj", "det", "case") or doc[1].pos_ in ("ADP", "AUX"):
        return doc  # "Support for families grows": a noun after all
    behind = nlp(f"{_PREFIX}{doc.text[0].lower()}{doc.text[1:]}")
    tail = behind[2:]
    if len(tail) != len(doc) or tail[0].dep_ != "ROOT":
        return doc
    reread = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in tail],
        pos=[t.pos_ for t in tail],
        morphs=[str(t.morph) for t in tail],
        lemmas=[t.lemma_ for t in tail],
        heads=[max(t.head.i - 2, 0) for t in tail],
        deps=[t.dep_ for t in tail],
    )
    reread.set_ents([Span(reread, e.start, e.end, label=e.label) for e in doc.ents])
    return reread


def _join(nlp: Language, docs: Sequence[Doc], document: Document, profile: str) -> Doc:
    """Join the statements' parses into one Doc with its statement spans and reader's records."""
    import numpy as np
    from spacy.tokens import Doc, Span

    from analyzer.annotators.base import new_record

    pieces: list[Doc] = []
    ranges: list[tuple[int, int]] = []
    position = 0
    for doc in docs:
        # Separators have no tensor, and only Docs whose tensors are alike can be joined.
        doc.tensor = np.zeros((0,), dtype="f")
        if pieces:
            pieces.append(Doc(nlp.vocab, words=[_SEPARATOR], spaces=[False]))
            position += 1
        ranges.append((position, position + len(doc)))
        pieces.append(doc)
        position += len(doc)
    joined = pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False)
    joined = joined if joined is not None else Doc(nlp.vocab)
    joined.spans["statements"] = [Span(joined, start, end) for start, end in ranges]
    joined._.plumbline = {
        "statements": [
            new_record(
                declared=p.declared,
                parent=p.parent,
                heading=p.heading,
                owner=p.owner,
                due=p.due,
                baseline=p.baseline,
                target=p.target,
            )
            for p in document.passages
        ],
        "alignment": [],
        "unchecked": [],
        "profile": profile,
        "single": document.single,
        "context": list(document.context),
    }
    return joined
