"""Builds the `Report` of an annotated Doc: Doc offsets become offsets of the text as given."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyzer.documents import MAX_STATEMENT_CHARS, Document, Suppression
from analyzer.errors import UsageError
from analyzer.registry import Hit, Rule, get_rule
from analyzer.types import (
    AlignedPart,
    Alignment,
    Answers,
    Contribution,
    Finding,
    KeyResult,
    Merged,
    Objective,
    Part,
    Score,
    Slots,
    Span,
    Statement,
    Unchecked,
)

if TYPE_CHECKING:
    from analyzer.pipeline import Parsed

Offsets = Sequence[int]


def statement_id(index: int) -> str:
    """Return the id of the statement at an index of the document."""
    return f"s{index + 1}"


def bare_statement(document: Document, index: int) -> Statement:
    """Return a statement as the reader found it, with nothing measured on it."""
    passage = document.passages[index]
    start, end = passage.segments[0][0], passage.segments[-1][1]
    return Statement(
        id=statement_id(index),
        span=Span(start, end, document.text[start:end]),
        location=passage.location,
        declared=passage.declared,
        kind=None,
        parent=None if passage.parent is None else statement_id(passage.parent),
    )


def too_long(document: Document) -> list[Unchecked]:
    """Name the statements whose end was not looked at."""
    found = []
    for index, passage in enumerate(document.passages):
        length = sum(end - start for start, end in passage.segments)
        if length > MAX_STATEMENT_CHARS:
            reason = (
                f"only the first {MAX_STATEMENT_CHARS:,} of {length:,} characters were read; "
                "split the statement"
            )
            found.append(Unchecked("length", statement_id(index), reason))
    return found


def set_aside(
    findings: Sequence[Finding], document: Document, ran: Container[str]
) -> tuple[tuple[Finding, ...], tuple[Unchecked, ...]]:
    """Mark the findings that comments in the source set aside.

    Args:
        findings: of the document.
        document: with its suppressions.
        ran: codes of the rules that ran; a comment on another one is no fault.

    Returns:
        the findings, and a note on each comment that sets nothing aside.
    """
    reasons: dict[str, str] = {}
    notes: list[Unchecked] = []
    for comment in document.suppressions:
        statement = None if comment.statement is None else statement_id(comment.statement)
        for code in comment.codes or ("",):
            fault = _comment_fault(comment, code)
            if fault is None:
                code = get_rule(code).code
                own = [f.id for f in findings if f.code == code and f.statement == statement]
                reasons |= {id: comment.reason for id in own if id not in reasons}
                if not own and code in ran:
                    fault = f"{code} finds nothing in this statement; remove the comment"
            if fault is not None:
                notes.append(Unchecked("suppression", statement, f"line {comment.line}: {fault}"))
    marked = (replace(f, suppressed=reasons[f.id]) if f.id in reasons else f for f in findings)
    return tuple(marked), tuple(notes)


def _comment_fault(comment: Suppression, code: str) -> str | None:
    """Return why a comment cannot set a rule's findings aside, or None."""
    if not code:
        return "not understood; write <!-- plumbline: ignore VAG002 because … -->"
    if not comment.reason:
        return f"no reason given to ignore {code}; write <!-- … because … -->"
    try:
        get_rule(code)
    except UsageError as error:
        return str(error)
    if comment.statement is None:
        return "stands beside no statement; put it directly before or after one"
    return None


class Assembly:
    """Turns the plain records of one annotated Doc into the objects of the wire format."""

    def __init__(self, parsed: Parsed) -> None:
        self._document = parsed.document
        self._proses = parsed.proses
        self._starts = [span.start_char for span in parsed.doc.spans["statements"]]
        self._record: dict[str, Any] = parsed.doc._.plumbline

    def span(self, offsets: Offsets) -> Span:
        """Return the words of the given text at a range of the Doc's characters."""
        index = bisect_right(self._starts, offsets[0]) - 1
        begin = self._starts[index]
        start, end = self._proses[index].span(offsets[0] - begin, offsets[1] - begin)
        return Span(start, end, self._document.text[start:end])

    def _optional(self, offsets: Offsets | None) -> Span | None:
        return None if offsets is None else self.span(offsets)

    def statements(self) -> tuple[Statement, ...]:
        """Return every statement with its measurements."""
        return tuple(self._statement(i, r) for i, r in enumerate(self._record["statements"]))

    def _statement(self, index: int, record: Mapping[str, Any]) -> Statement:
        bare = bare_statement(self._document, index)
        answers, slots = record.get("answers"), record.get("slots")
        key_result, objective = record.get("key_result"), record.get("objective")
        return Statement(
            id=bare.id,
            span=bare.span,
            location=bare.location,
            declared=bare.declared,
            kind=record.get("kind"),
            probabilities=record.get("probabilities", {}),
            abstained=record.get("abstained", False),
            merged=self._merged(record.get("merged")),
            scores={name: self._score(s) for name, s in record.get("scores", {}).items()},
            answers=answers and Answers(**{k: self._optional(v) for k, v in answers.items()}),
            slots=slots and Slots(**{k: self._optional(v) for k, v in slots.items()}),
            key_result=key_result
            and KeyResult(**key_result, due=self._document.passages[index].due),
            objective=objective and Objective(**objective),
            parent=bare.parent,
        )

    def _merged(self, merged: Mapping[str, Any] | None) -> Merged | None:
        if merged is None:
            return None
        parts = [Part(p["kind"], self.span((p["start"], p["end"]))) for p in merged["parts"]]
        return Merged(merged["probability"], tuple(parts))

    def _score(self, score: Mapping[str, Any]) -> Score:
        contributions = [
            Contribution(
                c["feature"], c["label"], c["amount"], tuple(self.span(s) for s in c["spans"])
            )
            for c in score["contributions"]
        ]
        low, high = score["interval"]
        return Score(
            value=score["value"],
            interval=(low, high),
            band=score["band"],
            percentile=score["percentile"],
            reference_n=score["reference_n"],
            base=score["base"],
            contributions=tuple(contributions),
        )

    def alignment(self) -> tuple[Alignment, ...]:
        """Return every measured link between two statements."""
        return tuple(
            Alignment(
                source=statement_id(link["from"]),
                target=statement_id(link["to"]),
                relation=link["relation"],
                similarity=link["similarity"],
                closeness=link["closeness"],
                percentile=link["percentile"],
                nearest=self._optional(link["nearest"]),
                parts=tuple(
                    AlignedPart(self.span(p["span"]), p["closeness"]) for p in link["parts"]
                ),
            )
            for link in self._record["alignment"]
        )

    def unchecked(self, codes: Iterable[str]) -> tuple[Unchecked, ...]:
        """Return what could not be looked at, of the rules that were asked for.

        Args:
            codes: the rules that were selected; entries for other rules are left out.
        """
        wanted = frozenset(codes)
        own = [
            Unchecked(
                entry["code"],
                None if entry["statement"] is None else statement_id(entry["statement"]),
                entry["reason"],
            )
            for entry in self._record["unchecked"]
            if entry["code"] in wanted or not entry["code"].isupper()
        ]
        return (*self._document.unchecked, *too_long(self._document), *own)

    def findings(self, hits: Iterable[tuple[Rule, Hit]]) -> tuple[Finding, ...]:
        """Return findings in the order of the text; the document's own come last."""
        seen: Counter[str] = Counter()
        found = [self._finding(rule, hit, seen) for rule, hit in hits]
        end = len(self._document.text)
        place = {s.id: s.span.start for s in map(self._bare, range(len(self._starts)))}

        def order(finding: Finding) -> tuple[int, int, str]:
            statement = place[finding.statement] if finding.statement else end
            return statement, finding.span.start if finding.span else statement, finding.code

        return tuple(sorted(found, key=order))

    def _bare(self, index: int) -> Statement:
        return bare_statement(self._document, index)

    def _finding(self, rule: Rule, hit: Hit, seen: Counter[str]) -> Finding:
        span = self._optional(hit.span)
        text = "" if hit.statement is None else self._bare(hit.statement).span.text
        # The id hangs on the words alone, so that an edit elsewhere leaves it as it was.
        key = "\0".join((rule.code, text, span.text if span else ""))
        seen[key] += 1
        number = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:10]
        fields = {"words": span.text if span else "", **hit.fields}
        return Finding(
            id=f"f{number}",
            code=rule.code,
            name=rule.name,
            severity=rule.severity,
            statement=None if hit.statement is None else statement_id(hit.statement),
            span=span,
            message=rule.message.format_map(fields),
            question=hit.question or rule.question.format_map(fields),
            related=tuple(self.span(r) for r in hit.related),
            suggestion=hit.suggestion,
            probability=hit.probability,
        )
