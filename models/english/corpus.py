"""Reads the treebanks and merges the ones that the pipeline learns from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Span
    from spacy.vocab import Vocab

#: Merged, in this order, into one training file. The cut-out fragments (`aug_train`) are what
#: makes a line that begins with its verb readable; `wikigold_ner` carries names and nothing else.
TRAIN_FILES = ("ewt_train", "gum_train_open_ner", "aug_train", "wikigold_ner")
#: Chooses the best checkpoint.
DEV_FILE = "ewt_dev"
#: Touched for figures only.
TEST_FILE = "ewt_test"
FRAGMENT_TEST_FILE = "aug_eval"


def treebank_path(data: Path, name: str) -> Path:
    """Gives the file of one treebank.

    Args:
        data: Folder that holds `ud/`.
        name: File stem, such as `ewt_train`.

    Returns:
        The path of its DocBin.

    Raises:
        FileNotFoundError: The file is not there.
    """
    path = data / "ud" / f"{name}.spacy"
    if not path.is_file():
        raise FileNotFoundError(f"no treebank {name!r}: {path} is missing")
    return path


def read(data: Path, name: str, vocab: Vocab) -> list[Doc]:
    """Reads the annotated documents of one treebank.

    Args:
        data: Folder that holds `ud/`.
        name: File stem.
        vocab: Vocabulary to read into; scoring needs the pipeline's own.

    Returns:
        The documents, in the file's order.
    """
    return list(DocBin().from_disk(treebank_path(data, name)).get_docs(vocab))


def merge(data: Path, target: Path, names: Sequence[str] = TRAIN_FILES) -> int:
    """Writes several treebanks as one DocBin.

    Args:
        data: Folder that holds `ud/`.
        target: File to write.
        names: File stems, in order.

    Returns:
        The number of documents written.
    """
    merged = DocBin(store_user_data=False)
    vocab = spacy.blank("en").vocab
    for name in names:
        for doc in read(data, name, vocab):
            merged.add(doc)
    merged.to_disk(target)
    return len(merged)


def digests(data: Path) -> dict[str, str]:
    """Hashes every treebank that training or evaluation reads.

    Args:
        data: Folder that holds `ud/`.

    Returns:
        SHA-256 as hexadecimal text, by file stem.
    """
    names = sorted({*TRAIN_FILES, DEV_FILE, TEST_FILE, FRAGMENT_TEST_FILE})
    return {
        name: hashlib.sha256(treebank_path(data, name).read_bytes()).hexdigest() for name in names
    }


def raw_examples(nlp: Language, gold: Sequence[Doc]) -> list[Example]:
    """Pairs each gold document with its bare text, tokenised by the pipeline itself."""
    return [Example(nlp.make_doc(doc.text), doc) for doc in gold]


def token_examples(nlp: Language, gold: Sequence[Doc]) -> list[Example]:
    """Pairs each gold document with its own tokens, so that tokenisation costs nothing."""
    return [
        Example(
            Doc(
                nlp.vocab,
                words=[token.text for token in doc],
                spaces=[bool(token.whitespace_) for token in doc],
            ),
            doc,
        )
        for doc in gold
    ]


def sentences(gold: Sequence[Doc]) -> Iterator[Span]:
    """Yields every gold sentence."""
    for doc in gold:
        yield from doc.sents
