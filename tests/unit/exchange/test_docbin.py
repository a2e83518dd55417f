from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.domain.article import Article
from annotator.domain.items import MentionKind
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.docbin import DOCBIN
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.problems import Problem

FILES = {"train": "train.spacy", "dev": "validation.spacy"}


def options(scheme: Scheme, **own: str) -> ReadOptions:
    return ReadOptions(label_map(scheme, "", own, "none"))


@pytest.fixture
def overlapping(builder) -> AgreedDocument:
    built = builder(Article("a", "Le conseil de Valmure, dit Ana, refuse\nle pont. Elle rit."))
    built.mention("conseil de Valmure", "ORG", name="Conseil")
    built.mention("Valmure", "GPE", name="Valmure")
    built.mention("Ana", "PER", name="Ana Roi")
    built.mention("pont", "TOPIC", name="pont", kind=MentionKind.NOMINAL)
    built.mention("Elle", "PER", name="Ana Roi", kind=MentionKind.PRONOUN)
    return AgreedDocument(built.article, built.layer(), built.names, Split.TRAIN)


def test_entities_do_not_overlap_and_the_group_has_all(tmp_path: Path, news: Scheme, overlapping):
    import spacy
    from spacy.tokens import DocBin

    losses = DOCBIN.write([overlapping], tmp_path, news)
    (doc,) = DocBin().from_disk(tmp_path / "train.spacy").get_docs(spacy.blank("fr").vocab)
    assert [(e.text, e.label_) for e in doc.ents] == [("conseil de Valmure", "ORG"), ("Ana", "PER")]
    assert len(doc.spans["sc"]) == 5
    assert doc.text == overlapping.article.text
    assert losses == {"overlapping mentions in `ents` (all are in the span group `sc`)": 1}


def test_names_and_kinds_come_back(tmp_path: Path, news: Scheme, overlapping):
    DOCBIN.write([overlapping], tmp_path, news)
    assert detect(tmp_path / "train.spacy") is DOCBIN
    (record,) = DOCBIN.read(tmp_path / "train.spacy", news, options(news))
    assert record.article.id == "a"
    kinds = Counter(m.kind for m in record.mentions)
    assert kinds == {MentionKind.NAMED: 3, MentionKind.NOMINAL: 1, MentionKind.PRONOUN: 1}
    assert sorted(record.canonicals.values()) == [
        "Ana Roi",
        "Ana Roi",
        "Conseil",
        "Valmure",
        "pont",
    ]


def test_a_mention_within_a_token_is_widened_and_counted(tmp_path: Path, news: Scheme, builder):
    built = builder(Article("a", "Le franco-valmurois rit."))
    built.mention("valmuro", "PER")
    document = AgreedDocument(built.article, built.layer(), {}, Split.TRAIN)
    assert DOCBIN.write([document], tmp_path, news) == {"mentions moved to the edges of tokens": 1}


def test_a_file_of_spacy_itself_is_read(shared_file: Callable[..., Path], news: Scheme):
    path = shared_file("samples", "spacy", "demo.spacy")
    assert detect(path) is DOCBIN
    (record,) = DOCBIN.read(path, news, options(news, PERSON="PER", GPE="GPE", DATE=""))
    assert record.article.text.startswith("I'm seeing Ed Sheeran on Wednesday")
    assert record.mentions[0].quote == "Ed Sheeran"


def test_a_broken_file_is_refused(tmp_path: Path, news: Scheme, overlapping):
    DOCBIN.write([overlapping], tmp_path, news)
    path = tmp_path / "train.spacy"
    path.write_bytes(path.read_bytes()[:-40])
    (problem,) = DOCBIN.read(path, news, options(news))
    assert isinstance(problem, Problem)
    assert "DocBin" in problem.what


def test_spacy_trains_from_the_file(tmp_path: Path, news: Scheme, overlapping):
    import spacy
    from spacy.training import Corpus

    DOCBIN.write([overlapping], tmp_path, news)
    spacy.util.fix_random_seed(7)
    nlp = spacy.blank("fr")
    nlp.add_pipe("ner")
    examples = list(Corpus(tmp_path / "train.spacy")(nlp))
    nlp.initialize(lambda: examples)
    first = nlp.update(examples)["ner"]
    for _ in range(60):
        last = nlp.update(examples, drop=0.0)["ner"]
    assert last < first / 2
    found = {(entity.text, entity.label_) for entity in nlp(overlapping.article.text).ents}
    assert found == {("conseil de Valmure", "ORG"), ("Ana", "PER")}
    assert set(nlp.get_pipe("ner").labels) == {"ORG", "PER"}


def test_the_configuration_tunes_the_pipelines_own_recogniser(
    tmp_path: Path, news: Scheme, overlapping
):
    """What `python -m spacy train` does first, with the files as they were written."""
    from spacy.training.initialize import init_nlp
    from spacy.util import load_config

    DOCBIN.write([overlapping, replace(overlapping, split=Split.VALIDATION)], tmp_path, news)
    files = {f"paths.{name}": str(tmp_path / file) for name, file in FILES.items()}
    nlp = init_nlp(load_config(tmp_path / "train.cfg", overrides=files, interpolate=False))

    assert nlp.pipe_names == ["ner"]
    # The labels it knows, and the scheme's own that only the data has.
    assert {"PER", "ORG", "LOC", "MISC"} <= set(nlp.get_pipe("ner").labels)
    assert nlp.vocab.vectors_length == 300
    assert {(e.text, e.label_) for e in nlp("Emmanuel Macron est à Paris.").ents} == {
        ("Emmanuel Macron", "PER"),
        ("Paris", "LOC"),
    }


def test_spans_without_a_label_are_counted(tmp_path: Path, news: Scheme):
    import spacy
    from spacy.tokens import DocBin

    doc = spacy.blank("fr")("Ana rit.")
    doc.spans["x"] = [doc.char_span(0, 3, "PER"), doc[1:2]]
    path = tmp_path / "a.spacy"
    path.write_bytes(DocBin(docs=[doc]).to_bytes())
    (record,) = DOCBIN.read(path, news, options(news))
    assert [m.quote for m in record.mentions] == ["Ana"]
    assert record.losses == {"spans without a label": 1}
