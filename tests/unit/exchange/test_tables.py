import datetime as dt
import json
from email.message import EmailMessage

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotator.domain.layer import State
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.tables import TABLES
from annotator.exchange.web_page import WEB_PAGE
from annotator.resources import companion_text


def read(path, scheme, **columns):
    common = label_map(scheme, companion_text("common-labels.toml"), {}, "common")
    return list(detect(path).read(path, scheme, ReadOptions(common, columns)))


def articles(results):
    assert all(isinstance(r, NativeRecord) for r in results), [str(r) for r in results]
    return [r.article for r in results]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_field_keeps_quotes_and_line_ends(tmp_path, news, delimiter):
    path = tmp_path / "t.csv"
    text = 'Il dit "non",\r\n; |\tpuis part.'
    quoted = text.replace('"', '""')
    row = delimiter.join(["a1", f'"{quoted}"', "Une"])
    path.write_bytes(f"{delimiter.join(['id', 'body', 'rubrique'])}\r\n{row}\r\n".encode())
    (article,) = articles(read(path, news))
    assert (article.id, article.text, article.meta) == ("a1", text, {"rubrique": "Une"})


def test_the_users_columns_win_and_must_be_there(tmp_path, news):
    path = tmp_path / "t.csv"
    path.write_text("n,text,lead,quand\n1,Corps.,Chapeau.,2026-01-05\n")
    record = read(path, news, text="lead", published="quand", id="n")[0]
    assert (record.article.text, record.article.published) == ("Chapeau.", "2026-01-05")
    assert (record.article.id, record.layer.state) == ("1", State.NEW)
    (problem,) = read(path, news, text="nothing")
    assert "there is no column 'nothing'; `--columns` may name n, text, lead, quand" in str(problem)


def test_a_table_without_a_text_is_refused_once(tmp_path, news):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    (problem,) = read(path, news)
    assert "no column is known to hold the text (there are a, b)" in str(problem)


def test_wrong_rows_leave_the_others(tmp_path, news):
    path = tmp_path / "t.tsv"
    path.write_text("id\ttext\na\tBon.\nb\tBon.\ttrop\nc\td\n")
    results = read(path, news)
    assert [getattr(r, "line", None) for r in results] == [2, 3, 4]
    assert "the row has 3 fields, the header 2" in str(results[1])


def test_an_article_may_be_longer_than_the_readers_default(tmp_path, news):
    path = tmp_path / "t.csv"
    path.write_text(f'text\n"{"mot " * 50_000}"\n')
    assert len(articles(read(path, news))[0].text) == 200_000


def test_parquet_is_read_whatever_its_name(tmp_path, news):
    path = tmp_path / "dump.bin"
    day = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    columns = {"content": ["Bon.", "Soir."], "date": [day, None], "n": [1.5, float("nan")]}
    pq.write_table(pa.table(columns), path)
    first, second = articles(read(path, news))
    assert (first.text, first.published, first.meta) == ("Bon.", day.isoformat(), {"n": 1.5})
    assert (second.id, second.published, second.meta) == ("dump-2", None, {})


def test_a_damaged_parquet_file_is_told(tmp_path, news):
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 nothing PAR1")
    (problem,) = read(path, news)
    assert "no whole Parquet file" in str(problem)


def test_rows_of_tokens_and_tags_are_read_from_json_lines(tmp_path, news):
    path = tmp_path / "ner.jsonl"
    rows = [
        {"tokens": ["Paul", "Roche", "refuse"], "ner_tags": ["B-PER", "I-PER", "O"]},
        {"tokens": ["l’", "OTAN"], "ner_tags": ["O", "B-ORG"], "text": "l’OTAN"},
        {"tokens": ["un"], "ner_tags": [3]},
        {"tokens": ["un"], "ner_tags": []},
        {"tokens": ["deux"], "ner_tags": ["O"], "text": "un"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    first, second, number, count, elsewhere = read(path, news)
    assert [(m.quote, m.label) for m in first.mentions] == [("Paul Roche", "PER")]
    assert first.layer.state is State.DONE
    assert (second.article.text, second.mentions[0].start) == ("l’OTAN", 2)
    assert "labels that the scheme does not know: 3" in str(number)
    assert "1 tokens and 0 tags" in str(count)
    assert "token 'deux' is not in the text" in str(elsewhere)


PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>Le pont de Valmure refusé - La Gazette</title>
<meta property="og:title" content="Le pont de Valmure refusé">
<meta property="og:site_name" content="La Gazette">
<meta property="article:published_time" content="2026-01-05"></head>
<body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav><article>
<h1>Le pont de Valmure refusé</h1>
<p>Le maire de Valmure, Paul Roche, refuse le pont depuis des années. Il l'a répété lundi soir.</p>
<p>Le conseil régional a rejeté le projet de pont, qui devait relier les deux rives du lac.</p>
</article><footer>Abonnez-vous à notre lettre</footer></body></html>
"""


def test_a_web_page_brings_its_article_and_what_it_says_of_itself(tmp_path, news):
    path = tmp_path / "page.data"
    path.write_text(PAGE, encoding="utf-8")
    assert detect(path) is WEB_PAGE
    (article,) = articles(read(path, news))
    assert article.id == "page"
    assert article.title.of(article.text) == "Le pont de Valmure refusé"
    assert "Paul Roche, refuse le pont" in article.text
    assert "Accueil" not in article.text
    assert "Abonnez-vous" not in article.text
    assert (article.source, article.published) == ("La Gazette", "2026-01-05")


def test_a_web_page_without_an_article_is_told(tmp_path, news):
    path = tmp_path / "page.html"
    path.write_text("<html><body></body></html>")
    (problem,) = read(path, news)
    assert "no article was found in the page" in str(problem)


def test_plain_text_and_other_tables_are_not_taken(tmp_path):
    for name, text in (("a.txt", "Un, deux, trois.\n"), ("b.tsv", "#FORMAT=WebAnno TSV 3.2\n"),
                       ("c.md", "<b>gras</b>")):  # fmt: skip
        path = tmp_path / name
        path.write_text(text)
        assert detect(path) is not TABLES


SPAN = {"start": 0, "end": 3, "label": "PER"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.jsonl", {"text": "Ana rit.", "entities": [SPAN]}),
        ("rows.json", [{"text": "Ana rit.", "spans": [{**SPAN, "label": ["PER"]}]}]),
        ("pipeline.jsonl", {"id": "7", "text": "Ana rit.", "entities": [
            {"start": 0, "end": 3, "entity_group": "PER", "word": "Ana", "score": 0.9}]}),
        ("spacy.json", {"text": "Ana rit.", "ents": [SPAN], "tokens": [{"id": 0, "start": 0}]}),
        ("spacy.jsonl", {"text": "Ana rit.", "ents": [], "spans": {"sc": [SPAN]}}),
        ("argilla.json", [{"text": "Ana rit.", "prediction": None, "annotation": [["PER", 0, 3]]}]),
        ("gliner.json", [{"tokenized_text": ["Ana", "rit."], "ner": [[0, 0, "person"]]}]),
    ],
)  # fmt: skip
def test_spans_are_read_in_the_shapes_of_many_writers(tmp_path, news, name, content):
    path = tmp_path / name
    path.write_text(json.dumps(content))
    (record,) = read(path, news)
    assert record.article.text == "Ana rit."
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]
    assert record.layer.state is State.DONE


@pytest.mark.parametrize("spans", [[{**SPAN, "start": 0}], {k: [v] for k, v in SPAN.items()}])
def test_spans_of_a_parquet_file_may_be_columns_of_lists(tmp_path, news, spans):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["Ana rit."], "entities": [spans]}), path)
    (record,) = read(path, news)
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]


def test_lists_in_a_csv_file_are_json(tmp_path, news):
    path = tmp_path / "a.csv"
    path.write_text('sep=;\ntext;entities\nAna rit.;"[[0, 3, ""PER""]]"\nLou;"[\'PER\']"\n')
    record, problem = read(path, news)
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]
    assert "is no JSON" in problem.what
    assert problem.line == 4


PARAGRAPH = "<p>Le ministre Ana Roche s’en va « tôt » à Orléans, et refuse le pont, dit-elle.</p>"
SAVED = (
    f"<html><head><title>Le pont</title>{{}}</head><body><article>{PARAGRAPH * 9}</article></body>"
)


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("?", "cp1252")]
)
def test_a_web_page_is_in_the_encoding_that_it_declares(tmp_path, news, charset, encoding):
    path = tmp_path / "a.html"
    path.write_bytes(SAVED.format(f'<meta charset="{charset}">').encode(encoding))
    (article,) = articles(read(path, news))
    assert "s’en va « tôt » à Orléans" in article.text


def test_a_page_saved_in_one_file_is_read(tmp_path, news):
    message = EmailMessage()
    message.set_content(SAVED.format(""), subtype="html", cte="quoted-printable")
    message.make_related()
    path = tmp_path / "a.mhtml"
    path.write_bytes(message.as_bytes())
    assert detect(path) is WEB_PAGE
    (article,) = articles(read(path, news))
    assert "s’en va « tôt » à Orléans" in article.text


LABELLED = {"start": 0, "end": 3, "label": "PER"}
TOOLS = {
    "argilla": {"id": "7", "fields": {"text": "Ana rit."}, "responses": {
        "spans": [{"value": [LABELLED], "user_id": "lou"}]}},
    "feedback": {"fields": {"text": "Ana rit."}, "responses": [
        {"user_id": "lou", "values": {"spans": {"value": [LABELLED]}}}]},
    "potato": {"instance_id": "7", "displayed_text": "Ana rit.", "user_id": "lou",
        "span_annotations": {"ner": [{"start": 0, "end": 3, "name": "PER"}]}},
    "old potato": {"id": "7", "displayed_text": "Ana rit.", "user_id": "lou",
        "span_annotations": [{"start": 0, "end": 3, "span": "Ana", "annotation": "PER"}]},
    "lighttag": {"examples": [{"example_id": "7", "content": "Ana rit.", "annotations": [
        {"start": 0, "end": 3, "tag": "PER", "annotated_by": [{"annotator": "lou"}]}]}]},
    "dataturks": {"content": "Ana rit.", "annotation": [
        {"label": ["PER"], "points": [{"start": 0, "end": 2, "text": "Ana"}]}]},
}  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS)
def test_objects_of_further_tools_are_read(tmp_path, news, tool):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(TOOLS[tool]))
    (record,) = read(path, news)
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]
    assert record.layer.name == ("import" if tool == "dataturks" else "lou")


def test_an_object_without_answers_brings_its_text(tmp_path, news):
    path = tmp_path / "a.jsonl"
    path.write_text('{"fields": {"text": "Ana rit."}, "responses": {}}')
    (record,) = read(path, news)
    assert (record.article.text, record.layer.state) == ("Ana rit.", State.NEW)


def test_a_table_of_tokens_is_told_apart_from_one_of_texts(tmp_path, news):
    path = tmp_path / "ner.csv"
    path.write_text("Sentence #,Word,POS,Tag\nSentence: 1,Ana,NNP,B-per\n,rit,VB,O\n")
    (problem,) = read(path, news)
    assert "each row holds one token" in problem.what
