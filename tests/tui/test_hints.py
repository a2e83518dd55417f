"""Hint letters: which words get them, and that each can be typed."""

import pytest

from annotator.domain.article import Span
from annotator.domain.words import MAX_NAME_CHARACTERS
from annotator.resources import load_scheme
from annotator.tui.hints import hints, hints_on

WORDS = load_scheme().words
TEXT = "Le préfet Louis Garrel a dit non à l’OTAN ; Port-Sarre attend."


def letters_of(found, text=TEXT):
    return {hint.word.of(text): hint.letters for hint in found}


def test_every_content_word_has_a_hint_and_no_elided_word():
    words = letters_of(hints(WORDS, TEXT, Span(0, len(TEXT)), 0))
    assert set(words) == {
        *("Le", "préfet", "Louis", "Garrel", "a", "dit", "non", "à", "OTAN"),
        *("Port", "Sarre", "attend"),
    }


def test_names_that_nobody_marked_come_first_then_marked_ones_then_sentence_beginnings():
    start = TEXT.index("Garrel")
    found = hints(WORDS, TEXT, Span(0, len(TEXT)), start, [Span(start, start + 6)])
    words = letters_of(found)
    assert [words[w] for w in ("Louis", "OTAN", "Port", "Sarre", "Garrel", "Le")] == list("abcdef")
    assert words["Le"] < words["préfet"]


def test_what_a_noun_phrase_begins_with_comes_before_other_words():
    text = "et le vieux pont de la ville tient"
    phrases = [Span(text.index(w), text.index(w) + len(w)) for w in ("vieux pont", "ville")]
    words = letters_of(hints(WORDS, text, Span(0, len(text)), 0, phrases=phrases), text)
    assert [words[w] for w in ("vieux", "ville", "et", "le", "pont")] == list("abcde")


def test_a_mention_of_several_words_needs_one_short_hint():
    start = TEXT.index("Louis")
    words = letters_of(hints(WORDS, TEXT, Span(0, len(TEXT)), start, [Span(start, start + 12)]))
    assert words["Louis"] < words["dit"] < words["attend"]
    assert words["Garrel"] > words["Le"]


def test_no_hint_begins_with_another():
    text = "Mot " * 300
    codes = [hint.letters for hint in hints(WORDS, text, Span(0, len(text)), 0)]
    assert len(codes) == len(set(codes)) == 300
    singles = {code for code in codes if len(code) == 1}
    assert singles
    assert not any(code[0] in singles for code in codes if len(code) == 2)


def test_more_words_than_codes_leave_the_farthest_without():
    text = "mot " * 1600
    found = hints(WORDS, text, Span(0, len(text)), 0)
    assert len(found) == 22 + 2 * 26 + 2 * 26 * 26
    assert max(hint.word.start for hint in found) < len(text) - 4


@pytest.mark.parametrize("count", [27, 60, 121, 122, 450, 776, 777])
def test_22_words_take_one_letter_however_full_the_screen_is(count):
    codes = [hint.letters for hint in hints(WORDS, "mot " * count, Span(0, 4 * count), 0)]
    assert len(codes) == count
    assert sum(len(code) == 1 for code in codes) >= 22
    assert not any(a != b and b.startswith(a) for a in codes for b in codes)


def test_up_to_26_words_take_one_letter():
    assert all(len(h.letters) == 1 for h in hints(WORDS, "mot " * 26, Span(0, 104), 0))


def test_hints_on_spans_are_nearest_first():
    spans = [Span(50, 60), Span(0, 5), Span(20, 25)]
    assert [h.word.start for h in hints_on(spans, 22)] == [20, 0, 50]


def test_a_name_goes_on_over_capitalised_words():
    start = TEXT.index("Louis")
    assert WORDS.name_extent(TEXT, Span(start, start + 5)).of(TEXT) == "Louis Garrel"
    port = TEXT.index("Port")
    assert WORDS.name_extent(TEXT, Span(port, port + 4)).of(TEXT) == "Port-Sarre"


def test_a_small_word_stays_alone_and_a_name_does_not_cross_a_line():
    start = TEXT.index("dit")
    assert WORDS.name_extent(TEXT, Span(start, start + 3)).of(TEXT) == "dit"
    lines = "Anne\nMartin"
    assert WORDS.name_extent(lines, Span(0, 4)).of(lines) == "Anne"


def test_a_name_ends_somewhere():
    text = "Nom " * 100
    assert WORDS.name_extent(text, Span(0, 3)).end <= MAX_NAME_CHARACTERS + 4
