"""`plumbline check`: strategy documents, with a gate for hooks and pipelines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import complain, console
from analyzer.cli.page import print_html
from analyzer.errors import PlumblineError, UsageError
from analyzer.render.words import counted
from analyzer.settings import Settings, severity_at_least

if TYPE_CHECKING:
    from analyzer.documents import Document
    from analyzer.types import Report

SUFFIXES = (".md", ".markdown", ".txt")


def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Markdown, plain text, YAML, JSON, TOML or Word; of a folder every .md, "
            ".markdown and .txt below it.",
            show_default=False,
        ),
    ],
    fail_on: options.FailOn = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    profile: options.Profile = None,
    embedder: options.Embedder = None,
    language: options.Language = None,
    format: options.CheckFormat = "text",
) -> int:
    """Check strategy documents, with a gate for hooks and pipelines.

    Settings come from the plumbline.toml or pyproject.toml nearest to each file; options win.

    Exit code: 0 clean or below the gate, 1 findings at or above it, 2 something cannot be used.
    """
    run = _Run()
    given = {"fail_on": fail_on, "profile": profile, "embedder": embedder, "language": language}

    def settings_of(path: Path) -> Settings:
        return options.settings_for(path, select=select, ignore=ignore, **given)

    several = len(files) > 1 or any(path.is_dir() for path in files)
    reports = run.reports(run.documents(run.expand(files), settings_of))
    if format == "json":
        _print_json(reports, several=several)
    elif format == "html":
        print_html(reports, errors=run.errors)
    elif format in ("lines", "github"):
        _print_lines(reports, format)
    elif format == "sarif":
        from analyzer.render.sarif import render_sarif

        print(render_sarif((report for report, _ in reports), run.errors))
    else:
        _print_text(reports, run, several=several)
    for error in run.errors:
        complain(error)
    return 2 if run.errors else 1 if run.failed else 0


@dataclass
class _Run:
    """One check: what was seen so far, and what could not be used."""

    errors: list[str] = field(default_factory=list)
    files: int = 0
    questions: int = 0
    failed: int = 0

    def expand(self, paths: list[Path]) -> Iterator[Path]:
        """Yield each file once, the files of a folder by name; hidden ones are left out."""
        seen: set[str] = set()
        for path in paths:
            found = sorted(_below(path)) if path.is_dir() else [path]
            if not found:
                self.errors.append(f"{path}: no {', '.join(SUFFIXES)} file in this folder")
            for file in found:
                if (place := realpath(file)) not in seen:
                    seen.add(place)
                    yield file

    def documents(
        self, paths: Iterator[Path], settings_of: Callable[[Path], Settings]
    ) -> Iterator[tuple[Settings, "Document"]]:
        """Yield what can be read, with its settings; what cannot is noted and passed over."""
        from analyzer.readers import read_file

        for path in paths:
            try:
                settings = settings_of(path)
                yield settings, read_file(path, headings=settings.headings)
            except PlumblineError as error:
                self.errors.append(str(error))

    def reports(
        self, documents: Iterator[tuple[Settings, "Document"]]
    ) -> Iterator[tuple["Report", Settings]]:
        """Yield each report with its settings; files with the same are analysed together."""
        from analyzer.engine import Analyzer

        analyzers: dict[Settings, Analyzer] = {}
        for settings, group in groupby(documents, key=itemgetter(0)):
            try:
                analyzer = analyzers.get(settings) or Analyzer(settings)
            except UsageError as error:
                self.errors.append(str(error))
                continue
            analyzers[settings] = analyzer
            for report in analyzer.analyze_many(document for _, document in group):
                self.files += 1
                self.questions += sum(f.suppressed is None for f in report.findings)
                worst = report.worst()
                self.failed += worst is not None and severity_at_least(worst, settings.fail_on)
                yield report, settings

    def total(self) -> str:
        """Return the last line of a check of several files."""
        parts = [
            f"{counted(self.files, 'file')} checked",
            counted(self.questions, "question"),
            f"{counted(self.failed, 'file')} at or above the gate",
        ]
        if self.errors:
            parts.append(f"{counted(len(self.errors), 'file')} could not be used")
        return ", ".join(parts) + "."


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inner):
            yield path


def _print_json(reports: Iterator[tuple["Report", Settings]], *, several: bool) -> None:
    from analyzer.render.json import render_reports

    for line in render_reports((report for report, _ in reports), as_list=several):
        print(line)


def _print_lines(reports: Iterator[tuple["Report", Settings]], format: str) -> None:
    from analyzer.render.github import render_github
    from analyzer.render.lines import render_lines

    render = render_lines if format == "lines" else render_github
    for line in render(report for report, _ in reports):
        print(line)


def _print_text(reports: Iterator[tuple["Report", Settings]], run: _Run, *, several: bool) -> None:
    from analyzer.render.terminal import render_terminal

    out = console()
    for report, settings in reports:
        if run.files > 1:
            out.print()
        render_terminal(report, console=out, gate=settings.fail_on)
    if several:
        print(f"\n{run.total()}")
