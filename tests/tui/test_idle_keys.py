"""Keys that do nothing where the person is say so, and which do."""

from annotator.tui import picture


async def test_a_key_of_stances_on_a_mention_says_what_it_needs(bench):
    await bench.open("port")
    before = bench.live()
    for key in "vcfuaHTq":
        await bench.press(key)
        assert bench.said == f"“{key}” is for stances: n or L goes to one, V makes one."
    assert bench.live() == before


async def test_a_key_without_any_act_says_where_the_keys_are(bench):
    await bench.open("port")
    await bench.press("$")
    assert bench.said == "“$” does nothing here: ? shows the keys."


async def test_a_key_without_a_character_is_passed_over(bench):
    await bench.open("port")
    said = list(bench.face.said)
    await bench.press("f9")
    assert [line for line in bench.face.said if line] == [line for line in said if line]


async def test_cursor_mode_says_how_to_leave_it(bench):
    await bench.open("port")
    await bench.press("enter", "m")
    assert bench.said == "“m” does nothing in cursor mode: Esc leaves it."
    assert "Cursor on" in picture.item_line(bench.reader)
