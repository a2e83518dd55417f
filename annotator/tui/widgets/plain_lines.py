"""A widget of lines without borders: each line is padded and filtered once, when it is painted.

Textual's own way asks the style of every line of every widget at each frame, also where nothing
changed. The outcome is the same, which a test holds against it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style as RichStyle
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines stand on: cells within the padding and beside it, colours, filters."""

    content: int
    left: int
    right: int
    background: Color
    padding: RichStyle
    filters: tuple[LineFilter, ...]

    def finished(self, strip: Strip) -> Strip:
        """A painted line as it goes to the screen."""
        strip = strip.adjust_cell_length(self.content, self.padding)
        if self.left or self.right:
            sides = Strip.blank(self.left, self.padding), Strip.blank(self.right, self.padding)
            strip = Strip.join([sides[0], strip, sides[1]])
        for each in self.filters:
            strip = strip.apply_filter(each, self.background)
        return strip


class PlainLines(Widget):
    """Base of such widgets. They have no border, outline, opacity or padding above and below."""

    _ground: Ground | None = None
    _ground_key: tuple[int, Size, Sequence[LineFilter]] | None = None
    """What the ground was worked out from: styles, size, filters."""

    @abstractmethod
    def finished_lines(self, rows: Sequence[int], ground: Ground) -> list[Strip]:
        """These lines of the widget, each as `ground.finished` made it."""

    @abstractmethod
    def forget_lines(self) -> None:
        """Paint every line anew: the ground is another one."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in `crop`, in cells of the widget."""
        updates = self.styles._cache_key  # noqa: SLF001  # Textual's own caches go by it
        key = (updates, self.outer_size, self.get_line_filters())
        ground = self._ground
        if ground is None or key != self._ground_key:
            self._ground_key, now = key, self._ground_now()
            if now != ground:
                self.forget_lines()
            self._ground = ground = now
        lines = self.finished_lines(crop.line_range, ground)
        if crop.x == 0 and crop.width == ground.left + ground.content + ground.right:
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]

    def _ground_now(self) -> Ground:
        under, background = self.background_colors
        padding = self.styles.padding
        return Ground(
            self.content_size.width,
            padding.left,
            padding.right,
            background,
            Style(background=under + background).rich_style,
            tuple(self.get_line_filters()),
        )
