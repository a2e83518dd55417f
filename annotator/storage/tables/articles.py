"""The articles: their texts and parses, their order and copies.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from annotator.storage.tables.base import STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime


class ArticleRow(Base, table=True):
    """An article; `position` is its place as imported."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint(
            "(title_start IS NULL) = (title_end IS NULL) AND title_start < title_end", name="title"
        ),
        Index("ix_article_sha256", "sha256"),
        Index("ix_article_place", "position", "id"),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(unique=True)
    text: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text)
    title_start: int | None = None
    title_end: int | None = None
    source: str | None = Field(default=None, sa_type=Text)
    published: str | None = Field(default=None, sa_type=Text)
    language: str | None = Field(default=None, sa_type=Text)
    meta: JsonValue = Field(default_factory=dict, sa_type=JsonText)
    imported_at: dt.datetime = Field(sa_type=UtcDateTime)


class ParseRow(Base, table=True):
    """The parsed Doc of an article under one pipeline, and the noun phrases found in it."""

    __tablename__ = "parse"
    __table_args__ = (STRICT,)
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    pipeline: str = Field(primary_key=True, sa_type=Text)
    doc: bytes = Field(sa_type=LargeBinary)
    phrases: JsonValue = Field(default_factory=list, sa_type=JsonText)


class ForgottenRow(Base, table=True):
    """An article that was taken down: its text and quotes are blank, its digest stays."""

    __tablename__ = "forgotten"
    __table_args__ = (STRICT,)
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    at: dt.datetime = Field(sa_type=UtcDateTime)


class NearCopyRow(Base, table=True):
    """An article that has near-copies, with the founder of their group, as found last."""

    __tablename__ = "near_copy"
    __table_args__ = (Index("ix_near_copy_founder", "founder"), STRICT)
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    founder: str = Field(sa_type=Text)


class TurnRow(Base, table=True):
    """An article's turn in a queue that somebody ordered, and what gave it that turn.

    Without any turn the queue is as imported; an article without one comes after those that have.
    What chose an article that was begun stays, also when the queue is as imported again.
    """

    __tablename__ = "turn"
    __table_args__ = (
        CheckConstraint("chosen_by IN ('imported','doubt','diverse','random')", name="chosen_by"),
        STRICT,
    )
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    turn: int | None = Field(default=None, unique=True)
    chosen_by: str = Field(sa_type=Text)
