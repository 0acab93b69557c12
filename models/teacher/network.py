"""A transformer that learned all statement tasks at once; the linear models learn from it.

all-MiniLM-L6-v2 is fine-tuned on kinds, families and scores together, with label words hidden. It
judges context better than a linear model can, but is too slow and says nothing of its reasons, so
it is not shipped.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from models.statements_data import FAMILIES, FUNCTIONS, RATINGS
from models.word_vectors import encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LABEL_WORDS = re.compile(
    r"\b(?:missions?|visions?|visionary|envisions?|envisioned|envisioning|purpose)\b|_{2,}", re.I
)
_LAYERS = (4, 6)
_FROZEN = 2
_MOST_TOKENS = 128
_BATCH = 32
_EPOCHS = 4
_RATE, _HEAD_RATE = 9e-5, 1.5e-3
# What each task's loss counts beside that of the function.
_FAMILY, _SCORES, _SPECIFICITY = 0.4, 0.7, 0.2


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text and what is known of it.

    Attributes:
        text: as published.
        group: organisation.
        weight: how far it counts.
        functions: share of readings that gave each function; empty where unknown.
        family: what an `other` is, where that is known.
        ratings: vagueness, jargon and decision from 1 to 5; empty where unknown.
        specificity: of an everyday sentence, standardised.
    """

    text: str
    group: str
    weight: float = 1.0
    functions: dict[str, float] = field(default_factory=dict)
    family: str | None = None
    ratings: dict[str, float] = field(default_factory=dict)
    specificity: float | None = None


class Teacher:
    """A fine-tuned encoder with a head for each task."""

    def __init__(self, lessons: Sequence[Lesson], *, seed: int, epochs: int = _EPOCHS) -> None:
        """Fine-tune on lessons, in one thread, so that equal seeds give equal weights."""
        import torch

        torch.manual_seed(seed)
        self._tokenizer, encoding = encoder()
        self._net = _network(encoding)
        rated = np.array([[x.ratings[n] for n in RATINGS] for x in lessons if x.ratings])
        self._mean, self._spread = rated.mean(axis=0), rated.std(axis=0)
        self._fit([self._target(lesson) for lesson in lessons], random.Random(seed), epochs)

    def judge(self, texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Return `function` and `family` logits and `scores` (ratings, 1 to 5), a row a text."""
        import torch

        self._net.eval()
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found = np.zeros((len(texts), len(FUNCTIONS) + len(FAMILIES) + len(RATINGS)))
        with torch.no_grad():
            for start in range(0, len(order), 64):
                batch = order[start : start + 64]
                outputs = self._outputs([texts[p] for p in batch])
                found[batch] = torch.cat(outputs, dim=1).float().numpy()
        function, family, scores = np.split(
            found, [len(FUNCTIONS), len(FUNCTIONS) + len(FAMILIES)], axis=1
        )
        return {
            "function": function,
            "family": family,
            "scores": scores * self._spread + self._mean,
        }

    def encoding(self) -> tuple[Any, Any]:
        """Return the tokenizer and the fine-tuned encoder."""
        return self._tokenizer, self._net.encoding.eval()

    def _target(self, lesson: Lesson) -> dict[str, Any]:
        ratings = [lesson.ratings.get(name, 0.0) for name in RATINGS]
        return {
            "text": lesson.text,
            "function": [lesson.functions.get(name, 0.0) for name in FUNCTIONS],
            "family": [float(lesson.family == name) for name in FAMILIES],
            "scores": list((np.array(ratings) - self._mean) / self._spread),
            "specificity": lesson.specificity or 0.0,
            "weights": [
                lesson.weight * bool(lesson.functions),
                lesson.weight * bool(lesson.family),
                lesson.weight * bool(lesson.ratings),
                lesson.weight * (lesson.specificity is not None),
            ],
        }

    def _outputs(self, texts: list[str]) -> Any:
        import torch

        masked = [_LABEL_WORDS.sub(self._tokenizer.mask_token, text) for text in texts]
        tokens = self._tokenizer(
            masked, padding=True, truncation=True, max_length=_MOST_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self._net(tokens)

    def _fit(self, targets: list[dict[str, Any]], draw: random.Random, epochs: int) -> None:
        import torch

        body = [p for p in self._net.encoding.parameters() if p.requires_grad]
        heads = [p for n, p in self._net.named_parameters() if not n.startswith("encoding.")]
        optimizer = torch.optim.AdamW(
            [{"params": body, "lr": _RATE}, {"params": heads, "lr": _HEAD_RATE}],
            weight_decay=0.01,
            fused=True,
        )
        steps = epochs * (len(targets) // _BATCH + 1)
        scheduler = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / (0.06 * steps), max(0.02, 1 - step / steps))
        )
        self._net.train()
        for _ in range(epochs):
            for batch in _batches(targets, draw):
                loss = self._loss(batch)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
                optimizer.step()
                scheduler.step()

    def _loss(self, batch: list[dict[str, Any]]) -> Any:
        import torch

        function, family, scores = (o.float() for o in self._outputs([b["text"] for b in batch]))
        known = {
            name: torch.tensor([b[name] for b in batch], dtype=torch.float32)
            for name in ("function", "family", "scores", "specificity", "weights")
        }
        cross = torch.nn.functional.cross_entropy
        said = self._net.specificity(scores[:, :1])[:, 0]
        each = torch.stack(
            [
                cross(function, known["function"], reduction="none", label_smoothing=0.03),
                _FAMILY * cross(family, known["family"], reduction="none", label_smoothing=0.05),
                _SCORES * ((scores - known["scores"]) ** 2).mean(dim=1),
                _SPECIFICITY * (said - known["specificity"]) ** 2,
            ],
            dim=1,
        )
        return (each * known["weights"]).sum() / len(batch)


def _network(encoding: Any) -> Any:
    import torch

    class Network(torch.nn.Module):  # type: ignore[misc]  # torch is not there for mypy
        """The encoder's middle and last layer, averaged over the words, and three heads."""

        def __init__(self) -> None:
            super().__init__()
            self.encoding = encoding
            self.encoding.pooler = None
            # Eager attention is the faster one here; the lowest layers stay as pretraining left
            # them, so that rare words keep their meaning.
            self.encoding.set_attn_implementation("eager")
            self.encoding.embeddings.requires_grad_(False)
            for layer in self.encoding.encoder.layer[:_FROZEN]:
                layer.requires_grad_(False)
            width = encoding.config.hidden_size * len(_LAYERS)
            self.dropout = torch.nn.Dropout(0.1)
            self.function = torch.nn.Linear(width, len(FUNCTIONS))
            self.family = torch.nn.Linear(width, len(FAMILIES))
            self.scores = torch.nn.Linear(width, len(RATINGS))
            # Everyday sentences are not statements: vagueness says how they rank, not where.
            self.specificity = torch.nn.Linear(1, 1)
            torch.nn.init.constant_(self.specificity.weight, -1.0)

        def forward(self, tokens: Any) -> Any:
            states = self.encoding(**tokens, output_hidden_states=True).hidden_states
            mask = tokens["attention_mask"][..., None].float()
            means = [(states[layer].float() * mask).sum(1) / mask.sum(1) for layer in _LAYERS]
            pooled = self.dropout(torch.cat(means, dim=1))
            return self.function(pooled), self.family(pooled), self.scores(pooled)

    return Network()


def _batches(targets: list[dict[str, Any]], draw: random.Random) -> list[list[dict[str, Any]]]:
    """Return shuffled batches of texts of like length."""
    order = draw.sample(targets, len(targets))
    found = []
    for start in range(0, len(order), _BATCH * 20):
        near = sorted(order[start : start + _BATCH * 20], key=lambda t: len(t["text"]))
        found += [near[i : i + _BATCH] for i in range(0, len(near), _BATCH)]
    draw.shuffle(found)
    return found
