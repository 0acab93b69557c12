"""What the parse says of a statement's form: who acts, in which mood, and what hangs on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.grading.tokens import Tokens

_CLAUSES = frozenset(("acl", "advcl", "ccomp", "xcomp", "parataxis", "conj", "obl"))
_LEXICAL = frozenset(("xcomp", "ccomp", "advcl"))
_SUBORDINATE = frozenset(("acl", "advcl", "ccomp"))
_ROOTS = 3


def syntax_features(view: Tokens) -> dict[str, float]:
    """Return features of the roots and their dependents, by name; without a parse only counts.

    The first root is told from later ones (`r0`, `r1`). A copular sentence's root is the noun, so
    its `be` stands under `cop` and its `will` and `to` under `aux` and `mark`, as for a verb.
    """
    found: dict[str, float] = {}
    children: dict[int, list[int]] = {}
    roots: list[int] = []
    for place, head in enumerate(view.head):
        if head != place:
            children.setdefault(head, []).append(place)
        elif view.dep[place] == "ROOT" and view.pos[place] != "PUNCT":
            roots.append(place)
    for order, root in enumerate(roots[:_ROOTS]):
        _root(view, root, children.get(root, []), f"r{min(order, 1)}", found)
    for place, dep in enumerate(view.dep):
        if dep in _SUBORDINATE:
            for child in children.get(place, ()):
                if child < place and view.dep[child] in ("mark", "advmod"):
                    found[f"sub:{dep}:{view.lower[child]}"] = 1.0
                    break
    found["conjuncts"] = math.log1p(view.dep.count("conj"))
    found["roots"] = min(len(roots), 6) / 3
    return found


def _root(
    view: Tokens, root: int, children: list[int], prefix: str, found: dict[str, float]
) -> None:
    tag = view.tag[root]
    found[f"{prefix}.tag={tag}"] = 1.0
    found[f"{prefix}.lemma={view.lemma[root]}"] = 1.0
    markers: list[str] = []
    subject = copula = False
    for child in children:
        dep, lower = view.dep[child], view.lower[child]
        if dep in ("aux", "mark"):
            found[f"{prefix}.{dep}={lower}"] = 1.0
            markers.append(lower)
        elif dep == "cop":
            found[f"{prefix}.cop={lower}"] = 1.0
            copula = True
        elif dep in ("nsubj", "csubj"):
            found[f"{prefix}.subject={view.shape[child]}"] = 1.0
            subject = True
        elif dep == "obj":
            found[f"{prefix}.object"] = 1.0
        elif dep in _CLAUSES:
            found[f"{prefix}.{dep}:{view.tag[child]}"] = 1.0
            if dep in _LEXICAL:
                found[f"{prefix}.{dep}={view.lemma[child]}"] = 1.0
    if not subject:
        found[f"{prefix}.no_subject:{tag}"] = 1.0
    frame = ("S" if subject else "-") + ("C" if copula else "-")
    found[f"{prefix}.frame={frame}{','.join(sorted(markers))[:20]}:{tag}"] = 1.0
