"""Who is at the screen, and what she is told when an article goes to somebody else."""

import datetime as dt
from contextlib import asynccontextmanager

import pytest

from annotator.config import Settings
from annotator.errors import InputError
from annotator.project.claiming import assign
from annotator.project.entering import enter
from annotator.project.people import change_sharing, register
from annotator.resources import companion_text, load_scheme
from annotator.tui.app import AnnotatorApp
from annotator.tui.claim_keeper import RENEW_SECONDS
from annotator.tui.screens.people import PeopleScreen
from annotator.tui.screens.queue import QueueScreen
from tests.tui.bench import DIGUE, window
from tests.tui.test_workbench import screen_of, shown

SCHEME = load_scheme()
HOSTILE = "zoe[bold] [/"


@pytest.fixture
def several(database):
    """The project with three people."""
    opened = window(database)
    for name in ("anna", "ben", HOSTILE):
        register(opened.workspace, name)
    opened.workspace.close()
    return database


@asynccontextmanager
async def asked(database):
    """The application started by somebody who gave no name and is not known."""
    settings = Settings(str(database), "root", space_guard_ms=0, named=False)
    app = AnnotatorApp(settings, SCHEME, companion_text(SCHEME.guidelines))
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await screen_of(app, pilot, PeopleScreen)
            yield app, pilot
    finally:
        app.close_project()


async def begun(app, pilot):
    """Wait for the first article."""
    for _ in range(500):
        reader = app.desk_screen.reader
        if app._exception or (reader and reader.article):
            break
        await pilot.pause()
    await app.desk_screen.settled()
    await pilot.pause()
    return app.desk_screen.reader


async def test_a_name_is_picked_by_its_first_letter(several):
    async with asked(several) as (app, pilot):
        assert "Who are you?" in shown(app)
        assert HOSTILE in shown(app)
        await pilot.press("b", "enter")
        reader = await begun(app, pilot)
        assert reader.workspace.settings.annotator == "ben"
        assert reader.desk.layer.author.name == "ben"


async def test_somebody_else_types_her_name_and_is_known_from_then_on(several):
    async with asked(several) as (app, pilot):
        await pilot.press("down", "down", "down", "enter", *"léa", "enter")
        reader = await begun(app, pilot)
        assert reader.workspace.settings.annotator == "léa"
    again = window(several, annotator="léa")
    try:
        again.workspace.settings = Settings(str(several), "léa", named=False)
        from annotator.project.people import people_to_choose_from

        assert people_to_choose_from(again.workspace) == ()
    finally:
        again.workspace.close()


async def test_an_empty_name_is_asked_again_and_escape_goes_back(several):
    async with asked(several) as (app, pilot):
        await pilot.press("up", "enter", "space", "enter")
        assert "no annotator name" in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, PeopleScreen)
        await pilot.press("a", "enter")
        reader = await begun(app, pilot)
        assert reader.workspace.settings.annotator == "anna"


async def test_leaving_at_the_question_leaves(several):
    async with asked(several) as (app, pilot):
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


async def test_space_goes_on_to_an_article_that_nobody_has(bench, another_window):
    ben = another_window(annotator="ben")
    await ben.open("digue")
    await bench.open("port")
    await bench.press("space", "space")
    assert "Nothing is left for you: 1 article is with others" in " ".join(bench.face.said)
    assert bench.assignment("port").state == "done"


async def test_an_article_of_somebody_else_is_refused_and_the_screen_stays(bench, another_window):
    ben = another_window(annotator="ben")
    await ben.open("digue")
    await bench.open("port")
    bench.face.answers.append("digue")
    await bench.reader.act("view.back")
    while "queue" not in bench.face.shown:
        await bench.reader.act("view.back")
    assert "Article digue is with ben now" in bench.face.warnings[-1]
    assert bench.reader.article.id == "port"


async def test_keys_renew_the_claim_and_a_lost_one_puts_the_article_down(bench, another_window):
    await bench.open("digue")
    change_sharing(bench.workspace, overlap=1)
    ben = another_window(annotator="ben")
    bench.seconds[0] += RENEW_SECONDS + 1
    await bench.press("n")
    assert bench.reader.desk is not None
    with pytest.raises(Exception, match="digue is with anna"):
        enter(ben.workspace, "digue")
    register(ben.workspace, "ben")
    assign(ben.workspace, ["digue"], "ben")
    bench.seconds[0] += RENEW_SECONDS + 1
    await bench.press("n")
    assert bench.reader.desk is None
    assert "Article digue is with ben now" in bench.face.warnings[-1]
    await bench.press("enter")
    assert bench.reader.desk is None


async def test_the_screen_shows_nothing_of_anybody_else(bench, another_window):
    ben = another_window(annotator="ben")
    change_sharing(ben.workspace, overlap=2)
    await ben.open("digue")
    ben.face.answers.append("Un secret de Ben")
    await ben.press("F", "C")
    await ben.press("x")
    await bench.open("digue")
    assert bench.live() == [("Bo Lindqvist", "PER")]
    assert bench.assignment().comment == ""
    assert not bench.assignment().flagged
    (entry,) = bench.reader.queue.rows(["digue"])
    assert (entry.flagged, entry.state) == (False, "open")
    assert bench.reader.article.text == DIGUE


async def test_space_goes_on_to_what_somebody_left_alone_when_nothing_else_is_left(
    bench, another_window
):
    ben = another_window(annotator="ben")
    await ben.open("port")
    await ben.press("x")
    await bench.open("digue")
    now = bench.workspace.clock()
    bench.workspace.clock = lambda: now + dt.timedelta(minutes=29)
    await bench.press("space", "space")
    assert bench.reader.article.id == "digue"
    bench.workspace.clock = lambda: now + dt.timedelta(hours=1)
    await bench.press("space", "space")
    assert bench.reader.article.id == "port"
    assert [m.decision for m in bench.reader.desk.mentions] == ["suggested"] * 3
    assert len(ben.live("port")) == 2


async def test_an_article_that_goes_to_somebody_else_keeps_what_was_done(bench, another_window):
    ben = another_window(annotator="ben")
    register(ben.workspace, "ben")
    await bench.open("digue")
    await bench.press("n", "x")
    (given,) = assign(ben.workspace, ["digue"], "ben")
    assert (given.done, given.people) == (True, ("ben",))
    await ben.open("digue")
    assert ben.live() == [("Bo Lindqvist", "PER")]
    assert bench.live("digue") == []
    bench.reader.desk = None
    with pytest.raises(InputError, match="digue is with ben"):
        await bench.reader.open("digue")


async def test_a_queue_of_which_others_have_everything_says_what_to_do(database):
    ben = window(database, annotator="ben")
    for name in ("anna", "ben"):
        register(ben.workspace, name)
    change_sharing(ben.workspace, overlap=1)
    articles = [entry.article for entry in ben.reader.queue.everything()]
    assign(ben.workspace, articles, "ben")
    ben.workspace.close()
    settings = Settings(str(database), "anna", space_guard_ms=0)
    app = AnnotatorApp(settings, SCHEME, companion_text(SCHEME.guidelines))
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(app, pilot, QueueScreen)
        await pilot.pause()
        assert "Other annotators have all 2 articles" in " ".join(shown(app).split())
        assert "`annotator config --overlap N`" in " ".join(shown(app).split())
    app.close_project()
