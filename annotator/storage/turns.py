"""Turns in the queue, what gave them, and what an order is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, select

from annotator.domain.layer import Role
from annotator.domain.ordering import ChosenBy, Turn
from annotator.storage.tables import LayerRow, MentionRow, StanceRow, TurnRow


def chosen_by(session: Session) -> dict[str, ChosenBy]:
    """What gave each article its turn; those as imported are left out."""
    rows = session.exec(select(TurnRow.article, TurnRow.chosen_by))
    return {article: ChosenBy(reason) for article, reason in rows}


def begun_articles(session: Session) -> set[str]:
    """The articles on which somebody has a layer of her own, or that have gold."""
    statement = select(LayerRow.article).where(LayerRow.role != Role.SUGGESTER)
    return set(session.exec(statement))


def save_turns(session: Session, begun: Sequence[str], turns: Sequence[Turn]) -> None:
    """Give turns anew: the begun articles first, in this order, with what chose them then."""
    before = chosen_by(session)
    session.connection().execute(delete(TurnRow))
    kept = [Turn(article, before.get(article, ChosenBy.IMPORTED)) for article in begun]
    ordered = any(turn.chosen_by is not ChosenBy.IMPORTED for turn in turns)
    for place, turn in enumerate((*kept, *turns)):
        if ordered or turn.chosen_by is not ChosenBy.IMPORTED:
            session.add(
                TurnRow(
                    article=turn.article,
                    turn=place if ordered else None,
                    chosen_by=turn.chosen_by.value,
                )
            )
    session.flush()


def newest_probabilities(session: Session, article: str) -> list[float]:
    """The probabilities of what the newest suggester suggests for an article."""
    newest = session.exec(
        select(LayerRow.id)
        .where(LayerRow.article == article, LayerRow.role == Role.SUGGESTER)
        .order_by(col(LayerRow.id).desc())
    ).first()
    if newest is None:
        return []
    found: list[float] = []
    for table in (MentionRow, StanceRow):
        statement = select_columns(col(table.origin)).where(col(table.layer) == newest)
        for (origin,) in session.connection().execute(statement):
            found.append(float(cast("dict[str, float]", origin)["p"]))
    return found
