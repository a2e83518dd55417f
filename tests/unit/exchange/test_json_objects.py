import json

import pytest

from annotator.exchange.json_head import json_head
from annotator.exchange.json_objects import JsonObject, read_objects
from annotator.exchange.problems import Problem


def found(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    results = list(read_objects(path))
    return [(r.line, r.value if isinstance(r, JsonObject) else r.what) for r in results]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"a": 1}\n{"a": 2}\n', [1, 2]),
        ('\ufeff{"a": 1}\n\n{"a": 2}', [1, 3]),
        ('{\n "a": 1\n}\n{\n "a": 2\n}\n', [1, 4]),
        ('{"a": 1\n}\n{"a":\n2}\n', [1, 3]),
        ('[{"a": 1},\n {"a": 2}]', [1, 2]),
        ('[\n{"a": 1}\n,{"a": 2}\n]\n', [2, 3]),
        ('\n [{"a": 1}, {"a": 2}]', [2, 2]),
    ],
)
def test_objects_are_found_in_every_shape(tmp_path, text, lines):
    assert found(tmp_path / "x.json", text) == [(n, {"a": a}) for a, n in enumerate(lines, 1)]


def test_other_encodings_are_read_by_their_mark(tmp_path):
    assert found(tmp_path / "x", '{"a": "é"}'.encode("utf-16")) == [(1, {"a": "é"})]


def test_what_ends_a_line_for_others_does_not_end_an_object(tmp_path):
    text = json.dumps({"a": "x\u2028y\x85z"}, ensure_ascii=False)
    assert found(tmp_path / "x", text) == [(1, {"a": "x\u2028y\x85z"})]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1}\n{"a": \n{"a": 3}\n', "not valid JSON"),
        ('{"a": 1}\n{"a": NaN}\n{"a": 3}\n', "NaN is not JSON"),
        ('{"a": 1}\n{"a": 2, "a": 2}\n{"a": 3}\n', "`a` stands twice"),
        ('[{"a": 1},\n2,\n{"a": 3}]', "no JSON object"),
    ],
)
def test_a_broken_object_leaves_the_others(tmp_path, text, what):
    first, broken, last = found(tmp_path / "x.json", text)
    assert (first, last) == ((1, {"a": 1}), (3, {"a": 3}))
    assert broken[0] == 2
    assert what in broken[1]


def test_a_broken_object_keeps_its_text_for_the_quarantine(tmp_path):
    (tmp_path / "x").write_bytes(b'{"a": "\xff"}\n')
    (problem,) = read_objects(tmp_path / "x")
    assert isinstance(problem, Problem)
    assert problem.record == '{"a": "\\xff"}\n'


def test_the_rest_of_a_broken_list_is_not_guessed(tmp_path):
    assert [line for line, _ in found(tmp_path / "x", '[{"a": 1},\n{"a"; 2},\n{"a": 3}]')] == [1, 2]


def test_the_head_tells_fields_without_the_whole_file():
    head = json_head(b'[ {"id": 1, "data": {"text": "a \\" b", "x": [1, {}]}, "cut": "and no en')
    assert head is not None
    assert head.listed
    assert list(head.fields) == ["id", "data", "cut"]
    assert head.begins("data", '{"text":"a \\" b"')
    assert json_head(b"EU B-ORG\n") is None
    assert json_head(b"[1, 2]") is None
    assert json_head(b"") is None
