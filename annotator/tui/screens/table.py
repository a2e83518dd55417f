"""A table of the review: heading, rows, keys; and what every such screen needs.

What the tables are about stands in `review_tables` and `questions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.content import Content
from textual.screen import Screen
from textual.widgets import DataTable, Static

from annotator.domain.agreement.panel import Panel
from annotator.domain.display import safe_line, shown
from annotator.domain.layer import Author
from annotator.domain.scheme import Scheme
from annotator.keys import Mode
from annotator.project.disagreements import Docket
from annotator.tui import review_wording as wording
from annotator.tui.bindings import bindings_of
from annotator.tui.frame_log import log_table
from annotator.tui.help import help_on_everything
from annotator.tui.key_names import mode_keys
from annotator.tui.screens.dialogs import HelpScreen

CELL = 60


@dataclass(slots=True)
class Casebook:
    """What the tables of a review show, and what their screens need.

    `counted` are the pairs of annotators with their articles; `panel` comes when it is made.
    """

    scheme: Scheme
    guidelines: str
    docket: Docket
    counted: Mapping[tuple[Author, Author], int]
    panel: Panel | None = None

    @property
    def reading(self) -> str:
        """What is still being read, for a heading; empty once all is there."""
        docket = self.docket
        if docket.unread:
            return wording.reading(docket.contested - docket.unread, docket.contested)
        return "" if self.panel is not None else wording.measuring()


class TableScreen(Screen[None]):
    """A heading, a table, a line on the keys."""

    ALLOW_SELECT = False
    AUTO_FOCUS = "DataTable"
    ACTS: ClassVar[Mapping[str, str]] = {
        "table.next": "step('down')",
        "table.previous": "step('up')",
        "table.open": "open",
        "table.back": "back",
        "app.help": "help",
    }
    CURSOR = "row"

    def __init__(self, book: Casebook) -> None:
        super().__init__()
        self.book = book
        workspace = book.docket.workspace
        keys = mode_keys(Mode.TABLE, book.scheme, workspace.keys)
        self.keys = keys.names
        self.dialog = mode_keys(Mode.DIALOG, book.scheme, workspace.keys)
        """The keys of what opens over the table."""
        self._bindings = BindingsMap.merge([bindings_of(keys.by_key, self.ACTS), self._bindings])

    def compose(self) -> ComposeResult:
        """Heading above, keys below."""
        yield Static("", id="header", markup=False)
        yield Static("", id="review-note", markup=False)
        table: DataTable[Text] = DataTable(zebra_stripes=True)
        table.cursor_type = "cell" if self.CURSOR == "cell" else "row"
        yield table
        yield Static("", id="legend", markup=False)

    def on_mount(self) -> None:
        """Fill the table."""
        self.fill()

    def on_screen_resume(self) -> None:
        """Come back from below: figures and decisions may have changed."""
        self.fill()

    def grown(self) -> None:
        """More is read: show it, too."""
        self.fill()

    @property
    def table(self) -> DataTable[Text]:
        """The table."""
        return self.query_one(DataTable)

    def fill(self) -> None:
        """Show what the table is about."""
        raise NotImplementedError

    def put(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Fill the table anew, standing where one stood."""
        table, at = self.table, self.table.cursor_coordinate
        table.clear(columns=True)
        cells = [[safe_line(cell, CELL) for cell in row] for row in (head, *rows)]
        for number, title in enumerate(cells[0]):
            # Told, for a table that is filled twice before it is drawn does not measure its rows.
            width = max(1, *(cell_len(row[number]) for row in cells))
            table.add_column(Text(title), width=width)
        for row in cells[1:]:
            table.add_row(*map(Text, row))
        if rows:
            table.move_cursor(row=min(at.row, len(rows) - 1), column=at.column)

    def say(self, heading: str, note: str, keys: str) -> None:
        """Fill the lines around the table."""
        heading = "  —  ".join(part for part in (heading, self.book.reading) if part)
        self.query_one("#header", Static).update(Content(shown(heading)))
        self.query_one("#review-note", Static).update(Content(shown(note)))
        self.query_one("#legend", Static).update(Content(shown(keys)))
        log = self.book.docket.workspace.settings.frame_log
        if log:
            self.call_after_refresh(log_table, log, heading, self.table.row_count)

    def action_back(self) -> None:
        """Up."""
        self.dismiss(None)

    def action_open(self) -> None:
        """Down, from the row or cell that one stands on."""
        self.table.action_select_cursor()

    def action_step(self, direction: str) -> None:
        """A row down, or up."""
        if direction == "down":
            self.table.action_cursor_down()
        else:
            self.table.action_cursor_up()

    def action_help(self) -> None:
        """Every key."""
        blocks = help_on_everything(self.book.scheme, self.book.docket.workspace.keys)
        self.app.push_screen(HelpScreen(self.dialog, blocks))
