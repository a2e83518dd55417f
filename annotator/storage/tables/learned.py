"""What suggesters learned from decisions.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import Text
from sqlmodel import Field

from annotator.storage.tables.base import STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime


class LearnedRow(Base, table=True):
    """What a version of a suggester had learned; its revision is a part of the version's name."""

    __tablename__ = "learned"
    __table_args__ = (STRICT,)
    revision: str = Field(primary_key=True, sa_type=Text)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    state: JsonValue = Field(sa_type=JsonText)


class RankerRow(Base, table=True):
    """A trained re-ranker, or null where training found none better; the newest is in force."""

    __tablename__ = "ranker"
    __table_args__ = (STRICT,)
    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    judged: int
    state: JsonValue = Field(default=None, nullable=True, sa_type=JsonText)
