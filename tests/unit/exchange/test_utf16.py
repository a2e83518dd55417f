import pytest

from annotator.exchange.json_fields import FieldError
from annotator.exchange.utf16 import OneLineEnd, Utf16

TEXTS = ("", "abc", "😀", "a😀b👩‍👩‍👧‍👦c", "e\u0301😀\r\n🇫🇷")


@pytest.mark.parametrize("text", TEXTS)
def test_units_are_those_of_the_encoding_itself(text):
    offsets = Utf16(text)
    for point in range(len(text) + 1):
        units = len(text[:point].encode("utf-16-le")) // 2
        assert offsets.to_units(point) == units
        assert offsets.to_points(units) == point


def test_the_published_cases_of_other_tools_hold():
    # Label Studio issue 1347 and doccano issue 2290, with the offsets given there.
    assert Utf16("💩This is an annotation.").to_points(13) == 12
    firemen = "👨🏻\u200d🚒 firemen drive firetrucks"
    start = firemen.index("firetrucks")
    assert Utf16(firemen).to_units(start) == len(firemen[:start].encode("utf-16-le")) // 2


def test_beyond_the_text_stays_beyond():
    assert Utf16("😀").to_points(5) == 4
    assert Utf16("😀").to_points(-1) == -1


def test_the_middle_of_a_character_is_refused():
    with pytest.raises(FieldError, match="offset 1 falls into the middle"):
        Utf16("😀a").to_points(1)


@pytest.mark.parametrize("text", ["a\r\nb", "\r\n\r\n😀\r\nc", "a\rb\nc", ""])
def test_line_ends_that_count_as_one_are_counted_back(text):
    shown = text.replace("\r\n", "\n")
    offsets = OneLineEnd(text)
    for point in range(len(shown)):
        unit = len(shown[:point].encode("utf-16-le")) // 2
        there = offsets.to_points(unit)
        assert text[there : there + 1] == (
            "\r" if text[there : there + 2] == "\r\n" else shown[point]
        )
        assert text[:there].replace("\r\n", "\n") == shown[:point]
