"""Who works on what, under which scheme and rules.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from annotator.storage.tables.base import STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime


class SchemeRow(Base, table=True):
    """Every scheme that was in force; the newest `id` is in force now."""

    __tablename__ = "scheme"
    __table_args__ = (STRICT,)
    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    adopted_at: dt.datetime = Field(sa_type=UtcDateTime)


class PersonRow(Base, table=True):
    """Somebody who works on the project."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("duty IN ('annotator','reviewer')", name="duty"), STRICT)
    name: str = Field(primary_key=True, sa_type=Text)
    duty: str = Field(sa_type=Text)


class SettingRow(Base, table=True):
    """A rule of the project that holds for everybody; what is not stored has its default."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)
    name: str = Field(primary_key=True, sa_type=Text)
    value: JsonValue = Field(sa_type=JsonText)


class AssignmentRow(Base, table=True):
    """Where an annotator stands with an article, and what the screen needs to come back.

    A slot of the article is hers while it is `done`, `reserved` for her, or her lease runs;
    `window` is the screen that has it open. `plain`: she began it without suggestions by draw.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state IN ('new','open','done','skipped')", name="state"),
        Index("ix_assignment_annotator_state", "annotator", "state"),
        Index(
            "ix_assignment_slot",
            *("article", "annotator", "state", "reserved", "lease_until", "window"),
        ),
        Index(
            *("ix_assignment_window", "annotator", "window"),
            sqlite_where=text('"window" IS NOT NULL'),
        ),
        STRICT,
    )
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    annotator: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    flagged: int = 0
    comment: str = Field(default="", sa_type=Text)
    suggester: str | None = Field(default=None, sa_type=Text)
    opened_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    visited_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    active_ms: int = 0
    bookmark_item: str | None = Field(default=None, sa_type=Text)
    bookmark_offset: int = 0
    reserved: int = 0
    window: str | None = Field(default=None, sa_type=Text)
    lease_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    plain: int = 0
