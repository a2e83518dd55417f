"""What widgets are given: marks that stay the same objects, the panel's rows, the status."""

from annotator.keys import ACTIONS, MODE_CONTEXTS, Mode
from annotator.tui import picture
from annotator.tui.act_table import act_table
from annotator.tui.books import EntityBook, MarkBook


def test_every_action_has_an_act_and_every_act_an_action():
    here = {c for m in (Mode.READING, Mode.STANCE, Mode.CURSOR) for c in MODE_CONTEXTS[m]}
    wanted = {a.id for a in ACTIONS if a.context in here}
    assert set(act_table()) == wanted


async def test_marks_are_told_apart_by_more_than_their_label(bench):
    await bench.open("port")
    marks = {mark.id: mark for mark in MarkBook().update(bench.reader.desk, None).changed}
    assert set(marks) == {"m2", "m3", "m4", "?m5"}
    assert [m for m in marks if marks[m].doubtful] == ["m3"]
    assert [m for m in marks if marks[m].outlined] == [m for m in marks if m.startswith("?")]


async def test_only_what_an_act_touched_is_drawn_anew(bench):
    await bench.open("port")
    book, desk = MarkBook(), bench.reader.desk
    book.update(desk, desk.picture.take_touched())
    await bench.press("o")
    changes = book.update(desk, desk.picture.take_touched())
    assert [(mark.id, mark.label) for mark in changes.changed] == [("m3", "ORG")]
    assert not changes.whole
    await bench.press("tab", "x")
    changes = book.update(desk, desk.picture.take_touched())
    assert (changes.changed, len(changes.removed)) == ([], 1)


async def test_the_panel_tells_item_reason_and_entities(bench):
    await bench.open("port")
    entities = EntityBook()
    entities.update(bench.reader.desk, None)
    panel = picture.panel(bench.reader, entities)
    assert (panel.heading, panel.label) == ("Bo Lindqvist", "PER")
    assert "reason for Bo Lindqvist" in panel.details
    assert "2 doubts left" in panel.details
    assert [row.name for row in panel.entities] == ["Bo Lindqvist", "Solène Abgrall", "Valmer"]
    await bench.press("escape")
    assert picture.panel(bench.reader, entities).heading == "No current item"


async def test_entities_are_counted_the_most_frequent_first_and_counts_follow_each_act(bench):
    await bench.open("port")
    followed, desk = EntityBook(), bench.reader.desk
    followed.update(desk, desk.picture.take_touched())
    for keys in (["o"], ["tab", "x"], ["n", "l"], ["z"], ["z"]):
        stood = [(row.name, row.label) for row in followed.rows]
        await bench.press(*keys)
        followed.update(desk, desk.picture.take_touched())
        anew = EntityBook()
        anew.update(desk, None)
        assert set(followed.rows) == set(anew.rows)
        assert len(followed.rows) == len(anew.rows)
        assert [-row.count for row in anew.rows] == sorted(-row.count for row in anew.rows)
        assert sum(row.count for row in anew.rows) == len(desk.mentions)
        found = [(row.name, row.label) for row in followed.rows]
        stays = [name for name in found if name in stood]
        assert stays == [name for name in stood if name in found]


async def test_an_entity_that_was_taken_back_stands_where_it_stood(bench):
    await bench.open("port")
    book, desk = EntityBook(), bench.reader.desk
    book.update(desk, desk.picture.take_touched())
    stood = book.rows
    await bench.press("x")
    book.update(desk, desk.picture.take_touched())
    assert book.rows == stood[1:]
    await bench.press("z")
    book.update(desk, desk.picture.take_touched())
    assert book.rows == stood


async def test_the_status_says_where_one_is_in_words(bench):
    await bench.open("port")
    status = picture.status_line(bench.reader, waiting="")
    assert status == "article 1 of 2 · 0 done · open · doubt 1 of 2 · ○ stored"


async def test_a_long_status_is_cut_where_it_matters_least(bench):
    await bench.open("port")
    bench.face.answers = ["voir"]
    await bench.press("F", "C")
    status = picture.status_line(bench.reader, waiting="")
    assert status.endswith("○ stored · ⚑ flagged · comment")
    assert len(status) <= 78
