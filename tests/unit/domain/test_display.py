import pytest
import regex
from rich.cells import cell_len

from annotator.domain.display import safe_line, shown

# Newer than the tables of Python 3.11, which take the latest marks for unassigned.
MARK = regex.compile(r"\p{M}")

# Planes 3 to 13 and 15 on are ideographs, unassigned or private throughout: their ends will do.
EVERY = [
    chr(code)
    for code in (*range(0x31000), *range(0x3FFF0, 0x40010), *range(0xDFFF0, 0xF0010), 0x10FFFF)
]

SIGNS = {
    "escape": ("\x1b[2J", "␛[2J"),
    "C1 command": ("\x9b31m", "␦31m"),
    "bell and title": ("\x1b]0;x\x07", "␛]0;x␇"),
    "delete": ("a\x7f", "a␡"),
    "tab": ("a\tb", "a⇥b"),
    "next line": ("a\x85b", "a␤b"),
    "line separator": ("a\u2028b", "a↵b"),
    "paragraph separator": ("a\u2029b", "a¶b"),
    "right-to-left override": ("a\u202eb", "a⇄b"),
    "isolates": ("\u2067a\u2069", "⇄a⇄"),
    "zero-width space": ("a\u200bb", "a╎b"),
    "byte-order mark inside": ("a\ufeffb", "a╎b"),
    "joiner that joins nothing": ("a\u200db", "a╎b"),
    "non-joiner in a Latin word": ("l\u200ce", "l╎e"),
    "non-joiner after a mark that nobody sees": ("\u034f\u200c", "╎╎"),
    "soft hyphen": ("poli\xadtique", "poli¬tique"),
    "private use": ("\ue000", "�"),
    "lone surrogate": ("\ud800", "�"),
    "mark at the start": ("\u0301a", "◌a"),
    "mark after a control character": ("\x1b\u0301", "␛◌"),
    "skin tone on nothing": ("🏽", "◌"),
    "letters hidden in tags": ("a\U000e0041", "a╎"),
    "second variation selector": ("a\ufe0f\ufe0f", "a\ufe0f╎"),
}
KEPT = {
    "French": "L’œuvre « déjà » vue\u00a0!\u202f?",
    "line feed": "a\nb",
    "decomposed": "e\u0301te\u0301",
    "family": "👩‍👩‍👧‍👦",
    "rocket scientist": "👩🏽‍🚀",
    "burning heart": "❤️‍🔥",
    "keycap": "1️⃣",
    "flags": "🇫🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "Persian with its non-joiner": "می‌خواهم",
    "Hindi with a joiner": "क्‍ष",
    "Korean jamo": "\u1112\u1161\u11ab",
    "Arabic with vowels": "مَرْحَبًا",
    "wide": "日本語　です",
}


@pytest.mark.parametrize(("text", "sign"), SIGNS.values(), ids=SIGNS.keys())
def test_what_hides_or_commands_is_shown_by_a_sign(text, sign):
    assert shown(text) == sign


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_people_write_stays_as_it_is(text):
    assert shown(text) == text


def test_a_carriage_return_is_shown_one_for_one():
    assert shown("a\r\nb") == "a␍\nb"


def test_marks_without_end_do_not_grow_one_cell_for_ever():
    text = shown("a" + "\u0301" * 1_000)
    assert len(text) == 1_001
    assert text.count("\u0301") == 30


def test_every_character_of_unicode_is_visible_wherever_it_stands():
    every = [char for char in EVERY if char != "\n"]
    for before in ("", "a"):
        signs = shown("\n".join(before + char for char in every)).split("\n")
        for char, sign in zip(every, signs, strict=True):
            assert len(sign) == len(before) + 1, f"U+{ord(char):04X}"
            joins_a = before == "a" and MARK.match(sign[-1])
            assert joins_a or cell_len(sign[-1]) >= 1, f"U+{ord(char):04X}"


def test_no_character_of_unicode_makes_a_line_too_long():
    wide = [char for char in EVERY if cell_len(char) > 1]
    assert all(cell_len(safe_line(f"a{char}", 2)) <= 2 for char in wide)


def test_a_line_fits_its_cells_and_ends_in_an_ellipsis_when_cut():
    assert safe_line("Emmanuel Macron", 20) == "Emmanuel Macron"
    assert safe_line("Emmanuel Macron", 15) == "Emmanuel Macron"
    assert safe_line("Emmanuel Macron", 9) == "Emmanuel…"
    assert safe_line("日本語", 5) == "日本…"
    assert safe_line("x", 0) == ""


def test_a_line_shows_line_ends_and_commands_as_signs():
    assert safe_line("a\nb\x1b[2J", 20) == "a␊b␛[2J"


def test_a_line_is_never_cut_inside_a_grapheme():
    assert safe_line("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3) == "👩‍👩‍👧‍👦…"
