from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.domain.article import Article
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.conll import CONLL
from annotator.exchange.conll2012 import CONLL2012
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.spacy_json import SPACY_JSON
from annotator.exchange.token_text import FileToken, TokenText, tag_spans


@pytest.fixture
def read(tmp_path: Path, news: Scheme):
    def reader(text: str, name: str = "a.conll") -> list[NativeRecord | Problem]:
        path = tmp_path / name
        path.write_bytes(text.encode())
        assert detect(path) is CONLL
        return list(CONLL.read(path, news, ReadOptions(label_map(news, "", {}, "none"))))

    return reader


def marked(record: NativeRecord | Problem) -> list[tuple[str, str]]:
    assert isinstance(record, NativeRecord), str(record)
    return [(m.quote, m.label) for m in record.mentions]


@pytest.mark.parametrize(
    "tags",
    [
        "I-PER I-PER O I-PER B-PER I-ORG",  # IOB1
        "B-PER I-PER O B-PER B-PER B-ORG",  # IOB2
        "B-PER E-PER O S-PER S-PER S-ORG",  # BIOES
        "B-PER L-PER O U-PER U-PER U-ORG",  # BILOU
        "B-PER E-PER O W-PER W-PER W-ORG",  # BMEWO
    ],
)
def test_every_tagging_scheme_marks_the_same_spans(tags):
    spans = [(s.first, s.last, s.label) for s in tag_spans(tags.split())]
    assert spans == [(0, 1, "PER"), (3, 3, "PER"), (4, 4, "PER"), (5, 5, "ORG")]


def test_two_columns_by_tabs_and_four_by_blanks_say_the_same(read):
    two = "Jeanne\tB-PER\nAubrac\tI-PER\nparle\tO\n.\tO\n\nOrval\tB-ORG\n"
    four = "-DOCSTART- -X- -X- O\n\n" + two.replace("\t", " NN I-NP ")
    (first,), (second,) = read(two), read(four)
    assert first.article.text == second.article.text == "Jeanne Aubrac parle.\nOrval"
    assert marked(first) == marked(second) == [("Jeanne Aubrac", "PER"), ("Orval", "ORG")]


def test_documents_are_apart(read):
    text = "-DOCSTART- O\n\nAna B-PER\n\n-DOCSTART- O\r\n\r\nLou B-PER\r\nrit O\r\n"
    assert [r.article.text for r in read(text)] == ["Ana", "Lou rit"]
    assert len({r.article.id for r in read(text)}) == 2


def test_an_index_column_is_no_token(read):
    (record,) = read("0\tAna\tB-PER\n1\trit\tO\n\n0\tLou\tB-PER\n")
    assert record.article.text == "Ana rit\nLou"


def test_nested_tags_in_further_columns_are_read(read):
    text = "# source\n1\tParis\tB-ORG\tB-GPE\n2\tSport\tI-ORG\tO\n3\tgagne\tO\tO\n"
    (record,) = read(text)
    assert marked(record) == [("Paris Sport", "ORG"), ("Paris", "GPE")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("B-PER\tAna\nO\trit\nB-LOC\tParis\nO\t.\n", "tag first.txt"),
        ("Ana\tPER\nrit\tO\nParis\tLOC\n.\tO\n", "no prefix.txt"),
        ("1\tAna\tB-PER\t-\tx\n2\trit\tO\t-\tx\n3\tParis\tB-LOC\t-\tx\n4\t.\tO\t-\tx\n", "a.iob2"),
        ("TOKEN\tA\tB\nAna\tB-PER\tx\nrit\tO\ty\nParis\tB-LOC\tz\n.\tO\tz\n", "header.tsv"),
        ("fr:Ana\tB-PER\nfr:rit\tO\nfr:Paris\tB-LOC\nfr:.\tO\n", "marked.tsv"),
    ],
)  # fmt: skip
def test_tags_are_found_where_other_writers_put_them(read, text, name):
    (record,) = read(text, name)
    assert record.article.text == "Ana rit Paris."
    assert marked(record) == [("Ana", "PER"), ("Paris", "LOC")]


def test_a_line_that_is_no_token_costs_its_document_only(read):
    bad = "-DOCSTART- O\n\nAna B-PER\nrit\n\n-DOCSTART- O\n\nLou B-PER\nrit O\n\n" + "et O\n" * 8
    problem, record = read(bad)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.record) == (3, "Ana B-PER\nrit")
    assert problem.what.startswith("line 4: 'rit'")
    assert marked(record) == [("Lou", "PER")]


def test_the_spellings_of_the_samples_are_one_text(shared_file: Callable[..., Path], news: Scheme):
    folder = shared_file("samples", "spacy")
    texts = set()
    for path in sorted([*folder.glob("*.iob"), *folder.glob("ner*.json")]):
        options = ReadOptions(label_map(news, "", {"*": ""}, "none"))
        known = CONLL if path.suffix == ".iob" else SPACY_JSON
        assert detect(path) is known
        for record in known.read(path, news, options):
            assert isinstance(record, NativeRecord)
            assert all(m.quote == record.article.text[m.start : m.end] for m in record.mentions)
            # One of the files does not say where a sentence ends.
            texts.add(record.article.text.replace("\n", " "))
    assert len(texts) == 1


@pytest.mark.parametrize(
    "text", ["Le B-52", "Le bombardier B-52\nvole vers O\nsans bruit.", "a\tb\nc\td"]
)
def test_prose_is_not_taken_for_tokens(tmp_path: Path, text):
    path = tmp_path / "a.txt"
    path.write_text(text)
    assert detect(path) is not CONLL


@pytest.mark.parametrize(
    ("tokens", "language", "text"),
    [
        ("L' OTAN , ( dit - il ) .", "fr", "L'OTAN, (dit - il)."),
        ("l ’ OTAN : « non »", "fr", "l’OTAN : « non »"),
        ('Why ? " Yes " , he said .', "en", 'Why? "Yes", he said.'),
        ("I do n't , it 's 5 % .", "en", "I don't, it's 5%."),
    ],
)
def test_blanks_stand_where_a_writer_would_put_them(tokens, language, text):
    built = TokenText(language)
    built.add_sentence([FileToken(form) for form in tokens.split()])
    assert built.text == text
    assert [built.text[s:e] for s, e in built.places] == tokens.split()


def test_a_written_article_is_rebuilt_to_the_blank(tmp_path: Path, news: Scheme, bridge_layer):
    document = AgreedDocument(
        bridge_layer.article, bridge_layer.layer(), bridge_layer.names, Split.TRAIN
    )
    losses = CONLL.write([document], tmp_path, news)
    options = ReadOptions(label_map(news, "", {}, "none"))
    (record,) = CONLL.read(tmp_path / "train.conll", news, options)
    shown = document.article.text.split("\n\nAbonnez")[0].replace("\n\n", "\n")
    assert record.article.text == shown
    assert losses["dimmed paragraphs"] == 1
    assert losses["mentions in dimmed paragraphs"] == 1
    assert losses["stances"] == 1


def test_blanks_come_back_where_no_word_is_joined_to_the_next(tmp_path: Path, news: Scheme):
    texts = ("Non !\nValmure .", "Ana\nLou rit ( peu )", "Ana")
    documents = [
        AgreedDocument(article, Layer(article.id, Author(Role.GOLD, "gold")), {}, Split.TRAIN)
        for article in (Article(f"a{number}", text) for number, text in enumerate(texts))
    ]
    assert CONLL.write(documents, tmp_path, news) == {}
    options = ReadOptions(label_map(news, "", {}, "none"))
    records = CONLL.read(tmp_path / "train.conll", news, options)
    assert tuple(record.article.text for record in records) == texts


def test_names_in_brackets_and_chains_are_read(tmp_path: Path, news: Scheme):
    rows = [
        ("Ana", "(PERSON*", "(1"), ("Roche", "*)", "1)"), ("rit", "*", "-"), None,
        ("Roche", "(PERSON)", "(1)|(2"), ("de", "*", "-"), ("Lyon", "(GPE)", "2)"),
    ]  # fmt: skip
    lines = [
        "" if row is None else f"x/y 0 {n} {row[0]} NN * - - - S {row[1]} {row[2]}"
        for n, row in enumerate(rows)
    ]
    path = tmp_path / "a.gold_conll"
    path.write_text("\n".join(["#begin document (x/y); part 000", *lines, "", "#end document", ""]))
    assert detect(path) is CONLL2012
    (record,) = CONLL2012.read(path, news, ReadOptions(label_map(news, "", {"PERSON": "PER"}, "")))
    assert (record.article.id, record.article.text) == ("x-y-000", "Ana Roche rit\nRoche de Lyon")
    assert marked(record) == [("Ana Roche", "PER"), ("Roche", "PER"), ("Lyon", "GPE")]
    assert list(record.canonicals.values()) == ["Ana Roche", "Ana Roche"]
    assert record.losses == {"coreferent mentions without a label": 1}


def test_a_row_outside_its_columns_is_told(tmp_path: Path, news: Scheme):
    path = tmp_path / "a.v4_gold_conll"
    path.write_text("#begin document (x); part 000\nx 0 0 Ana\n")
    (problem,) = CONLL2012.read(path, news, ReadOptions(label_map(news, "", {}, "none")))
    assert (problem.line, "no row" in problem.what) == (2, True)
