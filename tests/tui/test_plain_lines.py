"""Lines that go to the screen by a shorter way look as Textual itself would have them."""

import pytest
from textual._compositor import Compositor
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.said_line import SaidLine
from annotator.tui.widgets.side_panel import SidePanel
from tests.tui.test_workbench import press, workbench


def by_textual(widget: Widget) -> list[list[tuple[str, object]]]:
    """The lines as the style cache of every widget makes them."""
    widget._styles_cache.clear()
    lines = Widget.render_lines(widget, whole(widget))
    return [pieces(line) for line in lines]


def whole(widget: Widget) -> Region:
    return Region(0, 0, *widget.outer_size)


def pieces(line) -> list[tuple[str, object]]:
    """Character by character: how a line is cut into segments is nobody's business."""
    return [(char, segment.style) for segment in line for char in segment.text]


def rows(compositor: Compositor) -> list[list[tuple[str, object]]]:
    """The whole screen as this compositor puts it together."""
    return [pieces(line) for line in compositor.render_strips()]


def rows_by_textual(screen) -> list[list[tuple[str, object]]]:
    """The same by Textual's own way of putting lines together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(screen._compositor), "_render_chops", Compositor._render_chops)
        return rows(screen._compositor)


def pieces_shown(lines) -> list[list[tuple[str, object]]]:
    """Pieces without what a style carries beside its looks."""
    return [[(char, style.clear_meta_and_links()) for char, style in pieces(x)] for x in lines]


def as_static(line: SaidLine) -> list[list[tuple[str, object]]]:
    """The line as a `Static` with the same styles would draw it."""
    sample = Content.styled(line.said, line._in_style)
    strips = Visual.to_strips(line, sample, *line.size, line.visual_style)
    blank = [Strip([])] * (line.size.height - len(strips))
    return pieces_shown([line._ground.finished(strip) for strip in (*strips, *blank)])


@pytest.mark.parametrize("no_color", [False, True], ids=["colours", "NO_COLOR"])
async def test_lines_look_as_textual_would_have_them(database, monkeypatch, no_color):
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    async with workbench(database, (120, 30)) as (app, pilot):
        for keys in ([], ["n"], ["t"], ["h"], ["escape", "ctrl+t"], ["pagedown"], ["enter"]):
            if keys:
                await press(app, pilot, *keys)
            assert rows(app.screen._compositor) == rows_by_textual(app.screen)
            for line in app.screen.query(SaidLine):
                assert pieces_shown(line.render_lines(whole(line))) == as_static(line)
            for widget in (app.screen.query_one(ArticleView), app.screen.query_one(SidePanel)):
                lines = widget.render_lines(whole(widget))
                assert [pieces(line) for line in lines] == by_textual(widget)
                part = widget.render_lines(Region(2, 1, 9, 2))
                assert [line.text for line in part] == [
                    line.crop(2, 11).text for line in lines[1:3]
                ]
