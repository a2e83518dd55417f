"""With every act on a key of the person's own, no sentence names the key it had before."""

import inspect
import json
import re

import pytest
from textual.app import App

from annotator.config import Settings
from annotator.errors import InputError
from annotator.keys import Context, Mode, every_action, help_table
from annotator.resources import load_scheme
from annotator.tui import review_wording
from annotator.tui.key_names import key_names, mode_keys
from annotator.tui.legend import LEGENDS, legend
from annotator.tui.screens.dialogs import AskScreen, GuidelineScreen, HelpScreen
from annotator.tui.screens.quality import QualityScreen
from annotator.tui.screens.sayings import SayingsScreen
from annotator.tui.screens.standpoints import StandpointsScreen
from annotator.user_keys import load_user_keys, with_user_keys
from tests.tui.bench import window
from tests.tui.test_standpoints import sides  # noqa: F401 (a fixture)
from tests.tui.test_wording import functions, worst
from tests.tui.test_workbench import press, screen_of, shown, workbench

SCHEME = load_scheme()
ACTS = list(dict.fromkeys(action.id for action in every_action(SCHEME)))
KEPT = ("app.quit", "app.palette")
OWN = {act: (chr(0x4E00 + n),) for n, act in enumerate(ACTS) if act not in KEPT}
NAMES = key_names(with_user_keys(SCHEME, OWN), OWN)
DEFAULT_KEY = re.compile(r"(?<![\w'’+])(?:[b-zB-HJ-Z]|Esc|Enter|Tab|Space)(?![\w'’])")
"""A key's name that stands by itself; `a`, `A` and `I` are words too."""
FIXED = re.compile(r"\b(?:Enter|Space|Tab|Esc)\b")
"""Keys that hints have, which are no acts."""
OF_HINTS = ("hint_", "found_here")

VALUES = ("Mention", "Stance", "Sequence[str]", "Join", "Standpoint", "Saying")
"""Arguments of sentences that are built of values alone: they name no key."""


def own(parameter):
    """An argument whose words are no key's name."""
    if parameter.annotation == "KeyNames":
        return NAMES
    given = worst(parameter)
    return "mot" if isinstance(given, str) and parameter.annotation.startswith("str") else given


def said():
    for module, name, function in functions():
        if function.__module__ != module.__name__:
            continue
        parameters = inspect.signature(function).parameters.values()
        if any(p.annotation in VALUES for p in parameters):
            continue
        named = {p.name: own(p) for p in parameters if p.kind is p.KEYWORD_ONLY}
        plain = [own(p) for p in parameters if p.kind is not p.KEYWORD_ONLY]
        yield pytest.param(name, function(*plain, **named), id=name)


@pytest.mark.parametrize(("name", "sentence"), list(said()))
def test_a_sentence_names_the_persons_keys_alone(name, sentence):
    if name.startswith(OF_HINTS):
        sentence = FIXED.sub("", sentence)
    assert not DEFAULT_KEY.findall(sentence), sentence


@pytest.mark.parametrize("kind", list(LEGENDS))
def test_a_legend_names_the_persons_keys_alone(kind):
    assert not DEFAULT_KEY.findall(legend(kind, NAMES, {}))


def test_the_help_names_the_persons_keys_alone():
    # What a label means is the scheme's own affair.
    rows = [
        (keys, words)
        for context, table in help_table(SCHEME, OWN)
        for keys, words in table
        if context in Context and not re.match(r"\w+: ", words)
    ]
    assert len(rows) > 80
    for keys, words in rows:
        assert not DEFAULT_KEY.findall(FIXED.sub("", f"{keys} {words}")), words


@pytest.mark.parametrize("name", ["pairs_legend", "labels_legend", "places_legend", "legend"])
def test_the_review_names_the_persons_keys_alone(name):
    assert not DEFAULT_KEY.findall(FIXED.sub("", getattr(review_wording, name)(NAMES)))


async def test_what_is_said_at_work_names_the_persons_keys_alone(database, tmp_path):
    lines = [
        f"{json.dumps(act)} = {json.dumps(keys[0], ensure_ascii=False)}\n"
        for act, keys in OWN.items()
    ]
    (tmp_path / "keymap.toml").write_text("".join(lines), encoding="utf-8")
    bench = window(database)
    try:
        assert load_user_keys(bench.workspace.settings, SCHEME)
        await bench.open("port")
        for act in (
            "article.done", "item.reject", "edit.undo", "edit.undo", "edit.redo", "label.LOC",
            "doubt.next", "item.unsure", "doubt.next", "stance.go", "mention.stance", "view.back",
            "item.keep", "hint.go", "cursor.enter", "cursor.select", "cursor.evidence",
        ):  # fmt: skip
            bench.reader.prompt = None
            await bench.reader.press(OWN[act][0])
            await bench.settle()
            idle = [
                said for said in bench.face.said if " nothing here" in said or " is for " in said
            ]
            assert not idle, act
    finally:
        bench.workspace.close()
    sentences = " ".join(bench.face.said)
    assert "does nothing" not in sentences
    assert OWN["article.done"][0] in sentences
    assert OWN["hint.go"][0] in sentences
    assert not DEFAULT_KEY.findall(sentences), bench.face.said


async def test_lists_have_the_persons_keys_and_no_others(database, tmp_path):
    own = '"list.back" = "!"\n"list.next" = "ü"\n"list.open" = "space"\n"quality.show" = "Q"\n'
    (tmp_path / "keymap.toml").write_text(own, encoding="utf-8")
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "n", "D", "z", "space", "space")
        await pilot.press("Q")
        await screen_of(app, pilot, QualityScreen)
        assert "Space: go there   ü b: next, previous   !: back" in shown(app)
        await pilot.press("escape", "enter")
        assert isinstance(app.screen, QualityScreen)
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert app.screen is app.desk_screen
        await pilot.press("Q")
        await screen_of(app, pilot, QualityScreen)
        await press(app, pilot, "space")
        assert app.screen is app.desk_screen


async def test_dialogs_have_the_persons_keys_and_no_others(database, tmp_path):
    own = '"dialog.take" = "ctrl+e"\n"dialog.leave" = ["!", "ctrl+x"]\n'
    (tmp_path / "keymap.toml").write_text(own, encoding="utf-8")
    async with workbench(database) as (app, pilot):
        await pilot.press("C")
        await screen_of(app, pilot, AskScreen)
        assert "Ctrl+E: take   Ctrl+X: back" in shown(app)
        await pilot.press("!", "enter", "escape")
        assert isinstance(app.screen, AskScreen)
        await press(app, pilot, "ctrl+e")
        assert app.screen is app.desk_screen
        assert app.desk_screen.reader.desk.layer.assignment.comment == "!"
        await pilot.press("question_mark")
        await screen_of(app, pilot, HelpScreen)
        assert "Keys   (! closes)" in shown(app)
        await pilot.press("escape", "exclamation_mark")
        await pilot.pause()
        assert app.screen is app.desk_screen


def test_a_field_always_has_a_key_to_take_and_one_to_leave(tmp_path):
    settings = Settings(str(tmp_path / "annotator.db"), "anna")
    file = tmp_path / "keymap.toml"
    file.write_text('"dialog.leave" = "u"', encoding="utf-8")
    assert load_user_keys(settings, SCHEME)["dialog.leave"] == ("u", "escape")
    file.write_text('"queue.back" = "u"', encoding="utf-8")
    assert load_user_keys(settings, SCHEME)["queue.back"] == ("u", "escape")
    file.write_text('"dialog.leave" = ["u", "ctrl+x"]', encoding="utf-8")
    assert load_user_keys(settings, SCHEME)["dialog.leave"] == ("u", "ctrl+x")
    file.write_text('"dialog.leave" = "enter"', encoding="utf-8")
    with pytest.raises(InputError, match=r"key Enter is wanted by dialog.take .* dialog.leave"):
        load_user_keys(settings, SCHEME)


async def test_the_matrix_has_the_persons_keys_and_no_others(sides, tmp_path):  # noqa: F811 (the fixture)
    own = '"standpoints.open" = "ctrl+e"\n"standpoints.next" = "ü"\n"list.back" = "!"\n'
    (tmp_path / "keymap.toml").write_text(own, encoding="utf-8")
    async with workbench(sides, first="port") as (app, pilot):
        await pilot.press("ctrl+o")
        screen = await screen_of(app, pilot, StandpointsScreen)
        assert "ü b: next, previous pair   Ctrl+E: sentences   c: contra" in shown(app)
        await pilot.press("n", "enter")
        assert app.screen is screen
        await pilot.press("ü", "ü", "b")
        await pilot.pause()
        assert screen.stood == ("Cardinal", "quai")
        await pilot.press("ctrl+e")
        await screen_of(app, pilot, SayingsScreen)
        assert "n b: next, previous   Enter: go to the article   !: back" in shown(app)
        await pilot.press("escape", "exclamation_mark", "escape")
        await pilot.pause()
        assert app.screen is app.desk_screen


async def test_all_guidelines_are_a_key_away_from_one():
    app = App()
    async with app.run_test() as pilot:
        keys = mode_keys(Mode.DIALOG, SCHEME, {})
        await app.push_screen(GuidelineScreen(keys, "# G\n\n## PER one\n\n## ORG two", "ORG"))
        text = app.screen.query_one("Markdown")
        assert text.source == "## ORG two"
        await pilot.press("a")
        assert text.source == "# G\n\n## PER one\n\n## ORG two"


def test_a_label_on_a_key_of_lists_is_refused(tmp_path):
    settings = Settings(str(tmp_path / "annotator.db"), "anna")
    (tmp_path / "keymap.toml").write_text('"list.next" = "p"', encoding="utf-8")
    with pytest.raises(InputError, match=r"key p is wanted by list.next .* and by label.PER"):
        load_user_keys(settings, SCHEME)
