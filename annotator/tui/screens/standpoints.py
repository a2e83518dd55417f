"""Who stands where as a matrix; Enter leads to the sentences of a cell, and on to the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeAlias

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.coordinate import Coordinate
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from annotator.domain.display import safe_line
from annotator.domain.entities import fold_name
from annotator.domain.standpoints import Saying, Standpoint, contradictions, matrix_of, tally
from annotator.tui import standpoint_wording as wording
from annotator.tui.bindings import bindings_of
from annotator.tui.key_names import ModeKeys
from annotator.tui.screens.sayings import MOST_PAIRS, PointsScreen, SayingsScreen
from annotator.tui.widgets.key_line import KeyLine

MOST_HOLDERS, MOST_TARGETS = 200, 40
HOLDER_CELLS, TARGET_CELLS, HEAD_CELLS = 26, 12, 23
MIN_CELLS = 8

Ends: TypeAlias = tuple[str, str]
"""The names of a row and a column; an empty one stands for everybody or everything."""


class Matrix(DataTable[Text], inherit_bindings=False):
    """Cells of which one is current; the arrows move, the screen's keys do the rest."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in DataTable.BINDINGS
        if isinstance(binding, Binding) and binding.action != "select_cursor"
    ]


class StandpointsScreen(ModalScreen[Saying | None]):
    """Gives back the stance to go to, or None to go back; `stood` says where one was last.

    The first row counts everybody, the first column names the holders: both lead to lists of all
    their pairs, also of those that the matrix has no room for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", show=False)]
    ACTS: ClassVar[Mapping[str, str]] = {
        "standpoints.next": "pair(1)",
        "standpoints.previous": "pair(-1)",
        "standpoints.open": "open",
        "standpoints.contradictions": "contradictions",
        "standpoints.back": "leave",
    }

    def __init__(
        self,
        keys: ModeKeys,
        list_keys: ModeKeys,
        points: Sequence[Standpoint],
        stood: Ends | None = None,
    ) -> None:
        super().__init__()
        self._keys, self._list_keys = keys, list_keys
        own = bindings_of(keys.by_key, self.ACTS, first=True)
        self._bindings = BindingsMap.merge([own, self._bindings])
        self._points = points
        self._matrix = matrix_of(points, MOST_HOLDERS, MOST_TARGETS)
        self._holders = ("", *self._matrix.holders)
        self._targets = ("", *self._matrix.targets)
        first = min(self._matrix.cells, default=(0, 0))
        begin = (self._holders[first[0] + 1], self._targets[first[1] + 1])
        known = stood is not None and stood[0] in self._holders and stood[1] in self._targets
        self.stood: Ends = stood if stood is not None and known else begin

    def compose(self) -> ComposeResult:
        """How much there is, the matrix, the cell that one stands on, the keys."""
        yield Static(Content(self._heading()), classes="said-heading")
        yield Matrix(zebra_stripes=True, cursor_type="cell", fixed_columns=1)
        yield Static("", id="standpoints-cell", markup=False)
        yield Static(Content(wording.standpoints_signs()), classes="quiet")
        names = self._keys.names
        acts = (
            (f"{names['standpoints.next']} ", "pair(1)"),
            (f"{names['standpoints.previous']}:", "pair(-1)"),
            (f"{names['standpoints.open']}: sentences", "open"),
            (f"{names['standpoints.contradictions']}: contradictions", "contradictions"),
            (f"{names['standpoints.back']}: back", "leave"),
        )
        yield KeyLine(wording.standpoints_legend(names), acts, classes="quiet")

    def on_mount(self) -> None:
        """Fill the matrix and stand where one stood."""
        table, rows = self._table, self._rows()
        names = (row[0].plain for row in rows)
        table.add_column(Text("holder"), width=max(map(cell_len, names)))
        heads = [safe_line(name, HEAD_CELLS) for name in self._matrix.targets]
        # Names that are longer than a column go on in a second line.
        table.header_height = 1 + any(cell_len(head) > TARGET_CELLS for head in heads)
        for n, head in enumerate(heads, 1):
            cells = max(cell_len(row[n].plain) for row in rows)
            table.add_column(Text(head), width=max(TARGET_CELLS, cells))
        for row in rows:
            table.add_row(*row)
        holder, target = self.stood
        table.move_cursor(row=self._holders.index(holder), column=self._targets.index(target))
        table.focus()

    def action_pair(self, step: int) -> None:
        """To the next pair that has a stance, or the previous one, row by row."""
        row, column = self._table.cursor_coordinate
        cells, here = sorted(self._matrix.cells), (row - 1, column - 1)
        further = [cell for cell in cells if (cell > here if step > 0 else cell < here)]
        if further:
            to_row, to_column = further[0] if step > 0 else further[-1]
            self._table.move_cursor(row=to_row + 1, column=to_column + 1)

    def action_open(self) -> None:
        """The sentences of the cell that one stands on."""
        self._table.action_select_cursor()

    def action_contradictions(self) -> None:
        """Every pair with both sides, those between outlets first."""
        found = contradictions(self._points)
        between = sum(point.is_contradicted for point in found)
        if found:
            self._list(wording.contradictions_heading(between, len(found) - between), found)
        else:
            self._say(wording.no_contradiction())

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(DataTable.CellHighlighted)
    def _moved(self, event: DataTable.CellHighlighted) -> None:
        at = event.coordinate
        self.stood = (self._holders[at.row], self._targets[at.column])
        points = self._points_at(at)
        if len(points) == 1:
            ends = wording.ends_line(points[0].holder, points[0].target)
            self._say(ends, wording.sides_line(points[0]))
        elif points:
            self._say(self._names(at), wording.several_pairs(tally(points), len(points)))
        else:
            self._say(self._names(at), wording.nothing_here())

    @on(DataTable.CellSelected)
    def _chosen(self, event: DataTable.CellSelected) -> None:
        points = self._points_at(event.coordinate)
        if len(points) == 1:
            self.app.push_screen(SayingsScreen(self._list_keys, points[0]), self._go)
        elif points:
            count = wording.points_heading(len(points), min(len(points), MOST_PAIRS))
            self._list(f"{self._names(event.coordinate)}: {count}", points)

    def _list(self, heading: str, points: Sequence[Standpoint]) -> None:
        listed = PointsScreen(self._list_keys, heading, points[:MOST_PAIRS])
        self.app.push_screen(listed, self._go)

    def _go(self, saying: Saying | None) -> None:
        if saying is not None:
            self.dismiss(saying)

    def _points_at(self, at: Coordinate) -> list[Standpoint]:
        """The pairs of a cell: one, all of a row or a column, or none."""
        if at.row and at.column:
            point = self._matrix.cells.get((at.row - 1, at.column - 1))
            return [] if point is None else [point]
        holder, target = fold_name(self._holders[at.row]), fold_name(self._targets[at.column])
        return [
            point
            for point in self._points
            if (at.row == 0 or fold_name(point.holder) == holder)
            and (at.column == 0 or fold_name(point.target) == target)
        ]

    def _names(self, at: Coordinate) -> str:
        holder = self._holders[at.row] if at.row else wording.EVERYBODY
        target = self._targets[at.column] if at.column else wording.EVERYTHING
        return wording.ends_line(holder, target)

    def _rows(self) -> list[list[Text]]:
        """One row for everybody, then one for each holder."""
        by_target: dict[str, list[Standpoint]] = {}
        for point in self._points:
            by_target.setdefault(fold_name(point.target), []).append(point)
        everybody = [tally(by_target[fold_name(name)]) for name in self._matrix.targets]
        rows = [[Text(wording.EVERYBODY), *map(Text, everybody)]]
        for number, holder in enumerate(self._matrix.holders):
            cells = (self._matrix.cells.get((number, n)) for n in range(len(everybody)))
            name = safe_line(holder, HOLDER_CELLS)
            rows.append([Text(name), *(Text(_counts(point)) for point in cells)])
        return rows

    def _heading(self) -> str:
        holders, targets = (
            len({fold_name(name) for name in names})
            for names in ((p.holder for p in self._points), (p.target for p in self._points))
        )
        stances = sum(len(point.sayings) for point in self._points)
        divided = len(contradictions(self._points))
        heading = wording.standpoints_heading(holders, targets, stances, divided)
        shown = (len(self._matrix.holders), len(self._matrix.targets))
        is_whole = shown == (holders, targets)
        return heading if is_whole else f"{heading}\n{wording.standpoints_cut(*shown)}"

    def _say(self, *lines: str) -> None:
        room = max(MIN_CELLS, self.size.width - 2)
        words = "\n".join(safe_line(line, room) for line in lines)
        self.query_one("#standpoints-cell", Static).update(Content(words))

    @property
    def _table(self) -> Matrix:
        return self.query_one(Matrix)


def _counts(point: Standpoint | None) -> str:
    if point is None:
        return ""
    return f"{tally([point])} {wording.BOTH_SIDES}" if point.is_divided else tally([point])
