"""The list of the stances in sight: what it says, and the letters and numbers that lead to them."""

from annotator.tui import picture, stance_list
from annotator.tui.books import EntityBook, MarkBook
from annotator.tui.focus import Kind
from tests.tui.bench import guess, put_article, put_suggestions, side, span_of
from tests.tui.stance_bench import PACTE, live


async def test_a_letter_leads_to_a_stance_of_the_list(open_pacte):
    bench = open_pacte
    await bench.press("tab", "y", "L")
    assert picture.item_line(bench.reader).startswith("Type the letter of a stance")
    rows = stance_list.stance_rows(bench.reader)
    assert [row.hint for row in rows] == ["a", "b"]
    await bench.press("b")
    assert (bench.reader.current.kind, bench.current) == (Kind.STANCE, "salue")
    assert [row.hint for row in stance_list.stance_rows(bench.reader)] == ["", ""]
    await bench.press("escape", "escape", "L", "a", "f")
    assert live(bench)[0] == ("Rutte", "pacte", "favor")


async def test_a_number_leads_to_a_stance_that_nobody_decided_on(bench):
    sides = [side(PACTE, 0, 1, "refuse", p=0.9), side(PACTE, 1, 2, "salue", "favor", p=0.9)]
    guesses = [guess(PACTE, name, "PER") for name in ("Rutte", "Weber", "Abgrall")]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses, stances=sides)
    await bench.open("pacte")
    assert [row.number for row in stance_list.stance_rows(bench.reader)] == ["1", "2"]
    await bench.press("2")
    assert (bench.reader.current.kind, bench.current) == (Kind.STANCE, "salue")
    assert [row.number for row in stance_list.stance_rows(bench.reader)] == ["1", ""]
    await bench.press("c", "1", "f")
    assert live(bench) == [("Rutte", "Weber", "favor"), ("Weber", "Abgrall", "against")]
    assert [row.number for row in stance_list.stance_rows(bench.reader)] == ["", ""]
    await bench.press("1")
    assert bench.said == "No stance of the list has this number: L shows a letter on each."


async def test_the_list_is_grouped_by_who_holds_whatever_the_words(bench):
    sides = [
        side(PACTE, 0, 1, "refuse", p=0.9),
        side(PACTE, 1, 2, "salue", "favor", p=0.9),
        side(PACTE, 2, 1, "attend", "favor", p=0.9),
    ]
    names = (("Rutte", "Mark Rutte"), ("Weber", "Weber"), ("Abgrall", "Mark Rutte"))
    guesses = [guess(PACTE, words, "PER", canonical=name) for words, name in names]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses, stances=sides)
    await bench.open("pacte")
    rows = stance_list.stance_rows(bench.reader)
    assert [(row.group, row.holder, row.evidence, row.number) for row in rows] == [
        ("Mark Rutte", "Rutte", "refuse", "1"),
        ("Mark Rutte", "↑Abgrall", "attend", "2"),
        ("Weber", "Weber", "salue", "3"),
    ]
    await bench.press("3")
    assert bench.current == "salue"


async def test_while_hints_are_shown_no_row_has_a_number(open_pacte):
    bench = open_pacte
    await bench.press("escape")
    assert [row.number for row in stance_list.stance_rows(bench.reader)] == ["1"]
    await bench.press("h")
    assert [row.number for row in stance_list.stance_rows(bench.reader)] == [""]


async def test_without_a_stance_in_sight_no_letter_is_asked_for(open_pacte):
    bench = open_pacte
    await bench.press("x", "x", "L")
    assert bench.said == "There is no stance in sight: V makes one."
    assert bench.reader.prompt is None


async def test_the_list_has_every_part_of_the_stances_in_sight(open_pacte):
    bench = open_pacte
    await bench.press("i", "q")
    await bench.hint("Abgrall")
    row = stance_list.stance_rows(bench.reader)[0]
    assert (row.voice, row.evidence) == ("reported hedged by ↓Abgrall", "refuse")
    assert (row.current, row.decided) == (True, True)
    bench.face.visible = span_of(PACTE, "Le maire")
    assert stance_list.stance_rows(bench.reader) == ()


async def test_the_panel_lists_the_stances(open_pacte):
    bench = open_pacte
    await bench.press("tab", "y")
    entities = EntityBook()
    entities.update(bench.reader.desk, None)
    await bench.press("b")
    panel = picture.panel(bench.reader, entities)
    assert [(r.holder, r.target, r.label) for r in panel.stances] == [
        ("Rutte", "pacte", "against"),
        ("Weber", "↑pacte", "favor"),
    ]


async def test_candidate_stances_are_outlined(open_pacte):
    marks = {m.id: m for m in MarkBook().update(open_pacte.reader.desk, None).changed}
    outlined = [m for m in marks.values() if m.outlined]
    assert [(m.start, m.label) for m in outlined] == [(span_of(PACTE, "salue").start, "favor")]
