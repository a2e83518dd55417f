"""Indexes that hold all that the queue asks of an article: it need not read the texts."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_article_place", "article", ["position", "id"])
    op.create_index(
        "ix_assignment_slot",
        "assignment",
        ["article", "annotator", "state", "reserved", "lease_until", "window"],
    )
