from __future__ import annotations

import hashlib
from typing import Any

import pytest

from analyzer.errors import SettingsError
from api.settings import ServiceSettings, read_settings

DIGEST = hashlib.sha256(b"a long random word").hexdigest()


def test_every_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PROFILE": "stoner",
        "EMBEDDERS": "static, minilm",
        "QUEUE_SIZE": "7",
        "TOKENS": f"page:{DIGEST},robot={DIGEST}",
        "CORS_ORIGINS": "https://a.example,http://b.example:8080",
        "ROOT_PATH": "/plumbline/",
        "RATE_LIMIT": "10/second;300/minute",
    }.items():
        monkeypatch.setenv(f"PLUMBLINE_{name}", value)
    found = read_settings()
    assert found.profile == "stoner"
    assert found.embedders == ("static", "minilm")
    assert found.queue_size == 7
    assert found.token_digests == {n: bytes.fromhex(DIGEST) for n in ("page", "robot")}
    assert found.cors_origins == ("https://a.example", "http://b.example:8080")
    assert found.root_path == "/plumbline"
    assert [limit.amount for limit in found.rate_limits] == [10, 300]


def test_the_defaults_open_nothing() -> None:
    found = ServiceSettings()
    assert not found.cors_origins
    assert not found.token_digests
    assert found.rate_limits
    assert found.embedders == ("static",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROFILE", "guesswork"),
        ("EMBEDDERS", " , "),
        ("QUEUE_SIZE", "0"),
        ("MAX_BODY_BYTES", "many"),
        ("BODY_SECONDS", "-1"),
        ("TOKENS", "a-token-in-plain-words"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://a.example/path"),
        ("ROOT_PATH", 'x"><script>'),
        ("RATE_LIMIT", "often"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLUMBLINE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = str(caught.value)
    assert message.startswith(f"PLUMBLINE_{name}: ")
    assert "\n" not in message


def test_a_token_written_in_plain_words_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_TOKENS", "open-sesame")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "open-sesame" not in str(caught.value)
    assert "64 hex digits" in str(caught.value)


def test_the_deployment_page_names_every_setting() -> None:
    from pathlib import Path

    page = Path(__file__).resolve().parents[2] / "docs" / "deploy" / "README.md"
    text = page.read_text(encoding="utf-8")
    missing: list[Any] = [
        name for name in ServiceSettings.model_fields if f"PLUMBLINE_{name.upper()}" not in text
    ]
    assert not missing
