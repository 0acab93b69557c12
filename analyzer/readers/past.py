"""What a file's history holds beside the revisions that are compared.

Those before `--since` tell how long a statement has stood, and a file may have been deleted for a
while.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analyzer.errors import InputError
from analyzer.readers.revisions import SHORT, History, Revision, git_history, run_git


@dataclass(frozen=True, slots=True)
class Past:
    """What stood before, and when nothing did.

    Attributes:
        earlier: revisions before the first that is compared, the oldest first.
        whole: whether `earlier` reaches back to the beginning.
        deletions: commits that deleted the file, as revisions without content, the oldest first.
    """

    earlier: tuple[Revision, ...] = ()
    whole: bool = True
    deletions: tuple[Revision, ...] = ()


def past(path: Path, history: History, since: str | None = None) -> Past:
    """Return what git knows of a file beside the revisions of a history.

    Args:
        path: of the file.
        history: of it, from `since` on.
        since: what the history begins with; None where it is the whole one.
    """
    deletions = _deletions(path)
    if since is None:
        return Past((), history.cut is None, deletions)
    try:
        full = git_history(path)
    except InputError:  # an older revision cannot be had
        return Past((), whole=False, deletions=deletions)
    first = history.revisions[0].ref
    start = next((n for n, own in enumerate(full.revisions) if own.ref == first), 0)
    return Past(full.revisions[:start], full.cut is None, deletions)


def _deletions(path: Path) -> tuple[Revision, ...]:
    """Return the commits that deleted a file; under another name it was not deleted."""
    output = run_git(
        path.absolute().parent, "--literal-pathspecs", "log", "--follow", "--diff-filter=D",
        "--no-show-signature", "--no-color", "--format=%H %cI", "HEAD", "--", path.name,
    )  # fmt: skip
    found = [line.split(" ", 1) for line in output.decode().splitlines()]
    return tuple(Revision(ref[:SHORT], date, str(path), b"") for ref, date in reversed(found))
