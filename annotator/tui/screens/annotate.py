"""The annotate screen: header, article, panel, status. It shows what the reader holds.

Keys and news are dealt with in order (`tui.turns`), so that an act that waits (a dialog, the next
article) is never overtaken.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.message import Message

from annotator.config import ThemeName
from annotator.domain.article import Article, Span
from annotator.domain.display import safe_line, shown
from annotator.domain.scheme import Scheme
from annotator.errors import AnnotatorError
from annotator.keys import NO_CHANGES, Mode
from annotator.tui import focus, picture, wording
from annotator.tui.between_keys import BetweenKeys, jobs_for
from annotator.tui.focus import Current
from annotator.tui.frame_log import frame, log_frame, log_queue
from annotator.tui.key_names import key_names, mode_keys
from annotator.tui.legend import legend
from annotator.tui.looks import Look, label_colours
from annotator.tui.pages import Page, Pages
from annotator.tui.palettes import palette
from annotator.tui.screens import desk_start
from annotator.tui.screens.asking import AskingScreen
from annotator.tui.turns import Task, Turns
from annotator.tui.typed_ahead import Typed
from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.covered import CoveredColumn, CoveredContainer
from annotator.tui.widgets.said_line import SaidLine
from annotator.tui.widgets.side_panel import SidePanel, panel_width

if TYPE_CHECKING:
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader

FREEZE_AFTER_S = 1.0
WIDE_CELLS = 110
READING_WIDTH = 90
LEAST_CELLS, LEAST_ROWS = 80, 24
MOST_STRIP_ROWS, ROWS_PER_STRIP_ROW = 8, 6
MAX_NOTICE_ROWS = 3
MIN_CELLS, MIN_ROWS_TO_WRAP = 8, 12
LEGEND_STYLE, NOTICE_STYLE, WARNING_STYLE = "$foreground 70%", "$accent", "bold $error"
WARNING_SECONDS = 2.0
"""How long a warning stays, whatever is typed: a fast typist would not see it otherwise."""


class AnnotateScreen(AskingScreen):
    """Shows one article after the other; `reader` is set once the project is open."""

    BLANK = True  # see `widgets.covered`
    ALLOW_SELECT = False

    @dataclass
    class ThemeWanted(Message):
        """The person wants another theme: this one, or the next."""

        theme: ThemeName | None

    def __init__(self, scheme: Scheme, guidelines: str, look: Look) -> None:
        super().__init__(scheme, guidelines)
        self._look = look
        self.waiting = "opening the project …"
        self._turns = Turns(BetweenKeys(*jobs_for(lambda: self.reader)))
        self._notice, self._warning = "", False
        self._said_at = 0.0
        self._answered = 0
        """How many acts were begun: some frames answer one, others bring news."""
        self._pages, self._page = Pages(), Page(Article("", ""), None, READING_WIDTH)
        self._panel_wanted = True

    def compose(self) -> ComposeResult:
        """Header, article with panel, status."""
        yield SaidLine(id="header")
        with CoveredContainer(id="desk"):
            styles = palette(self._scheme, self._look)
            yield ArticleView(
                styles, reading_width=READING_WIDTH, words=self._scheme.words, id="article"
            )
            yield SidePanel(label_colours(self._scheme, self._look), id="panel")
        with CoveredColumn(id="foot"):
            yield SaidLine(id="item")
            yield SaidLine(id="status")
            yield SaidLine(id="legend")

    def on_mount(self) -> None:
        """Begin to take keys."""
        self._say_status()
        self.run_worker(self._take_turns(), name="turns", exit_on_error=True)

    def on_resize(self, event: events.Resize) -> None:
        """The panel beside the article where it leaves that its reading width, else below."""
        panel, is_strip = self.query_one(SidePanel), event.size.width < WIDE_CELLS
        panel.is_strip = is_strip
        self.query_one("#desk").set_class(is_strip, "-low")
        panel.styles.height = "1fr"
        panel.styles.width = "100%" if is_strip else panel_width(event.size.width)
        self._show_panel()
        self._say_item()
        self._say_legend()
        self._say_status()
        self.call_after_refresh(self._scrolled)

    def _show_panel(self) -> None:
        """The panel is there unless the person hid it; a strip only once there is a stance."""
        desk = self.reader.desk if self.reader is not None else None
        panel = self.query_one(SidePanel)
        width, height = self.size
        if panel.is_strip:
            stances = 0 if desk is None else len(desk.picture.stances)
            rows = min(stances, MOST_STRIP_ROWS, height // ROWS_PER_STRIP_ROW)
            fits = width >= LEAST_CELLS and height >= LEAST_ROWS and rows > 0
            panel.styles.height = 1 + rows
        panel.display = self._panel_wanted and (fits if panel.is_strip else True)

    def toggle_panel(self) -> None:
        """Hide the panel, or show it again."""
        self._panel_wanted = not self._panel_wanted
        self.notice(wording.panel_shown(on=self._panel_wanted))

    def set_look(self, look: Look) -> None:
        """Draw in other colours."""
        self._look = look
        if self.is_mounted:
            self._view.set_palette(palette(self._scheme, look))
            self.query_one(SidePanel).set_colours(label_colours(self._scheme, look))

    async def on_key(self, event: events.Key) -> None:
        """Queue a key for the reader."""
        if self.reader is not None and event.key not in ("ctrl+c", "ctrl+p", "ctrl+q"):
            event.stop()
            event.prevent_default()
            key = desk_start.key_of(event)
            self.leaving = False
            if not self.is_for_other(event):
                self._queue_act(lambda reader: reader.press(key), key=event)

    def on_paste(self, event: events.Paste) -> None:
        """Nothing is pasted into an article; what an earlier key opens may take it."""
        event.stop()
        if not self.is_for_other(event):
            self._queue_act(desk_start.nothing, key=event)

    def do(self, action: str) -> None:
        """Queue an action by its id, as the palette does."""
        self._queue_act(lambda reader: reader.act(action))

    def leave(self) -> None:
        """Queue the end of the program, behind the keys that came before."""
        self.leaving = True
        self.do("app.quit")

    def typed_ahead(self) -> list[Typed]:
        """What is queued of keys and pasted text, which a screen that opens takes over."""
        return self._turns.take_keys()

    def _queue_act(self, act: Task, *, typed: bool = False, key: Typed | None = None) -> None:
        async def in_turn(reader: Reader) -> None:
            self._answered += 1
            # News from elsewhere leaves a notice alone; a key takes it away once it could be read.
            if not self._holds_warning():
                self._notice, self._warning = "", False
            await act(reader)

        self._turns.put(in_turn, typed=typed, key=key)

    def forget_keys(self) -> bool:
        """Do nothing of what is queued of the person's keys and clicks."""
        return self._turns.forget_typed()

    def begin_with(self, *tasks: Task) -> None:
        """Queue what the sitting begins with."""
        for task in tasks:
            self._turns.put(task)
        # What start-up made lives as long as the program: the collector need not walk it again
        # and again, which costs 30 to 60 ms in the middle of a key.
        self.set_timer(FREEZE_AFTER_S, desk_start.freeze_start_up)

    def suggestions_stored(self, article: str) -> None:
        """Queue the news that an article's suggestions are in."""
        self._turns.put(lambda reader: reader.suggestions_stored(article))

    async def settled(self) -> None:
        """Wait until everything that was queued has been dealt with."""
        await self._turns.done()

    # What the reader asks of a screen

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say something in the place of the legend."""
        if warning or not self._holds_warning():
            self._notice, self._warning = shown(text).replace("\n", " "), warning
            self._said_at = time.monotonic()
        self._say_legend()

    def status_changed(self) -> None:
        """The status line is out of date."""
        self._say_status()

    def picture_changed(self, *, settled: bool = True) -> None:
        """What is stored was read again, or will be."""
        self.paint(settled=settled)

    def draw_ahead(self, desk: Desk) -> None:
        """Lay out an article that may come next."""
        self._pages.of(desk.article, desk, self._view.row_width())

    def visible_span(self) -> Span:
        """The offsets on screen."""
        return self._view.visible_span() or Span(0, 1)

    def scroll_rows(self, rows: int) -> None:
        """Scroll the article."""
        self._view.scroll_rows(rows)

    def page_rows(self) -> int:
        """Rows to scroll for a page."""
        return self._view.page_rows() + 1

    def row_step(self, offset: int, rows: int) -> int:
        """The offset some rows away, in the same column."""
        return self._view.row_step(offset, rows)

    async def choose_article(self) -> str | None:
        """The queue."""
        if self.reader is None:
            return None
        on_screen = self.reader.article.id if self.reader.article else None
        notice, self._notice = self._notice, ""
        if self.reader.workspace.settings.frame_log:
            log_queue(self.reader.workspace.settings.frame_log, self._answered, notice)
        from annotator.tui.screens.queue import QueueScreen

        workspace = self.reader.workspace
        keys = mode_keys(Mode.QUEUE, workspace.scheme, workspace.keys)
        screen = QueueScreen(self.reader.queue, on_screen, notice, keys)
        return await self.over(screen)

    def next_theme(self) -> None:
        """The theme after this one."""
        self.post_message(self.ThemeWanted(None))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """A click on the keys at the foot lists every act, so that a mouse reaches them all."""
        if self.reader is not None and event.widget is self.query_one("#legend"):
            self.show_palette()

    @on(ArticleView.MarkClicked)
    def _mark_clicked(self, event: ArticleView.MarkClicked) -> None:
        identifier = event.id

        async def point(reader: Reader) -> None:
            if reader.desk is not None:
                reader.point_at(focus.find(identifier, reader.items))

        self._queue_act(point, typed=True)

    @on(SidePanel.StanceClicked)
    def _stance_clicked(self, event: SidePanel.StanceClicked) -> None:
        self._mark_clicked(ArticleView.MarkClicked(event.id))

    @on(ArticleView.WordClicked)
    @on(ArticleView.RangeSelected)
    def _text_clicked(self, event: ArticleView.WordClicked | ArticleView.RangeSelected) -> None:
        span = event.span

        async def point(reader: Reader) -> None:
            if reader.desk is not None:
                reader.point_at(Current.pending(span))

        self._queue_act(point, typed=True)

    @on(ArticleView.Scrolled)
    def _scrolled(self) -> None:
        """The panel lists what is in sight."""
        if self.reader is not None and self.reader.article is not None:
            self.query_one(SidePanel).show(picture.panel(self.reader, self._page.entities))
            self._outline(self.reader)

    # Painting

    @property
    def _view(self) -> ArticleView:
        return self.query_one(ArticleView)

    async def _take_turns(self) -> None:
        async for task in self._turns:
            if self.reader is None:
                continue
            try:
                await task(self.reader)
            except AnnotatorError as error:
                self.notice(str(error), warning=True)
            self.paint()
            if self._turns.is_last:
                await self.drawn()

    def paint(self, *, settled: bool = True) -> None:
        """Bring every widget to the reader's state."""
        reader = self.reader
        if reader is None or reader.article is None:
            self._say_status()
            return
        self._paint_article(reader, reader.article)
        prompt = reader.prompt
        # A prompt without hints asks for one of a few letters: the text stays as it is.
        self._view.set_hints(prompt.remaining() if prompt and prompt.hints else None)
        cursor = reader.cursor
        self._view.set_cursor(cursor.offset if cursor else None, cursor.anchor if cursor else None)
        self._show_panel()
        self.query_one(SidePanel).show(picture.panel(reader, self._page.entities))
        self._say_item()
        self._say_legend()
        self._say_status()
        if settled and reader.workspace.settings.frame_log:
            # Once it is laid out: a long notice takes rows from the article.
            path = reader.workspace.settings.frame_log
            self.call_after_refresh(self._log_frame, reader, path, self._answered)

    def _log_frame(self, reader: Reader, path: str, answered: int) -> None:
        item = self.query_one("#item", SaidLine).said
        rows = self.query_one(SidePanel).stances_in_sight
        marks = self._page.marks.marks.values()
        visible = self.visible_span()
        log_frame(path, answered, frame(reader, visible, marks, rows, item, self._notice))

    def _paint_article(self, reader: Reader, article: Article) -> None:
        desk, view = reader.desk, self._view
        if article is not self._page.article:
            self._page.rows = view.marks  # other ones where the screen has another size now
            self._page = self._pages.of(article, desk, view.row_width())
            view.show(article.text, self._page.rows, [], article.title)
            if desk is not None:
                view.scroll_to_offset(desk.visit.offset)
        if desk is not None:
            changes = self._page.follow(desk)
            if changes.whole:
                view.update_marks(changes.changed)
            else:
                view.change_marks(changes.changed, changes.removed)
            view.set_dimmed([zone.span for zone in desk.picture.zones])
        if reader.follow or reader.current is None:
            view.set_current(picture.current_spans(reader), picture.evidence(reader))
        self._outline(reader)

    def _outline(self, reader: Reader) -> None:
        """Outline what of the proposal is in sight."""
        if reader.desk is not None:
            found = picture.outlined(reader.desk, self.visible_span())
            self._view.set_outlined([*found, *picture.evidence(reader)])

    def _say_item(self) -> None:
        room = max(MIN_CELLS, self.size.width - 2)
        line = picture.item_line(self.reader, self._page.entities) if self.reader else ""
        self._say("#item", safe_line(line, room))

    def _say_legend(self) -> None:
        """The notice, else which keys work now."""
        line = self._notice or self._legend()
        room = max(MIN_CELLS, self.size.width - 2)
        wraps = bool(self._notice) and self.size.height >= MIN_ROWS_TO_WRAP
        rows = min(MAX_NOTICE_ROWS, -(-cell_len(line) // room)) if wraps else 1
        height = self.query_one("#legend").styles.height
        if height is None or height.value != rows:
            self.query_one("#legend").styles.height = rows
            self.query_one("#foot").styles.height = 2 + rows
        # Not by classes: those would have the styles of the screen worked out anew at every notice.
        said = WARNING_STYLE if self._warning else NOTICE_STYLE
        style = said if self._notice else LEGEND_STYLE
        self._say("#legend", line, style)

    def _legend(self) -> str:
        if self.reader is None:
            return legend("waiting", key_names(self._scheme, NO_CHANGES), {})
        workspace, used = self.reader.workspace, self.reader.preferences.used
        kept = workspace.settings.keep_hints
        return legend(picture.legend_kind(self.reader), self.reader.keys, {} if kept else used)

    def _say_status(self) -> None:
        reader = self.reader
        room = max(MIN_CELLS, self.size.width - 2)
        status = picture.status_line(reader, waiting=self.waiting) if reader else self.waiting
        self._say("#status", safe_line(status, room))
        title = desk_start.heading(reader.article if reader else None)
        width, height = self.size
        if width < LEAST_CELLS or height < LEAST_ROWS:
            title = wording.too_small(width, height, LEAST_CELLS, LEAST_ROWS)
        self._say("#header", safe_line(title, room))

    def _say(self, selector: str, line: str, style: str = "") -> None:
        """Put a line into one of the one-line widgets."""
        self.query_one(selector, SaidLine).say(line, style)

    def _holds_warning(self) -> bool:
        return self._warning and time.monotonic() - self._said_at < WARNING_SECONDS
