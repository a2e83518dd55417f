"""Any terminal and anybody: themes, few colours, none at all, small screens."""

import asyncio
import json

import pytest
from rich.color import ColorType
from textual.command import CommandPalette
from textual.screen import Screen

from annotator.config import ThemeName, load_settings
from annotator.errors import InputError
from annotator.tui.looks import Depth
from annotator.tui.themes import DARK_THEME, LIGHT_THEME
from tests.tui.test_workbench import press, shown, shown_lines, view_of, workbench


async def test_ctrl_t_goes_through_the_themes_and_the_choice_is_remembered(database, tmp_path):
    file = tmp_path / "state" / "preferences.json"
    async with workbench(database, preferences=str(file)) as (app, pilot):
        assert app.theme == DARK_THEME.name
        await press(app, pilot, "ctrl+t")
        assert app.theme == LIGHT_THEME.name
        assert "Theme light" in shown(app)
        await press(app, pilot, "ctrl+t")
        assert "oLigue des docks+" in shown(app)
    assert json.loads(file.read_text())["anna"]["theme"] == "okabe-ito"


async def test_the_palette_chooses_a_theme_by_name(database):
    async with workbench(database) as (app, pilot):
        commands = {c.title: c.callback for c in app.get_system_commands(app.screen)}
        commands["theme: okabe-ito-light"]()
        await pilot.pause()
        assert app.theme == LIGHT_THEME.name
        assert "oLigue des docks+" in shown(app)


async def test_the_theme_of_the_environment_goes_before_the_remembered_one(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert load_settings("x.db", "anna").theme is ThemeName.DARK
    file = tmp_path / "annotator" / "preferences.json"
    file.parent.mkdir()
    file.write_text('{"anna": {"theme": "light"}, "bo": {"theme": "mauve"}}')
    assert load_settings("x.db", "anna").theme is ThemeName.LIGHT
    assert load_settings("x.db", "bo").theme is ThemeName.DARK
    monkeypatch.setenv("ANNOTATOR_THEME", "okabe-ito")
    assert load_settings("x.db", "anna").theme is ThemeName.OKABE_ITO
    monkeypatch.setenv("ANNOTATOR_THEME", "mauve")
    with pytest.raises(InputError, match="one of dark, light, okabe-ito, okabe-ito-light"):
        load_settings("x.db", "anna")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"anna": 3}', '{"anna": {"used": {"x": "y"}}}']
)
async def test_a_damaged_file_of_preferences_counts_as_empty(tmp_path, monkeypatch, content):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    file = tmp_path / "annotator" / "preferences.json"
    file.parent.mkdir()
    file.write_text(content)
    assert load_settings("x.db", "anna").theme is ThemeName.DARK


async def test_letters_stand_in_spaces_alone_and_change_no_other_character(database):
    async with workbench(database) as (app, _):
        without = shown_lines(app)
    async with workbench(database, depth=Depth.SIXTEEN) as (app, _):
        lines = shown_lines(app)
    (body,) = [line.strip() for line in lines if "Solène" in line]
    # Doubtful: Lindqvist (p .6); candidate: the league; nothing has room before the first word.
    expected = "Solène Abgrall a reçupBo Lindqvist?àoValmer. LaoLigue des docks+proteste."
    assert body == expected
    for before, after in zip(without, lines, strict=True):
        for one, other in zip(before, after, strict=True):
            assert one in (other, " ")


async def test_no_color_sends_no_colour_and_keeps_everything(database, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with workbench(database, depth=None) as (app, pilot):
        await press(app, pilot, "n")
        lines = [
            segments
            for strip in app.screen._compositor.render_strips()
            for segments in strip.apply_filter(
                app.get_line_filters()[-1], app.screen.styles.background
            )
        ]
        styles = [s.style for s in lines if s.style]
        for style in styles:
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.type is ColorType.DEFAULT
        reversed_text = "".join(
            s.text for s in lines if s.style and s.style.reverse and s.style.bold
        )
        assert "Valmer" in reversed_text
        assert "pBo Lindqvist?" in shown(app)


async def test_a_small_terminal_says_so_and_goes_on_working(database):
    async with workbench(database, (60, 15)) as (app, pilot):
        assert "Too small (60 × 15): enlarge it to 80 × 24 or more" in shown_lines(app)[0]
        await press(app, pilot, "o")
        assert "ORG named · changed" in shown(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert shown_lines(app)[0].strip().startswith("port")


async def test_text_is_never_wider_than_ninety_columns(database):
    async with workbench(database, (240, 50)) as (app, _):
        view = view_of(app)
        assert view.size.width > 150
        assert view._layout_rows.width == 90


async def test_nothing_moves_by_itself(database):
    async with workbench(database) as (app, _):
        assert app.animation_level == "none"


async def test_a_click_on_the_keys_at_the_foot_lists_every_act(database):
    async with workbench(database) as (app, pilot):
        await pilot.click("#legend")
        for _ in range(50):
            await pilot.pause()
            if isinstance(app.screen, CommandPalette):
                break
        assert isinstance(app.screen, CommandPalette)
        await pilot.press("escape")


async def test_nothing_is_laid_out_again_and_again_where_a_scroll_bar_has_no_room(
    database, monkeypatch
):
    layouts = []
    laid_out = Screen._refresh_layout

    def count(screen, *arguments):
        layouts.append(screen)
        return laid_out(screen, *arguments)

    async with workbench(database, (2, 2)) as (_, pilot):
        await pilot.pause()
        monkeypatch.setattr(Screen, "_refresh_layout", count)
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert len(layouts) <= 1
