import pytest

from annotator.domain.graphemes import (
    boundaries,
    floor_boundary,
    next_boundary,
    previous_boundary,
)

ONE_GRAPHEME = {
    "base with a combining accent": "e\u0301",
    "CR LF": "\r\n",
    "flag": "🇫🇷",
    "family joined by ZWJ": "👩‍👩‍👧‍👦",
    "skin tone": "👍🏽",
    "heart in its emoji form": "❤️",
    "keycap": "1️⃣",
    "flag of England, of tags": "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Devanagari conjunct": "क्ष",
    "Tamil vowel sign": "நி",
    "Hangul of three jamo": "\u1112\u1161\u11ab",
}


@pytest.mark.parametrize("grapheme", ONE_GRAPHEME.values(), ids=ONE_GRAPHEME.keys())
def test_a_grapheme_has_no_boundary_inside(grapheme):
    text = f"a{grapheme}b"
    inside = range(2, 1 + len(grapheme))
    assert all(floor_boundary(text, offset) == 1 for offset in inside)
    assert next_boundary(text, 1) == 1 + len(grapheme)
    assert previous_boundary(text, 1 + len(grapheme)) == 1


def test_flags_in_a_row_are_told_apart_by_pairs():
    text = "🇫🇷🇩🇪🇮🇹"
    assert [floor_boundary(text, o) for o in range(len(text) + 1)] == [0, 0, 2, 2, 4, 4, 6]


def test_the_ends_of_a_text_are_boundaries_and_nothing_lies_beyond():
    assert floor_boundary("", 0) == 0
    assert floor_boundary("é", 1) == 1
    assert next_boundary("é", 1) == 1
    assert previous_boundary("é", 0) == 0
    assert floor_boundary("é", 9) == 1


def test_an_offset_inside_a_grapheme_steps_to_its_ends():
    assert next_boundary("👩‍👩‍👧‍👦x", 3) == 7
    assert previous_boundary("👩‍👩‍👧‍👦x", 3) == 0


def test_boundaries_reach_the_grapheme_that_covers_the_end():
    assert list(boundaries("ae\u0301b", 0, 2)) == [0, 1, 3]


def test_a_step_near_the_end_of_a_long_text_does_not_read_it_from_the_top():
    text = "🇫🇷" * 3 + "a" * 2_000_000 + "e\u0301x"
    for _ in range(1_000):
        assert next_boundary(text, len(text) - 3) == len(text) - 1
