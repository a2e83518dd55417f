"""The queue of one annotator, and the visits that bring her back to where she was."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.layer import Role, State
from annotator.domain.queue import QueueEntry, Visit
from annotator.storage.splits import near_copy_counts
from annotator.storage.tables import ArticleRow, AssignmentRow, ForgottenRow, LayerRow

TITLE_CHARACTERS = 160


def queue_entries(session: Session, annotator: str) -> list[QueueEntry]:
    """Every article with this annotator's state, in queue order; without those taken down."""
    mine = (col(AssignmentRow.article) == col(ArticleRow.id)) & (
        col(AssignmentRow.annotator) == annotator
    )
    suggested = exists().where(
        col(LayerRow.article) == col(ArticleRow.id), col(LayerRow.role) == Role.SUGGESTER
    )
    copies = near_copy_counts(session)
    title_start = func.coalesce(col(ArticleRow.title_start), 0)
    statement = (
        select_columns(
            col(ArticleRow.id),
            func.substr(col(ArticleRow.text), title_start + 1, TITLE_CHARACTERS),
            col(ArticleRow.title_end) - title_start,
            func.length(col(ArticleRow.text)),
            col(AssignmentRow.state),
            col(AssignmentRow.flagged),
            suggested,
        )
        .where(col(ArticleRow.id).not_in(select(ForgottenRow.article)))
        .join(AssignmentRow, mine, isouter=True)
        .order_by(col(ArticleRow.position))
    )
    return [
        QueueEntry(
            article=row[0],
            title=_first_line(row[1], row[2]),
            length=row[3],
            state=State(row[4] or State.NEW),
            flagged=bool(row[5]),
            suggested=bool(row[6]),
            copies=copies.get(row[0], 0),
        )
        for row in session.connection().execute(statement)
    ]


def open_articles(session: Session, annotator: str) -> list[str]:
    """The articles this annotator has open, in queue order."""
    statement = (
        select(AssignmentRow.article)
        .join(ArticleRow, col(ArticleRow.id) == col(AssignmentRow.article))
        .where(AssignmentRow.annotator == annotator, AssignmentRow.state == State.OPEN)
        .order_by(col(ArticleRow.position))
    )
    return list(session.exec(statement))


def last_visited(session: Session, annotator: str) -> str | None:
    """The article this annotator left open most recently, or None."""
    statement = (
        select(AssignmentRow.article)
        .where(AssignmentRow.annotator == annotator, AssignmentRow.state == State.OPEN)
        .order_by(col(AssignmentRow.visited_at).desc())
    )
    return session.exec(statement).first()


def load_visit(session: Session, article: str, annotator: str) -> Visit:
    """Where the annotator left the article; the beginning where she never was."""
    row = session.get(AssignmentRow, (article, annotator))
    if row is None:
        return Visit()
    return Visit(row.bookmark_item, row.bookmark_offset, row.active_ms)


def save_visit(
    session: Session, article: str, annotator: str, visit: Visit, at: dt.datetime
) -> None:
    """Remember where the annotator is in the article."""
    row = session.get_one(AssignmentRow, (article, annotator))
    row.bookmark_item, row.bookmark_offset = visit.item, visit.offset
    row.active_ms = visit.active_ms
    row.visited_at = at


def mark_opened(
    session: Session, article: str, annotator: str, suggester: str | None, at: dt.datetime
) -> None:
    """Record the first opening and which suggester's version was adopted."""
    row = session.get_one(AssignmentRow, (article, annotator))
    row.opened_at, row.visited_at, row.suggester = at, at, suggester


def adopted_by(session: Session, article: str, annotator: str) -> str | None:
    """The suggester version that this annotator's first opening adopted, or None."""
    row = session.get(AssignmentRow, (article, annotator))
    return None if row is None else row.suggester


def adopted_suggester(session: Session, article: str) -> str | None:
    """The suggester version that the article's first annotator adopted, or None."""
    statement = (
        select(AssignmentRow.suggester)
        .where(AssignmentRow.article == article, col(AssignmentRow.suggester).is_not(None))
        .order_by(col(AssignmentRow.opened_at))
    )
    return session.exec(statement).first()


def _first_line(text: str, length: int | None) -> str:
    if length is not None:
        return text[:length]
    return text.strip().split("\n", 1)[0].removesuffix("\r")
