"""`Space` on a finished article: the next one is seen before anything is stored, and not for long
where it can't be."""

import asyncio
import gc
import sqlite3
import threading
import weakref
from contextlib import contextmanager

from annotator.domain.layer import State
from annotator.storage import engine
from annotator.tui import opening, wording
from tests.tui.bench import DIGUE, guess, put_suggestions, same_as_stored
from tests.tui.test_neighbours import ahead
from tests.tui.test_workbench import press, workbench


@contextmanager
def busy_writer(workspace):
    """The writer does nothing until this is left."""
    free = threading.Event()
    workspace.submit(lambda _session: free.wait(30))
    try:
        yield
    finally:
        free.set()


async def until(condition):
    """Let everything else go on until something holds."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def ready_to_finish(bench):
    """At `port`, told of its doubts, with `digue` made ready."""
    await bench.open("port")
    await ahead(bench, [])
    await bench.press("space")
    assert bench.reader.armed


async def test_the_next_article_is_seen_before_anything_is_stored(bench):
    await ready_to_finish(bench)
    pictures, reader = bench.face.pictures, bench.reader
    with busy_writer(bench.workspace):
        pressed = asyncio.ensure_future(reader.press("space"))
        await until(lambda: bench.face.pictures > pictures)
        assert reader.article.id == "digue"
        await until(lambda: reader.unstored)
        assert bench.assignment("port").state is State.OPEN
        assert not pressed.done()
    await pressed
    await bench.settle()
    assert bench.assignment("port").state is State.DONE
    assert bench.assignment("digue").state is State.OPEN
    assert bench.first() == "digue"
    assert same_as_stored(bench)
    assert bench.face.forgotten == 0


async def test_a_next_article_that_was_not_made_ready_is_seen_before_anything_is_stored(bench):
    await bench.open("port")
    await bench.press("space")
    pictures, reader = bench.face.pictures, bench.reader
    assert reader.armed
    assert reader.neighbours.ready_of("digue") is None
    with busy_writer(bench.workspace):
        pressed = asyncio.ensure_future(reader.press("space"))
        await until(lambda: bench.face.pictures > pictures)
        assert reader.article.id == "digue"
        await until(lambda: reader.unstored)
        assert bench.assignment("port").state is State.OPEN
    await pressed
    await bench.settle()
    assert bench.assignment("port").state is State.DONE
    assert same_as_stored(bench)


async def test_what_could_not_be_finished_while_the_database_was_in_use_is_finished_later(
    database, another_window, monkeypatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    bench = another_window()
    await ready_to_finish(bench)
    with sqlite3.connect(database) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        await bench.press("space")
        blocker.rollback()
    assert bench.reader.article.id == "port"
    assert "in use by another program" in bench.face.warnings[0]
    assert same_as_stored(bench)
    await bench.press("space", "space")
    assert bench.reader.article.id == "digue"
    assert bench.assignment("port").state is State.DONE


async def test_an_article_that_can_not_be_finished_is_seen_again_where_it_was(
    bench, another_window
):
    await ready_to_finish(bench)
    here = bench.current
    assert here is not None
    other = another_window()
    await other.open("port")
    await other.press("g")
    await bench.press("space")
    assert bench.reader.article.id == "port"
    assert bench.current == here
    assert bench.face.warnings[0].startswith("Article port was changed by another window since")
    assert bench.face.forgotten == 1
    assert same_as_stored(bench)


async def test_a_finished_desk_takes_no_memory_once_it_is_let_go(bench):
    """Without a look for garbage: on a long article that would be felt in a key."""
    await ready_to_finish(bench)
    desk = weakref.ref(bench.reader.desk)
    gc.collect()
    gc.disable()
    try:
        await bench.press("space")
        assert bench.reader.article.id == "digue"
        assert desk() is bench.reader.neighbours.ready_of("port").desk
        bench.reader.neighbours.look_again("port")
        assert desk() is None
    finally:
        gc.enable()


async def test_an_article_that_is_out_of_date_is_not_shown_ahead(bench):
    await ready_to_finish(bench)
    stale = bench.reader.neighbours.ready_of("digue").desk
    better = [guess(DIGUE, "Ligue des docks", "ORG")]
    put_suggestions(bench.workspace, "digue", better, suggester="model 2")
    await bench.press("space")
    assert bench.reader.article.id == "digue"
    assert bench.live() == [("Ligue des docks", "ORG")]
    assert bench.reader.desk is not stale
    assert bench.face.forgotten == 0
    assert same_as_stored(bench)


async def test_what_was_typed_at_a_picture_that_went_out_of_date_is_not_done(bench, monkeypatch):
    await ready_to_finish(bench)
    better = [guess(DIGUE, "Ligue des docks", "ORG")]

    def right_at_that_moment(workspace, _ready):
        put_suggestions(workspace, "digue", better, suggester="model 2")
        return True

    monkeypatch.setattr(opening, "is_up_to_date", right_at_that_moment)
    await bench.press("space")
    assert bench.live("digue") == [("Ligue des docks", "ORG")]
    assert bench.face.forgotten == 1
    assert bench.face.warnings == [wording.keys_forgotten()]
    assert same_as_stored(bench)


async def test_keys_that_are_forgotten_do_nothing_but_leaving_does(database):
    async with workbench(database) as (app, pilot):
        screen = app.desk_screen
        await press(app, pilot, "n")
        before, go_on = screen.reader.desk.layer, asyncio.Event()

        async def wait(_reader):
            await go_on.wait()

        screen.begin_with(wait)
        for key in ("x", "x"):
            await pilot.press(key)
        assert screen.forget_keys()
        assert not screen.forget_keys()
        await pilot.press("t")
        go_on.set()
        await screen.settled()
        changed = [k for k, v in screen.reader.desk.layer.items.items() if before.items[k] != v]
        assert len(changed) == 1
        assert "rejected" not in {screen.reader.desk.layer.items[k].decision for k in changed}
