"""Tell a misspelt field name from a field of somebody else's."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like another."""
    names = list(known)
    return (difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.0) or names[:1])[0]


def near_miss(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that this one was probably meant to be, or None.

    One slip of the keyboard counts: "misson", "vison", "objetives"; "revision" and "division" are
    words of their own.
    """
    given = name.strip().lower()
    for candidate in known:
        if given != candidate and len(given) > 2 and _one_slip(given, candidate):
            return candidate
    return None


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter more or less, two swapped, or in longer names another one differ."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) != len(b):
        longer, shorter = (rest_a, rest_b) if len(a) > len(b) else (rest_b, rest_a)
        return longer[1:] == shorter
    swapped = rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return swapped or (len(b) > 4 and rest_a[1:] == rest_b[1:])
