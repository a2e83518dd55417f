"""Paints one row of an article: its text, marks and overlays become styled segments.

Knows nothing of widgets or scrolling. Text comes in as shown (`domain.display.shown`) and goes out
as segments, never as markup: both `Content` and `rich.Text` drop control characters and so shift
every offset after one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.domain.article import Span
from annotator.tui.widgets.article_layout import ArticleLayout
from annotator.tui.widgets.marks import Mark, Palette

_NESTED = Style(underline=True)
_NESTED_UNDERLINED = Style(underline=False, underline2=True)
_NESTED_DOUBLE = Style(underline=True, underline2=False)


@dataclass(frozen=True, slots=True)
class Overlays:
    """What is drawn over the marks. `hints` are offsets, ascending, with the letters there."""

    title: Span | None = None
    dimmed: tuple[Span, ...] = ()
    outlined: tuple[Span, ...] = ()
    current: tuple[Span, ...] = ()
    selection: Span | None = None
    cursor: int | None = None
    hints: tuple[tuple[int, str], ...] | None = None


def changed_spans(before: Overlays, after: Overlays) -> set[Span]:
    """Where the two draw other overlays (but for hints, which change every row)."""
    spans: set[Span] = set()
    for one, other in (
        (before.dimmed, after.dimmed),
        (before.outlined, after.outlined),
        (before.current, after.current),
        (_selected(before), _selected(after)),
        (_at_cursor(before), _at_cursor(after)),
    ):
        if one != other:
            spans |= set(one) ^ set(other)
    return spans


def _selected(overlays: Overlays) -> tuple[Span, ...]:
    return () if overlays.selection is None else (overlays.selection,)


def _at_cursor(overlays: Overlays) -> tuple[Span, ...]:
    return () if overlays.cursor is None else (Span(overlays.cursor, overlays.cursor + 1),)


@dataclass(frozen=True, slots=True)
class _Range:
    """A mark, an overlay or a hint within the row, from grapheme to grapheme."""

    start: int
    end: int
    mark: Mark | None = None
    style: Style | None = None
    letters: str = ""

    def covers(self, offset: int) -> bool:
        return self.start <= offset < self.end


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Paints rows of one article in one palette. `raw` is the text that `layout` shows safely."""

    raw: str
    layout: ArticleLayout
    palette: Palette
    base: Style

    def paint(self, row: int, marks: Sequence[Mark], overlays: Overlays, width: int) -> Strip:
        """The strip of a row, `width` cells wide."""
        marked = [self._clip(m.start, m.end, row, mark=m) for m in marks]
        under, over = self._overlays(row, overlays)
        seams = _seams(marked)
        hints = {hint.start: hint for hint in self._hints(row, overlays.hints or ())}
        signs = {sign.start: sign for sign in self._signs(row, marked)}
        segments: list[Segment] = []
        hidden_to = 0
        cuts = self._cuts(row, (*marked, *under, *over, *hints.values(), *signs.values()), seams)
        for lo, hi, here in _sweep(cuts, marked):
            if hint := hints.get(lo):
                segments.append(Segment(hint.letters, self.base + (hint.style or Style())))
                hidden_to = hint.end
            if lo < hidden_to:
                continue
            if overlays.hints is None:
                style = self._style(lo, here, seams, under, over)
            else:
                style = self._style_under_hints(lo, here, under, over)
            text = self.layout.cells.text[lo:hi]
            if (sign := signs.get(lo)) and sign.style:
                text, style = sign.letters, style + sign.style
            segments.append(Segment(text, style))
        if overlays.cursor is not None and self._stands_after_row(overlays.cursor, row):
            segments.append(Segment(" ", self.base + self.palette.cursor))
        return Strip(segments).adjust_cell_length(width, self.base)

    def _cuts(self, row: int, ranges: Sequence[_Range], seams: Sequence[_Range]) -> list[int]:
        """Every offset of the row where the style may change, its ends included."""
        edges = {self.layout.start(row), self.layout.shown_end(row)}
        for each in ranges:
            edges |= {each.start, each.end}
        edges |= {self.layout.cells.ceil(r.start + 1) for r in seams}
        return sorted(edges)

    def _overlays(self, row: int, overlays: Overlays) -> tuple[list[_Range], list[_Range]]:
        """What is drawn under the marks, and what over them."""
        palette, clip = self.palette, self._clip
        start, end = self.layout.start(row), self.layout.end(row)

        def inside(spans: Sequence[Span], style: Style) -> list[_Range]:
            return [
                clip(s.start, s.end, row, style=style)
                for s in spans
                if s.start < end and start < s.end
            ]

        under = inside([overlays.title] if overlays.title else [], palette.title)
        under += inside(overlays.dimmed, palette.dimmed)
        over = inside(overlays.outlined, palette.outline)
        over += self._symbols(row)
        over += inside(overlays.current, palette.current)
        over += inside([overlays.selection] if overlays.selection else [], palette.selection)
        if overlays.cursor is not None and start <= overlays.cursor < end:
            over.append(clip(overlays.cursor, overlays.cursor + 1, row, style=palette.cursor))
        return under, over

    def _clip(
        self,
        start: int,
        end: int,
        row: int,
        *,
        mark: Mark | None = None,
        style: Style | None = None,
    ) -> _Range:
        """A range within the row's shown text, widened to whole graphemes."""
        cells = self.layout.cells
        first, last = self.layout.start(row), self.layout.shown_end(row)
        lo = cells.floor(min(max(start, first), last))
        hi = cells.ceil(max(min(end, last), lo))
        return _Range(lo, hi, mark, style)

    def _symbols(self, row: int) -> list[_Range]:
        """The row's signs for invisible characters, drawn so that nobody takes them for text."""
        start, end = self.layout.start(row), self.layout.shown_end(row)
        raw, shown = self.raw[start:end], self.layout.cells.text[start:end]
        if raw == shown:
            return []
        return [
            self._clip(offset, offset + 1, row, style=self.palette.symbol)
            for offset, (was, sign) in enumerate(zip(raw, shown, strict=True), start)
            if was != sign
        ]

    def _style(
        self,
        offset: int,
        here: Sequence[_Range],
        seams: Sequence[_Range],
        under: Sequence[_Range],
        over: Sequence[_Range],
    ) -> Style:
        """The style from `offset` to the next cut; `here` are the marks that cover it."""
        style = self.base
        for layer in under:
            if layer.style and layer.covers(offset):
                style += layer.style
        if here:
            style += self._mark_style(offset, here, seams)
        for layer in over:
            if layer.style and layer.covers(offset):
                style += layer.style
        return style

    def _style_under_hints(
        self, offset: int, here: Sequence[_Range], under: Sequence[_Range], over: Sequence[_Range]
    ) -> Style:
        """What is no hint: dim and without grounds, so that the letters stand out."""
        palette, style = self.palette, self.base
        for layer in under:
            if layer.style and layer.covers(offset):
                style += layer.style
        shortest = min((r.mark for r in here if r.mark), key=_shortest_first, default=None)
        if shortest is not None:
            style += palette.of(shortest.label).quiet
        style += palette.without_hint
        for layer in over:
            if layer.style and layer.covers(offset):
                is_current = layer.style == palette.current
                style += palette.current_under_hints if is_current else layer.style
        return style

    def _mark_style(self, offset: int, here: Sequence[_Range], seams: Sequence[_Range]) -> Style:
        """Ground of the shortest filled mark; an underline more where there are several."""
        marks = sorted((r.mark for r in here if r.mark), key=_shortest_first)
        filled = [m for m in marks if not m.outlined]
        if not filled:
            return self.palette.of(marks[0].label).outlined
        top = filled[0]
        styles = self.palette.of(top.label)
        if any(r.start == offset and r.mark is top for r in seams):
            style = styles.seam
        else:
            style = styles.doubtful if top.doubtful else styles.filled
        if len(filled) > 1:
            style += _nested(style)
        return style + self.palette.outline if len(filled) < len(marks) else style

    def _hints(self, row: int, hints: Sequence[tuple[int, str]]) -> list[_Range]:
        """The row's hints: the next letter of each, in cells that need not be its word's."""
        start, end = self.layout.start(row), self.layout.shown_end(row)
        placed: list[_Range] = []
        first, last = (bisect_left(hints, (offset,)) for offset in (start, end))
        for offset, letters in hints[first:last]:
            free = placed[-1].end if placed else start
            placed.append(self._hint(offset, letters, free, end))
        return placed

    def _hint(self, offset: int, letters: str, free: int, end: int) -> _Range:
        """The next letter of a hint, in the space or sign before its word, which can be read then.

        Nothing before `free` or from `end` on is covered. What else is to be typed is shown once
        this letter was: words stay whole, however many have a hint.
        """
        cells = self.layout.cells
        lo = cells.floor(offset)
        before = cells.floor(lo - 1) if lo > free else lo
        if before >= free and cells.cell(lo) - cells.cell(before) == 1:
            lo = lo if cells.text[before].isalnum() else before
        hi = min(cells.ceil(lo + 1), end)
        style = self.palette.hint if len(letters) == 1 else self.palette.further
        return _Range(lo, hi, None, style, letters[0].ljust(cells.cell(hi) - cells.cell(lo)))

    def _signs(self, row: int, marked: Sequence[_Range]) -> list[_Range]:
        """Letters in the spaces around marks, for eyes and terminals that can't go by colour.

        Before a mark its label's letter; after it `?` where it is doubtful and `+` where it is a
        candidate. Only spaces give way, and a letter goes before what ends there.
        """
        placed: dict[int, _Range] = {}
        for each in sorted(marked, key=lambda r: r.end - r.start, reverse=True):
            mark = each.mark
            styles = self.palette.of(mark.label) if mark else None
            if mark is None or styles is None or not styles.letter:
                continue
            after = "+" if mark.outlined else "?" if mark.doubtful else ""
            if each.end == mark.end and after:
                placed.setdefault(
                    each.end, _Range(each.end, each.end + 1, None, styles.sign, after)
                )
            if each.start == mark.start:
                lo = each.start - 1
                placed[lo] = _Range(lo, each.start, None, styles.sign, styles.letter)
        first, last = self.layout.start(row), self.layout.shown_end(row)
        spaces = (n for n in placed if first <= n < last and self.layout.cells.text[n] == " ")
        return [placed[n] for n in spaces]

    def _stands_after_row(self, offset: int, row: int) -> bool:
        return self.layout.row_of(offset) == row and offset >= self.layout.shown_end(row)


def _shortest_first(mark: Mark) -> tuple[int, int, str]:
    return (mark.end - mark.start, -mark.start, mark.id)


def _sweep(
    cuts: Sequence[int], ranges: Sequence[_Range]
) -> Iterator[tuple[int, int, list[_Range]]]:
    """From cut to cut, with the ranges that cover that piece.

    The open ranges are carried along: a row that 200 marks touch is painted in a fifth of the time
    that looking through all of them for each piece would take.
    """
    opening: dict[int, list[_Range]] = {}
    for each in ranges:
        opening.setdefault(each.start, []).append(each)
    here: list[_Range] = []
    for lo, hi in pairwise(cuts):
        here = [r for r in here if r.end > lo] + [r for r in opening.get(lo, ()) if r.end > lo]
        yield lo, hi, here


def _seams(ranges: Sequence[_Range]) -> list[_Range]:
    """The filled marks that begin exactly where another of their label ends."""
    filled = [(r, r.mark) for r in ranges if r.mark and not r.mark.outlined]
    ends = {(mark.end, mark.label) for _, mark in filled}
    return [each for each, mark in filled if (mark.start, mark.label) in ends]


def _nested(style: Style) -> Style:
    """The underline of a mark within another; never the one that its label already has."""
    if style.underline2:
        return _NESTED_DOUBLE
    return _NESTED_UNDERLINED if style.underline else _NESTED
