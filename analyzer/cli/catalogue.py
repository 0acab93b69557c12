"""`plumbline rules` and `plumbline explain`: what is looked for, why, and how sure it is."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli import options
from analyzer.cli.output import console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from analyzer.registry import Example, Rule
    from analyzer.render.page import Page

_LABEL = 10  # columns for the names of an explanation's parts
_SCOPES = {
    "statement": "one statement at a time",
    "document": "the document's links",
    "people": "people's versions of one moment",
    "history": "the versions of a document over time",
}


def rules(format: options.Format = "text") -> int:
    """List every rule, and how often it is right."""
    catalogue = _catalogue()
    if format == "json":
        from analyzer.rules.description import describe

        print(json.dumps([describe(rule) for rule in catalogue.values()], ensure_ascii=False))
        return 0
    from analyzer.render.page import Page

    page = Page.of(console())
    head = [("code", 8, "dim"), ("name", 27, "dim"), ("severity", 10, "dim"), ("right", 0, "dim")]
    page.print(page.columns(head))
    for rule in catalogue.values():
        cells = [(rule.code, 8, "bold"), (rule.name, 27, ""), (rule.severity, 10, "")]
        page.print(page.columns([*cells, (_measured(rule.code), 0, "")]))
        for line in page.block(_readable(rule.question), indent=8, style="dim"):
            page.print(line)
    return 0


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name.")],
    format: options.Format = "text",
) -> int:
    """Explain one rule: what it finds, and how to mend it."""
    _catalogue()
    from analyzer.registry import get_rule

    rule = get_rule(code)
    if format == "json":
        from analyzer.rules.description import describe

        print(json.dumps(describe(rule), ensure_ascii=False))
        return 0
    from analyzer.render.page import Page

    page = Page.of(console())
    for line in _explanation(rule, page):
        page.print(line)
    return 0


def _catalogue() -> "dict[str, Rule]":
    import analyzer.rules  # noqa: F401  (registers the shipped rules)
    from analyzer.registry import all_rules

    return dict(all_rules())


def _explanation(rule: "Rule", page: "Page") -> "Iterator[Text]":
    from rich.text import Text

    from analyzer.registry import PROFILES
    from analyzer.rules import exams

    scope = _SCOPES[rule.scope]
    yield page.heading(f"{rule.code} {rule.name}", rule.severity)
    yield Text()
    yield from page.block(_readable(rule.question), indent=2, style="bold")
    yield Text()
    agree = ", ".join(rule.profiles)
    others = [p for p in PROFILES if p not in rule.profiles]
    for label, text in (
        ("What", _readable(rule.message)),
        ("Why", rule.rationale),
        ("Cost", rule.cost),
        ("Mend", rule.mend),
        ("Before", rule.before),
        ("After", rule.after),
        ("Looks at", scope),
        ("Right", _measured(rule.code)),
        ("Found", _found(rule.code)),
        ("Exams", "; ".join(exams(rule.code)) or "no text of the exams is about it"),
        ("Schools", agree + (f"; not {', '.join(others)}" if others else "")),
        ("Source", rule.source),
    ):
        yield from _part(label, text, page)
    for label, examples in (("Flags", rule.flags), ("Passes", rule.passes)):
        yield Text()
        for number, example in enumerate(examples):
            yield from _part("" if number else label, _example(example), page)


def _part(label: str, text: str, page: "Page") -> "Iterator[Text]":
    yield from page.block(text, indent=2 + _LABEL, label=label.ljust(_LABEL - 1))


def _example(example: "Example") -> str:
    text = " ".join(example.text.split())
    if example.document:
        return f"a document: {text}"
    return f"“{text}”" + (f" as {example.declared}" if example.declared else "")


def _measured(code: str) -> str:
    from analyzer.rules import precision

    share, n = precision(code)
    if share is None:
        return "not measured yet"
    return f"in {share * 100:.0f} of 100 cases (n = {n})"


def _found(code: str) -> str:
    from analyzer.rules import measured

    recall = measured(code).get("recall")
    return "not measured" if recall is None else f"{recall * 100:.0f} of 100 cases"


def _readable(template: str) -> str:
    """Return a message with its placeholders named instead of filled."""
    return template.format_map(_Named())


class _Named(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"
