"""What gold says about somebody's finished work, and her days: figures for her own eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast

from pydantic import JsonValue
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.edits import ASSIGNMENT_ID, ActorKind
from annotator.domain.layer import Role, State
from annotator.storage.tables import AssignmentRow, EditRow, ForgottenRow, LayerRow


def finished_with_gold(session: Session, annotator: str, most: int | None = None) -> list[str]:
    """The articles she finished that have gold, those whose gold changed last first."""
    gold = col(LayerRow.role) == Role.GOLD
    forgotten = col(LayerRow.article).in_(select(ForgottenRow.article))
    statement = (
        select_columns(col(LayerRow.article))
        .join(AssignmentRow, col(AssignmentRow.article) == col(LayerRow.article))
        .join(EditRow, col(EditRow.layer) == col(LayerRow.id))
        .where(
            gold,
            ~forgotten,
            col(AssignmentRow.annotator) == annotator,
            col(AssignmentRow.state) == State.DONE,
        )
        .group_by(col(LayerRow.article))
        .order_by(func.max(EditRow.id).desc())
    )
    return [row[0] for row in session.connection().execute(statement.limit(most))]


def finished_since(session: Session, annotator: str, since: dt.datetime) -> int:
    """How many articles she finished since then and has not reopened."""
    statement = select(func.count(col(AssignmentRow.article))).where(
        AssignmentRow.annotator == annotator,
        AssignmentRow.state == State.DONE,
        col(AssignmentRow.done_at) >= since,
    )
    return session.exec(statement).one()


def items_since(session: Session, annotator: str, since: dt.datetime) -> int:
    """How many items she decided, made or changed since then, each once."""
    statement = (
        select_columns(col(EditRow.at), col(EditRow.layer), col(EditRow.items))
        .where(col(EditRow.actor_kind) == ActorKind.PERSON, col(EditRow.actor) == annotator)
        .order_by(col(EditRow.id).desc())
        .execution_options(yield_per=200)
    )
    touched: set[tuple[int, str]] = set()
    for at, layer, items in session.connection().execute(statement):
        if at < since:
            break
        changes = cast("Sequence[Mapping[str, JsonValue]]", items)
        touched.update((layer, str(change["id"])) for change in changes)
    return sum(item != ASSIGNMENT_ID for _, item in touched)
