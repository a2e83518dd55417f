"""Textual's compositor, asking widgets for the lines that changed and for no others.

Its own way asks every widget between the first and the last changed line for all of its lines, and
the containers behind them for lines that nobody sees. The outcome is the same, which a test holds
against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

# Private, but the one place where lines are put together; Textual is pinned to one version.
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class ChangedLines(Compositor):
    """The compositor of a screen on which a key changes a few lines."""

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """The pieces of the changed lines by the column they begin at; other lines are empty."""
        cuts = self.cuts
        found: list[dict[int, Strip | None]] = [{} for _ in cuts]
        open_lines = [y for y in crop.line_range if y < len(cuts) and is_rendered_line(y)]
        for y in open_lines:
            found[y] = dict.fromkeys(cuts[y][:-1])
        # From front to back: a piece that is there already hides what is behind it.
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            lines = [y for y in open_lines if seen.y <= y < seen.bottom]
            if not lines or not seen.width:
                continue
            for begin, end in _runs(lines):
                part = Region(seen.x - region.x, begin - region.y, seen.width, end - begin)
                for y, strip in zip(range(begin, end), widget.render_lines(part), strict=False):
                    _put(found[y], strip, seen, cuts[y])
            open_lines = [y for y in open_lines if None in found[y].values()]
        return cast("Sequence[Mapping[int, Strip]]", found)


def _put(line: dict[int, Strip | None], strip: Strip, seen: Region, cuts: Sequence[int]) -> None:
    """Put the pieces of a widget's line where nothing stands yet."""
    here = [cut for cut in cuts if seen.x <= cut <= seen.right]
    pieces = strip.divide([cut - seen.x for cut in here[1:]])
    for cut, piece in zip(here, pieces, strict=False):
        if line.get(cut) is None:
            line[cut] = piece


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that follow each other: first, and one past the last."""
    begin = lines[0]
    for line, following in zip(lines, [*lines[1:], -1], strict=True):
        if following != line + 1:
            yield begin, line + 1
            begin = following
