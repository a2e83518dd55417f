"""The adjudication screen: a conflict in its sentence, its readings, and the decision.

It shows what the adjudicator holds. Keys are dealt with in order by one worker, so that an act
that waits (a dialog, an own version) is never overtaken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from annotator.domain.article import Span
from annotator.domain.conflicts import Conflict
from annotator.domain.display import safe_line, shown
from annotator.domain.scheme import Scheme
from annotator.keys import Mode
from annotator.project.disagreements import Docket
from annotator.project.place_list import PlaceList
from annotator.project.reviewing import Reviewing
from annotator.tui import review_wording as wording
from annotator.tui.adjudicator import Adjudicator
from annotator.tui.face import Complete
from annotator.tui.frame_log import log_review
from annotator.tui.help import help_on_everything
from annotator.tui.key_names import mode_keys
from annotator.tui.looks import Look
from annotator.tui.palettes import palette
from annotator.tui.review_picture import ReviewPicture, picture_of
from annotator.tui.screens.desk_start import key_of
from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen, GuidelineScreen, HelpScreen
from annotator.tui.screens.own_version import OwnVersionScreen
from annotator.tui.typed_ahead import TurnScreen
from annotator.tui.widgets.article_view import ArticleView

READING_WIDTH = 90
MIN_CELLS = 8
ELSEWHERE = ("ctrl+c", "ctrl+p", "ctrl+q")


class AdjudicateScreen(TurnScreen):
    """Goes through a list of places, one decision each."""

    ALLOW_SELECT = False
    AUTO_FOCUS = "ArticleView"

    def __init__(
        self, scheme: Scheme, guidelines: str, docket: Docket, listed: PlaceList, index: int
    ) -> None:
        super().__init__()
        self._scheme, self._guidelines = scheme, guidelines
        self.state = Adjudicator(docket, self, listed, index)
        self._keys: asyncio.Queue[events.Key] = asyncio.Queue()
        self._notice, self._warning = "", False
        self._shown = ""
        self._frame_log = docket.workspace.settings.frame_log
        self._look = Look(docket.workspace.settings.theme)
        self._changed = docket.workspace.keys
        self._dialog = mode_keys(Mode.DIALOG, scheme, self._changed)

    def compose(self) -> ComposeResult:
        """Header, article, readings, status."""
        yield Static("", id="header", markup=False)
        yield ArticleView(
            palette(self._scheme, self._look), reading_width=READING_WIDTH, id="article"
        )
        with Vertical(id="review-foot"):
            yield Static("", id="readings", markup=False)
            yield Static("", id="item", markup=False)
            yield Static("", id="status", markup=False)
            yield Static("", id="legend", markup=False)

    def on_mount(self) -> None:
        """Open the first conflict and begin to take keys."""
        self.run_worker(self._take_keys(), name="keys", exit_on_error=True)

    async def on_key(self, event: events.Key) -> None:
        """Queue a key."""
        if event.key in ELSEWHERE:
            return
        event.stop()
        event.prevent_default()
        if not self.is_for_other(event):
            self._keys.put_nowait(event)

    async def settled(self) -> None:
        """Wait until every key that was queued has been dealt with."""
        await self._keys.join()

    # What the adjudicator asks of a screen

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say something in the place of the legend."""
        self._notice, self._warning = shown(text).replace("\n", " "), warning

    def scroll(self, pages: int, rows: int) -> None:
        """Scroll the article."""
        self._view.scroll_rows(rows + pages * max(1, self._view.page_rows()))

    async def ask(self, question: str, value: str, complete: Complete | None = None) -> str | None:
        """A line from the person."""
        return await self.over(AskScreen(self._dialog, question, value, complete))

    async def confirm(self, question: str, details: Sequence[str]) -> bool:
        """Yes or no."""
        return await self.over(ConfirmScreen(self._dialog, question, details)) or False

    async def show_help(self) -> None:
        """The keys."""
        blocks = help_on_everything(self._scheme, self._changed)
        await self.over(HelpScreen(self._dialog, blocks))

    async def show_guideline(self, section: str) -> None:
        """The guidelines."""
        await self.over(GuidelineScreen(self._dialog, self._guidelines, section))

    async def own_version(self, desk: Reviewing, conflict: Conflict) -> bool:
        """The annotate screen over gold."""
        workspace = self.state.docket.workspace
        screen = OwnVersionScreen(self._scheme, self._guidelines, workspace, desk, conflict)
        await self.over(screen)
        return screen.decided

    def typed_ahead(self) -> list[events.Key]:
        """The keys that are queued, which a screen that opens takes over."""
        ahead: list[events.Key] = []
        while not self._keys.empty():
            ahead.append(self._keys.get_nowait())
            self._keys.task_done()
        return ahead

    def leave(self) -> None:
        """Back to the disagreements."""
        self.dismiss(None)

    # Painting

    @property
    def _view(self) -> ArticleView:
        return self.query_one(ArticleView)

    async def _take_keys(self) -> None:
        await self.state.begin()
        self.paint()
        while True:
            key = key_of(await self._keys.get())
            self._notice, self._warning = "", False
            before = self.state.place
            await self.state.press(key)
            if self.is_attached:
                self.paint(follow=self.state.place.sources != before.sources)
            self._keys.task_done()

    def paint(self, *, follow: bool = True) -> None:
        """Bring every widget to the adjudicator's state; `follow` scrolls to the conflict."""
        seen, desk, view = picture_of(self.state), self.state.desk, self._view
        if desk is not None and desk.article.id != self._shown:
            self._shown, follow = desk.article.id, True
            view.show(desk.article.text, [], [], desk.article.title)
        view.update_marks(seen.marks)
        if desk is not None:
            view.set_dimmed([zone.span for zone in desk.review.gold.zones()])
        view.set_outlined([*seen.beside])
        if follow:
            view.set_current(seen.current, seen.beside)
        self._say_all(seen)
        if self._frame_log:
            self.call_after_refresh(self._log, self._frame_log, seen)

    def _log(self, path: str, seen: ReviewPicture) -> None:
        visible = self._view.visible_span() or Span(0, 1)
        log_review(path, self.state, visible, seen.readings, self._notice)

    def grown(self) -> None:
        """More is read: it stands behind what is listed, and the status line counts it."""
        self.state.listed.grow()
        room = max(MIN_CELLS, self.size.width - 2)
        self.query_one("#status", Static).update(
            Content(safe_line(picture_of(self.state).status, room))
        )

    def _say_all(self, seen: ReviewPicture) -> None:
        room = max(MIN_CELLS, self.size.width - 2)
        lines = "\n".join(safe_line(line, room) for line in seen.readings)
        self.query_one("#readings", Static).update(Content(lines))
        self.query_one("#header", Static).update(Content(safe_line(seen.heading, room)))
        self.query_one("#item", Static).update(Content(safe_line(seen.ruling, room)))
        self.query_one("#status", Static).update(Content(safe_line(seen.status, room)))
        said = "bold $error" if self._warning else "$accent"
        style = said if self._notice else "$foreground 70%"
        readings = len(self.state.conflict.variants) if self.state.conflict is not None else 1
        legend = self._notice or wording.legend(self.state.keys, readings, room)
        self.query_one("#legend", Static).update(Content.styled(safe_line(legend, room), style))
