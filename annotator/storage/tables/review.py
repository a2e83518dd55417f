"""What is asked of the reviewer, and what the review decided.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from annotator.storage.tables.base import STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime


class QuestionRow(Base, table=True):
    """A question to the reviewer, about an item, a place or an article, and its answer."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(
            '(start IS NULL) = ("end" IS NULL) AND (start IS NULL OR start < "end")', name="span"
        ),
        Index("ix_question_article", "article"),
        STRICT,
    )
    id: int | None = Field(default=None, primary_key=True)
    article: str = Field(sa_type=Text, foreign_key="article.id", ondelete="CASCADE")
    annotator: str = Field(sa_type=Text)
    item: str | None = Field(default=None, sa_type=Text)
    start: int | None = None
    end: int | None = None
    words: str = Field(sa_type=Text)
    asked_at: dt.datetime = Field(sa_type=UtcDateTime)
    answer: str = Field(default="", sa_type=Text)
    answered_by: str = Field(default="", sa_type=Text)
    answered_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class GoldRow(Base, table=True):
    """Where the review of an article stands; imported gold has no such row."""

    __tablename__ = "gold"
    __table_args__ = (CheckConstraint("state IN ('new','open','done')", name="state"), STRICT)
    layer: int = Field(primary_key=True, foreign_key="layer.id", ondelete="CASCADE")
    state: str = Field(sa_type=Text)


class RulingRow(Base, table=True):
    """How items of a gold layer came about; `at` is ISO 8601 in UTC."""

    __tablename__ = "ruling"
    __table_args__ = (
        CheckConstraint(
            "how IN ('unanimous','taken','edited','new','rejected','sent back')", name="how"
        ),
        STRICT,
    )
    layer: int = Field(primary_key=True, foreign_key="layer.id", ondelete="CASCADE")
    id: str = Field(primary_key=True, sa_type=Text)
    how: str = Field(sa_type=Text)
    inputs: JsonValue = Field(default_factory=list, sa_type=JsonText)
    chosen: JsonValue = Field(default_factory=list, sa_type=JsonText)
    items: JsonValue = Field(default_factory=list, sa_type=JsonText)
    by: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    guideline: str = Field(sa_type=Text)
    carried: int = 0
    reason_code: str = Field(default="", sa_type=Text)
    note: str = Field(default="", sa_type=Text)
    guideline_gap: int = 0
    asked: JsonValue = Field(default_factory=list, sa_type=JsonText)
