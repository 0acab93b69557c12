"""What is read of WordNet's files, in files of their form with words of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import InputError
from models.embedding.glosses import glosses

_NOUNS = """\
  1 The licence stands at the top, indented.
00000001 04 n 02 night_ferry 0 late_boat 0 001 @ 00000009 n 0000 | a crossing by dark; "she took it"
00000002 05 n 01 harbour_gull 0 000 | a grey bird that follows the boats
00000003 18 n 01 Old_Berit 0 001 @i 00000009 n 0000 | the first pilot of the western islands
00000004 26 n 01 lull 0 000 | a calm
00000005 14 n 04 crew 0 watch 0 hands 0 company 0 000 | people who work one boat together
"""
_VERBS = "00000006 38 v 01 put_in 2 000 01 + 02 00 | enter a harbour for shelter or stores  \n"


def test_acts_and_groups_are_read_with_up_to_three_names(tmp_path: Path) -> None:
    (tmp_path / "data.noun").write_text(_NOUNS, encoding="utf-8")
    (tmp_path / "data.verb").write_text(_VERBS, encoding="utf-8")
    assert glosses(tmp_path) == [
        "night ferry, late boat: a crossing by dark",
        "crew, watch, hands: people who work one boat together",
        "put in: enter a harbour for shelter or stores",
    ]


def test_without_wordnet_the_error_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"data\.noun: cannot be read; install WordNet"):
        glosses(tmp_path)
