"""Edits of very many items, in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table; edits that are stored already stay whole."""
    op.create_table(
        "edit_part",
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edit"], ["edit.id"], name=op.f("fk_edit_part_edit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edit", "part", name=op.f("pk_edit_part")),
        sqlite_strict=True,
    )
