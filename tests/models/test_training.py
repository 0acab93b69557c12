"""A small retrain on our own statements: the same weights twice, and what was fitted is shipped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analyzer.errors import InputError
from analyzer.grading import linear
from models.buzzwords.train import train as train_buzzwords
from models.export import export
from models.fitting import FOLDS, Design, fold_numbers, logistic
from models.kind.train import train as train_kind
from models.statements_data import RATINGS, labelled, panel, published, rated
from models.teacher.answers import WHOLE, Answers, Part, read_answers
from models.teacher.lessons import questions
from models.word_vectors import WordVectors

if TYPE_CHECKING:
    from pathlib import Path

FUNCTIONS = ("mission", "vision", "merged")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, own_statements: list[dict[str, Any]]) -> Path:
    """Return a folder in the layout of the development data, made of our own statements."""
    folder = tmp_path_factory.mktemp("data")
    chosen = own_statements[::3]
    ratings = [r for r in chosen if "decision" in r]
    measured = {r["org_key"] for r in ratings[:3]}
    rows = [
        {
            **{k: r[k] for k in ("id", "text", "organisation", "org_key")},
            **{k: r[k] for k in ("vagueness", "jargon", "decision")},
            "declared": r["label"],
            "masked": r["text"].replace("mission", "____"),
            "kind": r["label"] if r["label"] in FUNCTIONS else "other",
        }
        for r in ratings
    ]
    write(folder / "rated_statements.jsonl", rows)
    write(folder / "statements.jsonl", chosen)
    write(folder / "panel_statements.jsonl", [r for r in rows if r["org_key"] in measured])
    return folder


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_panel_organisations_are_left_out(data: Path) -> None:
    _, texts, groups = panel(data)
    assert groups
    assert not groups & {row.group for row in rated(data, own=False)}
    assert not groups & {row.group for row in published(data)}
    assert not texts & {row.text for row in labelled(data)}


@pytest.mark.parametrize(("name", "train"), [("kind", train_kind), ("buzzwords", train_buzzwords)])
def test_the_same_weights_twice(
    tmp_path: Path, data: Path, name: str, train: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The folder is made of our own statements; adding them all again would only take longer.
    monkeypatch.setattr("models.kind.train.invented", list)
    for run in ("first", "second"):
        train(data, tmp_path / run, seed=0, vectors=False)
    for file in ("weights.safetensors", "model.json", "metrics.json", "README.md"):
        first, second = ((tmp_path / run / file).read_bytes() for run in ("first", "second"))
        assert first == second, f"{name}: {file}"
    heads = linear.read(tmp_path / "first")
    assert all(np.isfinite(head.coef).all() for head in heads.values())


def test_projected_word_vectors_equal_the_fitted_estimator(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    words = tuple("abcdefgh")
    vectors = WordVectors(words, generator.normal(size=(8, 3)))
    found = [
        {f"v={w}": 0.25 for w in generator.choice(words, 4, replace=False)}
        | {"len": float(generator.random())}
        for _ in range(60)
    ]
    labels = [{str(x): 1.0} for x in generator.choice(["mission", "vision", "other"], 60)]
    design = Design(found, vectors)
    fitted = logistic(design.matrix, labels, np.ones(60), strength=1.0)
    export(tmp_path, {"h": design.model(fitted)}, dtype=np.float64)
    model = linear.read(tmp_path)["h"]
    ours = [list(model.probabilities(row).values()) for row in found]
    np.testing.assert_allclose(ours, fitted.predict_proba(design.matrix), rtol=0, atol=1e-12)


def test_folds_keep_organisations_together() -> None:
    groups = [f"g{i % 17}" for i in range(200)]
    numbers = fold_numbers(groups, 0)
    assert len({(g, n) for g, n in zip(groups, numbers.tolist(), strict=True)}) == 17
    assert set(numbers.tolist()) == set(range(FOLDS))
    assert fold_numbers(groups[:5], 0).tolist() == numbers[:5].tolist()


def test_further_readings_are_levelled_and_averaged(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = rated(data, own=False)
    kinds = ["vision" if row.kind == "mission" else str(row.kind) for row in first]
    # A third reader who uses half of the scale, and one point higher.
    marks = [{n: row.ratings[n] / 2 + 1 for n in RATINGS} for row in first]
    write(
        tmp_path / "readings.jsonl",
        [
            {"id": row.id, "rater": "third", "reader": 0, "kind": kind, **m}
            for row, kind, m in zip(first, kinds, marks, strict=True)
        ],
    )
    monkeypatch.setattr("models.statements_data._OWN_RATINGS", tmp_path / "readings.jsonl")
    for row, again in zip(first, rated(data), strict=True):
        assert again.ratings == pytest.approx(row.ratings, abs=1e-9)
        assert again.kind == row.kind
        shares = {"mission": 0.5, "vision": 0.5} if row.kind == "mission" else {row.kind: 1.0}
        assert again.kinds == shares


def test_only_what_a_fold_did_not_write_teaches_it(data: Path) -> None:
    asked = tuple(questions(data, 0))
    answers = Answers(asked, {})
    assert len({q.text for q in asked}) == len(asked)
    assert any(len(q.groups) == 2 for q in asked)
    for fold in range(FOLDS):
        kept = answers.usable(fold, 0)
        assert 0 < kept.sum() < len(asked)
        groups = {g for q, k in zip(asked, kept, strict=True) if k for g in q.groups}
        assert fold not in fold_numbers(sorted(groups), 0)
    assert answers.usable(WHOLE, 0).all()


def test_a_score_follows_its_teacher(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A teacher that finds texts with "we" full of stock phrases is believed."""
    asked = tuple(questions(data, 0))
    says = np.array([5.0 if "we" in q.text.lower().split() else 1.0 for q in asked])
    vectors = WordVectors(("we", "our"), np.eye(2))
    part = Part(
        np.zeros((len(asked), 4)), np.zeros((len(asked), 6)), np.stack([says] * 3, axis=1), vectors
    )
    answers = Answers(asked, dict.fromkeys((*range(FOLDS), WHOLE), part))
    monkeypatch.setattr("models.score_training.read_answers", lambda *_: answers)
    train_buzzwords(data, tmp_path / "taught", seed=0)
    train_buzzwords(data, tmp_path / "untaught", seed=0, vectors=False)
    taught, untaught = (
        linear.read(tmp_path / name)["score"].single("w=we") for name in ("taught", "untaught")
    )
    assert taught > max(untaught, 0.0) + 5.0


def test_missing_answers_say_how_to_make_them(tmp_path: Path, data: Path) -> None:
    with pytest.raises(InputError, match=r"models\.train teacher"):
        read_answers(data, 0, tmp_path)
