"""Which articles say something: for the queue's filter, for finding, for a label on all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from annotator.domain.layer import Role
from annotator.domain.sharing import Seat
from annotator.storage.claims import fresh, not_in_another_window, offered
from annotator.storage.tables import ArticleRow, ForgottenRow, LayerRow


def texts_saying(session: Session, words: Collection[Collection[str]]) -> Iterator[tuple[str, str]]:
    """Id and text of the articles that have each of the words, in one of its forms."""
    statement = (
        select_columns(col(ArticleRow.id), col(ArticleRow.text))
        .where(there(), *(or_(*(_in_text(form) for form in forms)) for forms in words))
        .order_by(col(ArticleRow.position))
    )
    return ((article, text) for article, text in session.connection().execute(statement))


def unopened_saying(
    session: Session, seat: Seat, words: Collection[Collection[str]], now: dt.datetime
) -> Iterator[tuple[str, bool]]:
    """Articles with these words that she never opened and may begin; whether each is suggested."""
    author, layer = col(LayerRow.author), col(LayerRow.article)
    here = select_columns(col(LayerRow.id)).where(layer == col(ArticleRow.id)).correlate(ArticleRow)
    hers = here.where(col(LayerRow.role) == Role.ANNOTATOR, author == seat.annotator).exists()
    suggested = here.where(col(LayerRow.role) == Role.SUGGESTER).exists()
    statement = (
        select_columns(col(ArticleRow.id), suggested)
        .where(there(), ~hers, *(or_(*(_in_text(form) for form in forms)) for forms in words))
        .where(offered(session, seat.annotator, now), fresh(session, seat.annotator, now))
        .where(not_in_another_window(seat, now))
        .order_by(col(ArticleRow.position))
    )
    return ((article, bool(ready)) for article, ready in session.connection().execute(statement))


def there() -> ColumnElement[bool]:
    """Whether the article in the query around it was not taken down."""
    gone = select_columns(col(ForgottenRow.article)).where(
        col(ForgottenRow.article) == col(ArticleRow.id)
    )
    return ~gone.correlate(ArticleRow).exists()


def says(word: str) -> ColumnElement[bool]:
    """Whether id, source or text has the word."""
    places = (col(ArticleRow.id), col(ArticleRow.source))
    return or_(_in_text(word), *(_has(place, word) for place in places))


def _in_text(word: str) -> ColumnElement[bool]:
    return _has(col(ArticleRow.text), word)


def _has(place: Mapped[str] | Mapped[str | None], word: str) -> ColumnElement[bool]:
    # SQLite folds the case of ASCII letters only: Évry is not évry to it.
    forms = sorted({word, word.lower(), word.upper(), word.capitalize()})
    return or_(*(place.icontains(form, autoescape=True) for form in forms))
