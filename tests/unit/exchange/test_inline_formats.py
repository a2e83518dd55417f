"""CoNLL-U, SLATE, YEDDA and spaCy's JSON: formats that are read only."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.domain.scheme import Scheme
from annotator.exchange.conllu import CONLLU
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.slate import SLATE
from annotator.exchange.slate_spans import slate_items
from annotator.exchange.spacy_examples import SPACY_EXAMPLES
from annotator.exchange.spacy_json import SPACY_JSON
from annotator.exchange.yedda import YEDDA, yedda_document


def options(scheme: Scheme, **own: str) -> ReadOptions:
    return ReadOptions(label_map(scheme, "", own, "none"))


def conllu(*rows: str) -> str:
    """Lines of ten columns: an id, a form, and the MISC column."""
    lines = []
    for row in rows:
        if row.startswith("#") or not row:
            lines.append(row)
        else:
            number, form, misc = row.split(" ")
            lines.append("\t".join([number, form, *["_"] * 7, misc]))
    return "\n".join(lines) + "\n"


@pytest.fixture
def read_conllu(tmp_path: Path, news: Scheme):
    def reader(*rows: str) -> list[NativeRecord | Problem]:
        path = tmp_path / "a.conllu"
        path.write_text(conllu(*rows), "utf-8")
        assert detect(path) is CONLLU
        return list(CONLLU.read(path, news, options(news, person="PER", place="LOC")))

    return reader


def test_the_text_of_a_treebank_is_its_own(shared_file: Callable[..., Path], news: Scheme):
    path = shared_file("samples", "conll", "fr_gsd-ud-dev.first40sent.conllu")
    (record,) = CONLLU.read(path, news, options(news))
    told = [
        line.removeprefix("# text = ").rstrip("\n")
        for line in path.read_text("utf-8").split("\n")
        if line.startswith("# text = ")
    ]
    assert record.article.text == "\n".join(told)
    assert record.layer.state == "new"


def test_tags_in_misc_mark_words_and_multiword_tokens(read_conllu):
    (record,) = read_conllu(
        "1 Ana NER=B-PER|SpaceAfter=No", "2 , _", "3-4 du _", "3 de NER=O", "4 le NER=B-LOC",
        "5 Lac NER=I-LOC|SpaceAfter=No", "5.1 vide _", "6 . _", "",
        "1 Lou name=S-PER", "2 rit _",
    )  # fmt: skip
    assert record.article.text == "Ana, du Lac.\nLou rit"
    assert [(m.quote, m.label) for m in record.mentions] == [
        ("Ana", "PER"), ("du Lac", "LOC"), ("Lou", "PER"),
    ]  # fmt: skip


def test_labels_without_a_prefix_mark_runs_of_words(read_conllu):
    (record,) = read_conllu("1 Ana NE=PER", "2 Roi NE=PER", "3 à NE=O", "4 Lac NER=LOC|Name=x")
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana Roi", "PER"), ("Lac", "LOC")]


def test_a_column_of_conllu_plus_is_read_like_misc(tmp_path: Path, news: Scheme):
    path = tmp_path / "a.conllup"
    path.write_text(
        "# global.columns = ID FORM UPOS MISC X:NE\n1\tAna\tPROPN\tSpaceAfter=No\tB-PER\n"
        "2\t!\tPUNCT\t_\tO\n"
    )
    assert detect(path) is CONLLU
    (record,) = CONLLU.read(path, news, options(news))
    assert record.article.text == "Ana!"
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]


def test_brackets_in_misc_may_nest_and_name_their_fields(read_conllu):
    (record,) = read_conllu(
        "# global.Entity = eid-etype-head-other", "1 Ana Entity=(e1-person-1-(e2-place-1",
        "2 Roi Entity=e2)", "3 rit Entity=e1)", "4 Lou Entity=(e1-person-1)",
    )  # fmt: skip
    assert sorted(record.canonicals.values()) == ["Ana Roi", "Ana Roi rit", "Ana Roi rit"]
    assert sorted((m.quote, m.label) for m in record.mentions) == [
        ("Ana Roi", "LOC"), ("Ana Roi rit", "PER"), ("Lou", "PER"),
    ]  # fmt: skip


def test_paragraphs_and_documents_follow_the_comments(read_conllu):
    first, second = read_conllu(
        "# newdoc id = un", "# newpar", "1 Ana _", "", "1 Lou SpacesAfter=\\s\\s", "",
        "1 Zoé _", "", "# newpar", "1 Fin _", "", "# newdoc id = deux", "1 Bis _",
    )  # fmt: skip
    assert (first.article.id, first.article.text) == ("un", "Ana Lou  Zoé\nFin")
    assert (second.article.id, second.article.text) == ("deux", "Bis")


def test_a_text_comment_that_contradicts_its_tokens_is_counted(read_conllu):
    (record,) = read_conllu("# text = Lou", "1 Ana SpaceAfter=No", "2 ! _")
    assert record.article.text == "Ana!"
    assert record.losses == {"sentences whose `# text` contradicts their tokens": 1}


def test_a_broken_treebank_carries_its_text_into_the_quarantine(tmp_path: Path, news: Scheme):
    path = tmp_path / "a.conllu"
    path.write_text(conllu("1 Ana _", "2 rit _") + "3\tfort\n")
    (problem,) = CONLLU.read(path, news, options(news))
    assert isinstance(problem, Problem)
    assert problem.what.startswith("line 3: ")
    assert problem.record == path.read_text()


def test_a_bad_row_costs_its_document_or_else_its_sentence_alone(tmp_path: Path, news: Scheme):
    path = tmp_path / "a.conllu"
    entities = "# global.Entity = eid-etype"
    named = [
        conllu("# newdoc id = d1", entities, "1 Ana _", "", "1 Lou _").rstrip("\n"),
        "# newdoc id = d2\n" + conllu("1 Eva _", "2 rit _") + "3\tfort\n" + "\n1\tpar\tlà",
        conllu("# newdoc id = d3", "1 Max Entity=(e1-person)"),
    ]
    path.write_text("\n\n".join(named))
    first, bad, last = CONLLU.read(path, news, options(news, person="PER"))
    assert [r.article.id for r in (first, last)] == ["d1", "d3"]
    assert [(m.quote, m.label) for m in last.mentions] == [("Max", "PER")]
    assert (bad.line, bad.what) == (10, "it has 2 columns, or no id in the first")
    assert bad.record == f"{entities}\n{named[1]}\n"
    # Without documents, a sentence is what goes; the mended piece is a record by itself.
    path.write_text(conllu("1 Ana _", "") + "1\tEva\n\n" + conllu("1 Lou _"))
    bad, record = CONLLU.read(path, news, options(news))
    assert (bad.line, bad.record) == (3, "1\tEva\n")
    assert record.article.text == "Ana\nLou"


def test_slate_tokens_pairs_characters_and_lines_are_found(tmp_path: Path, news: Scheme):
    (tmp_path / "a.txt").write_bytes(b"Ana  hait\r\n\nLou Roi rit\n")
    path = tmp_path / "a.txt.annotations"
    path.write_text(
        "(0, 0) - PER\n((2, 0), (2, 1)) - ORG PER\n(0, 1, 2) - LOC\n[((2,0),(2,0))] - PER"
    )
    assert detect(path) is SLATE
    (record,) = SLATE.read(path, news, options(news))
    assert [(m.quote, m.label) for m in record.mentions] == [
        ("Ana", "PER"), ("Lou Roi", "ORG"), ("Lou Roi", "PER"), ("i", "LOC"), ("Lou", "PER"),
    ]  # fmt: skip
    path.write_text("2 - PER\n")
    (record,) = SLATE.read(path, news, options(news))
    assert [m.quote for m in record.mentions] == ["Lou Roi rit"]


def test_slate_lines_that_look_like_tokens_are_lines_where_they_are_many(
    tmp_path: Path, news: Scheme
):
    (tmp_path / "a.txt").write_text("a b c d\n" * 4)
    path = tmp_path / "a.txt.annotations"
    for count, quote in ((1, "a"), (4, "a b c d")):
        path.write_text("".join(f"({n}, {n}) - PER\n" for n in range(count)))
        (record,) = SLATE.read(path, news, options(news))
        assert record.mentions[0].quote == quote


def test_slate_annotators_and_links_are_told_apart(shared_file: Callable[..., Path], news: Scheme):
    folder = shared_file("samples", "slate")
    own = {"x": "PER", "z": "ORG", "c": "LOC"}
    name = "input_data0.txt"
    (record,) = SLATE.read(folder / f"{name}.category.annotations2", news, options(news, **own))
    assert (record.layer.name, len(record.mentions)) == ("category 2", 12)
    lines = record.article.text.split("\n")
    assert record.mentions[2].quote == lines[5].split()[1]
    (record,) = SLATE.read(folder / f"{name}.link.annotations2", news, options(news, **own))
    assert (record.layer.name, record.layer.state) == ("link 2", "new")
    assert record.losses == {"links between spans": 3}


@pytest.mark.parametrize(
    "line",
    [
        "__import__('os').system('x') - PER", "(1, 'a') - PER", "(lambda: 1)() - x",
        "((((((1, 1), 1), 1), 1), 1), 1) - x", "(" * 500 + ")" * 500 + " - x", "(1, 2, 3, 4) - x",
        "(1, - x", "no annotation",
    ],
)  # fmt: skip
def test_slate_lines_are_never_evaluated(line):
    with pytest.raises(MalformedError):
        slate_items([line])


def test_a_slate_token_that_the_text_lacks_is_refused(tmp_path: Path, news: Scheme):
    (tmp_path / "a.txt").write_text("Ana\n")
    path = tmp_path / "a.txt.annotations"
    path.write_text("(0, 0) - PER\n(0, 7) - PER\n")
    (problem,) = SLATE.read(path, news, options(news))
    assert isinstance(problem, Problem)
    assert problem.line == 2


def test_yedda_marks_are_taken_out_of_the_text():
    document = yedda_document("[@Ana Roi#PER*] voit [$Lou#ORG*] [@à [@Orval＃LOC*]#ORG*] [@3#", "a")
    assert document.text == "Ana Roi voit Lou à Orval [@3#"
    found = [(document.text[m.start : m.end], m.label) for m in document.mentions]
    assert found == [("Ana Roi", "PER"), ("Orval", "LOC"), ("à Orval", "ORG")]
    assert document.losses == {"recommendations that nobody accepted": 1}


def test_yedda_gives_back_the_text_that_was_annotated(
    shared_file: Callable[..., Path], news: Scheme
):
    folder = shared_file("samples", "yedda")
    path = folder / "EnglishDemo.txt.ann"
    assert detect(path) is YEDDA
    own = {"Location": "LOC", "Person": "PER", "Organization": "ORG", "Artifical": ""}
    (record,) = YEDDA.read(path, news, options(news, **own))
    assert record.article.id == "EnglishDemo"
    assert "[@" not in record.article.text
    assert record.mentions[0].quote == "US"
    assert record.article.text.startswith("A US aircraft carrier and other warships did not sail")


PAIR = ["Ana 💩 Lou", {"entities": [[0, 3, "PER"], [6, 9, "PER"]]}]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([PAIR, PAIR[:1]]),
        json.dumps({"classes": ["PER"], "annotations": [PAIR, None, PAIR[:1]]}),
        f"{json.dumps(PAIR)}\n{json.dumps(PAIR[:1])}\n",
    ],
)
def test_pairs_of_text_and_entities_are_read_one_by_one(tmp_path: Path, news: Scheme, content):
    path = tmp_path / "a.json"
    path.write_text(content)
    assert detect(path) is SPACY_EXAMPLES
    record, problem = SPACY_EXAMPLES.read(path, news, options(news))
    assert [m.quote for m in record.mentions] == ["Ana", "Lou"]
    assert "no pair" in problem.what


def test_spacy_2_gives_its_raw_text_and_entities_by_offsets(tmp_path: Path, news: Scheme):
    path = tmp_path / "a.json"
    tokens = [{"orth": "Ana", "ner": "U-PER"}, {"orth": "rit", "ner": "O"}]
    paragraphs = [
        {"raw": "Ana  rit", "sentences": [{"tokens": tokens}]},
        {"raw": "Lou rit", "entities": [[0, 3, "PER"]], "sentences": []},
    ]
    path.write_text(json.dumps([{"id": 0, "paragraphs": paragraphs}]))
    (record,) = SPACY_JSON.read(path, news, options(news))
    assert record.article.text == "Ana  rit\nLou rit"
    assert [m.quote for m in record.mentions] == ["Ana", "Lou"]
