import pytest

from annotator.domain.article import Span
from annotator.domain.words import PLAIN, Edge
from annotator.resources import load_scheme

WORDS = load_scheme().words

TOKENS = {
    "an elided article is a token": ("L’OTAN", ["L’", "OTAN"]),
    "with a typewriter apostrophe too": ("qu'elle n'a", ["qu'", "elle", "n'", "a"]),
    "a long elision": ("lorsqu’il", ["lorsqu’", "il"]),
    "an apostrophe inside a word": ("aujourd’hui, O'Brien", ["aujourd’hui", ",", "O'Brien"]),
    "the parts of a hyphenated word": ("États-Unis", ["États", "Unis"]),
    "the parts of a hyphenated name": ("Kim Jong-un", ["Kim", "Jong", "un"]),
    "a dash between spaces is a mark": ("oui - non", ["oui", "-", "non"]),
    "an inverted pronoun": ("a-t-il", ["a", "t", "il"]),
    "a number with thin spaces": ("1\u202f234\u00a0567,5\u00a0€", ["1\u202f234\u00a0567,5", "€"]),
    "years are not one number": ("2024 100", ["2024", "100"]),
    "a decimal": ("3,5\u202f%", ["3,5", "%"]),
    "letters and digits": ("20h30 G7", ["20h30", "G7"]),
    "an acronym with dots": ("la S.N.C.F. dit", ["la", "S.N.C.F.", "dit"]),
    "marks one by one, dots together": ("« Non ! »...", ["«", "Non", "!", "»", "..."]),
    "decomposed accents": ("e\u0301te\u0301", ["e\u0301te\u0301"]),
    "ideographs one by one": ("日本語", ["日", "本", "語"]),
    "an emoji is one mark": ("vu 👩‍👩‍👧‍👦!", ["vu", "👩‍👩‍👧‍👦", "!"]),
    "a soft hyphen stays in its word": ("poli\u00adtique", ["poli\u00adtique"]),
    "an apostrophe before no letter": ("d' l’", ["d", "'", "l", "’"]),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS.keys())
def test_tokens_are_those_a_reader_sees(text, expected):
    assert [token.of(text) for token in WORDS.tokens(text)] == expected


def test_a_start_edge_steps_over_white_space_to_the_next_word():
    text = "selon  l’OTAN"
    assert WORDS.next_edge(text, 0, Edge.START) == 7
    assert WORDS.next_edge(text, 7, Edge.START) == 9
    assert WORDS.previous_edge(text, 9, Edge.START) == 7
    assert WORDS.previous_edge(text, 7, Edge.START) == 0


def test_an_end_edge_stops_at_word_ends_not_at_spaces():
    text = "les États-Unis, hier"
    assert WORDS.next_edge(text, 3, Edge.END) == 9
    assert WORDS.next_edge(text, 9, Edge.END) == 14
    assert WORDS.next_edge(text, 14, Edge.END) == 15
    assert WORDS.previous_edge(text, 14, Edge.END) == 9


def test_there_is_no_edge_beyond_the_first_and_last_token():
    assert WORDS.next_edge("oui ", 3, Edge.END) is None
    assert WORDS.previous_edge(" oui", 1, Edge.START) is None


def test_an_edge_inside_a_word_steps_to_the_words_own_ends():
    assert WORDS.next_edge("président", 3, Edge.END) == 9
    assert WORDS.previous_edge("président", 3, Edge.START) == 0


def test_content_words_leave_out_elided_words_and_marks():
    text = "L’OTAN dit : « n’importe », 3 fois"
    assert [w.of(text) for w in WORDS.content_words(text, 0, len(text))] == [
        "OTAN",
        "dit",
        "importe",
        "3",
        "fois",
    ]


def test_content_words_begin_within_the_range():
    text = "président du Sénat"
    assert list(WORDS.content_words(text, 3, 12)) == [Span(10, 12)]


def test_the_token_under_a_character_is_found_and_white_space_has_none():
    assert WORDS.token_at("l’OTAN", 3) == Span(2, 6)
    assert WORDS.token_at("l’OTAN", 0) == Span(0, 2)
    assert WORDS.token_at("a b", 1) is None
    assert WORDS.token_at("États-Unis", 5) is None


@pytest.mark.parametrize("text", ["L’OTAN", "qu'elle", "Biden's", "O'Brien"])
def test_a_language_that_says_nothing_of_elision_keeps_apostrophes_in_words(text):
    assert [token.of(text) for token in PLAIN.tokens(text)] == [text]
