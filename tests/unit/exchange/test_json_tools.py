"""Shapes of Label Studio, doccano and Prodigy that the samples do not show."""

import csv
import json

import pytest

from annotator.domain.layer import State
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.resources import companion_text

TEXT = "💩 Roche refuse le pont."


def read(tmp_path, scheme, value, name="x.json", columns=None):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    common = label_map(scheme, companion_text("common-labels.toml"), {}, "common")
    return list(detect(path).read(path, scheme, ReadOptions(common, columns or {})))


def only(results):
    (record,) = results
    assert isinstance(record, NativeRecord), str(record)
    return record


def region(identifier, start, end, label, **more):
    value = {"start": start, "end": end, "labels": [label], **more}
    return {"id": identifier, "type": "labels", "from_name": "l", "to_name": "t", "value": value}


def task(*results, text=TEXT, **annotation):
    return {"id": 7, "data": {"text": text}, "annotations": [{"result": results, **annotation}]}


def quotes(record):
    return [(m.quote, m.label) for m in record.mentions]


HOLDER, TARGET = region("a", 3, 8, "Person"), region("b", 16, 23, "TOPIC")


def relation(*labels, direction="right"):
    return {
        "type": "relation", "from_id": "a", "to_id": "b", "direction": direction,
        "labels": list(labels),
    }  # fmt: skip


def test_label_studio_counts_utf_16(tmp_path, news):
    record = only(read(tmp_path, news, [task(HOLDER, TARGET)]))
    assert quotes(record) == [("Roche", "PER"), ("le pont", "TOPIC")]
    assert record.article.id == "x-7"


@pytest.mark.parametrize(
    ("direction", "ends"),
    [("right", [("Roche", "le pont")]), ("left", [("le pont", "Roche")]),
     ("bi", [("Roche", "le pont"), ("le pont", "Roche")])],
)  # fmt: skip
def test_label_studio_relations_have_a_direction_and_several_labels(
    tmp_path, news, direction, ends
):
    made = relation("against", "quoted", "hedged", direction=direction)
    record = only(read(tmp_path, news, [task(HOLDER, TARGET, made)]))
    named = {m.id: m.quote for m in record.mentions}
    assert [(named[s.holder], named[s.target]) for s in record.stances] == ends
    assert {(s.label, s.attribution, s.certainty) for s in record.stances} == {
        ("against", "quoted", "hedged")
    }


def test_label_studio_relations_to_a_region_that_is_not_there_are_refused(tmp_path, news):
    (problem,) = read(tmp_path, news, [task(HOLDER, relation("against"))])
    assert "`stances[0].target` is 'b', which is not among the entities" in str(problem)


@pytest.mark.parametrize(
    ("text", "start", "end", "quote", "how"),
    [("💩 Roche refuse", 2, 7, "Roche", "offsets that count code points"),
     ("Un\r\n\r\nRoche refuse", 4, 9, "Roche", "offsets that count a line end as one"),
     # Label Studio issue 3078: the offsets are right, the quote has lost a space.
     ("Text: Berlin,  Germany.", 6, 22, "Berlin, Germany", ""),
     ("Berlin\n\nParis", 0, 13, "Berlin\\n\\nParis", "")],
)  # fmt: skip
def test_label_studio_regions_stand_where_their_words_are(
    tmp_path, news, text, start, end, quote, how
):
    made = task(region("a", start, end, "PER", text=quote), text=text)
    record = only(read(tmp_path, news, [made]))
    assert "".join(record.mentions[0].quote.split()) == "".join(quote.replace("\\n", "").split())
    assert [loss.startswith(how) for loss in record.losses] == [True] * bool(how)


def test_label_studio_annotations_have_authors_and_states(tmp_path, news):
    made = task(HOLDER, completed_by={"id": 3, "email": "anna@example.org"})
    made["annotations"] += [
        {"result": [], "completed_by": 4},
        {"result": [TARGET], "completed_by": 4, "was_cancelled": True},
        {"result": [{"type": "choices", "value": {"choices": ["a"]}, "id": "c"}]},
    ]
    records = read(tmp_path, news, [made])
    assert [(r.layer.name, r.layer.state, len(r.mentions)) for r in records] == [
        ("anna@example.org", State.DONE, 1),
        ("user 4", State.DONE, 0),
        ("user 4 2", State.SKIPPED, 1),
        ("import", State.NEW, 0),
    ]
    assert records[3].losses == {"results of type choices": 1}


def test_label_studio_tasks_without_work_bring_their_text(tmp_path, news):
    for value in ([{"data": {"body": TEXT}, "annotations": []}], [{"text": TEXT}]):
        record = only(read(tmp_path, news, value))
        assert (record.article.text, record.layer.state) == (TEXT, State.NEW)


def test_label_studio_minimal_form_is_read(tmp_path, news):
    made = {
        "id": 4, "text": TEXT, "annotator": 2, "annotation_id": 9, "lead_time": 3.5,
        "ner": [{"start": 3, "end": 8, "text": "Roche", "labels": ["PER"]}],
    }  # fmt: skip
    record = only(read(tmp_path, news, [made]))
    assert (quotes(record), record.layer.name) == ([("Roche", "PER")], "user 2")


def test_label_studio_text_is_named_by_the_user_where_it_is_not_plain(tmp_path, news):
    made = {"data": {"lead": "Un chapeau.", "body": TEXT}, "annotations": []}
    (problem,) = read(tmp_path, news, [made])
    assert "which field is the text is not told: body, lead" in str(problem)
    assert "`--columns text=body`" in str(problem)
    record = only(read(tmp_path, news, [made], columns={"text": "body"}))
    assert record.article.text == TEXT
    assert record.article.meta == {"lead": "Un chapeau."}


def test_label_studio_dialogues_are_refused(tmp_path, news):
    made = {"data": {"text": [{"author": "A", "text": "Bon."}]}, "annotations": []}
    (problem,) = read(tmp_path, news, [made], columns={"text": "text"})
    assert "is a dialogue" in str(problem)


@pytest.mark.parametrize("path", ["/div[9]/text()[1]", "//*", "/b[1]/text()[1]|//x", ""])
def test_label_studio_paths_that_lead_nowhere_are_refused(tmp_path, news, path):
    value = {"start": path, "startOffset": 0, "end": path, "endOffset": 1,
             "hypertextlabels": ["PER"]}  # fmt: skip
    made = {"id": "a", "type": "hypertextlabels", "value": value}
    (problem,) = read(tmp_path, news, [task(made, text="<b>Roche</b> refuse")])
    assert "leads to no place in the HTML" in str(problem)


def test_doccano_counts_utf_16_and_knows_its_older_names(tmp_path, news):
    for value in (
        {"id": 1, "text": TEXT, "label": [[3, 8, "PER"]]},
        {"id": 1, "data": TEXT, "label": [[3, 8, "PER"]]},
        {"id": 1, "text": TEXT, "labels": [[3, 8, "PER"]]},
        {"id": 1, "text": TEXT, "entities": [[3, 8, "PER"]]},
        {"id": 1, "text": TEXT, "Comments": ["?"],
         "entities": [{"id": 5, "label": "PER", "start_offset": 3, "end_offset": 8}]},
    ):  # fmt: skip
        record = only(read(tmp_path, news, value))
        assert quotes(record) == [("Roche", "PER")]
        assert (record.article.id, record.layer.state) == ("x-1", State.DONE)


def test_doccano_offsets_inside_a_character_are_refused(tmp_path, news):
    (problem,) = read(tmp_path, news, {"text": TEXT, "label": [[1, 8, "PER"]]})
    assert "offset 1 falls into the middle of a character" in str(problem)


def test_doccano_relations_become_stances(tmp_path, news):
    ends = [{"id": n, "label": label, "start_offset": start, "end_offset": end}
            for n, label, start, end in ((11, "PER", 3, 8), (12, "TOPIC", 16, 23))]  # fmt: skip
    made = {"id": 1, "text": TEXT, "entities": ends,
            "relations": [{"id": 1, "from_id": 11, "to_id": 12, "type": "Against"}]}  # fmt: skip
    (stance,) = only(read(tmp_path, news, made)).stances
    assert (stance.holder, stance.target, stance.label) == ("m1", "m2", "against")


def test_doccano_columns_that_it_carries_along_are_kept(tmp_path, news):
    made = {"id": 1, "text": TEXT, "label": [], "rubrique": "Une", "meta": {"n": 1}}
    record = only(read(tmp_path, news, made))
    assert record.article.meta == {"rubrique": "Une", "n": 1}
    assert record.layer.state is State.DONE


def test_prodigy_spans_by_tokens_alone_and_relations_by_token(tmp_path, news):
    tokens = [{"text": t, "start": s, "end": s + len(t), "id": n}
              for n, (t, s) in enumerate([("💩", 0), ("Roche", 2), ("refuse", 8), ("le", 15),
                                          ("pont", 18)])]  # fmt: skip
    made = {
        "text": TEXT, "tokens": tokens, "_annotator_id": "anna", "answer": "accept",
        "spans": [{"token_start": 1, "token_end": 1, "label": "PERSON"},
                  {"start": 15, "end": 22, "token_start": 3, "token_end": 4, "label": "TOPIC"}],
        "relations": [{"head": 1, "child": 4, "label": "opposes"}],
    }  # fmt: skip
    record = only(read(tmp_path, news, made, "x.jsonl"))
    assert quotes(record) == [("Roche", "PER"), ("le pont", "TOPIC")]
    assert [(s.holder, s.target, s.label) for s in record.stances] == [("m1", "m2", "against")]
    assert record.layer.name == "anna"


@pytest.mark.parametrize(
    ("more", "what"),
    [({"answer": "perhaps"}, "`answer` is 'perhaps'"),
     ({"spans": [{"start": 0, "end": 99, "label": "PER"}]}, "is no range"),
     ({"spans": [{"start": 0, "label": "PER"}]}, "end` is missing"),
     ({"spans": 3}, "make it a list"),
     ({"relations": [{"head": 0, "child": 1, "label": "against"}]}, "not among the entities")],
)  # fmt: skip
def test_prodigy_mistakes_are_told(tmp_path, news, more, what):
    (problem,) = read(tmp_path, news, {"text": TEXT, "_task_hash": 1, **more}, "x.jsonl")
    assert what in str(problem)


def test_prodigy_images_have_no_text(tmp_path, news):
    (problem,) = read(tmp_path, news, {"image": "a.png", "_task_hash": 1, "spans": []}, "x.jsonl")
    assert "`text` is missing" in str(problem)


def test_native_records_are_no_foreign_ones(tmp_path):
    path = tmp_path / "x.jsonl"
    for value in (
        {"id": "a", "text": TEXT},
        {"id": "a", "text": TEXT, "entities": [], "stances": []},
        {"id": "a", "text": TEXT, "entities": [{"id": "e0", "start": 0, "end": 1, "label": "PER"}]},
        {"text": TEXT, "entities": [], "stances": [], "boilerplate": []},
    ):
        path.write_text(json.dumps(value))
        assert detect(path) is None


ANA = {"start": 0, "end": 3, "label": "PER"}


def lines(*values):
    return "".join(f"{json.dumps(value)}\n" for value in values)


def test_prodigy_sessions_on_one_text_are_authors_of_one_article(tmp_path, news):
    task = {"text": "Ana rit.", "spans": [ANA], "answer": "accept", "_input_hash": 1}
    content = lines(*({**task, "_session_id": f"set-{name}"} for name in ("ana", "lou")))
    first, second = read(tmp_path, news, content, "a.jsonl")
    assert first.article == second.article
    assert {first.layer.name, second.layer.name} == {"set-ana", "set-lou"}


def test_prodigy_answers_about_whole_texts_are_no_work_on_spans(tmp_path, news):
    content = lines({"text": "Ana rit.", "label": "SPORT", "answer": "accept", "_input_hash": 1})
    record = only(read(tmp_path, news, content, "a.jsonl"))
    assert record.layer.state is State.NEW
    assert record.losses == {"labels of whole texts": 1}


def test_prodigy_relations_between_mere_words_are_counted(tmp_path, news):
    ends = {"head_span": {**ANA, "label": None, "start": 4, "end": 7}, "child_span": ANA}
    task = {"text": "Ana rit.", "spans": [ANA], "answer": "accept"}
    relation = {"head": 1, "child": 0, "label": "against", **ends}
    record = only(read(tmp_path, news, lines({**task, "relations": [relation]}), "a.jsonl"))
    assert record.losses == {"relations of words that are no spans": 1}


@pytest.mark.parametrize("key", ["label", "labels"])
def test_doccano_records_may_stand_in_one_list(tmp_path, news, key):
    value = [{"id": n, "text": text, key: [[0, 3, "PER"]]} for n, text in ((1, "Ana"), (2, "Lou"))]
    first, second = read(tmp_path, news, value)
    assert quotes(first) + quotes(second) == [("Ana", "PER"), ("Lou", "PER")]
    assert second.line == 2


def test_label_studio_tasks_in_one_line_are_told_apart_by_number(tmp_path, news):
    first, second = read(tmp_path, news, [{"text": "Ana rit."}, {"text": "Lou rit."}])
    assert (first.article.id, second.article.id) == ("x-1", "x-2")


@pytest.mark.parametrize(("name", "delimiter"), [("x.csv", ","), ("x.tsv", "\t")])
def test_label_studio_tables_hold_their_regions_as_json(tmp_path, news, name, delimiter):
    found = json.dumps([{"start": 3, "end": 8, "text": "Roche", "labels": ["Person"]}])
    header = ["text", "id", "label", "annotator", "annotation_id", "lead_time"]
    with (tmp_path / "table").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([header, [TEXT, 1, found, 4, 5, 3.1], ["[Lou] rit.", 2, "", 4, 6, 1]])
    first, second = read(tmp_path, news, (tmp_path / "table").read_text("utf-8"), name)
    assert quotes(first) == [("Roche", "PER")]
    assert (first.layer.name, first.article.id) == ("user 4", "x-1")
    assert (second.article.text, second.layer.state) == ("[Lou] rit.", State.DONE)


def test_label_studio_annotations_that_hold_their_task_are_read(tmp_path, news):
    value = {"id": 5, "task": {"id": 7, "data": {"text": TEXT}}, "result": [HOLDER]}
    assert quotes(only(read(tmp_path, news, value))) == [("Roche", "PER")]


@pytest.mark.parametrize(
    ("span", "losses"), [([3, 8, "PER"], 0), ([2, 7, "PER"], 1), ([2, 8, "PER"], 0)]
)
def test_doccano_offsets_that_count_code_points_are_known_by_the_words(
    tmp_path, news, span, losses
):
    record = only(read(tmp_path, news, {"text": TEXT, "label": [span]}, "x.jsonl"))
    assert [q.strip() for q, _ in quotes(record)] == ["Roche"]
    assert sum(record.losses.values()) == losses


@pytest.mark.parametrize(
    ("text", "span", "counted"),
    [
        ("👩‍👩‍👧 Lou rit", [9, 12, "PER"], ""),
        ("👩‍👩‍👧 Lou rit", [6, 9, "PER"], "code points"),
        ("👩‍👩‍👧 Lou rit", [2, 5, "PER"], "graphemes"),
        ("Il dit\r\nLou rit", [8, 11, "PER"], ""),
        ("Il dit\r\nLou rit", [7, 10, "PER"], "a line end as one character"),
    ],
)
def test_doccano_counts_what_cuts_no_word(tmp_path, news, text, span, counted):
    record = only(read(tmp_path, news, {"text": text, "label": [span]}, "x.jsonl"))
    assert quotes(record) == [("Lou", "PER")]
    assert all(counted in loss for loss in record.losses)
    assert bool(record.losses) == bool(counted)


def test_label_studio_regions_of_two_layers_may_share_an_id(tmp_path, news):
    record = only(read(tmp_path, news, [task(HOLDER, {**TARGET, "id": HOLDER["id"]})]))
    assert quotes(record) == [("Roche", "PER"), ("le pont", "TOPIC")]


def test_a_record_of_our_own_counts_utf_16_whatever_it_cuts(tmp_path, news):
    record = {"text": "👩 Lou rit", "label": [[4, 5, "PER"]], "article": "a"}
    found = only(read(tmp_path, news, record, "x.jsonl"))
    assert quotes(found) == [("o", "PER")]
    assert not found.losses
