"""Each screen as text, at three sizes: what a change of layout would show in review."""

from pathlib import Path

import pytest

from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen, GuidelineScreen, HelpScreen
from annotator.tui.screens.hits import HitsScreen, LabelledScreen
from annotator.tui.screens.queue import QueueScreen
from annotator.tui.screens.sayings import PointsScreen, SayingsScreen
from annotator.tui.screens.standpoints import StandpointsScreen
from tests.tui.acts import put_pacte
from tests.tui.bench import window
from tests.tui.test_standpoints import put_sides
from tests.tui.test_workbench import press, screen_of, shown, workbench

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES = [(80, 24), (120, 36), (160, 50)]


async def annotate(app, pilot):
    await press(app, pilot, "n")


async def hints(app, pilot):
    await press(app, pilot, "h")


async def cursor(app, pilot):
    await press(app, pilot, "enter", "enter", "n", "n")


async def ask(app, pilot):
    await pilot.press("M")
    await screen_of(app, pilot, AskScreen)


async def confirm(app, pilot):
    await hits(app, pilot)
    await pilot.press("o")
    await screen_of(app, pilot, ConfirmScreen)


async def help_(app, pilot):
    await pilot.press("question_mark")
    await screen_of(app, pilot, HelpScreen)


async def guideline(app, pilot):
    await pilot.press("G")
    await screen_of(app, pilot, GuidelineScreen)


async def hits(app, pilot):
    await pilot.press("ctrl+g")
    await screen_of(app, pilot, AskScreen)
    await pilot.press(*"docks", "enter")
    await screen_of(app, pilot, HitsScreen)


async def queue(app, pilot):
    await press(app, pilot, "escape")
    await pilot.press("escape")
    await screen_of(app, pilot, QueueScreen)


async def labelled_before(app, pilot):
    await press(app, pilot, "o", "N", "n")
    await pilot.press("I")
    await screen_of(app, pilot, LabelledScreen)


async def stances(app, pilot):
    await press(app, pilot, "n", "n")


async def standpoints(app, pilot):
    await pilot.press("ctrl+o")
    await screen_of(app, pilot, StandpointsScreen)


async def contradictions(app, pilot):
    await standpoints(app, pilot)
    await pilot.press("c")
    await screen_of(app, pilot, PointsScreen)


async def sayings(app, pilot):
    await standpoints(app, pilot)
    await pilot.press("enter")
    await screen_of(app, pilot, SayingsScreen)


SCREENS = {
    "annotate": annotate,
    "hints": hints,
    "cursor": cursor,
    "ask": ask,
    "confirm": confirm,
    "help": help_,
    "guideline": guideline,
    "hits": hits,
    "queue": queue,
    "labelled": labelled_before,
    "stances": stances,
    "standpoints": standpoints,
    "contradictions": contradictions,
    "sayings": sayings,
}
OF_SIDES = ("standpoints", "contradictions", "sayings")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", list(SCREENS))
async def test_the_screen_looks_like_its_snapshot(database, tmp_path, name, size):
    first = "port"
    if name == "stances":
        first, made = "pacte", window(database)
        put_pacte(made.workspace)
        made.workspace.close()
    if name in OF_SIDES:
        made = window(database)
        put_sides(made.workspace, tmp_path)
        made.workspace.close()
    async with workbench(database, size, first) as (app, pilot):
        await SCREENS[name](app, pilot)
        picture = shown(app) + "\n"
        while app.screen is not app.desk_screen:
            await pilot.press("escape")
            await pilot.pause()
    path = SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt"
    if not path.exists():
        path.write_text(picture, encoding="utf-8")
        pytest.fail(f"{path} was written; look at it and commit it")
    assert picture == path.read_text(encoding="utf-8")
