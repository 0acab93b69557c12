"""The revisions of a file: two files, or the history that git keeps of one.

git is run as a program, never through a shell, with the file behind `--`; what it prints is read by
NUL bytes, so a file may have any name. Renames are followed. Nothing is fetched and nothing is
written.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from analyzer.documents import MAX_FILE_BYTES
from analyzer.errors import InputError, ResourceError
from analyzer.readers.files import check_file, read_bytes

WORKING = "working tree"
SHORT = 12
_SECONDS = 120
_HEADER = re.compile(rb"\n?\x01([0-9a-f]{40,64})\x02([0-9T:+Z.-]+)")
# A merge has a colon, a mode and a blob for each of its parents; the last ones are its own.
_RAW = re.compile(rb"\n?(:+)(?:\d{6} )+(\d{6}) (?:[0-9a-f]+ )+([0-9a-f]+) ([A-Z])[A-Z]*\d*")
_FILES = (b"100644", b"100755")
_DATE = re.compile(
    r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_AGO = re.compile(r"\d{1,4}[ .](?:day|week|month|year)s?[ .]ago|yesterday")
# A hook runs with these set to its own repository, whatever folder git is then pointed at.
_REPOSITORY = frozenset(
    ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Revision:
    """A file as it once was.

    Attributes:
        ref: commit, name of the file, or `working tree`.
        date: of the commit, ISO 8601; None where there is none.
        path: of the file at that time.
        data: its bytes.
    """

    ref: str
    date: str | None
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of a file, the oldest first.

    Attributes:
        revisions: at least one.
        until: the day up to which the last one stood.
        cut: why older revisions may be missing; None where none are.
    """

    revisions: tuple[Revision, ...]
    until: str | None = None
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    commit: str
    date: str
    path: str
    blob: str


def two_files(old: Path, new: Path) -> History:
    """Return two files as two revisions; they have no dates."""
    return History(tuple(Revision(str(p), None, str(p), read_bytes(p)) for p in (old, new)))


def git_history(path: Path, since: str | None = None, today: date | None = None) -> History:
    """Return the revisions that git has of a file, and the working copy where it differs.

    Args:
        path: of a file in a git repository; it may have had other names.
        since: a commit, tag, branch or date. What stood then is the first revision; without it the
            whole history is read.
        today: up to when the file stood as it is. Without it, and where the newest commit of the
            repository is later, up to that commit.

    Raises:
        InputError: no repository, no commit with the file, an unknown `since`, or a shallow clone
            that does not reach back to it.
        ResourceError: git is not installed.
    """
    check_file(path)
    folder = path.absolute().parent
    if run_git(folder, "rev-parse", "--is-inside-work-tree", fails=True).strip() != b"true":
        raise InputError(
            f"{path}: not in a git repository; give one, or two files: plumbline drift OLD NEW"
        )
    if not run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD", fails=True):
        raise InputError(f"{path}: the repository has no commit yet; commit the file first")
    shallow = run_git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    entries = _entries(folder, path)
    if not entries:
        raise InputError(
            f"{path}: no commit has this file; commit it first, or give two files: "
            "plumbline drift OLD NEW"
        )
    if since is not None:
        entries = _since(folder, path, entries, since, shallow=shallow)
    revisions = list(_read(folder, entries))
    working = read_bytes(path)
    if not revisions or working != revisions[-1].data:
        revisions.append(Revision(WORKING, None, str(path), working))
    newest = run_git(folder, "log", "-1", "--no-show-signature", "--format=%cI", "HEAD")
    until = datetime.fromisoformat(newest.decode().strip())
    if today is not None:
        until = max(until, datetime.combine(today, time(), UTC))
    cut = "a shallow clone: older revisions are missing; git fetch --unshallow" if shallow else None
    return History(tuple(revisions), until.isoformat(), None if since is not None else cut)


def _entries(folder: Path, path: Path) -> list[_Entry]:
    """Return the commits that touched a file, the oldest first, with the blob that each left."""
    output = run_git(
        folder, "--literal-pathspecs", "log", "--follow", "--raw", "-c", "-z", "--no-abbrev",
        "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-color",
        "--format=tformat:%x01%H%x02%cI", "HEAD", "--", path.name,
    )  # fmt: skip
    found: list[_Entry] = []
    tokens = iter(output.split(b"\0"))
    commit = date = ""
    for token in tokens:
        if header := _HEADER.fullmatch(token):
            commit, date = header[1].decode(), header[2].decode()
        elif raw := _RAW.fullmatch(token):
            name = next(tokens, b"")
            if raw[1] == b":" and raw[4] in (b"R", b"C"):
                name = next(tokens, b"")
            if raw[2] in _FILES and raw[4] != b"D":
                found.append(_Entry(commit, date, os.fsdecode(name), raw[3].decode()))
    return found[::-1]


def _since(
    folder: Path, path: Path, entries: Sequence[_Entry], since: str, *, shallow: bool
) -> list[_Entry]:
    """Return the entries from the one that stood at a commit or date."""
    commit = run_git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}",
        fails=True,
    )  # fmt: skip
    if commit:
        later = run_git(folder, "rev-list", f"{commit.decode().strip()}..HEAD").decode().split()
        newer = frozenset(later)
        start = max((n for n, e in enumerate(entries) if e.commit not in newer), default=None)
        if start is None:
            return list(entries)  # the file is younger
        return list(entries[start:])
    hint = "; this is a shallow clone: git fetch --unshallow" if shallow else ""
    if not (_DATE.fullmatch(since.strip()) or _AGO.fullmatch(since.strip().lower())):
        raise InputError(
            f"--since {since!r}: no commit, tag or branch of the repository of {path}, and no date "
            f"such as 2024-05-01 or '2 years ago'{hint}"
        )
    moment = _moment(folder, since.strip())
    before = [n for n, e in enumerate(entries) if datetime.fromisoformat(e.date) <= moment]
    if not before and shallow:
        raise InputError(f"--since {since!r}: the history does not reach back so far{hint}")
    return list(entries[before[-1] if before else 0 :])


def _moment(folder: Path, since: str) -> datetime:
    """Return a date as a moment; a day begins at midnight, universal time.

    Raises:
        InputError: no such day.
    """
    if _AGO.fullmatch(since.lower()):
        seconds = run_git(folder, "rev-parse", f"--since={since}").decode().strip()
        return datetime.fromtimestamp(int(seconds.rpartition("=")[2]), UTC)
    whole = {4: f"{since}-01-01", 7: f"{since}-01"}.get(len(since), since)
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError as error:
        raise InputError(f"--since {since!r}: no such day; write it as 2024-05-01") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(folder: Path, entries: Sequence[_Entry]) -> Iterator[Revision]:
    """Yield the revisions with their bytes; a file over the limit is refused as anywhere else."""
    asked = "".join(f"{entry.blob}\n" for entry in entries).encode()
    output = memoryview(run_git(folder, "cat-file", "--batch", given=asked))
    position = 0
    for entry in entries:
        end = bytes(output[position : position + 256]).find(b"\n") + position
        name, _, size = bytes(output[position:end]).partition(b" ")[2].rpartition(b" ")
        if name != b"blob":
            raise InputError(
                f"{entry.path}: commit {entry.commit[:SHORT]} has no content here; "
                "the clone is partial: git fetch --refetch"
            )
        start, position = end + 1, end + 2 + int(size)
        if int(size) > MAX_FILE_BYTES:
            raise InputError(
                f"{entry.path}: larger than {MAX_FILE_BYTES // 1_000_000} MB at commit "
                f"{entry.commit[:SHORT]}; choose a later --since"
            )
        data = bytes(output[start : position - 1])
        yield Revision(entry.commit[:SHORT], entry.date, entry.path, data)


def run_git(folder: Path, *arguments: str, given: bytes = b"", fails: bool = False) -> bytes:
    """Return what git prints.

    Args:
        folder: where it runs.
        arguments: of git.
        given: its standard input.
        fails: whether a failure is an answer; then what it printed is returned.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _REPOSITORY}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=given,
            capture_output=True,
            env={**inherited, **_ENVIRONMENT},
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise ResourceError(
            "git is not installed; install it, or give two files: plumbline drift OLD NEW"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"git did not answer within {_SECONDS} seconds; try a later --since"
        ) from (error)
    except ValueError as error:  # a NUL byte in an argument
        raise InputError(f"git cannot be asked: {error}") from error
    if done.returncode and not fails:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(f"git: {said[0] if said else 'failed without a reason'}")
    return done.stdout
