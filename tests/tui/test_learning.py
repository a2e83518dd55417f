"""The person's own keys on the screen, context help, and hints that fade."""

import json

from annotator.keys import Context
from annotator.resources import load_scheme
from annotator.tui.help import contexts_now
from annotator.tui.key_names import key_names
from annotator.tui.legend import KNOWN_AFTER, LEGENDS, legend
from annotator.tui.screens.dialogs import HelpScreen
from annotator.tui.screens.queue import QueueScreen
from tests.tui.test_workbench import press, screen_of, shown, shown_lines, workbench

SCHEME = load_scheme()


async def test_the_persons_keys_work_and_stand_in_legend_help_and_palette(database):
    database.with_name("keymap.toml").write_text(
        'item.keep = ["é", ";"]\nlabel.ORG = "&"\napp.palette = "!"\nqueue.filter = "ù"\n',
        encoding="utf-8",
    )
    async with workbench(database) as (app, pilot):
        assert shown_lines(app)[-1].strip().startswith("é right  x wrong  p/&/g/l/t label")
        await press(app, pilot, "&")
        assert "“Bo Lindqvist” · ORG named · changed" in shown(app)
        await press(app, pilot, "o")
        assert "ORG named · changed" in shown(app)
        await press(app, pilot, "n", "é")
        (valmer,) = [m for m in app.desk_screen.reader.desk.mentions if m.quote == "Valmer"]
        assert valmer.decision == "kept"
        await pilot.press("question_mark")
        await screen_of(app, pilot, HelpScreen)
        assert "é ;            right: keep, next doubt" in shown(app)
        await press(app, pilot, "escape")
        commands = {c.title: c.help for c in app.get_system_commands(app.screen)}
        assert commands["right: keep, next doubt"] == "é ;"
        await press(app, pilot, "escape")
        await pilot.press("escape")
        screen = await screen_of(app, pilot, QueueScreen)
        assert "ù filters" in shown(app)
        await pilot.press("ù")
        assert screen.query_one("#queue-filter").display


async def test_a_wrong_keymap_is_told_before_anything_happens(database):
    database.with_name("keymap.toml").write_text('item.keep = "n"\n', encoding="utf-8")
    from annotator.config import Settings
    from annotator.tui.app import AnnotatorApp

    app = AnnotatorApp(Settings(str(database), "anna"), SCHEME, "")
    async with app.run_test() as pilot:
        for _ in range(200):
            await pilot.pause()
            if app.return_code is not None:
                break
    assert app.return_code == 2
    assert "key n is wanted by item.next" in app.return_value


async def test_help_begins_with_what_works_on_the_current_item(bench):
    await bench.open("port")
    assert contexts_now(bench.reader)[1] is Context.MENTION
    await bench.press("enter")
    assert contexts_now(bench.reader) == (Context.CURSOR,)
    await bench.press("escape", "escape")
    assert contexts_now(bench.reader) == (Context.ARTICLE,)


async def test_help_names_the_current_item(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("question_mark")
        await screen_of(app, pilot, HelpScreen)
        lines = shown(app)
        assert lines.index("What works now: “Bo Lindqvist”") < lines.index("right: keep")
        await press(app, pilot, "escape")


def test_a_hint_fades_when_its_acts_are_known():
    whole = legend("mention", key_names(SCHEME, {}), {})
    assert whole == "y right  x wrong  p/o/g/l/t label  sd jk edges  Tab doubt  Space done  ? help"
    used = {"item.keep": KNOWN_AFTER, "item.reject": KNOWN_AFTER - 1, "app.help": 99}
    used |= {"label.PER": KNOWN_AFTER - 1, "label.ORG": 1, "edge.left_in": 99}
    assert (
        legend("mention", key_names(SCHEME, {}), used)
        == "x wrong  sd jk edges  Tab doubt  Space done  ? help"
    )


def test_every_place_in_a_legend_is_an_act():
    for kind in LEGENDS:
        assert "{" not in legend(kind, key_names(SCHEME, {}), {})


async def test_what_is_known_is_remembered_per_annotator(database, tmp_path):
    file = tmp_path / "state" / "preferences.json"
    known = {"item.keep": KNOWN_AFTER}
    file.parent.mkdir()
    file.write_text(json.dumps({"anna": {"used": known}, "bo": {"used": {"x": 1}}}))
    async with workbench(database, preferences=str(file)) as (app, pilot):
        assert shown_lines(app)[-1].strip().startswith("x wrong")
        await press(app, pilot, "n")
    written = json.loads(file.read_text())
    assert written["anna"]["used"] == {**known, "item.next": 1}
    assert written["bo"]["used"] == {"x": 1}
    async with workbench(database, preferences=str(file), keep_hints=True) as (app, _):
        assert shown_lines(app)[-1].strip().startswith("y right")
