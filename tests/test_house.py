"""The house keeps its rules: what is imported where, and what a run may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after running code."""
    script = (
        f"{code}\nimport sys\nprint('\\n'.join(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"spacy", "numpy", "torch", "sklearn", "pydantic", "rich", "typer", "model2vec"}
    assert not heavy & loaded_after("import analyzer; analyzer.Report")


@pytest.mark.parametrize("command", ["['rules']", "['explain', 'VAG002']", "['--help']"])
def test_commands_that_only_talk_load_no_language_model(command: str) -> None:
    code = (
        "import contextlib, io, sys\nfrom analyzer.cli import main\n"
        f"sys.argv = ['plumbline', *{command}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()\n"
    )
    assert not {"spacy", "numpy", "torch", "model2vec"} & loaded_after(code)


def test_a_full_check_loads_no_training_library() -> None:
    code = (
        "import contextlib, io, sys\nfrom analyzer.cli import main\n"
        f"sys.argv = ['plumbline', 'check', {str(ROOT / 'examples' / 'typical.md')!r}]\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()\n"
    )
    loaded = loaded_after(code)
    assert "spacy" in loaded
    assert not {"torch", "sklearn", "scipy", "pandas", "transformers"} & loaded


def test_selecting_word_rules_never_loads_an_embedder() -> None:
    code = (
        "from analyzer.engine import Analyzer\nfrom analyzer.settings import Settings\n"
        "Analyzer(Settings(select=('BUZ',))).analyze_text('We leverage synergies for tenants.')\n"
    )
    assert "model2vec" not in loaded_after(code)
