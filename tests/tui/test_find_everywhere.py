"""Words over all articles: the list of hits, going to one, a label for all of them."""

import pytest
from textual.widgets import OptionList

from annotator.project.checking import check_project
from annotator.project.finding import MOST_HITS, find_everywhere
from annotator.project.opening import is_opened
from annotator.project.people import change_sharing
from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen
from annotator.tui.screens.hits import HitsScreen
from tests.tui.bench import RULES_1, put_article
from tests.tui.test_workbench import (
    HOSTILE,
    assert_nothing_drives_the_terminal,
    press,
    screen_of,
    shown,
    window,
    workbench,
)


async def test_hits_of_every_article_are_listed_with_context(bench):
    found = find_everywhere(bench.workspace, "ligue DES docks")
    assert [(h.article, h.words) for h in found.hits] == [
        ("port", "Ligue des docks"),
        ("port", "Ligue des docks"),
        ("digue", "Ligue des docks"),
    ]
    assert found.hits[2].before.endswith("Bo Lindqvist accuse la ")
    assert not found.more


async def test_a_hit_is_gone_to_in_its_article(bench):
    await bench.open("port")
    found = find_everywhere(bench.workspace, "accuse")
    bench.face.answers = ["accuse", found.hits[0]]
    await bench.press("ctrl+g")
    assert bench.reader.article.id == "digue"
    selected = bench.reader.cursor.selection()
    assert selected.of(bench.reader.article.text) == "accuse"


async def test_one_undo_takes_the_label_of_every_undecided_hit_in_open_articles_back(
    bench,
):
    await bench.open("digue")
    await bench.open("port")
    before = bench.live("port"), bench.live("digue")
    bench.face.answers = ["ligue des docks", "ORG", True]
    await bench.press("ctrl+g")
    assert bench.face.asked[-1][0] == "ORG on “ligue des docks” in 3 places of 2 articles?"
    assert bench.live("port").count(("Ligue des docks", "ORG")) == 2
    assert ("Ligue des docks", "ORG") in bench.live("digue")
    leagues = [m for m in bench.reader.desk.mentions if m.quote == "Ligue des docks"]
    assert {bench.entity_name(m) for m in leagues} == {"Ligue des docks"}
    await bench.press("z")
    assert (bench.live("port"), bench.live("digue")) == before


async def test_an_article_that_was_never_opened_is_opened_for_its_label_and_one_undo_takes_it_back(
    bench,
):
    await bench.open("port")
    before = bench.live("port")
    bench.face.answers = ["ligue des docks", "ORG", True]
    await bench.press("ctrl+g")
    question, *rows = bench.face.asked[-1]
    assert question == "ORG on “ligue des docks” in 3 places of 2 articles?"
    assert rows == ["   2  port", "   1  digue  (opened for it)"]
    assert bench.live("digue") == [("Bo Lindqvist", "PER"), ("Ligue des docks", "ORG")]
    adopted, labelled = bench.mention("m1", "digue"), bench.mention("m2", "digue")
    assert (adopted.decision, adopted.origin.suggester) == ("suggested", RULES_1)
    assert (labelled.decision, labelled.origin) == ("added", None)
    assert bench.assignment("digue").state == "open"
    # It is no place that she was at.
    assert bench.first() == "port"
    assert bench.visit("digue").item is None
    assert list(check_project(bench.workspace)) == []
    await bench.press("z")
    assert "Undone: same texts in 2 articles." in bench.said
    assert bench.live("port") == before
    assert bench.live("digue") == [("Bo Lindqvist", "PER")]
    await bench.open("digue")
    assert bench.current is None  # no doubt in it


async def test_undo_after_a_label_in_other_articles_alone_takes_that_label_back(bench):
    await bench.open("port")
    await bench.press("x")
    before = bench.live("port")
    bench.face.answers = ["accuse", "TOPIC", True]
    await bench.press("ctrl+g")
    assert bench.said == "“accuse” is TOPIC in 1 place of 1 article now."
    await bench.press("z")
    assert bench.reader.article.id == "digue"
    assert bench.said == "The last act was here: z again takes back “same texts”."
    await bench.press("z")
    assert bench.live("digue") == [("Bo Lindqvist", "PER")]
    assert bench.live("port") == before


async def test_hits_that_get_no_label_are_counted_in_the_preview(bench):
    await bench.open("port")
    bench.face.answers = ["lindqvist", "ORG", False]
    await bench.press("ctrl+g")
    found = find_everywhere(bench.workspace, "lindqvist")
    question, *rows = bench.face.asked[-1]
    places = sum(int(row.split()[0]) for row in rows[:-1])
    assert f"in {places} place" in question
    assert rows[-1].startswith(f"{len(found.hits) - places} other hit")


async def test_turning_away_leaves_an_article_unopened(bench):
    await bench.open("port")
    bench.face.answers = ["ligue des docks", "ORG", False]
    await bench.press("ctrl+g")
    assert not is_opened(bench.workspace, "digue")


async def test_an_article_whose_suggestions_are_not_in_is_left_alone_and_counted(bench):
    put_article(bench.workspace, "quay", "La Ligue des docks attend.")
    await bench.open("port")
    bench.face.answers = ["ligue des docks", "ORG", True]
    await bench.press("ctrl+g")
    assert bench.face.asked[-1][1].startswith("1 more without suggestions yet: left alone")
    assert not is_opened(bench.workspace, "quay")


async def test_an_article_that_is_drawn_to_come_plain_is_left_alone(bench):
    change_sharing(bench.workspace, plain_percent=100)
    await bench.open("port")
    bench.face.answers = ["ligue des docks", "ORG", True]
    await bench.press("ctrl+g")
    assert not is_opened(bench.workspace, "digue")


async def test_an_article_that_somebody_else_has_is_left_alone(bench, another_window):
    other = another_window(annotator="ben")
    await other.open("digue")
    await bench.open("port")
    bench.face.answers = ["ligue des docks", "ORG", True]
    await bench.press("ctrl+g")
    assert not is_opened(bench.workspace, "digue")
    assert other.live("digue") == [("Bo Lindqvist", "PER")]


async def test_turning_away_from_the_preview_changes_nothing(bench):
    await bench.open("port")
    before = bench.live("port")
    bench.face.answers = ["ligue des docks", "ORG", False]
    await bench.press("ctrl+g")
    assert bench.live("port") == before


@pytest.mark.parametrize(("words", "said"), [("introuvable", "is in no article"), (" ", "")])
async def test_what_is_nowhere_is_said(bench, words, said):
    await bench.open("port")
    bench.face.answers = [words]
    await bench.press("ctrl+g")
    assert said in bench.said


async def test_a_part_of_a_word_gets_no_label(bench):
    await bench.open("port")
    bench.face.answers = ["indqvis", "PER"]
    await bench.press("ctrl+g")
    assert "“indqvis” stands undecided in no article" in bench.said


async def test_no_more_than_the_first_hits_are_listed(bench):
    put_article(bench.workspace, "many", "ah " * (MOST_HITS + 5))
    found = find_everywhere(bench.workspace, "ah")
    assert (len(found.hits), found.more) == (MOST_HITS, True)


async def test_the_list_is_walked_row_by_row(database):
    async with workbench(database, (100, 24)) as (app, pilot):
        await pilot.press("ctrl+g")
        await screen_of(app, pilot, AskScreen)
        await pilot.press(*"lindqvist", "enter")
        await screen_of(app, pilot, HitsScreen)
        places = app.screen.query_one(OptionList)
        stood = [places.highlighted]
        for key in ("n", "n", "b"):
            await pilot.press(key)
            stood.append(places.highlighted)
        assert stood == [0, 1, 2, 1]
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.desk_screen


async def test_the_list_on_the_screen(database):
    made = window(database)
    put_article(made.workspace, "x\x1b[2J", HOSTILE + "Lindqvist")
    made.workspace.close()
    async with workbench(database, (100, 24)) as (app, pilot):
        await pilot.press("ctrl+g")
        await screen_of(app, pilot, AskScreen)
        await pilot.press(*"lindqvist", "enter")
        await screen_of(app, pilot, HitsScreen)
        assert "“lindqvist”: 4 places in 3 articles" in shown(app)
        assert " Abgrall a reçu Bo Lindqvist à Valmer." in shown(app)
        assert_nothing_drives_the_terminal(app)
        await pilot.press("down", "down", "enter")
        for _ in range(100):
            await pilot.pause()
            if app.desk_screen.reader.article.id == "digue":
                break
        await app.desk_screen.settled()
        await pilot.pause()
        assert app.desk_screen.reader.article.id == "digue"
        await pilot.press("escape", "ctrl+g")
        await screen_of(app, pilot, AskScreen)
        await pilot.press("enter")
        await screen_of(app, pilot, HitsScreen)
        await pilot.press("o")
        await screen_of(app, pilot, ConfirmScreen)
        assert "ORG on “lindqvist” in" in shown(app)
        await press(app, pilot, "escape")
