"""Takes an article down: its words leave the tables and the log, its digest and counts stay.

Every character becomes a space and every line end stays, so that offsets and quotes hold as before
and a layer rebuilt from its log still equals the stored one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import cast

from pydantic import JsonValue
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from annotator.domain.entities import fold_name
from annotator.storage.tables import (
    ArticleRow,
    AssignmentRow,
    EditPartRow,
    EditRow,
    EntityRow,
    ForgottenRow,
    LayerRow,
    MentionRow,
    NearCopyRow,
    ParseRow,
    QuestionRow,
    RulingRow,
    StanceRow,
    ZoneRow,
)
from annotator.storage.tables.learned import LearnedRow

TAKEN_DOWN = "(taken down)"
"""The name of an entity that no other article speaks of."""
_WORDS = frozenset({"quote", "reason", "comment", "note"})


def forget_article(session: Session, article: str, at: dt.datetime) -> bool:
    """Blank everything that holds words of the article; False where that was done before."""
    if session.get(ForgottenRow, article) is not None:
        return False
    row = session.get_one(ArticleRow, article)
    row.text, row.meta = blank(row.text), {}
    layers = list(session.exec(select(LayerRow.id).where(LayerRow.article == article)))
    entities = set(session.exec(select(MentionRow.entity).where(col(MentionRow.layer).in_(layers))))
    for mention in session.exec(select(MentionRow).where(col(MentionRow.layer).in_(layers))):
        mention.quote, mention.origin = blank(mention.quote), blanked(mention.origin)
    for stance in session.exec(select(StanceRow).where(col(StanceRow.layer).in_(layers))):
        stance.evidence, stance.origin = blanked(stance.evidence), blanked(stance.origin)
    for zone in session.exec(select(ZoneRow).where(col(ZoneRow.layer).in_(layers))):
        zone.origin = blanked(zone.origin)
    for ruling in session.exec(select(RulingRow).where(col(RulingRow.layer).in_(layers))):
        ruling.note = blank(ruling.note)
    for assignment in session.exec(select(AssignmentRow).where(AssignmentRow.article == article)):
        assignment.comment = blank(assignment.comment)
    for question in session.exec(select(QuestionRow).where(QuestionRow.article == article)):
        question.words, question.answer = blank(question.words), blank(question.answer)
    _forget_log(session, article)
    for entity in entities - {None}:
        _forget_entity(session, cast("int", entity), article, layers)
    connection = session.connection()
    connection.execute(delete(ParseRow).where(col(ParseRow.article) == article))
    connection.execute(delete(NearCopyRow).where(col(NearCopyRow.article) == article))
    # States of learning hold names as articles spell them, and can't tell which article's.
    connection.execute(delete(LearnedRow))
    session.add(ForgottenRow(article=article, at=at))
    session.flush()
    return True


def _forget_log(session: Session, article: str) -> None:
    for edit in session.exec(select(EditRow).where(EditRow.article == article)):
        edit.items = blanked(edit.items)
    own = select(EditRow.id).where(EditRow.article == article)
    for part in session.exec(select(EditPartRow).where(col(EditPartRow.edit).in_(own))):
        part.items = blanked(part.items)


def blank(text: str) -> str:
    """The text with every character but line ends made a space."""
    return re.sub(r"[^\n]", " ", text)


def blanked(value: JsonValue) -> JsonValue:
    """A stored value with every quote, reason and comment in it made blank."""
    if isinstance(value, list):
        return [blanked(part) for part in value]
    if isinstance(value, Mapping):
        return {
            key: blank(part) if key in _WORDS and isinstance(part, str) else blanked(part)
            for key, part in value.items()
        }
    return value


def _forget_entity(session: Session, entity: int, article: str, layers: list[int | None]) -> None:
    """Take the name from an entity that only this article speaks of, now or in its log."""
    elsewhere = select(MentionRow.id).where(
        MentionRow.entity == entity, col(MentionRow.layer).not_in(layers)
    )
    names_it = f'%"entity":{entity},%'
    logged = select(EditRow.id).where(EditRow.article != article, col(EditRow.items).like(names_it))
    others = select(EditRow.id).where(EditRow.article != article)
    in_parts = select(EditPartRow.edit).where(
        col(EditPartRow.edit).in_(others), col(EditPartRow.items).like(names_it)
    )
    merged = select(EntityRow.id).where(EntityRow.merged_into == entity)
    if any(
        session.exec(s.limit(1)).first() is not None for s in (elsewhere, logged, in_parts, merged)
    ):
        return
    session.connection().execute(
        update(EntityRow)
        .where(col(EntityRow.id) == entity)
        .values(name=TAKEN_DOWN, folded=fold_name(TAKEN_DOWN), aliases=[])
    )
