"""Drift: how the meaning of a mission and a vision moves over the revisions of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analyzer.alignment.agreement import VersionModel, load_version_model
from analyzer.alignment.changes import FEATURES
from analyzer.alignment.drift import Edit, edit_of
from analyzer.alignment.embedder import load_embedder
from analyzer.alignment.reading import Reading, folded
from analyzer.documents import prose
from analyzer.errors import InputError
from analyzer.judging import judge
from analyzer.language import FEW_WORDS, guess, is_english, looks_like
from analyzer.people import bounded, provenance, read_statements, some_of
from analyzer.readers import read_file
from analyzer.readers.past import Past
from analyzer.types import Unchecked
from analyzer.versions import FIELDS, Change, Difference, Drift, Version

if TYPE_CHECKING:
    from analyzer.documents import Document
    from analyzer.engine import Analyzer
    from analyzer.pipeline import Parsed
    from analyzer.readers.revisions import History, Revision
    from analyzer.types import Finding

Texts = Mapping[str, str]
# Without a heading a statement counts as a mission or vision from this probability on.
SURE = 0.5
_ORDER: tuple[Change, ...] = ("none", "wording", "meaning")


@dataclass(frozen=True, slots=True)
class _Stand:
    """What a revision says, for the first revision that says it."""

    revision: Revision
    texts: Texts
    deleted: bool = False


def drift(history: History, analyzer: Analyzer, past: Past | None = None) -> Drift:
    """Compare the mission and vision of each revision with the one before, and with the first.

    Args:
        history: of one document, the oldest revision first.
        analyzer: reads the statements; its settings choose embedder, headings and rules.
        past: what stood before the history, and when the file was deleted.

    Raises:
        InputError: no revision can be read or has a mission or a vision, or one of two files cannot
            be read.
        UsageError: the embedder is not calibrated for versions.
    """
    past = past or Past()
    settings = analyzer.settings
    model = load_version_model(load_embedder(settings.embedder), FEATURES)
    stands, unchecked = _stands(_with_deletions(history, past), history, analyzer, past)
    if not any(stand.texts for stand in stands):
        where = history.revisions[-1].path
        raise InputError(
            f"{where}: no mission and no vision in any revision; put each under a heading that "
            "names it, as in ## Mission"
        )
    earlier, unread = _stands(past.earlier, history, analyzer, past)
    unchecked += unread
    readings, foreign = _readings([*earlier, *stands], analyzer)
    unchecked += [*foreign, *_absent(stands, history)]
    if history.until is None:
        unchecked.append(Unchecked("DRF002", None, "two files have no dates"))
    if history.cut is not None:
        unchecked.append(Unchecked("history", None, history.cut))
    whole = past.whole and history.cut is None
    since, exact = _standing([*earlier, *stands], readings, model, whole=whole)
    found = Drift(
        versions=tuple(_versions(stands, readings, model)),
        revisions=len(history.revisions),
        until=history.until,
        findings=(),
        rules={},
        unchecked=(),
        provenance=provenance(settings, model),
        vision_since=since,
        vision_since_exact=exact,
    )
    findings, rules = judge(found, "history", settings)
    unchecked += _unknown_age(found, findings)
    return replace(found, findings=findings, rules=rules, unchecked=tuple(unchecked))


def _readings(
    stands: Sequence[_Stand], analyzer: Analyzer
) -> tuple[dict[str, Reading], list[Unchecked]]:
    """Read what can be compared; revisions in another language than English are named."""
    said = list(dict.fromkeys(text for stand in stands for text in stand.texts.values()))
    if analyzer.settings.language == "en":
        return read_statements(said, analyzer), []
    together = guess(" ".join(said))
    foreign: dict[str, list[str]] = {}
    kept: dict[str, None] = {}
    for stand in stands:
        text = " ".join(stand.texts.values())
        # Of few words the whole history decides.
        language = guess(text) if len(text.split()) >= FEW_WORDS else together
        if is_english(language):
            kept |= dict.fromkeys(stand.texts.values())
        elif stand.texts:
            name = looks_like(language).partition(" (")[0]
            foreign.setdefault(name, []).append(stand.revision.ref)
    hint = "only English is compared; --language en insists"
    unchecked = [
        Unchecked("language", None, f"{some_of(refs)}: looks like {name}, and {hint}")
        for name, refs in foreign.items()
    ]
    return read_statements(list(kept), analyzer), unchecked


def _absent(stands: Sequence[_Stand], history: History) -> list[Unchecked]:
    """Name what the last revision does not say, and of two files the first."""
    looked = [*(stands[:1] if history.until is None else ()), stands[-1]][: len(stands)]
    hint = "put it under a heading that names it, as in ## "

    def place(own: Revision) -> str:
        dated = history.until is None or own.date
        return own.ref if dated else "the copy that is not committed yet"

    return [
        Unchecked(name, None, f"none found in {place(stand.revision)}; {hint}{name.capitalize()}")
        for stand in looked
        for name in FIELDS
        if name not in stand.texts
    ]


def _standing(
    stands: Sequence[_Stand],
    readings: Mapping[str, Reading],
    model: VersionModel,
    *,
    whole: bool,
) -> tuple[str | None, bool]:
    """Return the date from which the vision has meant what it means, and whether it is sure.

    A working copy in which it has just changed has none.
    """
    since: str | None = None
    exact = True
    last: str | None = None
    for stand in stands:
        text = stand.texts.get("vision")
        if text is None:
            continue
        edit = _edit(last, text, readings, model)
        if edit is None or edit.is_meaning:
            since = stand.revision.date
            # Before the first there may be more; what was not compared may have meant the same.
            exact = (whole or stand is not stands[0]) if last is None else edit is not None
        last = text
    return since, exact


def _unknown_age(found: Drift, findings: Sequence[Finding]) -> list[Unchecked]:
    """Say so where the vision may have stood longer than is known, and nothing was found."""
    told = any(finding.code == "DRF002" for finding in findings)
    if found.until is None or found.vision_since_exact or told or not found.versions[-1].vision:
        return []
    since = f", only that it did on {found.vision_since[:10]}" if found.vision_since else ""
    return [Unchecked("DRF002", None, f"not known since when the vision has stood{since}")]


def _with_deletions(history: History, past: Past) -> list[Revision]:
    """Return the revisions, and between them those that deleted the file."""
    found = list(history.revisions)
    for own in past.deletions:
        days = [datetime.fromisoformat(r.date) if r.date else None for r in found]
        moment = datetime.fromisoformat(own.date or "")
        older = [n for n, day in enumerate(days) if day is not None and day <= moment]
        # Before the first nothing is compared; after the last the file lies there again.
        if older and older[-1] + 1 < len(found):
            found.insert(older[-1] + 1, own)
    return found


def _stands(
    revisions: Sequence[Revision], history: History, analyzer: Analyzer, past: Past
) -> tuple[list[_Stand], list[Unchecked]]:
    """Return the first revision and each whose mission or vision is another than before.

    Raises:
        InputError: none can be read, or one of two files cannot.
    """
    known: dict[tuple[str, bytes], Texts] = {}
    stands: list[_Stand] = []
    unchecked: list[Unchecked] = []
    with TemporaryDirectory() as folder:
        for revision in revisions:
            if revision in past.deletions:
                stands.append(_Stand(revision, {}, deleted=True))
                continue
            key = Path(revision.path).suffix, revision.data
            if key not in known:
                try:
                    document = _document(revision, Path(folder), analyzer)
                except InputError as error:
                    if history.until is None or (not known and revision is history.revisions[-1]):
                        raise
                    reason = f"revision {revision.ref} cannot be read: {error}"
                    unchecked.append(Unchecked("history", None, reason))
                    continue
                known[key], long = bounded(_texts(document, analyzer), f"revision {revision.ref}")
                unchecked += long
            if not stands or known[key] != stands[-1].texts:
                stands.append(_Stand(revision, known[key]))
    return stands, unchecked


def _document(revision: Revision, folder: Path, analyzer: Analyzer) -> Document:
    """Read a revision as the file that it was."""
    copy = folder / f"revision{Path(revision.path).suffix}"
    copy.write_bytes(revision.data)
    try:
        return read_file(copy, headings=analyzer.settings.headings)
    except InputError as error:
        raise InputError(str(error).replace(str(copy), revision.path)) from error


def _texts(document: Document, analyzer: Analyzer) -> Texts:
    """Return a document's mission and vision: as declared, else by function."""
    own = [(p.declared, folded(prose(document, p).text)) for p in document.passages]
    found = {
        name: " ".join(text for declared, text in own if declared in (name, "merged"))
        for name in FIELDS
    }
    if not any(found.values()) and own:
        texts = [text for _, text in own]
        found = next(analyzer.read([document], lambda parsed: _by_function(parsed, texts)))
    return {name: text for name, text in found.items() if text}


def _by_function(parsed: Parsed, texts: Sequence[str]) -> dict[str, str]:
    """Return the likeliest mission and vision of a document without headings, in full."""
    found: dict[str, tuple[float, str]] = {}
    records = parsed.doc._.plumbline["statements"]
    for text, record in zip(texts, records, strict=True):
        likely = {name: record["probabilities"].get(name, 0.0) for name in FIELDS}
        name = max(FIELDS, key=likely.__getitem__)
        alone = len(records) == 1
        if (alone or likely[name] >= SURE) and likely[name] > found.get(name, (0.0, ""))[0]:
            found[name] = likely[name], text
    return {name: text for name, (_, text) in found.items()}


def _versions(
    stands: Sequence[_Stand], readings: Mapping[str, Reading], model: VersionModel
) -> list[Version]:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    versions = []
    for number, stand in enumerate(stands):
        edits = {n: _edit(last.get(n), stand.texts.get(n), readings, model) for n in FIELDS}
        whole = {n: _edit(first.get(n), stand.texts.get(n), readings, model) for n in FIELDS}
        before = stands[number - 1].texts if number else stand.texts
        versions.append(
            Version(
                ref=stand.revision.ref,
                date=stand.revision.date,
                mission=stand.texts.get("mission"),
                vision=stand.texts.get("vision"),
                mission_drift=_drift(edits["mission"]),
                vision_drift=_drift(edits["vision"]),
                change=_change(edits, before, stand.texts),
                mission_from_first=_drift(whole["mission"]),
                vision_from_first=_drift(whole["vision"]),
                differences=tuple(_differences(edits, before, stand.texts)),
                path=stand.revision.path,
                not_compared=tuple(_not_compared(edits, before, stand.texts)),
                deleted=stand.deleted,
            )
        )
        last |= stand.texts
        first = {**stand.texts, **first}
    return versions


def _edit(
    before: str | None, after: str | None, readings: Mapping[str, Reading], model: VersionModel
) -> Edit | None:
    """Return what an edit did; None where a side is missing or cannot be read."""
    if before is None or after is None:
        return None
    if before == after:
        return Edit(0.0, same=True)
    if before not in readings or after not in readings:
        return None
    return edit_of(readings[before], readings[after], model)


def _drift(edit: Edit | None) -> float | None:
    return None if edit is None else edit.drift


def _change(edits: Mapping[str, Edit | None], before: Texts, after: Texts) -> Change:
    """Return the larger of the two changes; a statement that comes or goes changes the meaning."""
    if before.keys() != after.keys():
        return "meaning"
    found: list[Change] = [_kind(edit) for edit in edits.values() if edit is not None]
    # What differs and could not be compared differs in its words at least.
    found.append("none" if before == after else "wording")
    return max(found, key=_ORDER.index)


def _not_compared(edits: Mapping[str, Edit | None], before: Texts, after: Texts) -> Iterator[str]:
    """Yield the statements that differ and could not be compared."""
    for name, edit in edits.items():
        if edit is None and name in before and name in after and before[name] != after[name]:
            yield name


def _kind(edit: Edit) -> Change:
    if edit.same:
        return "none"
    return "meaning" if edit.is_meaning else "wording"


def _differences(edits: Mapping[str, Edit | None], before: Texts, after: Texts) -> list[Difference]:
    found = []
    for name in FIELDS:
        if (name in before) != (name in after):
            what = "added" if name in after else "removed"
            found.append(Difference(name, what, before.get(name), after.get(name)))
        # What comes back is compared with what it last was.
        edit = edits[name]
        found += [Difference(name, *own) for own in (edit.differences if edit else ())]
    return found
