"""The order of work, and what suggesters learned."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import JsonText, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; nothing that is there changes."""
    op.create_table(
        "turn",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "chosen_by IN ('imported','doubt','diverse','random')",
            name=op.f("ck_turn_chosen_by"),
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["article.id"], name=op.f("fk_turn_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_turn")),
        sa.UniqueConstraint("turn", name=op.f("uq_turn_turn")),
        sqlite_strict=True,
    )
    op.create_table(
        "learned",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_learned")),
        sqlite_strict=True,
    )
    op.create_table(
        "ranker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("state", JsonText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranker")),
        sqlite_strict=True,
    )
