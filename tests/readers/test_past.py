"""What git knows of a file beside the revisions that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.readers.past import past
from analyzer.readers.revisions import git_history
from tests.readers.test_revisions import commit, git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    for n in range(3):
        commit(tmp_path / "plan.md", str(n), f"20{10 + n}-05-01")
    return tmp_path / "plan.md"


@pytest.mark.parametrize(
    ("since", "left"), [(None, []), ("HEAD", [b"0", b"1"]), ("HEAD~2", []), ("2011-06", [b"0"])]
)
def test_what_stood_before(path: Path, since: str | None, left: list[bytes]) -> None:
    found = past(path, git_history(path, since), since)
    assert [r.data for r in found.earlier] == left
    assert found.whole
    assert found.deletions == ()


def test_a_shallow_clone_does_not_reach_back(path: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", path.parent.as_uri(), str(clone))
    for since in (None, "HEAD"):
        found = past(clone / "plan.md", git_history(clone / "plan.md", since), since)
        assert (found.earlier, found.whole) == ((), False)


def test_an_older_revision_that_is_refused(path: Path) -> None:
    commit(path, "x" * 5_000_001, "2014-01-01")
    commit(path, "small", "2015-01-01")
    found = past(path, git_history(path, "HEAD"), "HEAD")
    assert (found.earlier, found.whole) == ((), False)


def test_deleted_is_told_from_renamed(path: Path) -> None:
    body = "\n".join(f"line {n}" for n in range(20))
    commit(path, body, "2013-01-01")
    other = path.with_name("-n other.md")
    path.rename(other)
    commit(other, body, "2014-01-01")
    other.unlink()
    git(path.parent, "add", "--all")
    git(path.parent, "commit", "--quiet", "--message", "x", date="2015-01-01")
    gone = git(path.parent, "rev-parse", "HEAD").strip()
    commit(other, body, "2016-01-01")
    found = past(other, git_history(other))
    assert [(r.ref, (r.date or "")[:10]) for r in found.deletions] == [(gone[:12], "2015-01-01")]
