"""How an annotator labelled some words before, over all of her layers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func

from annotator.domain.article import Span
from annotator.domain.finding import CONTEXT, Hit, Labelled
from annotator.domain.items import Decision
from annotator.domain.layer import Role
from annotator.storage.tables import ArticleRow, AssignmentRow, LayerRow, MentionRow


def labelled_before(
    session: Session, annotator: str, quotes: Collection[str], most: int
) -> list[Labelled]:
    """Her decided mentions that say one of `quotes`; of the article she visited last come first."""
    start, length = col(MentionRow.start), func.length(col(MentionRow.quote))
    before = func.substr(
        col(ArticleRow.text), 1 + case((start > CONTEXT, start - CONTEXT), else_=0), CONTEXT
    )
    hers = (col(AssignmentRow.article) == col(LayerRow.article)) & (
        col(AssignmentRow.annotator) == annotator
    )
    statement = (
        select_columns(
            col(MentionRow.label),
            col(MentionRow.decision),
            col(MentionRow.id),
            col(LayerRow.article),
            start,
            col(MentionRow.quote),
            before,
            func.substr(col(ArticleRow.text), start + length + 1, CONTEXT),
        )
        .join(LayerRow, col(LayerRow.id) == col(MentionRow.layer))
        .join(ArticleRow, col(ArticleRow.id) == col(LayerRow.article))
        .join(AssignmentRow, hers)
        .where(
            col(LayerRow.role) == Role.ANNOTATOR,
            col(LayerRow.author) == annotator,
            col(MentionRow.quote).in_(quotes),
            col(MentionRow.decision) != Decision.SUGGESTED,
            col(MentionRow.dimmed_by).is_(None),
        )
        .order_by(col(AssignmentRow.visited_at).desc(), col(LayerRow.id), start)
        .limit(most)
    )
    rows = session.connection().execute(statement)
    return [
        Labelled(
            label,
            decision == Decision.REJECTED,
            item,
            Hit(article, Span(at, at + len(quote)), ahead[: min(at, CONTEXT)], quote, behind),
        )
        for label, decision, item, article, at, quote, ahead, behind in rows
    ]
