"""Questions to the reviewer, and their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from annotator.domain.article import Span
from annotator.domain.questions import Question
from annotator.storage.tables import ForgottenRow, QuestionRow


def add_question(session: Session, question: Question) -> Question:
    """Store a question; what is stored, under its number."""
    span = question.span
    row = QuestionRow(
        article=question.article,
        annotator=question.annotator,
        item=question.item,
        start=None if span is None else span.start,
        end=None if span is None else span.end,
        words=question.words,
        asked_at=question.asked_at,
    )
    session.add(row)
    session.flush()
    return replace(question, id=row.id or 0)


def save_answer(
    session: Session, question: int, answer: str, by: str, at: dt.datetime
) -> Question | None:
    """Store the answer, in place of an earlier one; None where there is no such question."""
    row = session.get(QuestionRow, question)
    if row is None:
        return None
    row.answer, row.answered_by, row.answered_at = answer, by, at
    row.seen_at = None
    session.flush()
    return _question(row)


def unseen_answers(session: Session, annotator: str) -> int:
    """How many of her questions have an answer that she has not seen."""
    return session.exec(select(func.count()).where(*_is_unseen(annotator))).one()


def see_answers(session: Session, annotator: str, at: dt.datetime) -> None:
    """She saw every answer that there is."""
    session.exec(update(QuestionRow).where(*_is_unseen(annotator)).values(seen_at=at))


def _is_unseen(annotator: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(QuestionRow.annotator) == annotator,
        col(QuestionRow.answered_at).is_not(None),
        col(QuestionRow.seen_at).is_(None),
        col(QuestionRow.article).not_in(select(ForgottenRow.article)),
    )


def questions_on(session: Session, article: str, annotator: str | None = None) -> list[Question]:
    """The questions on an article, of one annotator only where named; in order of asking."""
    statement = select(QuestionRow).where(QuestionRow.article == article)
    if annotator is not None:
        statement = statement.where(QuestionRow.annotator == annotator)
    return _questions(session.exec(statement.order_by(col(QuestionRow.id))))


def all_questions(session: Session, annotator: str | None = None) -> list[Question]:
    """Every question of the project, or of one annotator: the open ones first, the oldest first.

    Those on articles that were taken down are left out.
    """
    statement = select(QuestionRow).where(
        col(QuestionRow.article).not_in(select(ForgottenRow.article))
    )
    if annotator is not None:
        statement = statement.where(QuestionRow.annotator == annotator)
    answered = col(QuestionRow.answered_at).is_not(None)
    return _questions(session.exec(statement.order_by(answered, col(QuestionRow.id))))


def _questions(rows: Iterable[QuestionRow]) -> list[Question]:
    return [_question(row) for row in rows]


def _question(row: QuestionRow) -> Question:
    where = row.start is not None and row.end is not None
    return Question(
        id=row.id or 0,
        article=row.article,
        annotator=row.annotator,
        item=row.item,
        span=Span(row.start or 0, row.end or 0) if where else None,
        words=row.words,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        seen_at=row.seen_at,
    )
