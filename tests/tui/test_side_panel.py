"""The side panel as lines: which stances stay where there is no room for all."""

from dataclasses import replace

import pytest

from annotator.tui.widgets.side_panel import PanelValue, StanceRow, panel_lines, panel_width

WIDTH, HEIGHT = 40, 16


def rows(count, decided=()):
    return tuple(
        StanceRow(
            f"s{n}",
            f"holder{n}",
            "target",
            "against",
            "reported",
            "",
            False,
            n in decided,
            group=f"holder{n}",
            start=n,
        )
        for n in range(count)
    )


def drawn(stances, nearest, height=HEIGHT):
    near = [replace(row, near=row.id == nearest) for row in stances]
    value = PanelValue("Anne", "PER", [], (), None, near)
    lines = panel_lines(value, WIDTH, height)
    assert len(lines) <= height
    return [line.stance.id for line in lines if line.stance is not None], lines


@pytest.mark.parametrize(
    ("columns", "cells"), [(110, 36), (132, 36), (140, 44), (160, 60), (240, 60)]
)
def test_the_panel_has_what_the_text_leaves(columns, cells):
    assert panel_width(columns) == cells


def test_all_stances_are_listed_where_there_is_room():
    found, lines = drawn(rows(3), "s0")
    assert found == ["s0", "s1", "s2"]
    assert any(line.text == "Stances in sight" for line in lines)


def test_where_room_is_short_those_around_the_nearest_stay():
    found, lines = drawn(rows(20), "s11")
    assert "s11" in found
    assert "s0" not in found
    assert any(line.text == f"Stances in sight: {len(found)} of 20" for line in lines)


def test_decided_ones_are_left_out_first_but_never_the_nearest():
    found, _ = drawn(rows(8, decided=(1, 2, 3, 4, 5)), "s3")
    assert found == ["s0", "s3", "s6", "s7"]


def test_the_stances_of_one_holder_stand_under_its_name():
    first, second, third = rows(3)
    anne = [replace(row, group="Anne Roux") for row in (first, third)]
    _, lines = drawn([*anne, second], "s0", height=HEIGHT + 10)
    words = [line.text for line in lines]
    assert words.count("Anne Roux") == 1
    assert words.index("Anne Roux") < words.index(next(w for w in words if "holder0" in w))
    assert "holder1" not in words, "one stance alone says by itself whose it is"


def test_where_room_is_short_the_names_go_and_those_next_in_the_text_stay():
    stances = rows(20)
    by_turns = [replace(row, group=f"holder{row.start % 2}") for row in stances]
    found, lines = drawn(sorted(by_turns, key=lambda row: row.group), "s11")
    numbers = [int(name[1:]) for name in found]
    assert max(numbers) - min(numbers) == len(numbers) - 1
    assert numbers != sorted(numbers), "they stay grouped"
    assert not any(line.text == "holder1" for line in lines)
