"""Linear models over named features, in NumPy: what scikit-learn trained, without scikit-learn.

One folder may hold several heads, each with its own features (`type`, `measurable`, `time_bound` of
a key result, say):

    model.json           {"heads": {"type": {"task": "multinomial", "classes": [...],
                          "thresholds": {...}, "calibration": {...}}}}
    type.txt             the names of its features, one a line
    weights.safetensors  "type.coef" [features, outputs] and "type.intercept" [outputs]

Features are mappings from a name to a number; names that the model does not know count nothing, so
an annotator may offer more than the model uses:

    >>> heads = load("models/key_result")                              # doctest: +SKIP
    >>> heads["type"].probabilities({"root=be": 1.0, "percent": 2.0})  # doctest: +SKIP
    {'activity': 0.03, 'mixed': 0.09, 'outcome': 0.88, 'unclear': 0.0}

Scaling of features and calibration (temperature, shifted priors) are folded into the weights by
`models.export` before they are written; what stands under `calibration` says how, and is not
applied again. Weights are float32 in the files; every sum is made in float64.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ResourceError
from analyzer.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

Task = Literal["multinomial", "binary", "ridge"]
Vector = NDArray[np.float64]
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """One trained linear model.

    Attributes:
        task: `multinomial` (softmax over `classes`), `binary` (logistic; `classes` are the negative
            and the positive one, and there is a single output) or `ridge` (a single number).
        features: name of each row of `coef`.
        coef: weights [features, outputs], float64.
        intercept: [outputs], float64.
        classes: labels in the order of the outputs; empty for `ridge`.
        thresholds: named decision thresholds chosen in training.
        calibration: how the weights were calibrated; for the record only.
    """

    task: Task
    features: tuple[str, ...]
    coef: Vector
    intercept: Vector
    classes: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    calibration: Mapping[str, Any] = field(default_factory=dict)
    _rows: dict[str, int] = field(init=False, repr=False)
    _first: list[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        outputs = len(self.classes) if self.task == "multinomial" else 1
        if self.coef.shape != (len(self.features), outputs) or self.intercept.shape != (outputs,):
            raise ValueError(
                f"{self.task}: coef {self.coef.shape} and intercept {self.intercept.shape} do not "
                f"fit {len(self.features)} features and {outputs} outputs"
            )
        if self.task == "binary" and len(self.classes) != 2:
            raise ValueError("binary: classes must name the negative and the positive class")
        rows = dict(zip(self.features, range(len(self.features)), strict=True))
        if len(rows) != len(self.features):
            raise ValueError("a feature is named twice")
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_first", self.coef[:, 0].tolist())

    def decision(self, features: Features) -> Vector:
        """Return the raw output: logits [classes], one log-odds, or the ridge's value, float64.

        Features are summed in the order of the mapping, so equal mappings give equal bits.
        """
        rows, values = self._known(features)
        if not rows:
            return self.intercept.copy()
        return np.asarray(values) @ self.coef.take(rows, axis=0) + self.intercept

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return the probability of every class; they sum to one.

        Raises:
            ValueError: the model is a ridge, which has no classes.
        """
        if self.task == "ridge":
            raise ValueError("a ridge has no classes; use value()")
        return dict(zip(self.classes, _links(self.task, self.decision(features)), strict=True))

    def value(self, features: Features) -> float:
        """Return the single output as a number: a ridge's value, a binary model's log-odds."""
        if self.task == "multinomial":
            raise ValueError("a multinomial model has one output a class; use decision()")
        return float(self.decision(features)[0])

    def contributions(self, features: Features, target: str | None = None) -> dict[str, float]:
        """Return what each known feature adds to an output; with the intercept they sum to it.

        Args:
            features: as for `decision`.
            target: class whose logit is meant; needed for a multinomial model only.
        """
        column = self.classes.index(target) if self.task == "multinomial" and target else 0
        return {
            name: float(self.coef[self._rows[name], column] * value)
            for name, value in features.items()
            if name in self._rows
        }

    def knows(self, name: str) -> bool:
        """Return whether the model has a weight for a feature."""
        return name in self._rows

    def weight(self, name: str) -> Vector:
        """Return a feature's weights [outputs]; zeros where the model does not know it."""
        row = self._rows.get(name)
        return np.zeros_like(self.intercept) if row is None else self.coef[row]

    def single(self, name: str) -> float:
        """Return a feature's weight on the first output; zero where the model does not know it."""
        row = self._rows.get(name)
        return 0.0 if row is None else self._first[row]

    def _known(self, features: Features) -> tuple[list[int], list[float]]:
        index = self._rows
        rows: list[int] = []
        values: list[float] = []
        for name, value in features.items():
            row = index.get(name)
            if row is not None:
                rows.append(row)
                values.append(value)
        return rows, values


def _links(task: Task, logits: Vector) -> list[float]:
    if task == "binary":
        # The form that does not overflow on either side.
        z = float(logits[0])
        small = np.exp(-abs(z))
        positive = float(1.0 / (1.0 + small) if z >= 0 else small / (1.0 + small))
        return [1.0 - positive, positive]
    shifted = np.exp(logits - logits.max())
    return [float(p) for p in shifted / shifted.sum()]


@cache
def load(folder: str) -> Mapping[str, LinearModel]:
    """Load every head of a shipped model folder, once per process.

    Args:
        folder: path below the project's root, such as `models/kind`.

    Raises:
        ResourceError: the folder is missing, or its files do not fit each other.
    """
    return read(resource(folder))


def read(folder: Path) -> dict[str, LinearModel]:
    """Read every head of a model folder anywhere on disk.

    Raises:
        ResourceError: a file is missing or broken, or the files do not fit each other.
    """
    from safetensors.numpy import load_file

    try:
        described = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "weights.safetensors")
        return {
            head: LinearModel(
                task=spec["task"],
                features=tuple((folder / f"{head}.txt").read_text("utf-8").split("\n")),
                coef=weights[f"{head}.coef"].astype(np.float64),
                intercept=weights[f"{head}.intercept"].astype(np.float64),
                classes=tuple(spec.get("classes", ())),
                thresholds=spec.get("thresholds", {}),
                calibration=spec.get("calibration", {}),
            )
            for head, spec in described["heads"].items()
        }
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(
            f"{folder}: the model cannot be read ({error}); reinstall plumbline, or in a checkout "
            f"run: python -m models.train {folder.name} --data DIR"
        ) from error
