import json
from dataclasses import replace

import pytest

from annotator.domain.article import Article, text_digest
from annotator.domain.items import Decision, HolderKind, MentionKind
from annotator.domain.layer import Role, State
from annotator.domain.splits import Split
from annotator.errors import ExportError, InputError
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

TEXT = "L’Union du rail appelle à la grève contre le plan d’Émile Castaing. 🚆 Fin"


def record(**changes):
    values = {
        "id": "a1",
        "text": TEXT,
        "sha256": text_digest(TEXT),
        "meta": {"url": "https://exemple.fr", "n": [1, 2.5, None]},
        "entities": [
            {"id": "e0", "start": 2, "end": 15, "label": "ORG", "text": "Union du rail",
             "canonical": "Union du rail", "kind": "named"},
            {"id": "e1", "start": 45, "end": 49, "label": "TOPIC", "text": "plan",
             "canonical": None, "kind": "nominal"},
        ],
        "stances": [
            {"id": "s0", "holder": "e0", "target": "e1", "label": "against",
             "evidence": [{"start": 16, "end": 34}], "attribution": "author", "source": None,
             "certainty": "asserted"},
        ],
        "boilerplate": [[68, 73]],
        "layer": {"role": "annotator", "name": "anna", "state": "done", "scheme": "news-fr"},
        "split": None,
    }  # fmt: skip
    values.update(changes)
    return {key: value for key, value in values.items() if value is not ...}


def read(tmp_path, *lines, scheme=None):
    path = tmp_path / "in.jsonl"
    data = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(data) + b"\n")
    return list(read_native(path, scheme))


def problem(tmp_path, *lines, scheme=None) -> Problem:
    found = [r for r in read(tmp_path, *lines, scheme=scheme) if isinstance(r, Problem)]
    assert len(found) == 1, found
    assert found[0].remedy
    return found[0]


def written(result: NativeRecord) -> str:
    layer, names = result.to_layer()
    scheme = None if result.layer is None else result.layer.scheme
    return native_line(result.article, layer, names, scheme=scheme, split=result.split)


def test_a_record_becomes_values_of_the_domain(tmp_path):
    (result,) = read(tmp_path, record(split="test"))
    assert isinstance(result, NativeRecord)
    assert [m.id for m in result.mentions] == ["m1", "m2"]
    assert [s.id for s in result.stances] == ["s3"]
    assert [z.id for z in result.zones] == ["z4"]
    assert result.mentions[1].kind is MentionKind.NOMINAL
    assert {m.decision for m in result.mentions} == {Decision.ADDED}
    assert result.canonicals == {"m1": "Union du rail"}
    assert (result.stances[0].holder, result.stances[0].target) == ("m1", "m2")
    assert result.stances[0].evidence[0].quote == "appelle à la grève"
    assert result.layer is not None
    assert (result.layer.role, result.layer.state) == (Role.ANNOTATOR, State.DONE)
    assert result.split is Split.TEST
    assert result.ignored == ()


def test_a_canonical_file_comes_back_to_the_byte(tmp_path):
    line = (json.dumps(record(), ensure_ascii=False) + "\n").encode()
    (result,) = read(tmp_path, line)
    assert written(result).encode() == line


def test_what_is_known_of_the_article_comes_back(tmp_path):
    known = {
        "title": {"start": 0, "end": 15},
        "source": "La Gazette",
        "published": "2025-01-02",
        "language": "fr",
    }
    (result,) = read(tmp_path, record(**known))
    assert {k: v for k, v in json.loads(written(result)).items() if k in known} == known


def test_the_articles_own_stance_and_an_unstated_holder_stay_apart(tmp_path):
    stance = record()["stances"][0]
    stances = [{**stance, "holder": None}, {**stance, "holder": None, "holder_kind": "article"}]
    (result,) = read(tmp_path, record(stances=stances))
    kinds = [s.holder_kind for s in result.stances]
    assert kinds == [HolderKind.UNSTATED, HolderKind.ARTICLE]
    back = json.loads(written(result))["stances"]
    assert [s.get("holder_kind") for s in back] == [None, "article"]


def test_line_separators_in_a_text_do_not_end_the_line(tmp_path, bridge_layer):
    article = Article("a", "Un\u2028deux\u0085trois\x0bquatre\r\ncinq")
    line = native_line(article, replace(bridge_layer.layer(), items={}), {})
    assert len(line.splitlines()) == 1
    (result,) = read(tmp_path, line.encode())
    assert result.article.text == article.text


def test_rejected_items_are_not_written(bridge_layer):
    identifier = bridge_layer.mention("Valmure", "GPE", decision=Decision.REJECTED)
    line = native_line(bridge_layer.article, bridge_layer.layer(), bridge_layer.names)
    assert len(json.loads(line)["entities"]) == len(list(bridge_layer.layer().mentions()))
    assert identifier not in line


def test_a_nameless_entity_or_a_wrong_quote_is_not_written(bridge_layer):
    with pytest.raises(ExportError, match="without a name"):
        native_line(bridge_layer.article, bridge_layer.layer(), {})
    moved = replace(bridge_layer.article, text=" " + bridge_layer.article.text)
    with pytest.raises(ExportError, match="quote"):
        native_line(moved, bridge_layer.layer(), bridge_layer.names)


def test_blank_lines_and_a_byte_order_mark_are_fine(tmp_path):
    line = b"\xef\xbb\xbf" + json.dumps(record()).encode()
    results = read(tmp_path, line, b"", b"  ", record(id="a2"))
    assert [r.line for r in results] == [1, 4]


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path):
    results = read(tmp_path, record(), b'{"id": "x", "text":', record(id="a2"))
    assert [type(r) for r in results] == [NativeRecord, Problem, NativeRecord]
    assert results[1].line == 2


@pytest.mark.parametrize("indent", [1, 2, 4])
def test_a_record_over_several_lines_is_one_problem(tmp_path, indent):
    spread = json.dumps(record(), indent=indent).encode()
    results = read(tmp_path, record(id="a0"), spread, record(id="a2"))
    assert [type(r) for r in results] == [NativeRecord, Problem, NativeRecord]
    assert "several lines" in results[1].what
    assert results[1].line == 2


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_list_is_one_problem(tmp_path, indent):
    spread = json.dumps([record(), record(id="b")], indent=indent).encode()
    found = problem(tmp_path, spread.replace(b"}, {", b"},\n{"))
    assert "one JSON list" in found.what
    assert "jq" in found.remedy


entity = record()["entities"][0]
stance = record()["stances"][0]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"id": ...}, "`id` is missing"),
        ({"text": ...}, "`text` is missing"),
        ({"text": 3}, "`text` is the number 3"),
        ({"id": 7}, "`id` is the number 7"),
        ({"id": " "}, "`id`"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"text": TEXT + " ", "entities": [], "stances": []}, "sha256"),
        ({"text": "", "sha256": None, "entities": [], "stances": [], "boilerplate": []}, "empty"),
        ({"entities": {}}, "`entities` is an object"),
        ({"entities": [3]}, "entities[0] is the number 3"),
        ({"entities": [{**entity, "end": 10_000}], "stances": []}, "no range"),
        ({"entities": [{**entity, "start": -1}], "stances": []}, "no range"),
        ({"entities": [{**entity, "end": 2}], "stances": []}, "no range"),
        ({"entities": [{**entity, "start": True}], "stances": []}, "`entities[0].start`"),
        ({"entities": [{**entity, "start": 2.0}], "stances": []}, "`entities[0].start`"),
        ({"entities": [{**entity, "start": 3}], "stances": []}, "'nion du rail'"),
        ({"entities": [{**entity, "kind": "vague"}], "stances": []}, "'vague'"),
        ({"entities": [entity, entity], "stances": []}, "there twice"),
        ({"stances": [{**stance, "target": "e9"}]}, "'e9'"),
        ({"stances": [{**stance, "holder": "e9"}]}, "'e9'"),
        ({"stances": [{**stance, "target": None}]}, "target"),
        ({"stances": [{**stance, "label": "pro"}]}, "'pro'"),
        ({"stances": [{**stance, "evidence": []}]}, "evidence"),
        ({"stances": [{**stance, "evidence": [{"start": 1, "end": 999}]}]}, "no range"),
        ({"stances": [{**stance, "attribution": None}]}, "attribution"),
        ({"stances": [{**stance, "holder_kind": "unstated"}]}, "contradicts"),
        ({"boilerplate": [[0, 5, 9]]}, "boilerplate[0]"),
        ({"boilerplate": [[True, 5]]}, "boilerplate[0]"),
        ({"boilerplate": [[0, 9999]]}, "no range"),
        ({"layer": {"role": "annotator", "state": "done"}}, "`layer.name` is missing"),
        ({"layer": {"role": "chef", "name": "x", "state": "done"}}, "'chef'"),
        ({"split": "dev"}, "'dev'"),
        ({"meta": []}, "`meta` is a list"),
        ({"meta": {"x": ["a\0b"]}}, "`meta.x[0]` holds a NUL"),
        ({"text": "\ufeff" + TEXT, "sha256": None}, "byte-order mark"),
    ],
)
def test_what_contradicts_is_a_problem_that_names_the_field(tmp_path, changes, what):
    assert what in problem(tmp_path, record(**changes)).what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b'{"id": "a", "text": "un \\ud800 deux"}', "lone surrogate"),
        (b'{"id": "a", "text": "un \\u0000 deux"}', "NUL"),
        (b'{"id": "a\\ud800", "text": "un"}', "lone surrogate"),
        (b'{"id": "a", "text": "un", "meta": {"\\ud800": 1}}', "name"),
        (b'{"id": "a", "id": "b", "text": "un"}', "twice"),
        (b'{"id": "a", "text": "un", "meta": {"x": NaN}}', "NaN"),
        (b'{"id": "a", "text": "un", "meta": {"x": ' + b"9" * 5000 + b"}}", "number"),
        (b'{"id": "a", "text": "\xe9t\xe9"}', "UTF-8"),
        (b'"un"', "a string"),
        (b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested"),
        (b'{"id": ' + b"[" * 900 + b"]" * 900 + b"}", "nested"),
    ],
)
def test_what_is_no_record_is_a_problem(tmp_path, line, what):
    found = problem(tmp_path, line)
    assert what in found.what
    str(found).encode()


def test_the_same_id_again_is_a_problem_unless_another_author_annotated_the_same_text(tmp_path):
    other = {**record()["layer"], "name": "béa"}
    results = read(tmp_path, record(), record(layer=other), record())
    assert [type(r) for r in results] == [NativeRecord, NativeRecord, Problem]
    bare = {"entities": [], "stances": [], "sha256": None, "boilerplate": []}
    assert "another text" in problem(tmp_path, record(), record(text="Autre", **bare)).what


def test_a_label_the_scheme_does_not_know_is_a_problem(tmp_path, news):
    line = record(entities=[{**entity, "label": "MISC"}], stances=[])
    assert "'MISC'" in problem(tmp_path, line, scheme=news).what
    assert isinstance(read(tmp_path, line)[0], NativeRecord)


def test_fields_of_others_are_ignored_by_name(tmp_path):
    line = record(note="x", stances=[{**stance, "note": "y"}])
    assert read(tmp_path, line)[0].ignored == ("note", "stances[0].note")


def test_a_bare_record_is_enough(tmp_path):
    (result,) = read(tmp_path, {"id": "a", "text": "\ufeffUn"})
    assert result.article.text == "Un"
    assert (result.split, result.mentions) == (None, ())


def test_a_record_without_items_brings_a_text_that_nobody_worked_on(tmp_path):
    (bare,) = read(tmp_path, {"id": "a", "text": "Un"})
    assert bare.to_layer()[0].assignment.state is State.NEW
    (worked,) = read(tmp_path, {"id": "a", "text": "Un", "entities": []})
    layer, _ = worked.to_layer()
    assert (worked.layer, layer.author.name) == (None, "import")
    assert layer.assignment.state is State.DONE


def test_a_missing_file_or_one_in_utf16_is_said(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        list(read_native(tmp_path / "rien.jsonl"))
    assert "UTF-16" in problem(tmp_path, json.dumps(record()).encode("utf-16")).what


@pytest.mark.parametrize("name", ["gold.reading1.jsonl", "gold.reading2.jsonl"])
def test_real_readings_are_read_without_a_problem_and_come_back(shared_file, news, name):
    path = shared_file("articles", name)
    given = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    results = list(read_native(path, news))
    assert [type(r) for r in results] == [NativeRecord] * len(given)
    for result, values in zip(results, given, strict=True):
        assert json.loads(written(result)) == {"split": None, **values}
