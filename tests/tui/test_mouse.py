"""A mouse reaches all that keys reach: what stands on the screen is clicked where it stands."""

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import Input

from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen, GuidelineScreen, HelpScreen
from annotator.tui.screens.hits import HitsScreen
from annotator.tui.screens.quality import QualityScreen
from annotator.tui.screens.queue import QueueScreen
from annotator.tui.widgets.key_line import places_of
from tests.tui.bench import PORT, window
from tests.tui.test_workbench import press, screen_of, shown, shown_lines, view_of, workbench


async def click(app, pilot, words, nth=0):
    """Click on words where they stand on the screen, the `nth` place from the top."""
    found = [(y, line.index(words)) for y, line in enumerate(shown_lines(app)) if words in line]
    y, at = found[nth]
    await pilot.click(offset=(cell_len(shown_lines(app)[y][:at]) + 1, y))
    for _ in range(3):
        await pilot.pause()


async def back_at_the_desk(app, pilot):
    for _ in range(200):
        await pilot.pause()
        if app.screen is app.desk_screen:
            break
    await app.desk_screen.settled()
    await pilot.pause()
    assert app.screen is app.desk_screen


def opened(app):
    return app.desk_screen.reader


async def test_a_row_of_the_queue_is_stood_on_and_then_opened(database):
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "escape")
        await pilot.press("escape")
        await screen_of(app, pilot, QueueScreen)
        await click(app, pilot, "La digue de Valmer")
        assert isinstance(app.screen, QueueScreen)
        await click(app, pilot, "La digue de Valmer")
        await back_at_the_desk(app, pilot)
        assert opened(app).article.id == "digue"


async def test_the_line_of_keys_of_the_queue_is_clicked(database):
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "escape")
        await pilot.press("escape")
        screen = await screen_of(app, pilot, QueueScreen)
        await click(app, pilot, "f filters")
        assert screen.query_one(Input).display
        await pilot.press(*"digue", "enter")
        await click(app, pilot, "f changes the filter")
        assert screen.query_one(Input).has_focus
        await click(app, pilot, "Esc drops it")
        assert not screen.query_one(Input).display
        await click(app, pilot, "Esc goes back")
        await back_at_the_desk(app, pilot)
        assert opened(app).article.id == "port"


async def test_a_comment_is_given_and_turned_away_from(database):
    async with workbench(database) as (app, pilot):
        for choice, comment in (("Esc: back", ""), ("Enter: take", "à voir")):
            await pilot.press("C")
            await screen_of(app, pilot, AskScreen)
            await pilot.press(*"à voir")
            await click(app, pilot, choice)
            await back_at_the_desk(app, pilot)
            assert opened(app).desk.layer.assignment.comment == comment
    made = window(database)
    assert made.assignment("port").comment == "à voir"
    made.workspace.close()


async def test_a_completion_is_taken(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("M")
        screen = await screen_of(app, pilot, AskScreen)
        field = screen.query_one(Input)
        field.value = "Solène"
        await pilot.press("end", "space")
        for _ in range(20):
            await pilot.pause()
        await click(app, pilot, "→: complete")
        assert field.value == "Solène Abgrall"
        await click(app, pilot, "Enter: take")
        await back_at_the_desk(app, pilot)
        assert "= Solène Abgrall" in shown(app)


async def test_hits_are_chosen_and_labelled_after_a_yes(database):
    async with workbench(database, (100, 30)) as (app, pilot):
        for answer, label in (("Esc: no", False), ("Enter: yes", True)):
            await pilot.press("ctrl+g")
            await screen_of(app, pilot, AskScreen)
            app.screen.query_one(Input).value = "docks"
            await click(app, pilot, "Enter: take")
            await screen_of(app, pilot, HitsScreen)
            legend = shown_lines(app)[-1]
            at = legend.index("p/o/g/l/t") + 2
            await pilot.click(offset=(at, len(shown_lines(app)) - 1))
            await screen_of(app, pilot, ConfirmScreen)
            assert "ORG on “docks”" in shown(app)
            await click(app, pilot, answer)
            await back_at_the_desk(app, pilot)
            found = [(m.quote, m.label) for m in opened(app).desk.mentions]
            assert (("docks", "ORG") in found) == label
        await pilot.press("ctrl+g")
        await screen_of(app, pilot, AskScreen)
        app.screen.query_one(Input).value = "accuse"
        await click(app, pilot, "Enter: take")
        await screen_of(app, pilot, HitsScreen)
        await click(app, pilot, "Bo Lindqvist accuse")
        await back_at_the_desk(app, pilot)
        assert opened(app).article.id == "digue"


@pytest.mark.parametrize(
    ("key", "kind", "words"),
    [("question_mark", HelpScreen, "(Esc closes)"), ("G", GuidelineScreen, "Esc: back")],
)
async def test_what_is_read_is_closed(database, key, kind, words):
    async with workbench(database) as (app, pilot):
        await pilot.press(key)
        await screen_of(app, pilot, kind)
        await click(app, pilot, words)
        await back_at_the_desk(app, pilot)


async def test_findings_are_walked_and_gone_to(database):
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "n", "D", "z", "space", "space")
        await pilot.press("Q")
        await screen_of(app, pilot, QualityScreen)
        await click(app, pilot, "Enter: go there")
        await back_at_the_desk(app, pilot)
        assert opened(app).article.id == "port"


async def test_a_hint_is_clicked_instead_of_typed(database):
    async with workbench(database, (100, 30)) as (app, pilot):
        view, reader = view_of(app), opened(app)

        async def click_on(words, nth=0):
            start = -1
            for _ in range(nth + 1):
                start = PORT.index(words, start + 1)
            row, cell = view._layout_rows.position(start)
            await pilot.click(view, offset=(cell + 1, row))
            await app.desk_screen.settled()
            await pilot.pause()

        await press(app, pilot, "V")
        await click_on("Solène")
        assert reader.prompt is not None
        await click_on("Valmer", 1)
        assert reader.prompt is None
        (stance,) = reader.desk.picture.stances
        assert reader.desk.words_of(stance) == ("Solène Abgrall", "Valmer")
        assert "Solène Abgrall → Valmer · favor" in shown(app)
        # Where there is no hint, hints end.
        await press(app, pilot, "h")
        await click_on(";")
        assert reader.prompt is None


async def test_the_wheel_scrolls_and_stores_nothing(database):
    async with workbench(database, (80, 10)) as (app, pilot):
        view = view_of(app)
        before = opened(app).desk.layer, view.scroll_y
        for _ in range(3):
            view.post_message(
                events.MouseScrollDown(view, 5, 2, 0, 0, 0, shift=False, meta=False, ctrl=False)
            )
        for _ in range(5):
            await pilot.pause()
        assert view.scroll_y > before[1]
        assert opened(app).desk.layer is before[0]


def test_the_words_of_a_line_are_found_in_its_order_by_cells():
    acts = (("日本", "a"), ("a", "b"), ("zz", "c"), ("Esc", "d"))
    assert places_of("日本  aa  Esc", acts) == [(0, 4, "a"), (6, 7, "b"), (10, 13, "d")]
