"""Cursor mode: graphemes, words, selections, and the label that makes a mention of them."""

from itertools import pairwise

import pytest

from annotator.tui import picture
from tests.tui.bench import PORT, put_article, span_of

FAMILY = "👩‍👩‍👧‍👦"
TEXT = f"Ete\u0301 🇫🇷{FAMILY} fin"


@pytest.fixture
async def cursor(bench):
    """An article of graphemes, begun without suggestions, in cursor mode at its beginning."""
    put_article(bench.workspace, "signes", TEXT)
    await bench.open("signes", without_suggestions=True)
    await bench.press("enter")
    return bench


async def test_arrows_go_by_graphemes(cursor):
    offsets = [cursor.reader.cursor.offset]
    while offsets[-1] < len(TEXT):
        await cursor.press("right")
        offsets.append(cursor.reader.cursor.offset)
    parts = [TEXT[a:b] for a, b in pairwise(offsets)]
    assert parts == ["E", "t", "e\u0301", " ", "🇫🇷", FAMILY, " ", "f", "i", "n"]
    await cursor.press("right")
    assert cursor.reader.cursor.offset == len(TEXT)
    back = [offsets[-1]]
    while back[-1]:
        await cursor.press("left")
        back.append(cursor.reader.cursor.offset)
    assert back == offsets[::-1]


async def test_words_are_stepped_over_and_selected_to_their_ends(bench):
    await bench.open("port")
    await bench.press("escape")
    await bench.press("enter")
    bench.reader.cursor.offset = 0
    await bench.press("n")
    assert PORT[bench.reader.cursor.offset :].startswith("attend")
    await bench.press("enter")
    assert picture.item_line(bench.reader).startswith("A selection begins here")
    await bench.press("n", "n")
    assert bench.reader.cursor.selection().of(PORT) == "attend son"
    assert "Selected “attend son”" in picture.item_line(bench.reader)
    await bench.press("b", "b", "b", "b")
    assert bench.reader.cursor.offset == 0
    await bench.press("enter")
    assert bench.reader.cursor.anchor is None


async def test_a_label_key_takes_the_selection_or_else_the_word(cursor):
    await cursor.press("enter", "right", "right", "right", "t")
    assert cursor.live() == [("Ete\u0301", "TOPIC")]
    assert cursor.reader.cursor is None
    await cursor.press("escape", "enter")
    cursor.reader.cursor.offset = TEXT.index("fin") + 1
    assert picture.item_line(cursor.reader) == "Cursor on “fin” · a label key marks it"
    await cursor.press("l")
    assert ("fin", "LOC") in cursor.live()


async def test_a_selection_backwards_is_the_same_text(cursor):
    cursor.reader.cursor.offset = 4
    await cursor.press("enter", "left", "left", "left", "left", "p")
    assert cursor.live() == [("Ete\u0301", "PER")]


async def test_rows_are_the_screens_affair(cursor):
    await cursor.press("down", "up")
    assert cursor.reader.cursor.offset == 0


async def test_esc_leaves_and_marks_nothing(cursor):
    await cursor.press("right", "enter", "right", "escape")
    assert cursor.reader.cursor is None
    assert cursor.live() == []


async def test_on_white_space_a_label_key_asks_for_a_word(bench):
    await bench.open("port")
    await bench.press("enter")
    bench.reader.cursor.offset = PORT.index("\n\n") + 1
    await bench.press("p")
    assert bench.said == "There is no word here: move to one, or select with Enter."
    assert picture.item_line(bench.reader) == "Cursor: Enter begins a selection"


async def test_the_cursor_begins_at_the_current_item(bench):
    await bench.open("port")
    await bench.press("enter")
    assert bench.reader.cursor.offset == span_of(PORT, "Bo Lindqvist").start


async def test_the_mouse_ends_cursor_mode_and_hints(bench):
    await bench.open("port")
    await bench.press("enter")
    bench.reader.point_at(None)
    assert bench.reader.cursor is None
    await bench.press("h")
    bench.reader.point_at(None)
    assert bench.reader.prompt is None
