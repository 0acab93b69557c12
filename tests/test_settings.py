from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from analyzer.documents import Document
from analyzer.engine import Analyzer
from analyzer.errors import SettingsError, UsageError
from analyzer.readers.markdown import read_markdown
from analyzer.registry import all_rules
from analyzer.rules import alignment, buzzwords, kind, vagueness
from analyzer.settings import (
    THRESHOLDS,
    OwnTerm,
    Settings,
    matches,
    severity_at_least,
)
from analyzer.settings_files import load_settings, parse_settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"


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


CODES = {code: rule.name for code, rule in all_rules().items()}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('profle = "mokr"', "did you mean 'profile'"),
        ('profile = "okr"', "must be one of okr-hub"),
        ("select = 3", "list of rule codes"),
        ("embedder = true", "must be a string, not a boolean"),
        ('fail-on = "fatal"', "note, warning, error, never"),
        ("profile = ", "cannot be read as TOML"),
        ('severity = "note"', "must be a table"),
        ('severity = {BUZ = "fatal"}', "severity.BUZ must be one of note, warning, error"),
        ("thresholds = {vague-statment = 7}", "did you mean 'vague-statement'"),
        ("thresholds = {merged-statement = 7}", "must be from 0 to 1, not 7"),
        ("thresholds = {word-salad = true}", "must be a number, not a boolean"),
        ("thresholds = {word-salad = nan}", "must be from 2 to 50"),
        ('buzzwords = "synergy"', "must be a list of terms"),
        ("buzzwords = [{term = 3}]", "buzzwords[0].term must be a string"),
        ('buzzwords = [{term = "a", plan = "b"}]', "unknown key 'plan'; did you mean 'plain'"),
        ('buzzwords = [" - "]', "is blank"),
        ("allowed-words = [3]", "allowed-words[0] must be a string"),
        ('headings = {"Star" = "visio"}', "must be one of mission, vision"),
        ('headings = ["Star"]', "must be a table"),
        ('per-file = {files = ["a"]}', "[[tool.plumbline.per-file]]"),
        ('[[per-file]]\nignore = ["BUZ"]', "per-file[0]"),
        ('[[per-file]]\nfiles = [""]', "files must be a list"),
        ('[[per-file]]\nfiles = ["a"]\nselekt = ["BUZ"]', "per-file[0]: unknown setting 'selekt'"),
        (
            '[[per-file]]\nfiles = ["a"]\n[[per-file.per-file]]\nfiles = ["b"]',
            "per-file[0]: unknown",
        ),
        ("fail-on = 'note'\nfail_on = 'note'", "given twice"),
        ('profile = "stonr"', "not 'stonr'; did you mean 'stoner'?"),
        ('headings = {"Star" = "objectives"}', "did you mean 'objective'?"),
        ('language = "fr"', "language must be one of en, not 'fr'"),
        ('[tool.plumbline]\nprofile = "mokr"', "write the keys without it"),
        ('[plumbline]\nprofile = "mokr"', "write the keys without it"),
        ("profile = 'a\nb'", "cannot be read as TOML"),
        ('select = ["VAG999"]', "select: unknown rule 'VAG999'; did you mean VAG"),
        ('ignore = ["VGA"]', "ignore: unknown rule 'VGA'; did you mean VAG?"),
        ('ignore = [" "]', "ignore: unknown rule ' '"),
        ('select = ["destination-nowhere"]', "did you mean VAG002?"),
        ('severity = {BUX = "note"}', "severity: unknown rule 'BUX'; did you mean BUZ"),
        ('[[per-file]]\nfiles = ["a"]\nignore = ["OKQ"]', "per-file[0]: ignore: unknown rule"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "plumbline.toml"
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, CODES)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_table_of_our_name_at_the_wrong_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[plumbline]\nprofile = 'mokr'\n")
    with pytest.raises(SettingsError, match=r"write \[tool\.plumbline\]"):
        load_settings(tmp_path)


def test_codes_in_any_case_and_by_prefix_are_known(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text("select = ['vag', 'OKR00']\n")
    assert load_settings(tmp_path, CODES).select == ("vag", "OKR00")


def test_override_leaves_what_is_not_given() -> None:
    settings = Settings(profile="mokr").override(profile=None, embedder="minilm")
    assert settings == Settings(profile="mokr", embedder="minilm")


def test_gate() -> None:
    assert severity_at_least("warning", "warning")
    assert severity_at_least("error", "note")
    assert not severity_at_least("note", "warning")
    assert not severity_at_least("error", "never")


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text(
        """
        allowed-words = ["Solution  Bank"]
        buzzwords = ["north-star", {term = "circle back", plain = "call again"}]
        severity = {buz = "note", VAG002 = "error"}
        thresholds = {vague-statement = 70}
        headings = {"Guiding star" = "vision", "Proof" = "key result"}
        """
    )
    assert load_settings(tmp_path) == Settings(
        allowed_words=("Solution Bank",),
        buzzwords=(OwnTerm("north-star"), OwnTerm("circle back", "call again")),
        severity=(("BUZ", "note"), ("VAG002", "error")),
        thresholds=(("vague-statement", 70.0),),
        headings=(("Guiding star", "vision"), ("Proof", "key_result")),
    )


def test_overrides_hold_for_their_files_alone(tmp_path: Path) -> None:
    (tmp_path / "plumbline.toml").write_text(
        """
        ignore = ["OKR"]
        severity = {BUZ = "note", VAG = "error"}
        [[per-file]]
        files = ["okrs/**", "*.draft.md"]
        ignore = ["KND"]
        severity = {BUZ = "warning"}
        [[per-file]]
        files = "okrs/late/"
        fail-on = "never"
        ignore = []
        """
    )
    general = Settings(ignore=("OKR",), severity=(("BUZ", "note"), ("VAG", "error")))
    changed = Settings(ignore=("KND",), severity=(("BUZ", "warning"), ("VAG", "error")))
    late = Settings(ignore=(), severity=changed.severity, fail_on="never")
    assert load_settings(tmp_path) == general
    assert load_settings(tmp_path / "plan.md") == general
    assert load_settings(tmp_path / "okrs" / "q3.md") == changed
    assert load_settings(tmp_path / "old" / "plan.draft.md") == changed
    assert load_settings(tmp_path / "okrs" / "late" / "q1.md") == late


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("a/b/c.md", "**", True),
        ("a/b/c.md", "a/**", True),
        ("a/b/c.md", "a/*", False),
        ("a/c.md", "a/**/c.md", True),
        ("a/b/b/c.md", "a/**/c.md", True),
        ("a/b/c.md", "**/b/**/**/c.md", True),
        ("a/b/c.md", "c.md", True),
        ("a/b/c.md", "./c.md", False),
        ("c.md", "./c.md", True),
        ("a/b/c.md", "b/", False),
        ("a/b/c.md", "a/b/", True),
        ("a/b/c.md", "a/[bx]/?.md", True),
        ("a/" * 40 + "b", "**/a/" * 20 + "c", False),
    ],
)
def test_patterns(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, pattern) is fits


def test_the_longest_prefix_decides_the_severity() -> None:
    settings = Settings(severity=(("VAG", "note"), ("VAG002", "error")))
    assert settings.severity_of("VAG002", "warning") == "error"
    assert settings.severity_of("VAG001", "warning") == "note"
    assert settings.severity_of("BUZ001", "warning") == "warning"


def test_a_severity_for_no_rule_is_refused() -> None:
    with pytest.raises(UsageError, match="BUX"):
        Analyzer(Settings(severity=(("BUX", "note"),)))


# What the settings do to a report


@pytest.fixture(scope="module")
def strict() -> Analyzer:
    return Analyzer(
        Settings(
            select=("BUZ001", "VAG001", "VAG002"),
            severity=(("BUZ", "error"), ("VAG002", "note")),
            thresholds=(("vague-statement", 100.0),),
            buzzwords=(
                OwnTerm("circle back", "call again"),
                OwnTerm("${deck} @x"),
                OwnTerm("Flywheel"),
            ),
            allowed_words=("Seamless", "the leading tug"),
        )
    )


def page(text: str) -> Document:
    return read_markdown(f"# Vision\n\n{text}\n", id="plan", name="plan.md")


def test_own_terms_are_found_in_every_form(strict: Analyzer) -> None:
    report = strict.analyze(
        page("By 2031 our flywheels are circling back to ${deck} @x; circle back to Oban.")
    )
    found = {(f.span.text, len(f.related)) for f in report.findings if f.span}
    assert found == {("circling back", 1), ("flywheels", 0), ("${deck} @x", 0)}
    assert {f.severity for f in report.findings} == {"error"}
    [own] = [f for f in report.findings if f.span and f.span.text == "circling back"]
    assert own.suggestion == "for “circling back” write: call again"
    assert all(f.question for f in report.findings)


def test_own_terms_leave_the_scores_alone(strict: Analyzer, analyzer: Analyzer) -> None:
    text = page("By 2031 our flywheels circle back to a seamless harbour in Oban.")
    own, other = strict.analyze(text).statements[0], analyzer.analyze(text).statements[0]
    assert own.scores == other.scores
    assert own.probabilities == other.probabilities


def test_allowed_words_are_never_flagged(strict: Analyzer, analyzer: Analyzer) -> None:
    text = page("By 2031 a seamless crossing to Coll takes an hour.")
    assert "seamless" in {f.span.text for f in analyzer.analyze(text).findings if f.span}
    assert strict.analyze(text).findings == ()


def test_thresholds_reach_the_rules(strict: Analyzer, analyzer: Analyzer) -> None:
    text = page("A nurturing environment where everyone can reach their full potential.")
    assert "VAG001" in {f.code for f in analyzer.analyze(text).findings}
    report = strict.analyze(text)
    assert "VAG001" not in {f.code for f in report.findings}
    assert "vague-statement 100" in report.provenance.thresholds


RANK = "To be the leading provider of crop insurance."


@pytest.mark.parametrize("code", ["VAG002", "destination-nowhere", "vag002"])
def test_a_comment_sets_one_finding_aside(strict: Analyzer, code: str) -> None:
    document = page(f"<!-- plumbline: ignore {code} because the law ranks us -->\n{RANK}")
    report = strict.analyze(document)
    [finding] = [f for f in report.findings if f.code == "VAG002"]
    assert finding.suppressed == "the law ranks us"
    assert finding.severity == "note"
    assert report.worst() is None
    assert "VAG002" in report.rules
    assert report.unchecked == ()


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("ignore VAG002", "no reason given to ignore VAG002"),
        ("ignore VAG999 because x", "unknown rule 'VAG999'; did you mean"),
        ("ignore BUZ001 because x", "BUZ001 finds nothing in this statement"),
        ("forget VAG002 because x", "not understood"),
    ],
)
def test_a_comment_in_vain_is_named(strict: Analyzer, comment: str, told: str) -> None:
    report = strict.analyze(page(f"<!-- plumbline: {comment} -->\n{RANK}"))
    assert [f.suppressed for f in report.findings] == [None]
    [entry] = report.unchecked
    assert (entry.code, entry.statement) == ("suppression", "s1")
    assert entry.reason.startswith("line 3: ")
    assert told in entry.reason


def test_a_comment_on_a_rule_that_did_not_run_is_no_fault(strict: Analyzer) -> None:
    report = strict.analyze(page(f"<!-- plumbline: ignore KND001 because x -->\n{RANK}"))
    assert report.unchecked == ()


# The page that documents them


def examples() -> list[dict[str, Any]]:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [tomllib.loads(block)["tool"]["plumbline"] for block in blocks]


def test_every_key_is_documented_with_an_example() -> None:
    named = set(
        re.findall(
            r"`([a-z-]+)`",
            " ".join(
                line
                for line in PAGE.read_text(encoding="utf-8").splitlines()
                if line.startswith("## ")
            ),
        )
    )
    keys = {field.name.replace("_", "-") for field in fields(Settings)}
    assert named == keys
    assert {key for example in examples() for key in example} == keys
    for example in examples():
        assert parse_settings(example, PAGE) != Settings()


def test_every_threshold_is_documented_as_it_is() -> None:
    chosen = {
        "vague-statement": vagueness.VAGUE_FROM,
        "kind-mismatch": kind.SURE,
        "merged-statement": kind.MERGED_FROM,
        "buzzword": buzzwords.LOUD,
        "word-salad": buzzwords.SALAD_FROM,
        "orphan-objective": alignment.FAR_CLOSENESS,
        "orphan-percentile": alignment.FAR_PERCENTILE,
    }
    assert chosen.keys() == THRESHOLDS.keys()
    page = PAGE.read_text(encoding="utf-8")
    for name, r in THRESHOLDS.items():
        row = f"| `{name}` | {r.decides} | {r.low:g} | {r.high:g} | {chosen[name]:g} |"
        assert row in page, f"docs/settings.md lacks the row {row}"
