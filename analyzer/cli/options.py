"""Options that several commands share, and their checks: an unknown value names the nearest one."""

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from analyzer.errors import UsageError
from analyzer.registry import PROFILES, all_rules
from analyzer.settings import FAIL_ON, LANGUAGES, Settings

FORMATS = ("text", "json")
REPORT_FORMATS = (*FORMATS, "html")
CHECK_FORMATS = (*REPORT_FORMATS, "lines", "github", "sarif")


def one_of(choices: Sequence[str]) -> dict[str, Any]:
    """Return the keywords of an option that takes one of a few values."""

    def check(param: typer.CallbackParam, value: str | None) -> str | None:
        if value is None or value in choices:
            return value
        raise UsageError(f"--{(param.name or '').replace('_', '-')}: {unknown(value, choices)}")

    return {"callback": check, "metavar": "|".join(choices), "autocompletion": _offer(choices)}


def _offer(choices: Sequence[str]) -> Callable[[str], list[str]]:
    return lambda incomplete: [c for c in choices if c.startswith(incomplete)]


def unknown(value: str, choices: Sequence[str]) -> str:
    """Return what to say of a value that is not among the choices."""
    near = difflib.get_close_matches(value.lower(), choices, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{value!r} is not one of {', '.join(choices)}{hint}"


def split_codes(values: list[str] | None) -> tuple[str, ...] | None:
    """Return the codes of options given several times or with commas; None where none was given."""
    if not values:
        return None
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


Format = Annotated[
    str, typer.Option("--format", help="How the report is printed.", **one_of(FORMATS))
]
ReportFormat = Annotated[
    str,
    typer.Option(
        "--format",
        help="How the report is printed; html is one file that needs nothing else.",
        **one_of(REPORT_FORMATS),
    ),
]
CheckFormat = Annotated[
    str,
    typer.Option(
        "--format",
        help="How the reports are printed; lines is one line a finding, github are the annotations "
        "of a workflow, sarif is what code hosts and editors read.",
        **one_of(CHECK_FORMATS),
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", help="Severity from which the exit code is 1.", **one_of(FAIL_ON)),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="CODE", help="Rules to run: codes or prefixes, as in BUZ,VAG002."
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODE", help="Rules to leave out: codes or prefixes."),
]
Profile = Annotated[
    str | None,
    typer.Option("--profile", help="School that decides what is a failure.", **one_of(PROFILES)),
]
Embedder = Annotated[
    str | None,
    typer.Option(
        "--embedder", metavar="NAME", help="static, minilm, or any sentence-transformers model."
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", help="Insist that the text is in this language.", **one_of(LANGUAGES)
    ),
]


def settings_for(
    path: Path,
    *,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    **given: str | None,
) -> Settings:
    """Return the settings of a file or folder, with what the command line gives in their place.

    Raises:
        SettingsError: the settings file cannot be used; names file and key.
        UsageError: an option names a rule that does not exist.
    """
    from analyzer.rules import select_rules
    from analyzer.settings_files import load_settings

    loaded = load_settings(path, {code: rule.name for code, rule in all_rules().items()})
    chosen = {"select": split_codes(select), "ignore": split_codes(ignore)}
    for name, codes in chosen.items():
        try:
            list(select_rules(codes or ()))
        except UsageError as error:
            raise UsageError(f"--{name}: {error}") from error
    return loaded.override(**chosen, **given)
