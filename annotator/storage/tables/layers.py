"""Layers and their items, the entities that they name, and the log of every edit.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field

from annotator.storage.tables.base import BIG, STRICT, Base
from annotator.storage.types import JsonText, UtcDateTime

_DECISIONS = "('suggested','kept','kept_with_article','changed','added','rejected')"


class EntityRow(Base, table=True):
    """A canonical name. Ids are drawn at random, so that the screen can choose one at once."""

    __tablename__ = "entity"
    __table_args__ = (
        Index("ix_entity_folded", "folded"),
        Index("ix_entity_aliased", "id", sqlite_where=text("aliases <> '[]'")),
        STRICT,
    )
    id: int = Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False})
    name: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    aliases: JsonValue = Field(default_factory=list, sa_type=JsonText)
    merged_into: int | None = Field(default=None, sa_type=BIG, foreign_key="entity.id")


class LayerRow(Base, table=True):
    """One author's layer on one article."""

    __tablename__ = "layer"
    __table_args__ = (
        CheckConstraint("role IN ('suggester','annotator','gold')", name="role"),
        Index("uq_layer_author", "article", "role", "author", unique=True),
        STRICT,
    )
    id: int | None = Field(default=None, primary_key=True)
    article: str = Field(sa_type=Text, foreign_key="article.id", ondelete="CASCADE")
    role: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    version: int = 0
    next_number: int = 1


class MentionRow(Base, table=True):
    """A mention of a layer; tombstones included."""

    __tablename__ = "mention"
    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="span"),
        CheckConstraint("kind IN ('named','nominal','pronoun')", name="kind"),
        CheckConstraint(f"decision IN {_DECISIONS}", name="decision"),
        STRICT,
    )
    layer: int = Field(primary_key=True, foreign_key="layer.id", ondelete="CASCADE")
    id: str = Field(primary_key=True, sa_type=Text)
    start: int
    end: int
    quote: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    entity: int | None = Field(default=None, sa_type=BIG, foreign_key="entity.id")
    decision: str = Field(sa_type=Text)
    origin: JsonValue = Field(default=None, nullable=True, sa_type=JsonText)
    unsure: int = 0
    dimmed_by: str | None = Field(default=None, sa_type=Text)
    revision: int


class StanceRow(Base, table=True):
    """A stance of a layer; its ends are mentions of the same layer."""

    __tablename__ = "stance"
    __table_args__ = (
        CheckConstraint("holder_kind IN ('mention','unstated','article')", name="holder_kind"),
        CheckConstraint("(holder IS NULL) = (holder_kind <> 'mention')", name="holder"),
        CheckConstraint("attribution IN ('author','quoted','reported')", name="attribution"),
        CheckConstraint("certainty IN ('asserted','hedged')", name="certainty"),
        CheckConstraint(f"decision IN {_DECISIONS}", name="decision"),
        *(
            ForeignKeyConstraint(
                ["layer", end],
                ["mention.layer", "mention.id"],
                ondelete="CASCADE",
                deferrable=True,
                initially="DEFERRED",
            )
            for end in ("holder", "target", "source")
        ),
        STRICT,
    )
    layer: int = Field(primary_key=True, foreign_key="layer.id", ondelete="CASCADE")
    id: str = Field(primary_key=True, sa_type=Text)
    holder: str | None = Field(default=None, sa_type=Text)
    holder_kind: str = Field(sa_type=Text)
    target: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    evidence: JsonValue = Field(sa_type=JsonText)
    attribution: str = Field(sa_type=Text)
    source: str | None = Field(default=None, sa_type=Text)
    certainty: str = Field(sa_type=Text)
    decision: str = Field(sa_type=Text)
    origin: JsonValue = Field(default=None, nullable=True, sa_type=JsonText)
    unsure: int = 0
    dimmed_by: str | None = Field(default=None, sa_type=Text)
    revision: int


class ZoneRow(Base, table=True):
    """A dimmed paragraph of a layer."""

    __tablename__ = "zone"
    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="span"),
        CheckConstraint(f"decision IN {_DECISIONS}", name="decision"),
        STRICT,
    )
    layer: int = Field(primary_key=True, foreign_key="layer.id", ondelete="CASCADE")
    id: str = Field(primary_key=True, sa_type=Text)
    start: int
    end: int
    decision: str = Field(sa_type=Text)
    origin: JsonValue = Field(default=None, nullable=True, sa_type=JsonText)
    unsure: int = 0
    revision: int


class EditRow(Base, table=True):
    """The log: every change of every layer, whole; what an edit changes beyond many in parts."""

    __tablename__ = "edit"
    __table_args__ = (
        CheckConstraint(
            "actor_kind IN ('person','suggester','import','policy')", name="actor_kind"
        ),
        Index("ix_edit_actor", "actor_kind", "actor", "id"),
        Index("uq_edit_layer_parent", "layer", "parent", unique=True),
        STRICT,
    )
    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime = Field(sa_type=UtcDateTime)
    actor_kind: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)
    act: str = Field(sa_type=Text)
    article: str = Field(sa_type=Text, foreign_key="article.id", ondelete="CASCADE")
    layer: int = Field(foreign_key="layer.id", ondelete="CASCADE")
    parent: int
    undoes: int | None = Field(default=None, foreign_key="edit.id")
    group: str | None = Field(default=None, sa_type=Text)
    items: JsonValue = Field(sa_type=JsonText)


class EditPartRow(Base, table=True):
    """Further changes of an edit, in the order of `part`, behind those in the edit's own row."""

    __tablename__ = "edit_part"
    __table_args__ = (STRICT,)
    edit: int = Field(primary_key=True, foreign_key="edit.id", ondelete="CASCADE")
    part: int = Field(primary_key=True)
    items: JsonValue = Field(sa_type=JsonText)
