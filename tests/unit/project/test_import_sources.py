"""Files whose name claims a format and whose content shows none: never taken for articles."""

import json

import pytest

from annotator.errors import InputError
from annotator.project.import_sources import LEFT_OUT, FileOptions, find_sources
from annotator.resources import load_scheme


@pytest.fixture
def news():
    return load_scheme("news-fr")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.conll", "Ana/B-PER rit/O"),
        ("a.conllu", "1\tAna\tAna\tPROPN\n"),
        ("a.gold_conll", "x"),
        ("a.txt.annotations", "print() - PER\n"),
        ("a.spacy", "x"),
        ("a.xmi", "<x/>"),
        ("a.html", "<div></div>"),
        ("b.ann", "hello"),
        ("b.ann", "\ufeffT1 PER 0 3 Ana\n"),
    ],
)
def test_a_file_is_not_an_article_because_its_format_is_not_recognised(
    tmp_path, news, name, content
):
    (tmp_path / "b.txt").write_text("Ana rit.")
    (tmp_path / name).write_text(content)
    (source,) = find_sources([tmp_path / name], news, FileOptions())
    assert source.format_name not in ("text", "jsonl")
    (problem,) = source.results
    assert problem.what
    assert problem.remedy


def test_a_text_stays_one_whatever_is_in_it(tmp_path, news):
    path = tmp_path / "a.txt"
    path.write_text("<b>T1 PER 0 3 Ana</b>")
    (source,) = find_sources([path], news, FileOptions())
    assert source.format_name == "text"


def test_a_path_that_is_not_there_is_told(tmp_path, news):
    with pytest.raises(InputError, match="does not exist"):
        find_sources([tmp_path / "a.conll"], news, FileOptions())


def test_columns_make_rows_of_json_that_is_no_record(tmp_path, news):
    path = tmp_path / "scraped.jsonl"
    path.write_text('{"url": "u", "main": "Ana rit."}\n')
    (source,) = find_sources([path], news, FileOptions())
    (problem,) = source.results
    assert "no format that is known: url, main" in problem.what
    (source,) = find_sources([path], news, FileOptions(columns={"text": "main", "id": "url"}))
    (record,) = source.results
    assert (record.article.id, record.article.text) == ("u", "Ana rit.")


def test_records_of_a_folder_name_their_file(tmp_path, news):
    (tmp_path / "a.txt").write_text("Ana rit.")
    (tmp_path / "a.ann").write_text("T1\tPER 0 3\tAna\n")
    (source,) = find_sources([tmp_path], news, FileOptions())
    (record,) = source.results
    assert record.file == str(tmp_path / "a.ann")


def test_annotations_beside_the_texts_of_a_folder_are_not_left_out(tmp_path, news):
    (tmp_path / "a.txt").write_text("Ana rit.")
    (tmp_path / "a.txt.annotations").write_text("(0, 0) - PER\n")
    (tmp_path / "notes.csv").write_text("what\nnever\n")
    texts, slate, rest = find_sources([tmp_path], news, FileOptions())
    (text,) = texts.results
    (record,) = slate.results
    assert (text.article.id, text.article.text) == (record.article.id, record.article.text)
    assert rest.left_out == [tmp_path / "notes.csv"]


def test_exports_of_tools_beside_a_text_are_read_and_what_else_is_left_out_is_named(tmp_path, news):
    (tmp_path / "README.txt").write_text("How these were made.")
    task = {"data": {"text": "Ana rit."}, "annotations": []}
    (tmp_path / "export.json").write_text(json.dumps([task]))
    (tmp_path / "README.json").write_text(json.dumps([task]))
    (tmp_path / "rows.csv").write_text("text\nBo rit.\n")
    (tmp_path / "mine.jsonl").write_text('{"id": "a", "text": "Ana rit.", "entities": []}\n')
    texts, tasks, rest = find_sources([tmp_path], news, FileOptions())
    assert [text.article.id for text in texts.results] == ["README"]
    assert [record.article.text for record in tasks.results] == ["Ana rit."]
    assert tasks.path == tmp_path / "export.json"
    assert (rest.path, rest.format_name) == (tmp_path, LEFT_OUT)
    assert [file.name for file in rest.left_out] == ["README.json", "mine.jsonl", "rows.csv"]
    assert list(rest.results) == []
