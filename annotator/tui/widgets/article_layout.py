"""Where each character of an article stands: rows by greedy wrap, offsets to cells and back.

Pure: no widget, no style, no screen. Offsets are code points, cells terminal columns from 0, rows
lines from 0. The text measured is the shown one (`domain.display.shown`), in which every grapheme
takes at least one cell; it has the offsets of the article.
"""

from __future__ import annotations

from bisect import bisect_right

import regex
from rich.cells import cell_len

# Characters that rich measures as one cell (or two), each a grapheme unless a mark follows. The
# list is not complete: any other character is looked up, which is right as well but slower.
_NARROW = (
    r"[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0384-\u038a\u0400-\u0482\u048a-\u052f"
    r"\u05d0-\u05ea\u0620-\u064a\u1e00-\u1eff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf"
    r"\u2190-\u2199\u21c4\u21e5\u2400-\u2426\u2500-\u25cc\ufffd]"
)
_WIDE = r"[\u3001-\u3020\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]"
_JOINS = r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}\p{GCB=V}\p{GCB=T}\p{M}]"
# Some vowel signs, such as those of Burmese, begin a grapheme of their own that takes no cell.
_CLUSTER = r"\X(?:(?=\p{M})\X)*"
_RUN = regex.compile(
    rf"(?P<narrow>{_NARROW}+(?!{_JOINS}))|(?P<wide>{_WIDE}+(?!{_JOINS}))|{_CLUSTER}"
)

_WHOLE = 0
"""Cells per code point in a run that is one grapheme: it has a width, but no place inside."""


class CellMap:
    """Cells of a text laid out on one endless line: runs of characters of equal width.

    Kept apart from the rows because it does not change with the width of the screen.
    """

    __slots__ = ("_cells", "_offsets", "_steps", "text")

    def __init__(self, shown: str) -> None:
        self.text = shown
        self._offsets: list[int] = []
        self._cells: list[int] = []
        self._steps: list[int] = []
        cell = 0
        for run in _RUN.finditer(shown):
            self._offsets.append(run.start())
            self._cells.append(cell)
            match run.lastgroup:
                case "narrow":
                    self._steps.append(1)
                    cell += run.end() - run.start()
                case "wide":
                    self._steps.append(2)
                    cell += 2 * (run.end() - run.start())
                case _:
                    self._steps.append(_WHOLE)
                    cell += max(1, cell_len(run.group()))
        self._offsets.append(len(shown))
        self._cells.append(cell)
        self._steps.append(1)

    def cell(self, offset: int) -> int:
        """The cell where the grapheme that holds `offset` begins."""
        run = bisect_right(self._offsets, offset) - 1
        return self._cells[run] + self._steps[run] * (offset - self._offsets[run])

    def offset(self, cell: int) -> int:
        """Where the grapheme that covers `cell` begins; beyond the text, its length."""
        run = bisect_right(self._cells, cell) - 1
        if run == len(self._offsets) - 1 or self._steps[run] == _WHOLE:
            return self._offsets[run]
        return self._offsets[run] + (cell - self._cells[run]) // self._steps[run]

    def floor(self, offset: int) -> int:
        """`offset`, or the start of the grapheme that it would cut."""
        run = bisect_right(self._offsets, offset) - 1
        return self._offsets[run] if self._steps[run] == _WHOLE else offset

    def ceil(self, offset: int) -> int:
        """`offset`, or the end of the grapheme that it would cut."""
        run = bisect_right(self._offsets, offset) - 1
        inside = self._steps[run] == _WHOLE and offset > self._offsets[run]
        return self._offsets[run + 1] if inside else offset


class ArticleLayout:
    r"""Rows of at most `width` cells, which tile the text.

    Only "\n" ends a paragraph; it, and a "\r" before it, belong to the paragraph's last row and
    take no cell. A row breaks after a space or tab where it can, else between graphemes. A single
    grapheme wider than `width` has a row of its own.
    """

    __slots__ = ("_starts", "_text", "cells", "width")

    def __init__(self, text: str, cells: CellMap, width: int) -> None:
        self._text = text
        self.cells = cells
        self.width = max(1, width)
        self._starts: list[int] = []
        paragraph = 0
        while paragraph <= len(text):
            line_feed = text.find("\n", paragraph)
            end = len(text) if line_feed < 0 else line_feed
            self._wrap(paragraph, self._without_line_end(paragraph, end))
            if line_feed < 0:
                break
            paragraph = line_feed + 1

    def rewrapped(self, width: int) -> ArticleLayout:
        """The same text at another width."""
        return ArticleLayout(self._text, self.cells, width)

    @property
    def row_count(self) -> int:
        """Number of rows, at least 1."""
        return len(self._starts)

    def start(self, row: int) -> int:
        """Offset of the row's first character."""
        return self._starts[row]

    def end(self, row: int) -> int:
        """Offset after the row's last character: where the next row starts."""
        return self._starts[row + 1] if row + 1 < len(self._starts) else len(self._text)

    def shown_end(self, row: int) -> int:
        """Offset after the last character that the row shows; its line end comes after it."""
        start, end = self.start(row), self.end(row)
        if end > start and self._text[end - 1] == "\n":
            return self._without_line_end(start, end - 1)
        return end

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; an offset between two rows is the later one's."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def rows_of(self, start: int, end: int) -> range:
        """The rows that show a part of `start..end`, at least one."""
        return range(self.row_of(start), self.row_of(max(start, end - 1)) + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Row and cell where the grapheme at `offset` begins; a line end stands after its row."""
        row = self.row_of(offset)
        offset = min(offset, self.shown_end(row))
        return row, self.cells.cell(offset) - self.cells.cell(self.start(row))

    def offset_at(self, row: int, cell: int) -> int:
        """Where the grapheme at `row` and `cell` begins; the nearest one of that row if none is.

        Beyond the last row of a paragraph that is its line end, beyond a wrapped row its last
        grapheme: the answer always lies in the row.
        """
        row = min(max(row, 0), self.row_count - 1)
        offset = self.cells.offset(self.cells.cell(self.start(row)) + max(0, cell))
        last = self.shown_end(row)
        if last == self.end(row) < len(self._text):
            last = self.cells.floor(last - 1)
        return min(offset, last)

    def row_cells(self, row: int) -> int:
        """How many cells the row fills."""
        return self.cells.cell(self.shown_end(row)) - self.cells.cell(self.start(row))

    def _without_line_end(self, start: int, end: int) -> int:
        return end - 1 if end > start and self._text.startswith("\r\n", end - 1) else end

    def _wrap(self, start: int, end: int) -> None:
        cells, starts, width = self.cells, self._starts, self.width
        starts.append(start)
        last_cell = cells.cell(end)
        first_cell = cells.cell(start)
        while last_cell - first_cell > width:
            reach = cells.offset(first_cell + width)
            start = self._break(start, reach) if reach > start else cells.ceil(start + 1)
            if start >= end:
                return
            starts.append(start)
            first_cell = cells.cell(start)

    def _break(self, start: int, reach: int) -> int:
        """Where the next row starts: after the last space before `reach`, else at `reach`."""
        text, end = self._text, reach
        while (space := max(text.rfind(" ", start, end), text.rfind("\t", start, end))) >= 0:
            if self.cells.floor(space + 1) == space + 1:
                return space + 1
            end = space
        return reach
