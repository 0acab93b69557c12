"""VAG003 and the parts of a document that hold no statement."""

from __future__ import annotations

import pytest

from analyzer.engine import Analyzer
from analyzer.readers.markdown import read_markdown
from analyzer.settings import Settings

VALUES = "# Values\n\n- Integrity\n\n"


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(Settings(select=("VAG003",)))


def asked(analyzer: Analyzer, text: str) -> bool:
    report = analyzer.analyze(read_markdown(text, id="d", name="d.md"))
    return bool(report.findings)


@pytest.mark.parametrize(
    "section",
    [
        "# What integrity looks like\n\nWe hand back money that was paid twice, unasked.\n",
        "# Background\n\nIntegrity means that we hand back what a customer paid us twice.\n",
        "# Glossary\n\n- Integrity: we hand back what a customer has paid us twice\n",
    ],
)
def test_a_section_without_a_statement_can_explain_a_word(analyzer: Analyzer, section: str) -> None:
    assert asked(analyzer, VALUES)
    assert not asked(analyzer, VALUES + section)


@pytest.mark.parametrize(
    "section",
    [
        "# Background\n\nOur integrity was praised by the mayor at the summer fair last year.\n",
        "# Integrity\n\nIt matters.\n",
        "# Glossary\n\n- Integrity: very important\n",
    ],
)
def test_a_word_that_is_only_used_stays_unexplained(analyzer: Analyzer, section: str) -> None:
    assert asked(analyzer, VALUES + section)
