"""`annotator review` on the screen: the project read behind the first frame, then the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from annotator.config import Settings
from annotator.domain.scheme import Scheme
from annotator.errors import AnnotatorError
from annotator.tui.app import BROKEN
from annotator.tui.looks import Look
from annotator.tui.themes import DARK_THEME, LIGHT_THEME, screen_theme

if TYPE_CHECKING:
    from annotator.project.workspace import Workspace
    from annotator.tui.screens.review_tables import Casebook

NOTHING_TO_REVIEW = (
    "No article was finished by two or more annotators, so there is nothing to review; import "
    "finished work, or let a second annotator finish one (--as NAME)."
)


class ReviewApp(App[str | None]):
    """The reviewer's workbench. Its result is an error sentence, or None."""

    CSS_PATH = "app.tcss"
    TITLE = "annotator review"
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True, system=True),
        Binding("ctrl+c", "quit", show=False, system=True),
    ]

    @dataclass
    class Read(Message):
        """The disagreements and figures are in."""

        book: Casebook

    @dataclass
    class Failed(Message):
        """There is nothing to review, or the project can't be opened."""

        reason: str

    def __init__(self, settings: Settings, scheme: Scheme, guidelines: str) -> None:
        super().__init__()
        self._settings, self._scheme, self._guidelines = settings, scheme, guidelines
        self._workspace: Workspace | None = None

    def compose(self) -> ComposeResult:
        """A line that says what is being read."""
        yield Static("opening the project …", id="header", markup=False)

    def on_mount(self) -> None:
        """Read the project behind the first frame."""
        for theme in (DARK_THEME, LIGHT_THEME):
            self.register_theme(theme)
        self.theme = screen_theme(Look(self._settings.theme)).name
        self.call_after_refresh(self._open_project)

    @work(thread=True, exit_on_error=True)
    def _open_project(self) -> None:
        # Imported here: the first frame must not wait for SQLModel and numpy.
        from annotator.project.agreeing import measure_agreement
        from annotator.project.disagreements import Docket
        from annotator.project.starting import take_own_keys
        from annotator.project.workspace import open_workspace
        from annotator.tui.screens.review_tables import Casebook

        try:
            self._workspace = workspace = open_workspace(self._settings)
            take_own_keys(workspace)
            docket = Docket(workspace)
            docket.load(lambda done, total: self._tell("disagreements", done, total))
            if not docket.articles:
                self.post_message(self.Failed(NOTHING_TO_REVIEW))
                return
            panel = measure_agreement(workspace, on_progress=self._tell).panel
        except AnnotatorError as error:
            self.post_message(self.Failed(str(error)))
        else:
            book = Casebook(workspace.scheme, self._guidelines, docket, panel)
            self.post_message(self.Read(book))

    def _tell(self, what: str, done: int, total: int) -> None:
        line = f"reading the project: {what}, {done} of {total}"
        self.call_from_thread(self.query_one("#header", Static).update, Content(line))

    @on(Read)
    def _read(self, event: Read) -> None:
        from annotator.tui.screens.review_tables import PairsScreen

        self.push_screen(PairsScreen(event.book))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.exit(event.reason, return_code=2)

    def close_project(self) -> None:
        """Wait for every queued edit, close the database."""
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
