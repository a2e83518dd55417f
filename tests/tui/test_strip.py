"""Screens too narrow for a panel: the stances in sight stand in a strip below the text."""

import pytest

from annotator.tui.focus import Current
from annotator.tui.widgets.side_panel import PanelValue, SidePanel, StanceRow, strip_lines
from tests.tui.bench import guess, put_article, put_suggestions, side, window
from tests.tui.test_workbench import press, shown, shown_lines, view_of, workbench

WARD = "".join(f"Maire{n} refuse le projet{n} hier. " for n in range(14)) + "\n"
"""Fourteen stances within sight of each other."""


@pytest.fixture
def ward(tmp_path):
    path = tmp_path / "ward.db"
    made = window(path)
    put_article(made.workspace, "ward", WARD)
    words = [f"{word}{n} " for n in range(14) for word in ("Maire", "projet")]
    labels = ("PER", "TOPIC")
    mentions = [guess(WARD, w.strip(), labels[n % 2], p=0.9) for n, w in enumerate(words)]
    stances = [side(WARD, 2 * n, 2 * n + 1, f"refuse le projet{n}", p=0.9) for n in range(14)]
    put_suggestions(made.workspace, "ward", mentions, stances=stances)
    made.workspace.close()
    return path


def rows_of(app):
    return [line for line in shown_lines(app) if " → " in line and " · " not in line]


def row(number, **more):
    return StanceRow(f"s{number}", f"Maire{number}", f"projet{number}", "against", "fact",
                     f"refuse le projet{number}", current=False, **more)  # fmt: skip


@pytest.mark.parametrize("size", [(80, 24), (109, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_strip_scrolls_with_the_current_stance(ward, size):
    async with workbench(ward, size, "ward") as (app, pilot):
        seen = set()
        for _ in range(42):
            await press(app, pilot, "n")
            current = app.desk_screen.reader.current
            if current.stance is not None:
                seen.add(current.stance.id)
                (marked,) = [line for line in rows_of(app) if line.strip().startswith("▸")]
                holder, target = app.desk_screen.reader.desk.words_of(current.stance)
                assert f"{holder} → {target}" in marked
                assert "of 14 · holder named · target named" in shown(app)
        assert len(seen) == 14


async def test_without_a_current_stance_the_nearest_ones_are_listed(ward):
    async with workbench(ward, (80, 24), "ward") as (app, pilot):
        reader = app.desk_screen.reader
        (last,) = [m for m in reader.desk.mentions if m.quote == "projet13"]
        reader.point_at(Current.of_mention(last))
        app.desk_screen.paint()
        await pilot.pause()
        assert not [line for line in rows_of(app) if "▸" in line]
        assert "Maire13 → projet13" in rows_of(app)[-1]
        reader.point_at(None)
        app.desk_screen.paint()
        await pilot.pause()
        assert "Maire0 → projet0" in rows_of(app)[0]


async def test_the_text_keeps_most_of_a_short_screen_and_its_reading_width(ward):
    for width in (80, 100, 109):
        async with workbench(ward, (width, 24), "ward") as (app, pilot):
            await pilot.pause()
            assert view_of(app).size.height >= 15
            assert len(rows_of(app)) == 4
            assert max(len(line.rstrip()) for line in shown_lines(app)[1:10]) <= 92


async def test_a_key_hides_the_strip_and_brings_it_back(ward):
    async with workbench(ward, (80, 24), "ward") as (app, pilot):
        await press(app, pilot, "P")
        assert not rows_of(app)
        assert "The list is hidden" in shown(app)
        await press(app, pilot, "n", "n")
        assert not rows_of(app)
        await press(app, pilot, "P")
        assert len(rows_of(app)) == 4
        await pilot.resize_terminal(160, 50)
        await pilot.pause()
        await press(app, pilot, "P")
        assert not app.desk_screen.query_one(SidePanel).display


async def test_an_article_without_stances_has_no_strip(database):
    async with workbench(database, (80, 24)) as (app, pilot):
        await press(app, pilot, "n")
        assert not app.desk_screen.query_one(SidePanel).display


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_click_on_a_row_makes_its_stance_current(ward, size):
    async with workbench(ward, size, "ward") as (app, pilot):
        panel, reader = app.desk_screen.query_one(SidePanel), app.desk_screen.reader
        second = reader.desk.picture.stances[1].id
        drawn = [n for n, line in enumerate(panel._panel_lines) if line.leads_to == second]
        assert len(drawn) == (1 if size == (80, 24) else 2)
        for y in drawn:
            reader.point_at(None)
            await pilot.click(SidePanel, offset=(4, y))
            await app.desk_screen.settled()
            assert reader.current.stance.id == second
        await pilot.click(SidePanel, offset=(4, 0))
        await app.desk_screen.settled()
        assert reader.current.stance.id == second


def test_the_strip_has_room_for_what_a_stance_is_at_any_width():
    long = StanceRow("s1", "La Ligue des docks", "le programme nucléaire de la ville", "against",
                     "reported by AFP", "refuse tout net le programme", current=True)  # fmt: skip
    value = PanelValue("", None, [], (), None, (row(0), long, row(2)), "holder named")
    for width in range(20, 120):
        heading, *lines = strip_lines(value, width, 3)
        assert heading.text.startswith("Stances in sight")
        assert [line.leads_to for line in lines] == ["s0", "s1"]
        if width >= 60:
            assert all(len(x.text) + len(x.label) + 2 + len(x.tail) <= width for x in lines)
    assert strip_lines(value, 0, 3) == []
    assert strip_lines(PanelValue("", None, [], (), None), 80, 3)[0].text == "No stance in sight"


def test_nothing_but_heading_fits_one_line():
    value = PanelValue("", None, [], (), None, (row(0), row(1)))
    assert [line.text for line in strip_lines(value, 80, 1)] == ["Stances in sight: 0 of 2"]


async def test_on_a_smaller_screen_the_strip_lists_what_is_in_sight_there(ward):
    async with workbench(ward, (160, 50), "ward") as (app, pilot):
        app.desk_screen.reader.point_at(None)
        app.desk_screen.paint()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.pause()
        seen = app.desk_screen.visible_span()
        stances = {s.id: s.span for s in app.desk_screen.reader.desk.picture.stances}
        drawn = app.desk_screen.query_one(SidePanel).stances_in_sight
        assert drawn
        assert all(seen.overlaps(stances[row.id]) for row in drawn)
