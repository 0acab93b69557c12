"""Definitions of WordNet 3.0, from which the static vectors learn words that statements seldom use.

They are read from where Debian's package `wordnet-base` puts them; no gloss is stored here.
"""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import InputError

WORDNET = Path("/usr/share/wordnet")
# Acts, artefacts, attributes, thought, speech, events, groups, people, property, processes,
# relations and states: what plans are about. Left out are species, bodies, substances and places.
_NOUNS = frozenset((4, 6, 7, 9, 10, 11, 14, 18, 21, 22, 24, 26))
_FEWEST_WORDS, _NAMES = 4, 3
# In the files: an instance (a person or a place of history) points to what it is one of.
_INSTANCE = " @i "


def glosses(folder: Path = WORDNET) -> list[str]:
    """Return verbs and chosen nouns, each set of synonyms with its definition.

    Args:
        folder: with `data.noun` and `data.verb` in WordNet's format.

    Raises:
        InputError: a file is missing.
    """
    found = []
    for name in ("noun", "verb"):
        for line in _text(folder / f"data.{name}").splitlines():
            # The licence at the top is indented.
            if line.startswith("  ") or _INSTANCE in line:
                continue
            head, _, gloss = line.partition("|")
            fields = head.split()
            definition = gloss.split('; "')[0].strip()
            if (name == "noun" and int(fields[1]) not in _NOUNS) or (
                len(definition.split()) < _FEWEST_WORDS
            ):
                continue
            names = [
                field.replace("_", " ") for field in fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            ]
            found.append(f"{', '.join(names[:_NAMES])}: {definition}")
    return list(dict.fromkeys(found))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read; install WordNet 3.0 (in Debian: wordnet-base)"
        ) from error
