"""An index of the few articles that a window has open: letting go reads no finished ones."""

from alembic import op
from sqlalchemy import text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the index."""
    open_ones = text('"window" IS NOT NULL')
    op.create_index(
        "ix_assignment_window", "assignment", ["annotator", "window"], sqlite_where=open_ones
    )
