import pytest

from annotator.exchange.tag_spans import tag_spans


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O B-PER I-PER O B-LOC", [(1, 2, "PER"), (4, 4, "LOC")]),
        ("B-PER B-PER", [(0, 0, "PER"), (1, 1, "PER")]),
        ("I-PER I-PER O I-LOC", [(0, 1, "PER"), (3, 3, "LOC")]),
        ("I-PER I-LOC", [(0, 0, "PER"), (1, 1, "LOC")]),
        ("B-PER I-LOC", [(0, 0, "PER"), (1, 1, "LOC")]),
        ("I-PER B-PER I-PER", [(0, 0, "PER"), (1, 2, "PER")]),
        ("B-PER L-PER U-LOC O", [(0, 1, "PER"), (2, 2, "LOC")]),
        ("B-PER I-PER E-PER S-LOC S-LOC", [(0, 2, "PER"), (3, 3, "LOC"), (4, 4, "LOC")]),
        ("PER PER O LOC", [(0, 1, "PER"), (3, 3, "LOC")]),
        ("O O", []),
        ("B-a-b I-a-b", [(0, 1, "a-b")]),
        ("", []),
    ],
)
def test_spans_of_every_scheme_of_tags(tags, spans):
    assert list(tag_spans(tags.split())) == spans
