"""The files for running the service: what hadolint and systemd ask of them, and the names they use.

Neither hadolint nor a container engine comes from the package index, so the checks of hadolint that
bear on this file are made here, by its codes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "docs" / "deploy"
Instruction = tuple[str, str]


def instructions() -> list[Instruction]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


def of(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def test_the_containerfile_holds_known_instructions_alone() -> None:
    known = {
        "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL",
        "ENTRYPOINT", "CMD",
    }  # fmt: skip
    assert {name for name, _ in instructions()} <= known  # DL4000, DL3020, DL3044
    for once in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
        assert len(of(once)) == 1  # DL4003, DL4004, DL3012


def test_the_containerfile_pins_and_drops() -> None:
    for image in of("FROM"):
        name, tag = image.split(" ")[0].rsplit(":", 1)
        assert tag not in ("", "latest")  # DL3006, DL3007
        assert "/" in name  # a registry is named, so that no engine guesses one
    assert all(path.startswith("/") for path in of("WORKDIR"))  # DL3000
    assert not any("sudo" in run or "apt-get" in run for run in of("RUN"))  # DL3004, DL3008
    assert all("--no-cache-dir" in run for run in of("RUN") if "pip install" in run)  # DL3042
    assert of("USER")[-1].split(":")[0] not in ("root", "0")  # DL3002
    assert all(re.fullmatch(r"\d{1,5}", port) for port in of("EXPOSE"))  # DL3011


def test_the_containerfile_starts_the_service_without_a_shell() -> None:
    for command in (*of("ENTRYPOINT"), *of("CMD")):
        assert all(isinstance(word, str) for word in json.loads(command))  # DL3025
    assert of("STOPSIGNAL") == ["SIGTERM"]
    (check,) = of("HEALTHCHECK")
    assert "/healthz" in check
    assert json.loads(check.split("CMD ", 1)[1])


def test_what_is_started_are_options_of_the_command() -> None:
    from typer.main import get_command

    from analyzer.cli.app import app

    serve = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    known = {option for parameter in serve.params for option in parameter.opts}
    unit = (DEPLOY / "plumbline.service").read_text(encoding="utf-8")
    started = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    words = [
        *json.loads(of("ENTRYPOINT")[0]),
        *json.loads(of("CMD")[0]),
        *" ".join(started).split(),
    ]
    assert {word for word in words if word.startswith("--")} <= known


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("the unit was unchecked: systemd-analyze is not installed")
    unit = (DEPLOY / "plumbline.service").read_text(encoding="utf-8")
    # The place of the program is the machine's own; everything else is checked as it stands.
    unit = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit, flags=re.MULTILINE)
    (tmp_path / "plumbline.service").write_text(unit, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "plumbline.service")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    complaints = [line for line in found.stderr.splitlines() if "plumbline.service" in line]
    assert complaints == []
