"""Keys of the review that need no story of their own: rows stored, and what is said."""

import re

import pytest

from annotator.tui.screens.dialogs import AskScreen, GuidelineScreen
from annotator.tui.widgets.article_view import ArticleView
from tests.tui.test_review import (
    PEOPLE,
    entity,
    filled,
    first_place,
    gold,
    on_screen,
    press,
    record,
    review,
    said,
)
from tests.tui.test_workbench import shown

LABELS = ("PER", "ORG", "GPE", "LOC")
TEXT = "Cardinal arrive.\n" + "\n".join(f"Ligne {n}." for n in range(80)) + "\nCardinal part.\n"


@pytest.fixture
def four(tmp_path):
    """Four annotators who label one name in four ways, twice."""
    names = (*PEOPLE, "dora", "emil")[:4]
    return filled(
        tmp_path,
        *(
            record(
                name,
                entity(0, "Cardinal", label, text=TEXT),
                entity(1, "Cardinal", label, 1, text=TEXT),
                text=TEXT,
            )
            for name, label in zip(names, LABELS, strict=True)
        ),
    )


def decided(path):
    return [(m.start, m.label) for m in gold(path).mentions()]


async def test_each_of_four_readings_has_its_key(four):
    async with review(four) as (app, pilot):
        await first_place(app, pilot)
        readings = said(app, "#readings").splitlines()
        assert [line[0] for line in readings[:4]] == ["h", "j", "k", "l"]
        wanted = [re.findall(r" ha(?:s|ve)  (\w+)", line)[0] for line in readings[2:4]]
        await press(app, pilot, "k")
        assert "decided with " in said(app, "#legend")
        await press(app, pilot, "l")
        assert "All 2 of this list are decided" in said(app, "#legend")
    second = TEXT.index("Cardinal part")
    assert decided(four) == [(0, wanted[0]), (second, wanted[1])]


async def test_tab_goes_to_what_is_open_and_says_when_nothing_is(four):
    async with review(four) as (app, pilot):
        screen = await first_place(app, pilot)
        await press(app, pilot, "h", "b")
        assert screen.state.index == 0
        await press(app, pilot, "tab")
        assert screen.state.index == 1
        await press(app, pilot, "x", "tab")
        assert said(app, "#legend") == "everything in this list is decided; Esc goes back"
    assert len(decided(four)) == 1


async def test_a_note_is_stored_with_the_decision(four):
    async with review(four) as (app, pilot):
        screen = await first_place(app, pilot)
        await press(app, pilot, "h", "x", "b")
        await pilot.press("C")
        await on_screen(app, pilot, AskScreen)
        await pilot.press(*"voir p. 3", "enter")
        for _ in range(50):
            await pilot.pause()
            if app.screen is screen:
                break
        await screen.settled()
        await pilot.pause()
        assert "note: “voir p. 3”" in said(app, "#legend")
    assert sorted(r.note for r in gold(four).rulings.values()) == ["", "voir p. 3"]


async def test_the_guideline_of_a_reading_is_shown(four):
    async with review(four) as (app, pilot):
        screen = await first_place(app, pilot)
        label = screen.state.place.labels[0]
        await pilot.press("G")
        await on_screen(app, pilot, GuidelineScreen)
        assert label in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen


async def test_the_text_scrolls_and_nothing_is_decided(four):
    async with review(four) as (app, pilot):
        screen = await first_place(app, pilot)
        view = screen.query_one(ArticleView)
        seen = [view.visible_span().start]
        for key in ("down", "pagedown", "up", "pageup"):
            await press(app, pilot, key)
            seen.append(view.visible_span().start)
        assert seen[0] < seen[1] < seen[2] > seen[3] > seen[4]
        assert screen.state.undecided == 2
    assert gold(four) is None
