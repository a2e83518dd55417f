"""How articles look, laid out: kept with their desks, and worked out ahead of being shown."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from annotator.tui.books import EntityBook, MarkBook, MarkChanges
from annotator.tui.widgets.marks import laid_out

if TYPE_CHECKING:
    from annotator.domain.article import Article
    from annotator.project.annotating import Desk


class Page:
    """An article with what its desk has it marked with; without a desk it has no marks.

    `rows` are the marks where they stand, in rows of one width.
    """

    def __init__(self, article: Article, desk: Desk | None, width: int) -> None:
        self.article = article
        self.marks, self.entities = MarkBook(), EntityBook()
        found = [] if desk is None else self.follow(desk).changed
        self.rows = laid_out(article.text, width, found)

    def follow(self, desk: Desk) -> MarkChanges:
        """Take over what changed on the desk since the last time; what is to be drawn anew."""
        touched = desk.picture.take_touched()
        self.entities.update(desk, touched)
        return self.marks.update(desk, touched)


class Pages:
    """The pages of desks, for as long as those are kept."""

    def __init__(self) -> None:
        self._pages: WeakKeyDictionary[Desk, Page] = WeakKeyDictionary()

    def of(self, article: Article, desk: Desk | None, width: int) -> Page:
        """The page of a desk; where there is none it is made, in rows of so many cells."""
        if desk is None:
            return Page(article, None, width)
        page = self._pages.get(desk)
        if page is None:
            page = self._pages[desk] = Page(article, desk, width)
        return page
