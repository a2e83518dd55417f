"""Review: where the gold of an article stands, and how each gold item came about."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import JsonText

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables of the review."""
    op.create_table(
        "gold",
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('new','open','done')", name=op.f("ck_gold_state")),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_gold_layer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("layer", name=op.f("pk_gold")),
        sqlite_strict=True,
    )
    op.create_table(
        "ruling",
        sa.Column("layer", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("inputs", JsonText(), nullable=False),
        sa.Column("chosen", JsonText(), nullable=False),
        sa.Column("items", JsonText(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("guideline", sa.Text(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("guideline_gap", sa.Integer(), nullable=False),
        sa.Column("asked", JsonText(), nullable=False),
        sa.CheckConstraint(
            "how IN ('unanimous','taken','edited','new','rejected','sent back')",
            name=op.f("ck_ruling_how"),
        ),
        sa.ForeignKeyConstraint(
            ["layer"], ["layer.id"], name=op.f("fk_ruling_layer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("layer", "id", name=op.f("pk_ruling")),
        sqlite_strict=True,
    )
