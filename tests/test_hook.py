"""The pre-commit hook, for real: a commit is refused on a bad document, accepted on a good one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GOOD = """# Night ferry

## Mission

We carry islanders to the hospital on the mainland, at any hour, so that nobody dies waiting.
"""
BAD = """# Global Group

## Vision

To be the leading and most trusted provider of world-class solutions.
"""


def shipped_hook() -> dict[str, object]:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(hook)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    scripts = str(Path(sys.executable).parent)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))},
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "PRE_COMMIT_HOME": str(folder.parent / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a git repository with the hook installed: as shipped, but from this environment."""
    folder = tmp_path / "repository"
    folder.mkdir()
    hook = {**shipped_hook(), "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for command in (
        ("git", "init", "--quiet"),
        ("git", "config", "user.name", "Ida"),
        ("git", "config", "user.email", "ida@example.org"),
        (sys.executable, "-m", "pre_commit", "install"),
        ("git", "add", ".pre-commit-config.yaml"),
    ):
        result = run(folder, *command)
        assert result.returncode == 0, result.stderr
    return folder


def commit(folder: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert run(folder, "git", "add", "--all").returncode == 0
    return run(folder, "git", "commit", "--message", "change")


def commits(folder: Path) -> int:
    return len(run(folder, "git", "log", "--oneline").stdout.splitlines())


def test_a_bad_document_is_refused_until_it_is_mended(repository: Path) -> None:
    refused = commit(repository, "docs/our-vision.md", BAD)
    assert refused.returncode != 0
    assert (
        "Leading" in refused.stdout + refused.stderr or "VAG002" in refused.stdout + refused.stderr
    )
    assert commits(repository) == 0
    assert commit(repository, "docs/our-vision.md", GOOD).returncode == 0
    assert commits(repository) == 1


def test_other_documents_are_left_alone(repository: Path) -> None:
    accepted = commit(repository, "README.md", BAD)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


@pytest.mark.parametrize(
    ("path", "checked"),
    [
        ("mission.md", True),
        ("docs/Vision-2030.md", True),
        ("strategy/plan.md", True),
        ("our_values.txt", True),
        ("OKRs/2031-q3.md", True),
        ("team/key-results.md", True),
        ("README.md", False),
        ("docs/admission.md", False),
        ("src/revision.md", False),
        ("objective-c.md", False),
    ],
)
def test_the_pattern_takes_names_that_say_strategy(path: str, checked: bool) -> None:
    assert bool(re.search(str(shipped_hook()["files"]), path)) is checked
