"""From trained estimators to the files that `analyzer.grading.linear` reads."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from analyzer.grading.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FloatArray = NDArray[np.floating[Any]]


def from_sklearn(
    estimator: Any,
    features: Sequence[str],
    *,
    scale: FloatArray | None = None,
    thresholds: Mapping[str, float] | None = None,
    calibration: Mapping[str, Any] | None = None,
) -> LinearModel:
    """Take the weights of a fitted scikit-learn linear model.

    Args:
        estimator: a fitted `LogisticRegression` (two classes become `binary`, more become
            `multinomial`) or any linear regression with `coef_` and `intercept_` (`ridge`).
        features: name of each column it was fitted on.
        scale: what each column was divided by before fitting (no centring, so that sparse columns
            stay sparse); folded into the weights, so inference takes raw values.
        thresholds: decision thresholds to store.
        calibration: how the weights were calibrated, for the record; see `tempered`.
    """
    coef = np.atleast_2d(np.asarray(estimator.coef_, dtype=np.float64)).T
    if scale is not None:
        coef = coef / np.asarray(scale, dtype=np.float64)[:, None]
    classes = tuple(str(c) for c in getattr(estimator, "classes_", ()))
    return LinearModel(
        task="ridge" if not classes else "binary" if len(classes) == 2 else "multinomial",
        features=tuple(features),
        coef=coef,
        intercept=np.atleast_1d(np.asarray(estimator.intercept_, dtype=np.float64)),
        classes=classes,
        thresholds=dict(thresholds or {}),
        calibration=dict(calibration or {}),
    )


def tempered(
    model: LinearModel, temperature: float, shift: Sequence[float] | None = None
) -> LinearModel:
    """Fold a calibration into the weights: logits / temperature + shift.

    Args:
        model: a logistic model.
        temperature: over 1 makes the model less sure.
        shift: added to each logit afterwards: a change of priors, [outputs].
    """
    offset = np.zeros_like(model.intercept) if shift is None else np.asarray(shift, np.float64)
    return LinearModel(
        task=model.task,
        features=model.features,
        coef=model.coef / temperature,
        intercept=model.intercept / temperature + offset,
        classes=model.classes,
        thresholds=model.thresholds,
        calibration={
            **model.calibration,
            "temperature": float(temperature),
            "shift": [float(x) for x in offset],
        },
    )


def pruned(model: LinearModel, least: float) -> LinearModel:
    """Return a model without the features whose weights are all no larger than `least`."""
    kept = np.flatnonzero(np.abs(model.coef).max(axis=1, initial=0.0) > least)
    features = tuple(model.features[row] for row in kept)
    return replace(model, features=features, coef=model.coef[kept])


def export(
    folder: Path,
    heads: Mapping[str, LinearModel],
    *,
    dtype: type[np.floating[Any]] = np.float32,
    least: float = 0.0,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Write heads as `analyzer.grading.linear` reads them; rows that say nothing are left out.

    Args:
        folder: made if missing.
        heads: the model's heads by name.
        dtype: of the stored weights; float64 keeps `predict_proba` to 1e-12.
        least: rows whose weights are all this small are left out, too.
        about: further fields for `model.json`, such as the feature version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, NDArray[Any]] = {}
    described: dict[str, Any] = {}
    for name, model in heads.items():
        model = pruned(model, least)
        kept = np.flatnonzero(np.abs(model.coef.astype(dtype)).max(axis=1, initial=0.0))
        tensors[f"{name}.coef"] = np.ascontiguousarray(model.coef[kept].astype(dtype))
        # There are few intercepts, and half a float would cost every output its precision.
        wide = np.float32 if dtype == np.float16 else dtype
        tensors[f"{name}.intercept"] = model.intercept.astype(wide)
        described[name] = {
            "task": model.task,
            "classes": list(model.classes),
            "thresholds": {k: float(v) for k, v in model.thresholds.items()},
            "calibration": dict(model.calibration),
        }
        # Bare lines: in the JSON file they would take a fifth more room.
        names = "\n".join(model.features[row] for row in kept)
        (folder / f"{name}.txt").write_text(names, encoding="utf-8", newline="\n")
    save_file(tensors, folder / "weights.safetensors")
    text = json.dumps({**(about or {}), "heads": described}, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")
