"""When an annotator saw the answer to her question."""

import sqlalchemy as sa
from alembic import op

from annotator.storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; answers from before count as unseen."""
    op.add_column("question", sa.Column("seen_at", UtcDateTime(), nullable=True))
