"""Frozen splits.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from annotator.storage.tables.base import STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime


class FreezeRow(Base, table=True):
    """How splits were drawn when they were first frozen; the only row, if there is one."""

    __tablename__ = "freeze"
    __table_args__ = (STRICT,)
    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    rule: JsonValue = Field(sa_type=JsonText)


class SplitRow(Base, table=True):
    """The split that an article was frozen in, and the founder of its group then."""

    __tablename__ = "split"
    __table_args__ = (
        CheckConstraint("split IN ('train','validation','test')", name="split"),
        STRICT,
    )
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    split: str = Field(sa_type=Text)
    founder: str = Field(sa_type=Text)
