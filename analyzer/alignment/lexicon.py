"""The words by which closeness tells giving from taking: `data/lexicons/opposition.json`."""

from __future__ import annotations

from functools import cache

from analyzer.resources import read_json


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Return the word lists by name; a verb and its particle are written `turn_away`."""
    lists: dict[str, str] = read_json("data/lexicons/opposition.json")
    found = {name: frozenset(listed.split()) for name, listed in lists.items()}
    found["taking"] = found["down"] | found["strong"] | found["spoil"]
    found["verbs"] = found["taking"] | found["up"] | found["conceal"] | found["crimes"]
    found["undoing"] = found["ill_verbs"] | found["taking"]
    found["of_less"] = found["ills"] | found["lacks"]
    found["spared"] = found["taking"] | found["force"] | found["conceal"] | found["crimes"]
    found["well_taken"] = found["down"] | found["strong"]
    found["bad_ends"] = found["bad_states"] | found["worsened"]
    found["admitted"] = found["wealthy"] | frozenset(("only", "solely", "exclusively"))
    return found
