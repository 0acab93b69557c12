"""The history of a file: renames, odd names, dates and refs, and what git cannot tell."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from analyzer.errors import InputError, ResourceError
from analyzer.readers.revisions import WORKING, git_history, two_files

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str, date: str = "2020-01-01", given: bytes = b"") -> str:
    moment = f"{date}T12:00:00+00:00"
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        for field, value in (("NAME", "n"), ("EMAIL", "n@example.org"), ("DATE", moment)):
            identity[f"GIT_{role}_{field}"] = value
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env={**os.environ, **identity},
        input=given,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def commit(path: Path, text: str, date: str) -> str:
    path.write_text(text, encoding="utf-8")
    git(path.parent, "add", "--all")
    git(path.parent, "commit", "--quiet", "--message", "x", date=date)
    return git(path.parent, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder


def texts(path: Path, since: str | None = None) -> list[str]:
    return [r.data.decode() for r in git_history(path, since).revisions]


def test_the_whole_history_the_oldest_first(repository: Path) -> None:
    path = repository / "plan.md"
    hashes = [commit(path, str(n), f"20{10 + n}-05-01") for n in range(3)]
    (repository / "other.md").write_text("x", encoding="utf-8")
    commit(repository / "other.md", "y", "2020-02-01")
    found = git_history(path)
    assert [r.ref for r in found.revisions] == [h[:12] for h in hashes]
    assert [r.data for r in found.revisions] == [b"0", b"1", b"2"]
    assert [(r.date or "")[:4] for r in found.revisions] == ["2010", "2011", "2012"]
    assert found.until is not None
    assert found.until.startswith("2020-02-01")
    assert found.cut is None


@pytest.mark.parametrize(
    ("since", "left"),
    [
        ("first", ["0", "1", "2"]),
        ("main", ["2"]),
        ("HEAD~1", ["1", "2"]),
        ("2011-06-01", ["1", "2"]),  # what stood on that day comes first
        ("2011-05", ["0", "1", "2"]),
        ("2009", ["0", "1", "2"]),
        ("2040-01-01", ["2"]),
        ("2 days ago", ["2"]),
    ],
)
def test_since_a_ref_or_a_date(repository: Path, since: str, left: list[str]) -> None:
    path = repository / "plan.md"
    for n in range(3):
        commit(path, str(n), f"20{10 + n}-05-01")
        if n == 0:
            git(repository, "tag", "first")
    assert texts(path, since) == left


@pytest.mark.parametrize(
    "since", ["v9", "--all", "--output=x", "2020-13-01", "", "yesterday; touch x", "2020-01-99"]
)
def test_an_unknown_since_is_an_error(repository: Path, since: str) -> None:
    path = repository / "plan.md"
    commit(path, "0", "2010-05-01")
    with pytest.raises(InputError, match="--since"):
        git_history(path, since)
    assert sorted(p.name for p in repository.iterdir()) == [".git", "plan.md"]


@pytest.mark.parametrize(
    "name",
    [
        "a b.md", "-n.md", "--help.md", "'\"$(touch x)\".md", "line\nbreak.md", "tab\there.md",
        ":(top)x.md", "[ab]*.md", "ünï—✓.md", "\x01deadbeef.md", "a\\b.md",
    ],
)  # fmt: skip
def test_a_file_of_any_name_and_its_renames(repository: Path, name: str) -> None:
    first = repository / "first.md"
    body = "\n".join(f"line {n}" for n in range(20))
    commit(first, body, "2010-01-01")
    commit(repository / "decoy.md", "decoy", "2010-06-01")
    first.rename(repository / name)
    commit(repository / name, body + "\nmore", "2011-01-01")
    found = git_history(repository / name).revisions
    assert [r.path for r in found] == ["first.md", name]
    assert found[-1].data.endswith(b"more")
    assert not (repository / "x").exists()


def test_a_change_that_is_not_committed_comes_last(repository: Path) -> None:
    path = repository / "plan.md"
    commit(path, "0", "2010-01-01")
    path.write_text("1", encoding="utf-8")
    found = git_history(path).revisions
    assert [(r.ref, r.date) for r in found[1:]] == [(WORKING, None)]


def test_a_file_that_was_gone_for_a_while(repository: Path) -> None:
    path = repository / "plan.md"
    commit(path, "0", "2010-01-01")
    git(repository, "rm", "--quiet", "plan.md")
    git(repository, "commit", "--quiet", "--message", "x", date="2011-01-01")
    commit(path, "1", "2012-01-01")
    assert texts(path) == ["0", "1"]


def test_a_version_made_while_resolving_a_merge(repository: Path) -> None:
    path = repository / "plan.md"
    commit(path, "first", "2010-01-01")
    git(repository, "checkout", "--quiet", "-b", "side")
    commit(path, "theirs", "2011-01-01")
    git(repository, "checkout", "--quiet", "main")
    commit(path, "ours", "2012-01-01")
    git(repository, "merge", "--quiet", "--no-commit", "--strategy", "ours", "side")
    merged = commit(path, "both", "2013-01-01")
    commit(path, "later", "2014-01-01")
    assert len(git(repository, "show", "--no-patch", "--format=%P", merged).split()) == 2
    found = git_history(path).revisions
    assert [r.data.decode() for r in found] == ["first", "theirs", "ours", "both", "later"]
    assert found[3].ref == merged[:12]


def test_in_a_hook_git_looks_at_the_repository_of_the_file(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository / "plan.md"
    commit(path, "0", "2010-01-01")
    hooked = tmp_path / "hooked"
    git(tmp_path, "init", "--quiet", str(hooked))
    monkeypatch.setenv("GIT_DIR", str(hooked / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(hooked))
    monkeypatch.setenv("GIT_INDEX_FILE", str(hooked / ".git" / "index"))
    assert texts(path) == ["0"]


def test_two_thousand_commits(repository: Path) -> None:
    stream = b"".join(
        b"commit refs/heads/main\ncommitter n <n@example.org> %d +0000\ndata 1\nx"
        b"\nM 100644 inline plan.md\ndata %d\n%d\n" % (10**9 + 86_400 * n, len(str(n)), n)
        for n in range(2_000)
    )
    git(repository, "fast-import", "--quiet", given=stream)
    git(repository, "reset", "--quiet", "--hard")
    found = git_history(repository / "plan.md").revisions
    assert [r.data for r in found] == [str(n).encode() for n in range(2_000)]


def test_what_is_no_history_says_what_to_do(tmp_path: Path, repository: Path) -> None:
    alone = tmp_path / "alone.md"
    alone.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not in a git repository"):
        git_history(alone)
    new = repository / "new.md"
    new.write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="no commit yet"):
        git_history(new)
    commit(repository / "old.md", "x", "2010-01-01")
    git(repository, "rm", "--quiet", "--cached", "new.md")
    git(repository, "commit", "--quiet", "--amend", "--message", "x")
    with pytest.raises(InputError, match="no commit has this file"):
        git_history(new)
    with pytest.raises(InputError, match="no such file"):
        git_history(repository / "gone.md")


def test_a_shallow_clone_says_so(tmp_path: Path, repository: Path) -> None:
    path = repository / "plan.md"
    for n in range(3):
        commit(path, str(n), f"20{10 + n}-05-01")
    git(repository, "tag", "old", "HEAD~2")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), str(clone))
    found = git_history(clone / "plan.md")
    assert [r.data for r in found.revisions] == [b"2"]
    assert found.cut is not None
    assert "--unshallow" in found.cut
    for since in ("old", "2010-06-01"):
        with pytest.raises(InputError, match="--unshallow"):
            git_history(clone / "plan.md", since)


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = repository / "plan.md"
    commit(path, "0", "2010-01-01")
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(ResourceError, match="git is not installed"):
        git_history(path)


def test_two_files(tmp_path: Path) -> None:
    for name in ("old.md", "new.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    found = two_files(tmp_path / "old.md", tmp_path / "new.md")
    assert [r.data for r in found.revisions] == [b"old.md", b"new.md"]
    assert found.until is None
