"""A program for the tests beside it: shows an article that tries to drive the terminal."""

from textual.app import App

from annotator.domain.scheme import EntityLabel, Scheme, Underline
from annotator.tui.looks import Look
from annotator.tui.palettes import palette
from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.marks import Mark

TEXT = "x\x1b]0;owned\x07 \x1b[5;5Hmoved \x9b31m \u202edesrever \x1b]52;c;eA==\x07"


class HostileApp(App[None]):
    def compose(self):
        label = EntityLabel("PER", "p", "#77AADD", Underline.NONE, "")
        scheme = Scheme("s", "1", "", "fr", "", (label,), (), None, None, None, None, "")
        yield ArticleView(palette(scheme, Look()))

    def on_mount(self):
        self.query_one(ArticleView).show(TEXT, [Mark("m", len(TEXT) - 5, len(TEXT), "PER")])


if __name__ == "__main__":
    HostileApp().run()
