import shutil
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from annotator.errors import ExportError
from annotator.exchange.comparison import changes, snapshot
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.hugging_face import write_export
from annotator.exchange.manifest import write_manifest
from annotator.exchange.verification import verify


def export(target, documents, scheme, **options):
    return write_export(
        target, lambda: iter(documents), scheme=scheme, guidelines="", header=CardHeader("Été"),
        card=lambda counts: "# Carte\n", near_copy=0.4, **options,
    )  # fmt: skip


def rows(folder):
    return {p.relative_to(folder): pq.read_table(p).to_pylist() for p in folder.rglob("*.parquet")}


def join(folder, *arguments):
    command = [sys.executable, folder / "join_texts.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def bare(tmp_path, three_documents, news):
    export(tmp_path / "bare", three_documents, news, with_text=False)
    return tmp_path / "bare"


def test_no_word_of_the_texts_is_in_the_folder(bare, three_documents):
    found = "\n".join(str(row) for part in rows(bare).values() for row in part)
    for document in three_documents:
        for word in {w for w in document.article.text.split() if len(w) > 7 and w.isalpha()}:
            assert word not in found
        assert document.article.sha256 in found
    assert verify(bare) == []


def test_joined_with_the_texts_the_rows_are_those_of_the_full_export(
    bare, tmp_path, three_documents, news
):
    texts = tmp_path / "texts"
    texts.mkdir()
    for document in three_documents:
        (texts / f"{document.article.id}.txt").write_bytes(document.article.text.encode())
    export(tmp_path / "full", three_documents, news)
    done = join(bare, texts, tmp_path / "joined")

    assert done.returncode == 0, done.stderr
    joined, full = rows(tmp_path / "joined"), rows(tmp_path / "full")
    assert joined.keys() == full.keys()
    assert without_names(joined) == without_names(full)


def test_the_joined_folder_loads(bare, tmp_path, three_documents, offline):
    from datasets import load_dataset

    lines = tmp_path / "texts.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        import json

        for document in three_documents:
            record = {"id": document.article.id, "text": document.article.text}
            file.write(json.dumps(record) + "\n")
    assert join(bare, lines, tmp_path / "joined").returncode == 0
    data = load_dataset(str(tmp_path / "joined"), "ner", cache_dir=str(offline))

    row = data["train"][0]
    assert row["tokens"]
    places = zip(row["token_starts"], row["token_ends"], strict=True)
    assert row["tokens"] == [row["text"][a:b] for a, b in places]


def test_another_text_is_not_taken(bare, tmp_path, three_documents):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{three_documents[0].article.id}.txt").write_text("Autre chose.")
    done = join(bare, tmp_path / "texts", tmp_path / "joined")

    assert done.returncode == 1
    assert "joined: 0 of 3" in done.stderr


def test_changes_name_what_came_went_changed_and_moved(tmp_path, three_documents, news):
    from dataclasses import replace

    strike, lake, bridge = three_documents
    export(tmp_path / "old", three_documents, news)
    moved = replace(lake, split=strike.split)
    items = {k: v for k, v in bridge.layer.items.items() if not k.startswith("s")}
    changed = replace(bridge, layer=replace(bridge.layer, items=items))
    export(tmp_path / "new", [moved, changed], news)
    found = changes(snapshot(tmp_path / "old"), snapshot(tmp_path / "new"))

    assert found.added == ()
    assert found.removed == (strike.article.id,)
    assert found.changed == (bridge.article.id,)
    assert found.moved == (lake.article.id,)
    same = changes(snapshot(tmp_path / "old"), snapshot(tmp_path / "old"))
    assert not any(same.record().values())


def test_a_folder_that_is_no_export_has_no_snapshot(tmp_path):
    with pytest.raises(ExportError, match="is no export"):
        snapshot(tmp_path)


def test_verify_finds_near_copies_in_two_splits(tmp_path, three_documents, news):
    from dataclasses import replace

    strike, lake, bridge = three_documents
    copy = replace(lake.article, id="zz", text=lake.article.text + "\nLire aussi : la suite.\n")
    twin = replace(lake, article=copy, split=strike.split, group="g-twin")
    export(tmp_path / "out", [strike, lake, bridge, twin], news)

    (problem,) = verify(tmp_path / "out")
    assert "near-copies in two splits" in problem.what


def test_verify_finds_columns_that_the_card_does_not_promise(tmp_path, three_documents, news):
    out = tmp_path / "out"
    export(out, three_documents, news)
    text = (out / "README.md").read_text("utf-8")
    (out / "README.md").write_text(text.replace("num_examples: 1\n", "num_examples: 7\n", 1))
    shutil.copy(out / "ner" / "train.parquet", out / "stance" / "train.parquet")
    write_manifest(out, {})

    found = [problem.what for problem in verify(out)]
    assert any("columns are not those of README.md" in what for what in found)
    assert any("number of rows" in what for what in found)


def without_names(tables):
    """Tables without canonical names and words of sources elsewhere, which no text gives back."""

    def stripped(value):
        if isinstance(value, dict):
            elsewhere = "canonical" in value and value.get("start") is None
            return {
                k: stripped(v)
                for k, v in value.items()
                if k != "canonical" and not (elsewhere and k == "text")
            }
        return [stripped(v) for v in value] if isinstance(value, list) else value

    return {key: stripped(table) for key, table in tables.items()}
