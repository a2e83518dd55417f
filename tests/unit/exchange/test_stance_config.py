"""The `stance` configuration, read back by the library that it is made for."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Decision, Stance
from annotator.domain.layer import Layer
from annotator.domain.splits import Split
from annotator.exchange.columns import ColumnDigest
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.hugging_face import write_export
from annotator.exchange.manifest import write_manifest
from annotator.exchange.parquet import read_rows
from annotator.exchange.verification import verify


def export(target, documents, scheme):
    return write_export(
        target,
        lambda: iter(documents),
        scheme=scheme,
        guidelines="",
        header=CardHeader("Articles"),
        card=lambda counts: f"{counts.explicit_pairs} pairs",
    )


def load(folder: Path, cache: Path, config: str = "stance"):
    from datasets import load_dataset

    return load_dataset(str(folder), config, cache_dir=str(cache))


@pytest.fixture
def written(tmp_path, three_documents, news, offline):
    counts = export(tmp_path / "out", three_documents, news)
    return tmp_path / "out", counts


def test_load_dataset_gives_pairs_with_and_without_a_stance(written, offline):
    rows = load(written[0], offline)["train"]
    assert {row["explicit"] for row in rows} == {True, False}
    for row in rows:
        told = [row[key] is not None for key in ("label", "attribution", "certainty")]
        assert told == [row["explicit"]] * 3
        assert bool(row["evidence"]) is row["explicit"]
        assert row["document_id"] == "pont"
    assert len(set(rows["id"][:])) == rows.num_rows


def test_a_row_says_all_that_was_annotated(written, offline):
    rows = load(written[0], offline)["train"]
    row = next(r for r in rows if r["id"] == "pont:s6")
    names = rows.features
    assert row["holder"]["text"] == "conseil régional de Valmure"
    assert row["holder"]["canonical"] == "conseil de Valmure"
    assert names["holder"]["label"].int2str(row["holder"]["label"]) == "ORG"
    assert names["holder_kind"].int2str(row["holder_kind"]) == "mention"
    assert names["target"]["kind"].int2str(row["target"]["kind"]) == "nominal"
    assert names["label"].int2str(row["label"]) == "against"
    assert names["attribution"].int2str(row["attribution"]) == "reported"
    assert names["certainty"].int2str(row["certainty"]) == "asserted"
    assert [e["text"] for e in row["evidence"]] == ["a rejeté"]
    assert row["source"] is None


def test_holders_that_are_no_mention_are_null_and_drawn_likewise(
    tmp_path, three_documents, news, offline
):
    bridge = three_documents[2]
    start = bridge.article.text.index("sa présidente")
    export(tmp_path / "out", [replace(bridge, phrases=(Span(start, start + 13),))], news)
    rows = load(tmp_path / "out", offline)["train"]
    kinds = rows.features["holder_kind"]
    assert all(
        (r["holder"] is None) == (kinds.int2str(r["holder_kind"]) != "mention") for r in rows
    )
    without = {(r["target"]["text"], r["explicit"]) for r in rows if r["holder"] is None}
    assert without == {("projet de pont", True), ("sa présidente", False)}


def test_offsets_are_into_the_paragraph_and_the_paragraph_into_the_article(written, offline):
    texts = {r["id"]: r["text"] for r in load(written[0], offline, "documents")["train"]}
    for row in load(written[0], offline)["train"]:
        whole = texts[row["document_id"]]
        assert whole[row["start"] : row["start"] + len(row["text"])] == row["text"]
        assert "\n" not in row["text"]
        for span in (row["holder"], row["target"], *row["evidence"]):
            if span is not None:
                assert row["text"][span["start"] : span["end"]] == span["text"]


def test_class_labels_keep_the_order_of_the_scheme(written, offline):
    features = load(written[0], offline)["train"].features
    assert features["label"].names == ["against", "favor", "neutral"]
    assert features["target"]["label"].names == ["PER", "ORG", "GPE", "LOC", "TOPIC"]
    assert features["attribution"].names == ["author", "quoted", "reported"]


def test_features_of_card_and_file_are_the_same(written, offline):
    import pyarrow.parquet as pq

    for split, rows in load(written[0], offline).items():
        schema = pq.read_schema(written[0] / "stance" / f"{split}.parquet")
        assert rows.features.arrow_schema.remove_metadata() == schema
        assert not schema.metadata


def test_counts_are_those_of_the_rows(written, offline):
    folder, counts = written
    rows = load(folder, offline)["train"]
    train = counts.splits[Split.TRAIN].pairs
    assert (train.explicit, train.drawn) == (sum(rows["explicit"]), rows.num_rows - train.explicit)
    assert sum(train.labels.values()) == sum(train.attributions.values()) == train.explicit
    # "ni approuvé" and its target, the plan, stand in different paragraphs.
    assert counts.pair_losses.spread == 1
    assert sum(told for told, _ in counts.pair_kinds.values()) == counts.explicit_pairs


def test_phrases_of_the_caller_are_drawn_from(tmp_path, three_documents, news, offline):
    bridge = three_documents[2]
    start = bridge.article.text.index("sa présidente")
    phrase = Span(start, start + len("sa présidente"))
    export(tmp_path / "out", [replace(bridge, phrases=(phrase,))], news)
    rows = load(tmp_path / "out", offline)["train"]
    assert "sa présidente" in {r["target"]["text"] for r in rows if not r["explicit"]}


def test_a_source_outside_the_paragraph_has_words_but_no_offsets(
    tmp_path, three_documents, news, offline
):
    bridge = three_documents[2]
    items = dict(bridge.layer.items)
    stance = items["s6"]
    assert isinstance(stance, Stance)
    items["s6"] = replace(stance, source="m9")
    zones = [key for key in items if key.startswith("z")]
    for key in zones:
        del items[key]
    layer = replace(bridge.layer, items=MappingProxyType(items))
    export(tmp_path / "out", [replace(bridge, layer=layer)], news)
    rows = load(tmp_path / "out", offline)["train"]
    source = next(r["source"] for r in rows if r["id"] == "pont:s6")
    assert source["text"] == "La Gazette de Valmure"
    assert (source["start"], source["end"]) == (None, None)
    assert verify(tmp_path / "out") == []


def without_stances(layer: Layer) -> Layer:
    kept = {key: item for key, item in layer.items.items() if not isinstance(item, Stance)}
    return replace(layer, items=MappingProxyType(kept))


def test_a_split_without_stances_has_no_file(tmp_path, three_documents, news, offline):
    lake = three_documents[1]
    bare = replace(lake, layer=without_stances(lake.layer))
    export(tmp_path / "out", [bare, three_documents[2]], news)
    assert list(load(tmp_path / "out", offline)) == ["train"]
    assert verify(tmp_path / "out") == []


def test_work_without_stances_has_no_such_configuration(tmp_path, three_documents, news, offline):
    from datasets import get_dataset_config_names

    lake = three_documents[1]
    export(tmp_path / "out", [replace(lake, layer=without_stances(lake.layer))], news)
    assert set(get_dataset_config_names(str(tmp_path / "out"))) == {"documents", "ner", "layers"}
    assert "text-classification" not in (tmp_path / "out" / "README.md").read_text()


def test_a_rejected_stance_comes_out_as_a_pair_without_one(
    tmp_path, three_documents, news, offline
):
    bridge = three_documents[2]
    items = dict(bridge.layer.items)
    stance = items["s6"]
    assert isinstance(stance, Stance)
    items["s99"] = replace(stance, id="s99", holder="m5", decision=Decision.REJECTED)
    layer = replace(bridge.layer, items=MappingProxyType(items))
    export(tmp_path / "out", [replace(bridge, layer=layer)], news)
    rows = load(tmp_path / "out", offline)["train"]
    pairs = {(r["holder"]["text"], r["target"]["text"]): r for r in rows if r["holder"]}
    assert pairs["Jeanne Aubrac", "projet de pont"]["label"] is None


def tampered(folder: Path, change) -> list[str]:
    """What verification says once the rows of the training pairs are written anew."""
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "stance" / "train.parquet"
    schema = pq.read_schema(path)
    rows = [change(row) for row in read_rows(path)]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    content = json.loads((folder / "checksums.json").read_text())["content"]
    digest = ColumnDigest()
    digest.update(pq.read_table(path))
    content["stance/train"] = digest.hexdigest()
    (folder / "checksums.json").unlink()
    write_manifest(folder, content)
    return [problem.what for problem in verify(folder)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"start": 1}, "is not the text at 1"),
        ({"document_id": "lac"}, "document lac is not in this split"),
        ({"label": None, "explicit": True}, "is half a stance"),
        ({"explicit": False, "label": 0}, "is half a stance"),
        ({"target": None}, "has no target"),
    ],
)
def test_a_pair_that_contradicts_itself_does_not_verify(written, change, complaint):
    problems = tampered(written[0], lambda row: {**row, **change})
    assert any(complaint in what for what in problems)


def test_a_shifted_holder_does_not_verify(written):
    def shift(row):
        holder = row["holder"]
        return row if holder is None else {**row, "holder": {**holder, "end": holder["end"] - 1}}

    assert any("the quote of the holder of pont:" in what for what in tampered(written[0], shift))


def test_what_was_written_verifies(written):
    assert verify(written[0]) == []
    assert "stance/train" in (written[0] / "checksums.json").read_text()
