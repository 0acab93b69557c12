"""`Analyzer`: documents in, reports out; every front end calls it and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from analyzer import __version__
from analyzer.assembly import Assembly, bare_statement, set_aside, too_long
from analyzer.documents import Document, prose
from analyzer.language import guess, is_english, looks_like
from analyzer.pipeline import ALWAYS, Parsed, Pipeline, closure
from analyzer.readers.records import statement_document
from analyzer.registry import Hit
from analyzer.resources import digest
from analyzer.rules import precision, select_rules
from analyzer.rules.reading import absent_ends, text_of
from analyzer.settings import Settings
from analyzer.types import Declared, Language, Provenance, Report, Source, Unchecked

T = TypeVar("T")

_CHUNK = 64
_MODELS = ("english", "kind", "vagueness", "buzzwords", "decision", "key_result", "objective")


class Analyzer:
    """Analyses documents under one set of settings; loads the models on first use.

    One Analyzer may be kept and used for any number of documents. It holds no state of them: the
    same text gives the same report. It is not meant to be shared between threads.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        """Choose the rules.

        Args:
            settings: what the user set; the defaults where None.

        Raises:
            UsageError: the settings name a rule or profile that does not exist.
        """
        self.settings = settings or Settings()
        # A prefix that fits no rule is an error in `severity` as it is in `select`.
        list(select_rules([prefix for prefix, _ in self.settings.severity]))
        self._rules = tuple(
            replace(rule, severity=self.settings.severity_of(rule.code, rule.severity))
            for rule in select_rules(
                self.settings.select, self.settings.ignore, self.settings.profile
            )
        )
        self._allowed = frozenset(_bare(term) for term in self.settings.allowed_words)
        required = [name for rule in self._rules for name in rule.requires]
        # With nothing selected by name the whole report is wanted, the alignment included.
        extra = [] if self.settings.select else ["alignment"]
        self._annotators = closure([*ALWAYS, *extra, *required])

    @cached_property
    def _pipeline(self) -> Pipeline:
        return Pipeline(
            self._annotators,
            english=self.settings.pipeline,
            embedder=self.settings.embedder,
            own_terms=[own.term for own in self.settings.buzzwords],
        )

    def under(self, settings: Settings) -> Analyzer:
        """Return an Analyzer under other settings that shares the models, where it can.

        A profile, a language or a severity changes no model, and a second copy of the models would
        cost a second and their whole size.
        """
        other = Analyzer(settings)
        if other._loads() == self._loads():
            other.__dict__["_pipeline"] = self._pipeline
        return other

    def _loads(self) -> tuple[object, ...]:
        """What decides which models and terms the pipeline holds."""
        settings = self.settings
        return self._annotators, settings.pipeline, settings.embedder, settings.buzzwords

    @cached_property
    def _read_by_rules(self) -> dict[str, Any]:
        """What of the settings the rules read in the Doc, as plain data."""
        return {
            "thresholds": dict(self.settings.thresholds),
            "allowed": sorted(self._allowed),
            "buzzwords": {own.term: own.plain for own in self.settings.buzzwords},
        }

    @cached_property
    def provenance(self) -> Provenance:
        """What produces the reports: versions and digests of rules, models and thresholds."""
        codes = " ".join(rule.code for rule in self._rules)
        aligned = "alignment" in self._annotators
        models = (*_MODELS, "alignment", "embedding") if aligned else _MODELS
        return Provenance(
            version=__version__,
            profile=self.settings.profile,
            rules=f"{len(self._rules)} rules, {hashlib.sha256(codes.encode()).hexdigest()[:12]}",
            models={name: digest(f"models/{name}") for name in models},
            embedder=self.settings.embedder if aligned else None,
            thresholds=", ".join(
                [digest("data/reference"), *(f"{k} {v:g}" for k, v in self.settings.thresholds)]
            ),
        )

    def analyze_text(
        self, text: str, declared: Declared | None = None, *, name: str = "<text>"
    ) -> Report:
        """Analyse one statement.

        Args:
            text: the statement.
            declared: what it is said to be, or None.
            name: what the report calls it.

        Raises:
            InputError: the text is blank.
        """
        return self.analyze(statement_document(text, declared=declared, name=name))

    def analyze(self, document: Document) -> Report:
        """Analyse one document."""
        return next(self.analyze_many([document]))

    def analyze_many(self, documents: Iterable[Document]) -> Iterator[Report]:
        """Analyse documents, parsing the statements of several of them together.

        Yields:
            one report for each document, in order.
        """
        stream = iter(documents)
        while chunk := list(islice(stream, _CHUNK)):
            yield from self._analyze_chunk(chunk)

    def read(self, documents: Iterable[Document], take: Callable[[Parsed], T]) -> Iterator[T]:
        """Parse and annotate documents, and yield what a function takes from each of them.

        Nothing of a parse may be kept: its strings are freed after some documents.

        Args:
            documents: any number; their language is not looked at.
            take: called with each annotated document.
        """
        stream = iter(documents)
        while chunk := list(islice(stream, _CHUNK)):
            pipeline = self._pipeline
            with pipeline.nlp.memory_zone():
                parsed = pipeline.parse(
                    chunk, profile=self.settings.profile, settings=self._read_by_rules
                )
                taken = [take(own) for own in parsed]
            yield from taken

    def _analyze_chunk(self, chunk: Sequence[Document]) -> list[Report]:
        languages = [self._language(document) for document in chunk]
        scored = [
            bool(document.passages) and self._readable(language)
            for document, language in zip(chunk, languages, strict=True)
        ]
        unread = [
            None if is_scored else self._unread(document, language)
            for document, language, is_scored in zip(chunk, languages, scored, strict=True)
        ]
        if not any(scored):
            return [report for report in unread if report is not None]
        pipeline = self._pipeline
        # The zone frees the strings of this chunk, so that memory stays flat over long runs.
        with pipeline.nlp.memory_zone():
            readable = [d for d, is_scored in zip(chunk, scored, strict=True) if is_scored]
            parsed = pipeline.parse(
                readable, profile=self.settings.profile, settings=self._read_by_rules
            )
            return [
                report or self._report(next(parsed), language)
                for report, language in zip(unread, languages, strict=True)
            ]

    def _language(self, document: Document) -> Language:
        if not document.passages:
            return Language(None, 0.0)
        return guess(" ".join(prose(document, p).text for p in document.passages))

    def _readable(self, language: Language) -> bool:
        return self.settings.language == "en" or is_english(language)

    def _report(self, parsed: Parsed, language: Language) -> Report:
        assembly = Assembly(parsed)
        rules = {rule.code: rule for rule in self._rules}
        findings, notes = set_aside(
            assembly.findings(
                (rule, hit)
                for rule in self._rules
                if not (parsed.document.single and rule.scope == "document")
                for hit in rule.check(parsed.doc)
                if not self._is_allowed(parsed, hit)
            ),
            parsed.document,
            rules,
        )
        fired = sorted({finding.code for finding in findings})
        ends = () if parsed.document.single else absent_ends(parsed.doc, self._rules)
        return Report(
            source=Source(parsed.document.id, parsed.document.name),
            language=language,
            text=parsed.document.text,
            statements=assembly.statements(),
            findings=findings,
            rules={code: rules[code].summary(*precision(code)) for code in fired},
            alignment=assembly.alignment(),
            unchecked=(*assembly.unchecked(rules), *ends, *notes),
            provenance=self.provenance,
        )

    def _is_allowed(self, parsed: Parsed, hit: Hit) -> bool:
        """Return whether a hit is about a term that the settings allow."""
        if hit.span is None or not self._allowed:
            return False
        return _bare(text_of(parsed.doc)[hit.span[0] : hit.span[1]]) in self._allowed

    def _unread(self, document: Document, language: Language) -> Report:
        unchecked = [*document.unchecked, *too_long(document)]
        if document.passages:
            reason = (
                f"the text looks like {looks_like(language)}, and only English is scored; "
                "insist with --language en"
            )
            unchecked.append(Unchecked("language", None, reason))
        return Report(
            source=Source(document.id, document.name),
            language=language,
            text=document.text,
            statements=tuple(bare_statement(document, i) for i in range(len(document.passages))),
            findings=(),
            rules={},
            alignment=(),
            unchecked=tuple(unchecked),
            provenance=self.provenance,
        )


def _bare(term: str) -> str:
    """Return a term as it is compared with the words of a hit: case and edges do not count."""
    return " ".join(term.split()).strip(" .,;:!?“”\"'").casefold()
