"""The queue: every article with its state and the progress; Enter opens one, f filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotator.domain.counted import counted
from annotator.domain.display import shown
from annotator.domain.layer import State
from annotator.domain.queue import QueueCounts
from annotator.errors import InputError
from annotator.keys import shown_key
from annotator.tui.legend import nothing_offered, queue_legend, queue_matches
from annotator.tui.widgets.key_line import Acts, KeyLine
from annotator.tui.widgets.line_input import LineInput
from annotator.tui.widgets.queue_list import QueueList, bindings_of
from annotator.tui.wording import STATE_NAMES

if TYPE_CHECKING:
    from annotator.project.queue import Queue
    from annotator.project.status import Today

BAR_CELLS = 30


class QueueScreen(ModalScreen[str | None]):
    """Gives back the id of the article to open, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", show=False)]
    ACTS: ClassVar[Mapping[str, str]] = {"queue.back": "leave", "queue.filter": "filter"}

    def __init__(
        self, queue: Queue, on_screen: str | None, notice: str, keys: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._keys = keys
        self._bindings = BindingsMap.merge([bindings_of(keys, self.ACTS), self._bindings])
        first = {action: shown_key(key) for key, action in reversed(tuple(keys.items()))}
        self._shown_keys = (first["queue.open"], first["queue.filter"], first["queue.back"])
        self._queue, self._on_screen, self._notice = queue, on_screen, notice
        self._filter = ""

    def compose(self) -> ComposeResult:
        """Progress above, articles below, then the filter."""
        # Imported here: the first frame must not wait for SQLModel.
        from annotator.project.status import done_today

        today = today_line(done_today(self._queue.workspace))
        yield Static(
            Content(f"{progress_line(self._queue.counts())}\n{today}"), id="queue-progress"
        )
        yield QueueList(self._queue.rows, self._keys, id="queue-list")
        field = LineInput(placeholder="words  flagged  state:open  label:PER", id="queue-filter")
        field.display = field.cursor_blink = False
        yield field
        line = shown(self._notice) or queue_legend(*self._shown_keys)
        yield KeyLine(line, self._acts(line), id="queue-legend")

    def on_mount(self) -> None:
        """Stand on the article that was on screen."""
        self._list_all(self._on_screen)

    @property
    def _list(self) -> QueueList:
        return self.query_one(QueueList)

    @on(QueueList.Chosen)
    def _chosen(self, event: QueueList.Chosen) -> None:
        self.dismiss(event.article)

    def action_filter(self) -> None:
        """Type which articles to list."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    @on(Input.Submitted)
    def _filtered(self, event: Input.Submitted) -> None:
        try:
            found = self._queue.find(event.value)
        except InputError as error:
            self._say(str(error))
            return
        self._filter = event.value.strip()
        self._list.show(found, self._list.article)
        self._list.focus()
        self.query_one(Input).display = bool(self._filter)
        total = self._queue.counts().total
        self._say(
            queue_matches(len(found), total, *self._shown_keys)
            if self._filter
            else queue_legend(*self._shown_keys)
        )

    def action_open(self) -> None:
        """Open the article that one stands on."""
        self._list.action_choose()

    def action_leave(self) -> None:
        """Out of the filter first; then back to the article."""
        field = self.query_one(Input)
        if not field.display:
            self.dismiss(None)
            return
        field.value, field.display, self._filter = "", False, ""
        self._say(queue_legend(*self._shown_keys))
        self._list_all(self._list.article or self._on_screen)

    def _list_all(self, at: str | None) -> None:
        """List every article that is offered; say what to do where there is none."""
        found = self._queue.find("")
        self._list.show(found, at)
        self._list.focus()
        if not found:
            self._say(nothing_offered(self._queue.counts().total, self._shown_keys[2]))

    def _say(self, line: str) -> None:
        self.query_one("#queue-legend", KeyLine).say(shown(line), self._acts(line))

    def _acts(self, line: str) -> Acts:
        """What a click on the legend does; a notice in its place does nothing."""
        opens, filters, back = self._shown_keys
        if f"{opens} opens" not in line:
            return ()
        verbs = (("opens", "open"), ("filters", "filter"), ("changes", "filter"))
        named = dict(zip(("opens", "filters", "changes"), (opens, filters, filters), strict=True))
        acts = [(f"{named[verb]} {verb}", act) for verb, act in verbs]
        return [*acts, (f"{back} goes back", "leave"), (f"{back} drops it", "leave")]


def progress_line(counts: QueueCounts) -> str:
    """How far the annotator is, as a bar and in words."""
    done, total = counts.states[State.DONE], counts.total
    filled = round(BAR_CELLS * done / total) if total else 0
    words = ", ".join(
        f"{counts.states[state]} {STATE_NAMES[state]}" for state in State if counts.states[state]
    )
    if counts.elsewhere:
        words += f"; {counts.elsewhere} with others"
    bar = f"{'█' * filled}{'░' * (BAR_CELLS - filled)}"
    return f"{bar} {done} of {counted(total, 'article')} done   ({words})"


def today_line(today: Today, minutes_per_article: float | None = None) -> str:
    """What the annotator did today, and how long an article takes her."""
    line = f"today: {counted(today.articles, 'article')}, {counted(today.items, 'item')}"
    return line if minutes_per_article is None else f"{line}   {minutes_per_article} min an article"
