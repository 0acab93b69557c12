from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.settings import Settings, load_settings, severity_at_least


def test_defaults_without_any_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_own_file_and_nearest_folder_win(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.plumbline]\nprofile = "mokr"\n')
    inner = tmp_path / "docs"
    inner.mkdir()
    document = inner / "strategy.md"
    document.write_text("# Mission\n")
    assert load_settings(document).profile == "mokr"
    (inner / "plumbline.toml").write_text('fail-on = "error"\nselect = ["BUZ", "VAG002"]\n')
    settings = load_settings(document)
    assert settings.profile == "okr-hub"
    assert settings.fail_on == "error"
    assert settings.select == ("BUZ", "VAG002")


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text('embedder = "minilm"\n')
    inner = tmp_path / "package"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert load_settings(inner).embedder == "minilm"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('profle = "mokr"', "did you mean 'profile'"),
        ('profile = "okr"', "must be one of okr-hub"),
        ("select = 3", "list of rule codes"),
        ("embedder = true", "must be a string, not bool"),
        ('fail-on = "fatal"', "note, warning, error, never"),
        ("profile = ", "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "plumbline.toml"
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


def test_override_leaves_what_is_not_given() -> None:
    settings = Settings(profile="mokr").override(profile=None, embedder="minilm")
    assert settings == Settings(profile="mokr", embedder="minilm")


def test_gate() -> None:
    assert severity_at_least("warning", "warning")
    assert severity_at_least("error", "note")
    assert not severity_at_least("note", "warning")
    assert not severity_at_least("error", "never")
