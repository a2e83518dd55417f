"""People and their duties, the rules of sharing, and claims on articles."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import JsonText, UtcDateTime

revision = "0004"
down_revision = "0003"

IMPORTED = "import"
"""The author of finished work that says nobody's name: no person."""


def upgrade() -> None:
    """Create the tables and columns; whoever has worked here is a person of the project."""
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.CheckConstraint("duty IN ('annotator','reviewer')", name=op.f("ck_person_duty")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", JsonText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.add_column(
        "assignment", sa.Column("reserved", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("assignment", sa.Column("window", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("lease_until", UtcDateTime(), nullable=True))
    op.add_column(
        "assignment", sa.Column("plain", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_assignment_annotator_state", "assignment", ["annotator", "state"])
    op.execute(
        sa.text(
            "INSERT INTO person (name, duty) SELECT DISTINCT annotator, 'annotator' "
            "FROM assignment WHERE annotator <> :imported"
        ).bindparams(imported=IMPORTED)
    )
