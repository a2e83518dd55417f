"""`annotator review` on the screen: the tables at once, the project read behind them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from annotator.config import Settings
from annotator.domain.scheme import Scheme
from annotator.errors import AnnotatorError
from annotator.tui.app import BROKEN
from annotator.tui.looks import Look
from annotator.tui.themes import DARK_THEME, LIGHT_THEME, screen_theme
from annotator.tui.typed_ahead import PatientApp

if TYPE_CHECKING:
    from annotator.domain.agreement.panel import Panel
    from annotator.project.workspace import Workspace
    from annotator.tui.review_reading import Reading
    from annotator.tui.screens.table import Casebook

NOTHING_TO_REVIEW = (
    "No article was finished by two or more annotators, so there is nothing to review; import "
    "finished work, or let a second annotator finish one (--as NAME)."
)


class ReviewApp(PatientApp):
    """The reviewer's workbench. Its result is an error sentence, or None."""

    CSS_PATH = "app.tcss"
    TITLE = "annotator review"
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True, system=True),
        Binding("ctrl+c", "quit", show=False, system=True),
        Binding("ctrl+l", "redraw", show=False, priority=True, system=True),
    ]

    @dataclass
    class Opened(Message):
        """There is something to review."""

        book: Casebook

    @dataclass
    class Grown(Message):
        """More disagreements are read, or the figures are in."""

        panel: Panel | None = None

    @dataclass
    class Failed(Message):
        """There is nothing to review, or the project can't be opened."""

        reason: str

    def __init__(self, settings: Settings, scheme: Scheme, guidelines: str) -> None:
        super().__init__()
        self._settings, self._scheme, self._guidelines = settings, scheme, guidelines
        self._workspace: Workspace | None = None
        self._book: Casebook | None = None
        self._reading: Reading | None = None
        self._at_rest = threading.Event()
        self._at_rest.set()

    def compose(self) -> ComposeResult:
        """A line that says what is being read."""
        yield Static("opening the project …", id="header", markup=False)

    def on_mount(self) -> None:
        """Read the project behind the first frame."""
        for theme in (DARK_THEME, LIGHT_THEME):
            self.register_theme(theme)
        self.theme = screen_theme(Look(self._settings.theme)).name
        self._at_rest.clear()
        self.call_after_refresh(self._read_project)

    @work(thread=True, exit_on_error=True)
    def _read_project(self) -> None:
        try:
            reading = self._opened()
            if reading is not None:
                reading.run()
        except AnnotatorError as error:
            self.post_message(self.Failed(str(error)))
        finally:
            self._at_rest.set()

    def _opened(self) -> Reading | None:
        """Open the project and count; what is then to be read, None where there is nothing."""
        # Imported here: the first frame must not wait for SQLModel and numpy.
        from annotator.project.asking import every_question
        from annotator.project.disagreements import Docket
        from annotator.project.starting import take_own_keys
        from annotator.project.workspace import open_workspace
        from annotator.tui.review_reading import Reading
        from annotator.tui.screens.table import Casebook

        self._workspace = workspace = open_workspace(self._settings)
        take_own_keys(workspace)
        docket = Docket(workspace)
        docket.find()
        if not docket.contested and not every_question(workspace):
            self.post_message(self.Failed(NOTHING_TO_REVIEW))
            return None
        book = Casebook(workspace.scheme, self._guidelines, docket, docket.pairs())
        self._reading = Reading(
            docket,
            lambda: self._say(self.Grown()),
            lambda panel: self._say(self.Grown(panel)),
        )
        self.post_message(self.Opened(book))
        return self._reading

    def action_redraw(self) -> None:
        """Send the whole screen again, whichever is open: something else wrote on the terminal."""
        self.refresh(layout=True)

    def _say(self, news: Message) -> None:
        self.post_message(news)

    @on(Opened)
    def _show(self, event: Opened) -> None:
        from annotator.tui.screens.review_tables import PairsScreen

        self._book = event.book
        self.push_screen(PairsScreen(event.book))

    @on(Grown)
    def _grown(self, event: Grown) -> None:
        from annotator.tui.screens.adjudicate import AdjudicateScreen
        from annotator.tui.screens.table import TableScreen

        if self._book is not None and event.panel is not None:
            self._book.panel = event.panel
        if isinstance(self.screen, TableScreen | AdjudicateScreen):
            self.screen.grown()

    async def on_event(self, event: events.Event) -> None:
        """A key goes before what is read behind the screen."""
        if self._reading is not None and isinstance(event, events.Key):
            self._reading.key()
        await super().on_event(event)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.exit(event.reason, return_code=2)

    def close_project(self) -> None:
        """Let go of what is read, wait for every queued edit, close the database."""
        if self._reading is not None:
            self._reading.stop()
        self._at_rest.wait()
        if self._workspace is not None:
            self._workspace.close()


def run_review(settings: Settings, scheme: Scheme, guidelines: str) -> str | None:
    """Run the review until the person leaves.

    Returns:
        A sentence about why there is nothing to review or what went wrong, or None.
    """
    app = ReviewApp(settings, scheme, guidelines)
    try:
        problem = app.run()
    finally:
        app.close_project()
    return BROKEN if problem is None and app.return_code else problem
