"""What gold says about somebody's finished work, and her days: figures for her own eyes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.edits import ASSIGNMENT_ID, ActorKind
from annotator.domain.layer import Role, State
from annotator.storage.finished import layers_under_review
from annotator.storage.log import items_of_edit
from annotator.storage.tables import AssignmentRow, EditRow, ForgottenRow, LayerRow


def finished_with_gold(session: Session, annotator: str, most: int | None = None) -> list[str]:
    """The articles she finished that have gold, those whose gold changed last first.

    Gold in which conflicts are left is none yet.
    """
    gold = col(LayerRow.role) == Role.GOLD
    forgotten = col(LayerRow.article).in_(select(ForgottenRow.article))
    statement = (
        select_columns(col(LayerRow.article))
        .join(AssignmentRow, col(AssignmentRow.article) == col(LayerRow.article))
        .join(EditRow, col(EditRow.layer) == col(LayerRow.id))
        .where(
            gold,
            col(LayerRow.id).not_in(layers_under_review()),
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


def finished_times(session: Session, annotator: str) -> list[int]:
    """Her active time on each article that she finished with keys, in milliseconds."""
    statement = select(AssignmentRow.active_ms).where(
        AssignmentRow.annotator == annotator,
        AssignmentRow.state == State.DONE,
        AssignmentRow.active_ms > 0,
    )
    return list(session.exec(statement))


def items_since(session: Session, annotator: str, since: dt.datetime) -> int:
    """How many items she decided, made or changed since then and has not taken back, each once."""
    statement = (
        select_columns(
            col(EditRow.id),
            col(EditRow.at),
            col(EditRow.layer),
            col(EditRow.undoes),
            col(EditRow.items),
        )
        .where(col(EditRow.actor_kind) == ActorKind.PERSON, col(EditRow.actor) == annotator)
        .order_by(col(EditRow.id).desc())
        .execution_options(yield_per=200)
    )
    touched: set[tuple[int, str]] = set()
    taken_back: set[int] = set()
    for edit, at, layer, undoes, items in session.connection().execute(statement):
        if at < since:
            break
        if edit in taken_back:
            continue
        if undoes is not None:
            # An undo, or a redo, which takes back an undo: what stands is counted where it was
            # done first.
            taken_back.add(undoes)
            continue
        for part in items_of_edit(session, cast("int", edit), items):
            touched.update((layer, str(change["id"])) for change in part)
    return sum(item != ASSIGNMENT_ID for _, item in touched)


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A finished layer: its row, the article, and how long the annotator was active there."""

    layer: int
    article: str
    active_ms: int


def any_plain(session: Session) -> bool:
    """Whether an article was begun without suggestions, by draw."""
    statement = select(AssignmentRow.article).where(AssignmentRow.plain == 1).limit(1)
    return session.exec(statement).first() is not None


def newest_done(session: Session, *, plain: bool, most: int) -> list[DoneRow]:
    """Finished layers that began plain by draw, or else with suggestions; the newest first."""
    began = (
        col(AssignmentRow.plain) == 1
        if plain
        else (col(AssignmentRow.plain) == 0) & col(AssignmentRow.suggester).is_not(None)
    )
    hers = (col(LayerRow.article) == col(AssignmentRow.article)) & (
        col(LayerRow.author) == col(AssignmentRow.annotator)
    )
    statement = (
        select_columns(col(LayerRow.id), col(LayerRow.article), col(AssignmentRow.active_ms))
        .join(AssignmentRow, hers)
        .where(
            began,
            col(LayerRow.role) == Role.ANNOTATOR,
            col(AssignmentRow.state) == State.DONE,
            col(LayerRow.article).not_in(select(ForgottenRow.article)),
        )
        .order_by(col(AssignmentRow.done_at).desc(), col(LayerRow.id))
        .limit(most)
    )
    rows = session.connection().execute(statement)
    return [DoneRow(cast("int", row[0]), row[1], row[2]) for row in rows]
