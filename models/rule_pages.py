"""Writes `docs/rules.md` from the registry and the measured figures: `python -m models.rule_pages`.

A test holds the file to what this prints, so it cannot drift from the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from analyzer.registry import PROFILES, Rule, all_rules
from analyzer.rules import exams, measured

_ROOT = Path(__file__).resolve().parent.parent
OUT = _ROOT / "docs" / "rules.md"
_HEAD = """# Rules

Every problem that Plumbline names has a code. This page is made from the rules themselves by
`python -m models.rule_pages`; `plumbline explain CODE` prints the same facts.

*Right* is the share of a rule's hits that were right, and on how many that was measured; under 0.8
a rule is a note. *Found* are exam texts that the rule had to find, written by people who had not
read it. Where both runs are known the first stands before the last. *Wrong* are exam documents and
innocent statements in which it should have been silent.

| code | name | severity | looks at | right | n |
|---|---|---|---|---|---|
"""
_PLACES = {
    "statement": "one statement",
    "document": "a document",
    "history": "versions over time",
    "people": "people's versions",
}


def page() -> str:
    """Return the whole page."""
    rules = all_rules().values()
    rows = (_row(rule) for rule in rules)
    parts = ("\n".join(_section(rule)) for rule in rules)
    return _HEAD + "\n".join(rows) + "\n\n" + "\n\n".join(parts) + "\n"


def _row(rule: Rule) -> str:
    figures = measured(rule.code)
    right = f"{figures['precision']:.2f}" if figures else "not measured"
    link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
    cells = (link, rule.name, rule.severity, _PLACES[rule.scope], right)
    return f"| {' | '.join(cells)} | {figures['n'] if figures else 0} |"


def _section(rule: Rule) -> Iterator[str]:
    others = [name for name in PROFILES if name not in rule.profiles]
    yield f"## {rule.code} {rule.name}\n"
    yield f"**{_named(rule.question)}**\n"
    facts = [
        ("What", _named(rule.message)),
        ("Why", rule.rationale),
        ("What it costs", rule.cost),
        ("How to mend it", rule.mend),
        ("Before", rule.before),
        ("After", rule.after),
        ("Schools", ", ".join(rule.profiles) + (f"; not {', '.join(others)}" if others else "")),
        ("Source", rule.source),
        ("Right", _right(rule.code)),
        ("Exams", "; ".join(exams(rule.code)) or "no text of the exams is about it"),
    ]
    for name, text in facts:
        yield f"- **{name}.** {' '.join(text.split())}"


def _right(code: str) -> str:
    figures = measured(code)
    if not figures:
        return "not measured yet"
    recall = figures.get("recall")
    both = figures.get("agreement")
    return (
        f"{figures['precision']:.2f} of {figures['n']} ({figures['judged']})"
        + (f", recall {recall:.2f}" if recall is not None else "")
        + (f", the two readers agree on {both:.2f}" if both is not None else "")
    )


def _named(template: str) -> str:
    """Return a message with its placeholders named instead of filled."""
    pieces = Formatter().parse(template)
    return "".join(text + (f"‹{name}›" if name else "") for text, name, _, _ in pieces)


def main() -> int:
    """Write the page."""
    OUT.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
