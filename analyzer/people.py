"""Consensus: what people's versions of one mission and vision have in common.

Agreement, outliers and the map come from vectors and plain words, and so from everybody. The core
and the dimensions need a parse of each version, so of very many people some are read, spread evenly
over the input; `unchecked` says how many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analyzer import __version__
from analyzer.alignment import consensus as measure
from analyzer.alignment.agreement import MODEL, VersionModel, load_version_model
from analyzer.alignment.changes import FEATURES
from analyzer.alignment.embedder import load_embedder
from analyzer.alignment.parting import named, partings
from analyzer.alignment.reading import Reading, Word, folded, reading_of
from analyzer.documents import MAX_STATEMENT_CHARS, Passage, join_fields
from analyzer.judging import judge
from analyzer.language import FEW_WORDS, guess, is_english, looks_like
from analyzer.resources import digest
from analyzer.types import Provenance, Unchecked
from analyzer.versions import (
    DIMENSIONS,
    EVEN,
    FIELDS,
    Consensus,
    Leader,
    Map,
    OwnVersion,
    Person,
    SharedPhrase,
    StatedDifference,
    StatementAgreement,
    Wording,
)

if TYPE_CHECKING:
    from analyzer.alignment.agreement import Floats
    from analyzer.alignment.parting import Parting
    from analyzer.documents import Document
    from analyzer.engine import Analyzer
    from analyzer.pipeline import Parsed
    from analyzer.readers.people import OwnWords
    from analyzer.settings import Settings

# So many people's versions are read for the core and the dimensions.
MOST_READ = 400
LEADER = "leader"
_DIGITS = 4
# Nearer to each other than this, in parts of 100, nobody is named as nearest or furthest.
_ALIKE = 5
_MODELS = ("english", "embedding", "alignment", "versions")


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """The people, what each of them says, and who is compared."""

    people: Sequence[OwnWords]
    said: Sequence[Mapping[str, str]]
    leads: Sequence[int]


def consensus(people: Sequence[OwnWords], analyzer: Analyzer, *, names: bool = False) -> Consensus:
    """Compare people's versions of a mission and a vision.

    Args:
        people: at least two, as `analyzer.readers.people` gives them.
        analyzer: reads the versions; its settings choose embedder, language and rules.
        names: label people by their names, where they have one, and not by numbers.

    Raises:
        UsageError: the embedder is not calibrated for versions.
    """
    settings = analyzer.settings
    model = load_version_model(load_embedder(settings.embedder), FEATURES)
    labels = [
        own.person if names and own.person else f"person {number}"
        for number, own in enumerate(people, start=1)
    ]
    group, unchecked = _comparable(people, labels, settings)
    readings, left_out = _readings(group, analyzer)
    unchecked += left_out
    versions = [_versions(group, name, model, readings) for name in FIELDS]
    pairs = measure.agreement(len(people), versions, model.statement)
    found = replace(
        _measured(group, labels, versions, pairs, readings, model),
        unchecked=tuple(unchecked),
        provenance=provenance(settings, model),
    )
    findings, rules = judge(found, "people", settings)
    return replace(found, findings=findings, rules=rules)


def provenance(settings: Settings, model: VersionModel) -> Provenance:
    """Return what a comparison of versions is made with."""
    return Provenance(
        version=__version__,
        profile=settings.profile,
        rules="consensus and drift",
        models={name: digest(f"models/{name}") for name in _MODELS},
        embedder=model.embedder.name,
        thresholds=digest(MODEL),
    )


def _comparable(
    people: Sequence[OwnWords], labels: Sequence[str], settings: Settings
) -> tuple[_Group, list[Unchecked]]:
    """Return what each person says in English; what cannot be compared is named."""
    said: list[dict[str, str]] = []
    unchecked: list[Unchecked] = []
    foreign: dict[str, list[str]] = {}
    insists = settings.language == "en"
    together = " ".join(text for own in people for text in (own.mission, own.vision) if text)
    english = is_english(guess(together))
    for own, label in zip(people, labels, strict=True):
        given = {n: folded(getattr(own, n) or "") for n in FIELDS}
        given, long = bounded({n: text for n, text in given.items() if text}, label)
        unchecked += long
        language = guess(" ".join(given.values()))
        # A few words among English ones look like any language.
        short = english and sum(len(text.split()) for text in given.values()) < FEW_WORDS
        if given and not (insists or short or is_english(language)):
            foreign.setdefault(looks_like(language).partition(" (")[0], []).append(label)
            given = {}
        elif not given:
            unchecked.append(Unchecked("people", None, f"{label}: no mission and no vision"))
        said.append(given)
    for language_name, who in foreign.items():
        reason = f"looks like {language_name}, and only English is compared; --language en insists"
        unchecked.append(Unchecked("language", None, f"{some_of(who)}: {reason}"))
    for name in FIELDS:
        number = sum(name in own for own in said)
        if number < 2:
            reason = f"nobody gives a {name}" if not number else f"only one person gives a {name}"
            unchecked.append(Unchecked(name, None, reason))
    leads = [n for n, own in enumerate(people) if own.role == LEADER and said[n]]
    return _Group(people, said, leads), unchecked


def bounded(texts: Mapping[str, str], place: str) -> tuple[dict[str, str], list[Unchecked]]:
    """Cut statements to the length that is read, and name those that were longer."""
    unchecked = [
        Unchecked(
            "length",
            None,
            f"{place}: only the first {MAX_STATEMENT_CHARS:,} of the {len(text):,} characters of "
            f"the {name} were read; shorten it",
        )
        for name, text in texts.items()
        if len(text) > MAX_STATEMENT_CHARS
    ]
    return {name: text[:MAX_STATEMENT_CHARS] for name, text in texts.items()}, unchecked


def some_of(who: Sequence[str]) -> str:
    """Return the first five names, and how many more there are."""
    shown = ", ".join(who[:5])
    return shown if len(who) <= 5 else f"{shown} and {len(who) - 5:,} more"


def _versions(
    group: _Group, name: str, model: VersionModel, readings: Mapping[int, Mapping[str, Reading]]
) -> measure.Versions:
    rows = [n for n, own in enumerate(group.said) if name in own]
    texts = [group.said[n][name] for n in rows]
    found = {own.text: own for given in readings.values() for own in given.values()}
    found |= _unparsed([text for text in texts if text not in found], list(found.values()))
    parted = partings([found[text] for text in texts]).any
    return measure.Versions(rows, model.encode(texts), parted)


def _unparsed(texts: Sequence[str], parsed: Sequence[Reading]) -> dict[str, Reading]:
    """Return readings of the words alone; what was parsed says what the same words are."""
    if not texts:
        return {}
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    known = {word.text: word for reading in parsed for word in reading.words}
    found = {}
    for text in dict.fromkeys(texts):
        words = []
        for token in tokenizer(text):
            own = known.get(token.lower_)
            if own is not None:
                words.append(replace(own, written=token.text))
            elif not (token.is_punct or token.is_space):
                lower = token.lower_
                words.append(Word(token.text, lower, lower, "X", not token.is_stop, name=False))
        found[text] = Reading(text, tuple(words), {}, ())
    return found


def _readings(
    group: _Group, analyzer: Analyzer
) -> tuple[dict[int, dict[str, Reading]], list[Unchecked]]:
    """Read the versions of at most `MOST_READ` people; those who lead are among them."""
    rows = [n for n, own in enumerate(group.said) if own]
    unchecked = []
    if len(rows) > MOST_READ:
        given = len(rows)
        even = np.linspace(0, len(rows) - 1, MOST_READ).round().astype(int)
        rows = sorted({rows[place] for place in even} | set(group.leads[:MOST_READ]))
        reason = f"core and dimensions were read from {len(rows)} of {given:,} people"
        unchecked.append(Unchecked("core", None, reason))
    found = read_statements([text for n in rows for text in group.said[n].values()], analyzer)
    return {n: {name: found[text] for name, text in group.said[n].items()} for n in rows}, unchecked


def read_statements(texts: Sequence[str], analyzer: Analyzer) -> dict[str, Reading]:
    """Return the reading of each text; equal ones are parsed once.

    All are read as missions, whatever they are, for every statement is asked the same questions.
    """
    distinct = list(dict.fromkeys(texts))
    found = analyzer.read((_document(text) for text in distinct), _reading)
    return dict(zip(distinct, found, strict=True))


def _document(text: str) -> Document:
    return join_fields("version", "version", [(text, Passage((), declared="mission"))])


def _reading(parsed: Parsed) -> Reading:
    (statement,) = parsed.doc.spans["statements"]
    return reading_of(parsed.doc, statement, parsed.doc._.plumbline["statements"][0])


def _measured(
    group: _Group,
    labels: Sequence[str],
    versions: Sequence[measure.Versions],
    pairs: measure.Pairs,
    read: Mapping[int, Mapping[str, Reading]],
    model: VersionModel,
) -> Consensus:
    """Return everything but the findings."""
    each = pairs.each
    apart = measure.outliers(each)
    readings = list(read.values())
    shared = tuple(
        SharedPhrase(phrase.phrase, name, phrase.people, phrase.of)
        for name in FIELDS
        for phrase in measure.core([own[name] for own in readings if name in own], model)
    )
    answers = {aspect: measure.answers_of(readings, aspect) for aspect in DIMENSIONS}
    places, shown, scale = measure.positions(len(labels), versions, apart)
    closest, furthest = _ends(group, labels, each)
    return Consensus(
        agreement=_rounded(pairs.mean),
        core=tuple(dict.fromkeys(phrase.phrase for phrase in shared)),
        shared=shared,
        dimensions={
            aspect: _rounded(measure.dimension(said, model, dated=aspect == "when"))
            for aspect, said in answers.items()
        },
        said={aspect: len(said) for aspect, said in answers.items()},
        read=len(readings),
        statements=_statements(len(labels), versions, model),
        people=_people(group, labels, each, apart, places),
        leader=_leader(group, versions, model),
        closest=closest,
        furthest=furthest,
        map=Map(round(shown, _DIGITS), _rounded(measure.even_distance(model.statement, scale))),
        differences=tuple(
            StatedDifference(name, own.what, tuple(Wording(*said) for said in own.said))
            for name, own_versions in zip(FIELDS, versions, strict=True)
            for own in _named(read, name, own_versions, model)
        ),
        findings=(),
        rules={},
        unchecked=(),
        provenance=Provenance("", "", "", {}, None, ""),
    )


def _named(
    read: Mapping[int, Mapping[str, Reading]],
    name: str,
    versions: measure.Versions,
    model: VersionModel,
) -> list[Parting]:
    places = [place for place, n in enumerate(versions.rows) if n in read]
    readings = [read[versions.rows[place]][name] for place in places]
    vectors = versions.vectors[places]
    likely = model.statement((vectors @ vectors.T).astype(np.float64))
    return named(readings, partings(readings), likely >= EVEN)


def _statements(
    people: int, versions: Sequence[measure.Versions], model: VersionModel
) -> dict[str, StatementAgreement]:
    return {
        name: StatementAgreement(
            _rounded(measure.agreement(people, [own], model.statement).mean), len(own.rows)
        )
        for name, own in zip(FIELDS, versions, strict=True)
    }


def _people(
    group: _Group, labels: Sequence[str], each: Floats, apart: Sequence[bool], places: Floats
) -> tuple[Person, ...]:
    leads = set(group.leads)
    return tuple(
        Person(
            label=label,
            agreement=_rounded(float(each[n])),
            outlier=outlier,
            position=None
            if np.isnan(places[n, 0])
            else (round(float(places[n, 0]), _DIGITS), round(float(places[n, 1]), _DIGITS)),
            leader=n in leads,
        )
        for n, (label, outlier) in enumerate(zip(labels, apart, strict=True))
    )


def _leader(
    group: _Group,
    versions: Sequence[measure.Versions],
    model: VersionModel,
) -> Leader | None:
    if not group.leads:
        return None
    leads = set(group.leads)
    others = [n for n, own in enumerate(group.said) if own and n not in leads]
    own = measure.against(group.leads, others, versions, model.statement)
    # A group is compared with itself as with others, nobody with themselves, and on what the
    # leader gives: agreement on a vision says nothing of a leader's mission.
    rest = [
        v.of([place for place, n in enumerate(v.rows) if n not in leads])
        for v in versions
        if not leads.isdisjoint(v.rows)
    ]
    among = measure.agreement(len(group.said), rest, model.statement)
    rank = None if own is None else measure.percentile(own, among.each[others])
    return Leader(_rounded(own), rank, _rounded(among.mean))


def _ends(
    group: _Group, labels: Sequence[str], each: Floats
) -> tuple[OwnVersion | None, OwnVersion | None]:
    """Return who is nearest to all and who furthest from the others, by the figures shown.

    Where all agree about alike, or nobody agrees, there is no middle to be near to.
    """
    known = np.flatnonzero(~np.isnan(each)).tolist()
    if not known:
        return None, None
    shown = {n: round(100 * float(each[n])) for n in known}
    # Of equals, who gave both statements shows more.
    near = max(known, key=lambda n: (shown[n], len(group.said[n])))
    far = min(known, key=lambda n: (shown[n], -len(group.said[n])))
    if each[near] < EVEN or shown[near] - shown[far] < _ALIKE:
        return None, None
    return _own(group, labels, each, near), _own(group, labels, each, far)


def _own(group: _Group, labels: Sequence[str], each: Floats, place: int) -> OwnVersion:
    said = group.said[place]
    agreement = _rounded(float(each[place]))
    return OwnVersion(labels[place], said.get("mission"), said.get("vision"), agreement)


def _rounded(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, _DIGITS)
