"""The way down of the review: pairs of annotators, the labels of a pair, their disagreements.

Each table is a screen; Enter goes down, Esc up. Figures come from the agreement panel, places from
the docket; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.measure import Measure
from annotator.domain.agreement.panel import Comparison, Confusion, Panel
from annotator.domain.display import safe_line, shown
from annotator.domain.layer import Author
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.keys import Mode, keymap
from annotator.project.disagreements import Docket, Order, Place, Wanted, kind_counts
from annotator.project.place_list import PlaceList
from annotator.report.agreement_tables import author_name, measure_text
from annotator.tui import review_wording as wording
from annotator.tui.frame_log import log_table
from annotator.tui.help import help_on_everything
from annotator.tui.key_names import key_names
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.dialogs import HelpScreen
from annotator.tui.widgets.line_input import LineInput
from annotator.tui.widgets.queue_list import bindings_of

CELL = 60
TO_COME = "…"
"""In place of a figure that is still to be made."""
MOST_ROWS = 2000
"""Rows of a table at most; a filter finds the others."""
_FIGURES = (
    Name.STRICT, Name.EXACT, Name.PARTIAL, Name.TYPE, Name.TOKEN_KAPPA, Name.TOKEN_KAPPA_MARKED,
    Name.STANCE_STRICT, Name.STANCE_MATCHED,
)  # fmt: skip


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
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step('down')", show=False),
        Binding("b", "step('up')", show=False),
    ]
    ACTS: ClassVar[Mapping[str, str]] = {
        "table.open": "open",
        "table.back": "back",
        "app.help": "help",
    }
    CURSOR = "row"

    def __init__(self, book: Casebook) -> None:
        super().__init__()
        self.book = book
        workspace = book.docket.workspace
        self.keys = key_names(book.scheme, workspace.keys)
        own = bindings_of(keymap(Mode.TABLE, book.scheme, workspace.keys), self.ACTS)
        self._bindings = BindingsMap.merge([own, self._bindings])

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
        self.app.push_screen(
            HelpScreen(help_on_everything(self.book.scheme, self.book.docket.workspace.keys))
        )


class PairsScreen(TableScreen):
    """Every two annotators with their figures; the first row is everybody."""

    def fill(self) -> None:
        """One row for each pair."""
        book, panel = self.book, self.book.panel
        overall = None if panel is None else panel.overall
        rows = [self._row("everybody", Wanted(), book.docket.contested, overall)]
        measured = {} if panel is None else {(pair.a, pair.b): pair.figures for pair in panel.pairs}
        for (a, b), articles in book.counted.items():
            name = f"{author_name(a)}, {author_name(b)}"
            rows.append(self._row(name, Wanted(pair=(a, b)), articles, measured.get((a, b))))
        names = [name.value for name in _FIGURES]
        self.put(("pair", "conflicts", "open", "articles", *names), rows)
        note = "What all have is in gold already. 95 % intervals; n/a is undefined, never 0 or 1."
        self.say("review  —  pairs of annotators", note, wording.pairs_legend(self.keys))

    def _row(
        self, name: str, wanted: Wanted, articles: int, figures: Mapping[Figure, Measure] | None
    ) -> list[str]:
        places, left = self.book.docket.count(wanted)
        cells = [TO_COME] * len(_FIGURES)
        if figures is not None:
            cells = [measure_text(figures[Figure(n)]) for n in _FIGURES]
        return [name, str(places), str(left), str(articles), *cells]

    def action_back(self) -> None:
        """There is nothing above."""

    @on(DataTable.RowSelected)
    def _down(self, event: DataTable.RowSelected) -> None:
        if event.cursor_row == 0:
            self.app.push_screen(DisagreementsScreen(self.book, Wanted()))
            return
        wanted = [*self.book.counted][event.cursor_row - 1]
        pairs = () if self.book.panel is None else self.book.panel.pairs
        for pair in pairs:
            if (pair.a, pair.b) == wanted:
                self.app.push_screen(LabelsScreen(self.book, pair))
                return
        self.query_one("#legend", Static).update(Content(wording.no_figures_yet()))


class LabelsScreen(TableScreen):
    """How the labels of two annotators meet, nothing included; a cell opens its disagreements.

    Rows and columns do not say whose they are: the decisions below are to be made without that.
    """

    CURSOR = "cell"

    def __init__(self, book: Casebook, pair: Comparison) -> None:
        super().__init__(book)
        self._pair = pair
        self._cells: list[list[Wanted | None]] = []

    def fill(self) -> None:
        """Both confusions, the mentions' above the stances'."""
        pair, self._cells = self._pair, []
        width = max(len(pair.labels.labels), len(pair.stance_labels.labels))
        rows = self._rows("mention", pair.labels, Name.STRICT, stances=False)
        rows += self._rows("stance", pair.stance_labels, Name.STANCE_STRICT, stances=True)
        padded = [[*row, *[""] * (width + 2 - len(row))] for row in rows]
        self.put(("one \\ the other", "strict F1", *[""] * width), padded)
        name = f"{author_name(pair.a)} and {author_name(pair.b)}"
        note = "A cell counts the items that one calls as its row, the other as its column."
        self.say(f"review  —  {name}  —  labels", note, wording.labels_legend(self.keys))

    def _rows(
        self, what: str, confusion: Confusion, figure: Name, *, stances: bool
    ) -> list[list[str]]:
        labels = confusion.labels
        rows = [[f"{what}s", "", *labels]]
        self._cells.append([Wanted(pair=self._both, stances=stances)] * (len(labels) + 2))
        for i, label in enumerate(labels):
            key = Figure(figure, label)
            score = measure_text(self._pair.figures[key]) if key in self._pair.figures else ""
            rows.append([label, score, *(str(n) if n else "·" for n in confusion.counts[i])])
            cells = [Wanted(pair=self._both, cell=(label, o), stances=stances) for o in labels]
            self._cells.append([None, None, *cells])
        return rows

    @property
    def _both(self) -> tuple[Author, Author]:
        return (self._pair.a, self._pair.b)

    @on(DataTable.CellSelected)
    def _down(self, event: DataTable.CellSelected) -> None:
        row = self._cells[event.coordinate.row]
        at = event.coordinate.column
        wanted = row[at] if at < len(row) else None
        if wanted is not None:
            self.app.push_screen(DisagreementsScreen(self.book, wanted))


class DisagreementsScreen(TableScreen):
    """The disagreements that are asked for, with counts by kind; Enter goes to the place."""

    ACTS: ClassVar[Mapping[str, str]] = {
        **TableScreen.ACTS,
        "table.filter": "filter",
        "table.sort": "sort",
    }

    def __init__(self, book: Casebook, wanted: Wanted) -> None:
        super().__init__(book)
        self._wanted, self._order = wanted, Order.KIND
        self._places: list[Place] = []

    def compose(self) -> ComposeResult:
        """The table, and a field for the filter."""
        yield from super().compose()
        field = LineInput(placeholder="words  open  kind:label", id="queue-filter")
        field.display = False
        yield field

    def fill(self) -> None:
        """One row for each place; the cursor stays on the place where it stood."""
        row = self.table.cursor_row
        before = self._places[row : row + 1]
        self._places = self.book.docket.places(self._wanted, self._order)
        rows = [
            (wording.sign(p.how), wording.kinds(p.kinds), " / ".join(p.labels), p.words, p.article)
            for p in self._places[:MOST_ROWS]
        ]
        self.put(("", "kinds", "labels", "words", "article"), rows)
        again = (n for n, p in enumerate(self._places) if p.is_at(*before)) if before else ()
        self.table.move_cursor(row=next(iter(again), row))
        counts = kind_counts(self._places)
        kinds = "   ".join(f"{kind.value} {counts[kind]}" for kind in counts)
        heading = f"review  —  {len(self._places)} disagreements  —  {wording.order(self._order)}"
        self.say(heading, kinds, wording.places_legend(self.keys))

    def action_filter(self) -> None:
        """Type what to list."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def action_sort(self) -> None:
        """The next order."""
        orders = tuple(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.fill()

    def action_back(self) -> None:
        """Out of the filter first; then up."""
        field = self.query_one(Input)
        if not field.display:
            self.dismiss(None)
            return
        field.value, field.display = "", False
        self._wanted = replace(self._wanted, kinds=(), words=(), undecided=False)
        self.table.focus()
        self.fill()

    @on(Input.Submitted)
    def _filtered(self, event: Input.Submitted) -> None:
        try:
            self._wanted = self._wanted.typed(event.value)
        except InputError as error:
            self.query_one("#legend", Static).update(Content(shown(str(error))))
            return
        self.query_one(Input).display = bool(event.value.strip())
        self.table.focus()
        self.fill()

    @on(DataTable.RowSelected)
    def _down(self, event: DataTable.RowSelected) -> None:
        book = self.book
        self.app.push_screen(
            AdjudicateScreen(
                book.scheme,
                book.guidelines,
                book.docket,
                PlaceList(book.docket, self._wanted, self._order, self._places),
                event.cursor_row,
            )
        )
