"""What is sent to the terminal, frame after frame, adds up to the whole screen."""

import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App
from textual.strip import Strip

from annotator.tui.screens.dialogs import HelpScreen
from annotator.tui.widgets.changed_cells import changed_cells
from tests.tui.bench import guess, put_article, put_suggestions, window
from tests.tui.test_any_text import TEXTS
from tests.tui.test_workbench import press, screen_of, workbench

CERTAIN = [TEXTS[name] for name in ("NFD", "right to left", "separators", "tabs", "CRLF")]
"""Texts about whose width this terminal agrees with the program; it would draw others askew."""
KEYS = ["n", "t", "k", "x", "z", "h", "escape", "enter", "escape", "pagedown", "b", "P", "ctrl+t"]
RED, BLUE = Style(color="red"), Style(color="blue")


class Watched:
    """A terminal that gets what the program would write, and one that is drawn anew each time."""

    def __init__(self, columns, rows):
        self.grown, self.sent = pyte.Screen(columns, rows), 0
        self._stream = pyte.Stream(self.grown)

    def watch(self, patch):
        """Be the terminal of the program that starts next."""
        patch.setattr(App, "_display", lambda app, _screen, update: self._display(app, update))

    def _display(self, app, update):
        if isinstance(update, CompositorUpdate):
            written = update.render_segments(app.console)
            self.sent = len(written)
            # Textual goes from line to line by \n, with the terminal's own \r behind it.
            self._stream.feed(written.replace("\n", "\r\n"))

    def differs(self, app):
        """The lines that are not as a whole new drawing would make them."""
        width, height = app.size
        whole = pyte.Screen(width, height)
        update = Compositor.render_full_update(app.screen._compositor)
        written = update.render_segments(app.console).replace("\n", "\r\n")
        pyte.Stream(whole).feed(written)
        lines = [[screen.buffer[y] for y in range(height)] for screen in (self.grown, whole)]
        return [y for y, (one, other) in enumerate(zip(*lines, strict=True)) if one != other]

    def write(self, text):
        """Be written on by another program."""
        self._stream.feed(text)

    def resize(self, columns, rows):
        self.grown.resize(rows, columns)
        self.grown.reset()


async def test_the_terminal_holds_what_a_whole_drawing_would_give(database, monkeypatch):
    made = window(database)
    text = "Titre\n" + "\n\n".join([*CERTAIN, "日本語の Hélène と 記事 Kiev です。"] * 6)
    put_article(made.workspace, "odd", text)
    names = [guess(text, "Kiev", "GPE", nth=n) for n in range(4)]
    names += [guess(text, "Hélène", "PER", nth=n, p=0.4) for n in range(4)]
    put_suggestions(made.workspace, "odd", names)
    made.workspace.close()
    watched = Watched(80, 24)
    watched.watch(monkeypatch)
    async with workbench(database, (80, 24), "odd") as (app, pilot):
        assert watched.differs(app) == []
        await press(app, pilot, "n", "n")
        assert 0 < watched.sent < 1500
        for key in KEYS:
            await press(app, pilot, key)
            assert watched.differs(app) == [], key
        await pilot.press("question_mark")
        await screen_of(app, pilot, HelpScreen)
        assert watched.differs(app) == []
        await press(app, pilot, "escape", "n")
        assert watched.differs(app) == []
        watched.write("wall: the server restarts at noon")
        assert watched.differs(app) != []
        await press(app, pilot, "ctrl+l")
        assert watched.differs(app) == []
        watched.resize(120, 26)
        await pilot.resize_terminal(120, 26)
        await press(app, pilot, "n", "n")
        assert watched.differs(app) == []


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ([("Kiev est", RED)], [("Kiev est", RED)], []),
        ([("Kiev ", RED), ("est", None)], [("Kiev est", RED)], [(5, "est")]),
        ([("doute 3 de 12", None)], [("doute 4 de 12", None)], [(6, "4")]),
        ([("a" + "-" * 40 + "b", RED)], [("x" + "-" * 40 + "y", RED)], [(0, "x"), (41, "y")]),
        ([("a---b", RED)], [("x---y", RED)], [(0, "x---y")]),
        ([("Kiev", RED), (" est", RED)], [("Kiev", BLUE), (" est", RED)], [(0, "Kiev")]),
        ([("日本 est", RED)], [("日本 ont", RED)], [(0, "日本 ont")]),
        ([("e\u0301 est", RED)], [("e\u0301 ont", RED)], [(0, "e\u0301 ont")]),
        ([("日本 est", RED)], [("Kiev est", RED)], [(0, "Kiev est")]),
        ([("Kiev", RED)], [("Kiev est", RED)], [(0, "Kiev est")]),
    ],
)
def test_only_what_differs_is_written_where_columns_are_certain(before, after, sent):
    old, new = (Strip([Segment(*piece) for piece in line]) for line in (before, after))
    assert [(cell, part.text) for cell, part in changed_cells(old, new)] == sent
