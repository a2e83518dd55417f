"""What widgets are given: marks that stay the same objects, the panel's rows, the status."""

from annotator.keys import ACTIONS, Context
from annotator.tui import picture
from annotator.tui.act_table import act_table
from annotator.tui.picture import EntityCache, MarkCache
from annotator.tui.widgets.side_panel import entity_rows


def test_every_action_has_an_act_and_every_act_an_action():
    elsewhere = {"app.palette"}
    wanted = {a.id for a in ACTIONS if a.context is not Context.QUEUE} - elsewhere
    assert set(act_table()) == wanted


async def test_marks_are_told_apart_by_more_than_their_label(bench):
    await bench.open("port")
    marks = {mark.id: mark for mark in MarkCache().marks(bench.reader.desk)}
    assert set(marks) == {"m2", "m3", "m4", "?m5"}
    assert [m for m in marks if marks[m].doubtful] == ["m3"]
    assert [m for m in marks if marks[m].outlined] == ["?m5"]


async def test_a_mark_that_did_not_change_is_the_same_object(bench):
    await bench.open("port")
    cache = MarkCache()
    before = {mark.id: mark for mark in cache.marks(bench.reader.desk)}
    await bench.press("o")
    after = {mark.id: mark for mark in cache.marks(bench.reader.desk)}
    assert after["m2"] is before["m2"]
    assert after["m3"].label == "ORG"


async def test_the_panel_tells_item_reason_and_entities(bench):
    await bench.open("port")
    panel = picture.panel(bench.reader, EntityCache())
    assert (panel.heading, panel.label) == ("Bo Lindqvist", "PER")
    assert "reason for Bo Lindqvist" in panel.details
    assert "2 doubts left" in panel.details
    assert [row.name for row in panel.entities] == ["Bo Lindqvist", "Solène Abgrall", "Valmer"]
    await bench.press("escape")
    assert picture.panel(bench.reader, EntityCache()).heading == "No current item"


def test_entities_are_counted_the_most_frequent_first():
    rows = entity_rows([("B", "PER"), ("A", "ORG"), ("A", "ORG"), ("A", "PER")])
    assert [(row.name, row.label, row.count) for row in rows] == [
        ("A", "ORG", 2),
        ("A", "PER", 1),
        ("B", "PER", 1),
    ]


async def test_the_status_says_where_one_is_in_words(bench):
    await bench.open("port")
    status = picture.status_line(bench.reader, waiting="")
    assert status == "article 1 of 2 · 0 done · open · 2 doubts · ○ stored"


async def test_a_long_status_is_cut_where_it_matters_least(bench):
    await bench.open("port")
    bench.face.answers = ["voir"]
    await bench.press("F", "C")
    status = picture.status_line(bench.reader, waiting="")
    assert status.endswith("○ stored · ⚑ flagged · comment")
    assert len(status) <= 78
