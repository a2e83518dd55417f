import unicodedata

import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.domain.display import safe_line, shown
from annotator.domain.graphemes import floor_boundary, next_boundary, previous_boundary
from annotator.domain.words import Edge
from annotator.resources import load_scheme
from tests.property.strategies import DRAWN_AS_ONE, nasty_text

WORDS = load_scheme().words
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(nasty_text | st.text())
def test_no_command_and_nothing_invisible_reaches_the_screen(text):
    sign = shown(text)
    assert len(sign) == len(text)
    for char in sign.replace("\n", ""):
        assert unicodedata.category(char) not in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert char not in BIDI
    for line in sign.split("\n"):
        assert all(cell_len(g) >= 1 for g in regex.findall(DRAWN_AS_ONE, line))


@given(nasty_text | st.text())
def test_showing_what_is_shown_changes_nothing(text):
    assert shown(shown(text)) == shown(text)


@given(nasty_text | st.text(), st.integers(0, 30))
def test_a_safe_line_is_one_line_that_fits(text, cells):
    line = safe_line(text, cells)
    assert "\n" not in line
    assert cell_len(line) <= cells


@given(nasty_text)
def test_boundaries_are_those_of_the_whole_text(text):
    places = [0, *(m.end() for m in regex.finditer(r"\X", text))]
    for offset in range(len(text) + 1):
        assert floor_boundary(text, offset) == max(p for p in places if p <= offset)
        assert next_boundary(text, offset) == min(
            (p for p in places if p > offset), default=len(text)
        )
        assert previous_boundary(text, offset) == max((p for p in places if p < offset), default=0)


@given(nasty_text)
def test_edges_are_those_of_the_tokens_of_the_whole_text(text):
    whole = list(WORDS.tokens(text))
    for which in Edge:
        edges = [t.start if which is Edge.START else t.end for t in whole]
        for offset in range(len(text) + 1):
            after = min((e for e in edges if e > offset), default=None)
            before = max((e for e in edges if e < offset), default=None)
            assert WORDS.next_edge(text, offset, which) == after
            assert WORDS.previous_edge(text, offset, which) == before


@given(nasty_text)
def test_tokens_are_in_order_apart_and_hold_no_white_space_at_their_ends(text):
    end = 0
    for token in WORDS.tokens(text):
        assert token.start >= end
        assert token.of(text) == token.of(text).strip(" \n\t")
        end = token.end
