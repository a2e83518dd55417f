"""The way down of the review: pairs of annotators, the labels of a pair, their disagreements.

Each table is a screen; Enter goes down, Esc up. Figures come from the agreement panel, places from
the docket; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Input, Static

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.measure import Measure
from annotator.domain.agreement.panel import Comparison, Confusion
from annotator.domain.counted import counted
from annotator.domain.display import shown
from annotator.domain.layer import Author
from annotator.errors import InputError
from annotator.project.asking import every_question
from annotator.project.disagreements import Order, Place, Wanted, kind_counts
from annotator.project.place_list import PlaceList
from annotator.report.agreement_tables import author_name, measure_text
from annotator.tui import question_wording
from annotator.tui import review_wording as wording
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.questions import QuestionsScreen
from annotator.tui.screens.review_standpoints import StandpointsTable
from annotator.tui.screens.table import Casebook, TableScreen
from annotator.tui.widgets.line_input import LineInput

TO_COME = "…"
"""In place of a figure that is still to be made."""
MOST_ROWS = 2000
"""Rows of a table at most; a filter finds the others."""
_FIGURES = (
    Name.STRICT, Name.EXACT, Name.PARTIAL, Name.TYPE, Name.TOKEN_KAPPA, Name.TOKEN_KAPPA_MARKED,
    Name.STANCE_STRICT, Name.STANCE_MATCHED,
)  # fmt: skip


class PairsScreen(StandpointsTable):
    """Every two annotators with their figures; the first row is everybody."""

    ACTS: ClassVar[Mapping[str, str]] = {
        **StandpointsTable.ACTS,
        "table.questions": "questions",
    }

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
        waiting = question_wording.waiting(every_question(book.docket.workspace))
        note = "What all have is in gold already. 95 % intervals; n/a is undefined, never 0 or 1."
        heading = "  —  ".join(p for p in ("review", "pairs of annotators", waiting) if p)
        self.say(heading, note, wording.pairs_legend(self.keys))

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

    def action_questions(self) -> None:
        """To what annotators ask."""
        self.app.push_screen(QuestionsScreen(self.book))

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
        "app.find": "filter",
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
        places = counted(len(self._places), "disagreement")
        heading = f"review  —  {places}  —  {wording.order(self._order)}"
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

    def action_step(self, direction: str) -> None:
        """A row down, or up; from the filter to what it asks for."""
        if self.query_one(Input).has_focus:
            self._filtered()
        else:
            super().action_step(direction)

    @on(Input.Submitted)
    def _filtered(self) -> None:
        field = self.query_one(Input)
        try:
            self._wanted = self._wanted.typed(field.value)
        except InputError as error:
            self.query_one("#legend", Static).update(Content(shown(str(error))))
            return
        field.display = bool(field.value.strip())
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
