import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.domain.export_counts import ExportCounts
from annotator.domain.items import Mention
from annotator.domain.splits import Split
from annotator.errors import ExportError
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.export_document import ExportDocument
from annotator.exchange.hugging_face import write_export
from annotator.exchange.native_reader import NativeRecord, read_native
from annotator.exchange.verification import verify


def export(target, documents, scheme, **options) -> ExportCounts:
    return write_export(
        target,
        lambda: iter(documents),
        scheme=scheme,
        guidelines="# Comment annoter\n",
        header=CardHeader("Été : trois articles"),
        card=lambda counts: f"# Carte\n\n{counts.documents} articles\n",
        **options,
    )


def load(folder: Path, cache: Path, config: str | None = None):
    from datasets import load_dataset

    return load_dataset(str(folder), config, cache_dir=str(cache))


def test_load_dataset_gives_the_documents_by_default(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news)
    data = load(tmp_path / "out", offline)
    assert {split: data[split].num_rows for split in data} == {"train": 1, "test": 1}
    row = data["train"][0]
    assert row["id"] == "pont"
    assert row["title"] == {"start": 0, "end": 47}
    assert row["annotator"] == "gold"
    assert row["sha256"] == hashlib.sha256(row["text"].encode()).hexdigest()
    assert data["test"][0]["title"] is None
    assert data["test"][0]["annotator"] in {"A1", "A2"}


def test_every_quote_is_the_text_at_its_offsets(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news)
    checked = 0
    for config in ("documents", "layers"):
        for rows in load(tmp_path / "out", offline, config).values():
            for row in rows:
                spans = row["entities"] + [e for s in row["stances"] for e in s["evidence"]]
                for span in spans:
                    assert row["text"][span["start"] : span["end"]] == span["text"]
                    checked += 1
    assert checked > 30


def test_class_labels_keep_the_order_of_the_scheme(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news)
    features = load(tmp_path / "out", offline)["train"].features
    assert features["entities"].feature["label"].names == ["PER", "ORG", "GPE", "LOC", "TOPIC"]
    assert features["entities"].feature["kind"].names == ["named", "nominal", "pronoun"]
    assert features["stances"].feature["label"].names == ["against", "favor", "neutral"]
    tags = load(tmp_path / "out", offline, "ner")["train"].features["ner_tags"].feature.names
    assert tags == [
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-GPE", "I-GPE", "B-LOC", "I-LOC",
    ]  # fmt: skip


def test_stances_come_back_with_their_labels_and_holders(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news)
    rows = load(tmp_path / "out", offline)["train"]
    stance = rows.features["stances"].feature
    told = [
        (
            stance["label"].int2str(s["label"]),
            stance["holder_kind"].int2str(s["holder_kind"]),
            stance["attribution"].int2str(s["attribution"]),
            s["evidence"][0]["text"],
        )
        for s in rows[0]["stances"]
    ]
    assert told == [
        ("against", "mention", "reported", "a rejeté"),
        ("neutral", "article", "author", "ni approuvé"),
        ("against", "unstated", "quoted", "Nous ne paierons pas"),
    ]


def test_tokens_and_tags_lie_in_paragraphs_that_are_not_dimmed(
    tmp_path, three_documents, news, offline
):
    counts = export(tmp_path / "out", three_documents, news)
    rows = load(tmp_path / "out", offline, "ner")["train"]
    names = rows.features["ner_tags"].feature.names
    texts = {row["id"]: row["text"] for row in load(tmp_path / "out", offline)["train"]}
    assert not any("Abonnez-vous" in row["text"] for row in rows)
    for row in rows:
        document = texts[row["document_id"]]
        assert document[row["start"] : row["start"] + len(row["text"])] == row["text"]
        for token, start in zip(row["tokens"], row["token_starts"], strict=True):
            assert row["text"][start : start + len(token)] == token
    tagged = {
        token: names[tag]
        for row in rows
        for token, tag in zip(row["tokens"], row["ner_tags"], strict=True)
        if tag
    }
    assert tagged["conseil"] == "B-ORG"
    assert tagged["régional"] == "I-ORG"
    assert tagged["Jeanne"] == "B-PER"
    assert "projet" not in tagged
    assert (counts.losses.dimmed, counts.losses.overlapped) == (1, 0)


def test_layers_are_pseudonymous_and_keep_rejected_items(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news, with_jsonl=True)
    rows = load(tmp_path / "out", offline, "layers")["train"]
    assert [row["id"] for row in rows] == ["grève:A1", "grève:A2", "pont:A1", "pont:A2"]
    decision = rows.features["entities"].feature["decision"]
    decisions = {decision.int2str(e["decision"]) for row in rows for e in row["entities"]}
    assert decisions == {"added", "rejected"}
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    for name in ("anna", "béa", "Zoé"):
        assert name.encode() not in written


def test_features_of_card_and_files_are_the_same(tmp_path, three_documents, news, offline):
    import pyarrow.parquet as pq

    export(tmp_path / "out", three_documents, news)
    for config in ("documents", "ner", "layers"):
        data = load(tmp_path / "out", offline, config)
        for split, rows in data.items():
            schema = pq.read_schema(tmp_path / "out" / config / f"{split}.parquet")
            assert rows.features.arrow_schema.remove_metadata() == schema
            assert not schema.metadata


def test_a_split_without_rows_has_no_file(tmp_path, three_documents, news, offline):
    export(tmp_path / "out", three_documents, news)
    assert sorted(p.name for p in (tmp_path / "out" / "documents").iterdir()) == [
        "test.parquet",
        "train.parquet",
    ]


def test_articles_that_nobody_agreed_on_are_layers_only(tmp_path, three_documents, news, offline):
    counts = export(tmp_path / "out", three_documents[:1], news, with_jsonl=True)
    assert load(tmp_path / "out", offline)["train"]["annotator"][:] == ["A1", "A2"]
    assert (counts.documents, counts.unresolved) == (0, 1)
    assert verify(tmp_path / "out") == []


def test_native_lines_of_the_export_read_back(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news, with_jsonl=True)
    (record,) = read_native(tmp_path / "out" / "jsonl" / "train.jsonl", news)
    assert isinstance(record, NativeRecord)
    assert record.article.id == "pont"
    assert record.split is Split.TRAIN
    assert record.layer is not None
    assert record.layer.name == "gold"


def test_counts_say_what_was_written(tmp_path, three_documents, news):
    counts = export(tmp_path / "out", three_documents, news)
    assert (counts.documents, counts.unresolved, counts.annotators, counts.groups) == (2, 1, 2, 3)
    train = counts.splits[Split.TRAIN]
    assert (train.documents, train.layers, train.paragraphs) == (1, 4, 3)
    assert train.mentions == {"GPE": 1, "ORG": 3, "PER": 1, "TOPIC": 1}
    assert train.stances == {"against": 2, "neutral": 1}


def test_an_export_replaces_an_earlier_one(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news, with_jsonl=True)
    export(tmp_path / "out", three_documents[:2], news)
    assert not (tmp_path / "out" / "jsonl").exists()
    assert verify(tmp_path / "out") == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_export_of_an_older_version_is_told_and_replaced(tmp_path, three_documents, news):
    target = tmp_path / "out"
    export(target, three_documents, news)
    checksums = target / "checksums.json"
    older = json.loads(checksums.read_text())
    checksums.write_text(json.dumps({**older, "format": 1, "content": {}}))
    assert [problem.what for problem in verify(target)] == ["an older version wrote this export"]

    export(target, three_documents, news)
    assert verify(target) == []


def test_a_folder_of_another_kind_is_left_alone(tmp_path, three_documents, news):
    target = tmp_path / "out"
    target.mkdir()
    (target / "notes.md").write_text("à garder")
    with pytest.raises(ExportError, match="no earlier export"):
        export(target, three_documents, news)
    assert [p.name for p in target.iterdir()] == ["notes.md"]


def test_somebody_elses_file_in_an_earlier_export_is_not_lost(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news)
    (tmp_path / "out" / "notes.md").write_text("à garder")
    with pytest.raises(ExportError, match=r"notes\.md"):
        export(tmp_path / "out", three_documents, news)
    assert (tmp_path / "out" / "notes.md").read_text() == "à garder"


def test_a_failing_export_leaves_the_earlier_one(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news)
    with pytest.raises(ExportError, match="in order of their ids"):
        export(tmp_path / "out", [*three_documents, three_documents[0]], news)
    assert verify(tmp_path / "out") == []
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_export_of_nothing_is_refused(tmp_path, three_documents, news):
    with pytest.raises(ExportError, match="nothing to export"):
        export(tmp_path / "out", [], news)
    nobody = replace(three_documents[0], layers=())
    with pytest.raises(ExportError, match="nothing to export"):
        export(tmp_path / "out", [nobody], news)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("parent", ["/proc/annotator", "file"])
def test_a_place_that_takes_no_folder_is_one_clear_sentence(
    tmp_path, three_documents, news, parent
):
    (tmp_path / "file").write_text("")
    target = (tmp_path / parent) / "out"
    with pytest.raises(ExportError) as caught:
        export(target, three_documents, news)
    assert str(target) in str(caught.value)
    assert "choose another folder" in str(caught.value)


def test_a_quote_that_is_not_the_text_stops_the_export(tmp_path, three_documents, news):
    document = three_documents[1]
    article = replace(document.article, text="X" + document.article.text)
    with pytest.raises(ExportError, match="quote"):
        export(tmp_path / "out", [replace(document, article=article)], news)


def test_a_changed_file_does_not_verify(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news)
    readme = tmp_path / "out" / "README.md"
    readme.write_text(readme.read_text().replace("2 articles", "9 articles"))
    assert [problem.file for problem in verify(tmp_path / "out")] == ["README.md"]


def test_a_missing_and_a_foreign_file_do_not_verify(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news)
    (tmp_path / "out" / "GUIDELINES.md").rename(tmp_path / "out" / "autre.md")
    assert [p.file for p in verify(tmp_path / "out")] == ["GUIDELINES.md", "autre.md"]


def test_a_damaged_table_does_not_verify(tmp_path, three_documents, news):
    export(tmp_path / "out", three_documents, news)
    (tmp_path / "out" / "documents" / "train.parquet").write_bytes(b"PAR1")
    problems = verify(tmp_path / "out")
    assert problems[0].file == "documents/train.parquet"


def test_a_group_in_two_splits_does_not_verify(tmp_path, three_documents, news):
    torn = [three_documents[0], replace(three_documents[1], group="g-strike")]
    export(tmp_path / "out", torn, news)
    assert any("group g-strike" in problem.what for problem in verify(tmp_path / "out"))


def test_a_folder_without_checksums_is_no_export(tmp_path):
    with pytest.raises(ExportError, match=r"no checksums\.json"):
        verify(tmp_path)


def test_real_readings_survive_the_export(tmp_path, shared_file, news, offline):
    readings = {}
    for name in ("gold.reading1.jsonl", "gold.reading2.jsonl"):
        for record in read_native(shared_file("articles", name), news):
            readings.setdefault(record.article.id, []).append(record)
    documents = []
    for identifier, (first, second) in sorted(readings.items()):
        (one, names), (other, more) = first.to_layer(), second.to_layer()
        shift = len(names)
        moved = {
            i: replace(item, entity=item.entity + shift)
            if isinstance(item, Mention) and item.entity is not None
            else item
            for i, item in other.items.items()
        }
        both = (one, replace(other, items=moved))
        known = {**names, **{number + shift: name for number, name in more.items()}}
        documents.append(
            ExportDocument(first.article, both[0], both, known, Split.TRAIN, identifier)
        )
    counts = export(tmp_path / "out", documents, news, with_jsonl=True)
    assert verify(tmp_path / "out") == []
    assert counts.losses.unaligned == 0
    rows = load(tmp_path / "out", offline)["train"]
    for row, document in zip(rows, documents, strict=True):
        assert row["text"] == document.article.text
        found = [(e["start"], e["end"], e["canonical"]) for e in row["entities"]]
        assert found == [
            (m.start, m.end, document.names[m.entity]) for m in document.layer.mentions()
        ]


def test_importing_the_exporter_imports_no_heavy_library():
    code = (
        "import sys, annotator.exchange.hugging_face, annotator.exchange.verification, "
        "annotator.exchange.text_files, annotator.exchange.native_reader, annotator.report.card;"
        "sys.exit(bool({'datasets', 'pyarrow', 'charset_normalizer'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


SCRIPT = """
import sys
from pathlib import Path
import importlib.util
spec = importlib.util.spec_from_file_location("builders", sys.argv[1])
builders = importlib.util.module_from_spec(spec)
sys.modules["builders"] = builders
spec.loader.exec_module(builders)
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.hugging_face import write_export
from annotator.resources import load_scheme
write_export(
    Path(sys.argv[2]), lambda: builders.documents(), scheme=load_scheme("news-fr"),
    guidelines="x", header=CardHeader("x"), card=str, with_jsonl=True,
)
"""


def test_two_processes_write_the_same_bytes(tmp_path):
    here = Path(__file__)
    written = []
    for number, zone in enumerate(("Pacific/Auckland", "America/Lima")):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(number + 1),
            "TZ": zone,
            "PYTHONPATH": str(here.parents[3]),
            "HF_HUB_OFFLINE": "1",
            "HF_HOME": str(tmp_path / "hf"),
        }
        target = tmp_path / str(number) / "out"
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(here.parent / "conftest.py"), str(target)],
            env=environment,
            check=True,
        )
        files = sorted(p for p in target.rglob("*") if p.is_file())
        written.append({p.relative_to(target).as_posix(): p.read_bytes() for p in files})
    assert written[0] == written[1]
    assert json.loads(written[0]["checksums.json"])["content"].keys() >= {"documents/train"}
