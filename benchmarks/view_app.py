"""The article view alone, and the obvious alternative, under the same keys: to prove its budget.

`python -m benchmarks.view_app KIND SIZE MENTIONS` with KIND `view` or `static`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from annotator.domain.article import Span
from annotator.domain.scheme import EntityLabel, Scheme, Underline
from annotator.tui.looks import Look
from annotator.tui.palettes import palette
from annotator.tui.themes import DARK_THEME
from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.marks import Mark
from benchmarks.synthetic import article_text, mention_spans

_COLOURS = ("#77AADD", "#EE8866", "#BBCC33", "#EEDD88", "#FFAABB")


def _scheme() -> Scheme:
    labels = tuple(
        EntityLabel(f"L{n}", str(n), colour, mark, "")
        for n, (colour, mark) in enumerate(zip(_COLOURS, Underline, strict=True))
    )
    return Scheme("bench", "1", "", "fr", "", labels, (), None, None, None, None, "")


class BenchApp(App[None]):
    """Items move, change label, grow and vanish; the page turns; a far item is jumped to."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        ("n", "step(1)", ""),
        ("b", "step(-1)", ""),
        ("o", "relabel", ""),
        ("k", "edge", ""),
        ("x", "reject", ""),
        ("h", "hints", ""),
        ("f", "page", ""),
        ("J", "jump", ""),
    ]

    def __init__(self, size: int, mentions: int) -> None:
        super().__init__()
        self.text = article_text(size)
        spans = mention_spans(size, mentions)
        self.marks = [
            Mark(f"m{n}", s.start, s.end, f"L{n % len(_COLOURS)}") for n, s in enumerate(spans)
        ]
        self.index = 0

    def on_mount(self) -> None:
        """Show the article with its first item current."""
        self.register_theme(DARK_THEME)
        self.theme = DARK_THEME.name
        self.call_after_refresh(self.draw_all)

    def action_step(self, by: int) -> None:
        """Go to the next or previous item."""
        self.index = max(0, self.index + by)
        self.draw_current()

    def action_relabel(self) -> None:
        """Give the current item its next label."""
        mark = self.marks[self.index]
        self.change(replace(mark, label=f"L{(int(mark.label[1:]) + 1) % len(_COLOURS)}"))

    def action_edge(self) -> None:
        """Move the right edge of the current item out by one character."""
        mark = self.marks[self.index]
        self.change(replace(mark, end=min(mark.end + 1, len(self.text))))

    def action_reject(self) -> None:
        """Take the current item away."""
        del self.marks[self.index]
        self.draw_marks()
        self.draw_current()

    def action_hints(self) -> None:
        """Show hints over the page, or take them away; only the article view has any."""

    def action_jump(self) -> None:
        """Go to an item a tenth of the article on."""
        self.index = (self.index + len(self.marks) // 10) % len(self.marks)
        self.draw_current()

    def change(self, mark: Mark) -> None:
        """Draw a changed mark, which stays current."""
        self.marks[self.index] = mark
        self.draw_marks()
        self.draw_current()

    def draw_all(self) -> None:
        """Draw everything."""
        raise NotImplementedError

    def draw_marks(self) -> None:
        """Draw the marks after a change of one."""
        raise NotImplementedError

    def draw_current(self) -> None:
        """Draw the current item."""
        raise NotImplementedError


class ViewApp(BenchApp):
    """The article view."""

    hinted = False

    def compose(self) -> ComposeResult:
        """The view alone."""
        yield ArticleView(palette(_scheme(), Look()))

    @property
    def view(self) -> ArticleView:
        """The widget under test."""
        return self.query_one(ArticleView)

    def draw_all(self) -> None:
        """Show the article."""
        self.view.show(self.text, self.marks)
        self.draw_current()

    def draw_marks(self) -> None:
        """Hand the whole list in, as a screen that draws a layer does."""
        self.view.update_marks(self.marks)

    def draw_current(self) -> None:
        """Make the item current."""
        mark = self.marks[self.index]
        self.view.set_current([Span(mark.start, mark.end)])

    def action_hints(self) -> None:
        """Letters over every content word of the page."""
        self.hinted, seen = not self.hinted, self.view.visible_span()
        words = (
            _scheme().words.content_words(self.text, seen.start, seen.end)
            if seen and self.hinted
            else ()
        )
        self.view.set_hints({w.start: "ab" for w in words} if self.hinted else None)

    def action_page(self) -> None:
        """Turn the page; after the last comes the first."""
        if self.view.is_vertical_scroll_end:
            self.view.scroll_to_offset(0)
        else:
            self.view.scroll_rows(self.view.page_rows())


class StaticApp(BenchApp):
    """The obvious way: one `Static` with the whole article as a styled `Text`, made anew."""

    def compose(self) -> ComposeResult:
        """A scrolling static."""
        with VerticalScroll():
            yield Static(markup=False)

    def draw_all(self) -> None:
        """Make the styled text and hand it in."""
        styles = palette(_scheme(), Look())
        text = Text(self.text)
        for mark in self.marks:
            text.stylize(styles.of(mark.label).filled, mark.start, mark.end)
        current = self.marks[self.index]
        text.stylize(styles.current, current.start, current.end)
        self.query_one(Static).update(text)

    def draw_marks(self) -> None:
        """Drawn with the current item."""

    def draw_current(self) -> None:
        """Draw everything anew: there is no smaller step."""
        self.draw_all()

    def action_page(self) -> None:
        """Turn the page; after the last comes the first."""
        scroll = self.query_one(VerticalScroll)
        if scroll.is_vertical_scroll_end:
            scroll.scroll_home(animate=False)
        else:
            scroll.scroll_relative(y=scroll.size.height - 1, animate=False)


if __name__ == "__main__":
    kind, size, mentions = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    (ViewApp if kind == "view" else StaticApp)(size, mentions).run()
