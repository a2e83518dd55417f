"""Undo, proposals, coming back, and what happens when an edit can't be stored."""

import asyncio
import sqlite3
import threading

from annotator.domain.article import Span
from annotator.domain.layer import State
from annotator.storage import engine
from annotator.tui import picture
from tests.tui.bench import PORT, same_as_stored, span_of


async def test_undo_and_redo_walk_back_and_forth_over_acts(bench):
    await bench.open("port")
    before = bench.live()
    await bench.type("okx")
    after = bench.live()
    await bench.type("zzz")
    assert bench.live() == before
    assert bench.said == "Undone: label."
    assert bench.current == "Bo Lindqvist"
    await bench.type("ZZZ")
    assert bench.live() == after
    await bench.type("Z")
    assert bench.said == "There is nothing to redo."


async def test_undo_with_nothing_done_says_so(bench):
    await bench.open("port")
    await bench.press("ctrl+z")
    assert bench.said == "There is nothing to undo."
    await bench.press("ctrl+y")
    assert bench.said == "There is nothing to redo."


async def test_a_new_act_ends_redo(bench):
    await bench.open("port")
    await bench.type("ozgZ")
    assert bench.said == "There is nothing to redo."


async def test_undo_over_an_article_change_goes_there_first(bench):
    await bench.open("port")
    await bench.press("o", "y", "x", "space")
    assert bench.reader.article.id == "digue"
    await bench.press("z")
    assert bench.reader.article.id == "port"
    assert bench.said == "The last act was here: z again takes back “article done”."
    assert bench.assignment("port").state is State.DONE
    await bench.press("z")
    assert bench.assignment("port").state is State.OPEN
    assert "0 done" in picture.status_line(bench.reader, waiting="")
    # The person stays where she was, not at the first of all the items that came back.
    assert bench.current is None
    await bench.press("z", "z", "z")
    assert ("Bo Lindqvist", "PER") in bench.live()


async def test_undo_goes_on_after_a_restart(bench, another_window):
    await bench.open("port")
    await bench.type("ok")
    again = another_window()
    await again.open(again.first())
    await again.type("zz")
    assert again.live() == [("Solène Abgrall", "PER"), ("Bo Lindqvist", "PER"), ("Valmer", "ORG")]
    await again.type("Z")
    assert ("Bo Lindqvist", "ORG") in again.live()
    await bench.reader.reopen()


async def test_undo_of_a_rejection_makes_the_mention_current_again(bench):
    await bench.open("port")
    await bench.type("xz")
    assert bench.reader.current.mention.id == "m3"


async def test_a_restart_comes_back_to_article_item_and_scroll(bench, another_window):
    await bench.open("digue")
    await bench.open("port")
    bench.face.visible = Span(29, len(PORT))
    await bench.press("n", "ctrl+q")
    assert bench.face.has_quit
    again = another_window()
    assert again.first() == "port"
    await again.open("port")
    assert again.reader.current.mention.quote == "Valmer"
    assert again.reader.desk.visit.offset == 29


async def test_who_let_go_of_the_item_comes_back_without_one(bench, another_window):
    await bench.open("port")
    bench.face.visible = Span(29, len(PORT))
    await bench.press("escape")
    bench.face.visible = Span(105, len(PORT))
    await bench.press("ctrl+q")
    again = another_window()
    await again.open("port")
    assert again.current is None
    assert again.reader.desk.visit.offset == 105


async def test_a_candidate_is_a_place_to_come_back_to(bench, another_window):
    await bench.open("port")
    await bench.press("tab")
    again = another_window()
    await again.open("port")
    assert again.current == "Ligue des docks"


async def test_active_time_counts_keys_at_most_a_minute_apart(bench):
    await bench.open("port")
    for second in (0.0, 10.0, 30.0, 95.0, 100.0):
        bench.seconds[0] = second
        await bench.press("n")
    await bench.press("ctrl+q")
    assert bench.visit("port").active_ms == 35_000


async def test_a_fix_proposes_the_same_texts_and_e_takes_them_in_one_undo(bench):
    await bench.open("port")
    await bench.press("n", "g")
    assert bench.said == "e: the same for 2 more “Valmer”  E: in every article"
    assert len(picture.outlined(bench.reader.desk)) == 2
    assert bench.live().count(("Valmer", "GPE")) == 1
    await bench.press("e")
    assert bench.live().count(("Valmer", "GPE")) == 3
    assert bench.said == "The same was done in 2 more places."
    await bench.press("z")
    assert bench.live().count(("Valmer", "GPE")) == 1
    assert bench.said == "Undone: same texts."


async def test_the_proposal_stands_while_one_looks_and_ends_with_another_edit(bench):
    await bench.open("port")
    await bench.press("n", "g", "b", "down")
    assert len(picture.outlined(bench.reader.desk)) == 2
    await bench.press("F", "e")
    assert bench.said == "There is no same text to repeat the last fix on."
    assert bench.live().count(("Valmer", "GPE")) == 1


async def test_a_rejection_proposes_to_reject_the_same(bench):
    await bench.open("port")
    await bench.press("n", "g", "e", "x")
    # What e made counts as decided: nothing is left to propose.
    assert bench.said in {"“Valmer” rejected.", "No doubts left: Space finishes the article."}


async def test_over_the_project_shift_e_shows_what_it_would_do_and_is_one_undo_over_the_articles(
    bench,
):
    await bench.open("digue")
    await bench.open("port")
    bench.face.answers = [False, True]
    await bench.press("n", "g", "E")
    question, *rows = bench.face.asked[0]
    assert question == "Repeat the last fix: “Valmer” is GPE in 3 places of 2 open articles?"
    assert [row.split() for row in rows] == [["2", "port"], ["1", "digue"]]
    assert ("Valmer", "GPE") not in bench.live("digue")
    await bench.press("E")
    assert bench.live("port").count(("Valmer", "GPE")) == 3
    assert ("Valmer", "GPE") in bench.live("digue")
    await bench.press("z")
    assert bench.live("port").count(("Valmer", "GPE")) == 1
    assert ("Valmer", "GPE") not in bench.live("digue")
    assert bench.said == "Undone: same texts in 2 articles."


async def test_over_the_project_straight_after_the_fix_sees_it(bench):
    await bench.open("port")
    await bench.reader.press("n")
    await bench.reader.press("g")
    bench.face.answers = [True]
    await bench.reader.press("E")
    await bench.settle()
    assert bench.live().count(("Valmer", "GPE")) == 3


async def test_an_edit_of_another_window_is_not_overwritten(bench, another_window):
    await bench.open("port")
    other = another_window()
    await other.open("port")
    await other.press("g")
    bench.face.pictures = 0
    await bench.press("o")
    assert len(bench.face.warnings) == 1
    assert bench.face.warnings[0].startswith("Article port was changed by another window since")
    assert ("Bo Lindqvist", "GPE") in bench.live()
    assert bench.face.pictures == 1
    assert same_as_stored(bench)
    await bench.press("o")
    assert ("Bo Lindqvist", "ORG") in bench.live()
    await other.reader.reopen()


async def test_undo_of_what_another_window_did_shows_what_is_stored(bench, another_window):
    await bench.open("port")
    other = another_window()
    await other.open("port")
    await other.press("g")
    await bench.press("z")
    assert same_as_stored(bench)
    assert ("Bo Lindqvist", "PER") in bench.live()
    await other.reader.reopen()


async def test_what_cannot_be_stored_leaves_the_screen_and_says_why(
    database, another_window, monkeypatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    bench = another_window()
    await bench.open("port")
    before, bench.face.pictures = bench.stored("port"), 0
    with sqlite3.connect(database) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        for key in ("o", "k", "g"):
            await bench.reader.press(key)
        assert bench.reader.desk.layer != before
        assert "● storing" in picture.status_line(bench.reader, waiting="")
        await bench.settle()
        assert bench.reader.desk.layer == before
        # One warning for all three: the later ones stood on the first.
        assert len(bench.face.warnings) == 1
        assert bench.face.warnings[0].startswith("Not stored, the last stored state is shown: ")
        assert bench.face.pictures == 1
        blocker.rollback()
    await bench.press("o")
    assert ("Bo Lindqvist", "ORG") in bench.live()
    assert "○ stored" in picture.status_line(bench.reader, waiting="")


async def test_quitting_waits_for_what_is_not_stored_and_says_what_cannot_be(
    database, another_window, monkeypatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    bench = another_window()
    await bench.open("port")
    with sqlite3.connect(database) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        await bench.reader.press("o")
        await bench.reader.press("ctrl+q")
        assert not bench.face.has_quit
        assert bench.face.warnings
        blocker.rollback()
    await bench.press("ctrl+q")
    assert bench.face.has_quit


async def test_quitting_straight_after_a_key_stores_it(bench):
    await bench.open("port")
    await bench.reader.press("o")
    await bench.reader.press("ctrl+q")
    assert bench.face.has_quit
    assert ("Bo Lindqvist", "ORG") in bench.live()


def test_an_edit_that_ends_after_the_screen_is_gone_is_stored_in_silence(another_window, caplog):
    gate = threading.Event()
    bench = another_window()

    async def type_and_vanish():
        await bench.open("port")
        bench.workspace.submit(lambda _session: gate.wait(10))
        await bench.reader.press("o")

    asyncio.run(type_and_vanish())
    gate.set()
    bench.workspace.queued().result()
    assert ("Bo Lindqvist", "ORG") in bench.live("port")
    assert not caplog.records


async def test_an_article_opened_again_is_the_one_to_come_back_to(bench):
    await bench.open("port")
    await bench.open("digue")
    await bench.open("port")
    assert bench.first() == "port"


async def test_space_that_cannot_be_stored_stays_on_the_article(
    database, another_window, monkeypatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    bench = another_window()
    await bench.open("digue")
    with sqlite3.connect(database) as blocker:
        blocker.execute("BEGIN IMMEDIATE")
        await bench.press("space")
        blocker.rollback()
    assert bench.reader.article.id == "digue"
    assert bench.assignment("digue").state is State.OPEN
    assert bench.face.warnings
    await bench.press("space")
    assert bench.assignment("digue").state is State.DONE


async def test_a_paragraph_hint_and_cursor_leave_the_view_where_it_is(bench):
    await bench.open("port")
    bench.face.visible = span_of(PORT, "Lindqvist parle de Port-Sarre")
    await bench.press("h")
    assert not bench.reader.follow
    await bench.hint("Port-Sarre")
    assert bench.reader.follow
    assert bench.current == "Port-Sarre"
    await bench.press("escape")
    bench.face.visible = Span(0, 20)
    await bench.press("enter")
    assert bench.reader.cursor.offset < 20
