"""One sentence in one style, wrapped where it has several rows: header, item, status, legend.

`Static` works out markup, links and the styles of every span anew whenever a word changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual

from annotator.tui.widgets.plain_lines import Ground, PlainLines


class SaidLine(PlainLines):
    """Draws what was said last. The text must be safe to show (`domain.display`)."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual
        super().__init__(id=id)
        self.said = ""
        self._in_style = ""
        self._styles: dict[str, Style] = {}
        """What each style that was asked for is here: a theme has its own colours."""

    def say(self, line: str, style: str = "") -> None:
        """Draw another line, in a style of Textual's markup."""
        if (line, style) != (self.said, self._in_style):
            self.said, self._in_style = line, style
            self.refresh()

    def notify_style_update(self) -> None:
        """Another theme has other colours."""
        super().notify_style_update()
        self.forget_lines()

    def forget_lines(self) -> None:
        """Ask for the styles anew."""
        self._styles.clear()

    def finished_lines(self, rows: Sequence[int], ground: Ground) -> list[Strip]:
        """The rows as they go to the screen."""
        return [ground.finished(self.render_line(y)) for y in rows]

    def render_line(self, y: int) -> Strip:
        """A row of the sentence."""
        lines = self._wrapped(self.size.width)
        return Strip([Segment(lines[y] if y < len(lines) else "", self._style())])

    def _wrapped(self, width: int) -> list[str]:
        if cell_len(self.said) <= width:
            return [self.said]
        return [line.plain for line in Content(self.said).wrap(width)] if width else []

    def _style(self) -> Style:
        style = self._styles.get(self._in_style)
        if style is None:
            sample = Content.styled("x", self._in_style)
            strips = Visual.to_strips(self, sample, 1, 1, self.visual_style)
            segments = [segment for strip in strips for segment in strip]
            style = (segments[0].style if segments else None) or Style()
            self._styles[self._in_style] = style = style.clear_meta_and_links()
        return style
