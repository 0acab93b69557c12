from __future__ import annotations

from typing import TYPE_CHECKING

from tests.render.test_html import Outline

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PLAN = """# Harbour Rescue, plan

## Mission

We bring crews home from the firth, and we teach every child on the coast to swim.

## Vision

To be the leading and most trusted rescue service.

## Values

- Excellence, integrity, teamwork, passion, innovation

## Objectives

### Children on the coast swim before they sail

- Share of eight-year-olds who swim 100 metres from 54 to 90 of 100 by June 2027
- Launch a new website

### Increase card payments in the gift shop
"""


def test_check_makes_one_page_of_all_files(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "b.md").write_text("# Vision\n\nWe want to be the best.\n", encoding="utf-8")
    result = plumbline("check", "a.md", "b.md", "gone.md", "--format", "html")
    assert result.code == 2
    found = Outline(result.out)
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= {*found.ids}
    assert "2 documents, " in result.out
    assert "gone.md: no such file" in result.out
    assert "#r2-report" in found.links


def test_analyze_makes_a_page_of_one_statement(plumbline: Command) -> None:
    result = plumbline("analyze", "To be the leading ferry.", "--as", "vision", "--format", "html")
    assert result.code == 0
    assert "Leading by what measure?" in result.out
    assert "looked at in whole documents only, and this is one statement" in result.out
    found = Outline(result.out)
    assert {link.removeprefix("#") for link in found.links} <= {*found.ids}


def test_align_makes_a_page_of_the_matrix(plumbline: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PLAN, encoding="utf-8")
    result = plumbline("align", "a.md", "--format", "html")
    assert result.code == 0
    assert "Objectives and what stands above them" in result.out
    assert result.out.count('role="tooltip"') >= 4
    assert "of 100 from other organisations" in result.out
    assert "The number, last" not in result.out


def test_html_is_not_a_format_of_the_rules(plumbline: Command) -> None:
    result = plumbline("rules", "--format", "html")
    assert result.code == 2
    assert "--format: 'html' is not one of text, json" in result.err
