"""Deciding identical conflicts at once, and who stands behind the letters."""

from annotator.domain.rulings import How, Reason
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.dialogs import ConfirmScreen
from tests.tui.test_review import (
    PEOPLE,
    database,
    first_place,
    gold,
    on_screen,
    press,
    review,
    said,
)

__all__ = ["database"]


async def test_a_preview_lists_the_places_and_can_be_refused(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await press(app, pilot, "r", "h")
        await pilot.press("e")
        await on_screen(app, pilot, AdjudicateScreen)
        assert "no other open conflict is identical" in said(app, "#legend")
        await press(app, pilot, "x")
        await pilot.press("e")
        asked = await on_screen(app, pilot, ConfirmScreen)
        told = [str(line.render()) for line in asked.query("Static")]
        assert told[:2] == ["The same (rejected, “Paul Roche”) for 1 identical conflict?",
                            "a: Paul Roche"]  # fmt: skip
        await pilot.press("escape")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()
        assert screen.state.undecided == 1
        await press(app, pilot, "b", "r", "r")
        await pilot.press("e")
        await on_screen(app, pilot, ConfirmScreen)
        await pilot.press("y")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()
        assert screen.state.undecided == 0

    rejected = [r for r in gold(database).rulings.values() if r.how is How.REJECTED]
    assert [r.reason_code for r in rejected] == [Reason.AMBIGUOUS] * 2


async def test_every_conflict_deals_its_letters_until_it_is_decided(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        shown = []
        for _ in range(3):
            readings = said(app, "#readings")
            assert not any(name in readings for name in PEOPLE)
            shown.append(readings)
            await press(app, pilot, "h")
        assert len({tuple(line[-5:] for line in one.splitlines()) for one in shown}) > 1
        for _ in range(3):
            assert any(name in said(app, "#readings") for name in PEOPLE)
            await press(app, pilot, "n")
        assert screen.state.undecided == 0
