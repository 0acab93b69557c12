"""The shipped English pipeline: loading, reading statements, and the truth of its card.

Every sentence here was written for this project.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

from models.english.card import render_card
from models.english.compact import round_to_half, save
from models.english.corpus import (
    DEV_FILE,
    FRAGMENT_TEST_FILE,
    TEST_FILE,
    TRAIN_FILES,
    digests,
    merge,
    treebank_path,
)
from models.english.evaluation import shape
from models.english.train import META, folder_size

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token
    from thinc.api import Model

ENGLISH = Path(__file__).parents[2] / "models" / "english"
PIPELINE = ENGLISH / "pipeline"

#: Line, root, its universal part of speech, its lemma.
IMPERATIVES = [
    ("Open five clinics by June.", "Open", "open"),
    ("Reduce the waiting time from nine days to four.", "Reduce", "reduce"),
    ("Launch the new booking site in three cities.", "Launch", "launch"),
    ("Train 200 volunteers before the end of the year.", "Train", "train"),
    ("Increase the share of returning visitors to 40 percent.", "Increase", "increase"),
    ("Publish a yearly report on river quality.", "Publish", "publish"),
    ("Cut the number of failed deliveries in half.", "Cut", "cut"),
    ("Hire two engineers for the support team.", "Hire", "hire"),
    ("Make our library the first place that families visit.", "Make", "make"),
    ("Answer every complaint within one day.", "Answer", "answer"),
]
INFINITIVES = [
    ("To become the most trusted bakery in the valley.", "become", "become"),
    ("To help every child learn to swim.", "help", "help"),
    ("To protect the wetlands of the northern coast.", "protect", "protect"),
    ("To provide safe homes for older people.", "provide", "provide"),
    ("To give small farmers a fair price for their milk.", "give", "give"),
]
NOUN_PHRASES = [
    ("A world without hunger.", "world"),
    ("A city where every street is safe for walking.", "city"),
    ("Clean water for every village.", "water"),
    ("The best place in the region to learn a trade.", "place"),
    ("A future in which nobody sleeps on the street.", "future"),
]
SENTENCES = [
    ("We repair bicycles for people who cannot pay.", "repair", "VERB"),
    ("Our mission is to keep the old theatre open.", "keep", "VERB"),
    ("The museum will double its opening hours next year.", "double", "VERB"),
    ("Our nurses visit 300 families each month.", "visit", "VERB"),
    ("We believe that music belongs to everybody.", "believe", "VERB"),
]


def root_of(nlp: Language, text: str) -> Token:
    roots = [token for token in nlp(text) if token.head == token]
    assert len(roots) == 1, f"{text!r} was split at {roots}"
    return roots[0]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(PIPELINE)


@pytest.fixture(scope="module")
def metrics() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ENGLISH / "metrics.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize(("text", "root", "lemma"), IMPERATIVES)
def test_imperative(nlp: Language, text: str, root: str, lemma: str) -> None:
    token = root_of(nlp, text)
    assert (token.text, token.pos_, token.lemma_) == (root, "VERB", lemma)


@pytest.mark.parametrize(("text", "root", "lemma"), INFINITIVES)
def test_infinitive(nlp: Language, text: str, root: str, lemma: str) -> None:
    token = root_of(nlp, text)
    assert (token.text, token.lemma_) == (root, lemma)


@pytest.mark.parametrize(("text", "root"), NOUN_PHRASES)
def test_noun_phrase(nlp: Language, text: str, root: str) -> None:
    token = root_of(nlp, text)
    assert (token.text, token.pos_) == (root, "NOUN")


@pytest.mark.parametrize(("text", "root", "pos"), SENTENCES)
def test_sentence(nlp: Language, text: str, root: str, pos: str) -> None:
    token = root_of(nlp, text)
    assert (token.text, token.pos_) == (root, pos)


def test_object_and_subject(nlp: Language) -> None:
    doc = nlp("We will train 40 teachers in rural schools.")
    relations = {token.text: (token.dep_, token.head.text) for token in doc}
    assert relations["We"] == ("nsubj", "train")
    assert relations["teachers"] == ("obj", "train")
    assert relations["40"] == ("nummod", "teachers")


def test_two_sentences_and_their_morphology(nlp: Language) -> None:
    doc = nlp("We plant trees. They cool our streets.")
    assert [span.text for span in doc.sents] == ["We plant trees.", "They cool our streets."]
    assert doc[2].morph.to_dict() == {"Number": "Plur"}
    assert doc[2].lemma_ == "tree"


def test_names(nlp: Language) -> None:
    doc = nlp("Maria Jensen opened the first school in Denmark.")
    found = {entity.text: entity.label_ for entity in doc.ents}
    assert found == {"Maria Jensen": "PER", "Denmark": "LOC"}


def test_empty_and_blank_text(nlp: Language) -> None:
    assert len(nlp("")) == 0
    assert [doc.text for doc in nlp.pipe(["", "  ", "Go."])] == ["", "  ", "Go."]


def test_batching_changes_nothing(nlp: Language) -> None:
    texts = [text for text, *_ in IMPERATIVES + INFINITIVES]
    alone = [[token.dep_ for token in nlp(text)] for text in texts]
    assert [[token.dep_ for token in doc] for doc in nlp.pipe(texts)] == alone


def test_meta(nlp: Language) -> None:
    assert nlp.meta["lang"] == "en"
    for key in ("name", "version", "license", "description", "sources"):
        assert nlp.meta[key] == META[key]
    assert not any(nlp.config["paths"].values())


def test_weights_compute_in_single_precision_and_fit_half(nlp: Language) -> None:
    for _, component in nlp.pipeline:
        model: Model[Any, Any] = component.model  # type: ignore[attr-defined]
        for node in model.walk():
            for name in node.param_names:
                weights = np.asarray(node.get_param(name))
                assert weights.dtype == np.float32
                assert np.array_equal(weights, weights.astype(np.float16).astype(np.float32))


def test_no_corpus_words_are_saved() -> None:
    strings = json.loads((PIPELINE / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert len(strings) < 8000


def test_folder_size(metrics: dict[str, Any]) -> None:
    assert folder_size(PIPELINE) == metrics["size"]["bytes"]
    assert folder_size(PIPELINE) < 11_000_000


def test_card_is_made_from_the_metrics(metrics: dict[str, Any]) -> None:
    assert (ENGLISH / "README.md").read_text(encoding="utf-8") == render_card(metrics)


def test_metrics_do_not_fall(metrics: dict[str, Any]) -> None:
    marks = {
        "TAG": 93.3,
        "POS": 94.1,
        "MORPH": 93.7,
        "LEMMA": 94.6,
        "UAS": 84.0,
        "LAS": 80.4,
        "SENT": 75.0,
        "NER": 60.5,
    }
    raw = metrics["ewt_test"]["raw_text"]
    assert {name for name, mark in marks.items() if raw[name] < mark} == set()
    assert metrics["rounding"]["largest_change"] <= 0.1


def test_missing_treebank_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="ewt_train"):
        treebank_path(tmp_path, "ewt_train")


def test_merging_and_hashing_treebanks(tmp_path: Path) -> None:
    (tmp_path / "ud").mkdir()
    vocab = spacy.blank("en").vocab
    for name in {*TRAIN_FILES, DEV_FILE, TEST_FILE, FRAGMENT_TEST_FILE}:
        docs = [Doc(vocab, words=["Plant", "trees"]), Doc(vocab, words=[name])]
        DocBin(docs=docs).to_disk(tmp_path / "ud" / f"{name}.spacy")
    assert merge(tmp_path, tmp_path / "merged.spacy") == 2 * len(TRAIN_FILES)
    merged = DocBin().from_disk(tmp_path / "merged.spacy").get_docs(vocab)
    assert [doc.text.strip() for doc in merged][1::2] == list(TRAIN_FILES)
    assert {len(digest) for digest in digests(tmp_path).values()} == {64}


def blank_with_tagger() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("NN")  # type: ignore[attr-defined]
    nlp.initialize()
    return nlp


def test_rounding_refuses_what_half_cannot_hold() -> None:
    nlp = blank_with_tagger()
    assert round_to_half(nlp) > 0
    output = nlp.get_pipe("tagger").model.get_ref("softmax")  # type: ignore[attr-defined]
    output.set_param("b", np.asarray([1e6], dtype="float32"))
    with pytest.raises(OverflowError, match="float16"):
        round_to_half(nlp)


def test_saving_keeps_labels_and_forgets_words(tmp_path: Path) -> None:
    nlp = blank_with_tagger()
    nlp.vocab.strings.add("zyzzyva")
    save(nlp, tmp_path)
    strings = spacy.load(tmp_path).vocab.strings
    assert "NN" in strings
    assert "zyzzyva" not in strings


@pytest.mark.parametrize(
    ("words", "tags", "pos", "heads", "deps", "expected"),
    [
        (["Open", "it"], ["VB", "PRP"], ["VERB", "PRON"], [0, 0], ["ROOT", "obj"], "imperative"),
        (["To", "help"], ["TO", "VB"], ["PART", "VERB"], [1, 1], ["mark", "ROOT"], "infinitive"),
        (["Helping"], ["VBG"], ["VERB"], [0], ["ROOT"], "gerund"),
        (["A", "place"], ["DT", "NN"], ["DET", "NOUN"], [1, 1], ["det", "ROOT"], "noun_phrase"),
        (["We", "go"], ["PRP", "VBP"], ["PRON", "VERB"], [1, 1], ["nsubj", "ROOT"], "other"),
    ],
)
def test_shape_of_a_gold_line(
    words: list[str],
    tags: list[str],
    pos: list[str],
    heads: list[int],
    deps: list[str],
    expected: str,
) -> None:
    doc = Doc(spacy.blank("en").vocab, words=words, tags=tags, pos=pos, heads=heads, deps=deps)
    assert shape(doc[:]) == expected


def test_its_tokenizer_is_the_one_of_english() -> None:
    """The analyzer does not read the tokenizer's file: what spaCy makes by itself is the same."""
    stored, made = (nlp.tokenizer for nlp in (spacy.load(PIPELINE), spacy.blank("en")))
    assert stored.to_bytes(exclude=["vocab"]) == made.to_bytes(exclude=["vocab"])
