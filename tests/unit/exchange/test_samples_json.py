"""The real files of Label Studio, doccano and Prodigy that are kept beside the repository."""

from collections import Counter

import pytest

from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map, parse_labels
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.resources import companion_text

DOCCANO, LABEL_STUDIO, PRODIGY = "doccano", "label-studio", "prodigy"


def read(path, scheme, labels=""):
    known = detect(path)
    common = companion_text("common-labels.toml")
    options = ReadOptions(label_map(scheme, common, parse_labels(labels), "common"))
    results = list(known.read(path, scheme, options))
    good = [r for r in results if isinstance(r, NativeRecord)]
    losses = sum((Counter(r.losses) for r in good), Counter())
    return known.name, good, [str(r) for r in results if r not in good], losses


def quotes(record):
    return [(m.quote, m.label) for m in record.mentions]


@pytest.mark.parametrize(
    ("folder", "name", "known", "records", "mentions"),
    [
        ("doccano", "export_relation_extraction__example.jsonl", DOCCANO, 1, 4),
        ("doccano", "export_sequence_labeling__example.jsonl", DOCCANO, 3, 4),
        ("doccano", "export_text_classification__example.jsonl", DOCCANO, 3, 0),
        ("doccano", "import_intent__example.jsonl", DOCCANO, 4, 2),
        ("doccano", "import_relation_extraction__example.jsonl", DOCCANO, 1, 4),
        ("doccano", "import_sequence_labeling__example.jsonl", DOCCANO, 2, 1),
        ("doccano", "import_text_classification__example.jsonl", DOCCANO, 3, 0),
        ("doccano", "transformer__classification.jsonl", DOCCANO, 3, 0),
        ("doccano", "transformer__labeling.jsonl", DOCCANO, 3, 16),
        ("doccano", "transformer__seq2seq.jsonl", DOCCANO, 3, 0),
        ("doccano", "transformer__seq2seq.csv", "table", 3, 0),
        ("doccano", "transformer__classification.csv", "table", 3, 0),
        ("doccano", "import_root__example.utf16.csv", "table", 3, 0),
        ("doccano", "import_text_classification__example.csv", "table", 2, 0),
        ("label_studio", "converter__test_export_csv__csv_test.json", LABEL_STUDIO, 4, 0),
        ("label_studio", "converter__test_export_csv__csv_test2.json", LABEL_STUDIO, 0, 0),
        ("label_studio", "converter__test_export_json_min__data.json", LABEL_STUDIO, 0, 0),
        ("label_studio", "derived__sdk_relation_annotation.json", LABEL_STUDIO, 0, 0),
        ("label_studio", "lsf__dialogue_analysis__annotations_1.json", LABEL_STUDIO, 1, 0),
        ("label_studio", "lsf__dialogue_analysis__tasks.json", LABEL_STUDIO, 1, 0),
        ("label_studio", "lsf__named_entity__annotations_1.json", LABEL_STUDIO, 1, 0),
        ("label_studio", "lsf__named_entity__tasks.json", LABEL_STUDIO, 1, 0),
        ("label_studio", "lsf__rich_text_html__annotations_1.json", LABEL_STUDIO, 1, 2),
        ("label_studio", "lsf__rich_text_html__tasks.json", LABEL_STUDIO, 1, 2),
        ("label_studio", "lsf__rich_text_plain__annotations_1.json", LABEL_STUDIO, 1, 0),
        ("label_studio", "lsf__rich_text_plain__tasks.json", LABEL_STUDIO, 1, 0),
        ("prodigy", "annotated_reddit-PRODUCT-ner.first60.jsonl", PRODIGY, 60, 18),
        ("prodigy", "examples.jsonl", DOCCANO, 3, 0),
        ("prodigy", "patterns_countries-GPE.jsonl", PRODIGY, 0, 0),
        ("prodigy", "rel_component_annotations.first15.jsonl", PRODIGY, 15, 48),
        ("spacy", "demo.jsonl", PRODIGY, 1, 1),
    ],
)
def test_a_real_file_is_read_as_what_it_is(
    shared_file, news, folder, name, known, records, mentions
):
    path = shared_file("samples", folder, name)
    labels = "12=LOC,13=PER,14=ORG,GGP=ORG,DATE=TOPIC,PRODUCT=ORG,MISC=TOPIC"
    found, good, _, _ = read(path, news, labels)
    assert (found, len(good), sum(len(r.mentions) for r in good)) == (known, records, mentions)
    for record in good:
        for mention in record.mentions:
            assert record.article.text[mention.start : mention.end] == mention.quote


@pytest.mark.parametrize("name", ["html__annotations_1", "html__tasks"])
def test_regions_of_html_are_placed_by_offsets_or_by_paths(shared_file, news, name):
    path = shared_file("samples", "label_studio", f"lsf__rich_text_{name}.json")
    _, (record,), problems, losses = read(path, news)
    assert quotes(record) == [("Jules", "PER"), ("The Wolf", "PER")]
    assert not problems
    assert losses == {"mentions labelled Date": 2}
    # One of its regions quotes other words than those it marks.
    _, good, (problem,), _ = read(path, news, "Date=TOPIC")
    assert not good
    assert "but the text at 69..104 is" in problem


def test_a_region_that_marks_other_words_than_it_quotes_is_refused(shared_file, news):
    named = shared_file("samples", "label_studio", "lsf__named_entity__annotations_1.json")
    _, (record,), _, _ = read(named, news, "Date=TOPIC")
    assert quotes(record) == [("February 22", "TOPIC")]
    # The same region stands under another text in the editor's own example.
    moved = shared_file("samples", "label_studio", "lsf__rich_text_plain__tasks.json")
    _, good, (problem,), _ = read(moved, news, "Date=TOPIC")
    assert not good
    assert "is 'February 22', but the text at 343..354 is" in problem


@pytest.mark.parametrize(
    ("folder", "name", "reason"),
    [
        ("label_studio", "converter__test_export_csv__csv_test2.json", "which field is the text"),
        ("label_studio", "converter__test_export_json_min__data.json", "the task has no text"),
        ("label_studio", "derived__sdk_relation_annotation.json", "without its task"),
        ("label_studio", "lsf__named_entity__config.xml", "labelling configuration"),
        ("prodigy", "patterns_countries-GPE.jsonl", "match patterns, without any text"),
        ("doccano", "import_sequence_labeling__example.jsonl", ":3: `text` is missing"),
        ("doccano", "import_intent__example.jsonl", ":5: `text` is missing"),
        ("doccano", "import_text_classification__example.csv", ":4: the text is empty"),
    ],
)
def test_what_is_refused_is_refused_for_a_right_reason(shared_file, news, folder, name, reason):
    _, _, (problem,), _ = read(shared_file("samples", folder, name), news)
    assert reason in problem


def test_annotators_and_models_have_layers_of_their_own(shared_file, news):
    path = shared_file("samples", "doccano", "transformer__labeling.jsonl")
    _, good, _, _ = read(path, news, "12=LOC,13=PER,14=ORG")
    assert [(r.article.id[-4:], r.layer.name, len(r.mentions)) for r in good] == [
        ("2578", "user 1", 5), ("2578", "user 2", 5), ("2580", "user 2", 6),
    ]  # fmt: skip
    path = shared_file("samples", "label_studio", "lsf__named_entity__tasks.json")
    _, (record,), _, _ = read(path, news)
    assert (record.layer.role, record.layer.name) == ("suggester", "model 1")


def test_answers_decide_what_becomes_of_a_task(shared_file, news):
    path = shared_file("samples", "prodigy", "annotated_reddit-PRODUCT-ner.first60.jsonl")
    _, good, _, losses = read(path, news, "PRODUCT=ORG")
    states = Counter(record.layer.state.value for record in good)
    assert states == {"new": 43, "done": 14, "skipped": 3}
    assert losses == {"spans of rejected answers": 47}


def test_relations_by_token_become_stances_where_the_user_says_so(shared_file, news):
    path = shared_file("samples", "prodigy", "rel_component_annotations.first15.jsonl")
    _, good, _, losses = read(path, news, "GGP=ORG,Pos-Reg=favor,Neg-Reg=against")
    labels = Counter(s.label for record in good for s in record.stances)
    assert labels == {"favor": 8, "against": 4}
    assert losses["relations labelled Binds, no stance"] == 6
