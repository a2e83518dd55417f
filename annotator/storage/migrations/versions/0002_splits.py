"""Frozen splits, near-copies as they were found last, and articles that were taken down."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import JsonText, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables; nothing that is there changes."""
    op.create_table(
        "freeze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("rule", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze")),
        sqlite_strict=True,
    )
    op.create_table(
        "split",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("founder", sa.Text(), nullable=False),
        sa.CheckConstraint("split IN ('train','validation','test')", name=op.f("ck_split_split")),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_split_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_split")),
        sqlite_strict=True,
    )
    op.create_table(
        "near_copy",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("founder", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_near_copy_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_near_copy")),
        sqlite_strict=True,
    )
    op.create_index("ix_near_copy_founder", "near_copy", ["founder"], unique=False)
    op.create_table(
        "forgotten",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_forgotten_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_forgotten")),
        sqlite_strict=True,
    )
