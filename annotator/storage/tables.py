"""The tables: dumb rows. Rules are in `domain`; repositories turn rows into its values.

All of them stand in this one file, long as it is: keys lead from each to the others, and the first
question about a column is what else refers to it.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

import datetime as dt
from typing import cast

from pydantic import JsonValue
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)
from sqlmodel import Field, SQLModel

from annotator.storage.types import JsonText, UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")
STRICT = {"sqlite_strict": True}
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel):
    """Registers every table under one naming convention, so that migrations can name them."""


Base.metadata.naming_convention = NAMING

_DECISIONS = "('suggested','kept','kept_with_article','changed','added','rejected')"


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


class ArticleRow(Base, table=True):
    """An article; `position` is its place as imported."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint(
            "(title_start IS NULL) = (title_end IS NULL) AND title_start < title_end", name="title"
        ),
        Index("ix_article_sha256", "sha256"),
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


class EntityRow(Base, table=True):
    """A canonical name. Ids are drawn at random, so that the screen can choose one at once."""

    __tablename__ = "entity"
    __table_args__ = (Index("ix_entity_folded", "folded"), STRICT)
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


class AssignmentRow(Base, table=True):
    """Where an annotator stands with an article, and what the screen needs to come back.

    A slot of the article is hers while it is `done`, `reserved` for her, or her lease runs;
    `window` is the screen that has it open. `plain`: she began it without suggestions by draw.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state IN ('new','open','done','skipped')", name="state"),
        Index("ix_assignment_annotator_state", "annotator", "state"),
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


class EditRow(Base, table=True):
    """The log: every change of every layer, whole."""

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


class NearCopyRow(Base, table=True):
    """An article that has near-copies, with the founder of their group, as found last."""

    __tablename__ = "near_copy"
    __table_args__ = (Index("ix_near_copy_founder", "founder"), STRICT)
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    founder: str = Field(sa_type=Text)


class ForgottenRow(Base, table=True):
    """An article that was taken down: its text and quotes are blank, its digest stays."""

    __tablename__ = "forgotten"
    __table_args__ = (STRICT,)
    article: str = Field(
        primary_key=True, sa_type=Text, foreign_key="article.id", ondelete="CASCADE"
    )
    at: dt.datetime = Field(sa_type=UtcDateTime)


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


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a row class, for statements that bring or take many rows as tuples."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # set by its metaclass
