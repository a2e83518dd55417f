"""The workbench when something goes wrong: nothing is lost, and it is said."""

import pytest
from textual.worker import WorkerFailed

from annotator.config import Settings
from annotator.tui.app import BROKEN, AnnotatorApp, run_workbench
from annotator.tui.screens.desk_start import opening
from tests.tui.bench import window
from tests.tui.test_workbench import SCHEME, press, shown, workbench


async def test_what_was_typed_before_ctrl_q_is_stored(database):
    async with workbench(database) as (app, pilot):
        for key in ("o", "ctrl+q"):
            app.simulate_key(key)
        for _ in range(200):
            await pilot.pause()
            if app._exit:
                break
        assert app.return_code == 0
    again = window(database)
    assert ("Bo Lindqvist", "ORG") in again.live("port")
    again.workspace.close()


@pytest.mark.parametrize("opens", ["app.find_all", "app.help", "article.comment"])
async def test_ctrl_q_before_a_dialog_has_opened_leaves_all_the_same(database, opens):
    async with workbench(database) as (app, pilot):
        app.desk_screen.do(opens)
        app.action_leave()
        for _ in range(200):
            await pilot.pause()
            if app._exit:
                break
        assert (app.return_code, app.screen) == (0, app.desk_screen)


async def test_a_failed_edit_comes_back_on_the_screen(database):
    other = window(database)
    async with workbench(database) as (app, pilot):
        await other.open("port")
        await other.press("g")
        await press(app, pilot, "o")
        for _ in range(200):
            await pilot.pause()
            if "GPE named" in shown(app):
                break
        assert "“Bo Lindqvist” · GPE named · changed" in shown(app)
        assert "Article port was changed by another window" in shown(app)
        assert "look and repeat it." in shown(app)
        # Too fast to have read it: the warning stays.
        await press(app, pilot, "n")
        assert "Article port was changed by another window" in shown(app)
    other.workspace.close()


async def test_an_error_in_a_task_that_a_person_can_mend_is_a_notice(database):
    async with workbench(database) as (app, pilot):
        app.desk_screen.begin_with(opening("nowhere"))
        await app.desk_screen.settled()
        await pilot.pause()
        assert "There is no article nowhere" in shown(app)
        await press(app, pilot, "o")
        assert app.desk_screen.reader.current.mention.label == "ORG"


async def test_a_defect_in_a_task_ends_the_program_with_its_traceback(database):
    async def broken(_reader):
        raise ZeroDivisionError("a defect")

    async def work():
        async with workbench(database) as (app, pilot):
            app.desk_screen._turns.put(broken)
            for _ in range(200):
                if app._exception:
                    break
                await pilot.pause()

    with pytest.raises(WorkerFailed, match="a defect"):
        await work()


def test_a_program_that_stops_on_a_defect_says_so_and_does_not_end_well(database, monkeypatch):
    def stopped(app):
        app._return_code = 1

    monkeypatch.setattr(AnnotatorApp, "run", stopped)
    settings = Settings(str(database), "anna")
    assert run_workbench(settings, SCHEME, "") == BROKEN
