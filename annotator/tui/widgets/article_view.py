"""The article on the screen: values in, messages out.

A Line API widget: only rows that changed are painted, painted rows are kept. It knows the text and
what to draw over it, nothing of layers, edits, files or keys. Offsets are code points of the text
given to `show`, rows and cells are those of `ArticleLayout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.domain.article import Span
from annotator.domain.words import PLAIN, Words
from annotator.tui.widgets.article_strips import Overlays, RowPainter, changed_spans
from annotator.tui.widgets.marks import Mark, MarksByRow, Palette, laid_out
from annotator.tui.widgets.plain_lines import Ground, PlainLines

CONTEXT_ROWS = 3
"""Rows kept in sight above and below the current item."""
KEPT_STRIPS = 256
"""Painted rows kept, about 6 screens; each takes 5 KB and more."""


class ArticleView(ScrollView, PlainLines, can_focus=False):
    """Shows one article with its marks.

    Args:
        palette: The styles to draw with.
        reading_width: Cells of a row at most; a narrower screen makes it less.
    """

    # Textual's own selection takes the whole widget and can crash on a drag (textual #6633, #6708).
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ArticleView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    @dataclass
    class MarkClicked(Message):
        """A mark was clicked: the shortest one under the mouse."""

        id: str

    @dataclass
    class WordClicked(Message):
        """A word or punctuation mark outside all marks was clicked."""

        span: Span

    @dataclass
    class RangeSelected(Message):
        """A range was selected with the mouse, in whole graphemes."""

        span: Span

    @dataclass
    class Scrolled(Message):
        """Other rows are on the screen now."""

        def can_replace(self, message: Message) -> bool:
            """One is enough, however many rows went by."""
            return isinstance(message, ArticleView.Scrolled)

    def __init__(
        self,
        palette: Palette,
        *,
        reading_width: int = 90,
        words: Words = PLAIN,
        id: str | None = None,  # noqa: A002 (Textual's name)
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._palette = palette
        self._words = words
        self._reading_width = reading_width
        self._text = ""
        self._marks = laid_out("", reading_width, ())
        self._layout_rows = self._marks.layout
        self._overlays = Overlays()
        self._strips: LRUCache[int, Strip] = LRUCache(KEPT_STRIPS)
        self._hint_strips: LRUCache[int, Strip] = LRUCache(KEPT_STRIPS)
        self._painter: RowPainter | None = None
        self._top = 0
        self._reveal_when_laid_out = False
        self._sees_current = False
        self._drag_from: int | None = None

    # What is shown

    def show(
        self,
        text: str,
        marks: Iterable[Mark],
        dimmed: Sequence[Span] = (),
        title: Span | None = None,
    ) -> None:
        """Show a new article from its top, with no current item, hints or cursor.

        Marks that were laid out for its rows are followed from now on as they are.
        """
        self._text = text
        self._overlays = Overlays(title=title, dimmed=tuple(dimmed))
        self._top = 0
        self._drag_from = None
        self._lay_out(laid_out(text, self.row_width(), marks))

    def update_marks(self, marks: Iterable[Mark]) -> None:
        """Draw these marks; rows whose marks stay the same are not painted again.

        Handing in the same `Mark` objects for what did not change makes the comparison cheap.
        """
        self._repaint(self._marks.replace(marks))

    def change_marks(self, changed: Iterable[Mark] = (), removed: Iterable[str] = ()) -> None:
        """Add or replace some marks and remove some by id, for callers who know what changed."""
        rows: set[int] = set()
        for identifier in removed:
            rows |= self._marks.remove(identifier)
        for mark in changed:
            rows |= self._marks.put(mark)
        self._repaint(rows)

    def set_palette(self, palette: Palette) -> None:
        """Draw in other styles."""
        self._palette = palette
        self._forget_strips()

    def set_dimmed(self, spans: Sequence[Span]) -> None:
        """Dim these paragraphs, and no others."""
        self._overlay(replace(self._overlays, dimmed=tuple(spans)))

    def set_current(self, spans: Sequence[Span], beside: Sequence[Span] = ()) -> None:
        """Make these the current item and scroll it into sight, with some context.

        `beside` is to be in sight with it. Where not everything fits, the first of `beside` is, or
        else the first span.
        """
        self._overlay(replace(self._overlays, current=tuple(spans)))
        self._sees_current = bool(spans)
        if spans or beside:
            self._reveal([*beside, *spans])
        self._place_terminal_cursor()

    def set_outlined(self, spans: Sequence[Span]) -> None:
        """Outline these proposals, and no others."""
        self._overlay(replace(self._overlays, outlined=tuple(spans)))

    def set_hints(self, hints: Mapping[int, str] | None) -> None:
        """Draw one or two letters at each of these offsets and mute the rest; None ends it."""
        placed = None if hints is None else tuple(sorted(hints.items()))
        if placed != self._overlays.hints:
            self._overlays = replace(self._overlays, hints=placed)
            self._hint_strips.clear()
            self.refresh()

    def set_cursor(self, offset: int | None, anchor: int | None = None) -> None:
        """Show a cursor at `offset`, with what lies between it and `anchor` selected."""
        selection = None
        if offset is not None and anchor is not None and offset != anchor:
            selection = Span(min(offset, anchor), max(offset, anchor))
        self._overlay(replace(self._overlays, cursor=offset, selection=selection))
        if offset is not None:
            self._reveal([Span(offset, offset + 1)])
        self._place_terminal_cursor()

    # Where it stands

    def visible_span(self) -> Span | None:
        """The part of the text on the screen; None when there is none."""
        top = self.scroll_offset.y
        bottom = min(top + max(1, self._rows_on_screen()), self._layout_rows.row_count) - 1
        start, end = self._layout_rows.start(min(top, bottom)), self._layout_rows.end(bottom)
        return Span(start, end) if start < end else None

    def top_offset(self) -> int:
        """An offset in the top row: what `scroll_to_offset` takes to come back here."""
        return self._top

    def scroll_to_offset(self, offset: int) -> None:
        """Put the row of `offset` at the top, as far as the article's end allows."""
        self._top = offset
        self._scroll_to_row(self._layout_rows.row_of(offset))

    def scroll_rows(self, rows: int) -> None:
        """Scroll down by `rows`; up where it is negative."""
        self._scroll_to_row(self.scroll_offset.y + rows)

    def row_step(self, offset: int, rows: int) -> int:
        """The offset `rows` rows below `offset` (above where negative), in its column."""
        row, cell = self._layout_rows.position(offset)
        return self._layout_rows.offset_at(row + rows, cell)

    @property
    def marks(self) -> MarksByRow:
        """The marks in the rows that are shown now."""
        return self._marks

    def page_rows(self) -> int:
        """Rows to scroll for the next page: the screen less one row of context."""
        return max(1, self._rows_on_screen() - 1)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The strip of screen row `y`, painted when it is not kept."""
        return self._painted(y + self.scroll_offset.y, self.scrollable_content_region.width)

    def _painted(self, row: int, width: int) -> Strip:
        if row >= self._layout_rows.row_count:
            return Strip.blank(width, self.rich_style)
        if self._painter is None:
            rows, ground = self._layout_rows, self.rich_style
            self._painter = RowPainter(self._text, rows, self._palette, ground)
        return self._painter.paint(row, self._marks.in_row(row), self._overlays, width)

    def forget_lines(self) -> None:
        """Paint every row anew when it is asked for."""
        self._strips.clear()
        self._hint_strips.clear()
        self._painter = None

    def finished_lines(self, rows: Sequence[int], ground: Ground) -> list[Strip]:
        """The rows as they go to the screen, painted when they are not kept."""
        # Asked once: each of them walks up to the screen.
        top, width = self.scroll_offset.y, self.scrollable_content_region.width
        strips = self._strips if self._overlays.hints is None else self._hint_strips
        found: list[Strip] = []
        for y in rows:
            strip = strips.get(top + y)
            if strip is None:
                strip = strips[top + y] = ground.finished(self._painted(top + y, width))
            found.append(strip)
        return found

    def notify_style_update(self) -> None:
        """Paint anew where the ground has changed: another theme, or a rule for focus."""
        super().notify_style_update()
        if self._painter is not None and self._painter.base != self.rich_style:
            self._forget_strips()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember the top row by an offset in it, and tell that the screen scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        seen = self.visible_span()
        self._sees_current = seen is not None and any(map(seen.overlaps, self._overlays.current))
        row = round(new_value)
        if self._layout_rows.row_of(self._top) != row:
            self._top = self._layout_rows.start(min(row, self._layout_rows.row_count - 1))
        self._place_terminal_cursor()
        self.post_message(self.Scrolled())

    def on_resize(self) -> None:
        """Wrap at the new width, with the same text at the top and the current item in sight."""
        sees_current = self._sees_current
        if self.row_width() != self._layout_rows.width:
            self._lay_out(laid_out(self._text, self.row_width(), self._marks))
        else:
            self._forget_strips()
            self.scroll_to_offset(self._top)
        if sees_current or self._reveal_when_laid_out:
            self._reveal(self._overlays.current)
        self._place_terminal_cursor()

    def row_width(self) -> int:
        """Cells of a row: one less than there are, for the cursor at the end of a full row."""
        room = self.scrollable_content_region.width - 1
        return min(self._reading_width, room) if room > 0 else self._reading_width

    def _rows_on_screen(self) -> int:
        # What is beside the rows takes none; asking for the region walks up to the screen.
        return self.outer_size.height

    def _lay_out(self, marks: MarksByRow) -> None:
        top, layout = self._top, marks.layout
        self._marks, self._layout_rows = marks, layout
        self._forget_strips()
        self.virtual_size = Size(layout.width, layout.row_count)
        self.scroll_to_offset(top)

    def _forget_strips(self) -> None:
        self.forget_lines()
        self.refresh()

    def _overlay(self, overlays: Overlays) -> None:
        """Draw other overlays; only rows that one of the changed spans touches are painted."""
        before, self._overlays = self._overlays, overlays
        self._repaint(
            row
            for span in changed_spans(before, overlays)
            for row in self._layout_rows.rows_of(span.start, span.end)
        )

    def _repaint(self, rows: Iterable[int]) -> None:
        changed = set(rows)
        if not changed:
            return
        top, width = self.scroll_offset.y, self._layout_rows.width + 1
        for row in changed:
            self._strips.discard(row)
            self._hint_strips.discard(row)
        seen = [row - top for row in changed if top <= row < top + self._rows_on_screen()]
        if seen:
            self.refresh(*(Region(0, y, width, 1) for y in seen))

    # Scrolling

    def _scroll_to_row(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, force=True)

    def _reveal(self, spans: Sequence[Span]) -> None:
        """Scroll, if need be, so that all spans are in sight, or else the first."""
        height = self._rows_on_screen()
        self._reveal_when_laid_out = height == 0
        if height == 0 or not spans:
            return
        rows = [self._layout_rows.rows_of(s.start, s.end) for s in spans]
        first, last = min(r.start for r in rows), max(r.stop for r in rows) - 1
        context = min(CONTEXT_ROWS, (height - 1) // 3)
        if last - first + 1 > height - 2 * context:
            first, last = rows[0].start, min(rows[0].stop, rows[0].start + height) - 1
        top = self.scroll_offset.y
        if first - context >= top and last + context < top + height:
            return
        far = last < top or first >= top + height
        if far:
            self._scroll_to_row(first - height // 3)
        elif first - context < top:
            self._scroll_to_row(first - context)
        else:
            self._scroll_to_row(last + context + 1 - height)

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor where the eye should be: input methods, screen readers."""
        offset = self._overlays.cursor
        if offset is None and self._overlays.current:
            offset = self._overlays.current[0].start
        if offset is None or not self.is_attached:
            return
        row, cell = self._layout_rows.position(offset)
        y = row - self.scroll_offset.y
        if 0 <= y < self._rows_on_screen():
            self.app.cursor_position = self.content_region.offset + Offset(cell, y)

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a click or a drag."""
        if event.button == 1:
            self._drag_from = self._offset_under(event)
            if self._drag_from is not None:
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a drag selects."""
        if self._drag_from is not None:
            dragged = self._dragged(self._drag_from, event)
            self._overlay(replace(self._overlays, selection=dragged))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag with the range, or a click with the mark or word under it."""
        start, self._drag_from = self._drag_from, None
        if start is None:
            return
        self.release_mouse()
        self._overlay(replace(self._overlays, selection=None))
        if dragged := self._dragged(start, event):
            self.post_message(self.RangeSelected(dragged))
        elif mark := self._marks.at(start):
            self.post_message(self.MarkClicked(mark.id))
        elif word := self._words.token_at(self._text, start):
            self.post_message(self.WordClicked(word))

    def _dragged(self, start: int, event: events.MouseEvent) -> Span | None:
        """The graphemes from where the button went down to the mouse; None within one grapheme."""
        rows = self._layout_rows
        here = event.get_content_offset_capture(self)
        to = rows.offset_at(here.y + self.scroll_offset.y, here.x)
        if to == start:
            return None
        first, last = sorted((start, to))
        line_end = rows.shown_end(rows.row_of(last))
        return Span(first, max(last, rows.cells.ceil(min(last + 1, line_end))))

    def _offset_under(self, event: events.MouseEvent) -> int | None:
        """The grapheme under the mouse; None beside or below the text."""
        here = event.get_content_offset(self)
        if here is None:
            return None
        row = here.y + self.scroll_offset.y
        if row >= self._layout_rows.row_count or here.x >= self._layout_rows.row_cells(row):
            return None
        return self._layout_rows.offset_at(row, here.x)
