"""Entities that look like one are proposed and joined; what was said of a name before is shown."""

import pytest

from annotator.domain.entities import Entity
from annotator.project.entity_desk import EntityDesk
from annotator.project.people import change_sharing
from annotator.storage.entities import add_entity
from annotator.tui import picture
from annotator.tui.books import EntityBook
from annotator.tui.screens.hits import LabelledScreen
from tests.tui.bench import guess, put_article, put_suggestions
from tests.tui.test_workbench import press, screen_of, shown, workbench

PROTEST = "Bo Lindqvist arrive.\n\nLa ville attend Lindqvist, et Lindqvist attend la ville.\n"


@pytest.fixture
def quay(bench):
    """An article with a full name and, twice, its surname as an entity of its own."""
    mentions = [
        guess(PROTEST, "Bo Lindqvist", "PER"),
        guess(PROTEST, "Lindqvist", "PER", nth=1),
        guess(PROTEST, "Lindqvist", "PER", nth=2, p=0.6),
    ]
    put_article(bench.workspace, "quay", PROTEST)
    put_suggestions(bench.workspace, "quay", mentions)
    return bench


def entities_of(bench):
    desk = bench.reader.desk
    return [desk.entity_of(m).name for m in desk.mentions]


def item_line(bench):
    book = EntityBook()
    book.update(bench.reader.desk, None)
    return picture.item_line(bench.reader, book)


async def test_an_entity_that_looks_like_another_says_so_and_one_key_joins_them(quay):
    await quay.open("quay")
    assert entities_of(quay) == ["Bo Lindqvist", "Lindqvist", "Lindqvist"]
    assert "≈ Bo Lindqvist (part of the name): J joins" in item_line(quay)
    await quay.press("J")
    assert quay.said == "2 mentions of Lindqvist: Bo Lindqvist now."
    assert entities_of(quay) == ["Bo Lindqvist"] * 3
    stored = quay.stored("quay")
    assert len({m.entity for m in stored.mentions()}) == 1
    # That two names are one says nothing about what else is doubtful.
    assert [m.decision for m in stored.mentions()] == ["suggested"] * 3
    assert len(quay.reader.desk.doubts) == 1
    assert "≈" not in item_line(quay)
    await quay.press("z")
    assert quay.said == "Undone: entity."
    assert entities_of(quay) == ["Bo Lindqvist", "Lindqvist", "Lindqvist"]


async def test_from_the_fuller_name_the_same_ones_move(quay):
    await quay.open("quay")
    await quay.press("b", "b")
    assert quay.current == "Bo Lindqvist"
    assert "≈ Lindqvist (part of the name)" in item_line(quay)
    await quay.press("J")
    assert entities_of(quay) == ["Bo Lindqvist"] * 3


async def test_an_entity_of_the_project_is_asked_about_first(quay):
    quay.workspace.write(lambda s: add_entity(s, Entity(999, "Compagnie Valmer", "ORG")))
    await quay.open("port")
    await quay.press("n")
    assert quay.current == "Valmer"
    assert "≈" not in item_line(quay)
    quay.face.answers = [False, True]
    await quay.press("J")
    assert quay.face.asked == [("Is Valmer the same as Compagnie Valmer (part of the name)?",)]
    assert "Compagnie Valmer" not in entities_of(quay)
    await quay.press("J")
    assert "Compagnie Valmer" in entities_of(quay)


async def test_what_looks_like_nothing_else_says_so(bench):
    await bench.open("port")
    await bench.press("J")
    assert bench.said == "No other entity looks like “Bo Lindqvist”."
    assert EntityDesk(bench.reader.desk).proposal(bench.reader.current.mention) is None


async def test_without_a_mention_both_acts_ask_for_one(bench):
    await bench.open("port")
    await bench.press("escape", "J")
    assert "Nothing is current" in bench.said
    bench.face.said.clear()
    await bench.press("I")
    assert "Nothing is current" in bench.said


async def test_words_never_decided_on_say_so_and_suggestions_do_not_count(bench):
    await bench.open("digue")
    await bench.open("port")
    await bench.press("I")
    assert bench.said == "You have not decided on “Bo Lindqvist” anywhere else."


async def test_what_was_decided_before_is_counted_and_its_label_taken(bench):
    await bench.open("digue")
    await bench.press("n", "o", "h")
    await bench.hint("Ligue")
    await bench.press("o", "n")
    await bench.open("port")
    assert bench.current == "Bo Lindqvist"
    bench.face.answers = ["ORG"]
    await bench.press("I")
    (history,) = bench.face.asked
    assert history.counts == {"ORG": 1}
    assert [(p.hit.article, p.hit.words, p.hit.after) for p in history.places] == [
        ("digue", "Bo Lindqvist", " accuse la Ligue des docks.\n")
    ]
    assert history.places[0].hit.before == "La digue de Valmer cède\n\n"
    stored = next(m for m in bench.stored("port").mentions() if m.quote == "Bo Lindqvist")
    assert (stored.label, stored.decision) == ("ORG", "changed")


async def test_a_place_of_before_is_gone_to_and_a_rejection_is_told(bench):
    await bench.open("digue")
    await bench.press("n", "x")
    await bench.open("port")

    bench.face.answers = [None]
    await bench.press("I")
    (history,) = bench.face.asked
    assert history.counts == {"rejected": 1}
    bench.face.answers = [history.places[0].hit]
    await bench.press("I")
    assert bench.reader.article.id == "digue"
    assert bench.reader.cursor.selection().of(bench.reader.article.text) == "Bo Lindqvist"


async def test_other_annotators_decisions_are_not_told(bench, another_window):
    change_sharing(bench.workspace, overlap=2)
    other = another_window(annotator="ben")
    await other.open("digue")
    await other.press("n", "o", "space", "space")
    await bench.open("port")
    await bench.press("I")
    assert "You have not decided" in bench.said


async def test_the_list_of_before_on_the_screen(database):
    async with workbench(database, (100, 24)) as (app, pilot):
        await press(app, pilot, "o", "N", "n")
        assert app.desk_screen.reader.article.id == "digue"
        await pilot.press("I")
        await screen_of(app, pilot, LabelledScreen)
        assert "“Bo Lindqvist” so far: ORG 1" in shown(app)
        assert "ORG        port " in shown(app)
        assert "p/o/g/l/t labels this one   Esc goes back" in shown(app)
        await pilot.press("o")
        await pilot.pause()
        await app.desk_screen.settled()
        assert "“Bo Lindqvist” · ORG named · changed" in shown(app)
