"""Articles made ready before they are opened: shown as if they had been read when asked for."""

import asyncio

import pytest
from sqlmodel import select

from annotator.errors import StaleLayerError
from annotator.project import entering
from annotator.project.people import change_sharing
from annotator.storage.tables import AssignmentRow
from annotator.tui import neighbours
from annotator.tui.widgets.article_view import ArticleView
from tests.tui.bench import DIGUE, PORT, guess, put_article, put_suggestions, same_as_stored
from tests.tui.test_workbench import press, workbench


@pytest.fixture
def reads(monkeypatch):
    """The names of the articles that were read when they were opened, not before."""
    found = []
    for name in ("contents_of", "adoption_of"):
        original = getattr(entering, name)

        def read(*arguments, original=original):
            found.append(next(a for a in arguments if isinstance(a, str)))
            return original(*arguments)

        monkeypatch.setattr(entering, name, read)
    return found


async def ahead(bench, reads):
    """Let the reader read ahead to its end, and forget what it read."""
    bench.reader.neighbours.read_ahead()
    while bench.reader.neighbours._reading is not None:
        await asyncio.sleep(0.001)
    reads.clear()


async def test_the_next_article_and_the_one_that_was_left_need_no_reading(bench, reads):
    await bench.open("port")
    await ahead(bench, reads)
    await bench.press("N")
    assert (bench.reader.article.id, reads) == ("digue", [])
    assert bench.live() == [("Bo Lindqvist", "PER")]
    assert same_as_stored(bench)
    assert bench.first() == "digue"
    await bench.press("B")
    assert (bench.reader.article.id, reads) == ("port", [])
    assert same_as_stored(bench)


async def test_a_first_opening_made_ready_stores_what_any_other_does(bench, another_window, reads):
    await bench.open("port")
    await ahead(bench, reads)
    await bench.press("N")
    change_sharing(bench.workspace, overlap=2)
    other = another_window(annotator="ben")
    await other.open("digue")
    mine, theirs = bench.stored("digue"), other.stored("digue")
    assert mine.items == theirs.items
    assert (mine.version, mine.next_number, mine.assignment) == (
        theirs.version, theirs.next_number, theirs.assignment,
    )  # fmt: skip


async def test_an_edit_of_the_article_that_was_left_is_there_and_can_be_undone(bench, reads):
    await bench.open("port")
    whole = bench.live()
    await bench.press("x", "N", "B")
    assert reads == ["port", "digue"]
    assert len(bench.live()) == len(whole) - 1
    assert same_as_stored(bench)
    await bench.press("z", "z")
    assert bench.said == "Undone: reject."
    assert bench.live() == whole


async def test_what_another_window_changed_meanwhile_is_read_anew(bench, another_window, reads):
    await bench.open("digue")
    await bench.open("port")
    await ahead(bench, reads)
    other = another_window()
    await other.open("digue")
    await other.press("n", "o")
    reads.clear()
    await bench.press("N")
    assert reads == ["digue"]
    assert bench.live() == [("Bo Lindqvist", "ORG")]
    assert same_as_stored(bench)


async def test_suggestions_that_came_after_it_was_made_ready_are_the_ones_adopted(bench, reads):
    await bench.open("port")
    await ahead(bench, reads)
    better = [guess(DIGUE, "Bo Lindqvist", "ORG")]
    put_suggestions(bench.workspace, "digue", better, suggester="model 2")
    await bench.press("N")
    assert bench.live() == [("Bo Lindqvist", "ORG")]
    assert not bench.reader.desk.newer_suggestions
    await ahead(bench, reads)
    put_suggestions(bench.workspace, "port", [], suggester="model 2")
    await bench.press("B")
    assert reads == ["port"]


async def test_space_passes_over_what_somebody_took_or_she_finished_meanwhile(
    bench, another_window, reads
):
    await bench.open("port")
    await ahead(bench, reads)
    assert await bench.reader.neighbours.unfinished() == "digue"
    ben = another_window(annotator="ben")
    await ben.open("digue")
    await bench.press("space", "space")
    assert "1 article is with others" in " ".join(bench.face.said)
    assert bench.reader.article.id == "port"


async def test_where_finishing_cannot_be_stored_nothing_else_is_opened(
    bench, another_window, reads
):
    await bench.open("port")
    await ahead(bench, reads)
    other = another_window()
    await other.open("port")
    await other.press("g")
    await bench.press("space", "space")
    assert bench.face.warnings[0].startswith("Article port was changed by another window since")
    assert (bench.reader.article.id, bench.workspace.read(begun)) == ("port", ["port"])
    assert same_as_stored(bench)
    await bench.press("space", "space")
    assert (bench.reader.article.id, bench.workspace.read(begun)) == ("digue", ["port", "digue"])


def begun(session):
    return list(session.exec(select(AssignmentRow.article).order_by(AssignmentRow.opened_at)))


async def test_a_desk_too_large_for_the_memory_is_let_go(bench, reads, monkeypatch):
    monkeypatch.setattr(neighbours, "ROOM", 1)
    monkeypatch.setattr(neighbours, "LEAST_ROOM", 6 * len(PORT))
    await bench.open("port")
    await ahead(bench, reads)
    await bench.press("N")
    assert reads == ["digue"]
    await bench.press("B")
    assert reads == ["digue", "port"]
    assert same_as_stored(bench)


@pytest.fixture
def kept(bench, monkeypatch):
    """A third article, and memory for two; the articles kept whenever another one was read."""
    put_article(bench.workspace, "quai", DIGUE.replace("digue", "quai"))
    put_suggestions(bench.workspace, "quai", [guess(DIGUE, "Ligue des docks", "ORG")])
    monkeypatch.setattr(neighbours, "weight_of", lambda _desk: 10)
    monkeypatch.setattr(neighbours, "weight_ahead", lambda _workspace, _article: 10)
    monkeypatch.setattr(neighbours, "ROOM", 20)
    monkeypatch.setattr(neighbours, "LEAST_ROOM", 0)
    found = []

    def noted(name):
        original = getattr(entering, name)

        def read(*arguments):
            found.append(ready_articles(bench))
            return original(*arguments)

        monkeypatch.setattr(entering, name, read)

    noted("contents_of")
    noted("contents_to_be")
    return found


def ready_articles(bench):
    return [a for a in ("port", "digue", "quai") if bench.reader.neighbours.ready_of(a)]


async def test_to_and_fro_between_two_articles_neither_gives_way_to_a_third(bench, reads, kept):
    await bench.open("port")
    await ahead(bench, reads)
    await bench.press("N")
    await ahead(bench, reads)
    assert ready_articles(bench) == ["quai"]
    await bench.press("B")
    assert reads == ["port"]
    await bench.press("N")
    reads.clear()
    await ahead(bench, reads)
    assert ready_articles(bench) == ["port"]
    await bench.press("B", "N", "B")
    assert reads == []
    assert same_as_stored(bench)


async def test_what_gives_way_to_an_article_is_let_go_before_that_is_read(bench, reads, kept):
    await bench.open("port")
    for _ in range(2):
        await ahead(bench, reads)
        await bench.press("N")
    await bench.open("port")
    assert len(kept) > 2
    assert kept == [[]] * len(kept)


async def test_to_take_back_a_long_edit_the_memory_is_cleared_to_finish_it_the_next_stays(
    bench, reads, kept
):
    await bench.open("port")
    await ahead(bench, reads)
    assert ready_articles(bench) == ["digue"]
    assert await bench.reader.neighbours.unfinished() == "digue"
    await bench.press("space")
    bench.reader.neighbours.make_room_again("digue")
    assert ready_articles(bench) == ["digue"]
    await bench.press("Z")
    assert ready_articles(bench) == []


async def test_an_article_that_is_being_read_is_not_read_a_second_time(bench, reads):
    await bench.open("port")
    reads.clear()
    bench.reader.neighbours.read_ahead()
    while bench.reader.neighbours._coming != "digue":
        await asyncio.sleep(0)
    await bench.press("N")
    assert bench.reader.article.id == "digue"
    assert reads == ["digue"]
    assert same_as_stored(bench)


async def test_a_desk_that_was_left_keeps_nothing_to_take_back_at_once(bench):
    await bench.open("port")
    await bench.press("x", "N")
    left = bench.reader.neighbours.ready_of("port").desk
    assert not left.has_own_acts
    assert (left.same, left.fix) == (None, None)


async def test_a_desk_whose_act_was_refused_is_never_shown_again(bench, another_window, reads):
    await bench.open("port")
    other = another_window()
    await other.open("port")
    await bench.open("digue")
    left = bench.reader.neighbours.ready_of("port")
    await other.press("x")
    refused = left.desk.reject(left.desk.mentions[0])
    with pytest.raises(StaleLayerError):
        await asyncio.wrap_future(refused)
    assert left.desk.layer.version == bench.stored("port").version
    await bench.press("B")
    assert bench.reader.desk is not left.desk
    assert same_as_stored(bench)


async def test_a_page_that_was_left_fits_the_screen_of_another_size_and_has_later_marks(database):
    async with workbench(database, size=(160, 40)) as (app, pilot):
        await press(app, pilot, "n", "x", "N")
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        await press(app, pilot, "B")
        view = app.desk_screen.query_one(ArticleView)
        desk = app.desk_screen.reader.desk
        assert view.marks.layout.width == view.row_width() < 60
        live = {m.id for m in desk.mentions}
        assert {mark.id for mark in view.marks if not mark.outlined} == live
        assert app.desk_screen.reader.neighbours.ready_of("digue") is not None
        await press(app, pilot, "z", "z")
        assert len(list(view.marks)) > len(live)
