"""Textual's compositor, asking widgets for what changed and sending what the terminal lacks.

Its own way asks every widget between the first and the last changed line for all of its lines, and
the containers behind them for lines that nobody sees; then it sends these lines from end to end.
The outcome is the same, which tests hold against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias, cast

# Private, but the one place where lines are put together; Textual is pinned to one version.
from rich.console import Console, ConsoleOptions, RenderResult
from textual._compositor import Compositor, CompositorUpdate, LayoutUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.widgets.changed_cells import changed_cells

Pieces: TypeAlias = dict[int, dict[int, Strip | None]]
"""The pieces of lines, by line and by the column that they begin at; None is not drawn yet."""


class ChangedLines(Compositor):
    """The compositor of a screen on which a key changes a few lines."""

    def __init__(self) -> None:
        super().__init__()
        self._terminal = OnTerminal()

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out anew: it may be because the terminal has another size, and lost what it held."""
        self._terminal.forget()
        return super().reflow(parent, size)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """The whole screen, whatever the terminal holds."""
        self._terminal.forget()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]  # a wider type, which its caller takes
        """What changed in the regions that widgets asked to be drawn; None where none did."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        if not regions:
            return None
        cuts = self.cuts
        found: Pieces = {}
        for y, begin, end in self._regions_to_spans(regions):
            if 0 <= y < len(cuts):
                pieces = found.setdefault(y, {})
                pieces |= {x: None for x, to in pairwise(cuts[y]) if x < end and begin < to}
        self._fill(found)
        return Changes(found, self._terminal.of(cuts))

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """The pieces of the wanted lines by the column they begin at; other lines are empty."""
        cuts = self.cuts
        wanted = [y for y in crop.line_range if y < len(cuts) and is_rendered_line(y)]
        found: Pieces = {y: dict.fromkeys(cuts[y][:-1]) for y in wanted}
        self._fill(found)
        return [cast("Mapping[int, Strip]", found.get(y, {})) for y in range(len(cuts))]

    def _fill(self, found: Pieces) -> None:
        """Ask for the pieces, each from the widget in front."""
        open_lines = sorted(found)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            lines = [
                y for y in open_lines if seen.y <= y < seen.bottom and _is_open(found[y], seen)
            ]
            if not lines:
                continue
            for begin, end in _runs(lines):
                part = Region(seen.x - region.x, begin - region.y, seen.width, end - begin)
                for y, strip in zip(range(begin, end), widget.render_lines(part), strict=False):
                    _put(found[y], strip, seen, self.cuts[y])
            open_lines = [y for y in open_lines if None in found[y].values()]


class OnTerminal:
    """The pieces that were sent and still stand on the terminal, by column and line."""

    def __init__(self) -> None:
        self._cuts: Sequence[Sequence[int]] = ()
        self._pieces: dict[tuple[int, int], Strip] = {}

    def forget(self) -> None:
        """Nobody knows what the terminal shows."""
        self._pieces.clear()

    def of(self, cuts: Sequence[Sequence[int]]) -> dict[tuple[int, int], Strip]:
        """The pieces of lines that are cut like this; none where they were cut otherwise."""
        if cuts != self._cuts:
            self._cuts = cuts
            self._pieces = {}
        return self._pieces


class Changes(CompositorUpdate):
    """Writes the cells of `pieces` in which they differ from what is `on_terminal`."""

    def __init__(self, pieces: Pieces, on_terminal: dict[tuple[int, int], Strip]) -> None:
        self._pieces, self._on_terminal = pieces, on_terminal

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Textual writes it by `render_segments`."""
        return ()

    def render_segments(self, console: Console) -> str:
        """The sequences that bring the terminal up to date, which it is taken to be from now on."""
        return "".join(
            f"\x1b[{y + 1};{x + 1}H{part.render(console)}" for y, x, part in self._changed()
        )

    def _changed(self) -> Iterator[tuple[int, int, Strip]]:
        """What is to be written at which line and column."""
        for y, line in self._pieces.items():
            for x, piece in line.items():
                before = self._on_terminal.get((x, y))
                if piece is None or piece is before:
                    continue
                self._on_terminal[x, y] = piece
                if before is None:
                    yield y, x, piece
                    continue
                for cell, part in changed_cells(before, piece):
                    yield y, x + cell, part


def _is_open(line: Mapping[int, Strip | None], seen: Region) -> bool:
    """Whether a piece of the line is wanted from a widget that is seen there."""
    return any(piece is None and seen.x <= x < seen.right for x, piece in line.items())


def _put(line: dict[int, Strip | None], strip: Strip, seen: Region, cuts: Iterable[int]) -> None:
    """Put the pieces of a widget's line where nothing stands yet."""
    here = [cut for cut in cuts if seen.x <= cut <= seen.right]
    whole = len(here) == 2 and strip.cell_length == seen.width  # from end to end
    pieces = [strip] if whole else strip.divide([cut - seen.x for cut in here[1:]])
    for cut, piece in zip(here, pieces, strict=False):
        if cut in line and line[cut] is None:
            line[cut] = piece


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that follow each other: first, and one past the last."""
    begin = lines[0]
    for line, following in zip(lines, [*lines[1:], -1], strict=True):
        if following != line + 1:
            yield begin, line + 1
            begin = following
