"""Keys that come all at once, as over a slow line: each gets to where it was meant for."""

import pytest
from textual import events
from textual.command import CommandPalette
from textual.keys import _character_to_key
from textual.widgets import Input

from annotator.domain.rulings import How
from annotator.project.checking import check_project
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen
from annotator.tui.screens.hits import HitsScreen
from annotator.tui.screens.queue import QueueScreen
from tests.tui import test_review as reviewing
from tests.tui.test_workbench import screen_of, shown, window, workbench

database_to_review = reviewing.database


def type_at_once(app, *keys):
    """Keys and words, all of them there before the first is dealt with."""
    for key in keys:
        single = key in ("enter", "escape", "tab", "space") or key.startswith("ctrl+")
        for each in [key] if single else [_character_to_key(character) for character in key]:
            character = {"space": " ", "enter": "\r", "tab": "\t"}.get(each)
            if not single:
                character = key[[_character_to_key(c) for c in key].index(each)]
            app.post_message(events.Key(each, character))


async def at_rest(app, pilot, *, over=None):
    """Wait until all that was typed is dealt with: at the desk, or at a screen over it."""
    calm = 0
    for _ in range(2000):
        await pilot.pause(0.01)
        assert app._exception is None
        top = isinstance(app.screen, over) if over else app.screen is app.desk_screen
        calm = calm + 1 if top and not app._waits and not app._since else 0
        if calm and not over:
            await app.desk_screen.settled()
        if calm == 20:
            return
    raise AssertionError(f"{app.screen} is on top")


async def test_words_that_come_with_the_key_are_looked_for_and_touch_nothing(database):
    async with workbench(database) as (app, pilot):
        before = window_items(app)
        type_at_once(app, "ctrl+g", "Ligue des docks", "enter")
        await at_rest(app, pilot, over=HitsScreen)
        assert "“Ligue des docks”: 3 places" in shown(app)
        await pilot.press("escape")
        await at_rest(app, pilot)
        assert window_items(app) == before


async def test_what_comes_behind_a_dialog_acts_on_the_article_again(database):
    async with workbench(database) as (app, pilot):
        reader, before = app.desk_screen.reader, window_items(app)
        type_at_once(app, "C", "à revoir xyz", "enter", "n", "x")
        await at_rest(app, pilot)
        assert reader.desk.layer.assignment.comment == "à revoir xyz"
    made = window(database)
    assert made.assignment("port").comment == "à revoir xyz"
    assert len(made.live("port")) == len(before) - 1
    assert list(check_project(made.workspace)) == []
    made.workspace.close()


async def test_one_key_opens_what_the_next_ones_walk_through(database):
    async with workbench(database) as (app, pilot):
        type_at_once(app, "escape", "escape", "f", "digue", "enter", "enter")
        await at_rest(app, pilot)
        assert app.desk_screen.reader.article.id == "digue"


async def test_a_dialog_that_is_turned_away_takes_its_keys_with_it(database):
    async with workbench(database) as (app, pilot):
        before = window_items(app)
        type_at_once(app, "C", "xxx", "escape", "C", "yyy", "enter")
        await at_rest(app, pilot)
        assert app.desk_screen.reader.desk.layer.assignment.comment == "yyy"
        assert window_items(app) == before


async def test_letters_come_before_the_key_that_takes_them(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("C")
        screen = await screen_of(app, pilot, AskScreen)
        assert screen.query_one(Input).value == ""
        type_at_once(app, "tard", "enter")
        await at_rest(app, pilot)
        assert app.desk_screen.reader.desk.layer.assignment.comment == "tard"


async def test_what_is_pasted_waits_for_the_field(database):
    async with workbench(database) as (app, pilot):
        type_at_once(app, "C", "vu ")
        app.post_message(events.Paste("par moi"))
        type_at_once(app, "enter")
        await at_rest(app, pilot)
        assert app.desk_screen.reader.desk.layer.assignment.comment == "vu par moi"


async def test_the_palette_looks_for_what_comes_with_its_key(database):
    async with workbench(database) as (app, pilot):
        before = window_items(app)
        type_at_once(app, "ctrl+p", "guideline")
        await at_rest(app, pilot, over=CommandPalette)
        assert app.screen.query_one(Input).value == "guideline"
        assert window_items(app) == before


async def test_keys_meant_for_the_next_article_do_nothing_in_the_queue(database):
    async with workbench(database) as (app, pilot):
        total = app.desk_screen.reader.total
        for _ in range(total - 1):
            await pilot.press("space", "space")
            await app.desk_screen.settled()
            await pilot.pause(0.05)
        type_at_once(app, "space", "space", "enter")
        await at_rest(app, pilot, over=QueueScreen)


async def test_a_note_of_the_review_gets_the_words_that_come_with_its_key(database_to_review):
    async with reviewing.review(database_to_review) as (app, pilot):
        await pilot.press("enter", "enter")
        screen = await reviewing.on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()
        type_at_once(app, "C", "juste", "enter", "h")
        for _ in range(100):
            await pilot.pause(0.01)
        await screen.settled()
        assert app.screen is screen
        (ruling,) = [r for r in screen.state.desk.review.rulings().values() if r.how is How.TAKEN]
        assert ruling.note == "juste"


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_an_answer_may_come_with_the_question(database, answer):
    async with workbench(database) as (app, pilot):
        before = window_items(app)
        type_at_once(app, "ctrl+g", "Ligue des docks", "enter", "o", answer)
        await at_rest(app, pilot)
        assert not isinstance(app.screen, ConfirmScreen)
        assert (window_items(app) == before) is (answer == "n")


def window_items(app):
    desk = app.desk_screen.reader.desk
    return [(m.id, m.start, m.end, m.label, m.decision) for m in desk.mentions]
