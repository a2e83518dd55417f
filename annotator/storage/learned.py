"""What learning reads and keeps: layers to learn from, revisions, rankers, replaced layers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

from pydantic import JsonValue
from sqlalchemy import delete
from sqlmodel import Session, col, select

from annotator.domain.layer import Role
from annotator.domain.learned import MARK, Learned, base_of
from annotator.domain.ranker import Ranker, ranker_of
from annotator.storage.tables import ForgottenRow, LayerRow
from annotator.storage.tables.learned import LearnedRow, RankerRow


def annotator_layers(session: Session, most: int) -> dict[int, tuple[str, int]]:
    """Article and version of the annotators' layers, by row id; none of what was taken down.

    The newest come first; at most so many.
    """
    statement = (
        select(LayerRow.id, LayerRow.article, LayerRow.version)
        .where(
            LayerRow.role == Role.ANNOTATOR,
            col(LayerRow.article).not_in(select(ForgottenRow.article)),
        )
        .order_by(col(LayerRow.id).desc())
        .limit(most)
    )
    return {
        cast("int", row): (article, version) for row, article, version in session.exec(statement)
    }


def suggester_names(session: Session, article: str) -> list[str]:
    """The suggester versions that have a layer on the article, oldest first."""
    statement = (
        select(LayerRow.author)
        .where(LayerRow.article == article, LayerRow.role == Role.SUGGESTER)
        .order_by(col(LayerRow.id))
    )
    return list(session.exec(statement))


def is_begun(session: Session, article: str) -> bool:
    """Whether anybody has a layer of her own on the article, or gold is there."""
    statement = select(LayerRow.id).where(
        LayerRow.article == article, LayerRow.role != Role.SUGGESTER
    )
    return session.exec(statement).first() is not None


def keep_learned(session: Session, learned: Learned, at: dt.datetime) -> None:
    """Store a state under its revision; a known or empty one is left."""
    revision = learned.revision
    if revision and session.get(LearnedRow, revision) is None:
        state = cast("JsonValue", learned.record())
        session.add(LearnedRow(revision=revision, at=at, state=state))
        session.flush()


def drop_replaced(session: Session, article: str, newest: str) -> None:
    """Remove the layers of `newest`'s suggester that learned otherwise, and states without a layer.

    For an article that nobody has begun: then nothing refers to them, and they can be made again.
    """
    old = select(LayerRow.id, LayerRow.author).where(
        LayerRow.article == article,
        LayerRow.role == Role.SUGGESTER,
        LayerRow.author != newest,
        col(LayerRow.author).startswith(base_of(newest) + MARK, autoescape=True),
    )
    for row, author in list(session.exec(old)):
        session.connection().execute(delete(LayerRow).where(col(LayerRow.id) == row))
        used = select(LayerRow.id).where(LayerRow.author == author).limit(1)
        if session.exec(used).first() is None:
            gone = delete(LearnedRow).where(col(LearnedRow.revision) == author.partition(MARK)[2])
            session.connection().execute(gone)


def current_ranker(session: Session) -> tuple[Ranker | None, int]:
    """The ranker in force, if there is one, and the judged stances at the last training."""
    row = session.exec(select(RankerRow).order_by(col(RankerRow.id).desc()).limit(1)).first()
    if row is None:
        return None, 0
    state = cast("Mapping[str, object] | None", row.state)
    return None if state is None else ranker_of(state), row.judged


def keep_ranker(session: Session, ranker: Ranker | None, judged: int, at: dt.datetime) -> None:
    """Put a ranker in force; None where training found none better than the present order."""
    state = None if ranker is None else cast("JsonValue", ranker.record())
    session.add(RankerRow(at=at, judged=judged, state=state))
