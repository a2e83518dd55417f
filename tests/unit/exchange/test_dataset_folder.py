"""Data sets on disk that others wrote; our own export comes back in `project/`."""

import pytest

from annotator.domain.layer import State
from annotator.exchange.dataset_folder import DATASET_FOLDER
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.resources import companion_text

TAGS = ["O", "B-PER", "I-PER", "B-MISC"]


def read(path, scheme, **columns):
    assert detect(path) is DATASET_FOLDER
    common = label_map(scheme, companion_text("common-labels.toml"), {}, "common")
    return list(DATASET_FOLDER.read(path, scheme, ReadOptions(common, columns=columns)))


def tagged():
    from datasets import ClassLabel, Dataset, DatasetDict, Features, List, Value

    features = Features({"tokens": List(Value("string")), "ner_tags": List(ClassLabel(names=TAGS))})
    rows = {
        "tokens": [["Paul", "Roche", "refuse"], ["Mardi", "."]],
        "ner_tags": [[1, 2, 0], [3, 0]],
    }
    part = Dataset.from_dict(rows, features=features)
    return DatasetDict({"train": part, "validation": part.select([1])})


def quotes(record):
    return [(m.quote, m.label) for m in record.mentions]


@pytest.fixture
def saved(tmp_path, offline):
    tagged().save_to_disk(str(tmp_path / "saved"))
    return tmp_path / "saved"


@pytest.fixture
def uploaded(tmp_path, offline):
    """A folder as the Hub has it: Parquet files by split, class labels in the card."""
    folder = tmp_path / "uploaded"
    for split, part in tagged().items():
        path = folder / "data" / f"{split}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        part.to_parquet(str(path))
    return folder


@pytest.mark.parametrize("kind", ["saved", "uploaded"])
def test_tags_become_mentions_by_the_names_of_their_labels(request, news, kind):
    records = read(request.getfixturevalue(kind), news)
    assert all(isinstance(r, NativeRecord) for r in records), [str(r) for r in records]
    assert [quotes(r) for r in records] == [[("Paul Roche", "PER")], [], []]
    assert [r.split for r in records] == ["train", "train", "validation"]
    assert records[1].losses == {"mentions labelled MISC": 1}
    assert [r.article.id for r in records] == [
        f"{kind}-train-1", f"{kind}-train-2", f"{kind}-validation-1",
    ]  # fmt: skip


def test_of_several_configurations_the_annotated_one_is_read_and_the_others_are_told(
    tmp_path, news, offline
):
    from datasets import Dataset

    folder = tmp_path / "several"
    spans = [{"start": 0, "end": 5, "label": "PER"}]
    for name, rows in {
        "a-raw": [{"text": "Rien."}, {"text": "Vide."}],
        "gold": [{"text": "Roche refuse.", "entities": spans}, {"text": "Rien.", "entities": []}],
        "votes": [{"x": 1}],
    }.items():
        Dataset.from_list(rows).to_parquet(str(folder / name / "train.parquet"))
    configs = [
        f"- config_name: {n}\n  data_files: {n}/*.parquet" for n in ("a-raw", "gold", "votes")
    ]
    (folder / "README.md").write_text("---\nconfigs:\n" + "\n".join(configs) + "\n---\n")
    records = read(folder, news)
    assert [quotes(r) for r in records] == [[("Roche", "PER")], []]
    assert [dict(r.losses) for r in records] == [
        {"further configurations (a-raw, votes: `--columns config=a-raw` reads one)": 2}, {},
    ]  # fmt: skip
    named = read(folder, news, config="a-raw")
    assert [(r.article.text, dict(r.losses)) for r in named] == [("Rien.", {}), ("Vide.", {})]


def test_texts_with_spans_and_texts_alone_are_read(tmp_path, news, offline):
    from datasets import Dataset

    rows = [
        {"id": "a", "text": "Roche refuse.", "entities": [{"start": 0, "end": 5, "label": "PER"}]},
        {"id": "b", "text": "Rien.", "entities": []},
        {"id": "c", "text": "Faux.", "entities": [{"start": 0, "end": 99, "label": "PER"}]},
    ]
    Dataset.from_list(rows).to_parquet(str(tmp_path / "set" / "train.parquet"))
    first, second, wrong = read(tmp_path / "set", news)
    assert (first.article.id, quotes(first)) == ("a", [("Roche", "PER")])
    assert (second.mentions, second.layer.state) == ((), State.DONE)
    assert "is no range" in str(wrong)
    assert wrong.record["id"] == "c"


def test_a_data_set_without_texts_or_that_is_none_is_told(tmp_path, news, offline):
    from datasets import Dataset

    Dataset.from_list([{"x": 1}, {"x": 2}]).to_parquet(str(tmp_path / "set" / "train.parquet"))
    (problem,) = read(tmp_path / "set", news)
    assert "no column is known to hold the text (there are x)" in str(problem)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "dataset_info.json").write_text("{}")
    (problem,) = read(tmp_path / "none", news)
    assert "can't be loaded" in str(problem)
