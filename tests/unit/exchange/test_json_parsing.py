"""Lines of JSON: taken at once where nothing is unusual, and all the same as when looked at."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_parsing import parse_json

WORDS = st.text(st.sampled_from('ab é":{}[],\\\u2028🚆'), max_size=6)
NUMBERS = (
    st.integers()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, derandomize=True)
@given(VALUES, st.sampled_from([(", ", ": "), (",", ":"), (" ,", "\t: ")]))
def test_a_line_means_what_python_reads_in_it(value, separators):
    line = json.dumps(value, ensure_ascii=False, separators=separators)
    read = parse_json(line.encode())
    assert json.dumps(read) == json.dumps(json.loads(line))


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "id": 2}',
        '{"id":1,"id":2,"text":"said \\": twice"}',
        '{"id" :1,"id":2,"text":"said \\":"}',
        '{"meta": {"a": [{"b": 1, "b": 1}]}, "text": "\\":\\":"}',
    ],
)
def test_a_name_that_stands_twice_is_refused_whatever_the_text_says(line):
    with pytest.raises(FieldError, match="stands twice"):
        parse_json(line.encode())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"a": ' + b"[" * 101 + b"]" * 101 + b"}", "nested too deeply"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": "\\ud800"}', "a lone surrogate"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a": 1', "not valid JSON"),
        (b"", "not valid JSON"),
    ],
)
def test_what_is_wrong_is_said(line, said):
    with pytest.raises(FieldError, match=said):
        parse_json(line)
