"""The whole application through Pilot: screens, dialogs, mouse, sizes, unsafe text."""

import subprocess
import sys
import unicodedata
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

from annotator.config import Settings
from annotator.keys import ACTIONS
from annotator.resources import companion_text, load_scheme
from annotator.tui.app import AnnotatorApp
from annotator.tui.looks import Depth
from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen, GuidelineScreen, HelpScreen
from annotator.tui.screens.quality import QualityScreen
from annotator.tui.screens.queue import QueueScreen
from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.side_panel import SidePanel
from tests.tui.bench import (
    PORT,
    SuggestedMention,
    guess,
    put_article,
    put_suggestions,
    span_of,
    window,
)

SCHEME = load_scheme()
HOSTILE = (
    "[bold]Titre[/bold] [/ [$error] [link=x]\r\n"
    "\x1b]0;owned\x07\x1b[2J\x9b31m Hrytsenko parle\r\n"
    "\u202edroite\u202c a\u200bb c\u2028d\tonglet e\u0301te\u0301 👩‍👩‍👧‍👦 🇫🇷 fin\r\n"
)
HOSTILE_NAME = "x\x1b]0;owned\x07[bold] [/ \u202e\u2028\t"


@asynccontextmanager
async def workbench(database, size=(80, 24), first="port", depth=Depth.MORE, **chosen):
    """The running application on an open article."""
    settings = Settings(str(database), "anna", space_guard_ms=0, **chosen)
    app = AnnotatorApp(settings, SCHEME, companion_text(SCHEME.guidelines), first, depth)
    try:
        async with app.run_test(size=size) as pilot:
            for _ in range(500):
                if app._exception or (app.desk_screen.reader and app.desk_screen.reader.article):
                    break
                await pilot.pause()
            assert app._exception is None
            await app.desk_screen.settled()
            await pilot.pause()
            yield app, pilot
    finally:
        app.close_project()


async def press(app, pilot, *keys):
    """Press keys and wait until they are dealt with (not where one opens a dialog)."""
    await pilot.press(*keys)
    await app.desk_screen.settled()
    await pilot.pause()


async def screen_of(app, pilot, kind):
    """Wait for a screen to be on top."""
    for _ in range(200):
        if isinstance(app.screen, kind):
            await pilot.pause()
            return app.screen
        await pilot.pause()
    raise AssertionError(f"{app.screen} is on top, not {kind.__name__}")


def shown_lines(app):
    """The screen as text, as the compositor hands it to the terminal."""
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def shown(app):
    return "\n".join(shown_lines(app))


def assert_nothing_drives_the_terminal(app):
    for line in shown_lines(app):
        for char in line:
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"), (line, char)
            assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b"


def view_of(app):
    return app.desk_screen.query_one(ArticleView)


def marked_text(app):
    """What the view draws on the ground of a label, one entry a row."""
    view, grounds = view_of(app), {label.colour.lower() for label in SCHEME.entities}
    found = []
    for y in range(view.size.height):
        segments = [
            s.text
            for s in view.render_line(y)
            if s.style and s.style.bgcolor and s.style.bgcolor.name.lower() in grounds
        ]
        if segments:
            found.append("".join(segments))
    return found


def test_the_first_frame_waits_for_no_database_and_no_model():
    program = (
        "import sys\n"
        "from annotator.tui.app import AnnotatorApp\n"
        "from annotator.config import Settings\n"
        "from annotator.resources import companion_text, load_scheme\n"
        "scheme = load_scheme()\n"
        "app = AnnotatorApp(Settings('x.db', 'anna'), scheme, companion_text(scheme.guidelines))\n"
        "app._lay_desk = lambda: (print(heavy()), app.exit())\n"
        "def heavy():\n"
        "    names = ('sqlmodel', 'sqlalchemy', 'alembic', 'spacy', 'datasets', 'pydantic',\n"
        "             'typer', 'annotator.project', 'annotator.tui.screens.annotate')\n"
        "    return [name for name in names if name in sys.modules]\n"
        "import asyncio\n"
        "async def main():\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.pause()\n"
        "asyncio.run(main())\n"
        "print('frame:', heavy())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "frame: []" in done.stdout


async def test_keys_change_the_picture_and_the_status(database):
    async with workbench(database) as (app, pilot):
        assert "“Bo Lindqvist” · PER named · suggested, p 0.60 · reason for" in shown(app)
        await press(app, pilot, "o")
        assert "“Bo Lindqvist” · ORG named · changed" in shown(app)
        await press(app, pilot, "h")
        assert "Type a hint" in shown(app)
        await press(app, pilot, "escape", "enter", "enter", "n")
        assert "Selected “Bo”" in shown(app)
        await press(app, pilot, "escape", "space")
        assert "1 doubt left; decide, or press Space again" in shown(app)
        assert "“Ligue des docks” · ORG named · candidate" in shown(app)


async def test_a_view_that_was_scrolled_stays_for_hints(database):
    long = "\n".join(f"Ligne {n} de Valmer." for n in range(80))
    made = window(database)
    put_article(made.workspace, "long", long)
    put_suggestions(made.workspace, "long", [guess(long, "Valmer", "GPE", p=0.6)])
    made.workspace.close()
    async with workbench(database, first="long") as (app, pilot):
        await press(app, pilot, "pagedown", "h")
        assert view_of(app).scroll_offset.y > 10
        await press(app, pilot, "escape", "p")
        assert view_of(app).scroll_offset.y == 0


async def test_the_help_lists_every_action(database):
    async with workbench(database, (160, 200)) as (app, pilot):
        await pilot.press("question_mark")
        await screen_of(app, pilot, HelpScreen)
        text = shown(app)
        for action in ACTIONS:
            assert action.description in text, action.id
        for label in SCHEME.entities:
            assert label.definition in text
        await press(app, pilot, "escape")


async def test_the_guideline_opens_at_the_current_items_label(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("G")
        await screen_of(app, pilot, GuidelineScreen)
        top = "\n".join(shown_lines(app)[:8])
        assert "PER — person" in top
        await press(app, pilot, "escape")
        assert app.screen is app.desk_screen


async def test_the_palette_runs_an_action(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"flag the article")
        for _ in range(100):
            await pilot.pause()
            if "flag the article for the reviewer" in shown(app):
                break
        await pilot.press("enter")
        for _ in range(100):
            await pilot.pause()
            if app.screen is app.desk_screen:
                break
        await app.desk_screen.settled()
        await pilot.pause()
        assert "Flagged for the reviewer." in shown(app)
        assert "⚑ flagged" in shown(app)


async def test_the_comment_dialog_stores_a_line(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("C")
        await screen_of(app, pilot, AskScreen)
        await press(app, pilot, *"ab", "enter")
        assert app.desk_screen.reader.desk.layer.assignment.comment == "ab"
        await pilot.press("C")
        await screen_of(app, pilot, AskScreen)
        await press(app, pilot, "x", "escape")
        assert app.desk_screen.reader.desk.layer.assignment.comment == "ab"


async def test_the_preview_over_the_project_asks_first(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("n", "g", "E")
        await screen_of(app, pilot, ConfirmScreen)
        assert "Repeat the last fix: “Valmer” is GPE in 2 places of 1 open" in shown(app)
        await press(app, pilot, "y")
        assert "The same was done in 2 more places." in shown(app)


async def test_the_queue_lists_articles_with_their_state_and_opens_one(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("escape", "escape")
        await screen_of(app, pilot, QueueScreen)
        text = shown(app)
        assert "0 of 2 articles done   (1 new, 1 open)" in text
        assert "▸ open      Valmer attend son chantier" in text
        assert "· new       La digue de Valmer cède" in text
        await press(app, pilot, "down", "enter")
        assert app.desk_screen.reader.article.id == "digue"


async def test_enter_in_the_list_of_findings_opens_the_article(database):
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "n", "D", "z", "space", "space")
        await pilot.press("Q")
        await screen_of(app, pilot, QualityScreen)
        assert "faster than reading: port (anna): " in shown(app)
        await press(app, pilot, "enter")
        assert app.desk_screen.reader.article.id == "port"


async def test_the_queue_is_filtered_and_esc_drops_the_filter_before_it_leaves(database):
    async with workbench(database) as (app, pilot):
        await pilot.press("escape", "escape")
        await screen_of(app, pilot, QueueScreen)
        await pilot.press("f", *"state:finished", "enter")
        assert "There is no state 'finished'" in shown(app)
        app.screen.query_one(Input).value = "cède"
        for _ in range(200):
            await pilot.pause()
            if "1 of 2 articles." in (text := shown(app)):
                break
        assert "1 of 2 articles.   Enter: to the list   Esc drops it" in text
        assert "La digue de Valmer cède" in text
        assert "attend son chantier" not in text
        await pilot.press("escape")
        assert "attend son chantier" in shown(app)
        await pilot.press("slash", *"digue", "slash", "backspace", "down")
        assert "1 of 2 articles.   Enter opens" in shown(app)
        await press(app, pilot, "enter")
        assert app.desk_screen.reader.article.id == "digue"


async def test_a_long_queue_reads_the_rows_in_sight(database):
    made = window(database)
    for number in range(300):
        put_article(made.workspace, f"a{number}", f"Article {number} sur {{}}[/]\n")
    made.workspace.close()
    async with workbench(database) as (app, pilot):
        await pilot.press("escape", "escape")
        await screen_of(app, pilot, QueueScreen)
        assert "0 of 302 articles done" in shown(app)
        await pilot.press("end")
        await pilot.pause()
        assert "Article 299 sur {}[/]" in shown(app)
        await pilot.press("up", "pageup", "home", "n", "down")
        await press(app, pilot, "enter")
        assert app.desk_screen.reader.article.id == "a0"


async def test_with_everything_done_the_queue_comes_first_and_esc_is_no_dead_end(database):
    made = window(database)
    await made.open("port")
    await made.press("space", "space", "space")
    made.workspace.close()
    settings = Settings(str(database), "anna", space_guard_ms=0)
    app = AnnotatorApp(settings, SCHEME, "", None)
    async with app.run_test(size=(80, 24)) as pilot:
        await screen_of(app, pilot, QueueScreen)
        assert "2 of 2 articles done" in shown(app)
        await press(app, pilot, "escape")
        assert "No article is open: Esc shows the queue." in shown(app)
        await pilot.press("escape")
        await screen_of(app, pilot, QueueScreen)
        await press(app, pilot, "enter")
        assert app.desk_screen.reader.article.id == "port"
    app.close_project()


async def test_a_click_makes_a_mention_or_a_word_current_and_a_drag_selects(database):
    async with workbench(database) as (app, pilot):
        view, reader = view_of(app), app.desk_screen.reader

        def place(quote, nth=0):
            row, cell = view._layout_rows.position(span_of(PORT, quote, nth).start)
            return (cell + 1, row)

        await pilot.click(ArticleView, offset=place("Solène"))
        await app.desk_screen.settled()
        assert reader.current.mention.quote == "Solène Abgrall"
        await pilot.click(ArticleView, offset=place("proteste"))
        await app.desk_screen.settled()
        assert reader.current.span.of(PORT) == "proteste"
        await pilot.mouse_down(ArticleView, offset=place("Port-Sarre"))
        await pilot.hover(ArticleView, offset=(place("Sarre")[0] + 4, place("Sarre")[1]))
        await pilot.mouse_up(ArticleView, offset=(place("Sarre")[0] + 4, place("Sarre")[1]))
        await app.desk_screen.settled()
        assert reader.current.span.of(PORT) == "Port-Sarre"
        await press(app, pilot, "g")
        assert reader.current.mention.quote == "Port-Sarre"
        assert "“Port-Sarre” · GPE named · added" in shown(app)


async def test_the_panel_comes_and_goes_with_the_width(database):
    async with workbench(database) as (app, pilot):
        assert not app.desk_screen.query_one(SidePanel).display
        await pilot.resize_terminal(160, 50)
        await pilot.pause()
        assert app.desk_screen.query_one(SidePanel).display
        assert "In this article" in shown(app)
        assert "reason for Bo Lindqvist" in shown(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not app.desk_screen.query_one(SidePanel).display


@pytest.mark.parametrize("size", [(20, 5), (5, 3), (1, 1)])
async def test_a_terminal_that_is_too_small_does_no_harm(database, size):
    async with workbench(database, size) as (app, pilot):
        await press(app, pilot, "n", "h", "escape", "o", "space")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "article 1 of 2" in shown(app)


async def test_a_hostile_article_is_shown_safely_and_its_offsets_are_exact(database):
    made = window(database)
    put_article(made.workspace, HOSTILE_NAME, HOSTILE, source=HOSTILE_NAME)
    quotes = ["Titre", "Hrytsenko", "droite", "e\u0301te\u0301", "👩‍👩‍👧‍👦", "fin"]
    mentions = [guess(HOSTILE, q, "PER", canonical=HOSTILE_NAME + q) for q in quotes]
    mentions.append(
        SuggestedMention(
            start=HOSTILE.index("a\u200bb"),
            end=HOSTILE.index("a\u200bb") + 3,
            label="ORG",
            canonical=HOSTILE_NAME,
            p=0.6,
            rule="model",
            reason=HOSTILE_NAME,
        )
    )
    put_suggestions(made.workspace, HOSTILE_NAME, mentions)
    made.workspace.close()
    async with workbench(database, (160, 50), HOSTILE_NAME) as (app, pilot):
        assert marked_text(app) == ["Titre", "Hrytsenko", "droitee\u0301te\u0301👩‍👩‍👧‍👦fin"]
        assert "[bold]Titre[/bold] [/ [$error] [link=x]" in shown(app)
        assert app.desk_screen.reader.current.span.of(HOSTILE) == "a\u200bb"
        assert_nothing_drives_the_terminal(app)
        await press(app, pilot, "F", "x", "n", "h")
        assert_nothing_drives_the_terminal(app)
        await press(app, pilot, "escape", "b", "b")
        await pilot.press("M")
        await screen_of(app, pilot, AskScreen)
        assert_nothing_drives_the_terminal(app)
        await press(app, pilot, "enter")
        mention = app.desk_screen.reader.current.mention
        name = app.desk_screen.reader.desk.entity_of(mention).name
        assert name.startswith(HOSTILE_NAME)
        app.desk_screen.reader.desk.set_comment(HOSTILE_NAME)
        await pilot.press("C")
        await screen_of(app, pilot, AskScreen)
        assert_nothing_drives_the_terminal(app)
        await press(app, pilot, "escape")
        app.desk_screen.notice(HOSTILE_NAME * 9, warning=True)
        app.desk_screen.waiting = HOSTILE_NAME
        await pilot.pause()
        assert_nothing_drives_the_terminal(app)
        await pilot.press("escape", "escape")
        await screen_of(app, pilot, QueueScreen)
        assert_nothing_drives_the_terminal(app)
        await press(app, pilot, "escape")
